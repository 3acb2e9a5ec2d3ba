// SPDX-License-Identifier: EUPL-1.2
//! The one interface between the edge and what it serves.

use bytes::Bytes;

use crate::{Decision, Report, UpstreamError};

/// What an [`Edge`](crate::Edge) serves. One value lives as long as the edge; hot reload happens inside it.
pub trait Gateway: Send + Sync + 'static {
    /// Decides what happens to a request, from its head alone.
    ///
    /// Called once for every request, before any byte of its body is read, on the connection's task: it
    /// must be quick and must not block. [`ConnectionInfo`](crate::ConnectionInfo) is in the extensions.
    ///
    /// `head.uri` is the origin form (`/path?query`) for HTTP/1 and carries scheme and authority for
    /// HTTP/2; the host of an HTTP/1 request is in its `host` header.
    fn decide(&self, head: &http::request::Parts) -> Decision;

    /// Words the answer to a request of the relay lane that could not be relayed.
    ///
    /// Called only while no byte of an answer has been sent. A SOAP caller wants a SOAP fault here. The
    /// edge sets the framing headers and `connection` itself.
    fn relay_error(&self, head: &http::request::Parts, error: &UpstreamError) -> http::Response<Bytes>;

    /// Called after every request of either lane, when its last byte is written or it has failed.
    ///
    /// For access logs and metrics. The default does nothing.
    fn ended(&self, head: &http::request::Parts, report: &Report) {
        let _ = (head, report);
    }
}
