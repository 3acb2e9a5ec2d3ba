// SPDX-License-Identifier: EUPL-1.2
//! Encodings by their names (XML 1.0, section 4.3.3; IANA Character Sets).

use std::borrow::Cow;

use fachwerk_message::Result;

use crate::tokenizer::syntax;

/// An encoding that documents may have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Encoding {
    Utf8,
    Utf16(ByteOrder),
    Ascii,
    /// ISO-8859-1 as IANA has it: each byte is the code point of the same number. The Encoding Standard takes
    /// windows-1252 for it, which would change control characters.
    Latin1,
    /// One byte a character, by a table.
    Table(&'static encoding_rs::Encoding),
}

/// What a name says about the order of bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum ByteOrder {
    /// The byte order mark or the first character says it.
    Unsaid,
    Little,
    Big,
}

impl Encoding {
    /// The encoding with this name, if it is one that is read.
    pub(super) fn named(name: &str) -> Option<Self> {
        let name = name.trim().to_ascii_lowercase();
        Some(match name.as_str() {
            "utf-8" | "utf8" => Self::Utf8,
            "utf-16" | "iso-10646-ucs-2" => Self::Utf16(ByteOrder::Unsaid),
            "utf-16le" => Self::Utf16(ByteOrder::Little),
            "utf-16be" => Self::Utf16(ByteOrder::Big),
            "us-ascii" | "ascii" | "iso646-us" | "ansi_x3.4-1968" => Self::Ascii,
            "iso-8859-1" | "iso8859-1" | "iso_8859-1" | "latin1" | "l1" | "cp819" | "ibm819" => Self::Latin1,
            name => Self::Table(table(name)?),
        })
    }

    /// The text that bytes are, without a byte order mark where the encoding has one that is not UTF-8's.
    pub(super) fn decode(self, bytes: &[u8]) -> Result<Cow<'_, str>> {
        match self {
            Self::Utf8 => match simdutf8::compat::from_utf8(bytes) {
                Ok(text) => Ok(Cow::Borrowed(text)),
                Err(error) => Err(syntax(
                    error.valid_up_to(),
                    "bytes that are not UTF-8; another encoding has to be named in the XML declaration or in the \
                     charset parameter",
                )),
            },
            Self::Ascii => match bytes.iter().position(|byte| !byte.is_ascii()) {
                None => Ok(encoding_rs::mem::decode_latin1(bytes)),
                Some(at) => Err(syntax(at, "a byte that is not US-ASCII")),
            },
            Self::Latin1 => Ok(encoding_rs::mem::decode_latin1(bytes)),
            Self::Table(table) => {
                table.decode_without_bom_handling_and_without_replacement(bytes).ok_or_else(|| {
                    let wrong = |byte: &u8| {
                        table
                            .decode_without_bom_handling_and_without_replacement(std::slice::from_ref(byte))
                            .is_none()
                    };
                    let at = bytes.iter().position(wrong).unwrap_or_default();
                    syntax(at, format!("a byte that is no character of {}", table.name()))
                })
            }
            Self::Utf16(order) => {
                let (table, of_two): (_, fn([u8; 2]) -> u16) = match order {
                    ByteOrder::Little => (encoding_rs::UTF_16LE, u16::from_le_bytes),
                    ByteOrder::Big | ByteOrder::Unsaid => (encoding_rs::UTF_16BE, u16::from_be_bytes),
                };
                let decoded = table.decode_without_bom_handling_and_without_replacement(bytes);
                decoded.ok_or_else(|| syntax(first_bad_unit(bytes, of_two), "bytes that are not UTF-16"))
            }
        }
    }

    /// How many bytes of the input a text was.
    pub(super) fn length(self, text: &str) -> usize {
        match self {
            Self::Utf8 => text.len(),
            Self::Utf16(_) => text.encode_utf16().count() * 2,
            Self::Ascii | Self::Latin1 | Self::Table(_) => text.chars().count(),
        }
    }

    /// Whether a document in this encoding may declare the other one.
    pub(super) fn may_declare(self, declared: Self) -> bool {
        match (self, declared) {
            (Self::Utf16(one), Self::Utf16(other)) => one == other || other == ByteOrder::Unsaid,
            (one, other) => one == other,
        }
    }
}

/// The table of an encoding with one byte a character. Names that the Encoding Standard takes for a larger encoding
/// than they stand for are left out.
fn table(name: &str) -> Option<&'static encoding_rs::Encoding> {
    let table = encoding_rs::Encoding::for_label_no_replacement(name.as_bytes())?;
    let larger = [encoding_rs::WINDOWS_1252, encoding_rs::WINDOWS_1254, encoding_rs::WINDOWS_874];
    let is_itself = name.contains("125") || name.contains("874");
    (table.is_single_byte()
        && table != encoding_rs::X_USER_DEFINED
        && (is_itself || !larger.contains(&table)))
    .then_some(table)
}

/// Offset of the first unit of UTF-16 that is half of a pair, or of the byte that is left.
fn first_bad_unit(bytes: &[u8], of_two: fn([u8; 2]) -> u16) -> usize {
    let units = bytes.chunks_exact(2).map(|pair| of_two([pair[0], pair[1]]));
    let mut at = 0;
    for decoded in char::decode_utf16(units) {
        match decoded {
            Ok(c) => at += c.len_utf16() * 2,
            Err(_) => break,
        }
    }
    at
}
