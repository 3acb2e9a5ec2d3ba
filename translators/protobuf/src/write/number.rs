// SPDX-License-Identifier: EUPL-1.2
//! From XML Schema's lexical forms to protobuf's values.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use fachwerk_mapping::{ProtoForm, Scalar, ScalarKind};

/// The bits of a number on the wire. `Err` says what is wrong with the text.
pub(super) fn bits(scalar: &Scalar, text: &str) -> Result<u64, &'static str> {
    match scalar.proto {
        ProtoForm::Bool => match text {
            "true" | "1" => Ok(1),
            "false" | "0" => Ok(0),
            _ => Err("is not a boolean"),
        },
        ProtoForm::Int32 => {
            let value = i32::try_from(integer(text)?).map_err(|_| "is out of the range of int32")?;
            Ok(i64::from(value).cast_unsigned())
        }
        ProtoForm::UInt32 => {
            Ok(u64::from(u32::try_from(integer(text)?).map_err(|_| "is out of the range of uint32")?))
        }
        ProtoForm::Int64 => {
            let value = i64::try_from(integer(text)?).map_err(|_| "is out of the range of int64")?;
            Ok(value.cast_unsigned())
        }
        ProtoForm::UInt64 => u64::try_from(integer(text)?).map_err(|_| "is out of the range of uint64"),
        ProtoForm::Float => {
            let value: f32 = float(text, f32::INFINITY, f32::NAN)?;
            if value.is_infinite() && !text.ends_with('F') {
                return Err("is out of the range of float");
            }
            Ok(u64::from(value.to_bits()))
        }
        ProtoForm::Double => {
            let value: f64 = float(text, f64::INFINITY, f64::NAN)?;
            if value.is_infinite() && !text.ends_with('F') {
                return Err("is out of the range of double");
            }
            Ok(value.to_bits())
        }
        ProtoForm::Enum => match scalar.facets.enumeration.iter().find(|v| v.value == text) {
            // Numbers on the wire are sign-extended.
            Some(value) => Ok(i64::from(value.number).cast_unsigned()),
            None => Err("is not a value of its enumeration"),
        },
        ProtoForm::String | ProtoForm::Bytes | ProtoForm::Repeated => Err("is not a number"),
    }
}

/// `xs:integer`, as far as any form of protobuf reaches.
fn integer(text: &str) -> Result<i128, &'static str> {
    // What most are fits into a word.
    if !text.is_empty() && text.len() <= 18 && text.bytes().all(|b| b.is_ascii_digit()) {
        return Ok(text.bytes().fold(0_i64, |value, digit| value * 10 + i64::from(digit - b'0')).into());
    }
    let digits = text.strip_prefix(['+', '-']).unwrap_or(text);
    if digits.is_empty() || !digits.bytes().all(|b| b.is_ascii_digit()) {
        return Err("is not an integer");
    }
    // What is all digits and yet does not parse is too long.
    text.parse().map_err(|_| "is out of the range of its type")
}

/// `xs:float`, `xs:double`: Rust also reads other words for infinity and such.
fn float<F>(text: &str, infinity: F, nan: F) -> Result<F, &'static str>
where
    F: std::str::FromStr + std::ops::Neg<Output = F>,
{
    match text {
        "INF" => Ok(infinity),
        "-INF" => Ok(-infinity),
        "NaN" => Ok(nan),
        _ if text.bytes().all(|b| matches!(b, b'0'..=b'9' | b'+' | b'-' | b'.' | b'e' | b'E')) => {
            text.parse().map_err(|_| "is not a number")
        }
        _ => Err("is not a number"),
    }
}

/// Append the octets of a binary value.
pub(super) fn put_octets(scalar: &Scalar, text: &str, out: &mut Vec<u8>) -> Result<(), &'static str> {
    if scalar.kind != ScalarKind::HexBinary {
        return STANDARD.decode_vec(text, out).map_err(|_| "is not base64");
    }
    let (pairs, rest) = text.as_bytes().as_chunks::<2>();
    if !rest.is_empty() {
        return Err("has half an octet");
    }
    out.reserve(pairs.len());
    for [high, low] in pairs {
        let (Some(high), Some(low)) = (digit(*high), digit(*low)) else { return Err("is not hexadecimal") };
        out.push(high << 4 | low);
    }
    Ok(())
}

fn digit(byte: u8) -> Option<u8> {
    (byte as char).to_digit(16).map(|d| d as u8)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn integers_are_exact() {
        assert_eq!(integer("+007"), Ok(7));
        assert_eq!(integer("-0"), Ok(0));
        assert_eq!(integer("18446744073709551615"), Ok(u64::MAX.into()));
        for bad in ["", "+", "1.0", "1e3", "٣", " 1", "--1", "+-1"] {
            assert_eq!(integer(bad), Err("is not an integer"), "{bad}");
        }
        assert_eq!(integer(&"9".repeat(60)), Err("is out of the range of its type"));
        assert_eq!(integer(&format!("{}1", "0".repeat(60))), Ok(1));
    }

    #[test]
    fn floats_are_those_of_xml_schema() {
        let double = |text| float(text, f64::INFINITY, f64::NAN);
        for (text, value) in [("1", 1.0), ("-1.5E-3", -0.0015), (".5", 0.5), ("5.", 5.0), ("+1e2", 100.0)] {
            assert_eq!(double(text), Ok(value), "{text}");
        }
        assert_eq!(double("-INF"), Ok(f64::NEG_INFINITY));
        assert!(double("NaN").unwrap().is_nan());
        for bad in ["", "inf", "nan", "infinity", "+INF", "e", "1e", ".", "1_0"] {
            assert!(double(bad).is_err(), "{bad}");
        }
    }
}
