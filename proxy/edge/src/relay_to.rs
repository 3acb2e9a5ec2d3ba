// SPDX-License-Identifier: EUPL-1.2
//! Where the relay lane sends a request, and what it changes on the way.

use std::{sync::Arc, time::Duration};

use http::{HeaderName, HeaderValue, uri::PathAndQuery};

use crate::Upstream;

/// One relayed request: the target and the few things that change.
///
/// Everything not named here passes untouched: method, headers (without the hop-by-hop ones), body.
/// `traceparent` and `x-request-id` of the caller are passed on like any header; to create missing ones,
/// put them in [`headers`](Self::headers) — whoever decides needs them for its own log lines too.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct RelayTo {
    /// The upstream.
    pub upstream: Upstream,
    /// Path and query sent to the upstream; `None` keeps the caller's.
    pub path: Option<PathAndQuery>,
    /// The `host` header sent to the upstream.
    pub host: HostHeader,
    /// Headers to set, replacing those of the same name.
    pub headers: Vec<(HeaderName, HeaderValue)>,
    /// Headers to remove.
    pub remove_headers: Vec<HeaderName>,
    /// Whether `x-forwarded-for` (appended), `-proto` and `-host` (set) tell the upstream who called.
    pub forwarded: bool,
    /// How long to wait for what.
    pub timeouts: RelayTimeouts,
    /// Bytes of request body that may pass. Above it: [`UpstreamError::RequestTooLarge`](crate::UpstreamError).
    pub max_request_bytes: u64,
    /// Whether a request that died on a pooled connection before the first byte of its answer may be
    /// sent again on a fresh one, even if its method is not idempotent.
    pub retry_on_stale: bool,
    /// A name for logs, handed back in [`Report::label`](crate::Report::label).
    pub label: Option<Arc<str>>,
}

/// Which `host` header the upstream sees.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum HostHeader {
    /// The upstream's own authority.
    #[default]
    Upstream,
    /// The one the caller sent.
    Caller,
    /// This one.
    Set(HeaderValue),
}

/// How long the relay lane waits. No total: a relayed body may take as long as it keeps moving.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RelayTimeouts {
    /// Name resolution, TCP and TLS.
    pub connect: Duration,
    /// Silence of the upstream, before the head of its answer and between any two reads after it.
    pub read: Duration,
    /// One write to the upstream.
    pub write: Duration,
    /// How long an unused connection is kept.
    pub idle: Duration,
}

impl Default for RelayTimeouts {
    fn default() -> Self {
        Self {
            connect: Duration::from_secs(3),
            read: Duration::from_mins(1),
            write: Duration::from_secs(30),
            idle: Duration::from_mins(1),
        }
    }
}

impl RelayTo {
    /// 64 MiB: the body size that passes unless told otherwise. Nothing of it is buffered.
    pub const DEFAULT_MAX_REQUEST_BYTES: u64 = 64 * 1024 * 1024;

    /// Relays to `upstream`, path unchanged, everything else by default.
    pub fn new(upstream: Upstream) -> Self {
        Self {
            upstream,
            path: None,
            host: HostHeader::Upstream,
            headers: Vec::new(),
            remove_headers: Vec::new(),
            forwarded: true,
            timeouts: RelayTimeouts::default(),
            max_request_bytes: Self::DEFAULT_MAX_REQUEST_BYTES,
            retry_on_stale: false,
            label: None,
        }
    }
}
