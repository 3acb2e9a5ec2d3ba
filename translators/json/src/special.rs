// SPDX-License-Identifier: EUPL-1.2
//! Bytes that cannot stand in a JSON string as they are (RFC 8259, section 7): control characters, quotation mark,
//! reverse solidus.

/// Words looked at one by one before the rest is searched with vectors: most strings are short.
const NEAR: usize = 4;

/// Whether a byte is one of them.
pub(crate) fn is_special(byte: u8) -> bool {
    matches!(byte, 0..=0x1F | b'"' | b'\\')
}

/// Whether there is one.
pub(crate) fn has_special(bytes: &[u8]) -> bool {
    // The last word may overlap with the one before.
    match bytes.last_chunk::<8>() {
        Some(last) => {
            bytes.as_chunks::<8>().0.iter().any(|word| specials(*word) != 0) || specials(*last) != 0
        }
        None => bytes.iter().any(|byte| is_special(*byte)),
    }
}

/// Where the first of them stands.
pub(crate) fn first_special(bytes: &[u8]) -> Option<usize> {
    let (words, rest) = bytes.as_chunks::<8>();
    let (near, far) = words.split_at(words.len().min(NEAR));
    let mut at = 0;
    for word in near {
        if let Some(place) = place(*word) {
            return Some(at + place);
        }
        at += 8;
    }
    for group in far.chunks(NEAR) {
        let group = group.as_flattened();
        // No early exit inside: that is what lets the compiler use vectors.
        if group.iter().fold(false, |found, byte| found | is_special(*byte)) {
            return group.iter().position(|byte| is_special(*byte)).map(|place| at + place);
        }
        at += group.len();
    }
    rest.iter().position(|byte| is_special(*byte)).map(|place| at + place)
}

/// The same within one word.
fn place(word: [u8; 8]) -> Option<usize> {
    let found = specials(word);
    (found != 0).then(|| found.trailing_zeros() as usize / 8)
}

/// A word in which the lowest bit that is set lies in the first of them; zero where there is none.
fn specials(word: [u8; 8]) -> u64 {
    const ONES: u64 = 0x0101_0101_0101_0101;
    const HIGHS: u64 = ONES << 7;
    let word = u64::from_le_bytes(word);
    // The high bit of a byte is set where it is below the bound, if it is ASCII. A borrow may set that of one behind,
    // which is why only the first of them counts.
    let below = |word: u64, bound: u64| word.wrapping_sub(ONES * bound) & !word & HIGHS;
    let equals = |byte: u8| below(word ^ (ONES * u64::from(byte)), 1);
    below(word, 0x20) | equals(b'"') | equals(b'\\')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_byte_is_found_at_every_place() {
        for byte in 0..=0xFF {
            for at in 0..90 {
                let mut bytes = [b'a', 0xC3, 0xBF, b' ', 0x80].repeat(18);
                bytes[at] = byte;
                bytes[89] = b'"';
                let expected = if is_special(byte) { at } else { 89 };
                assert_eq!(first_special(&bytes), Some(expected), "{byte} at {at}");
                for length in [at.min(88) + 1, 89].into_iter().filter(|length| *length > at) {
                    let bytes = &bytes[..length];
                    assert_eq!(has_special(bytes), is_special(byte), "{byte} at {at} of {length}");
                }
                // One right behind the first does not hide it.
                if at + 1 < 89 {
                    bytes[at + 1] = b'\\';
                    let expected = if is_special(byte) { at } else { at + 1 };
                    assert_eq!(first_special(&bytes), Some(expected), "{byte} at {at}");
                }
            }
        }
        assert_eq!(first_special(b""), None);
        assert_eq!(first_special("für ein längeres Stück Text ohne etwas darin".as_bytes()), None);
    }
}
