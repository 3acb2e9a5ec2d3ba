// SPDX-License-Identifier: EUPL-1.2
//! What is told about a request that has ended.

use std::{sync::Arc, time::Duration};

use http::StatusCode;

use crate::UpstreamError;

/// One request that has ended.
#[derive(Debug)]
#[non_exhaustive]
pub struct Report {
    /// Which lane it took.
    pub lane: Lane,
    /// The label of the decision.
    pub label: Option<Arc<str>>,
    /// The status the client was sent; `None` if it was sent none.
    pub status: Option<StatusCode>,
    /// Bytes of request body read from the client.
    pub request_bytes: u64,
    /// Bytes of answer body sent to the client.
    pub response_bytes: u64,
    /// From the complete request head to the end.
    pub duration: Duration,
    /// Why relaying failed, if it did.
    pub error: Option<UpstreamError>,
    /// Whether the client went away before its answer was complete.
    pub client_gone: bool,
}

/// The way a request took through the edge.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lane {
    /// Streamed to an upstream.
    Relay,
    /// Answered by a handler.
    Answer,
}
