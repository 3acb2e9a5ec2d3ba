// SPDX-License-Identifier: EUPL-1.2
//! From bytes to text: the encodings that WSDL is written in.

/// Why bytes are no text.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Undecodable {
    /// What is decoded up to the mistake, for its position.
    pub(crate) before: String,
    pub(crate) message: String,
}

/// Text, and a remark where the declaration is wrong but harmless.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Decoded {
    pub(crate) text: String,
    pub(crate) remark: Option<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Encoding {
    Utf8,
    Utf16Little,
    Utf16Big,
    Latin1,
    Windows1252,
    /// A single-byte encoding of which only the ASCII half is known here.
    Ascii,
}

/// Decode a document by its byte order mark or its XML declaration.
pub(crate) fn decode(bytes: Vec<u8>) -> Result<Decoded, Undecodable> {
    let (encoding, mark) = match bytes.as_slice() {
        [0xEF, 0xBB, 0xBF, ..] => (Encoding::Utf8, 3),
        [0xFF, 0xFE, ..] => (Encoding::Utf16Little, 2),
        [0xFE, 0xFF, ..] => (Encoding::Utf16Big, 2),
        [b'<', 0, ..] => (Encoding::Utf16Little, 0),
        [0, b'<', ..] => (Encoding::Utf16Big, 0),
        _ => return undeclared(bytes),
    };
    let text = match encoding {
        Encoding::Utf8 => utf8(bytes, mark),
        Encoding::Utf16Little => utf16(&bytes[mark..], u16::from_le_bytes),
        _ => utf16(&bytes[mark..], u16::from_be_bytes),
    }?;
    check(text).map(|text| Decoded { text, remark: None })
}

/// No byte order mark: the declaration counts.
fn undeclared(bytes: Vec<u8>) -> Result<Decoded, Undecodable> {
    let declared = declared(&bytes);
    let (encoding, remark) = match declared.as_deref() {
        None => (Encoding::Utf8, None),
        Some(name) => match known(name) {
            // the declaration itself was read byte by byte, so UTF-16 it is not: text that was transcoded by a tool
            Some(Encoding::Utf16Little) => {
                (Encoding::Utf8, Some(format!("the document says {name}, but its bytes are UTF-8")))
            }
            Some(encoding) => (encoding, None),
            None if bytes.is_ascii() => (Encoding::Ascii, None),
            None => {
                return Err(Undecodable {
                    before: String::new(),
                    message: format!("the encoding `{name}` is not supported"),
                });
            }
        },
    };
    let text = match encoding {
        Encoding::Latin1 => bytes.into_iter().map(char::from).collect(),
        Encoding::Windows1252 => bytes.into_iter().map(windows_1252).collect(),
        _ => utf8(bytes, 0)?,
    };
    check(text).map(|text| Decoded { text, remark })
}

fn known(name: &str) -> Option<Encoding> {
    Some(match name.to_ascii_lowercase().as_str() {
        "utf-8" | "utf8" | "us-ascii" | "ascii" => Encoding::Utf8,
        "utf-16" | "utf-16le" | "utf-16be" | "unicode" | "ucs-2" => Encoding::Utf16Little,
        "iso-8859-1" | "iso8859-1" | "iso_8859-1" | "latin1" | "latin-1" | "l1" => Encoding::Latin1,
        "windows-1252" | "cp1252" | "win-1252" => Encoding::Windows1252,
        _ => return None,
    })
}

/// The `encoding` of the XML declaration.
fn declared(bytes: &[u8]) -> Option<String> {
    let head = &bytes[..bytes.len().min(256)];
    let head = head.strip_prefix(b"<?xml")?;
    let head = &head[..head.windows(2).position(|pair| pair == b"?>")?];
    let head = std::str::from_utf8(head).ok()?;
    let (_, rest) = head.split_once("encoding")?;
    let rest = rest.trim_start().strip_prefix('=')?.trim_start();
    let quote = rest.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    Some(rest[1..].split(quote).next()?.to_owned())
}

