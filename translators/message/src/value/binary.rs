// SPDX-License-Identifier: EUPL-1.2
//! `xs:hexBinary` and `xs:base64Binary`, without white space.

/// Octets of a `hexBinary`; `None` where the text is none.
pub(crate) fn hex_octets(text: &str) -> Option<u64> {
    let valid = text.len().is_multiple_of(2) && text.bytes().all(|b| b.is_ascii_hexdigit());
    valid.then_some(text.len() as u64 / 2)
}

/// Octets of a `base64Binary`; `None` where the text is none. Bits that no octet uses have to be zero
/// (section 3.2.16).
pub(crate) fn base64_octets(text: &str) -> Option<u64> {
    let bytes = text.as_bytes();
    if !bytes.len().is_multiple_of(4) {
        return None;
    }
    let padding = bytes.iter().rev().take(2).take_while(|b| **b == b'=').count();
    let digits = &bytes[..bytes.len() - padding];
    if !digits.iter().all(|b| sextet(*b).is_some()) {
        return None;
    }
    let unused = match padding {
        0 => 0,
        1 => 0b11,
        _ => 0b1111,
    };
    if let Some(last) = digits.last().copied().and_then(sextet)
        && last & unused != 0
    {
        return None;
    }
    Some((bytes.len() / 4 * 3 - padding) as u64)
}

fn sextet(byte: u8) -> Option<u8> {
    Some(match byte {
        b'A'..=b'Z' => byte - b'A',
        b'a'..=b'z' => byte - b'a' + 26,
        b'0'..=b'9' => byte - b'0' + 52,
        b'+' => 62,
        b'/' => 63,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use base64::Engine as _;
    use base64::engine::general_purpose::STANDARD;

    #[test]
    fn counts_octets() {
        for length in 0..20_u8 {
            let octets: Vec<u8> = (0..length).map(|i| i.wrapping_mul(37)).collect();
            assert_eq!(base64_octets(&STANDARD.encode(&octets)), Some(u64::from(length)));
        }
        assert_eq!(hex_octets("0aFf"), Some(2));
        assert_eq!(hex_octets(""), Some(0));
    }

    #[test]
    fn refuses_what_is_none() {
        for bad in ["A", "AA", "AAA", "AB==", "AAB=", "====", "A===", "AA=A", "AAA-", "QQ = =", "QUJD="] {
            assert_eq!(base64_octets(bad), None, "{bad}");
        }
        for bad in ["0", "0g", "0 0 "] {
            assert_eq!(hex_octets(bad), None, "{bad}");
        }
    }
}
