// SPDX-License-Identifier: EUPL-1.2
//! References in the place of binary values that travel beside a message.
//!
//! In JSON a reference is the text `cid:…`, which is no base64. In protobuf it is the bytes of that text.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use fachwerk_mapping::{FamilyId, Mapping, MessageShape, REFERENCE, ScalarId, ScalarKind, StructId};
use fachwerk_message::{CodecError, ErrorKind, Finding, Limits, Result, Sink};

use super::Source;
use crate::convert::Form;

/// What [`REFERENCE`] begins with in base64.
const ENCODED: &str = "Y2lkO";

/// Names of parts that were made here.
const MADE: &str = "@fachwerk";

macro_rules! pass_on {
    ($($name:ident($($argument:ident: $type:ty),*);)*) => {$(
        fn $name(&mut self, $($argument: $type),*) -> Result<()> {
            self.inner.$name($($argument),*)
        }
    )*};
}

/// A message in which binary values may be references.
pub(crate) struct Referring<'a, M> {
    pub(crate) message: &'a M,
    /// The form in which it is.
    pub(crate) form: Form,
}

impl<M: Source> Source for Referring<'_, M> {
    fn read<S: Sink>(
        &self,
        mapping: &Mapping,
        shape: &MessageShape,
        limits: &Limits,
        sink: &mut S,
    ) -> Result<()> {
        match self.form {
            Form::Protobuf => {
                self.message.read(mapping, shape, limits, &mut FromBytes { mapping, inner: sink })
            }
            Form::Json | Form::Soap => self.message.read(mapping, shape, limits, sink),
        }
    }

    fn place(&self, limits: &Limits, findings: &mut [Finding]) {
        self.message.place(limits, findings);
    }

    fn has_references(&self) -> bool {
        true
    }
}

fn is_binary(mapping: &Mapping, id: ScalarId) -> bool {
    mapping.scalars.get(id.0 as usize).is_some_and(|scalar| scalar.kind == ScalarKind::Base64Binary)
}

/// Finds references that are bytes.
struct FromBytes<'m, S> {
    mapping: &'m Mapping,
    inner: S,
}

impl<S: Sink> Sink for FromBytes<'_, S> {
    fn scalar(&mut self, id: ScalarId, text: &str) -> Result<()> {
        if text.starts_with(ENCODED) && is_binary(self.mapping, id) {
            let reference = STANDARD.decode(text).ok().and_then(|bytes| String::from_utf8(bytes).ok());
            if let Some(reference) = reference.filter(|text| text.starts_with(REFERENCE)) {
                return self.inner.scalar(id, &reference);
            }
        }
        self.inner.scalar(id, text)
    }

    pass_on! {
        begin_struct(id: StructId, nil: bool);
        end_struct();
        begin_field(field: u16);
        end_field();
        nil();
        variant(family: FamilyId, variant: u16);
        xml(element: &str);
        attribute(name: &str, value: &str);
        reject(error: Box<CodecError>);
    }
}

/// A binary value that was taken out of a message.
#[derive(Debug)]
pub(crate) struct Taken {
    /// What the reference in its place says, as text that needs no escaping anywhere.
    pub(crate) id: String,
    pub(crate) media_type: Option<String>,
    pub(crate) bytes: Vec<u8>,
}

/// Takes binary values out of a message, and leaves references to them.
pub(crate) struct Extract<'m, S> {
    mapping: &'m Mapping,
    /// The form of what is written.
    form: Form,
    /// Values of fewer characters stay, unless they look like references.
    least: usize,
    taken: Vec<Taken>,
    in_attachment: bool,
    /// Its media type, once it is known.
    media_type: Option<String>,
    inner: S,
}

impl<'m, S: Sink> Extract<'m, S> {
    pub(crate) fn new(mapping: &'m Mapping, form: Form, least: usize, inner: S) -> Self {
        Self { mapping, form, least, taken: Vec::new(), in_attachment: false, media_type: None, inner }
    }

    pub(crate) fn finish(self) -> (S, Vec<Taken>) {
        (self.inner, self.taken)
    }

    fn refer(&mut self, id: ScalarId, reference: &str) -> Result<()> {
        match self.form {
            Form::Protobuf => self.inner.scalar(id, &STANDARD.encode(reference)),
            Form::Json | Form::Soap => self.inner.scalar(id, reference),
        }
    }
}

impl<S: Sink> Sink for Extract<'_, S> {
    fn begin_struct(&mut self, id: StructId, nil: bool) -> Result<()> {
        self.in_attachment = self.mapping.structs.get(id.0 as usize).is_some_and(|s| s.attachment);
        self.media_type = None;
        self.inner.begin_struct(id, nil)
    }

    fn end_struct(&mut self) -> Result<()> {
        self.in_attachment = false;
        self.inner.end_struct()
    }

    fn scalar(&mut self, id: ScalarId, text: &str) -> Result<()> {
        if !is_binary(self.mapping, id) {
            if self.in_attachment {
                self.media_type = Some(text.to_owned());
            }
            return self.inner.scalar(id, text);
        }
        if text.starts_with(REFERENCE) {
            return self.refer(id, text);
        }
        if !self.in_attachment && text.len() < self.least && !text.starts_with(ENCODED) {
            return self.inner.scalar(id, text);
        }
        let bytes = STANDARD
            .decode(text)
            .map_err(|_| CodecError::new(ErrorKind::Value, "a binary value that is not base64"))?;
        let name = format!("binary-{}{MADE}", self.taken.len() + 1);
        let media_type = self.media_type.take().filter(|_| self.in_attachment);
        self.refer(id, &format!("{REFERENCE}{name}"))?;
        self.taken.push(Taken { id: name, media_type, bytes });
        Ok(())
    }

    pass_on! {
        begin_field(field: u16);
        end_field();
        nil();
        variant(family: FamilyId, variant: u16);
        xml(element: &str);
        attribute(name: &str, value: &str);
    }
}
