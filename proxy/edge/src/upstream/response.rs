// SPDX-License-Identifier: EUPL-1.2
//! One answer of a backend.

use bytes::Bytes;
use http::{HeaderMap, StatusCode};

/// One answer of a backend, its body complete. Trailers are read and dropped.
#[derive(Clone, Debug)]
pub struct UpstreamResponse {
    /// The status; never `1xx`.
    pub status: StatusCode,
    /// The headers as sent, framing headers included.
    pub headers: HeaderMap,
    /// The body, transfer coding removed, content coding not.
    pub body: Bytes,
    /// Whether the request travelled on a pooled connection.
    pub reused_connection: bool,
}
