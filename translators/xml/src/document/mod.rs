// SPDX-License-Identifier: EUPL-1.2
//! The text of a document, whatever encoding it came in.

mod encoding;
#[cfg(test)]
mod tests;

use std::borrow::Cow;

use fachwerk_message::{CodecError, ErrorKind, Limits, Result};

use crate::tokenizer::{declaration, syntax};
use encoding::{ByteOrder, Encoding};

/// The text of a document, out of UTF-8, UTF-16, US-ASCII, ISO-8859-1, windows-1252 or another encoding with one
/// byte a character.
///
/// Which encoding it is, the byte order mark says first, then the transport (RFC 7303, section 3), then the first
/// bytes and the XML declaration (XML 1.0, section 4.3.3 and appendix F). UTF-8 is not copied; from the others at most
/// three bytes of text come for each byte of input.
///
/// ```
/// use fachwerk_message::Limits;
/// use fachwerk_xml::{Document, Tokenizer, Token};
///
/// let bytes = b"<?xml version='1.0' encoding='ISO-8859-1'?><a>\xE4</a>";
/// let document = Document::decode(bytes, None, &Limits::default()).unwrap();
/// let mut tokens = Tokenizer::over(&document, &Limits::default()).unwrap();
/// tokens.next_token().unwrap();
/// tokens.next_token().unwrap();
/// assert_eq!(tokens.text(), "ä");
/// ```
#[derive(Debug, Clone)]
pub struct Document<'a> {
    text: Cow<'a, str>,
    encoding: Encoding,
    /// Bytes of the input before the text: a byte order mark that is not part of it.
    skipped: usize,
    /// Where byte order mark and XML declaration end in the text.
    body: usize,
}

impl<'a> Document<'a> {
    /// Decode a document. `charset` is what the transport says about its encoding.
    ///
    /// # Errors
    /// More bytes than allowed, an encoding that is not read here or is not the one declared, bytes that do not
    /// belong to the encoding, an ill-formed XML declaration.
    pub fn decode(input: &'a [u8], charset: Option<&str>, limits: &Limits) -> Result<Self> {
        if input.len() > limits.max_bytes {
            return Err(CodecError::at(
                ErrorKind::Limit,
                limits.max_bytes,
                format!("the message has {} bytes, {} are allowed", input.len(), limits.max_bytes),
            ));
        }
        let (encoding, skipped) = match marked(input)? {
            Some(marked) => marked,
            None => match charset {
                Some(name) => (external(name, input)?, 0),
                None => (from_content(input)?, 0),
            },
        };
        let text = encoding.decode(&input[skipped..]).map_err(|error| moved(error, |at| at + skipped))?;
        let mut document = Self { text, encoding, skipped, body: 0 };
        document.body = document.declared(charset.is_some()).map_err(|error| document.locate(error))?;
        Ok(document)
    }

    /// The same document, on its own.
    pub fn into_owned(self) -> Document<'static> {
        Document { text: Cow::Owned(self.text.into_owned()), ..self }
    }

    /// Whether it came in UTF-8.
    pub fn is_utf8(&self) -> bool {
        self.encoding == Encoding::Utf8
    }

    /// The text, with its XML declaration.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The same error with its offset in the input instead of the text.
    pub fn locate(&self, error: Box<CodecError>) -> Box<CodecError> {
        moved(error, |at| self.offset(at))
    }

    /// Offset in the input of a place in the text.
    pub fn offset(&self, at: usize) -> usize {
        if self.encoding == Encoding::Utf8 {
            return at;
        }
        let before = self.text.get(..at).unwrap_or(&self.text);
        self.skipped + self.encoding.length(before)
    }

    /// The same document, borrowed where it did not have to be copied.
    pub(crate) fn into_text(self) -> (Cow<'a, str>, usize) {
        (self.text, self.body)
    }

    /// Where the text begins that is no declaration.
    pub(crate) fn body(&self) -> usize {
        self.body
    }

    /// Check the XML declaration; where it ends.
    fn declared(&self, external: bool) -> Result<usize> {
        // The mark of UTF-16 is no part of the text; what stands here is a second one, and no place for it.
        if self.encoding != Encoding::Utf8 && self.text.starts_with('\u{FEFF}') {
            return Ok(0);
        }
        let declaration = declaration(&self.text)?;
        let Some((name, at)) = declaration.encoding else { return Ok(declaration.end) };
        // What the transport says takes the place of what the document says.
        if external {
            return Ok(declaration.end);
        }
        match Encoding::named(name) {
            None => Err(unsupported(at, name)),
            Some(declared) if self.encoding.may_declare(declared) => Ok(declaration.end),
            Some(_) => Err(syntax(at, format!("the document declares `{name}`, which is not its encoding"))),
        }
    }
}