fn utf8(mut bytes: Vec<u8>, mark: usize) -> Result<String, Undecodable> {
    bytes.drain(..mark);
    String::from_utf8(bytes).map_err(|error| {
        let valid = error.utf8_error().valid_up_to();
        let mut bytes = error.into_bytes();
        bytes.truncate(valid);
        Undecodable {
            before: String::from_utf8(bytes).unwrap_or_default(),
            message: "bytes that are not UTF-8".into(),
        }
    })
}

fn utf16(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> Result<String, Undecodable> {
    let mut text = String::with_capacity(bytes.len() / 2);
    let units = bytes.chunks_exact(2).map(|pair| unit([pair[0], pair[1]]));
    for character in char::decode_utf16(units) {
        match character {
            Ok(character) => text.push(character),
            Err(_) => return Err(Undecodable { before: text, message: "bytes that are not UTF-16".into() }),
        }
    }
    if bytes.len() % 2 == 1 {
        return Err(Undecodable { before: text, message: "half a character of UTF-16 at the end".into() });
    }
    Ok(text)
}

/// Only characters that XML allows (XML 1.0, section 2.2).
fn check(text: String) -> Result<String, Undecodable> {
    match text.char_indices().find(|(_, c)| !is_xml_character(*c)) {
        None => Ok(text),
        Some((at, character)) => Err(Undecodable {
            before: text[..at].to_owned(),
            message: format!("the character U+{:04X}, which XML does not allow", u32::from(character)),
        }),
    }
}

/// Char of XML 1.0.
pub(crate) fn is_xml_character(c: char) -> bool {
    matches!(c, '\t' | '\n' | '\r' | ' '..='\u{D7FF}' | '\u{E000}'..='\u{FFFD}' | '\u{10000}'..)
}

fn windows_1252(byte: u8) -> char {
    const HIGH: [char; 32] = [
        '€', '\u{81}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{8D}', 'Ž', '\u{8F}',
        '\u{90}', '‘', '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{9D}', 'ž', 'Ÿ',
    ];
    match byte {
        0x80..=0x9F => HIGH[usize::from(byte - 0x80)],
        _ => char::from(byte),
    }
}

#[cfg(test)]
mod tests {
    use super::decode;

    fn text(bytes: &[u8]) -> String {
        decode(bytes.to_vec()).unwrap().text
    }

    #[test]
    fn encodings() {
        assert_eq!(text("<ä/>".as_bytes()), "<ä/>");
        assert_eq!(text(b"\xEF\xBB\xBF<a/>"), "<a/>");
        assert_eq!(text(b"\xFF\xFE<\0\xE4\0/\0>\0"), "<ä/>");
        assert_eq!(text(b"\xFE\xFF\0<\0\xE4\0/\0>"), "<ä/>");
        assert_eq!(text(b"\0<\0a\0/\0>"), "<a/>");
        assert!(text(b"<?xml version='1.0' encoding='ISO-8859-1'?><\xE4/>").ends_with("<ä/>"));
        assert!(text(b"<?xml version=\"1.0\" encoding = \"windows-1252\"?>\x80").ends_with('€'));
        assert!(text(b"<?xml version='1.0' encoding='windows-1257'?><a/>").ends_with("<a/>"));
    }

    #[test]
    fn mistakes() {
        assert_eq!(decode(b"<a>\xE4</a>".to_vec()).unwrap_err().before, "<a>");
        assert!(decode(b"<?xml version='1.0' encoding='windows-1257'?>\xE4".to_vec()).is_err());
        assert!(decode(b"\xFF\xFE<".to_vec()).is_err());
        assert!(decode(b"\xFF\xFE\x00\xD8<\0".to_vec()).is_err());
        assert!(decode(b"<a>\x01</a>".to_vec()).unwrap_err().message.contains("U+0001"));
        let odd = decode(b"<?xml version='1.0' encoding='utf-16'?><a/>".to_vec()).unwrap();
        assert!(odd.remark.unwrap().contains("UTF-8"));
    }
}
