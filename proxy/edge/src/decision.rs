// SPDX-License-Identifier: EUPL-1.2
//! What a [`Gateway`](crate::Gateway) can decide.

use std::{fmt, future::Future, sync::Arc};

use http::{Request, Response};

use crate::{Answer, RelayTo, RequestBody, ResponseBody};

/// What happens to one request.
#[derive(Debug)]
pub enum Decision {
    /// Forward it, streaming, to an upstream.
    Relay(Box<RelayTo>),
    /// Answer it here: the translating lane.
    Answer(Answering),
}

/// How a request of the answer lane is answered.
#[must_use]
pub struct Answering {
    /// Who answers. Called once.
    pub handler: Box<dyn Answer>,
    /// Bytes of request body the handler may receive; one more and it reads
    /// [`BodyError::TooLarge`](crate::BodyError::TooLarge).
    pub max_request_bytes: u64,
    /// What becomes of the handler when the client goes away before the answer is ready.
    pub on_disconnect: OnDisconnect,
    /// A name for logs, handed back in [`Report::label`](crate::Report::label).
    pub label: Option<Arc<str>>,
}

/// What becomes of a handler whose client has gone away.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum OnDisconnect {
    /// Its future is dropped: right for reads, where nobody wants the answer any more.
    #[default]
    Cancel,
    /// It runs detached to its end: right for writes, where a half-executed booking is worse than a
    /// wasted answer. It still counts as in flight, so a shutdown waits for it.
    RunToEnd,
}

impl Answering {
    /// 1 MiB: the size above which an envelope must be allowed explicitly.
    pub const DEFAULT_MAX_REQUEST_BYTES: u64 = 1024 * 1024;

    /// Answers by `handler`, with the default body limit, cancelled when the client goes away.
    pub fn new(handler: impl Answer) -> Self {
        Self {
            handler: Box::new(handler),
            max_request_bytes: Self::DEFAULT_MAX_REQUEST_BYTES,
            on_disconnect: OnDisconnect::Cancel,
            label: None,
        }
    }

    /// Answers by a closure.
    pub fn with<F, Fut>(handler: F) -> Self
    where
        F: FnOnce(Request<RequestBody>) -> Fut + Send + 'static,
        Fut: Future<Output = Response<ResponseBody>> + Send + 'static,
    {
        Self::new(handler)
    }

    /// Sets the limit of the request body.
    pub fn max_request_bytes(mut self, bytes: u64) -> Self {
        self.max_request_bytes = bytes;
        self
    }

    /// Sets what becomes of the handler when the client goes away.
    pub fn on_disconnect(mut self, then: OnDisconnect) -> Self {
        self.on_disconnect = then;
        self
    }

    /// Sets the name for logs.
    pub fn label(mut self, label: impl Into<Arc<str>>) -> Self {
        self.label = Some(label.into());
        self
    }
}

impl fmt::Debug for Answering {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Answering")
            .field("max_request_bytes", &self.max_request_bytes)
            .field("on_disconnect", &self.on_disconnect)
            .field("label", &self.label)
            .finish_non_exhaustive()
    }
}

impl From<Answering> for Decision {
    fn from(answering: Answering) -> Self {
        Self::Answer(answering)
    }
}

impl From<RelayTo> for Decision {
    fn from(relay: RelayTo) -> Self {
        Self::Relay(Box::new(relay))
    }
}
