// SPDX-License-Identifier: EUPL-1.2
//! Objects that are being written, and putting their members in order.

use fachwerk_mapping::{Field, FieldKind, ScalarId, StructId};
use fachwerk_message::{CodecError, ErrorKind, Result};

use super::names::Tag;
use super::{Target, XmlWriter, misuse};
use crate::escape::{escape_attribute, escape_text};

/// Keys of members: 0 for headers, then attributes, then from here content, each in the order of fields.
pub(super) const CHILD: u32 = 1 << 20;

/// An object that is being written.
#[derive(Debug)]
pub(super) struct Frame<'m> {
    pub(super) structure: StructId,
    /// The member that is open.
    pub(super) field: Option<u16>,
    /// The same with its own tags, whatever its type; where it has none, nothing can be written for it.
    member: Option<Target<'m>>,
    end: End<'m>,
    nil: bool,
    /// Where its members begin.
    region: usize,
    /// Where its marks begin.
    pub(super) marks: usize,
    /// The start of the enclosure is still to be written, between headers and everything else.
    start_is_due: bool,
    /// The start of the enclosure stands among the members.
    start_inside: bool,
    /// The start tag is closed.
    opened: bool,
    /// Where the number of values goes: the object is an array of SOAP encoding.
    count_at: Option<usize>,
    /// Values so far.
    pub(super) values: u32,
    /// Some of it has been taken out.
    taken: bool,
    /// Members came in order so far.
    ordered: bool,
    last: u32,
}

/// What ends an object.
#[derive(Debug, Clone, Copy)]
pub(super) enum End<'m> {
    /// Nothing: an occurrence of a group.
    Item,
    /// An end tag.
    Tag(&'m str),
    /// The end of the enclosure.
    Enclosure,
}

/// A member as it was written.
#[derive(Debug, Clone, Copy)]
pub(super) struct Mark {
    pub(super) key: u32,
    pub(super) start: usize,
    pub(super) end: usize,
}

impl<'m> Frame<'m> {
    pub(super) fn element(structure: StructId, end: End<'m>, nil: bool, region: usize, marks: usize) -> Self {
        Self {
            structure,
            field: None,
            member: None,
            end,
            nil,
            region,
            marks,
            start_is_due: false,
            start_inside: false,
            opened: false,
            count_at: None,
            values: 0,
            taken: false,
            ordered: true,
            last: 0,
        }
    }

    pub(super) fn counted_at(self, count_at: Option<usize>) -> Self {
        Self { count_at, ..self }
    }

    pub(super) fn item(structure: StructId, region: usize, marks: usize) -> Self {
        Self { opened: true, ..Self::element(structure, End::Item, false, region, marks) }
    }
}

impl<'m> XmlWriter<'m> {
    pub(super) fn begin_root(&mut self, id: StructId, nil: bool) -> Result<()> {
        if self.done || nil || id.0 as usize >= self.mapping.structs.len() {
            return Err(misuse("a second or unknown message"));
        }
        self.root = Some(id);
        let has_headers = self.enclosure.headers.is_some();
        if !has_headers {
            self.out.extend_from_slice(&self.enclosure.start);
        }
        let mut frame = Frame::element(id, End::Enclosure, false, self.out.len(), self.marks.len());
        frame.start_is_due = has_headers;
        frame.start_inside = has_headers;
        self.frames.push(frame);
        Ok(())
    }

