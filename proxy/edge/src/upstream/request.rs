// SPDX-License-Identifier: EUPL-1.2
//! One request to a backend.

use bytes::Bytes;
use http::{HeaderMap, Method, uri::PathAndQuery};

/// One request to a backend, its body complete.
///
/// `content-length`, `transfer-encoding`, `connection`, `te`, `trailer`, `upgrade`, `keep-alive` and
/// `expect` in `headers` are ignored: framing is the client's business. `host` is set to the upstream's
/// authority unless it is among the headers.
#[derive(Clone, Debug)]
pub struct UpstreamRequest {
    /// The method.
    pub method: Method,
    /// Path and query.
    pub path: PathAndQuery,
    /// Further headers.
    pub headers: HeaderMap,
    /// The body; empty for none.
    pub body: Bytes,
    /// Whether to send the request a second time, on a fresh connection, when a pooled one turns out to
    /// be dead before the first byte of an answer. The backend may have executed the first one: say yes
    /// for reads only.
    pub retry_on_stale: bool,
}

impl UpstreamRequest {
    /// A `POST` of `body`, without further headers, not retried.
    pub fn post(path: PathAndQuery, body: impl Into<Bytes>) -> Self {
        Self {
            method: Method::POST,
            path,
            headers: HeaderMap::new(),
            body: body.into(),
            retry_on_stale: false,
        }
    }
}
