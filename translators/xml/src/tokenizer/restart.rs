// SPDX-License-Identifier: EUPL-1.2
//! Reading a part of the document once more, and documents that come in pieces.

use fachwerk_message::{CodecError, ErrorKind, Limits, Result};

use super::{Tokenizer, syntax};
use crate::characters::first_illegal;

impl<'a> Tokenizer<'a> {
    /// A tokenizer that goes on from here, for work that may be repeated: linear in what it reads, whatever follows.
    pub(crate) fn checkpoint(&mut self) -> Self {
        // The text at hand may be long, and is not needed.
        let text = std::mem::take(&mut self.text);
        let checkpoint = Self { short_sighted: true, next_special: 0, ..self.clone() };
        self.text = text;
        checkpoint
    }

    /// The same tokenizer, to go on with the start tag of a child element that begins at `offset`. The element that is
    /// open now has to be that child's parent.
    pub(crate) fn restart_at(&self, offset: usize) -> Self {
        let mut again = self.clone();
        again.position = offset;
        again.end_is_due = false;
        again
    }

    /// A tokenizer that goes on from here with what follows, where the document comes in pieces that end behind tags.
    /// Offsets are those within the piece; nodes are counted from where this one stands.
    ///
    /// # Errors
    /// The piece is larger than a message may be, or not text that XML allows.
    pub fn go_on<'b>(&self, piece: &'b [u8]) -> Result<Tokenizer<'b>>
    where
        'a: 'b,
    {
        let piece = piece_of(piece, &self.limits)?;
        Ok(Tokenizer {
            input: piece,
            position: 0,
            offset: 0,
            next_special: 0,
            text: super::Text::default(),
            scope: self.scope.clone(),
            open: self.open.clone(),
            attributes: Vec::new(),
            seen: super::seen::Seen::default(),
            places: super::Places::default(),
            ..*self
        })
    }

    /// Everything up to the end of the document that has not been read.
    pub(crate) fn rest(&self) -> &'a str {
        &self.input[self.position..]
    }

    /// How many nodes have been read, in whatever order.
    pub(crate) fn nodes(&self) -> usize {
        self.nodes
    }

    /// Count nodes that have been read elsewhere.
    pub(crate) fn set_nodes(&mut self, nodes: usize) {
        self.nodes = nodes;
    }

    /// About how many bytes a copy takes.
    pub(crate) fn weight(&self) -> usize {
        size_of::<Self>() + self.open.len() * 32 + self.scope.len() * 64 + self.attributes.len() * 96
    }
}

pub(super) fn piece_of<'p>(piece: &'p [u8], limits: &Limits) -> Result<&'p str> {
    if piece.len() > limits.max_bytes {
        let message =
            format!("a piece of the message has {} bytes, {} are allowed", piece.len(), limits.max_bytes);
        return Err(CodecError::at(ErrorKind::Limit, limits.max_bytes, message));
    }
    let piece = simdutf8::compat::from_utf8(piece)
        .map_err(|error| syntax(error.valid_up_to(), "bytes that are not UTF-8"))?;
    match first_illegal(piece) {
        None => Ok(piece),
        Some(offset) => Err(syntax(offset, "a character that XML does not allow")),
    }
}
