// SPDX-License-Identifier: EUPL-1.2
//! The service behind a facade, as translating sees it: one call, one answer, no sockets.

mod legacy;
mod opened;
mod trouble;

use std::future::Future;
use std::time::Duration;

use bytes::Bytes;
use fachwerk_edge::BoxError;
use http::{HeaderMap, Method, StatusCode};
use http_body_util::combinators::UnsyncBoxBody;

pub(crate) use legacy::{Legacy, trouble};
pub(crate) use opened::{Coming, Opened};
pub(crate) use trouble::Trouble;

/// A body that still comes. What its error says is for the log.
pub(crate) type Flow = UnsyncBoxBody<Bytes, BoxError>;

/// Whoever answers SOAP envelopes.
pub(crate) trait Backend: Sync {
    /// Sends one request and waits for the whole answer.
    fn call(&self, request: Request) -> impl Future<Output = Result<Answer, Trouble>> + Send;

    /// Sends one request and waits for the head of the answer.
    fn open(&self, request: Request) -> impl Future<Output = Result<Opened, Trouble>> + Send;

    /// The same with a body that still comes.
    fn open_flowing(
        &self,
        request: Request,
        body: Flow,
    ) -> impl Future<Output = Result<Opened, Trouble>> + Send;
}

/// One request to the backend.
#[derive(Clone, Debug)]
pub(crate) struct Request {
    pub(crate) method: Method,
    /// Path and query, where they are not those of the backend's URL.
    pub(crate) path: Option<String>,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Bytes,
    /// Whether it may be sent a second time.
    pub(crate) repeatable: bool,
    /// How long the caller is willing to wait, where that is known.
    pub(crate) patience: Option<Duration>,
}

/// One answer of the backend.
#[derive(Clone, Debug)]
pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Bytes,
}
