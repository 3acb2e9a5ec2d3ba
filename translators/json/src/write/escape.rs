// SPDX-License-Identifier: EUPL-1.2
//! Strings (RFC 8259, section 7).

use crate::special::{first_special, has_special};

/// Append a string with its quotes.
pub(crate) fn string(out: &mut Vec<u8>, text: &str) {
    out.push(b'"');
    rest_of_string(out, text);
}

/// Append a string whose first quotation mark is there.
#[inline]
pub(crate) fn rest_of_string(out: &mut Vec<u8>, text: &str) {
    out.reserve(text.len() + 1);
    if has_special(text.as_bytes()) {
        escaped(out, text);
    } else {
        out.extend_from_slice(text.as_bytes());
    }
    out.push(b'"');
}

/// Append the characters of a string without quotes.
pub(crate) fn escaped(out: &mut Vec<u8>, text: &str) {
    let bytes = text.as_bytes();
    out.reserve(bytes.len());
    let mut done = 0;
    while let Some(found) = first_special(&bytes[done..]) {
        let at = done + found;
        out.extend_from_slice(&bytes[done..at]);
        escape(out, bytes[at]);
        done = at + 1;
    }
    out.extend_from_slice(&bytes[done..]);
}

fn escape(out: &mut Vec<u8>, byte: u8) {
    const HEX: &[u8; 16] = b"0123456789abcdef";
    let short = match byte {
        b'"' => b'"',
        b'\\' => b'\\',
        b'\n' => b'n',
        b'\r' => b'r',
        b'\t' => b't',
        _ => {
            out.extend_from_slice(b"\\u00");
            out.push(HEX[usize::from(byte >> 4)]);
            out.push(HEX[usize::from(byte & 0xF)]);
            return;
        }
    };
    out.extend_from_slice(&[b'\\', short]);
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn serde_json_reads_it_back(text in "\\PC*|[\\x00-\\x7f]{0,80}|(a|\"|\\\\|\n|ä|😀){0,100}") {
            let mut out = Vec::new();
            string(&mut out, &text);
            prop_assert_eq!(serde_json::from_slice::<String>(&out).unwrap(), text);
        }
    }
}
