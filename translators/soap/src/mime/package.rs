// SPDX-License-Identifier: EUPL-1.2
//! Packages as they come in.

use std::borrow::Cow;
use std::cell::{Cell, RefCell};

use fachwerk_mapping::REFERENCE;
use fachwerk_message::{CodecError, ErrorKind, Limits, Result};
use fachwerk_xml::{Binaries, Binary, Document};

use super::fields::{Fields, bare};
use super::transfer::{decoded, to_base64};
use crate::SoapError;
use crate::http::parameter;

/// So many parts a package may have.
const MAX_PARTS: usize = 1_000;

/// The media type of bytes that nobody knows anything about (RFC 2046, section 4.5.1).
pub(super) const UNKNOWN: &str = "application/octet-stream";

/// An envelope with the parts beside it; a bare envelope is a package without parts.
#[derive(Debug)]
pub struct Package<'a> {
    root: Document<'a>,
    /// Where the envelope's bytes begin; `None` where they are not those of the package.
    base: Option<usize>,
    parts: Vec<Part<'a>>,
    /// The parts are still to come: these are referred to.
    to_come: Option<RefCell<Vec<Awaited>>>,
}

/// A part that a message refers to before it has come.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Awaited {
    /// What stands in the place of its content, after [`REFERENCE`].
    pub id: String,
    /// It belongs to an attachment that the contract declares, which has this name.
    pub declared: bool,
}

/// A part beside the envelope.
#[derive(Debug)]
pub(crate) struct Part<'a> {
    pub(crate) content_id: Option<String>,
    pub(crate) content_type: Option<String>,
    pub(crate) bytes: Cow<'a, [u8]>,
    /// Where its bytes begin.
    start: usize,
    /// The message has taken it in.
    taken: Cell<bool>,
}

impl<'a> Package<'a> {
    /// Open what may be a package. `content_type` is what the transport says; without it, the bytes have to begin with
    /// MIME's header fields or with a boundary to be taken for one. The envelope may be in any encoding that
    /// [`Document`] reads; the `charset` of its media type counts.
    ///
    /// # Errors
    /// It is a package and not well-formed, or a limit is exceeded.
    pub fn open(
        content_type: Option<&str>,
        bytes: &'a [u8],
        limits: &Limits,
    ) -> std::result::Result<Self, SoapError> {
        if bytes.len() > limits.max_bytes {
            let message = format!("the message has {} bytes, {} are allowed", bytes.len(), limits.max_bytes);
            return Err(CodecError::at(ErrorKind::Limit, limits.max_bytes, message).into());
        }
        match content_type {
            Some(media) if is_multipart(media) => Ok(Self::read(Some(media), bytes, 0, limits)?),
            None if starts_with_fields(bytes) => {
                let start = bytes.len() - bytes.trim_ascii_start().len();
                let (fields, end) = Fields::read(&bytes[start..], start)?;
                let body = start + end;
                match fields.content_type.as_deref() {
                    Some(media) if is_multipart(media) => {
                        Ok(Self::read(Some(media), &bytes[body..], body, limits)?)
                    }
                    media => {
                        let root = decoded(fields.transfer_encoding.as_deref(), &bytes[body..], body)?;
                        Ok(Self::of(root, media, body, Vec::new(), limits)?)
                    }
                }
            }
            None if bytes.trim_ascii_start().starts_with(b"--") => Ok(Self::read(None, bytes, 0, limits)?),
            media => Ok(Self::of(Cow::Borrowed(bytes), media, 0, Vec::new(), limits)?),
        }
    }

    /// The envelope of a package, taken out of it, whose other parts are still to come. In the place of their content
    /// the message has references: [`REFERENCE`] and the [`id`](Awaited::id) of what is [awaited](Self::awaited).
    ///
    /// # Errors
    /// As [`open`](Self::open).
    pub fn before_parts(
        content_type: Option<&str>,
        envelope: &'a [u8],
        limits: &Limits,
    ) -> std::result::Result<Self, SoapError> {
        if envelope.len() > limits.max_bytes {
            let message = format!("the envelope has more than {} bytes", limits.max_bytes);
            return Err(CodecError::at(ErrorKind::Limit, limits.max_bytes, message).into());
        }
        let package = Self::of(Cow::Borrowed(envelope), content_type, 0, Vec::new(), limits)?;
        Ok(Self { to_come: Some(RefCell::default()), ..package })
    }

    /// The parts that the message, which has been read, refers to, in the order of the message.
    pub fn awaited(self) -> Vec<Awaited> {
        self.to_come.map(RefCell::into_inner).unwrap_or_default()
    }

