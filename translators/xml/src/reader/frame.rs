// SPDX-License-Identifier: EUPL-1.2
//! Objects that are open.

use fachwerk_mapping::{ContentKind, ScalarId, StructId};
use fachwerk_message::{Result, Sink};

use super::{Reader, misuse};

/// In which order the children of an object may stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Children {
    /// As the schema says.
    InOrder,
    /// Any: header blocks.
    AnyOrder,
}

/// An object that is open: of an element, or one occurrence of a group within it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Frame {
    pub(super) structure: StructId,
    pub(super) is_item: bool,
    /// An array of SOAP encoding.
    pub(super) is_array: bool,
    pub(super) children: Children,
    /// The member that was begun last.
    pub(super) field: Option<u16>,
    /// It is still open.
    pub(super) is_open: bool,
    /// How many values that member has.
    pub(super) count: u32,
    /// No element has a place at two of its fields.
    pub(super) is_unique: bool,
    /// White space between its elements means nothing.
    is_spaced: bool,
    /// What stood behind a member the last time can be expected there again.
    pub(super) is_regular: bool,
    /// Where its bits begin in [`Reader::seen`].
    seen: usize,
}

impl Reader<'_> {
    pub(super) fn push(&mut self, structure: StructId, is_item: bool, children: Children) {
        let seen = self.seen.len();
        let found = self.mapping.structure(structure);
        let (fields, is_array) = (found.fields.len(), found.array.is_some());
        self.seen.resize(seen + fields.div_ceil(64), 0);
        let is_unique = found.has_unique_places();
        let is_spaced = match self.frames.last() {
            Some(parent) if is_item => parent.is_spaced,
            _ => matches!(found.content, ContentKind::Empty | ContentKind::Elements),
        };
        let is_regular = is_unique
            && is_spaced
            && !is_array
            && children == Children::InOrder
            && self.encoded.is_none()
            && !self.stepwise;
        self.frames.push(Frame {
            structure,
            is_item,
            is_array,
            children,
            field: None,
            is_open: false,
            count: 0,
            is_unique,
            is_spaced,
            is_regular,
            seen,
        });
    }

    pub(super) fn has_seen(&self, frame: &Frame, field: u16) -> bool {
        let word = self.seen.get(frame.seen + field as usize / 64).copied().unwrap_or(0);
        word & (1 << (field % 64)) != 0
    }

    /// Begin a member of the innermost object, or its next value.
    pub(super) fn begin_field<S: Sink + ?Sized>(&mut self, field: u16, sink: &mut S) -> Result<()> {
        let Some(frame) = self.frames.last_mut() else { return Err(misuse()) };
        if frame.is_open {
            if frame.field == Some(field) {
                frame.count += 1;
                return Ok(());
            }
            sink.end_field()?;
        }
        frame.field = Some(field);
        frame.is_open = true;
        frame.count = 1;
        if let Some(word) = self.seen.get_mut(frame.seen + field as usize / 64) {
            *word |= 1 << (field % 64);
        }
        sink.begin_field(field)
    }

    /// A whole member of the innermost object that is one simple value.
    pub(super) fn simple_member<S: Sink + ?Sized>(
        &mut self,
        field: u16,
        scalar: ScalarId,
        text: &str,
        sink: &mut S,
    ) -> Result<()> {
        let Some(frame) = self.frames.last_mut() else { return Err(misuse()) };
        if std::mem::take(&mut frame.is_open) {
            sink.end_field()?;
        }
        frame.field = Some(field);
        frame.count = 1;
        if let Some(word) = self.seen.get_mut(frame.seen + field as usize / 64) {
            *word |= 1 << (field % 64);
        }
        sink.member(field, scalar, text)
    }

    /// End the innermost object.
    pub(super) fn end_frame<S: Sink + ?Sized>(&mut self, sink: &mut S) -> Result<()> {
        if !self.type_names.is_empty() {
            self.say_type_names(self.frames.len(), sink)?;
        }
        let Some(frame) = self.frames.pop() else { return Err(misuse()) };
        self.seen.truncate(frame.seen);
        if frame.is_open {
            sink.end_field()?;
        }
        sink.end_struct()
    }

    /// End the group items that are open within the innermost element.
    pub(super) fn end_items<S: Sink + ?Sized>(&mut self, sink: &mut S) -> Result<()> {
        while self.frames.last().is_some_and(|f| f.is_item) {
            self.end_frame(sink)?;
        }
        Ok(())
    }
}
