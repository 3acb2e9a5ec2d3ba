// SPDX-License-Identifier: EUPL-1.2
//! Numbers, with the digits they have in XML.

use std::borrow::Cow;

use fachwerk_mapping::{Scalar, ScalarKind};
use fachwerk_message::value::json_number;
use fachwerk_message::{CodecError, ErrorKind, Result};

use crate::scan::is_number;

/// Append a number; for float and double also the strings `INF`, `-INF` and `NaN`.
pub(crate) fn number(out: &mut Vec<u8>, scalar: &Scalar, text: &str) -> Result<()> {
    let floating = matches!(scalar.kind, ScalarKind::Float | ScalarKind::Double);
    // Only they have a negative zero, and a reader that takes what has no point for an integer would lose it.
    let number = match json_number(text) {
        zero if floating && zero == "0" && text.starts_with('-') => Cow::Borrowed("-0.0"),
        number => number,
    };
    // The events need not have been validated; what is written must be JSON whatever they say.
    if is_number(&number) {
        out.extend_from_slice(number.as_bytes());
        return Ok(());
    }
    if floating && matches!(text, "INF" | "-INF" | "NaN") {
        out.push(b'"');
        out.extend_from_slice(text.as_bytes());
        out.push(b'"');
        return Ok(());
    }
    Err(CodecError::new(ErrorKind::Value, "the value is not a number"))
}