/// The encoding that a byte order mark says, and how many bytes of it are not part of the text.
fn marked(input: &[u8]) -> Result<Option<(Encoding, usize)>> {
    Ok(Some(match input {
        [0, 0, 0xFE, 0xFF, ..] | [0xFF, 0xFE, 0, 0, ..] | [0, 0, 0, b'<', ..] | [b'<', 0, 0, 0, ..] => {
            return Err(unsupported(0, "UTF-32"));
        }
        [0xFE, 0xFF, ..] => (Encoding::Utf16(ByteOrder::Big), 2),
        [0xFF, 0xFE, ..] => (Encoding::Utf16(ByteOrder::Little), 2),
        // The tokenizer passes over this one.
        [0xEF, 0xBB, 0xBF, ..] => (Encoding::Utf8, 0),
        _ => return Ok(None),
    }))
}

/// The encoding that the transport names.
fn external(name: &str, input: &[u8]) -> Result<Encoding> {
    match Encoding::named(name) {
        Some(Encoding::Utf16(ByteOrder::Unsaid)) => Ok(match wide(input) {
            Some(order) => Encoding::Utf16(order),
            None => Encoding::Utf16(ByteOrder::Big),
        }),
        Some(encoding) => Ok(encoding),
        None => Err(unsupported(0, name)),
    }
}

/// The encoding that the first bytes say: a document begins with `<` or white space.
fn from_content(input: &[u8]) -> Result<Encoding> {
    if let Some(order) = wide(input) {
        return Ok(Encoding::Utf16(order));
    }
    if input.starts_with(&[0x4C, 0x6F, 0xA7, 0x94]) {
        return Err(unsupported(0, "EBCDIC"));
    }
    // The declaration is ASCII in all that is left.
    let end = if input.starts_with(b"<?xml") { memchr::memmem::find(input, b"?>") } else { None };
    let Some(text) = end.and_then(|end| std::str::from_utf8(&input[..end + 2]).ok()) else {
        return Ok(Encoding::Utf8);
    };
    let Some((name, at)) = declaration(text)?.encoding else { return Ok(Encoding::Utf8) };
    match Encoding::named(name) {
        Some(Encoding::Utf16(_)) => {
            Err(syntax(at, format!("the document declares `{name}`, which is not its encoding")))
        }
        Some(encoding) => Ok(encoding),
        None => Err(unsupported(at, name)),
    }
}

/// The byte order of what begins like UTF-16.
fn wide(input: &[u8]) -> Option<ByteOrder> {
    match input {
        [0, b'<' | b' ' | b'\t' | b'\r' | b'\n', ..] => Some(ByteOrder::Big),
        [b'<' | b' ' | b'\t' | b'\r' | b'\n', 0, ..] => Some(ByteOrder::Little),
        _ => None,
    }
}

fn unsupported(offset: usize, name: &str) -> Box<CodecError> {
    let name: String = name.chars().filter(|c| !c.is_control()).take(40).collect();
    CodecError::at(
        ErrorKind::Unsupported,
        offset,
        format!(
            "encoding `{name}` is not supported; send UTF-8, UTF-16, US-ASCII, ISO-8859-1 or windows-1252"
        ),
    )
}

fn moved(mut error: Box<CodecError>, place: impl Fn(usize) -> usize) -> Box<CodecError> {
    error.offset = error.offset.map(place);
    error
}
