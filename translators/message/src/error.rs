// SPDX-License-Identifier: EUPL-1.2
//! Why a message could not be read or written.

use std::fmt;

use crate::{Finding, places};

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
    pub findings: Vec<Finding>,
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

    /// What is wrong: what validation found, or else the error itself.
    pub fn into_findings(self) -> Vec<Finding> {
        let Self { kind, message, offset, path, findings } = self;
        if findings.is_empty() {
            return vec![Finding { kind, path: path.unwrap_or_default(), message, offset, place: None }];
        }
        findings
    }

    /// Line and column (in characters) of the offset in the input it came from, both from 1.
    pub fn line_column(&self, input: &[u8]) -> Option<(usize, usize)> {
        let place = places(input, &[self.offset?]).pop()?;
        Some((place.line, place.column))
    }
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
