// SPDX-License-Identifier: EUPL-1.2
//! What validation found.

use crate::{CodecError, ErrorKind, Place, places};

/// One thing that validation found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// What is wrong: `Structure`, `Value` or `Missing`.
    pub kind: ErrorKind,
    /// Where, as the [`PathStyle`] says.
    pub path: String,
    /// One sentence; names of elements, types and facets, never values of a message.
    pub message: String,
    /// Byte offset in the text that was read, where known.
    pub offset: Option<usize>,
    /// Line and column, once somebody has looked them up.
    pub place: Option<Place>,
}

impl Finding {
    /// Give findings their places in a text. `locate` finds out where the paths are that have no offset yet.
    pub fn place(findings: &mut [Self], text: &[u8], locate: impl FnOnce(&[&str]) -> Vec<Option<usize>>) {
        let paths: Vec<&str> =
            findings.iter().filter(|f| f.offset.is_none()).map(|f| f.path.as_str()).collect();
        let mut found = if paths.is_empty() { Vec::new() } else { locate(&paths) }.into_iter();
        for finding in findings.iter_mut().filter(|f| f.offset.is_none()) {
            finding.offset = found.next().flatten();
        }
        let offsets: Vec<usize> = findings.iter().filter_map(|f| f.offset).collect();
        let places = places(text, &offsets);
        for (finding, place) in findings.iter_mut().filter(|f| f.offset.is_some()).zip(places) {
            finding.place = Some(place);
        }
    }
}

/// How paths in findings are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PathStyle {
    /// RFC 6901 over JSON member names.
    JsonPointer,
    /// XPath over element names, `/a[2]/@b`.
    XPath,
    /// Names of protobuf fields, `a[1].b`.
    FieldPath,
}

impl CodecError {
    /// The error of a message in which validation found something.
    pub fn invalid(findings: Vec<Finding>) -> Box<Self> {
        let message = match findings.as_slice() {
            [] => "the message is not valid".to_owned(),
            [only] => format!("the message is not valid: {}", only.message),
            [first, rest @ ..] => {
                format!("the message is not valid: {}; and {} more", first.message, rest.len())
            }
        };
        let mut error = Self::new(ErrorKind::Invalid, message);
        error.path = findings.first().map(|f| f.path.clone()).filter(|path| !path.is_empty());
        error.offset = findings.first().and_then(|f| f.offset);
        error.findings = findings;
        error
    }
}
