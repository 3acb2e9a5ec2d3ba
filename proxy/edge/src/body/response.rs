// SPDX-License-Identifier: EUPL-1.2
//! The body a handler of the answer lane returns.

use std::{
    fmt,
    pin::Pin,
    task::{Context, Poll},
};

use bytes::Bytes;
use http_body::{Body, Frame, SizeHint};
use http_body_util::{BodyExt, combinators::UnsyncBoxBody};

/// Any error a response body may end with; it is logged, and the client sees a cut answer.
pub type BoxError = Box<dyn std::error::Error + Send + Sync>;

/// A response body: nothing, bytes, or any other body in a box.
///
/// Trailers are sent over HTTP/2 and dropped over HTTP/1. A body of known size gets a `content-length`.
#[derive(Default)]
pub struct ResponseBody {
    source: Source,
}

#[derive(Default)]
enum Source {
    #[default]
    Done,
    Whole(Bytes),
    Boxed(UnsyncBoxBody<Bytes, BoxError>),
}

impl ResponseBody {
    /// A body without bytes.
    pub fn empty() -> Self {
        Self::default()
    }

    /// A body of these bytes.
    pub fn full(bytes: impl Into<Bytes>) -> Self {
        let bytes = bytes.into();
        if bytes.is_empty() { Self::empty() } else { Self { source: Source::Whole(bytes) } }
    }

    /// Any other body, `tonic::body::Body` for one.
    pub fn new<B>(body: B) -> Self
    where
        B: Body<Data = Bytes> + Send + 'static,
        B::Error: Into<BoxError>,
    {
        Self { source: Source::Boxed(body.map_err(Into::into).boxed_unsync()) }
    }
}

macro_rules! from_bytes {
    ($($source:ty),*) => {$(
        impl From<$source> for ResponseBody {
            fn from(bytes: $source) -> Self {
                Self::full(bytes)
            }
        }
    )*};
}
from_bytes!(Bytes, Vec<u8>, String, &'static str, &'static [u8]);

impl fmt::Debug for ResponseBody {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.source {
            Source::Done => f.write_str("ResponseBody(empty)"),
            Source::Whole(bytes) => write!(f, "ResponseBody({} bytes)", bytes.len()),
            Source::Boxed(_) => f.write_str("ResponseBody(boxed)"),
        }
    }
}

impl Body for ResponseBody {
    type Data = Bytes;
    type Error = BoxError;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, BoxError>>> {
        match &mut self.source {
            Source::Done => Poll::Ready(None),
            Source::Whole(bytes) => {
                let bytes = std::mem::take(bytes);
                self.source = Source::Done;
                Poll::Ready(Some(Ok(Frame::data(bytes))))
            }
            Source::Boxed(body) => Pin::new(body).poll_frame(context),
        }
    }

    fn is_end_stream(&self) -> bool {
        match &self.source {
            Source::Done => true,
            Source::Whole(_) => false,
            Source::Boxed(body) => body.is_end_stream(),
        }
    }

    fn size_hint(&self) -> SizeHint {
        match &self.source {
            Source::Done => SizeHint::with_exact(0),
            Source::Whole(bytes) => SizeHint::with_exact(bytes.len() as u64),
            Source::Boxed(body) => body.size_hint(),
        }
    }
}
