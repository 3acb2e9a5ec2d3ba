// SPDX-License-Identifier: EUPL-1.2
//! Members that are one simple value, taken whole.
//!
//! Where anything about such a member is out of the ordinary (escapes, a sign, a limit), nothing has happened, and it is
//! read step by step, which is also what finds out what is wrong with it.

use fachwerk_mapping::{JsonForm, ScalarId, ScalarKind, Struct, ValueType};
use fachwerk_message::value::white_space;
use fachwerk_message::{Result, Sink};

use super::Reader;
use super::frame::Frame;
use crate::scan::Scanner;

/// So many fields after the last one are compared by name before the lookup is asked. Most senders keep the order of
/// the schema and leave out some members: comparing a few names costs less than one lookup.
const NEAR: usize = 6;

/// A member with a simple value that lies ahead.
struct Leaf<'i> {
    field: u16,
    scalar: ScalarId,
    /// The value as it stands there, without quotation marks.
    text: &'i str,
    /// Where the value begins, and where it ends.
    start: usize,
    end: usize,
}

impl<'m, S: Sink> Reader<'m, '_, '_, S> {
    /// Read the members of the innermost object that are simple values, up to one that is not.
    pub(super) fn leaves(&mut self) -> Result<()> {
        let mapping = self.mapping;
        let Some(Frame::Object(object)) = self.stack.last_mut() else { return Ok(()) };
        if object.nil {
            return Ok(());
        }
        let structure = object.structure;
        let (mut next, mut first) = (object.next, object.first);
        while self.nodes < self.scan.limits.max_nodes {
            // Looked at where it is: a copy would wait for what has just been written.
            let ahead = leaf_ahead(&self.scan, mapping, structure, next, first);
            let Some(leaf) = &ahead else { return Ok(()) };
            let word = &mut self.seen[object.seen + leaf.field as usize / 64];
            let bit = 1 << (leaf.field % 64);
            if *word & bit != 0 {
                return Ok(());
            }
            *word |= bit;
            (next, first) = (leaf.field + 1, false);
            (object.next, object.first) = (next, false);
            self.nodes += 1;
            let scalar = mapping.scalar(leaf.scalar);
            let result = if scalar.json == JsonForm::String {
                self.sink.member(leaf.field, leaf.scalar, &white_space(scalar, leaf.text))
            } else {
                self.sink.member(leaf.field, leaf.scalar, leaf.text)
            };
            if result.is_err() {
                object.open = Some(leaf.field);
                self.mark = leaf.start;
                return result;
            }
            self.scan.rewind(leaf.end);
        }
        Ok(())
    }
}

#[inline]
fn leaf_ahead<'i>(
    scan: &Scanner<'i>,
    mapping: &fachwerk_mapping::Mapping,
    structure: &Struct,
    next: u16,
    first: bool,
) -> Option<Leaf<'i>> {
    let bytes = scan.bytes();
    let mut at = scan.pos();
    if !first {
        at = skip_space(bytes, at);
        if bytes.get(at) != Some(&b',') {
            return None;
        }
        at += 1;
    }
    at = skip_space(bytes, at);
    let (field, length) = named(structure, next, bytes.get(at..)?)?;
    let found = &structure.fields[field as usize];
    let ValueType::Scalar(scalar) = found.value else { return None };
    if found.array || length > scan.limits.max_name_bytes {
        return None;
    }
    // The name with its quotation marks.
    at = skip_space(bytes, at + length + 2);
    if bytes.get(at) != Some(&b':') {
        return None;
    }
    let start = skip_space(bytes, at + 1);
    let described = mapping.scalar(scalar);
    let (text, end) = match described.json {
        JsonForm::String => {
            let text = scan.plain_string(start)?;
            (text, start + text.len() + 2)
        }
        JsonForm::Number => {
            let text = scan.plain_number(start, described.kind == ScalarKind::Integer)?;
            (text, start + text.len())
        }
        JsonForm::Boolean | JsonForm::Array => return None,
    };
    Some(Leaf { field, scalar, text, start, end })
}

/// The field whose name the bytes begin with, in quotation marks, and the length of the name.
#[inline]
fn named(structure: &Struct, next: u16, bytes: &[u8]) -> Option<(u16, usize)> {
    let (b'"', rest) = bytes.split_first()? else { return None };
    let fields = structure.fields.get(next as usize..)?;
    for (at, field) in fields.iter().take(NEAR).enumerate() {
        let name = field.name.as_bytes();
        if rest.get(name.len()) == Some(&b'"') && is_same(&rest[..name.len()], name) {
            return Some((next + at as u16, name.len()));
        }
    }
    let length = memchr::memchr(b'"', rest)?;
    let name = std::str::from_utf8(&rest[..length]).ok()?;
    // A name with an escape in it is none of the table's as it stands.
    structure.member(name).map(|field| (field, length))
}

/// Whether two names of the same length are the same; without the call that comparing slices is, because names are
/// short.
#[inline]
fn is_same(a: &[u8], b: &[u8]) -> bool {
    match (a.last_chunk::<8>(), b.last_chunk::<8>()) {
        // The last word may overlap with the one before.
        (Some(last), Some(other)) => {
            last == other && a.as_chunks::<8>().0.iter().zip(b.as_chunks::<8>().0).all(|(a, b)| a == b)
        }
        _ => a.iter().zip(b).all(|(a, b)| a == b),
    }
}

#[inline]
fn skip_space(bytes: &[u8], mut at: usize) -> usize {
    while matches!(bytes.get(at), Some(b' ' | b'\n' | b'\r' | b'\t')) {
        at += 1;
    }
    at
}
