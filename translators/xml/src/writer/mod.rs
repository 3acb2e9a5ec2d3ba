// SPDX-License-Identifier: EUPL-1.2
//! From events to XML.

mod attributes;
mod enclosure;
mod encoded;
mod frame;
mod names;
mod sink;
mod type_names;

use std::collections::HashSet;

use fachwerk_mapping::{
    Family, FamilyId, FamilyKind, Field, FieldKind, Mapping, Name, Scalar, ScalarId, ScalarKind, StructId,
    ValueType,
};
use fachwerk_message::{CodecError, ErrorKind, Limits, Result};

use crate::escape::escape_text;
use frame::{CHILD, Frame, Mark};
use names::Tag;

pub use enclosure::{Enclosure, HeaderTags};
pub use encoded::EncodingStyle;
pub use names::XmlNames;

/// A [`Sink`](fachwerk_message::Sink) that writes one object as XML.
///
/// Members are written as they come, with a mark for each; where they did not come in the schema's order, the bytes
/// of the object are put right when it ends. A message in order is written once and never moved.
///
/// The bytes are well-formed whatever the events say: names come from the mapping, values are escaped, fragments are
/// checked, and what XML cannot carry is an error.
#[derive(Debug)]
pub struct XmlWriter<'m> {
    mapping: &'m Mapping,
    names: &'m XmlNames,
    enclosure: Enclosure,
    limits: Limits,
    out: Vec<u8>,
    frames: Vec<Frame<'m>>,
    marks: Vec<Mark>,
    /// What `variant` events said about the next value.
    pending: Option<Target<'m>>,
    /// The struct whose namespaces the enclosure declares.
    root: Option<StructId>,
    done: bool,
    /// Prefixes made up so far.
    prefixes: u32,
    /// Attributes that a wildcard allowed on the element at hand.
    attributes: HashSet<String>,
    /// Room to put an object's members in order.
    scratch: Vec<u8>,
    /// Room for a value that is put together.
    text: String,
    declarations: String,
    references: bool,
    /// Types that values of open objects are named to be of, from the outermost object inwards.
    type_names: Vec<type_names::Named>,
}

/// A value as it is about to be written: its tags, what it must be, and its `xsi:type`.
#[derive(Debug, Clone, Copy)]
struct Target<'m> {
    field: &'m Field,
    value: ValueType,
    tag: &'m Tag,
    /// Name of the element, where the value has one of its own.
    name: Option<&'m Name>,
    type_attribute: Option<&'m str>,
}

impl<'m> Target<'m> {
    fn new(field: &'m Field, tag: &'m Tag) -> Self {
        let name = match &field.kind {
            FieldKind::Element(name) => Some(name),
            _ => None,
        };
        Self { field, value: field.value, tag, name, type_attribute: None }
    }

    /// The value is this variant of its family.
    fn choose(&mut self, names: &'m XmlNames, (id, family): (FamilyId, &'m Family), variant: u16) {
        let chosen = &family.variants[variant as usize];
        let written = &names.variants[id.0 as usize][variant as usize];
        self.value = chosen.value;
        match family.kind {
            FamilyKind::Substitution => {
                self.tag = &written.tag;
                self.name = Some(&chosen.name);
            }
            // The declared type is named only where every type is.
            FamilyKind::Type if !written.type_attribute.is_empty() => {
                self.type_attribute = Some(&written.type_attribute);
            }
            FamilyKind::Type => {}
        }
    }
}

impl<'m> XmlWriter<'m> {
    /// A writer that appends to `out`.
    pub fn new(
        mapping: &'m Mapping,
        names: &'m XmlNames,
        enclosure: Enclosure,
        limits: &Limits,
        out: Vec<u8>,
    ) -> Self {
        Self {
            mapping,
            names,
            enclosure,
            limits: *limits,
            out,
            frames: Vec::new(),
            marks: Vec::new(),
            pending: None,
            root: None,
            done: false,
            prefixes: 0,
            attributes: HashSet::new(),
            scratch: Vec::new(),
            text: String::new(),
            declarations: String::new(),
            references: false,
            type_names: Vec::new(),
        }
    }

    /// Make room for so many bytes more.
    pub fn reserve(&mut self, bytes: usize) {
        self.out.reserve(bytes);
    }

    /// Attachments are written as references by who drives the writer: see [`end_with_text`](Self::end_with_text).
    #[must_use]
    pub fn with_references(self) -> Self {
        Self { references: true, ..self }
    }

    /// What was written, once the object is complete.
    pub fn finish(self) -> Result<Vec<u8>> {
        if self.done && self.frames.is_empty() {
            Ok(self.out)
        } else {
            Err(misuse("the message is not complete"))
        }
    }

