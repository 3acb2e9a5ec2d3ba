// SPDX-License-Identifier: EUPL-1.2
//! The request body a handler of the answer lane reads.

use std::{
    future::poll_fn,
    pin::Pin,
    task::{Context, Poll, ready},
};

use bytes::{Bytes, BytesMut};
use http_body::{Body, Frame, SizeHint};

use super::feed::{BodyReceiver, BodySender, channel};
use crate::BodyError;

/// A request body, streamed: what is not read stays in the client's socket.
///
/// It ends after an error. Request trailers are not delivered (Pingora drops them); neither gRPC nor SOAP
/// callers send any.
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
    Stream(BodyReceiver),
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

    /// A body fed by a connection; `expected` bytes are announced.
    pub(crate) fn stream(expected: Option<u64>) -> (BodySender, Self) {
        let (sender, receiver) = channel();
        (sender, Self { source: Source::Stream(receiver), expected })
    }

    /// Reads the whole body. The limit of the decision bounds it.
    pub async fn read_all(mut self) -> Result<Bytes, BodyError> {
        /// An announced length is bounded by the limit, but it is still only an announcement.
        const TRUSTED: u64 = 256 * 1024;

        let announced = usize::try_from(self.expected.unwrap_or(0).min(TRUSTED)).unwrap_or(0);
        let Some(first) = self.next().await.transpose()? else { return Ok(Bytes::new()) };
        let Some(second) = self.next().await.transpose()? else { return Ok(first) };
        let mut whole = BytesMut::with_capacity(announced.max((first.len() + second.len()) * 2));
        whole.extend_from_slice(&first);
        whole.extend_from_slice(&second);
        while let Some(chunk) = self.next().await.transpose()? {
            whole.extend_from_slice(&chunk);
        }
        Ok(whole.freeze())
    }

    async fn next(&mut self) -> Option<Result<Bytes, BodyError>> {
        poll_fn(|context| self.poll_next(context)).await
    }

    fn poll_next(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<Bytes, BodyError>>> {
        let next = match &mut self.source {
            Source::Stream(chunks) => ready!(chunks.poll_next(context)),
            _ => match std::mem::replace(&mut self.source, Source::Done) {
                Source::Whole(bytes) if !bytes.is_empty() => return Poll::Ready(Some(Ok(bytes))),
                Source::Failed(error) => Some(Err(error)),
                _ => None,
            },
        };
        match &next {
            Some(Ok(bytes)) => {
                self.expected = self.expected.map(|left| left.saturating_sub(bytes.len() as u64));
            }
            Some(Err(_)) | None => self.source = Source::Done,
        }
        Poll::Ready(next)
    }
}

impl Body for RequestBody {
    type Data = Bytes;
    type Error = BodyError;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, BodyError>>> {
        self.poll_next(context).map_ok(Frame::data)
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

    async fn send(sender: &BodySender, chunk: Result<&'static str, BodyError>) {
        sender.room().await.unwrap().send(chunk.map(Bytes::from));
    }

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
        let (sender, mut body) = RequestBody::stream(None);
        send(&sender, Ok("ab")).await;
        send(&sender, Err(BodyError::TooLarge { limit: 2 })).await;
        drop(sender);
        assert!(body.frame().await.unwrap().is_ok());
        assert_eq!(body.frame().await.unwrap().unwrap_err(), BodyError::TooLarge { limit: 2 });
        assert!(body.frame().await.is_none());
    }

    #[tokio::test]
    async fn read_all_joins_chunks() {
        let (sender, body) = RequestBody::stream(Some(6));
        for part in ["ab", "cd", "ef"] {
            send(&sender, Ok(part)).await;
        }
        sender.finish();
        assert_eq!(body.read_all().await.unwrap(), "abcdef");
        assert_eq!(RequestBody::empty().read_all().await.unwrap(), "");
        assert_eq!(RequestBody::full("x").read_all().await.unwrap(), "x");
        let failed = RequestBody::failed(BodyError::Stalled).read_all().await;
        assert_eq!(failed.unwrap_err(), BodyError::Stalled);
    }

    #[tokio::test]
    async fn cut_body_never_looks_complete() {
        let (sender, body) = RequestBody::stream(None);
        send(&sender, Ok("ab")).await;
        drop(sender);
        assert_eq!(body.read_all().await.unwrap_err(), BodyError::Disconnected);
    }

    #[tokio::test]
    async fn sender_learns_that_nobody_reads() {
        let (sender, body) = RequestBody::stream(None);
        drop(body);
        assert!(sender.room().await.is_none());
    }
}
