// SPDX-License-Identifier: EUPL-1.2
//! A MIME multipart body in pieces, while its bytes still come (RFC 2046, section 5.1).

use fachwerk_message::{CodecError, ErrorKind, Result};
use memchr::memmem::Finder;

use super::fields::{Fields, MAX_BYTES};
use super::package::{UNKNOWN, unescaped};
use super::transfer::Decoder;
use crate::http::parameter;

/// What a multipart body may cost.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PartLimits {
    /// Parts.
    pub parts: usize,
    /// Bytes of the header fields of one part, 16 KiB at most.
    pub head_bytes: usize,
}

impl Default for PartLimits {
    fn default() -> Self {
        Self { parts: 1_000, head_bytes: MAX_BYTES }
    }
}

/// What a part says about itself.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PartHead {
    /// Its identifier, without angle brackets and percent signs undone.
    pub content_id: Option<String>,
    /// Its media type; one that says nothing is left out.
    pub content_type: Option<String>,
    /// Its name, where it is one of a form.
    pub name: Option<String>,
}

/// A piece of a multipart body.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PartEvent {
    /// A part begins.
    Begin(PartHead),
    /// Some of its content, transfer encoding removed.
    Content(Vec<u8>),
    /// It ends.
    End,
    /// The last boundary. Nothing that follows is looked at.
    Last,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum At {
    /// Before the first boundary.
    Preamble,
    Head,
    Content,
    /// A part has ended whose boundary was the last one, or not.
    Boundary {
        last: bool,
    },
    Over,
}

/// What a boundary is followed by.
enum Line {
    /// More bytes are needed to say.
    Open,
    /// Something else: it is another, longer boundary, or content.
    Other,
    /// So many bytes of white space and a line end.
    Next(usize),
    Last,
}

/// Cuts a multipart body into pieces.
///
/// In memory is what was pushed and not given out yet: of a part's content never more than a boundary's length.
#[derive(Debug)]
pub struct Parts {
    /// `--boundary`
    delimiter: Vec<u8>,
    finder: Finder<'static>,
    buffer: Vec<u8>,
    at: At,
    /// The buffer begins a line.
    line_begins: bool,
    decoder: Decoder,
    limits: PartLimits,
    count: usize,
    /// Bytes that were given out or passed over.
    offset: usize,
    complete: bool,
}

impl Parts {
    /// For a body of this media type.
    ///
    /// # Errors
    /// It names no boundary.
    pub fn new(content_type: &str, limits: PartLimits) -> Result<Self> {
        let boundary = parameter(content_type, "boundary").unwrap_or_default();
        // RFC 2046, section 5.1.1
        if boundary.is_empty() || boundary.len() > 70 || boundary.ends_with(' ') {
            let message = "the media type of a MIME package has no boundary of 1 to 70 characters";
            return Err(CodecError::new(ErrorKind::Syntax, message));
        }
        let delimiter = [b"--", boundary.as_bytes()].concat();
        let finder = Finder::new(&[b"\n", delimiter.as_slice()].concat()).into_owned();
        Ok(Self {
            delimiter,
            finder,
            buffer: Vec::new(),
            at: At::Preamble,
            line_begins: true,
            decoder: Decoder::Identity,
            limits,
            count: 0,
            offset: 0,
            complete: false,
        })
    }

    /// More bytes have come.
    pub fn push(&mut self, bytes: &[u8]) {
        self.buffer.extend_from_slice(bytes);
    }

    /// No more bytes come.
    pub fn complete(&mut self) {
        self.complete = true;
    }

    /// The next piece; `None` where more bytes are needed, or nothing is left.
    ///
    /// # Errors
    /// It is not well-formed, ends too early, or exceeds a limit.
    pub fn next_event(&mut self) -> Result<Option<PartEvent>> {
        let event = match self.at {
            At::Preamble | At::Content => self.content()?,
            At::Head => self.head()?,
            At::Boundary { last } => {
                self.at = if last { At::Over } else { At::Head };
                return if last { Ok(Some(PartEvent::Last)) } else { self.next_event() };
            }
            At::Over => {
                self.buffer.clear();
                return Ok(None);
            }
        };
        if event.is_none() && self.complete && !matches!(self.at, At::Boundary { .. }) {
            let message = "a MIME package that ends before its last boundary";
            return Err(CodecError::at(ErrorKind::Syntax, self.offset + self.buffer.len(), message));
        }
        match (event, self.at) {
            // The preamble gives nothing.
            (None, At::Boundary { .. }) => self.next_event(),
            (event, _) => Ok(event),
        }
    }

