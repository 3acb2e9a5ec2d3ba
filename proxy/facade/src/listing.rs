// SPDX-License-Identifier: EUPL-1.2
//! One call of a server-streaming twin: the items of the backend's answer, each as it comes.
//!
//! An answer in UTF-8 that is an envelope with a list is read piece by piece: in memory are its opening, one read of
//! the connection, and the items in it. Every other answer (faults, packages, mistakes) is read whole, under the same
//! limits as that of a unary call. Whoever takes the items sets the pace: while nobody does, nothing is read.

use std::cell::RefCell;
use std::time::Instant;

use bytes::Bytes;
use fachwerk_edge::OnDisconnect;
use fachwerk_mapping::{ListStream, MessageShape};
use fachwerk_message::{CodecError, Finding};
use fachwerk_observe::Direction;
use fachwerk_soap::{List, Piece, Pieces};
use fachwerk_xml::Reader;
use tokio::sync::mpsc::Sender;
use tonic::Status;

use crate::backend::{Answer, Backend, Coming, Opened, Trouble};
use crate::call::{Call, note, request, translation};
use crate::convert::Form;
use crate::outcome::{Outcome, Problem, ProblemKind};
use crate::translate::{Item, Target, essence, may_be_soap, write};

/// Whoever takes the items.
pub(crate) type Taker = Sender<Result<Bytes, Status>>;

/// Why there are no more items.
#[derive(Debug)]
pub(crate) enum Stop {
    /// Nobody wants them any more.
    Gone,
    /// Something else came, instead of items or after them.
    Other(Box<Outcome>),
}

impl From<Problem> for Stop {
    fn from(problem: Problem) -> Self {
        Self::Other(Box::new(Outcome::Problem(Box::new(problem))))
    }
}

impl From<Trouble> for Stop {
    fn from(trouble: Trouble) -> Self {
        trouble.into_problem().into()
    }
}

/// Carries a message to the backend, and the items of the answer to the taker.
///
/// # Errors
/// Not all of them were given.
pub(crate) async fn listing<B: Backend>(
    call: &Call<'_>,
    stream: &ListStream,
    message: &[u8],
    backend: &B,
    taker: &Taker,
) -> Result<(), Stop> {
    let sent = Instant::now();
    let result = attempt(call, stream, message, backend, taker).await;
    call.entry.facts().backend = Some(sent.elapsed());
    if let Err(Stop::Other(outcome)) = &result {
        note(call, outcome);
    }
    result
}

async fn attempt<B: Backend>(
    call: &Call<'_>,
    stream: &ListStream,
    message: &[u8],
    backend: &B,
    taker: &Taker,
) -> Result<(), Stop> {
    let request = request(call, message)?;
    // A write runs to its end, and its answer is read to the end.
    let is_read = call.served.way(call.operation).on_disconnect == OnDisconnect::Cancel;
    let due = call.patience.map(|patience| tokio::time::Instant::now() + patience);
    let Opened { status, headers, body } = backend.open(request).await?;
    let mut body = Passage { body, taker, is_read, due };
    let result = async {
        let operation = call.served.facade.mapping().operation(call.operation);
        let limits = &call.served.answer_limits;
        let mut rest = Vec::new();
        let plain = call.served.http(call.operation).is_some();
        let package = essence(&headers).is_some_and(|media| media.eq_ignore_ascii_case(b"multipart/related"));
        if let Some(shape) = operation.output.as_ref()
            && status.is_success()
            && may_be_soap(&headers)
            && !(package || plain)
        {
            let mut pieces = Pieces::new(call.served.facade.mapping(), shape, stream, limits);
            match body.piece(&mut pieces).await? {
                Piece::Opening(opening) => {
                    let mapping = call.served.facade.mapping();
                    if let Some(list) = List::open(&opening, mapping, shape, stream, limits) {
                        let listing = Listing { call, shape, list: &list, base: opening.len(), count: 0 };
                        return listing.run(pieces, &mut body).await;
                    }
                    rest = opening;
                    rest.append(&mut pieces.into_rest());
                }
                Piece::Whole(bytes) | Piece::Item(bytes) | Piece::End(bytes) => rest = bytes,
            }
        }
        while let Some(bytes) = body.chunk().await? {
            rest.extend_from_slice(&bytes);
            if rest.len() > limits.max_bytes {
                return Err(Trouble::TooLarge(format!("more than {} bytes", limits.max_bytes)).into());
            }
        }
        let answer = Answer { status, headers, body: rest.into() };
        let (items, findings) = translation(call).items(stream, &answer, limits, call.answer_rule())?;
        call.report(Direction::Answer, &findings);
        for item in items.map_err(|outcome| Stop::Other(Box::new(outcome)))? {
            body.give(item).await?;
        }
        Ok(())
    };
    let result = result.await;
    if matches!(result, Err(Stop::Gone)) && !is_read {
        // Within the time that a whole answer has.
        let drained = async { while let Ok(Some(_)) = body.body.chunk().await {} };
        let _ = tokio::time::timeout(call.served.config.backend.timeout, drained).await;
    }
    result
}

