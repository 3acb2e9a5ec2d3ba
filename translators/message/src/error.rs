// SPDX-License-Identifier: EUPL-1.2
//! Why a message could not be read or written.

use std::fmt;

/// Result of codec work. The error is boxed: the good path must stay small.
pub type Result<T> = std::result::Result<T, Box<CodecError>>;

/// What is wrong with a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ErrorKind {
    /// The bytes are not well-formed in their form (XML, JSON, protobuf).
    Syntax,
    /// A construct that is refused whatever it says: DTD, entity, processing instruction.
    Forbidden,
    /// A limit was exceeded.
    Limit,
    /// Well-formed, but not a message of this contract: unknown or misplaced element, member, type.
    Structure,
    /// A value that its type does not allow.
    Value,
    /// Required content is missing.
    Missing,
    /// Findings of validation; the message lists them.
    Invalid,
    /// Not something that Fachwerk can carry yet.
    Unsupported,
}

impl ErrorKind {
    /// Stable code, listed in docs/errors.md.
    pub fn code(self) -> &'static str {
        match self {
            Self::Syntax => "FW-2001",
            Self::Forbidden => "FW-2002",
            Self::Limit => "FW-2003",
            Self::Structure => "FW-2004",
            Self::Value => "FW-2005",
            Self::Missing => "FW-2006",
            Self::Invalid => "FW-2007",
            Self::Unsupported => "FW-2008",
        }
    }
}

/// Why a message could not be read or written, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CodecError {
    /// What is wrong.
    pub kind: ErrorKind,
    /// One sentence for people; names of elements and types, never values of a message.
    pub message: String,
    /// Byte offset in the input, where known.
    pub offset: Option<usize>,
    /// Path of names from the root (`/Body/a/b` in XML, JSON Pointer in JSON), where known.
    pub path: Option<String>,
    /// Everything that validation found.
    pub findings: Vec<crate::Finding>,
}

impl CodecError {
    /// An error without a position.
    pub fn new(kind: ErrorKind, message: impl Into<String>) -> Box<Self> {
        Box::new(Self { kind, message: message.into(), offset: None, path: None, findings: Vec::new() })
    }

    /// An error at a byte offset.
    pub fn at(kind: ErrorKind, offset: usize, message: impl Into<String>) -> Box<Self> {
        Box::new(Self {
            kind,
            message: message.into(),
            offset: Some(offset),
            path: None,
            findings: Vec::new(),
        })
    }

    /// The same error with a position, unless it has one.
    #[must_use]
    pub fn or_at(mut self: Box<Self>, offset: usize) -> Box<Self> {
        self.offset.get_or_insert(offset);
        self
    }

    /// Line and column (in characters) of the offset in the input it came from, both from 1.
    pub fn line_column(&self, input: &[u8]) -> Option<(usize, usize)> {
        let before = &input[..self.offset?.min(input.len())];
        // UTF-16 begins with its mark, or with a character that is a byte and a zero.
        match input {
            [0xFF, 0xFE, ..] | [1..=0xFF, 0, ..] => return Some(of_units(before, u16::from_le_bytes)),
            [0xFE, 0xFF, ..] | [0, 1..=0xFF, ..] => return Some(of_units(before, u16::from_be_bytes)),
            _ => {}
        }
        let line = before.split(|b| *b == b'\n').count();
        let start = before.iter().rposition(|b| *b == b'\n').map_or(0, |i| i + 1);
        let last = &before[start..];
        let column = match std::str::from_utf8(last) {
            Ok(text) => text.chars().count(),
            // A byte a character.
            Err(_) => last.len(),
        };
        Some((line, column + 1))
    }
}

/// Line and column after units of UTF-16.
fn of_units(before: &[u8], of_two: fn([u8; 2]) -> u16) -> (usize, usize) {
    let units = before.chunks_exact(2).map(|pair| of_two([pair[0], pair[1]]));
    let mut place = (1, 1);
    for c in char::decode_utf16(units).map(|c| c.unwrap_or(char::REPLACEMENT_CHARACTER)) {
        match c {
            '\n' => place = (place.0 + 1, 1),
            '\u{FEFF}' if place == (1, 1) => {}
            _ => place.1 += 1,
        }
    }
    place
}

impl fmt::Display for CodecError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.kind.code(), self.message)?;
        if let Some(path) = &self.path {
            write!(f, " (at {path})")?;
        }
        Ok(())
    }
}

impl std::error::Error for CodecError {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_count_characters() {
        let error = CodecError::at(ErrorKind::Syntax, 6, "x");
        assert_eq!(error.line_column("a\nüb<c".as_bytes()), Some((2, 4)));
        assert_eq!(error.line_column(b"a\n\xFCb\xE4<c"), Some((2, 5)));
        let text: Vec<u8> = "\u{FEFF}a\n\u{10A}<c".encode_utf16().flat_map(u16::to_be_bytes).collect();
        let error = CodecError::at(ErrorKind::Syntax, 8, "x");
        assert_eq!(error.line_column(&text), Some((2, 2)));
    }
}