    fn wait_for(&self, id: &str, declared: bool) -> Option<String> {
        let mut awaited = self.to_come.as_ref()?.borrow_mut();
        let id = escaped(id);
        if !awaited.iter().any(|known| known.id == id && known.declared == declared) {
            awaited.push(Awaited { id: id.clone(), declared });
        }
        Some(format!("{REFERENCE}{id}"))
    }

    /// An envelope out of its bytes, with what stands beside it.
    fn of(
        root: Cow<'a, [u8]>,
        media: Option<&str>,
        base: usize,
        parts: Vec<Part<'a>>,
        limits: &Limits,
    ) -> Result<Self> {
        let charset = media.and_then(|media| parameter(media, "charset"));
        let charset = charset.as_deref().map(str::trim).filter(|charset| !charset.is_empty());
        match root {
            Cow::Borrowed(bytes) => {
                let root = Document::decode(bytes, charset, limits).map_err(|mut error| {
                    error.offset = error.offset.map(|at| base + at);
                    error
                })?;
                Ok(Self { root, base: Some(base), parts, to_come: None })
            }
            Cow::Owned(bytes) => {
                let root = Document::decode(&bytes, charset, limits).map_err(|mut error| {
                    error.offset = Some(base);
                    error
                })?;
                Ok(Self { root: root.into_owned(), base: None, parts, to_come: None })
            }
        }
    }

    /// The envelope's document.
    pub fn document(&self) -> &Document<'a> {
        &self.root
    }

    /// The same error with its offset in the whole package instead of the envelope's text.
    pub(crate) fn locate(&self, error: SoapError) -> SoapError {
        error.moved(|at| self.base.map_or(at, |base| base + self.root.offset(at)))
    }

    /// Whether something stands beside the envelope.
    pub fn has_parts(&self) -> bool {
        !self.parts.is_empty() || self.to_come.is_some()
    }

    /// Bytes of all parts beside the envelope.
    pub(crate) fn beside(&self) -> u64 {
        self.parts.iter().map(|part| part.bytes.len() as u64).sum()
    }

    /// The content of a declared attachment.
    pub(crate) fn declared(&self, name: &str, names: &[&str]) -> Option<Binary> {
        if let Some(base64) = self.wait_for(name, true) {
            return Some(Binary { base64, content_type: None });
        }
        let part = self.take(name, names)?;
        Some(Binary { base64: part.base64(), content_type: part.content_type.clone() })
    }

    fn read(content_type: Option<&str>, bytes: &'a [u8], base: usize, limits: &Limits) -> Result<Self> {
        let boundary = match content_type.and_then(|media| parameter(media, "boundary")) {
            Some(boundary) if !boundary.is_empty() => boundary.into_bytes(),
            _ => first_boundary(bytes).ok_or_else(|| {
                CodecError::at(ErrorKind::Syntax, base, "a MIME package without a boundary")
            })?,
        };
        let mut parts = Vec::new();
        for (start, end) in split(bytes, &boundary, base)? {
            if parts.len() == MAX_PARTS {
                let message = format!("a MIME package with more than {MAX_PARTS} parts");
                return Err(CodecError::at(ErrorKind::Limit, base + start, message));
            }
            let (fields, length) = Fields::read(&bytes[start..end], base + start)?;
            let content = &bytes[start + length..end];
            parts.push(Part {
                bytes: decoded(fields.transfer_encoding.as_deref(), content, base + start)?,
                start: start + length,
                content_id: fields.content_id,
                // What says nothing about the bytes is not said.
                content_type: fields.content_type.filter(|media| !media.eq_ignore_ascii_case(UNKNOWN)),
                taken: Cell::new(false),
            });
        }
        let start = content_type.and_then(|media| parameter(media, "start"));
        // The root is the part that `start` names, otherwise the first (RFC 2387, section 3.2).
        let root = match start.as_deref().map(bare).filter(|start| !start.is_empty()) {
            Some(id) => parts.iter().position(|p| p.content_id.as_deref() == Some(id)).ok_or_else(|| {
                CodecError::at(
                    ErrorKind::Structure,
                    base,
                    "the part that a MIME package starts with is not there",
                )
            })?,
            None if parts.is_empty() => {
                return Err(CodecError::at(ErrorKind::Syntax, base, "a MIME package without parts"));
            }
            None => 0,
        };
        let root = parts.remove(root);
        Self::of(root.bytes, root.content_type.as_deref(), base + root.start, parts, limits)
    }

    /// The part for a declared attachment that has not been taken yet: named after it (`name=…@…`, WS-I Attachments
    /// Profile 1.0, section 3.8), otherwise the next one.
    fn take(&self, name: &str, names: &[&str]) -> Option<&Part<'a>> {
        let named = |part: &Part<'_>, name: &str| {
            let id = part.content_id.as_deref().map(unescaped);
            id.is_some_and(|id| id == name || id.strip_prefix(name).is_some_and(|rest| rest.starts_with('=')))
        };
        let mut free = self.parts.iter().filter(|part| !part.taken.get());
        let found = free
            .clone()
            .find(|part| named(part, name))
            .or_else(|| free.find(|part| !names.iter().any(|other| named(part, other))))?;
        found.taken.set(true);
        Some(found)
    }

    /// Nothing has been taken in yet.
    pub(crate) fn put_back(&self) {
        if let Some(to_come) = &self.to_come {
            to_come.borrow_mut().clear();
        }
        self.parts.iter().for_each(|part| part.taken.set(false));
    }

    /// A part that the message has not taken in.
    pub(crate) fn left_over(&self) -> Option<&Part<'a>> {
        self.parts.iter().find(|part| !part.taken.get())
    }
}

