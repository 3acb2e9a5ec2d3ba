// SPDX-License-Identifier: EUPL-1.2
use super::*;
use crate::{Token, Tokenizer};

/// The text of the root element.
fn read(input: &[u8], charset: Option<&str>) -> Result<String> {
    let limits = Limits::default();
    let document = Document::decode(input, charset, &limits)?;
    let run = || {
        let mut tokens = Tokenizer::over(&document, &limits)?;
        let mut text = String::new();
        loop {
            match tokens.next_token()? {
                Token::Text => text.push_str(tokens.text()),
                Token::Eof => return Ok(text),
                _ => {}
            }
        }
    };
    run().map_err(|error| document.locate(error))
}

fn utf_16(text: &str, of: fn(u16) -> [u8; 2]) -> Vec<u8> {
    text.encode_utf16().flat_map(of).collect()
}

fn declared(name: &str, content: &[u8]) -> Vec<u8> {
    let mut out = format!("<?xml version='1.0' encoding='{name}'?><a>").into_bytes();
    out.extend_from_slice(content);
    out.extend_from_slice(b"</a>");
    out
}

fn good(input: &[u8], charset: Option<&str>, expected: &str) {
    assert_eq!(
        read(input, charset).as_deref(),
        Ok(expected),
        "{charset:?} {:?}",
        String::from_utf8_lossy(input)
    );
}

fn refused(input: &[u8], charset: Option<&str>, kind: ErrorKind, offset: usize) {
    let error = read(input, charset).expect_err(&format!("{charset:?} {:?}", String::from_utf8_lossy(input)));
    assert_eq!((error.kind, error.offset), (kind, Some(offset)), "{error}");
}

#[test]
fn utf_16_is_read_with_and_without_its_mark() {
    let text = "<a>Grüße, 日本, 😀</a>";
    let expected = "Grüße, 日本, 😀";
    type Order = fn(u16) -> [u8; 2];
    let orders: [(Order, [u8; 2], &str); 2] =
        [(u16::to_le_bytes, [0xFF, 0xFE], "utf-16le"), (u16::to_be_bytes, [0xFE, 0xFF], "utf-16be")];
    for (of, mark, name) in orders {
        for document in [
            text.to_owned(),
            format!("<?xml version='1.0' encoding='UTF-16'?>{text}"),
            format!("<?xml version='1.0' encoding='{name}'?>\r\n{text}"),
            format!("\n{text}"),
        ] {
            let bytes = utf_16(&document, of);
            let marked = [&mark[..], &bytes].concat();
            for charset in [None, Some("utf-16"), Some(name)] {
                good(&bytes, charset, expected);
                good(&marked, charset, expected);
            }
            // A second mark is text.
            refused(&[&mark[..], &marked].concat(), None, ErrorKind::Syntax, 2);
            // The mark weighs more than the transport.
            good(&marked, Some("iso-8859-1"), expected);
        }
    }
    // Without any sign, big-endian (RFC 2781, section 4.3).
    refused(&utf_16("x", u16::to_be_bytes), Some("utf-16"), ErrorKind::Syntax, 0);
    // Half of a pair, half of a unit.
    let mut bytes = utf_16("<a>", u16::to_le_bytes);
    bytes.extend_from_slice(&[0x3D, 0xD8, b'<', 0]);
    refused(&bytes, None, ErrorKind::Syntax, 6);
    refused(&bytes[..7], None, ErrorKind::Syntax, 6);
    // Positions are those of the input.
    let wrong = [&[0xFF, 0xFE][..], &utf_16("<a>😀ü</b>", u16::to_le_bytes)].concat();
    refused(&wrong, None, ErrorKind::Syntax, 2 + 2 * 8);
    let declared = utf_16("<?xml version='1.0' encoding='UTF-8'?><a/>", u16::to_le_bytes);
    refused(&declared, None, ErrorKind::Syntax, 2 * 30);
    // The transport knows better than the document.
    good(&declared, Some("utf-16le"), "");
}

#[test]
fn encodings_with_one_byte_a_character_are_read() {
    good(&declared("ISO-8859-1", b"\xE4\xA4\x80"), None, "ä¤\u{80}");
    good(&declared("iso-8859-15", b"\xE4\xA4"), None, "ä€");
    good(&declared("Windows-1252", b"\xE4\x80\x9F"), None, "ä€Ÿ");
    good(&declared("windows-1251", b"\xCF"), None, "П");
    good(&declared("ISO-8859-2", b"\xA3"), None, "Ł");
    good(&declared("US-ASCII", b"x"), None, "x");
    good(&declared("utf-8", "ä".as_bytes()), None, "ä");
    good(b"\xEF\xBB\xBF<a>\xC3\xA4</a>", None, "ä");
    refused(&declared("US-ASCII", b"\xE4"), None, ErrorKind::Syntax, 44);
    refused(&declared("ISO-8859-7", b"x\xFF"), None, ErrorKind::Syntax, 47);
    // Positions are those of the input.
    refused(&declared("ISO-8859-1", b"\xE4\xE4\x01"), None, ErrorKind::Syntax, 48);
    refused(&declared("ISO-8859-1", b"\xE4</b>"), None, ErrorKind::Syntax, 49);
}

#[test]
fn the_transport_weighs_more_than_the_declaration() {
    good(b"<a>\xE4</a>", Some("ISO-8859-1"), "ä");
    good(b"<a>\x80</a>", Some("windows-1252"), "€");
    good(&declared("ISO-8859-1", "ä".as_bytes()), Some("UTF-8"), "ä");
    good(&declared("utf-16", "ä".as_bytes()), Some("utf-8"), "ä");
    good(&declared("x-unknown", "ä".as_bytes()), Some("utf-8"), "ä");
    good(&declared("UTF-8", b"\xE4"), Some("iso-8859-1"), "ä");
    good(b"\xEF\xBB\xBF<a>\xC3\xA4</a>", Some("iso-8859-1"), "ä");
    refused(&declared("ISO-8859-1", b"\xE4"), Some("utf-8"), ErrorKind::Syntax, 46);
}

#[test]
fn what_cannot_be_read_says_so() {
    for name in
        ["UTF-7", "Shift_JIS", "GB18030", "IBM037", "x-user-defined", "ISO-8859-9", "TIS-620", "replacement"]
    {
        let error = read(&declared(name, b""), None).unwrap_err();
        assert_eq!((error.kind, error.offset), (ErrorKind::Unsupported, Some(30)), "{name}");
        assert!(error.message.contains(name) && error.message.contains("ISO-8859-1"), "{error}");
        refused(b"<a/>", Some(name), ErrorKind::Unsupported, 0);
    }
    for bytes in
        [&b"\0\0\xFE\xFF\0\0\0<"[..], b"\xFF\xFE\0\0<\0\0\0", b"\0\0\0<", b"<\0\0\0", b"\x4C\x6F\xA7\x94"]
    {
        refused(bytes, None, ErrorKind::Unsupported, 0);
    }
    // Declared, and not the case.
    refused(&declared("UTF-16", b"x"), None, ErrorKind::Syntax, 30);
    refused(b"\xEF\xBB\xBF<?xml version='1.0' encoding='ISO-8859-1'?><a/>", None, ErrorKind::Syntax, 33);
    refused(b"<a>\xE4</a>", None, ErrorKind::Syntax, 3);
    refused(b"<?xml version='1.0' encoding='\xE4'?><a/>", None, ErrorKind::Syntax, 30);
    let small = Limits { max_bytes: 3, ..Limits::default() };
    assert_eq!(Document::decode(b"<a/>", None, &small).unwrap_err().kind, ErrorKind::Limit);
}
