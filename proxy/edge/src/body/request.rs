// SPDX-License-Identifier: EUPL-1.2
//! The request body a handler of the answer lane reads.

use std::{
    pin::Pin,
    task::{Context, Poll, ready},
};

use bytes::{Bytes, BytesMut};
use http_body::{Body, Frame, SizeHint};
use tokio::sync::mpsc;

use crate::BodyError;

/// How many chunks wait for the handler before the edge stops reading from the client.
pub(crate) const CHANNEL_CHUNKS: usize = 4;

/// What travels from the connection to the handler.
pub(crate) type Chunk = Result<Bytes, BodyError>;

/// A request body, streamed: what is not read stays in the client's socket.
///
/// After an error the body ends. HTTP/1 and HTTP/2 request trailers are not delivered (Pingora drops
/// them); neither gRPC nor SOAP callers send any.
#[derive(Debug)]
pub struct RequestBody {
    source: Source,
    expected: Option<u64>,
}

#[derive(Debug)]
enum Source {
    Done,
    Whole(Bytes),
    Failed(BodyError),
    Stream(mpsc::Receiver<Chunk>),
}

impl RequestBody {
    /// A body without bytes.
    pub fn empty() -> Self {
        Self { source: Source::Done, expected: Some(0) }
    }

    /// A body that is there already: for tests of handlers without a socket.
    pub fn full(bytes: impl Into<Bytes>) -> Self {
        let bytes = bytes.into();
        Self { expected: Some(bytes.len() as u64), source: Source::Whole(bytes) }
    }

    /// A body that fails at the first read.
    pub fn failed(error: BodyError) -> Self {
        Self { source: Source::Failed(error), expected: None }
    }

    pub(crate) fn stream(chunks: mpsc::Receiver<Chunk>, expected: Option<u64>) -> Self {
        Self { source: Source::Stream(chunks), expected }
    }

    /// Reads the whole body. The limit of the decision bounds it.
    pub async fn read_all(mut self) -> Result<Bytes, BodyError> {
        let Source::Stream(chunks) = &mut self.source else {
            return match self.source {
                Source::Whole(bytes) => Ok(bytes),
                Source::Failed(error) => Err(error),
                Source::Done | Source::Stream(_) => Ok(Bytes::new()),
            };
        };
        let Some(first) = chunks.recv().await.transpose()? else { return Ok(Bytes::new()) };
        let Some(second) = chunks.recv().await.transpose()? else { return Ok(first) };
        // The length a client announces is bounded by the limit, but it is still only an announcement.
        const TRUSTED: u64 = 256 * 1024;
        let announced = usize::try_from(self.expected.unwrap_or(0).min(TRUSTED)).unwrap_or(0);
        let mut whole = BytesMut::with_capacity(announced.max((first.len() + second.len()) * 2));
        whole.extend_from_slice(&first);
        whole.extend_from_slice(&second);
        while let Some(chunk) = chunks.recv().await.transpose()? {
            whole.extend_from_slice(&chunk);
        }
        Ok(whole.freeze())
    }
}

impl Body for RequestBody {
    type Data = Bytes;
    type Error = BodyError;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, BodyError>>> {
        let next = match &mut self.source {
            Source::Done => return Poll::Ready(None),
            Source::Whole(bytes) => {
                let bytes = std::mem::take(bytes);
                self.source = Source::Done;
                (!bytes.is_empty()).then_some(Ok(bytes))
            }
            Source::Failed(error) => {
                let error = error.clone();
                self.source = Source::Done;
                Some(Err(error))
            }
            Source::Stream(chunks) => ready!(chunks.poll_recv(context)),
        };
        match &next {
            Some(Ok(bytes)) => {
                self.expected = self.expected.map(|left| left.saturating_sub(bytes.len() as u64));
            }
            Some(Err(_)) | None => self.source = Source::Done,
        }
        Poll::Ready(next.map(|chunk| chunk.map(Frame::data)))
    }

    fn is_end_stream(&self) -> bool {
        match &self.source {
            Source::Done => true,
            Source::Whole(bytes) => bytes.is_empty(),
            Source::Failed(_) | Source::Stream(_) => false,
        }
    }

    fn size_hint(&self) -> SizeHint {
        match (&self.source, self.expected) {
            (Source::Done, _) => SizeHint::with_exact(0),
            (Source::Whole(_) | Source::Stream(_), Some(bytes)) => SizeHint::with_exact(bytes),
            _ => SizeHint::default(),
        }
    }
}

#[cfg(test)]
mod tests {
    use http_body_util::BodyExt;

    use super::*;

    #[tokio::test]
    async fn whole_body_is_one_frame() {
        let mut body = RequestBody::full("abc");
        assert_eq!(body.size_hint().exact(), Some(3));
        assert_eq!(body.frame().await.unwrap().unwrap().into_data().unwrap(), "abc");
        assert!(body.frame().await.is_none());
        assert!(body.is_end_stream());
    }

    #[tokio::test]
    async fn stream_ends_after_its_error() {
        let (sender, receiver) = mpsc::channel(4);
        sender.send(Ok(Bytes::from("ab"))).await.unwrap();
        sender.send(Err(BodyError::TooLarge { limit: 2 })).await.unwrap();
        let mut body = RequestBody::stream(receiver, None);
        assert!(body.frame().await.unwrap().is_ok());
        assert_eq!(body.frame().await.unwrap().unwrap_err(), BodyError::TooLarge { limit: 2 });
        assert!(body.frame().await.is_none());
    }

    #[tokio::test]
    async fn read_all_joins_chunks() {
        let (sender, receiver) = mpsc::channel(4);
        for part in ["ab", "cd", "ef"] {
            sender.send(Ok(Bytes::from(part))).await.unwrap();
        }
        drop(sender);
        assert_eq!(RequestBody::stream(receiver, None).read_all().await.unwrap(), "abcdef");
        assert_eq!(RequestBody::empty().read_all().await.unwrap(), "");
        let failed = RequestBody::failed(BodyError::Disconnected).read_all().await;
        assert_eq!(failed.unwrap_err(), BodyError::Disconnected);
    }
}
