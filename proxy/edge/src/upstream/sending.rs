// SPDX-License-Identifier: EUPL-1.2
//! Sending a request whose body still comes, and hearing an answer that comes before its end.

use std::{fmt, pin::pin, time::Duration};

use bytes::{Bytes, BytesMut};
use http::StatusCode;
use http_body::Body;
use http_body_util::BodyExt;
use pingora::protocols::Stream;
use tokio::{
    io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt},
    time::timeout,
};

use super::{
    UpstreamError,
    exchange::{READ, broken},
    head::{Head, take_head},
};

/// Sends head and body. How that ended, whether all was sent; and the head of an answer that came meanwhile.
pub(super) async fn send_chunked<B>(
    stream: &mut Stream,
    buffer: &mut BytesMut,
    head: &[u8],
    body: B,
    pause: Duration,
    limit: usize,
) -> Result<(Result<bool, Cut>, Option<Head>), UpstreamError>
where
    B: Body<Data = Bytes> + Unpin,
    B::Error: fmt::Display,
{
    let (reader, mut writer) = tokio::io::split(stream);
    let mut early = Early { reader, buffer, limit };
    let mut sending = pin!(send_all(&mut writer, head, body, pause));
    tokio::select! {
        biased;
        sent = &mut sending => Ok((sent, None)),
        early = early.head() => match early? {
            // What is refused already need not be sent to its end.
            head if !head.status.is_success() => Ok((Ok(false), Some(head))),
            head => Ok((sending.await, Some(head))),
        },
    }
}

/// An answer that comes before all of the request is sent.
struct Early<'a, R> {
    reader: R,
    buffer: &'a mut BytesMut,
    limit: usize,
}

impl<R: AsyncRead + Unpin> Early<'_, R> {
    /// The head of the answer. Can be dropped: what was read is in the buffer.
    async fn head(&mut self) -> Result<Head, UpstreamError> {
        loop {
            match take_head(self.buffer, self.limit)? {
                Some(head) if head.status == StatusCode::SWITCHING_PROTOCOLS => {
                    return Err(UpstreamError::Malformed(
                        "switches protocols without being asked".to_owned(),
                    ));
                }
                Some(head) if head.status.is_informational() => {}
                Some(head) => return Ok(head),
                None => {
                    self.buffer.reserve(READ);
                    match self.reader.read_buf(self.buffer).await {
                        Ok(0) => return Err(UpstreamError::ClosedEarly),
                        Ok(_) => {}
                        Err(error) => return Err(broken(&error)),
                    }
                }
            }
        }
    }
}

/// Why a body was not sent to its end.
pub(super) enum Cut {
    /// The backend does not take it: its answer may say why.
    Write,
    /// The backend does not take it for too long.
    Pause,
    /// Whoever gives it has failed.
    Body(String),
}

async fn send_all<W, B>(writer: &mut W, head: &[u8], mut body: B, pause: Duration) -> Result<bool, Cut>
where
    W: AsyncWrite + Unpin,
    B: Body<Data = Bytes> + Unpin,
    B::Error: fmt::Display,
{
    write(writer, head, pause).await?;
    while let Some(frame) = body.frame().await {
        let frame = frame.map_err(|error| Cut::Body(error.to_string()))?;
        if let Ok(data) = frame.into_data()
            && !data.is_empty()
        {
            write(writer, format!("{:x}\r\n", data.len()).as_bytes(), pause).await?;
            write(writer, &data, pause).await?;
            write(writer, b"\r\n", pause).await?;
        }
    }
    write(writer, b"0\r\n\r\n", pause).await?;
    Ok(true)
}

/// Streams of Pingora gather small writes.
async fn write<W: AsyncWrite + Unpin>(writer: &mut W, mut bytes: &[u8], pause: Duration) -> Result<(), Cut> {
    while !bytes.is_empty() {
        match timeout(pause, writer.write(bytes)).await {
            Ok(Ok(0) | Err(_)) => return Err(Cut::Write),
            Ok(Ok(written)) => bytes = &bytes[written..],
            Err(_) => return Err(Cut::Pause),
        }
    }
    match timeout(pause, writer.flush()).await {
        Ok(flushed) => flushed.map_err(|_| Cut::Write),
        Err(_) => Err(Cut::Pause),
    }
}
