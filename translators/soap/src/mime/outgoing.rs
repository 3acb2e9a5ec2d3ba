// SPDX-License-Identifier: EUPL-1.2
//! What of a message travels beside its envelope.

use fachwerk_mapping::{Mapping, REFERENCE, ScalarId, ScalarKind, StructId};
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
    pub(crate) content: Content,
}

/// The content of a part.
#[derive(Debug)]
pub(crate) enum Content {
    Bytes(Vec<u8>),
    /// That of what the caller calls so.
    ToCome(String),
}

impl Content {
    /// What is there of it.
    pub(super) fn bytes(&self) -> &[u8] {
        match self {
            Self::Bytes(bytes) => bytes,
            Self::ToCome(_) => &[],
        }
    }
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
    /// Where content may be to come: what no message contains.
    token: Option<String>,
    /// Texts in the envelope that stand for content to come, and what the caller calls it.
    pub(super) marks: Vec<(String, String)>,
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
            token: None,
            marks: Vec::new(),
        }
    }

    /// Binary values may be references to what is to come. `token` is something that no message contains.
    pub(crate) fn with_references(&mut self, token: &str) {
        self.token = Some(token.to_owned());
    }

    /// What a binary value is that may be a reference.
    fn content(&self, text: &str) -> Result<Content> {
        match text.strip_prefix(REFERENCE).filter(|_| self.token.is_some()) {
            Some(id) => Ok(Content::ToCome(id.to_owned())),
            None => bytes(text).map(Content::Bytes),
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
            let part = OutgoingPart {
                content_id: self.id(&name),
                content_type: None,
                content: Content::Bytes(Vec::new()),
            };
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
        if let Some((_, field)) = &self.open {
            let field = *field;
            let (media, content) =
                if field == 0 { (Some(media_type(text)?), None) } else { (None, Some(self.content(text)?)) };
            if let Some((part, _)) = &mut self.open {
                part.content_type = media.or(part.content_type.take());
                part.content =
                    content.unwrap_or(std::mem::replace(&mut part.content, Content::Bytes(Vec::new())));
            }
            return Ok(Step::Swallow);
        }
        let is_binary =
            || self.mapping.scalars.get(id.0 as usize).is_some_and(|s| s.kind == ScalarKind::Base64Binary);
        let to_come = self.is_to_come(text);
        let beside = self.mtom && (text.len() >= WORTHWHILE || to_come) && is_binary();
        Ok(if beside { Step::Refer(format!("cid:{}", self.id("binary"))) } else { Step::Forward })
    }

    fn is_to_come(&self, text: &str) -> bool {
        self.token.is_some() && text.starts_with(REFERENCE)
    }

    /// What is written for a value that stays in the envelope: where it is to come, a mark in its place.
    pub(crate) fn within(&mut self, id: ScalarId, text: &str) -> Option<String> {
        let binary = self.mapping.scalars.get(id.0 as usize)?.kind == ScalarKind::Base64Binary;
        let token = self.token.as_ref().filter(|_| binary)?;
        let reference = text.strip_prefix(REFERENCE)?;
        let mark = format!("{token}x{}x", self.marks.len());
        self.marks.push((mark.clone(), reference.to_owned()));
        Some(mark)
    }

    /// The value that a reference was given for became one.
    pub(crate) fn include(&mut self, text: &str) -> Result<()> {
        let content = self.content(text)?;
        self.parts.push(OutgoingPart { content_id: self.id("binary"), content_type: None, content });
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
