// SPDX-License-Identifier: EUPL-1.2
//! An answer in pieces.

use fachwerk_mapping::{ListStream, Mapping, MessageShape};
use fachwerk_message::{CodecError, ErrorKind, Limits, Result};
use fachwerk_xml::{TagKind, Tags};

use super::holders;

/// A piece of an answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Piece {
    /// Everything up to the items.
    Opening(Vec<u8>),
    /// One item and what stands before it.
    Item(Vec<u8>),
    /// Everything after the items. Nothing more comes.
    End(Vec<u8>),
    /// The answer is not one list with items, or not to be had in pieces: these bytes and those that follow are to be
    /// read as a whole.
    Whole(Vec<u8>),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum At {
    Opening,
    Items,
    End,
    Done,
}

/// Cuts an answer into pieces.
#[derive(Debug)]
pub struct Pieces {
    tags: Tags,
    buffer: Vec<u8>,
    at: At,
    /// Elements that are open.
    depth: usize,
    /// Elements that are open around an item.
    around: usize,
    in_body: bool,
    /// All of the input is in the buffer.
    complete: bool,
    limit: usize,
}

impl Pieces {
    /// For the answer of an operation with a twin. Within `limits`, of which the number of bytes is that of one piece.
    pub fn new(mapping: &Mapping, shape: &MessageShape, stream: &ListStream, limits: &Limits) -> Self {
        let holders = holders(mapping, shape, stream);
        Self {
            tags: Tags::default(),
            buffer: Vec::new(),
            at: At::Opening,
            depth: 0,
            // Envelope and Body.
            around: holders.map_or(usize::MAX, |holders| holders.len() + 2),
            in_body: false,
            complete: false,
            limit: limits.max_bytes,
        }
    }

    /// More bytes of the answer have come.
    pub fn push(&mut self, bytes: &[u8]) {
        self.buffer.extend_from_slice(bytes);
    }

    /// No more bytes come.
    pub fn complete(&mut self) {
        self.complete = true;
    }

    /// The bytes that are in no piece yet.
    pub fn into_rest(self) -> Vec<u8> {
        self.buffer
    }

    /// The next piece; `None` where more bytes are needed, or nothing is left.
    ///
    /// # Errors
    /// A piece is larger than the limit.
    pub fn next_piece(&mut self) -> Result<Option<Piece>> {
        let piece = match self.at {
            At::Opening => self.opening(),
            At::Items => self.item(),
            At::End => self.complete.then(|| self.rest()),
            At::Done => return Ok(None),
        };
        let size = match &piece {
            None => self.buffer.len(),
            Some(Piece::Opening(bytes) | Piece::Item(bytes) | Piece::End(bytes)) => bytes.len(),
            // Whoever reads it as a whole counts for himself.
            Some(Piece::Whole(_)) => 0,
        };
        if size > self.limit {
            let message = format!("a piece of the list has more than {} bytes", self.limit);
            return Err(CodecError::at(ErrorKind::Limit, self.limit, message));
        }
        Ok(piece)
    }

    fn opening(&mut self) -> Option<Piece> {
        while let Some(tag) = self.tags.next(&self.buffer) {
            match tag.kind {
                TagKind::Start => {
                    if self.depth == 1 {
                        self.in_body = local(&self.buffer[tag.start..tag.end]) == b"Body";
                    }
                    self.depth += 1;
                    if self.in_body && self.depth == self.around {
                        self.at = At::Items;
                        self.depth = 0;
                        return Some(Piece::Opening(self.take(tag.end)));
                    }
                }
                // Whatever ends in the body before the items begin is no list with items.
                TagKind::Empty | TagKind::End if self.in_body => return Some(self.whole()),
                TagKind::End => self.depth = self.depth.saturating_sub(1),
                TagKind::Empty => {}
                TagKind::Strange => return Some(self.whole()),
            }
        }
        self.complete.then(|| self.whole())
    }

    fn item(&mut self) -> Option<Piece> {
        while let Some(tag) = self.tags.next(&self.buffer) {
            match tag.kind {
                TagKind::Start => self.depth += 1,
                TagKind::Empty if self.depth == 0 => return Some(Piece::Item(self.take(tag.end))),
                TagKind::Empty => {}
                TagKind::End if self.depth == 0 => {
                    self.at = At::End;
                    return self.complete.then(|| self.rest());
                }
                TagKind::End => {
                    self.depth -= 1;
                    if self.depth == 0 {
                        return Some(Piece::Item(self.take(tag.end)));
                    }
                }
                TagKind::Strange => return Some(self.rest()),
            }
        }
        self.complete.then(|| self.rest())
    }

    fn take(&mut self, bytes: usize) -> Vec<u8> {
        self.tags.taken(bytes);
        let rest = self.buffer.split_off(bytes);
        std::mem::replace(&mut self.buffer, rest)
    }

    fn rest(&mut self) -> Piece {
        self.at = At::Done;
        Piece::End(std::mem::take(&mut self.buffer))
    }

    fn whole(&mut self) -> Piece {
        self.at = At::Done;
        Piece::Whole(std::mem::take(&mut self.buffer))
    }
}

/// Local name in a start tag.
fn local(tag: &[u8]) -> &[u8] {
    let name = tag.get(1..).unwrap_or_default();
    let end = name.iter().position(|b| matches!(b, b' ' | b'\t' | b'\r' | b'\n' | b'/' | b'>'));
    let name = &name[..end.unwrap_or(name.len())];
    name.iter().position(|b| *b == b':').map_or(name, |colon| &name[colon + 1..])
}
