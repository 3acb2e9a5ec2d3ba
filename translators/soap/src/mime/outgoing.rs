// SPDX-License-Identifier: EUPL-1.2
//! What of a message travels beside its envelope.

use fachwerk_mapping::{Mapping, ScalarId, ScalarKind, StructId};
use fachwerk_message::{CodecError, ErrorKind, Result};

use super::transfer::from_base64;

/// Binary values of fewer characters stay in the envelope, where they take less room.
const WORTHWHILE: usize = 1024;

/// What is to become of an event.
#[derive(Debug)]
pub(crate) enum Step {
    /// It belongs to the envelope.
    Forward,
    /// It does not.
    Swallow,
    /// A reference to a part stands for the value.
    Refer(String),
}

/// A part that is to be written.
#[derive(Debug)]
pub(crate) struct OutgoingPart {
    pub(crate) content_id: String,
    pub(crate) content_type: Option<String>,
    pub(crate) bytes: Vec<u8>,
}

/// Follows the events of a message and takes out what travels beside the envelope.
#[derive(Debug)]
pub(crate) struct Outgoing<'m> {
    mapping: &'m Mapping,
    /// The root's field whose members are attachments.
    attachments: Option<u16>,
    /// Binary values become parts as well.
    mtom: bool,
    depth: usize,
    /// Within the attachments.
    in_attachments: bool,
    /// Name of the attachment that comes next.
    name: Option<String>,
    /// The attachment that is open, and which of its members is.
    open: Option<(OutgoingPart, u16)>,
    pub(crate) parts: Vec<OutgoingPart>,
}

impl<'m> Outgoing<'m> {
    pub(crate) fn new(mapping: &'m Mapping, attachments: Option<u16>, mtom: bool) -> Self {
        Self {
            mapping,
            attachments,
            mtom,
            depth: 0,
            in_attachments: false,
            name: None,
            open: None,
            parts: Vec::new(),
        }
    }

    fn id(&self, name: &str) -> String {
        let number = self.parts.len() + 1;
        let name: String = name
            .chars()
            .map(|c| {
                if c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.') {
                    c.to_string()
                } else {
                    escaped(c)
                }
            })
            .collect();
        format!("{name}={number}@fachwerk")
    }

    pub(crate) fn begin_struct(&mut self, id: StructId, nil: bool) -> Step {
        self.depth += 1;
        let attachment = self.mapping.structs.get(id.0 as usize).is_some_and(|s| s.attachment);
        if attachment && !nil {
            let name = self.name.take().unwrap_or_else(|| "attachment".to_owned());
            let part = OutgoingPart { content_id: self.id(&name), content_type: None, bytes: Vec::new() };
            self.open = Some((part, 0));
        }
        if self.in_attachments { Step::Swallow } else { Step::Forward }
    }

    pub(crate) fn end_struct(&mut self) -> Step {
        self.depth = self.depth.saturating_sub(1);
        match self.open.take() {
            Some((part, _)) => {
                let id = part.content_id.clone();
                self.parts.push(part);
                if self.in_attachments { Step::Swallow } else { Step::Refer(format!("cid:{id}")) }
            }
            None if self.in_attachments => Step::Swallow,
            None => Step::Forward,
        }
    }

    pub(crate) fn begin_field(&mut self, root: StructId, field: u16) -> Step {
        if let Some((_, open)) = &mut self.open {
            *open = field;
            return Step::Swallow;
        }
        if self.in_attachments {
            let group = self.mapping.structs.get(root.0 as usize).zip(self.attachments);
            let group = group.and_then(|(s, at)| s.fields.get(at as usize)).map(|f| f.value);
            if let Some(fachwerk_mapping::ValueType::Struct(id)) = group {
                self.name = self.mapping.structure(id).fields.get(field as usize).map(|f| f.name.clone());
            }
            return Step::Swallow;
        }
        if self.depth == 1 && self.attachments == Some(field) {
            self.in_attachments = true;
            return Step::Swallow;
        }
        Step::Forward
    }

    pub(crate) fn end_field(&mut self) -> Step {
        if self.open.is_some() {
            return Step::Swallow;
        }
        if self.in_attachments {
            self.in_attachments = self.depth > 1;
            return Step::Swallow;
        }
        Step::Forward
    }

    pub(crate) fn scalar(&mut self, id: ScalarId, text: &str) -> Result<Step> {
        if let Some((part, field)) = &mut self.open {
            if *field == 0 {
                part.content_type = Some(media_type(text)?);
            } else {
                part.bytes = bytes(text)?;
            }
            return Ok(Step::Swallow);
        }
        let binary = self.mtom
            && text.len() >= WORTHWHILE
            && self.mapping.scalars.get(id.0 as usize).is_some_and(|s| s.kind == ScalarKind::Base64Binary);
        Ok(if binary { Step::Refer(format!("cid:{}", self.id("binary"))) } else { Step::Forward })
    }

    /// The value that a reference was given for became one.
    pub(crate) fn include(&mut self, text: &str) -> Result<()> {
        let part = OutgoingPart { content_id: self.id("binary"), content_type: None, bytes: bytes(text)? };
        self.parts.push(part);
        Ok(())
    }

    /// An event that no attachment has.
    pub(crate) fn other(&self) -> Result<()> {
        if self.in_attachments || self.open.is_some() {
            return Err(CodecError::new(ErrorKind::Structure, "an attachment that is no object of its own"));
        }
        Ok(())
    }
}

fn escaped(c: char) -> String {
    let mut buffer = [0; 4];
    c.encode_utf8(&mut buffer).bytes().map(|byte| format!("%{byte:02X}")).collect()
}

fn bytes(text: &str) -> Result<Vec<u8>> {
    from_base64(text.as_bytes())
        .ok_or_else(|| CodecError::new(ErrorKind::Value, "the content of an attachment is not base64"))
}

/// A media type that can stand in a header field.
fn media_type(text: &str) -> Result<String> {
    if text.contains('/') && text.bytes().all(|byte| (b' '..=b'~').contains(&byte)) {
        return Ok(text.to_owned());
    }
    Err(CodecError::new(ErrorKind::Value, "the media type of an attachment is not one"))
}
