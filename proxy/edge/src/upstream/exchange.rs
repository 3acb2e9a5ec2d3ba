// SPDX-License-Identifier: EUPL-1.2
//! One request and its answer on one connection.

use std::{fmt, io, time::Duration};

use bytes::{BufMut, Bytes, BytesMut};
use http::{Method, StatusCode, header};
use http_body::Body;
use pingora::protocols::Stream;
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    time::{Instant, timeout, timeout_at},
};

use super::{
    Limits, Stage, Upstream, UpstreamError, UpstreamRequest, UpstreamResponse,
    chunked::Chunked,
    framing::Framing,
    head::{Head, take_head},
    sending::{Cut, send_chunked},
    wire::{chunked_head, first_write, keeps_alive},
};

/// Bytes asked of the socket at once while the length of what comes is not known.
pub(super) const READ: usize = 16 * 1024;
/// Bytes reserved ahead for a body of announced length: an announcement costs the backend nothing.
const RESERVE: u64 = 1024 * 1024;

/// An answer whose body is still to be read.
pub(super) struct Begun {
    pub(super) head: Head,
    pub(super) framing: Framing,
    /// The connection can be used again when nothing follows the body.
    pub(super) keep: bool,
}

/// One request and its answer on one connection.
pub(super) struct Exchange<'a> {
    stream: &'a mut Stream,
    target: &'a Upstream,
    request: &'a UpstreamRequest,
    limits: &'a Limits,
    stage: Stage,
    received: bool,
    buffer: BytesMut,
}

impl<'a> Exchange<'a> {
    pub(super) fn new(
        stream: &'a mut Stream,
        target: &'a Upstream,
        request: &'a UpstreamRequest,
        limits: &'a Limits,
    ) -> Self {
        let buffer = BytesMut::with_capacity(READ);
        Self { stream, target, request, limits, stage: Stage::Sending, received: false, buffer }
    }

    /// Whether any byte of an answer has arrived.
    pub(super) fn has_received(&self) -> bool {
        self.received
    }

    /// Sends the request and reads the answer; also says whether the connection can be used again.
    pub(super) async fn run_until(
        &mut self,
        deadline: Instant,
    ) -> Result<(UpstreamResponse, bool), UpstreamError> {
        match timeout_at(deadline, self.run()).await {
            Ok(result) => result,
            Err(_) => Err(UpstreamError::Timeout { stage: self.stage }),
        }
    }

    /// Sends the request and reads the head of the answer. What has come of its body is in
    /// [`into_rest`](Self::into_rest).
    pub(super) async fn begin_until(&mut self, deadline: Instant) -> Result<Begun, UpstreamError> {
        match timeout_at(deadline, self.begin()).await {
            Ok(result) => result,
            Err(_) => Err(UpstreamError::Timeout { stage: self.stage }),
        }
    }

    /// Sends the request with a body that still comes, and reads the head of the answer. `pause` is what each write may
    /// take, and the head when all is sent; whoever gives the body takes his own time.
    pub(super) async fn begin_chunked<B>(&mut self, body: B, pause: Duration) -> Result<Begun, UpstreamError>
    where
        B: Body<Data = Bytes> + Unpin,
        B::Error: fmt::Display,
    {
        let head = chunked_head(self.target, self.request);
        let limit = self.limits.max_head_bytes;
        let (sent, head) = send_chunked(self.stream, &mut self.buffer, &head, body, pause, limit).await?;
        self.stage = Stage::AwaitingHead;
        let complete = match sent {
            Ok(complete) => complete,
            Err(Cut::Write) => false,
            Err(Cut::Pause) => return Err(UpstreamError::Timeout { stage: Stage::Sending }),
            Err(Cut::Body(why)) => return Err(UpstreamError::BadRequest(why)),
        };
        let head = match head {
            Some(head) => head,
            None => timeout(pause, self.head())
                .await
                .unwrap_or(Err(UpstreamError::Timeout { stage: Stage::AwaitingHead }))?,
        };
        self.stage = Stage::ReadingBody;
        self.begun(head, complete)
    }

    /// Bytes that have come and are not read.
    pub(super) fn into_rest(self) -> BytesMut {
        self.buffer
    }

    async fn begin(&mut self) -> Result<Begun, UpstreamError> {
        // A backend may refuse a large request and close before it has read all of it: its answer is
        // worth more than the failed write.
        let sent = self.send().await;
        self.stage = Stage::AwaitingHead;
        let head = self.head().await?;
        self.stage = Stage::ReadingBody;
        self.begun(head, sent.is_ok())
    }

