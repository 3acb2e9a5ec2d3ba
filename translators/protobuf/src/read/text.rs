// SPDX-License-Identifier: EUPL-1.2
//! From protobuf's values to XML Schema's lexical forms.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use fachwerk_mapping::{ProtoForm, Scalar, ScalarKind};

/// Append the text of a number, given as the bits on the wire. `Err` says what is wrong with it.
pub(super) fn push_number(scalar: &Scalar, bits: u64, text: &mut String) -> Result<(), &'static str> {
    let signed = bits.cast_signed();
    match scalar.proto {
        ProtoForm::Bool => text.push_str(if bits == 0 { "false" } else { "true" }),
        // Parsers may cut a longer number to 32 bits; that would be another number.
        ProtoForm::Int32 => match i32::try_from(signed) {
            Ok(value) => text.push_str(itoa::Buffer::new().format(value)),
            Err(_) => return Err("is out of the range of int32"),
        },
        ProtoForm::UInt32 => match u32::try_from(bits) {
            Ok(value) => text.push_str(itoa::Buffer::new().format(value)),
            Err(_) => return Err("is out of the range of uint32"),
        },
        ProtoForm::Int64 => text.push_str(itoa::Buffer::new().format(signed)),
        ProtoForm::UInt64 => text.push_str(itoa::Buffer::new().format(bits)),
        ProtoForm::Float => {
            let value = f32::from_bits(bits as u32);
            push_float(f64::from(value), zmij::Buffer::new().format(value), text);
        }
        ProtoForm::Double => {
            let value = f64::from_bits(bits);
            push_float(value, zmij::Buffer::new().format(value), text);
        }
        ProtoForm::Enum => text.push_str(enum_value(scalar, signed)?),
        ProtoForm::String | ProtoForm::Bytes | ProtoForm::Repeated => return Err("is not a number"),
    }
    Ok(())
}

fn push_float(value: f64, shortest: &str, text: &mut String) {
    if value.is_nan() {
        text.push_str("NaN");
    } else if value.is_infinite() {
        text.push_str(if value > 0.0 { "INF" } else { "-INF" });
    } else {
        text.push_str(shortest.strip_suffix(".0").unwrap_or(shortest));
    }
}

fn enum_value(scalar: &Scalar, number: i64) -> Result<&str, &'static str> {
    if number == 0 {
        return Err("is unspecified");
    }
    let values = &scalar.facets.enumeration;
    // Numbers are given out from 1 in document order, so the value mostly stands where its number says.
    let likely = usize::try_from(number - 1).ok().and_then(|index| values.get(index));
    let matches = |v: &&fachwerk_mapping::EnumValue| i64::from(v.number) == number;
    match likely.filter(matches).or_else(|| values.iter().find(matches)) {
        Some(value) => Ok(&value.value),
        None => Err("is not a number of its enumeration"),
    }
}

/// Append the text of octets.
pub(super) fn push_bytes(scalar: &Scalar, bytes: &[u8], text: &mut String) {
    if scalar.kind != ScalarKind::HexBinary {
        STANDARD.encode_string(bytes, text);
        return;
    }
    const DIGITS: &[u8; 16] = b"0123456789ABCDEF";
    text.reserve(bytes.len() * 2);
    for byte in bytes {
        text.push(DIGITS[usize::from(byte >> 4)] as char);
        text.push(DIGITS[usize::from(byte & 0xF)] as char);
    }
}

/// Whether all characters are ones that XML 1.0 can carry (production `Char`).
pub(super) fn is_xml(text: &str) -> bool {
    if is_plain(text.as_bytes()) {
        return true;
    }
    // One pass without early exit or branches, so that it is done many bytes at a time.
    let suspicious = text.bytes().fold(0, |found, b| {
        let control = u8::from(b < 0x20) & u8::from(b != b'\t') & u8::from(b != b'\n') & u8::from(b != b'\r');
        found | control | u8::from(b == 0xEF)
    });
    suspicious == 0
        || !text.chars().any(|c| {
            matches!(c, '\0'..='\u{8}' | '\u{B}' | '\u{C}' | '\u{E}'..='\u{1F}' | '\u{FFFE}' | '\u{FFFF}')
        })
}

/// Whether nothing is a control character or may begin U+FFFE or U+FFFF; eight bytes at a time, because most texts are
/// short.
fn is_plain(text: &[u8]) -> bool {
    const ONES: u64 = 0x0101_0101_0101_0101;
    const HIGHS: u64 = ONES << 7;
    let (words, rest) = text.as_chunks::<8>();
    // The high bit of a byte is set where it is below the bound, if it is ASCII.
    let below = |word: u64, bound: u64| word.wrapping_sub(ONES * bound) & !word & HIGHS;
    let is_plain = |word: &[u8; 8]| {
        let word = u64::from_le_bytes(*word);
        below(word, 0x20) | below(word ^ (ONES * 0xEF), 1) == 0
    };
    words.iter().all(is_plain) && rest.iter().all(|byte| *byte >= 0x20 && *byte != 0xEF)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_has_nothing_to_look_at() {
        for byte in 0..=0xFF {
            for at in 0..19 {
                let mut text = "für 3 € und länger".as_bytes().to_vec();
                text[at] = byte;
                assert_eq!(is_plain(&text), text.iter().all(|b| *b >= 0x20 && *b != 0xEF), "{byte} at {at}");
            }
        }
    }

    #[test]
    fn xml_has_few_control_characters() {
        assert!(is_xml("a\tb\r\nc äöü 日本 \u{FEFF}\u{FFFD}\u{10FFFF}\u{7F}\u{80}"));
        for bad in ["\0", "a\u{B}", "\u{1F}", "\u{FFFE}", "x\u{FFFF}"] {
            assert!(!is_xml(bad), "{bad:?}");
        }
    }

    #[test]
    fn floats_are_short() {
        for (value, expected) in [
            (0.0, "0"),
            (-0.0, "-0"),
            (1.0, "1"),
            (-2.5, "-2.5"),
            (0.1, "0.1"),
            (f64::INFINITY, "INF"),
            (f64::NEG_INFINITY, "-INF"),
            (f64::NAN, "NaN"),
        ] {
            let mut text = String::new();
            push_float(value, zmij::Buffer::new().format(value), &mut text);
            assert_eq!(text, expected);
        }
        for value in [1e300, 5e-324, 123_456_789.123, 1e21, 1e-7] {
            let mut text = String::new();
            push_float(value, zmij::Buffer::new().format(value), &mut text);
            assert_eq!(text.parse(), Ok(value), "{text}");
        }
    }
}
