// SPDX-License-Identifier: EUPL-1.2
//! Messages that are read while their bytes come.

use fachwerk_mapping::{Mapping, StructId};
use fachwerk_message::{CodecError, ErrorKind, Limits, Result, Sink};

use super::{Reader, State};
use crate::scan::Scanner;

/// What is read as a whole may be so long.
const AHEAD: usize = 1 << 20;

/// A message that is read while its bytes come, by what reads whole messages. Of it there is never more in memory than
/// what is read as a whole: one value.
///
/// Of the limits those on bytes and nodes are the only ones that are about all of it.
pub struct Incoming<'m> {
    mapping: &'m Mapping,
    root: StructId,
    limits: Limits,
    ahead: usize,
    buffer: Vec<u8>,
    /// Bytes that have been read and are gone.
    gone: usize,
    /// The message's object has begun.
    begun: bool,
    state: State<'m>,
}

impl std::fmt::Debug for Incoming<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Incoming").field("gone", &self.gone).finish_non_exhaustive()
    }
}

impl<'m> Incoming<'m> {
    /// A message whose object is `root`.
    pub fn new(mapping: &'m Mapping, root: StructId, limits: &Limits) -> Self {
        let (limits, state) = (*limits, State::default());
        Self { mapping, root, limits, ahead: AHEAD, buffer: Vec::new(), gone: 0, begun: false, state }
    }

    /// What is read as a whole, such as one value, may be so long, instead of 1 MiB.
    #[must_use]
    pub fn reading_ahead(self, bytes: usize) -> Self {
        Self { ahead: bytes, ..self }
    }

    /// More bytes have come.
    ///
    /// # Errors
    /// As [`read`](crate::read), and something is longer than what is read as a whole. Offsets are those in all bytes.
    pub fn push<S: Sink>(&mut self, bytes: &[u8], sink: &mut S) -> Result<()> {
        self.buffer.extend_from_slice(bytes);
        if self.gone + self.buffer.len() > self.limits.max_bytes {
            let message = format!("the message is longer than {} bytes", self.limits.max_bytes);
            return Err(CodecError::at(ErrorKind::Limit, self.limits.max_bytes, message));
        }
        if self.buffer.len() < 2 * self.ahead {
            return Ok(());
        }
        self.go_on(false, sink)
    }

    /// No more bytes come.
    ///
    /// # Errors
    /// As [`push`](Self::push), and the message is not complete.
    pub fn finish<S: Sink>(mut self, sink: &mut S) -> Result<()> {
        self.go_on(true, sink)
    }

    fn go_on<S: Sink>(&mut self, last: bool, sink: &mut S) -> Result<()> {
        let buffer = std::mem::take(&mut self.buffer);
        let gone = self.gone;
        let read = self.read(&buffer, last, sink).map_err(|mut error| {
            error.offset = error.offset.map(|at| at + gone);
            error
        })?;
        self.gone += read;
        self.buffer = buffer;
        self.buffer.drain(..read);
        Ok(())
    }

    /// Read what there is; how many bytes are not needed any more.
    fn read<S: Sink>(&mut self, buffer: &[u8], last: bool, sink: &mut S) -> Result<usize> {
        let limits = self.limits;
        let scan = match (last, self.begun) {
            (true, true) => Scanner::piece(buffer, &limits),
            (true, false) => Scanner::new(buffer, &limits)?,
            (false, true) => Scanner::unfinished(buffer, &limits, self.ahead),
            // As `new`, for what it says about the beginning.
            (false, false) => {
                Scanner::new(&buffer[..buffer.len().min(3)], &limits)?;
                Scanner::unfinished(buffer, &limits, self.ahead)
            }
        };
        let mut reader = std::mem::take(&mut self.state).go_on(self.mapping, scan, sink, false);
        let begun = std::mem::replace(&mut self.begun, true);
        let result = reader.piece((!begun).then_some(self.root), last);
        let read = reader.scan.pos();
        result.map_err(|error| reader.locate(error))?;
        let Reader { stack, seen, depth, nodes, guesses, .. } = reader;
        self.state = State { stack, seen, depth, nodes, guesses };
        Ok(read)
    }
}

impl<S: Sink> Reader<'_, '_, '_, S> {
    fn piece(&mut self, begin: Option<StructId>, last: bool) -> Result<()> {
        if let Some(root) = begin {
            self.structure(root, false)?;
        }
        self.members()?;
        if last { self.scan.finish() } else { self.scan.only_space() }
    }
}
