// SPDX-License-Identifier: EUPL-1.2
//! Productions `Char`, `NameStartChar` and `NameChar` (XML 1.0 fifth edition, sections 2.2 and 2.3).

/// White space (production `S`).
pub(crate) const fn is_space(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'\n' | b'\r')
}

/// Whether a text is nothing but white space.
pub(crate) fn is_blank(text: &str) -> bool {
    text.bytes().all(is_space)
}

/// Position after the white space that begins at `at`.
pub(crate) fn skip_space(bytes: &[u8], mut at: usize) -> usize {
    while bytes.get(at).copied().is_some_and(is_space) {
        at += 1;
    }
    at
}

/// Whether two names are the same; without the call that comparing slices is, because names are short.
#[inline]
pub(crate) fn is_same_name(a: &[u8], b: &[u8]) -> bool {
    const WORD: usize = 8;
    const HALF: usize = 4;
    if a.len() != b.len() {
        return false;
    }
    // Two words that may overlap.
    match a.len() {
        HALF..WORD => a.first_chunk::<HALF>() == b.first_chunk() && a.last_chunk::<HALF>() == b.last_chunk(),
        WORD..=16 => a.first_chunk::<WORD>() == b.first_chunk() && a.last_chunk::<WORD>() == b.last_chunk(),
        0..HALF => a.iter().zip(b).all(|(a, b)| a == b),
        _ => a == b,
    }
}

/// Production `Char`, for character references.
pub(crate) fn is_char(c: char) -> bool {
    matches!(c, '\t' | '\n' | '\r' | '\u{20}'..='\u{D7FF}' | '\u{E000}'..='\u{FFFD}' | '\u{10000}'..='\u{10FFFF}')
}

/// Offset of the first character that production `Char` does not allow.
///
/// One pass over the whole input, which compiles to wide instructions, so that later passes need not look.
pub(crate) fn first_illegal(text: &str) -> Option<usize> {
    const CHUNK: usize = 256;
    let bytes = text.as_bytes();
    let control = bytes
        .chunks(CHUNK)
        .position(|chunk| chunk.iter().fold(false, |bad, byte| bad | is_control(*byte)))
        .and_then(|chunk| {
            let start = chunk * CHUNK;
            bytes[start..].iter().position(|byte| is_control(*byte)).map(|at| start + at)
        });
    let end = control.unwrap_or(bytes.len());
    // U+FFFE and U+FFFF are EF BF BE and EF BF BF.
    let noncharacter = memchr::memchr_iter(0xEF, &bytes[..end])
        .find(|at| matches!(bytes.get(at + 1..at + 3), Some([0xBF, 0xBE | 0xBF])));
    noncharacter.or(control)
}

const fn is_control(byte: u8) -> bool {
    byte < 0x20 && byte != b'\t' && byte != b'\n' && byte != b'\r'
}

/// Classes of bytes in names.
pub(crate) const START: u8 = 1;
/// Allowed after the first character.
pub(crate) const REST: u8 = 2;
/// First byte of a character beyond ASCII, to be looked at as a whole.
pub(crate) const WIDE: u8 = 4;

/// Class of each byte in an `NCName`.
pub(crate) static NAME: [u8; 256] = {
    let mut table = [0; 256];
    let mut byte = 0;
    while byte < 256 {
        table[byte] = match byte as u8 {
            b'A'..=b'Z' | b'a'..=b'z' | b'_' => START | REST,
            b'0'..=b'9' | b'-' | b'.' => REST,
            0x80..=0xFF => WIDE,
            _ => 0,
        };
        byte += 1;
    }
    table
};

/// `NameStartChar` beyond ASCII.
pub(crate) fn is_wide_start(c: char) -> bool {
    matches!(c,
        '\u{C0}'..='\u{D6}' | '\u{D8}'..='\u{F6}' | '\u{F8}'..='\u{2FF}' | '\u{370}'..='\u{37D}'
        | '\u{37F}'..='\u{1FFF}' | '\u{200C}'..='\u{200D}' | '\u{2070}'..='\u{218F}' | '\u{2C00}'..='\u{2FEF}'
        | '\u{3001}'..='\u{D7FF}' | '\u{F900}'..='\u{FDCF}' | '\u{FDF0}'..='\u{FFFD}' | '\u{10000}'..='\u{EFFFF}')
}

/// `NameChar` beyond ASCII.
pub(crate) fn is_wide_rest(c: char) -> bool {
    is_wide_start(c) || matches!(c, '\u{B7}' | '\u{300}'..='\u{36F}' | '\u{203F}'..='\u{2040}')
}

/// Length in bytes of the `NCName` at the beginning of `text`; zero where there is none.
pub(crate) fn ncname_length(text: &str) -> usize {
    let bytes = text.as_bytes();
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        let class = NAME[byte as usize];
        if class & WIDE != 0 {
            let Some(c) = text.get(at..).and_then(|rest| rest.chars().next()) else { break };
            let allowed = if at == 0 { is_wide_start(c) } else { is_wide_rest(c) };
            if !allowed {
                break;
            }
            at += c.len_utf8();
        } else if class & (if at == 0 { START } else { REST }) != 0 {
            at += 1;
        } else {
            break;
        }
    }
    at
}

/// Whether a text is an `NCName` (Namespaces in XML 1.0, section 3).
pub fn is_ncname(text: &str) -> bool {
    !text.is_empty() && ncname_length(text) == text.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_every_length_are_compared() {
        let name: Vec<u8> = (b'a'..=b'z').collect();
        for length in 0..=name.len() {
            let a = &name[..length];
            assert!(is_same_name(a, &name.clone()[..length]), "{length}");
            assert!(!is_same_name(a, &name[..length.saturating_sub(1)]) || length == 0, "{length}");
            for at in 0..length {
                let mut b = a.to_vec();
                b[at] ^= 1;
                assert!(!is_same_name(a, &b), "{at} of {length}");
            }
        }
    }

    #[test]
    fn finds_the_first_illegal_character() {
        assert_eq!(first_illegal("ab\t\n\rü\u{FFFD}\u{10FFFF}"), None);
        assert_eq!(first_illegal("ab\u{1}\u{FFFE}"), Some(2));
        assert_eq!(first_illegal("ab\u{FFFE}\u{1}"), Some(2));
        assert_eq!(first_illegal("\u{FFFF}"), Some(0));
        let late = format!("{}\0", "x".repeat(1000));
        assert_eq!(first_illegal(&late), Some(1000));
    }

    #[test]
    fn names_end_where_the_production_ends() {
        assert_eq!(ncname_length("a-b.c_9:d"), 7);
        assert_eq!(ncname_length("-a"), 0);
        assert_eq!(ncname_length("Größe>"), "Größe".len());
        assert_eq!(ncname_length("\u{B7}a"), 0);
        assert_eq!(ncname_length("a\u{B7}\u{D7}"), 3);
        assert!(!is_ncname(""));
    }
}
