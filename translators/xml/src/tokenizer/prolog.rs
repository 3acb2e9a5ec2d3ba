// SPDX-License-Identifier: EUPL-1.2
//! Encoding and XML declaration (XML 1.0, sections 2.8 and 4.3.3).

use fachwerk_message::{CodecError, ErrorKind, Result};

use super::syntax;
use crate::characters::{is_space, skip_space};

const MARK: &str = "\u{FEFF}";

/// The input as text.
pub(super) fn decode(input: &[u8]) -> Result<&str> {
    if let [0xFE, 0xFF, ..] | [0xFF, 0xFE, ..] | [0, b'<', ..] | [b'<', 0, ..] | [0, 0, 0xFE, 0xFF, ..] =
        input
    {
        return Err(unsupported(0, "UTF-16 or UTF-32"));
    }
    std::str::from_utf8(input).map_err(|error| match guess(input) {
        Some(name) => unsupported(0, name),
        None => syntax(error.valid_up_to(), "bytes that are not UTF-8"),
    })
}

fn unsupported(offset: usize, name: &str) -> Box<CodecError> {
    CodecError::at(
        ErrorKind::Unsupported,
        offset,
        format!("encoding {name} is not supported yet; send UTF-8"),
    )
}

/// The encoding that bytes which are not UTF-8 claim to have, if it is another one.
fn guess(input: &[u8]) -> Option<&str> {
    let rest = input.strip_prefix(b"<?xml")?;
    let end = memchr::memmem::find(&rest[..rest.len().min(256)], b"?>")?;
    let (_, declaration) = std::str::from_utf8(&rest[..end]).ok()?.split_once("encoding")?;
    let value = declaration.trim_start().strip_prefix('=')?.trim_start();
    let quote = value.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    let name = value[1..].split(quote).next()?;
    if is_encoding_name(name) && !name.eq_ignore_ascii_case("utf-8") { Some(name) } else { None }
}

/// Skip byte order mark and XML declaration; the position after them.
pub(super) fn declaration(input: &str) -> Result<usize> {
    let bytes = input.as_bytes();
    let start = if input.starts_with(MARK) { MARK.len() } else { 0 };
    let rest = &bytes[start..];
    if !rest.starts_with(b"<?xml") || !rest.get(5).copied().is_some_and(is_space) {
        return Ok(start);
    }
    let mut cursor = Cursor { bytes, at: start + 5 };
    let version = cursor.pseudo_attribute("version")?;
    let Some((version, version_at)) = version else {
        return Err(syntax(cursor.at, "the XML declaration has no version"));
    };
    let minor = version.strip_prefix("1.").unwrap_or_default();
    if minor.is_empty() || !minor.bytes().all(|b| b.is_ascii_digit()) {
        return Err(syntax(version_at, "the XML declaration has no version 1.x"));
    }
    if let Some((name, at)) = cursor.pseudo_attribute("encoding")? {
        if !is_encoding_name(name) {
            return Err(syntax(at, "the XML declaration has an encoding that is no name"));
        }
        encoding(input, name, at)?;
    }
    if let Some((value, at)) = cursor.pseudo_attribute("standalone")?
        && !matches!(value, "yes" | "no")
    {
        return Err(syntax(at, "standalone must be yes or no"));
    }
    cursor.at = skip_space(bytes, cursor.at);
    if !bytes[cursor.at..].starts_with(b"?>") {
        return Err(syntax(cursor.at, "the XML declaration has something that does not belong there"));
    }
    Ok(cursor.at + 2)
}

/// Whether the declared encoding reads the input the way UTF-8 does.
fn encoding(input: &str, name: &str, offset: usize) -> Result<()> {
    let lower = name.to_ascii_lowercase();
    if matches!(&*lower, "utf-8" | "utf8") {
        return Ok(());
    }
    let extends_ascii =
        lower == "us-ascii" || lower.starts_with("iso-8859-") || lower.starts_with("windows-125");
    // As long as only ASCII is used, these encodings and UTF-8 are the same.
    if extends_ascii && input.is_ascii() { Ok(()) } else { Err(unsupported(offset, name)) }
}

/// Production `EncName`.
fn is_encoding_name(name: &str) -> bool {
    name.starts_with(|c: char| c.is_ascii_alphabetic())
        && name.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'_' | b'-'))
}

struct Cursor<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl<'a> Cursor<'a> {
    /// `S name Eq "value"`, if that is what comes; value and its offset.
    fn pseudo_attribute(&mut self, name: &str) -> Result<Option<(&'a str, usize)>> {
        let start = skip_space(self.bytes, self.at);
        if !self.bytes[start..].starts_with(name.as_bytes()) {
            return Ok(None);
        }
        if start == self.at {
            return Err(syntax(start, format!("white space is missing before `{name}`")));
        }
        let equals = skip_space(self.bytes, start + name.len());
        if self.bytes.get(equals) != Some(&b'=') {
            return Err(syntax(equals, format!("`=` is missing after `{name}`")));
        }
        let open = skip_space(self.bytes, equals + 1);
        let quote = self.bytes.get(open).copied().filter(|b| matches!(b, b'"' | b'\''));
        let value = quote.and_then(|quote| {
            let length = memchr::memchr(quote, &self.bytes[open + 1..])?;
            std::str::from_utf8(&self.bytes[open + 1..open + 1 + length]).ok()
        });
        let Some(value) = value else {
            return Err(syntax(open, format!("the value of `{name}` is not quoted")));
        };
        self.at = open + 2 + value.len();
        Ok(Some((value, open + 1)))
    }
}
