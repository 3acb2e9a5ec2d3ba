// SPDX-License-Identifier: EUPL-1.2
//! Messages that are read while their bytes come.

use fachwerk_mapping::{Mapping, MessageShape};
use fachwerk_message::{CodecError, ErrorKind, Limits, Result, Sink};
use fachwerk_xml::{Document, Paused, Reader, Tokenizer};

use super::structure::{ANYWHERE, to_the_end};
use crate::{Envelope, SoapError};

/// What is read as a whole may be so long.
const AHEAD: usize = 1 << 20;

/// A message that is read while the bytes of its envelope come, by what reads whole messages. Of the envelope there is
/// never more in memory than what is read as a whole: its header, or one text.
///
/// Of the limits those on bytes and nodes are the only ones that are about all of it.
#[derive(Debug)]
pub struct Incoming<'m> {
    mapping: &'m Mapping,
    shape: &'m MessageShape,
    limits: Limits,
    ahead: usize,
    reader: Reader<'m>,
    buffer: Vec<u8>,
    /// Bytes that have been read and are gone.
    gone: usize,
    at: At,
}

#[derive(Debug)]
enum At {
    Opening,
    Content(Paused),
    /// After the message.
    Rest(Paused),
}

impl<'m> Incoming<'m> {
    /// A message of this shape.
    ///
    /// # Errors
    /// It cannot be read in pieces: it is encoded, or has attachments.
    pub fn new(mapping: &'m Mapping, shape: &'m MessageShape, limits: &Limits) -> Result<Self> {
        if shape.encoded || shape.attachments.is_some() {
            let message = "a message that is encoded or has attachments is not read in pieces";
            return Err(CodecError::new(ErrorKind::Unsupported, message));
        }
        Ok(Self {
            mapping,
            shape,
            limits: *limits,
            ahead: AHEAD,
            reader: Reader::new(mapping).ignoring(&ANYWHERE),
            buffer: Vec::new(),
            gone: 0,
            at: At::Opening,
        })
    }

    /// What is read as a whole, such as the header or one text, may be so long, instead of 1 MiB.
    #[must_use]
    pub fn reading_ahead(self, bytes: usize) -> Self {
        Self { ahead: bytes, ..self }
    }

    /// More bytes have come.
    ///
    /// # Errors
    /// As [`Envelope::read`], and something is longer than what is read as a whole. Offsets are those in all bytes.
    pub fn push<S: Sink + ?Sized>(
        &mut self,
        bytes: &[u8],
        sink: &mut S,
    ) -> std::result::Result<(), SoapError> {
        self.buffer.extend_from_slice(bytes);
        if self.gone + self.buffer.len() > self.limits.max_bytes {
            let message = format!("the message has more than {} bytes", self.limits.max_bytes);
            return Err(CodecError::at(ErrorKind::Limit, self.limits.max_bytes, message).into());
        }
        if self.buffer.len() < 2 * self.ahead {
            return Ok(());
        }
        self.go_on(false, sink)
    }

    /// No more bytes come.
    ///
    /// # Errors
    /// As [`push`](Self::push), and the document is not complete.
    pub fn finish<S: Sink + ?Sized>(mut self, sink: &mut S) -> std::result::Result<(), SoapError> {
        self.go_on(true, sink)
    }

    fn go_on<S: Sink + ?Sized>(&mut self, last: bool, sink: &mut S) -> std::result::Result<(), SoapError> {
        let gone = self.gone;
        let buffer = std::mem::take(&mut self.buffer);
        let read = self.read(&buffer, last, sink).map_err(|error| error.moved(|at| at + gone))?;
        self.gone += read;
        self.buffer = buffer;
        self.buffer.drain(..read);
        Ok(())
    }

    /// Read what there is; how many bytes are not needed any more.
    fn read<S: Sink + ?Sized>(
        &mut self,
        buffer: &[u8],
        last: bool,
        sink: &mut S,
    ) -> std::result::Result<usize, SoapError> {
        let bytes = if last { buffer } else { &buffer[..whole_characters(buffer)] };
        let known = &self.mapping.namespaces;
        let ahead = self.ahead;
        let document;
        let paused;
        let (mut tokens, is_content) = match std::mem::replace(&mut self.at, At::Opening) {
            At::Opening => {
                document = Document::decode(bytes, None, &self.limits)?;
                if !document.is_utf8() {
                    let message = "a message that is read in pieces has to be in UTF-8";
                    return Err(CodecError::at(ErrorKind::Unsupported, 0, message).into());
                }
                let envelope = {
                    let tokens = Tokenizer::over(&document, &self.limits)?;
                    Envelope::begin(if last { tokens } else { tokens.unfinished(ahead) })?
                };
                let headers = envelope.check(self.mapping, self.shape)?;
                let mut tokens = envelope.content(known);
                let shape = (self.shape, headers);
                let more =
                    envelope.begin_message(self.mapping, shape, &mut self.reader, &mut tokens, sink)?;
                (tokens, more)
            }
            At::Content(found) => {
                paused = found;
                (paused.go_on(bytes, known)?, true)
            }
            At::Rest(_) if bytes.len() > 4 * ahead => {
                let message = format!("there are more than {} bytes after the message", 4 * ahead);
                return Err(CodecError::at(ErrorKind::Limit, 0, message).into());
            }
            At::Rest(found) => {
                paused = found;
                (paused.go_on(bytes, known)?, false)
            }
        };
        if !last {
            tokens = tokens.unfinished(ahead);
        }
        if is_content {
            if !self.reader.read_content_on(&mut tokens, sink)? {
                self.at = At::Content(tokens.pause());
                return Ok(tokens.position());
            }
            self.reader.close(sink)?;
        }
        if !last {
            self.at = At::Rest(tokens.pause());
            return Ok(tokens.position());
        }
        Envelope::after_message(self.shape, &mut tokens)?;
        to_the_end(&mut tokens)?;
        Ok(bytes.len())
    }
}

/// How many bytes are characters to their end; what is not UTF-8 at all counts, too.
fn whole_characters(bytes: &[u8]) -> usize {
    let cut = (1..=3.min(bytes.len())).find(|back| {
        let first = bytes[bytes.len() - back];
        let length = match first {
            0xC0..=0xDF => 2,
            0xE0..=0xEF => 3,
            0xF0..=0xFF => 4,
            _ => 1,
        };
        length > *back
    });
    bytes.len() - cut.unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::whole_characters;

    #[test]
    fn characters_are_not_cut() {
        for text in ["aä", "a€", "a😀", "ab"] {
            let start = text.char_indices().last().map_or(0, |(at, _)| at);
            for end in start + 1..text.len() {
                assert_eq!(whole_characters(&text.as_bytes()[..end]), start, "{text} {end}");
            }
            assert_eq!(whole_characters(text.as_bytes()), text.len(), "{text}");
        }
        assert_eq!(whole_characters(b""), 0);
    }
}
