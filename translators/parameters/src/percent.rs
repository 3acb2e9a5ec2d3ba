// SPDX-License-Identifier: EUPL-1.2
//! Percent-encoding (RFC 3986, section 2.1).

use std::borrow::Cow;

/// Encodes everything but unreserved characters and the slash.
pub fn encode(text: &str) -> String {
    encode_but(text, |byte| is_unreserved(byte) || byte == b'/')
}

/// Encodes everything but unreserved characters: a segment of a path, a name or value of a query.
pub fn encode_segment(text: &str) -> String {
    encode_but(text, is_unreserved)
}

/// Encodes a path in its [canonical](canonical_path) form; slashes stay.
pub fn encode_path(text: &str) -> String {
    encode_but(text, |byte| is_path(byte) || byte == b'/')
}

/// Encodes what a header field cannot carry (RFC 9110, section 5.5), blanks, and the percent sign.
pub fn encode_header(text: &str) -> String {
    encode_but(text, |byte| byte.is_ascii_graphic() && byte != b'%')
}

/// Decodes; `None` where a percent sign is followed by something else, or the bytes are not UTF-8.
pub fn decode(text: &str) -> Option<String> {
    decode_bytes(text.bytes())
}

/// Decodes, with `+` for a blank, as forms and browsers write queries.
pub fn decode_form(text: &str) -> Option<String> {
    decode_bytes(text.bytes().map(|byte| if byte == b'+' { b' ' } else { byte }))
}

/// The one way to write a path that all equivalent ones have (RFC 3986, section 6.2.2): only what has to be encoded is
/// encoded, in upper case. Slashes that were encoded stay so. `None` where it is not percent-encoded UTF-8.
pub fn canonical_path(path: &str) -> Option<Cow<'_, str>> {
    if path.bytes().all(|byte| is_path(byte) || byte == b'/') {
        return Some(Cow::Borrowed(path));
    }
    let mut canonical = String::with_capacity(path.len());
    for (index, segment) in path.split('/').enumerate() {
        if index > 0 {
            canonical.push('/');
        }
        canonical.push_str(&encode_but(&decode(segment)?, is_path));
    }
    Some(Cow::Owned(canonical))
}

fn encode_but(text: &str, plain: impl Fn(u8) -> bool) -> String {
    let mut encoded = String::with_capacity(text.len());
    for byte in text.bytes() {
        if plain(byte) {
            encoded.push(byte.into());
        } else {
            encoded.push_str(&format!("%{byte:02X}"));
        }
    }
    encoded
}

fn is_unreserved(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"-._~".contains(&byte)
}

/// Characters that a segment is written with (`pchar`, section 3.3).
fn is_path(byte: u8) -> bool {
    is_unreserved(byte) || b"!$&'()*+,;=:@".contains(&byte)
}

fn decode_bytes(text: impl Iterator<Item = u8>) -> Option<String> {
    let mut text = text;
    let mut bytes = Vec::with_capacity(text.size_hint().0);
    while let Some(first) = text.next() {
        if first == b'%' {
            let digit = |digit: u8| char::from(digit).to_digit(16);
            let (high, low) = (digit(text.next()?)?, digit(text.next()?)?);
            bytes.push(u8::try_from(high * 16 + low).ok()?);
        } else {
            bytes.push(first);
        }
    }
    String::from_utf8(bytes).ok()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn there_and_back() {
        for text in ["", "/a b/ä", "100%", "a?b#c", "a+b"] {
            assert_eq!(decode(&encode(text)).as_deref(), Some(text));
            assert_eq!(decode_form(&encode_segment(text)).as_deref(), Some(text));
            assert_eq!(decode(&encode_header(text)).as_deref(), Some(text));
        }
        assert_eq!(encode("/ä b"), "/%C3%A4%20b");
        assert_eq!(encode_header("a/b ü"), "a/b%20%C3%BC");
        assert_eq!(decode_form("a+b").as_deref(), Some("a b"));
        for wrong in ["%", "%4", "%4g", "%ff"] {
            assert_eq!(decode(wrong), None, "{wrong}");
        }
    }

    proptest! {
        #[test]
        fn a_canonical_path_is_its_own(path in "(/([a-zA-Z]|%[0-9a-fA-F]{2}|[!-~]|ä){0,6}){0,4}") {
            if let Some(canonical) = canonical_path(&path) {
                let again = canonical_path(&canonical);
                prop_assert_eq!(again.as_deref(), Some(&*canonical));
                prop_assert!(canonical.is_ascii());
                prop_assert_eq!(canonical.matches('/').count(), path.matches('/').count());
            }
        }
    }

    #[test]
    fn equivalent_paths_are_one() {
        let canonical = |path| canonical_path(path).map(Cow::into_owned);
        assert!(matches!(canonical_path("/Melderegister/lesePerson"), Some(Cow::Borrowed(_))));
        assert_eq!(canonical("/%41/a%2fb/%c3%a4").as_deref(), Some("/A/a%2Fb/%C3%A4"));
        assert_eq!(canonical("/{a}").as_deref(), Some("/%7Ba%7D"));
        assert_eq!(canonical("/ä").as_deref(), Some("/%C3%A4"));
        assert_eq!(canonical("/%zz"), None);
    }
}
