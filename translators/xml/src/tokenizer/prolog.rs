// SPDX-License-Identifier: EUPL-1.2
//! The XML declaration (XML 1.0, sections 2.8 and 4.3.3).

use fachwerk_message::Result;

use super::syntax;
use crate::characters::{is_space, skip_space};

const MARK: &str = "\u{FEFF}";

/// What stands before the root element and its comments.
pub(crate) struct Declaration<'a> {
    /// Where byte order mark and XML declaration end.
    pub(crate) end: usize,
    /// The name of the encoding and its offset.
    pub(crate) encoding: Option<(&'a str, usize)>,
}

/// Read byte order mark and XML declaration.
pub(crate) fn declaration(input: &str) -> Result<Declaration<'_>> {
    let bytes = input.as_bytes();
    let start = if input.starts_with(MARK) { MARK.len() } else { 0 };
    let rest = &bytes[start..];
    if !rest.starts_with(b"<?xml") || !rest.get(5).copied().is_some_and(is_space) {
        return Ok(Declaration { end: start, encoding: None });
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
    let encoding = cursor.pseudo_attribute("encoding")?;
    if let Some((name, at)) = encoding
        && !is_encoding_name(name)
    {
        return Err(syntax(at, "the XML declaration has an encoding that is no name"));
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
    Ok(Declaration { end: cursor.at + 2, encoding })
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