    fn head(&mut self) -> Result<Option<PartEvent>> {
        if self.count == self.limits.parts {
            let message = format!("a MIME package with more than {} parts", self.limits.parts);
            return Err(CodecError::at(ErrorKind::Limit, self.offset, message));
        }
        let Some(end) = end_of_fields(&self.buffer, self.limits.head_bytes) else {
            if self.buffer.len() > self.limits.head_bytes {
                let message =
                    format!("a MIME part with more than {} bytes of header fields", self.limits.head_bytes);
                return Err(CodecError::at(ErrorKind::Limit, self.offset, message));
            }
            return Ok(None);
        };
        let (fields, length) = Fields::read(&self.buffer[..end], self.offset)?;
        self.decoder = Decoder::new(fields.transfer_encoding.as_deref(), self.offset)?;
        self.count += 1;
        self.take(length);
        self.line_begins = true;
        self.at = At::Content;
        Ok(Some(PartEvent::Begin(PartHead {
            content_id: fields.content_id.as_deref().map(unescaped),
            content_type: fields.content_type.filter(|media| {
                // It is written into header fields again.
                !media.eq_ignore_ascii_case(UNKNOWN)
                    && media.bytes().all(|byte| (b' '..=b'~').contains(&byte))
            }),
            name: fields.name,
        })))
    }

    /// Content up to the next boundary, or as much of it as is certain.
    fn content(&mut self) -> Result<Option<PartEvent>> {
        let mut from = 0;
        loop {
            // Where a delimiter is, and where the line end before it begins, which belongs to it.
            let at_start = self.line_begins && from == 0;
            if at_start
                && self.buffer.len() < self.delimiter.len()
                && self.delimiter.starts_with(&self.buffer)
            {
                return Ok(None);
            }
            let found = if at_start && self.buffer.starts_with(&self.delimiter) {
                Some((0, 0))
            } else {
                self.finder.find(&self.buffer[from..]).map(|at| {
                    let line_feed = from + at;
                    let before = line_feed > 0 && self.buffer[line_feed - 1] == b'\r';
                    (line_feed - usize::from(before), line_feed + 1)
                })
            };
            let Some((end, delimiter)) = found else {
                // A boundary may have begun.
                let kept = (self.delimiter.len() + 2).min(self.buffer.len());
                return self.give(self.buffer.len() - kept);
            };
            let after = delimiter + self.delimiter.len();
            match self.line(after) {
                Line::Open => {
                    if self.buffer.len() - after > self.limits.head_bytes {
                        let message = "a boundary of a MIME package whose line does not end";
                        return Err(CodecError::at(ErrorKind::Limit, self.offset + delimiter, message));
                    }
                    return self.give(end);
                }
                Line::Other => from = after,
                Line::Last => return self.end(end, after + 2, true),
                Line::Next(length) => return self.end(end, after + length, false),
            }
        }
    }

    /// What the line of a boundary says that ends at this index.
    fn line(&self, after: usize) -> Line {
        let rest = &self.buffer[after..];
        if rest.starts_with(b"--") {
            return Line::Last;
        }
        if rest == b"-" && !self.complete {
            return Line::Open;
        }
        let white = rest.iter().take_while(|byte| matches!(byte, b' ' | b'\t' | b'\r')).count();
        match rest.get(white) {
            Some(b'\n') => Line::Next(white + 1),
            Some(_) => Line::Other,
            None => Line::Open,
        }
    }

    /// Gives out content that is certain not to be a boundary.
    fn give(&mut self, length: usize) -> Result<Option<PartEvent>> {
        if length == 0 {
            return Ok(None);
        }
        // The line end before a boundary is never given out, so that this is within a line.
        self.line_begins = false;
        let offset = self.offset;
        let bytes = self.take(length);
        if self.at == At::Preamble {
            return Ok(None);
        }
        let content = self.decoder.decode(bytes, false, offset)?;
        Ok((!content.is_empty()).then_some(PartEvent::Content(content)))
    }

    /// Gives out the rest of the content, and what says that it was the rest.
    fn end(&mut self, end: usize, after: usize, last: bool) -> Result<Option<PartEvent>> {
        let offset = self.offset;
        if self.at == At::Preamble {
            self.take(after);
            self.at = At::Boundary { last };
            return Ok(None);
        }
        if end > 0 {
            // First the content; the boundary is found again at the front.
            let bytes = self.take(end);
            self.line_begins = false;
            let content = self.decoder.decode(bytes, true, offset)?;
            self.decoder = Decoder::Identity;
            if !content.is_empty() {
                return Ok(Some(PartEvent::Content(content)));
            }
            return self.end(0, after - end, last);
        }
        let rest = self.decoder.decode(Vec::new(), true, offset)?;
        self.decoder = Decoder::Identity;
        if !rest.is_empty() {
            return Ok(Some(PartEvent::Content(rest)));
        }
        self.take(after);
        self.at = At::Boundary { last };
        Ok(Some(PartEvent::End))
    }

    fn take(&mut self, bytes: usize) -> Vec<u8> {
        self.offset += bytes;
        let rest = self.buffer.split_off(bytes);
        std::mem::replace(&mut self.buffer, rest)
    }
}

/// Where the header fields end that begin here: behind the first empty line.
fn end_of_fields(bytes: &[u8], limit: usize) -> Option<usize> {
    let mut from = 0;
    while let Some(length) = memchr::memchr(b'\n', &bytes[from..bytes.len().min(limit)]) {
        let line = &bytes[from..from + length];
        from += length + 1;
        if line.is_empty() || line == b"\r" {
            return Some(from);
        }
    }
    None
}
