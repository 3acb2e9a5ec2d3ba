// SPDX-License-Identifier: EUPL-1.2
//! Events in memory.

use fachwerk_mapping::{FamilyId, Mapping, ScalarId, StructId};

use crate::{Result, Sink};

/// One event; lengths are those of its texts in the arena.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Event {
    BeginStruct(StructId, bool),
    EndStruct,
    BeginField(u16),
    EndField,
    Scalar(ScalarId, u32),
    Nil,
    Variant(FamilyId, u16),
    Xml(u32),
    Attribute(u32, u32),
}

impl Event {
    /// Bytes of text that belong to the event.
    pub(super) fn text_length(self) -> usize {
        match self {
            Self::Scalar(_, length) | Self::Xml(length) => length as usize,
            Self::Attribute(name, value) => name as usize + value as usize,
            _ => 0,
        }
    }

    /// Tell a sink. `text` is what belongs to the event.
    pub(super) fn send<S: Sink + ?Sized>(self, text: &str, sink: &mut S) -> Result<()> {
        match self {
            Self::BeginStruct(id, nil) => sink.begin_struct(id, nil),
            Self::EndStruct => sink.end_struct(),
            Self::BeginField(field) => sink.begin_field(field),
            Self::EndField => sink.end_field(),
            Self::Scalar(id, _) => sink.scalar(id, text),
            Self::Nil => sink.nil(),
            Self::Variant(family, variant) => sink.variant(family, variant),
            Self::Xml(_) => sink.xml(text),
            Self::Attribute(name, _) => {
                let (name, value) = text.split_at_checked(name as usize).unwrap_or((text, ""));
                sink.attribute(name, value)
            }
        }
    }
}

/// A recorded message. Two are equal where their events are, in the same order and with the same texts; for equality
/// by value compare what [`normalised`](Self::normalised) gives.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Recorded {
    pub(super) events: Vec<Event>,
    /// All texts, one after the other.
    pub(super) text: String,
}

impl Recorded {
    /// Tell a sink everything, in the order in which it was recorded.
    ///
    /// # Errors
    /// The first error of the sink.
    pub fn replay<S: Sink + ?Sized>(&self, sink: &mut S) -> Result<()> {
        let mut rest = self.text.as_str();
        for event in &self.events {
            let (text, after) = rest.split_at_checked(event.text_length()).unwrap_or((rest, ""));
            rest = after;
            event.send(text, sink)?;
        }
        Ok(())
    }

    /// Whether nothing was recorded.
    pub fn is_empty(&self) -> bool {
        self.events.is_empty()
    }

    /// The same message in the one form that all equal messages have: fields in schema order, without arrays that
    /// have no items, attributes of wildcards by name, scalars in canonical form, variants only where they differ
    /// from the declared one. Verbatim XML stays as it is.
    #[must_use]
    pub fn normalised(&self, mapping: &Mapping) -> Self {
        super::normalise::normalise(self, mapping)
    }
}
