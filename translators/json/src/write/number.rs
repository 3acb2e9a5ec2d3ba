// SPDX-License-Identifier: EUPL-1.2
//! Numbers, with the digits they have in XML.

use std::borrow::Cow;

use fachwerk_mapping::{Scalar, ScalarKind};
use fachwerk_message::value::json_number;
use fachwerk_message::{CodecError, ErrorKind, Result};

use crate::scan::is_number;

/// Append a number; for float and double also the strings `INF`, `-INF` and `NaN`.
pub(crate) fn number(out: &mut Vec<u8>, scalar: &Scalar, text: &str) -> Result<()> {
    if is_plain(text.as_bytes()) {
        out.extend_from_slice(text.as_bytes());
        return Ok(());
    }
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

/// Whether a number is digits, perhaps with a fraction, as JSON has it and most messages do: found in one pass.
fn is_plain(text: &[u8]) -> bool {
    let mut point = None;
    for (at, byte) in text.iter().enumerate() {
        match byte {
            b'0'..=b'9' => {}
            b'.' if point.is_none() => point = Some(at),
            _ => return false,
        }
    }
    let integer = point.unwrap_or(text.len());
    (integer == 1 || (integer > 1 && text[0] != b'0')) && point.is_none_or(|at| at + 1 < text.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_numbers_are_those_that_json_has_too() {
        for (text, plain) in [
            ("0", true),
            ("7", true),
            ("10", true),
            ("0.5", true),
            ("12.50", true),
            ("", false),
            (".", false),
            (".5", false),
            ("5.", false),
            ("05", false),
            ("00.5", false),
            ("1.2.3", false),
            ("-1", false),
            ("1e3", false),
            ("INF", false),
        ] {
            assert_eq!(is_plain(text.as_bytes()), plain, "{text}");
            assert!(!plain || (is_number(text) && json_number(text) == text), "{text}");
        }
    }
}
