// SPDX-License-Identifier: EUPL-1.2
//! Lines and columns.

use std::fmt;

/// A place in a text, for people.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// Line, from 1.
    pub line: usize,
    /// Column in characters, from 1.
    pub column: usize,
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.line, self.column)
    }
}

/// The places of byte offsets, in one pass over the input.
pub fn places(input: &[u8], offsets: &[usize]) -> Vec<Place> {
    let mut order: Vec<usize> = (0..offsets.len()).collect();
    order.sort_by_key(|at| offsets[*at]);
    let mut found = vec![Place { line: 1, column: 1 }; offsets.len()];
    let mut place = Place { line: 1, column: 1 };
    let mut from = 0;
    for at in order {
        let to = offsets[at].min(input.len());
        // UTF-16 begins with its mark, or with a character that is a byte and a zero.
        place = match input {
            [0xFF, 0xFE, ..] | [1..=0xFF, 0, ..] => after_units(place, &input[from..to], u16::from_le_bytes),
            [0xFE, 0xFF, ..] | [0, 1..=0xFF, ..] => after_units(place, &input[from..to], u16::from_be_bytes),
            _ => after(place, &input[from..to]),
        };
        found[at] = place;
        from = to;
    }
    found
}

fn after(mut place: Place, passed: &[u8]) -> Place {
    let lines = passed.split(|b| *b == b'\n').count() - 1;
    let last = match passed.iter().rposition(|b| *b == b'\n') {
        Some(at) => {
            place = Place { line: place.line + lines, column: 1 };
            &passed[at + 1..]
        }
        None => passed,
    };
    place.column += match std::str::from_utf8(last) {
        Ok(text) => text.chars().count(),
        // A byte a character.
        Err(_) => last.len(),
    };
    place
}

fn after_units(mut place: Place, passed: &[u8], of_two: fn([u8; 2]) -> u16) -> Place {
    let units = passed.chunks_exact(2).map(|pair| of_two([pair[0], pair[1]]));
    for c in char::decode_utf16(units).map(|c| c.unwrap_or(char::REPLACEMENT_CHARACTER)) {
        match c {
            '\n' => place = Place { line: place.line + 1, column: 1 },
            '\u{FEFF}' if place == (Place { line: 1, column: 1 }) => {}
            _ => place.column += 1,
        }
    }
    place
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn offsets_come_in_any_order() {
        let text = "a\nüb<c\n\nd".as_bytes();
        let found = places(text, &[9, 0, 6, 400, 2]);
        let found: Vec<_> = found.iter().map(ToString::to_string).collect();
        assert_eq!(found, ["4:1", "1:1", "2:4", "4:2", "2:1"]);
    }
}
