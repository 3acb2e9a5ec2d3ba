// SPDX-License-Identifier: EUPL-1.2
//! Children that are where they were the last time.
//!
//! [`place`](Reader::place) says where a child belongs. In an object in which no name has two places that follows from
//! the object's struct, the member before and the child's name, apart from what the message has had already; so what
//! it said once holds again. Everything else goes by [`place`](Reader::place).

use fachwerk_mapping::{FieldKind, ScalarId, ScalarKind, ValueType};
use fachwerk_message::value::white_space;
use fachwerk_message::{Result, Sink};

use super::Reader;
use super::frame::Frame;
use crate::tokenizer::{Kind, Tokenizer};

impl Frame {
    /// A number for where the next child of an object stands; `None` where that does not say what it is.
    pub(super) fn place(&self) -> Option<u64> {
        let previous = self.field.unwrap_or(u16::MAX);
        self.is_regular.then(|| u64::from(self.structure.0) << 16 | u64::from(previous))
    }
}

impl Reader<'_> {
    /// The field of the child that just began, if it is what stood at this place the last time.
    pub(super) fn as_expected(&self, place: u64, tokens: &mut Tokenizer<'_>) -> Option<u16> {
        let field = tokens.field_at(place)?;
        let frame = self.frames.last()?;
        self.may_come_again(frame, field).then_some(field)
    }

    /// Whether a field that followed the last one before may have a value now: what is left of
    /// [`admits`](Reader::admits).
    #[inline]
    fn may_come_again(&self, frame: &Frame, field: u16) -> bool {
        if frame.field == Some(field) { self.admits(frame, field) } else { !self.has_seen(frame, field) }
    }

    /// Remember what the child that just began is, in the innermost object.
    pub(super) fn learn(&self, place: u64, field: u16, tokens: &mut Tokenizer<'_>) {
        let Some(frame) = self.frames.last() else { return };
        let found = &self.mapping.structure(frame.structure).fields[field as usize];
        if !matches!(found.kind, FieldKind::Element(_)) || !self.admits(frame, field) {
            return;
        }
        let leaf = match found.value {
            ValueType::Scalar(scalar) if self.is_text(scalar) => Some(Kind { scalar, array: found.array }),
            _ => None,
        };
        tokens.learn(place, field, leaf);
    }

    /// Whether values of a type are their text, whatever stands around them.
    fn is_text(&self, id: ScalarId) -> bool {
        match self.mapping.scalar(id).kind {
            ScalarKind::QName => false,
            ScalarKind::List(item) => self.mapping.scalar(item).kind != ScalarKind::QName,
            // What is included takes the place of white space.
            ScalarKind::Base64Binary => self.binaries.is_none(),
            _ => true,
        }
    }

    /// Read the children of the innermost object that lie ahead as they did the last time: text and nothing else.
    pub(super) fn leaves<S: Sink + ?Sized>(
        &mut self,
        tokens: &mut Tokenizer<'_>,
        sink: &mut S,
    ) -> Result<()> {
        let Some(mut place) = self.frames.last().and_then(Frame::place) else { return Ok(()) };
        loop {
            // Looked at where it is: a copy would wait for what has just been written.
            let ahead = tokens.leaf_ahead(place);
            let (Some(leaf), Some(frame)) = (&ahead, self.frames.last()) else { return Ok(()) };
            // A number may have too many digits.
            if leaf.text.len() > tokens.limits().max_digits || !self.may_come_again(frame, leaf.field) {
                return Ok(());
            }
            let scalar = leaf.kind.scalar;
            let text = white_space(self.mapping.scalar(scalar), leaf.text);
            let result = if leaf.kind.array {
                self.begin_field(leaf.field, sink).and_then(|()| sink.scalar(scalar, &text))
            } else {
                self.simple_member(leaf.field, scalar, &text, sink)
            };
            if let Err(error) = result {
                tokens.stand_in(leaf);
                return Err(error);
            }
            tokens.pass(leaf);
            place = place & !u64::from(u16::MAX) | u64::from(leaf.field);
        }
    }
}