    /// End the object that is open, whose content is this text whatever its type says: a reference to an attachment.
    pub fn end_with_text(&mut self, text: &str) -> Result<()> {
        self.open_content();
        escape_text(text, &mut self.out)?;
        self.end_frame()
    }

    /// Write a binary value as an inclusion of what `uri` refers to (XOP). `false`: it has to stay, because it is an
    /// attribute's.
    pub fn include(&mut self, id: ScalarId, uri: &str) -> Result<bool> {
        let Some(member) = self.open_member() else { return Err(misuse("a value outside a member")) };
        let markup = |out: &mut Vec<u8>| -> Result<()> {
            out.extend_from_slice(b"<xop:Include xmlns:xop=\"");
            out.extend_from_slice(crate::XOP.as_bytes());
            out.extend_from_slice(b"\" href=\"");
            crate::escape::escape_attribute(uri, out)?;
            out.extend_from_slice(b"\"/>");
            Ok(())
        };
        match member.field.kind {
            FieldKind::Attribute(_) => return Ok(false),
            FieldKind::Text => {
                self.target(false)?;
                self.text_member(id, "")?;
                self.open_content();
                if let Some(mark) = self.marks.last_mut() {
                    mark.start = self.out.len();
                }
                markup(&mut self.out)?;
            }
            _ => {
                let target = self.target(false)?;
                if target.value != ValueType::Scalar(id) {
                    return Err(misuse("a simple value of another type"));
                }
                self.start_tag(&target);
                self.out.push(b'>');
                markup(&mut self.out)?;
                self.push(&target.tag.end);
            }
        }
        Ok(true)
    }

    fn push(&mut self, bytes: &str) {
        self.out.extend_from_slice(bytes.as_bytes());
    }

    /// The member that is open and what its next value must be. `nil` needs no variant, not even where the declared
    /// type is abstract.
    fn target(&mut self, nil: bool) -> Result<Target<'m>> {
        let member = self.open_member().ok_or_else(|| misuse("a value outside a member"))?;
        if let Some(frame) = self.frames.last_mut() {
            frame.values += 1;
        }
        let field = member.field;
        let mut target = self.pending.take().unwrap_or(member);
        // A family without a variant means the declared one.
        while let ValueType::Family(id) = target.value {
            let family = self.mapping.family(id);
            match family.declared {
                Some(declared) => target.choose(self.names, (id, family), declared),
                None if nil && family.kind == FamilyKind::Type => break,
                None => {
                    return Err(CodecError::new(
                        ErrorKind::Structure,
                        format!(
                            "`{}` has an abstract type, so its value must say which type it is",
                            field.name
                        ),
                    ));
                }
            }
        }
        Ok(target)
    }

    /// Write a value's start tag up to its name and `xsi:type`.
    fn start_tag(&mut self, target: &Target<'m>) {
        self.push(&target.tag.start);
        if let Some(type_attribute) = target.type_attribute {
            self.push(type_attribute);
        }
    }

    fn text_of(&mut self, id: ScalarId, text: &str) -> Result<bool> {
        self.declarations.clear();
        let Some(scalar) = self.mapping.scalars.get(id.0 as usize) else {
            return Err(misuse("an unknown type"));
        };
        let qualified = names_something(self.mapping, scalar);
        if qualified {
            self.qualify(text)?;
        }
        Ok(qualified)
    }

    /// Text of an object with simple content, or a run of text between elements.
    fn text_member(&mut self, id: ScalarId, text: &str) -> Result<()> {
        let qualified = self.text_of(id, text)?;
        if !self.declarations.is_empty() {
            // Declarations belong to the start tag, so they get a mark of their own.
            let start = self.out.len();
            self.out.extend_from_slice(self.declarations.as_bytes());
            let end = self.out.len();
            if let Some(mark) = self.marks.pop() {
                self.marks.push(Mark { key: 1, start, end });
                self.marks.push(mark);
            }
        }
        if !text.is_empty() {
            self.open_content();
        }
        if let Some(mark) = self.marks.last_mut() {
            mark.start = self.out.len();
        }
        if qualified {
            self.out.extend_from_slice(self.text.as_bytes());
            return Ok(());
        }
        escape_text(text, &mut self.out)
    }
}

/// Whether values of a type are qualified names, which need their namespaces declared.
fn names_something(mapping: &Mapping, scalar: &Scalar) -> bool {
    match scalar.kind {
        ScalarKind::QName => true,
        ScalarKind::List(item) => mapping.scalar(item).kind == ScalarKind::QName,
        _ => false,
    }
}

/// The events do not follow the grammar of [`Sink`](fachwerk_message::Sink), or are of another mapping.
fn misuse(what: &str) -> Box<CodecError> {
    CodecError::new(ErrorKind::Structure, format!("events against their rules: {what}"))
}

const _: () = assert!(CHILD > u16::MAX as u32 + 1, "keys of attributes stay below those of children");
