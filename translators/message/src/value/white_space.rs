// SPDX-License-Identifier: EUPL-1.2
//! White space (XML Schema part 2, section 4.3.6).

use std::borrow::Cow;

use fachwerk_contract::schema::WhiteSpace;
use fachwerk_mapping::{Scalar, ScalarKind};

/// The text after white space is treated as the type says; borrowed where there is nothing to do.
///
/// base64 loses all its white space, because it may stand anywhere there and never means anything.
#[inline]
pub fn white_space<'a>(scalar: &Scalar, text: &'a str) -> Cow<'a, str> {
    if scalar.kind == ScalarKind::Base64Binary {
        return remove(text);
    }
    match scalar.white_space {
        WhiteSpace::Preserve => Cow::Borrowed(text),
        WhiteSpace::Replace => replace(text),
        WhiteSpace::Collapse => collapse(text),
    }
}

/// White space of XML: space, tab, line feed, carriage return.
pub(crate) fn is_space(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'\n' | b'\r')
}

fn is_break(byte: u8) -> bool {
    matches!(byte, b'\t' | b'\n' | b'\r')
}

fn replace(text: &str) -> Cow<'_, str> {
    if text.bytes().any(is_break) {
        Cow::Owned(text.replace(['\t', '\n', '\r'], " "))
    } else {
        Cow::Borrowed(text)
    }
}

fn remove(text: &str) -> Cow<'_, str> {
    if text.bytes().any(is_space) {
        Cow::Owned(text.split(char_is_space).collect())
    } else {
        Cow::Borrowed(text)
    }
}

fn char_is_space(c: char) -> bool {
    matches!(c, ' ' | '\t' | '\n' | '\r')
}

/// Items of a list: what stands between white space.
pub(crate) fn items(text: &str) -> impl Iterator<Item = &str> {
    text.split(char_is_space).filter(|item| !item.is_empty())
}

fn collapse(text: &str) -> Cow<'_, str> {
    // What most values are: a word.
    if is_word(text.as_bytes()) {
        return Cow::Borrowed(text);
    }
    let trimmed = text.trim_matches(char_is_space);
    // The ends are clean now, so what is left to find is a break, or two spaces in a row.
    let mut after_space = false;
    for byte in trimmed.bytes() {
        if is_break(byte) || (byte == b' ' && after_space) {
            return Cow::Owned(join(trimmed));
        }
        after_space = byte == b' ';
    }
    Cow::Borrowed(trimmed)
}

/// Whether there is no white space, nor a control character; eight bytes at a time.
fn is_word(text: &[u8]) -> bool {
    const ONES: u64 = 0x0101_0101_0101_0101;
    const HIGHS: u64 = ONES << 7;
    let (words, rest) = text.as_chunks::<8>();
    // The high bit of a byte is set where it is a space or below, if it is ASCII.
    let low = |word: &[u8; 8]| {
        let word = u64::from_le_bytes(*word);
        word.wrapping_sub(ONES * 0x21) & !word & HIGHS
    };
    words.iter().all(|word| low(word) == 0) && rest.iter().all(|byte| *byte > b' ')
}

fn join(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for item in items(text) {
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(item);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn collapse_borrows_where_it_can() {
        for (text, expected, owned) in [
            ("", "", false),
            ("a b", "a b", false),
            ("  a b\n", "a b", false),
            (" \t\r\n ", "", false),
            ("a  b", "a b", true),
            ("a\nb", "a b", true),
            ("\u{a0}a", "\u{a0}a", false),
        ] {
            let result = collapse(text);
            assert_eq!(result, expected);
            assert_eq!(matches!(result, Cow::Owned(_)), owned, "{text:?}");
        }
    }

    #[test]
    fn words_have_no_white_space() {
        for byte in 0..=0xFF {
            for at in 0..19 {
                let mut text = "wörter ohne Lücken€".replace(' ', "-").into_bytes();
                text[at] = byte;
                assert_eq!(is_word(&text), text.iter().all(|byte| *byte > b' '), "{byte} at {at}");
            }
        }
    }

    #[test]
    fn replace_keeps_the_number_of_characters() {
        assert_eq!(replace(" a\r\n\tb "), " a   b ");
        assert!(matches!(replace(" a  b "), Cow::Borrowed(_)));
    }

    #[test]
    fn base64_keeps_no_white_space() {
        assert_eq!(remove(" QU JD\n"), "QUJD");
        assert!(matches!(remove("QUJD"), Cow::Borrowed(_)));
    }
}
