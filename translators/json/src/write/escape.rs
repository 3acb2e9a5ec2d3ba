// SPDX-License-Identifier: EUPL-1.2
//! Strings (RFC 8259, section 7).

/// Bytes looked at together: enough for the compiler to use vectors.
const CHUNK: usize = 32;

/// Append a string with its quotes.
pub(crate) fn string(out: &mut Vec<u8>, text: &str) {
    out.push(b'"');
    escaped(out, text);
    out.push(b'"');
}

/// Append the characters of a string without quotes.
pub(crate) fn escaped(out: &mut Vec<u8>, text: &str) {
    let bytes = text.as_bytes();
    out.reserve(bytes.len());
    let mut done = 0;
    while let Some(at) = next(bytes, done) {
        out.extend_from_slice(&bytes[done..at]);
        escape(out, bytes[at]);
        done = at + 1;
    }
    out.extend_from_slice(&bytes[done..]);
}

/// Where the next byte that has to be escaped stands.
fn next(bytes: &[u8], from: usize) -> Option<usize> {
    let mut at = from;
    let (words, rest) = bytes[from..].as_chunks::<8>();
    let mut groups = words.chunks_exact(CHUNK / 8);
    for group in &mut groups {
        // No early exit inside: that is what lets the compiler use vectors.
        if group.as_flattened().iter().fold(false, |found, b| found | must_escape(*b)) {
            return group.as_flattened().iter().position(|b| must_escape(*b)).map(|i| at + i);
        }
        at += CHUNK;
    }
    for word in groups.remainder() {
        if has_escape(u64::from_le_bytes(*word))
            && let Some(i) = word.iter().position(|b| must_escape(*b))
        {
            return Some(at + i);
        }
        at += 8;
    }
    rest.iter().position(|b| must_escape(*b)).map(|i| at + i)
}

/// Whether one of eight bytes has to be escaped. Bytes beyond ASCII never do.
fn has_escape(word: u64) -> bool {
    const ONES: u64 = 0x0101_0101_0101_0101;
    const HIGHS: u64 = ONES << 7;
    // The high bit of a byte is set where it is below the bound, if it is ASCII (a borrow may set it above such a one).
    let below = |word: u64, bound: u64| word.wrapping_sub(ONES * bound) & !word & HIGHS;
    let equals = |byte: u8| below(word ^ (ONES * u64::from(byte)), 1);
    below(word, 0x20) | equals(b'"') | equals(b'\\') != 0
}

fn must_escape(byte: u8) -> bool {
    matches!(byte, 0..=0x1F | b'"' | b'\\')
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

    #[test]
    fn every_byte_is_found_at_every_place() {
        for byte in 0..=0xFF {
            for at in 0..50 {
                let mut bytes = [b'a', 0xC3, 0xBF, b' ', 0x80].repeat(10);
                bytes[at] = byte;
                assert_eq!(next(&bytes, 0), must_escape(byte).then_some(at), "{byte} at {at}");
                let from = at.min(3);
                assert_eq!(next(&bytes, from), must_escape(byte).then_some(at), "{byte} at {at}");
            }
        }
    }

    proptest! {
        #[test]
        fn serde_json_reads_it_back(text in "\\PC*|[\\x00-\\x7f]{0,80}|(a|\"|\\\\|\n|ä|😀){0,100}") {
            let mut out = Vec::new();
            string(&mut out, &text);
            prop_assert_eq!(serde_json::from_slice::<String>(&out).unwrap(), text);
        }
    }
}
