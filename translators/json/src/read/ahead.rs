// SPDX-License-Identifier: EUPL-1.2
//! Members that are one simple value, taken whole.
//!
//! Where anything about such a member is out of the ordinary (escapes, a sign, a limit), nothing has happened, and it is
//! read step by step, which is also what finds out what is wrong with it.

use fachwerk_mapping::{JsonForm, Mapping, Scalar, ScalarId, ScalarKind, Struct, StructId, ValueType};
use fachwerk_message::value::white_space;
use fachwerk_message::{Result, Sink};

use super::Reader;
use super::frame::Frame;
use crate::scan::Scanner;

/// So many fields after the last one are compared by name before the lookup is asked. Most senders keep the order of
/// the schema and leave out some members: comparing a few names costs less than one lookup.
const NEAR: usize = 4;
/// So many places are kept, a power of two.
const KEPT: usize = 32;

/// By what was the last member of an object, what came behind it. A guess: names are compared all the same.
#[derive(Clone, Copy, Default)]
pub(super) struct Guesses([Guess; KEPT]);

#[derive(Clone, Copy, Default)]
struct Guess {
    structure: u32,
    next: u16,
    field: u16,
}

/// A member that lies ahead.
struct Ahead<'i> {
    field: u16,
    /// Where its name begins, and its value.
    name: usize,
    start: usize,
    simple: Option<Simple<'i>>,
}

/// A value that is simple and stands there as it is.
struct Simple<'i> {
    scalar: ScalarId,
    /// Without quotation marks.
    text: &'i str,
    end: usize,
}

impl<S: Sink> Reader<'_, '_, '_, S> {
    /// Read the members of the innermost object that are simple values, up to one that is not. `true`: that one has
    /// begun, and its value comes next.
    pub(super) fn leaves(&mut self) -> Result<bool> {
        let mapping = self.mapping;
        let Some(Frame::Object(object)) = self.stack.last_mut() else { return Ok(false) };
        if object.nil {
            return Ok(false);
        }
        let (id, structure) = (object.id, object.structure);
        let (mut next, mut first) = (object.next, object.first);
        while self.nodes < self.scan.limits.max_nodes && !self.scan.must_wait() {
            // Looked at where it is: a copy would wait for what has just been written.
            let ahead = member_ahead(&self.scan, mapping, (id, structure), &mut self.guesses, next, first);
            let Some(ahead) = &ahead else { return Ok(false) };
            let word = &mut self.seen[object.seen + ahead.field as usize / 64];
            let bit = 1 << (ahead.field % 64);
            if *word & bit != 0 {
                return Ok(false);
            }
            *word |= bit;
            (next, first) = (ahead.field + 1, false);
            (object.next, object.first) = (next, false);
            self.nodes += 1;
            let Some(simple) = &ahead.simple else {
                object.open = Some(ahead.field);
                self.mark = ahead.name;
                self.scan.rewind(ahead.start);
                return Ok(true);
            };
            let scalar = mapping.scalar(simple.scalar);
            let result = if scalar.json == JsonForm::String {
                self.sink.member(ahead.field, simple.scalar, &white_space(scalar, simple.text))
            } else {
                self.sink.member(ahead.field, simple.scalar, simple.text)
            };
            if let Err(error) = result {
                object.open = Some(ahead.field);
                self.mark = ahead.start;
                return Err(error);
            }
            self.scan.rewind(simple.end);
        }
        Ok(false)
    }

    /// Read the items of the innermost array that are simple values, up to one that is not, or the end.
    pub(super) fn items(&mut self) -> Result<()> {
        let Some(Frame::Array(array)) = self.stack.last_mut() else { return Ok(()) };
        let ValueType::Scalar(scalar) = array.value else { return Ok(()) };
        let described = self.mapping.scalar(scalar);
        let limits = (self.scan.limits.max_nodes, self.scan.limits.max_children);
        while self.nodes < limits.0 && array.next < limits.1 && !self.scan.must_wait() {
            let bytes = self.scan.bytes();
            let mut at = skip_space(bytes, self.scan.pos());
            if array.next > 0 {
                if bytes.get(at) != Some(&b',') {
                    return Ok(());
                }
                at = skip_space(bytes, at + 1);
            }
            let Some((text, end)) = simple(&self.scan, described, at) else { return Ok(()) };
            array.next += 1;
            self.nodes += 1;
            self.mark = at;
            if described.json == JsonForm::String {
                self.sink.scalar(scalar, &white_space(described, text))?;
            } else {
                self.sink.scalar(scalar, text)?;
            }
            self.scan.rewind(end);
        }
        Ok(())
    }
}