    fn begun(&self, head: Head, sent: bool) -> Result<Begun, UpstreamError> {
        let framing = Framing::of(&head, &self.request.method)?;
        let framed = framing != Framing::Close && !contradicts_itself(&head, &framing, &self.request.method);
        let keep = sent && framed && keeps_alive(head.version, &head.headers);
        Ok(Begun { head, framing, keep })
    }

    async fn run(&mut self) -> Result<(UpstreamResponse, bool), UpstreamError> {
        let Begun { head, framing, keep } = self.begin().await?;
        let body = self.body(framing).await?;
        // Bytes after the answer belong to no request of ours.
        let keep = keep && self.buffer.is_empty();
        let response =
            UpstreamResponse { status: head.status, headers: head.headers, body, reused_connection: false };
        Ok((response, keep))
    }

    async fn send(&mut self) -> io::Result<()> {
        let (first, fits) = first_write(self.target, self.request);
        self.stream.write_all(&first).await?;
        if fits < self.request.body.len() {
            self.stream.write_all(&self.request.body[fits..]).await?;
        }
        self.stream.flush().await
    }

    async fn head(&mut self) -> Result<Head, UpstreamError> {
        let mut room = self.limits.max_head_bytes;
        loop {
            let before = self.buffer.len();
            match take_head(&mut self.buffer, room)? {
                Some(head) if head.status == StatusCode::SWITCHING_PROTOCOLS => {
                    return Err(UpstreamError::Malformed(
                        "switches protocols without being asked".to_owned(),
                    ));
                }
                Some(head) if head.status.is_informational() => {
                    room = room.saturating_sub(before - self.buffer.len());
                }
                Some(head) => return Ok(head),
                None => {
                    self.buffer.reserve(READ);
                    let read = self.stream.read_buf(&mut self.buffer).await;
                    self.arrived(read)?;
                }
            }
        }
    }

    async fn body(&mut self, framing: Framing) -> Result<Bytes, UpstreamError> {
        match framing {
            Framing::None => Ok(Bytes::new()),
            Framing::Length(length) => self.body_of(length).await,
            Framing::Chunked => self.chunked_body().await,
            Framing::Close => self.body_to_the_end().await,
        }
    }

    async fn body_of(&mut self, length: u64) -> Result<Bytes, UpstreamError> {
        let limit = self.limits.max_response_bytes;
        let Some(length) = usize::try_from(length).ok().filter(|length| *length as u64 <= limit) else {
            return Err(UpstreamError::TooLarge { limit });
        };
        let mut body = self.buffer.split_to(length.min(self.buffer.len()));
        while body.len() < length {
            let left = length - body.len();
            if body.capacity() == body.len() {
                body.reserve(left.min(RESERVE as usize));
            }
            let read = self.stream.read_buf(&mut (&mut body).limit(left)).await;
            self.arrived(read)?;
        }
        Ok(body.freeze())
    }

    async fn chunked_body(&mut self) -> Result<Bytes, UpstreamError> {
        let mut body = BytesMut::new();
        let mut chunks = Chunked::new(self.limits.max_response_bytes, self.limits.max_head_bytes);
        while !chunks.decode(&mut self.buffer, &mut body)? {
            self.buffer.reserve(READ);
            let read = self.stream.read_buf(&mut self.buffer).await;
            self.arrived(read)?;
        }
        Ok(body.freeze())
    }

    async fn body_to_the_end(&mut self) -> Result<Bytes, UpstreamError> {
        let limit = self.limits.max_response_bytes;
        let mut body = self.buffer.split();
        loop {
            if body.len() as u64 > limit {
                return Err(UpstreamError::TooLarge { limit });
            }
            body.reserve(READ);
            // A TLS connection that ends without saying so is an error here: the answer may be cut.
            if self.stream.read_buf(&mut body).await.map_err(|error| broken(&error))? == 0 {
                return Ok(body.freeze());
            }
        }
    }

    fn arrived(&mut self, read: io::Result<usize>) -> Result<(), UpstreamError> {
        match read {
            Ok(0) => Err(UpstreamError::ClosedEarly),
            Ok(_) => {
                self.received = true;
                Ok(())
            }
            Err(error) => Err(broken(&error)),
        }
    }
}

pub(super) fn broken(error: &io::Error) -> UpstreamError {
    match error.kind() {
        io::ErrorKind::InvalidData => UpstreamError::Tls(error.to_string()),
        _ => UpstreamError::ClosedEarly,
    }
}

/// Whether an answer without a body announces one: the next answer could then be read from inside it.
fn contradicts_itself(head: &Head, framing: &Framing, method: &Method) -> bool {
    *framing == Framing::None
        && *method != Method::HEAD
        && head.status != StatusCode::NOT_MODIFIED
        && (head.headers.contains_key(header::TRANSFER_ENCODING)
            || head.headers.get(header::CONTENT_LENGTH).is_some_and(|length| length != "0"))
}
