// SPDX-License-Identifier: EUPL-1.2
//! What validation found.

use crate::{CodecError, ErrorKind};

/// One thing that validation found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// What is wrong: `Structure`, `Value` or `Missing`.
    pub kind: ErrorKind,
    /// Where: JSON Pointer or XPath, as the [`PathStyle`] says.
    pub path: String,
    /// One sentence; names of elements, types and facets, never values of a message.
    pub message: String,
}

/// How paths in findings are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PathStyle {
    /// RFC 6901 over JSON member names.
    JsonPointer,
    /// XPath over element names, `/a[2]/@b`.
    XPath,
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
        error.findings = findings;
        error
    }
}
