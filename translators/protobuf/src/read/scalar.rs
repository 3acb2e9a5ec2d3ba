// SPDX-License-Identifier: EUPL-1.2
//! Simple values: strings borrowed from the input, everything else written into one scratch text.

use std::ops::Range;

use fachwerk_mapping::{ProtoForm, Scalar, ScalarId, ScalarKind};
use fachwerk_message::{CodecError, ErrorKind, Result, Sink, value};

use super::Reader;
use super::scan::Entry;
use super::text::{is_xml, push_bytes, push_number};
use crate::form::{list_item, wire_type};
use crate::wire::WireType;

impl<'a, S: Sink> Reader<'a, S> {
    /// A simple value, or several of an array: see [`simple`](Self::simple).
    pub(super) fn scalar(&mut self, id: ScalarId, run: Range<usize>, many: bool) -> Result<()> {
        let mut text = std::mem::take(&mut self.text);
        let result = self.simple(id, run, many, &mut text);
        self.text = text;
        result
    }

    /// One element kept verbatim.
    pub(super) fn xml(&mut self, run: Range<usize>) -> Result<()> {
        let Some(entry) = self.last(run, true)? else { return Err(self.missing("has no XML")) };
        let element = self.string(entry, self.limits.max_text_bytes)?;
        self.sink.xml(element)
    }

    /// Values of a field. `many`: each occurrence is a value, or several if packed; else a list takes all occurrences
    /// and any other type the last, or its zero value where there is none.
    fn simple(&mut self, id: ScalarId, run: Range<usize>, many: bool, text: &mut String) -> Result<()> {
        let mapping = self.mapping;
        if let Some(item) = list_item(mapping, id) {
            text.clear();
            let item = mapping.scalar(item);
            for index in run {
                self.items(item, self.entries[index], text)?;
            }
            return self.give(id, text);
        }
        let scalar = mapping.scalar(id);
        let Some(entry) = self.last(run, scalar.proto == ProtoForm::String)? else {
            return self.zero(id, scalar, text);
        };
        match wire_type(scalar.proto) {
            WireType::Len => self.single_len(id, scalar, entry, text),
            wire if many && entry.is_len() => {
                let mut cursor = entry.cursor(self.bytes);
                while !cursor.is_empty() {
                    self.at = cursor.at();
                    self.count()?;
                    let bits = cursor.number(wire)?;
                    self.number(id, scalar, bits, text)?;
                }
                Ok(())
            }
            wire => {
                let bits = entry.cursor(self.bytes).number(wire)?;
                self.number(id, scalar, bits, text)
            }
        }
    }

    fn number(&mut self, id: ScalarId, scalar: &Scalar, bits: u64, text: &mut String) -> Result<()> {
        text.clear();
        push_number(scalar, bits, text).map_err(|what| self.fail(ErrorKind::Value, what))?;
        self.give(id, text)
    }

    fn single_len(&mut self, id: ScalarId, scalar: &Scalar, entry: Entry, text: &mut String) -> Result<()> {
        if scalar.proto == ProtoForm::Bytes {
            text.clear();
            push_bytes(scalar, self.octets(entry, self.limits.max_text_bytes)?, text);
            return self.give(id, text);
        }
        let given = self.text_of(scalar, entry)?;
        self.give(id, &value::white_space(scalar, given))
    }

    /// What an absent field with implicit presence stands for.
    fn zero(&mut self, id: ScalarId, scalar: &Scalar, text: &mut String) -> Result<()> {
        match scalar.proto {
            ProtoForm::Enum => Err(self.missing("is unspecified")),
            ProtoForm::String | ProtoForm::Bytes | ProtoForm::Repeated => self.give(id, ""),
            _ => self.number(id, scalar, 0, text),
        }
    }

    /// Append one occurrence of a list's items.
    fn items(&mut self, scalar: &Scalar, entry: Entry, text: &mut String) -> Result<()> {
        match wire_type(scalar.proto) {
            WireType::Len => {
                let begin = separate(text);
                if scalar.proto == ProtoForm::Bytes {
                    push_bytes(scalar, self.octets(entry, self.limits.max_text_bytes)?, text);
                } else {
                    text.push_str(&value::white_space(scalar, self.text_of(scalar, entry)?));
                }
                self.check_item(&text[begin..])
            }
            wire => {
                let mut cursor = entry.cursor(self.bytes);
                // Not packed: the one number that is there.
                while !cursor.is_empty() {
                    self.at = cursor.at();
                    if entry.is_len() {
                        self.count()?;
                    }
                    let bits = cursor.number(wire)?;
                    let begin = separate(text);
                    push_number(scalar, bits, text).map_err(|what| self.fail(ErrorKind::Value, what))?;
                    self.check_item(&text[begin..])?;
                }
                Ok(())
            }
        }
    }

    /// White space separates the items of a list in XML: an item that has some would become several, an empty one
    /// none.
    fn check_item(&self, item: &str) -> Result<()> {
        if item.is_empty() {
            return Err(self.fail(ErrorKind::Value, "has an empty item, which a list in XML cannot have"));
        }
        if item.bytes().any(|b| matches!(b, b' ' | b'\t' | b'\n' | b'\r')) {
            return Err(
                self.fail(ErrorKind::Value, "has an item with white space, which separates items in XML")
            );
        }
        Ok(())
    }

    fn text_of(&mut self, scalar: &Scalar, entry: Entry) -> Result<&'a str> {
        let text = self.string(entry, self.limits.max_text_bytes)?;
        // Sign and point are not digits.
        let numeric = matches!(scalar.kind, ScalarKind::Integer | ScalarKind::Decimal);
        if numeric && text.len() > self.limits.max_digits.saturating_add(2) {
            return Err(self.fail(ErrorKind::Limit, "has more digits than allowed"));
        }
        Ok(text)
    }

    /// The occurrence that counts, which is the last. Strings that do not count have to be strings all the same.
    pub(super) fn last(&mut self, run: Range<usize>, string: bool) -> Result<Option<Entry>> {
        let Some(last) = run.clone().next_back() else { return Ok(None) };
        if string {
            for index in run.start..last {
                self.string(self.entries[index], self.limits.max_text_bytes)?;
            }
        }
        Ok(Some(self.entries[last]))
    }

    /// The payload of a string.
    pub(super) fn string(&mut self, entry: Entry, limit: usize) -> Result<&'a str> {
        let bytes = self.octets(entry, limit)?;
        match std::str::from_utf8(bytes) {
            Ok(text) if is_xml(text) => Ok(text),
            Ok(_) => Err(self.fail(ErrorKind::Value, "has a character that XML cannot carry")),
            Err(error) => {
                let at = entry.start as usize + error.valid_up_to();
                let error = self.fail(ErrorKind::Syntax, "is not UTF-8");
                Err(Box::new(CodecError { offset: Some(at), ..*error }))
            }
        }
    }

    fn octets(&mut self, entry: Entry, limit: usize) -> Result<&'a [u8]> {
        self.at = entry.start as usize;
        let bytes = self.bytes.get(entry.start as usize..entry.end as usize).unwrap_or_default();
        if bytes.len() > limit {
            return Err(self.fail(ErrorKind::Limit, "is longer than allowed"));
        }
        Ok(bytes)
    }
}

/// Prepare for one more item; where it begins.
fn separate(text: &mut String) -> usize {
    if !text.is_empty() {
        text.push(' ');
    }
    text.len()
}
