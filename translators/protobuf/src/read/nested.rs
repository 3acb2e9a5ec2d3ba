// SPDX-License-Identifier: EUPL-1.2
//! Messages that are no structs: wrappers, families and map entries; and the rule of `oneof`.

use std::ops::Range;

use fachwerk_mapping::{FamilyId, StructId, ValueType};
use fachwerk_message::{CodecError, ErrorKind, Result, Sink};

use super::Reader;
use super::scan::{Entry, Message, NAME_KEY, NIL_KEY};

impl<S: Sink> Reader<'_, S> {
    /// Of a `oneof` the last member would count and the others be lost; no serializer writes two.
    pub(super) fn check_oneofs(&mut self, id: StructId, found: Range<usize>) -> Result<()> {
        let structure = self.mapping.structure(id);
        self.oneofs.clear();
        self.oneofs.resize(structure.oneofs.len(), None);
        for entry in &self.entries[found] {
            let Some(oneof) = structure.fields[usize::from(entry.key)].oneof else { continue };
            let Some(seen) = self.oneofs.get_mut(usize::from(oneof)) else { continue };
            if seen.is_some_and(|other| other != entry.key) {
                let message = format!(
                    "`{}` has more than one member of its oneof `{}`",
                    structure.name,
                    structure.oneofs[usize::from(oneof)]
                );
                return Err(CodecError::at(ErrorKind::Structure, entry.tag_at(), message));
            }
            *seen = Some(entry.key);
        }
        Ok(())
    }

    /// The flag of a wrapper message, and the occurrences of its value.
    pub(super) fn wrapper(
        &mut self,
        value: ValueType,
        occurrences: Range<usize>,
    ) -> Result<(bool, Range<usize>)> {
        let found = self.scan(occurrences, Message::Wrapper(value))?;
        let split = found.start + self.entries[found.clone()].partition_point(|e| e.key == NIL_KEY);
        let nil = match self.entries[found.start..split].last() {
            Some(entry) => entry.cursor(self.bytes).varint()? != 0,
            None => false,
        };
        Ok((nil, split..found.end))
    }

    /// The variant of a family message, and its occurrences.
    pub(super) fn variant(&mut self, id: FamilyId, occurrences: Range<usize>) -> Result<(u16, Range<usize>)> {
        let found = self.scan(occurrences, Message::Family(id))?;
        let Some(first) = self.entries[found.clone()].first() else {
            return Err(self.missing("has none of its variants"));
        };
        if run_end(&self.entries[..found.end], found.start) != found.end {
            return Err(self.fail(ErrorKind::Structure, "has more than one variant"));
        }
        Ok((first.key, found))
    }

    pub(super) fn attributes(&mut self, run: Range<usize>) -> Result<()> {
        if run.len() > self.limits.max_attributes {
            return Err(self.fail(ErrorKind::Limit, "has more entries than allowed"));
        }
        let mut names: Vec<&str> = Vec::with_capacity(run.len());
        for occurrence in run {
            let base = self.entries.len();
            let found = self.scan(occurrence..occurrence + 1, Message::MapEntry)?;
            let split = found.start + self.entries[found.clone()].partition_point(|e| e.key == NAME_KEY);
            let name = match self.last(found.start..split, true)? {
                Some(entry) => self.string(entry, self.limits.max_name_bytes)?,
                None => "",
            };
            let value = match self.last(split..found.end, true)? {
                Some(entry) => self.string(entry, self.limits.max_text_bytes)?,
                None => "",
            };
            self.entries.truncate(base);
            if name.is_empty() {
                return Err(self.missing("has an entry without key"));
            }
            if names.contains(&name) {
                return Err(self.fail(ErrorKind::Structure, "has two entries with the same key"));
            }
            names.push(name);
            self.sink.attribute(name, value)?;
        }
        Ok(())
    }
}

/// Where the entries end that have the same key as the one at `start`.
pub(super) fn run_end(entries: &[Entry], start: usize) -> usize {
    let key = entries[start].key;
    entries[start..].iter().position(|e| e.key != key).map_or(entries.len(), |length| start + length)
}