    pub(super) fn current_field(&self) -> Option<&'m Field> {
        let frame = self.frames.last()?;
        self.mapping.structure(frame.structure).fields.get(frame.field? as usize)
    }

    /// The open member with its own tags, whatever its type.
    pub(super) fn open_member(&self) -> Option<Target<'m>> {
        self.frames.last()?.member
    }

    pub(super) fn begin_member(&mut self, at: u16) -> Result<()> {
        let mapping = self.mapping;
        let Some(frame) = self.frames.last_mut() else { return Err(misuse("a member outside an object")) };
        if frame.field.is_some() {
            return Err(misuse("a member within a member"));
        }
        let Some(field) = mapping.structure(frame.structure).fields.get(at as usize) else {
            return Err(misuse("a member that its object does not have"));
        };
        let headers = match frame.end {
            End::Enclosure => self.enclosure.headers.filter(|headers| headers.field == at),
            _ => None,
        };
        let is_attribute = matches!(field.kind, FieldKind::Attribute(_) | FieldKind::AnyAttribute(_));
        let key = match (headers, is_attribute) {
            (Some(_), _) => 0,
            (None, true) => 1 + u32::from(at),
            (None, false) => CHILD + u32::from(at),
        };
        if frame.nil && key >= CHILD {
            return Err(misuse("content of an object that is nil"));
        }
        let tags = self.names.fields.get(frame.structure.0 as usize);
        frame.field = Some(at);
        frame.member = tags.and_then(|tags| tags.get(at as usize)).map(|tag| Target::new(field, tag));
        frame.ordered &= key >= frame.last;
        frame.last = frame.last.max(key);
        if frame.taken && !frame.ordered {
            return self.in_order();
        }
        if key > 0 && frame.start_is_due {
            frame.start_is_due = false;
            self.out.extend_from_slice(&self.enclosure.start);
        }
        if key >= CHILD && !matches!(field.kind, FieldKind::Text | FieldKind::TypeNames) {
            self.open_content();
        }
        if is_attribute {
            self.attributes.clear();
        }
        let start = self.out.len();
        self.marks.push(Mark { key, start, end: start });
        if let Some(headers) = headers {
            self.push(headers.start);
        }
        Ok(())
    }

    /// Write one value of the open member, if it is what most are: an element with a text that no prefix stands in.
    /// `false`: it is to be written in steps.
    pub(super) fn item(&mut self, id: ScalarId, text: &str) -> Result<bool> {
        let Some(frame) = self.frames.last_mut() else { return Ok(false) };
        let Some(member) = frame.member.as_ref() else { return Ok(false) };
        let tag = member.tag;
        let is_plain =
            tag.text == Some(id) && self.pending.is_none() && !tag.whole.is_empty() && !text.is_empty();
        if is_plain {
            frame.values += 1;
            self.text_element(tag, text)?;
        }
        Ok(is_plain)
    }

    fn text_element(&mut self, tag: &Tag, text: &str) -> Result<()> {
        self.out.reserve(tag.whole.len() + text.len() + tag.end.len());
        self.out.extend_from_slice(tag.whole.as_bytes());
        escape_text(text, &mut self.out)?;
        self.out.extend_from_slice(tag.end.as_bytes());
        Ok(())
    }

    /// Write a whole member, if it is what most are: an element or attribute with a text that no prefix stands in. `false`: it is
    /// to be written in steps.
    pub(super) fn element(&mut self, at: u16, id: ScalarId, text: &str) -> Result<bool> {
        let names = self.names;
        let Some(frame) = self.frames.last_mut() else { return Ok(false) };
        let has_headers = matches!(frame.end, End::Enclosure) && self.enclosure.headers.is_some();
        if frame.field.is_some() || frame.nil || has_headers || text.is_empty() {
            return Ok(false);
        }
        let tags = names.fields.get(frame.structure.0 as usize);
        let Some(tag) = tags.and_then(|tags| tags.get(at as usize)).filter(|tag| tag.text == Some(id)) else {
            return Ok(false);
        };
        let is_child = !tag.whole.is_empty();
        let key = if is_child { CHILD } else { 1 } + u32::from(at);
        frame.ordered &= key >= frame.last;
        frame.last = frame.last.max(key);
        if frame.taken && !frame.ordered {
            self.in_order()?;
        }
        let Some(frame) = self.frames.last_mut() else { return Ok(false) };
        frame.values += 1;
        if is_child && !std::mem::replace(&mut frame.opened, true) {
            self.out.push(b'>');
        }
        let start = self.out.len();
        if is_child {
            self.text_element(tag, text)?;
        } else {
            self.out.extend_from_slice(tag.start.as_bytes());
            escape_attribute(text, &mut self.out)?;
            self.out.extend_from_slice(tag.end.as_bytes());
        }
        self.marks.push(Mark { key, start, end: self.out.len() });
        Ok(true)
    }

    pub(super) fn end_member(&mut self) -> Result<()> {
        let Some(frame) = self.frames.last_mut() else { return Err(misuse("the end of no member")) };
        let Some(at) = frame.field.take() else { return Err(misuse("the end of no member")) };
        frame.member = None;
        if self.pending.is_some() {
            return Err(misuse("an alternative without a value"));
        }
        if let (End::Enclosure, Some(headers)) = (frame.end, self.enclosure.headers)
            && headers.field == at
        {
            self.push(headers.end);
        }
        let end = self.out.len();
        if let Some(mark) = self.marks.last_mut() {
            mark.end = end;
        }
        Ok(())
    }

    /// Take out what can be known to stay as it is. From then on members of the objects that are open have to come in
    /// the schema's order.
    pub fn take(&mut self, out: &mut Vec<u8>) {
        let is_settled = |frame: &Frame<'_>| frame.ordered && frame.count_at.is_none() && !frame.start_is_due;
        if !self.frames.iter().all(is_settled) {
            return;
        }
        out.append(&mut self.out);
        for frame in &mut self.frames {
            frame.taken = true;
        }
        // What has gone is not put in order any more, and what is open begins anew.
        for mark in &mut self.marks {
            (mark.start, mark.end) = (0, 0);
        }
    }

    /// The error where a member comes after what has been taken out and belongs before it.
    fn in_order(&self) -> Result<()> {
        match self.frames.last() {
            Some(frame) if frame.taken && !frame.ordered => Err(CodecError::new(
                ErrorKind::Unsupported,
                "members of an object that is written before it is complete have to come in the order of the schema",
            )),
            _ => Ok(()),
        }
    }

    /// Close the start tag of the innermost object.
    pub(super) fn open_content(&mut self) {
        if let Some(frame) = self.frames.last_mut()
            && !frame.opened
        {
            frame.opened = true;
            self.out.push(b'>');
        }
    }

    pub(super) fn end_frame(&mut self) -> Result<()> {
        let Some(frame) = self.frames.pop() else { return Err(misuse("the end of no object")) };
        if frame.field.is_some() {
            return Err(misuse("the end of an object within a member"));
        }
        if frame.start_is_due {
            self.out.extend_from_slice(&self.enclosure.start);
        }
        if !self.type_names.is_empty() {
            self.write_type_names(&frame, self.frames.len() + 1)?;
        }
        if !frame.ordered {
            self.put_in_order(&frame);
        }
        self.marks.truncate(frame.marks);
        match (frame.end, frame.opened) {
            (End::Item, _) => {}
            (End::Tag(_) | End::Enclosure, false) => self.push("/>"),
            (End::Tag(tag), true) => self.push(tag),
            (End::Enclosure, true) => self.out.extend_from_slice(&self.enclosure.end),
        }
        if matches!(frame.end, End::Enclosure) {
            self.out.extend_from_slice(&self.enclosure.after);
        }
        if let Some(at) = frame.count_at {
            self.out.splice(at..at, frame.values.to_string().into_bytes());
        }
        self.done |= self.frames.is_empty();
        Ok(())
    }

    /// Write the members of an object anew, by their keys.
    fn put_in_order(&mut self, frame: &Frame<'m>) {
        self.scratch.clear();
        self.scratch.extend_from_slice(&self.out[frame.region..]);
        self.out.truncate(frame.region);
        let marks = &mut self.marks[frame.marks..];
        if marks.is_sorted_by(|one, next| one.key > next.key) {
            marks.reverse();
        } else {
            // Stable: a declaration that a text brought stays before what came after it.
            marks.sort_by_key(|mark| mark.key);
        }
        let copy = |out: &mut Vec<u8>, marks: &[Mark]| {
            for mark in marks {
                out.extend_from_slice(&self.scratch[mark.start - frame.region..mark.end - frame.region]);
            }
        };
        let attributes = marks.partition_point(|mark| mark.key == 0);
        let children = marks.partition_point(|mark| mark.key < CHILD);
        copy(&mut self.out, &marks[..attributes]);
        if frame.start_inside {
            self.out.extend_from_slice(&self.enclosure.start);
        }
        copy(&mut self.out, &marks[attributes..children]);
        if frame.opened && !matches!(frame.end, End::Item) {
            self.out.push(b'>');
        }
        copy(&mut self.out, &marks[children..]);
    }
}