/// The body of the answer and who takes what is in it.
struct Passage<'a> {
    body: Coming,
    taker: &'a Taker,
    is_read: bool,
    due: Option<tokio::time::Instant>,
}

impl Passage<'_> {
    async fn chunk(&mut self) -> Result<Option<Bytes>, Stop> {
        let due = self.due;
        let late = async move {
            match due {
                Some(due) => tokio::time::sleep_until(due).await,
                None => std::future::pending().await,
            }
        };
        tokio::select! {
            biased;
            () = self.taker.closed(), if self.is_read => Err(Stop::Gone),
            chunk = self.body.chunk() => Ok(chunk?),
            () = late => Err(Trouble::Timeout("the caller's time is over".to_owned()).into()),
        }
    }

    /// The next piece; there always is one until the end has been given.
    async fn piece(&mut self, pieces: &mut Pieces) -> Result<Piece, Stop> {
        loop {
            if let Some(piece) = pieces.next_piece().map_err(|error| Problem::of_answer(&error))? {
                return Ok(piece);
            }
            self.more(pieces).await?;
        }
    }

    async fn more(&mut self, pieces: &mut Pieces) -> Result<(), Stop> {
        match self.chunk().await? {
            Some(bytes) => pieces.push(&bytes),
            None => pieces.complete(),
        }
        Ok(())
    }

    async fn give(&self, item: Vec<u8>) -> Result<(), Stop> {
        self.taker.send(Ok(item.into())).await.map_err(|_| Stop::Gone)
    }
}

/// A list that comes piece by piece.
struct Listing<'a> {
    call: &'a Call<'a>,
    shape: &'a MessageShape,
    list: &'a List<'a>,
    /// Bytes of the answer before the piece at hand.
    base: usize,
    /// Items so far.
    count: usize,
}

/// What came of the pieces that were there.
struct Batch {
    items: Vec<Vec<u8>>,
    /// The end of the list, or what is wrong.
    end: Option<Result<(), Problem>>,
}

impl Listing<'_> {
    async fn run(mut self, mut pieces: Pieces, body: &mut Passage<'_>) -> Result<(), Stop> {
        loop {
            let Batch { items, end } = self.batch(&mut pieces);
            for item in items {
                body.give(item).await?;
            }
            if let Some(end) = end {
                return end.map_err(Stop::from);
            }
            body.more(&mut pieces).await?;
        }
    }

    /// Translates all pieces that are there.
    fn batch(&mut self, pieces: &mut Pieces) -> Batch {
        let (mut reader, mut items) = (self.list.reader(), Vec::new());
        loop {
            let end = match pieces.next_piece() {
                Ok(None) => return Batch { items, end: None },
                Ok(Some(Piece::Item(piece))) => match self.item(&mut reader, &piece) {
                    Ok(item) => {
                        items.push(item);
                        continue;
                    }
                    Err(problem) => Err(problem),
                },
                Ok(Some(Piece::End(piece) | Piece::Opening(piece) | Piece::Whole(piece))) => self.end(&piece),
                Err(error) => Err(self.problem(error)),
            };
            return Batch { items, end: Some(end) };
        }
    }

    fn item(&mut self, reader: &mut Reader<'_>, piece: &[u8]) -> Result<Vec<u8>, Problem> {
        let served = self.call.served;
        let check = self.call.answer_rule().on(Form::Soap);
        let item = Item { list: self.list, reader: RefCell::new(reader), piece };
        let (tables, limits) = (served.facade.tables(), &served.answer_limits);
        let written = write(tables, self.shape, limits, check, &item, Target::Protobuf, piece.len() / 2);
        let written = written.map_err(|error| self.problem(error))?;
        self.base += piece.len();
        self.count += 1;
        self.report(&written.findings);
        Ok(written.bytes)
    }

    fn end(&self, piece: &[u8]) -> Result<(), Problem> {
        self.list.end(piece).map_err(|error| self.problem(error.into_codec()))?;
        let enforced = self.call.answer_rule().mode == fachwerk_config::Check::Enforce;
        if enforced && self.count < self.list.least() {
            return Err(Problem::new(ProblemKind::BackendInvalid, "the answer does not match the contract")
                .with_internal(format!("the list has {} items", self.count)));
        }
        Ok(())
    }

    /// Places are told in the first item that has any; the others are counted.
    fn report(&self, findings: &[Finding]) {
        let known = self.call.entry.facts().answer_findings;
        match known {
            None => self.call.report(Direction::Answer, findings),
            Some(_) => self.call.entry.facts().found(Direction::Answer, findings.len()),
        }
    }

    fn problem(&self, mut error: Box<CodecError>) -> Problem {
        error.offset = error.offset.map(|offset| offset + self.base);
        Problem::of_answer(&error)
    }
}
