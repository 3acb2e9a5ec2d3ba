// SPDX-License-Identifier: EUPL-1.2
//! Pieces on demand, as a body.

use std::future::Future;

use bytes::Bytes;
use fachwerk_edge::BoxError;
use futures_util::stream;
use http_body::Frame;
use http_body_util::BodyExt as _;
use http_body_util::StreamBody;
use http_body_util::combinators::UnsyncBoxBody;

/// Gives pieces when they are asked for.
pub(crate) trait Pull: Sized + Send + 'static {
    /// The next piece; `None` at the end.
    fn pull(&mut self) -> impl Future<Output = Result<Option<Bytes>, BoxError>> + Send;

    /// As a body. It ends after an error.
    fn into_body(self) -> UnsyncBoxBody<Bytes, BoxError> {
        let pieces = stream::unfold(Some(self), |puller| async {
            let mut puller = puller?;
            match puller.pull().await {
                Ok(Some(piece)) => Some((Ok(Frame::data(piece)), Some(puller))),
                Ok(None) => None,
                Err(error) => Some((Err(error), None)),
            }
        });
        StreamBody::new(pieces).boxed_unsync()
    }
}