#[inline]
fn member_ahead<'i>(
    scan: &Scanner<'i>,
    mapping: &Mapping,
    (id, structure): (StructId, &Struct),
    guesses: &mut Guesses,
    next: u16,
    first: bool,
) -> Option<Ahead<'i>> {
    let bytes = scan.bytes();
    let mut at = skip_space(bytes, scan.pos());
    if !first {
        if bytes.get(at) != Some(&b',') {
            return None;
        }
        at = skip_space(bytes, at + 1);
    }
    let name = at;
    let (b'"', rest) = bytes.get(at..)?.split_first()? else { return None };
    let guess = &mut guesses.0[(id.0 as usize).wrapping_mul(7).wrapping_add(next as usize) % KEPT];
    let is_known = (guess.structure, guess.next) == (id.0, next);
    let found =
        structure.fields.get(guess.field as usize).filter(|field| is_known && is_ahead(rest, &field.name));
    let (field, length) = match found {
        Some(found) => (guess.field, found.name.len()),
        None => {
            let (field, length) = named(structure, next, rest)?;
            *guess = Guess { structure: id.0, next, field };
            (field, length)
        }
    };
    if length > scan.limits.max_name_bytes {
        return None;
    }
    // The name with its quotation marks.
    at = skip_space(bytes, at + length + 2);
    if bytes.get(at) != Some(&b':') {
        return None;
    }
    let start = skip_space(bytes, at + 1);
    let found = &structure.fields[field as usize];
    let simple = match found.value {
        ValueType::Scalar(scalar) if !found.array => {
            let (text, end) = simple(scan, mapping.scalar(scalar), start)?;
            Some(Simple { scalar, text, end })
        }
        _ => None,
    };
    Some(Ahead { field, name, start, simple })
}

/// A simple value as it stands there, and where it ends.
#[inline]
fn simple<'i>(scan: &Scanner<'i>, scalar: &Scalar, start: usize) -> Option<(&'i str, usize)> {
    match scalar.json {
        JsonForm::String => match scan.plain_string(start) {
            // It may have more digits than are allowed.
            Some(text)
                if text.len() > scan.limits.max_digits
                    && matches!(scalar.kind, ScalarKind::Integer | ScalarKind::Decimal) =>
            {
                None
            }
            Some(text) => Some((text, start + text.len() + 2)),
            // Numbers too long for a double are strings; senders that can write them as numbers may.
            None if matches!(scalar.kind, ScalarKind::Integer | ScalarKind::Decimal) => {
                let text = scan.plain_number(start, scalar.kind == ScalarKind::Integer)?;
                Some((text, start + text.len()))
            }
            None => None,
        },
        JsonForm::Number => {
            let text = scan.plain_number(start, scalar.kind == ScalarKind::Integer)?;
            Some((text, start + text.len()))
        }
        JsonForm::Boolean | JsonForm::Array => None,
    }
}

/// Whether a name and a quotation mark come next.
#[inline]
fn is_ahead(rest: &[u8], name: &str) -> bool {
    rest.get(name.len()) == Some(&b'"') && is_same(&rest[..name.len()], name.as_bytes())
}

/// The field whose name the bytes begin with, up to a quotation mark, and the length of the name.
fn named(structure: &Struct, next: u16, rest: &[u8]) -> Option<(u16, usize)> {
    let fields = structure.fields.get(next as usize..)?;
    if let Some(at) = fields.iter().take(NEAR).position(|field| is_ahead(rest, &field.name)) {
        let field = next + at as u16;
        return Some((field, structure.fields[field as usize].name.len()));
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
