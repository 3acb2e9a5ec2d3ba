// SPDX-License-Identifier: EUPL-1.2
//! Escaping of text and attribute values.

use fachwerk_message::{CodecError, ErrorKind, Result};

/// Copy as it is.
const PLAIN: u8 = 0;
/// Escape in text and attribute values.
const MARKUP: u8 = 1;
/// Escape in attribute values only.
const QUOTED: u8 = 2;
/// Not allowed in XML.
const ILLEGAL: u8 = 3;
/// May begin U+FFFE or U+FFFF.
const WIDE: u8 = 4;

static CLASS: [u8; 256] = {
    let mut table = [PLAIN; 256];
    let mut byte = 0;
    while byte < 256 {
        table[byte] = match byte as u8 {
            b'&' | b'<' | b'>' | b'\r' => MARKUP,
            b'"' | b'\t' | b'\n' => QUOTED,
            0..=0x1F => ILLEGAL,
            0xEF => WIDE,
            _ => PLAIN,
        };
        byte += 1;
    }
    table
};

/// Append text, escaped so that every XML parser reads it back as it is.
///
/// # Errors
/// A character that XML does not allow.
pub fn escape_text(text: &str, out: &mut Vec<u8>) -> Result<()> {
    escape::<false>(text, |piece| out.extend_from_slice(piece.as_bytes()))
}

/// Append an attribute value, escaped for double quotation marks.
///
/// # Errors
/// A character that XML does not allow.
pub fn escape_attribute(text: &str, out: &mut Vec<u8>) -> Result<()> {
    escape::<true>(text, |piece| out.extend_from_slice(piece.as_bytes()))
}

/// The same into a string.
pub(crate) fn escape_attribute_str(text: &str, out: &mut String) -> Result<()> {
    escape::<true>(text, |piece| out.push_str(piece))
}

fn escape<const ATTRIBUTE: bool>(text: &str, mut push: impl FnMut(&str)) -> Result<()> {
    let bytes = text.as_bytes();
    // What most texts are.
    if is_plain(bytes) {
        push(text);
        return Ok(());
    }
    let mut from = 0;
    for (at, &byte) in bytes.iter().enumerate() {
        let class = CLASS[byte as usize];
        if class == PLAIN || (class == QUOTED && !ATTRIBUTE) {
            continue;
        }
        let replacement = match byte {
            b'&' => "&amp;",
            b'<' => "&lt;",
            b'>' => "&gt;",
            b'\r' => "&#13;",
            b'"' => "&quot;",
            b'\t' => "&#9;",
            b'\n' => "&#10;",
            0xEF if !matches!(bytes.get(at + 1..at + 3), Some([0xBF, 0xBE | 0xBF])) => continue,
            _ => {
                return Err(CodecError::new(
                    ErrorKind::Value,
                    format!("a value has a character that XML cannot carry ({})", code_point(text, at)),
                ));
            }
        };
        push(&text[from..at]);
        push(replacement);
        from = at + 1;
    }
    push(&text[from..]);
    Ok(())
}

/// Whether a text can be copied, wherever it goes: nothing in it is markup, control character, quotation mark or may
/// begin what XML does not allow. Eight bytes at a time.
fn is_plain(bytes: &[u8]) -> bool {
    const ONES: u64 = 0x0101_0101_0101_0101;
    const HIGHS: u64 = ONES << 7;
    // The high bit of a byte is set where it is below the bound, if it is ASCII.
    let below = |word: u64, bound: u64| word.wrapping_sub(ONES * bound) & !word & HIGHS;
    let equals = |word: u64, byte: u8| below(word ^ (ONES * u64::from(byte)), 1);
    let is_plain = |word: &[u8; 8]| {
        let word = u64::from_le_bytes(*word);
        let markup = equals(word, b'&') | equals(word, b'<') | equals(word, b'>') | equals(word, b'"');
        (markup | equals(word, 0xEF) | below(word, 0x20)) == 0
    };
    // The last word may overlap with the one before.
    match bytes.last_chunk::<8>() {
        Some(last) => bytes.as_chunks::<8>().0.iter().all(is_plain) && is_plain(last),
        None => bytes.iter().all(|byte| CLASS[*byte as usize] == PLAIN),
    }
}

fn code_point(text: &str, at: usize) -> String {
    let c = text.get(at..).and_then(|rest| rest.chars().next()).unwrap_or_default();
    format!("U+{:04X}", c as u32)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_is_what_needs_nothing() {
        for byte in 0..=0xFF {
            for at in 0..12 {
                let mut bytes = "abcdefgäöü01".as_bytes().to_vec();
                bytes[at] = byte;
                let expected = bytes.iter().all(|byte| CLASS[*byte as usize] == PLAIN);
                assert_eq!(is_plain(&bytes), expected, "{byte} at {at}");
            }
        }
    }

    #[test]
    fn escapes_what_a_parser_would_change() {
        let mut out = Vec::new();
        escape_text("a<b>&c\r\n\t\"ü", &mut out).unwrap();
        assert_eq!(out, "a&lt;b&gt;&amp;c&#13;\n\t\"ü".as_bytes());
        out.clear();
        escape_attribute("a<b>&c\r\n\t\"ü", &mut out).unwrap();
        assert_eq!(out, "a&lt;b&gt;&amp;c&#13;&#10;&#9;&quot;ü".as_bytes());
    }

    #[test]
    fn refuses_what_xml_cannot_carry() {
        for text in ["\0", "a\u{1F}", "\u{FFFE}", "x\u{FFFF}"] {
            let error = escape_text(text, &mut Vec::new()).unwrap_err();
            assert_eq!(error.kind, ErrorKind::Value);
        }
        assert!(escape_text("\u{FEFF}\u{FFFD}\u{F000}\u{7F}\u{85}", &mut Vec::new()).is_ok());
    }
}
