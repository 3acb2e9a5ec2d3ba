// SPDX-License-Identifier: EUPL-1.2
//! Reading a request body for its handler, and noticing that the client has gone.

use std::{future::pending, time::Duration};

use pingora::{Error, ErrorType, protocols::http::ServerSession};
use tokio::time::timeout;

use super::lanes::announced_length;
use crate::{BodyError, RequestBody, body::BodySender};

/// How long a client may pause in the middle of its body.
const STALL: Duration = Duration::from_mins(1);
/// How much of a body its handler has dropped is still read, so that its connection stays usable and its
/// client observed.
const DISCARD: u64 = 256 * 1024;
/// How long such a rest is waited for when the answer is ready; it is on its way, or there already.
const SETTLE: Duration = Duration::from_millis(100);

/// Moves a request body from the connection to its handler, as fast as the handler reads.
pub(super) struct Feed {
    state: State,
    limit: u64,
    seen: u64,
    wants_continue: bool,
}

enum State {
    /// The handler gets what arrives.
    Open(BodySender),
    /// All is read: only the client's going away can happen.
    Complete,
    /// The handler has dropped its body; a small rest is read all the same.
    Discarding,
    /// Nobody wants the rest, and it stays where it is.
    Abandoned,
}

/// The client has gone away, or cannot be understood any more.
#[derive(Debug)]
pub(super) struct Gone;

impl Feed {
    /// The feed of a session, and the body its handler reads.
    pub(super) fn new(session: &mut ServerSession, limit: u64) -> (Self, RequestBody) {
        let announced = announced_length(session.req_header());
        let (state, body) = if session.is_body_empty() {
            (State::Complete, RequestBody::empty())
        } else if announced.is_some_and(|length| length > limit) {
            (State::Abandoned, RequestBody::failed(BodyError::TooLarge { limit }))
        } else {
            let (sender, body) = RequestBody::stream(announced);
            (State::Open(sender), body)
        };
        let head = session.req_header();
        let wants_continue = head
            .headers
            .get(http::header::EXPECT)
            .is_some_and(|value| value.as_bytes().eq_ignore_ascii_case(b"100-continue"));
        (Self { state, limit, seen: 0, wants_continue }, body)
    }

    /// Does one thing: moves a chunk, or waits for the client to go.
    ///
    /// Can be dropped and called again at any time: between reading a chunk and handing it over there is
    /// no waiting, because the room for it is taken first.
    pub(super) async fn step(&mut self, session: &mut ServerSession) -> Result<(), Gone> {
        let moved = match &self.state {
            State::Open(sender) => {
                pass_on(sender, session, &mut self.wants_continue, &mut self.seen, self.limit).await
            }
            // Who waits for a `100` is not asked for what nobody wants.
            State::Discarding if !self.wants_continue => self.discard(session).await,
            State::Discarding | State::Complete | State::Abandoned => return self.watch(session).await,
        };
        match moved {
            Moved::Chunk => {}
            Moved::Last => {
                if let State::Open(sender) = std::mem::replace(&mut self.state, State::Complete) {
                    sender.finish();
                }
            }
            Moved::Unwanted => self.state = State::Discarding,
            Moved::Failed => self.state = State::Abandoned,
            Moved::Gone => {
                self.state = State::Abandoned;
                return Err(Gone);
            }
        }
        Ok(())
    }

    /// Before an answer: reads the small rest of a body that its handler did not want, without which an
    /// HTTP/1 connection would have to be closed for nothing.
    pub(super) async fn settle(&mut self, session: &mut ServerSession) {
        let small =
            announced_length(session.req_header()).is_some_and(|length| length <= self.limit.min(DISCARD));
        if session.is_http2() || !small || self.wants_continue || matches!(self.state, State::Abandoned) {
            return;
        }
        let rest = async {
            // A body that is still being read is an answer's that flows while its request does.
            while matches!(self.state, State::Discarding) || self.is_dropped() {
                if self.step(session).await.is_err() {
                    break;
                }
            }
        };
        // Who is slower than this loses the connection, not the answer.
        let _ = timeout(SETTLE, rest).await;
    }