impl Part<'_> {
    /// Its bytes as base64.
    pub(crate) fn base64(&self) -> String {
        to_base64(&self.bytes)
    }
}

impl Binaries for Package<'_> {
    fn binary(&self, uri: &str) -> Option<Binary> {
        let id = unescaped(uri.strip_prefix(REFERENCE)?);
        if let Some(base64) = self.wait_for(&id, false) {
            return Some(Binary { base64, content_type: None });
        }
        let part = self
            .parts
            .iter()
            .find(|p| p.content_id.as_deref().is_some_and(|own| own == id || unescaped(own) == id))?;
        part.taken.set(true);
        Some(Binary { base64: part.base64(), content_type: part.content_type.clone() })
    }
}

fn is_multipart(media: &str) -> bool {
    media.split(';').next().unwrap_or_default().trim().eq_ignore_ascii_case("multipart/related")
}

/// Whether the input begins as a MIME document does.
fn starts_with_fields(bytes: &[u8]) -> bool {
    let start = bytes.trim_ascii_start();
    let field = |name: &str| start.get(..name.len()).is_some_and(|s| s.eq_ignore_ascii_case(name.as_bytes()));
    field("MIME-Version:") || field("Content-Type:")
}

/// The boundary that the first line is.
fn first_boundary(bytes: &[u8]) -> Option<Vec<u8>> {
    let line = bytes.trim_ascii_start().strip_prefix(b"--")?;
    let line = &line[..memchr::memchr(b'\n', line)?];
    let boundary = line.trim_ascii_end();
    // RFC 2046, section 5.1.1
    (1..=70).contains(&boundary.len()).then(|| boundary.to_vec())
}

/// Where the parts lie (RFC 2046, section 5.1).
fn split(bytes: &[u8], boundary: &[u8], base: usize) -> Result<Vec<(usize, usize)>> {
    let delimiter = [b"--", boundary].concat();
    let finder = memchr::memmem::Finder::new(&delimiter);
    let mut parts = Vec::new();
    let mut open: Option<usize> = None;
    for at in finder.find_iter(bytes) {
        if at > 0 && bytes[at - 1] != b'\n' {
            continue;
        }
        let rest = &bytes[at + delimiter.len()..];
        let last = rest.starts_with(b"--");
        let line = memchr::memchr(b'\n', rest).unwrap_or(rest.len());
        // What goes on is another, longer boundary.
        if !last && !rest[..line].iter().all(u8::is_ascii_whitespace) {
            continue;
        }
        if let Some(start) = open {
            let mut end = at.saturating_sub(1);
            if end > start && bytes[end - 1] == b'\r' {
                end -= 1;
            }
            parts.push((start, end.max(start)));
        }
        if last {
            return Ok(parts);
        }
        open = Some((at + delimiter.len() + line + 1).min(bytes.len()));
    }
    Err(CodecError::at(
        ErrorKind::Syntax,
        base + bytes.len(),
        "a MIME package that ends before its last boundary",
    ))
}

/// An identifier as it stands in a reference: percent signs for what a URI or JSON does not take as it is.
pub fn escaped(id: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~@=+$!*,;:".contains(&byte);
    id.bytes()
        .map(|byte| if plain(byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") })
        .collect()
}

/// Percent signs undone (RFC 2392, section 2).
pub fn unescaped(text: &str) -> String {
    let bytes = text.as_bytes();
    let mut out = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while let Some(byte) = bytes.get(at) {
        let digits = bytes.get(at + 1..at + 3).and_then(|d| std::str::from_utf8(d).ok());
        match digits.filter(|_| *byte == b'%').and_then(|d| u8::from_str_radix(d, 16).ok()) {
            Some(value) => {
                out.push(value);
                at += 3;
            }
            None => {
                out.push(*byte);
                at += 1;
            }
        }
    }
    String::from_utf8_lossy(&out).into_owned()
}
