// SPDX-License-Identifier: EUPL-1.2
//! An answer whose body comes piece by piece.

use std::{fmt, sync::Arc, time::Duration};

use bytes::{Bytes, BytesMut};
use http::{HeaderMap, StatusCode};
use pingora::{protocols::Stream, upstreams::peer::HttpPeer};
use tokio::{io::AsyncReadExt, time::timeout};

use super::{
    Limits, Stage, UpstreamClient, UpstreamError,
    chunked::Chunked,
    exchange::{READ, broken},
    framing::Framing,
};

/// One answer of a backend, its body still to come.
#[derive(Debug)]
pub struct UpstreamAnswer {
    /// The status; never `1xx`.
    pub status: StatusCode,
    /// The headers as sent, framing headers included.
    pub headers: HeaderMap,
    /// The body.
    pub body: UpstreamBody,
}

/// The body of an answer, transfer coding removed, content coding not. Nothing is read ahead of who asks: a slow reader
/// slows the backend down.
pub struct UpstreamBody {
    /// None when the body is over.
    stream: Option<Stream>,
    buffer: BytesMut,
    framing: Rest,
    pause: Duration,
    /// Where the connection goes when it can be used again.
    home: Option<(Arc<UpstreamClient>, HttpPeer)>,
}

/// What is left of a body.
enum Rest {
    Length(u64),
    Chunked(Chunked),
    Close,
}

impl UpstreamBody {
    pub(super) fn new(
        framing: &Framing,
        buffer: BytesMut,
        stream: Stream,
        home: Option<(Arc<UpstreamClient>, HttpPeer)>,
        limits: &Limits,
    ) -> Self {
        let framing = match framing {
            Framing::None => Rest::Length(0),
            Framing::Length(length) => Rest::Length(*length),
            Framing::Chunked => Rest::Chunked(Chunked::new(u64::MAX, limits.max_head_bytes)),
            Framing::Close => Rest::Close,
        };
        Self { stream: Some(stream), buffer, framing, pause: limits.response_timeout, home }
    }

    /// The next bytes; `None` at the end.
    ///
    /// # Errors
    /// The connection broke, the framing is malformed, or nothing came for as long as
    /// [`Limits::response_timeout`] says.
    pub async fn chunk(&mut self) -> Result<Option<Bytes>, UpstreamError> {
        loop {
            if self.stream.is_none() {
                return Ok(None);
            }
            match &mut self.framing {
                Rest::Length(0) => self.end(),
                Rest::Length(left) => {
                    let here = usize::try_from(*left).unwrap_or(usize::MAX).min(self.buffer.len());
                    if here > 0 {
                        *left -= here as u64;
                        return Ok(Some(self.buffer.split_to(here).freeze()));
                    }
                    if self.read().await? == 0 {
                        return Err(UpstreamError::ClosedEarly);
                    }
                }
                Rest::Chunked(chunks) => {
                    let mut bytes = BytesMut::new();
                    let over = chunks.decode(&mut self.buffer, &mut bytes)?;
                    if over {
                        self.end();
                    }
                    if !bytes.is_empty() {
                        return Ok(Some(bytes.freeze()));
                    }
                    if !over && self.read().await? == 0 {
                        return Err(UpstreamError::ClosedEarly);
                    }
                }
                Rest::Close => {
                    if self.buffer.is_empty() && self.read().await? == 0 {
                        self.end();
                    } else {
                        return Ok(Some(self.buffer.split().freeze()));
                    }
                }
            }
        }
    }

    async fn read(&mut self) -> Result<usize, UpstreamError> {
        let Some(stream) = &mut self.stream else { return Ok(0) };
        self.buffer.reserve(READ);
        match timeout(self.pause, stream.read_buf(&mut self.buffer)).await {
            Ok(read) => read.map_err(|error| broken(&error)),
            Err(_) => Err(UpstreamError::Timeout { stage: Stage::ReadingBody }),
        }
    }

    /// The body is over: the connection goes back to the pool, or is closed.
    fn end(&mut self) {
        // Bytes after the answer belong to no request of ours.
        if let (Some(stream), Some((client, peer)), true) =
            (self.stream.take(), self.home.take(), self.buffer.is_empty())
        {
            client.release(&peer, stream, true);
        }
    }
}

impl fmt::Debug for UpstreamBody {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("UpstreamBody").field("over", &self.stream.is_none()).finish_non_exhaustive()
    }
}
