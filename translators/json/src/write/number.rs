// SPDX-License-Identifier: EUPL-1.2
//! Numbers, with the digits they have in XML.

use fachwerk_mapping::{Scalar, ScalarKind};
use fachwerk_message::value::json_number;
use fachwerk_message::{CodecError, ErrorKind, Result};

use crate::scan::is_number;

/// Append a number; for float and double also the strings `INF`, `-INF` and `NaN`.
pub(crate) fn number(out: &mut Vec<u8>, scalar: &Scalar, text: &str) -> Result<()> {
    let number = json_number(text);
    // The events need not have been validated; what is written must be JSON whatever they say.
    if is_number(&number) {
        out.extend_from_slice(number.as_bytes());
        return Ok(());
    }
    let floating = matches!(scalar.kind, ScalarKind::Float | ScalarKind::Double);
    if floating && matches!(text, "INF" | "-INF" | "NaN") {
        out.push(b'"');
        out.extend_from_slice(text.as_bytes());
        out.push(b'"');
        return Ok(());
    }
    Err(CodecError::new(ErrorKind::Value, "the value is not a number"))
}