    fn is_dropped(&self) -> bool {
        matches!(&self.state, State::Open(sender) if sender.is_unwanted())
    }

    async fn discard(&mut self, session: &mut ServerSession) -> Moved {
        match timeout(STALL, session.read_body_or_idle(false)).await {
            Ok(Ok(None)) => Moved::Last,
            Ok(Ok(Some(bytes))) => {
                self.seen += bytes.len() as u64;
                match session.is_body_done() {
                    true => Moved::Last,
                    false if self.seen > self.limit.min(DISCARD) => Moved::Failed,
                    false => Moved::Chunk,
                }
            }
            Ok(Err(error)) if explain(&error) == BodyError::Disconnected => Moved::Gone,
            _ => Moved::Failed,
        }
    }

    async fn watch(&mut self, session: &mut ServerSession) -> Result<(), Gone> {
        if !matches!(self.state, State::Complete) && !session.is_http2() {
            // Reading would take the rest of the body for the next request.
            return pending().await;
        }
        match session.read_body_or_idle(true).await {
            // The next request already: nobody has gone, but its first byte is lost to us, so this
            // connection ends after this answer and the client asks again on another.
            Err(error) if *error.etype() == ErrorType::ConnectError => {
                session.set_keepalive(None);
                pending().await
            }
            _ => Err(Gone),
        }
    }
}

/// What has become of one chunk.
enum Moved {
    Chunk,
    Last,
    /// The handler has dropped its body.
    Unwanted,
    /// There is no next chunk, and the handler was told why.
    Failed,
    Gone,
}

async fn pass_on(
    sender: &BodySender,
    session: &mut ServerSession,
    wants_continue: &mut bool,
    seen: &mut u64,
    limit: u64,
) -> Moved {
    let room = if session.is_http2() {
        // A stream tells of its reset at any time; a socket only to who reads it.
        tokio::select! {
            room = sender.room() => room,
            _ = session.read_body_or_idle(true) => return Moved::Gone,
        }
    } else {
        sender.room().await
    };
    let Some(room) = room else { return Moved::Unwanted };
    if std::mem::take(wants_continue) && say_continue(session).await.is_err() {
        return Moved::Gone;
    }
    let error = match timeout(STALL, session.read_body_or_idle(false)).await {
        // Trailers may follow, for which `is_body_done` would wait: this is the end all the same.
        Ok(Ok(None)) => return Moved::Last,
        Ok(Ok(Some(bytes))) => {
            *seen += bytes.len() as u64;
            if *seen <= limit {
                if !bytes.is_empty() {
                    room.send(Ok(bytes));
                }
                return if session.is_body_done() { Moved::Last } else { Moved::Chunk };
            }
            BodyError::TooLarge { limit }
        }
        Ok(Err(error)) => explain(&error),
        Err(_) => BodyError::Stalled,
    };
    let gone = error == BodyError::Disconnected;
    room.send(Err(error));
    if gone { Moved::Gone } else { Moved::Failed }
}

/// Pingora takes the interim answer for an early one, after which it would close the connection.
async fn say_continue(session: &mut ServerSession) -> pingora::Result<()> {
    session.set_close_on_response_before_downstream_finish(false);
    let said = session.write_continue_response().await;
    session.set_close_on_response_before_downstream_finish(true);
    said
}

fn explain(error: &Error) -> BodyError {
    match error.etype() {
        ErrorType::ReadTimedout => BodyError::Stalled,
        ErrorType::InvalidHTTPHeader | ErrorType::Custom("InvalidChunk" | "InvalidTrailerEnd") => {
            BodyError::Malformed(error.etype().as_str().to_owned())
        }
        _ => BodyError::Disconnected,
    }
}
