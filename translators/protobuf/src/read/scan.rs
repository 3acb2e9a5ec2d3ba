// SPDX-License-Identifier: EUPL-1.2
//! The index of one message: which fields it has and where they lie.

use std::ops::Range;

use fachwerk_mapping::{FamilyId, Mapping, Struct, StructId, ValueType};
use fachwerk_message::{CodecError, ErrorKind, Result, Sink};

use super::Reader;
use crate::form::{Form, MAP_KEY, MAP_VALUE, NIL, VALUE, is_wrapped, list_item};
use crate::wire::{Cursor, WireType};

/// Key of the flag in a wrapper.
pub(super) const NIL_KEY: u16 = 0;
const VALUE_KEY: u16 = 1;
/// Key of the key in a map entry.
pub(super) const NAME_KEY: u16 = 0;
const TEXT_KEY: u16 = 1;

/// One field found in a message.
#[derive(Debug, Clone, Copy)]
pub(super) struct Entry {
    /// Which: index of the field or variant.
    pub(super) key: u16,
    pub(super) wire: WireType,
    pub(super) tag_at: u32,
    /// Its payload in the input: the number's bytes, or what the length counts.
    pub(super) start: u32,
    pub(super) end: u32,
}

impl Entry {
    /// The input as if it were a field.
    pub(super) fn whole(length: usize) -> Self {
        Self { key: 0, wire: WireType::Len, tag_at: 0, start: 0, end: length as u32 }
    }
}

/// What fields a message can have.
#[derive(Debug, Clone, Copy)]
pub(super) enum Message {
    Struct(StructId),
    Family(FamilyId),
    Wrapper(ValueType),
    MapEntry,
}

impl Message {
    /// Key and form of the field with this number. `last` is the key of the field before it: a serializer writes
    /// fields in order, so the next one is likely near.
    fn field(self, mapping: &Mapping, number: u32, last: u16) -> Option<(u16, Form)> {
        match self {
            Self::Struct(id) => {
                let structure = mapping.structure(id);
                let key = near(structure, number, last).or_else(|| structure.number(number))?;
                let field = structure.fields.get(usize::from(key))?;
                Some((key, Form::of(mapping, field.value, field.wrapped, field.array)))
            }
            Self::Family(id) => {
                let variants = &mapping.family(id).variants;
                let key = variants.iter().position(|v| v.number == number)?;
                let variant = &variants[key];
                Some((key as u16, Form::of(mapping, variant.value, is_wrapped(mapping, variant), false)))
            }
            Self::Wrapper(value) => match number {
                NIL => Some((NIL_KEY, Form { wire: WireType::Varint, packable: false })),
                VALUE => {
                    let list = matches!(value, ValueType::Scalar(id) if list_item(mapping, id).is_some());
                    Some((VALUE_KEY, Form::of(mapping, value, false, list)))
                }
                _ => None,
            },
            Self::MapEntry => match number {
                MAP_KEY => Some((NAME_KEY, Form::LEN)),
                MAP_VALUE => Some((TEXT_KEY, Form::LEN)),
                _ => None,
            },
        }
    }

    fn describe(self, mapping: &Mapping) -> String {
        match self {
            Self::Struct(id) => format!("`{}`", mapping.structure(id).name),
            Self::Family(id) => format!("`{}`", mapping.family(id).name),
            Self::Wrapper(_) => "the wrapper of a value".to_owned(),
            Self::MapEntry => "a map entry".to_owned(),
        }
    }
}

/// How many fields are looked at before the lookup by number is asked.
const NEAR: usize = 8;

/// The field, if it is the same as the last one or comes soon after it.
fn near(structure: &Struct, number: u32, last: u16) -> Option<u16> {
    let fields = structure.fields.iter().skip(usize::from(last)).take(NEAR);
    fields.zip(last..).find(|(field, _)| field.number == number).map(|(_, key)| key)
}

impl<S: Sink> Reader<'_, S> {
    /// Find the fields of a message. Several occurrences are one message, as if they stood one after the other.
    /// The result is in the order of keys, and for each key in the order of the wire.
    pub(super) fn scan(&mut self, occurrences: Range<usize>, message: Message) -> Result<Range<usize>> {
        let first = self.entries.len();
        let mut last = 0;
        let mut sorted = true;
        for occurrence in occurrences {
            let mut cursor = self.entries[occurrence].cursor(self.bytes);
            while !cursor.is_empty() {
                let entry = self.next(&mut cursor, message, last)?;
                sorted &= entry.key >= last;
                last = entry.key;
                self.entries.push(entry);
            }
        }
        if self.entries.len() - first > self.limits.max_children {
            let at = self.entries[first + self.limits.max_children].tag_at();
            let text = format!("{} has more fields than allowed", message.describe(self.mapping));
            return Err(CodecError::at(ErrorKind::Limit, at, text));
        }
        if !sorted {
            // Positions differ, so the order is the stable one; the stable sort would allocate.
            self.entries[first..].sort_unstable_by_key(|e| (e.key, e.tag_at));
        }
        Ok(first..self.entries.len())
    }

    fn next(&mut self, cursor: &mut Cursor<'_>, message: Message, last: u16) -> Result<Entry> {
        let tag_at = cursor.at();
        self.at = tag_at;
        self.count()?;
        let (number, wire) = cursor.tag()?;
        let Some((key, form)) = message.field(self.mapping, number, last) else {
            let text = format!("{} has no field {number}", message.describe(self.mapping));
            return Err(CodecError::at(ErrorKind::Structure, tag_at, text));
        };
        if wire != form.wire && !(wire == WireType::Len && form.packable) {
            let text = format!(
                "field {number} of {} has wire type {}, expected {}",
                message.describe(self.mapping),
                wire.name(),
                form.wire.name()
            );
            return Err(CodecError::at(ErrorKind::Structure, tag_at, text));
        }
        let (start, end) = cursor.payload(wire)?;
        Ok(Entry { key, wire, tag_at: tag_at as u32, start: start as u32, end: end as u32 })
    }
}
