// SPDX-License-Identifier: EUPL-1.2
//! What ties the log lines of one request together, here and elsewhere.

mod request_id;
mod traceparent;

use http::{HeaderMap, HeaderName, HeaderValue};

pub(crate) use request_id::RequestId;
pub(crate) use traceparent::TraceParent;

pub(crate) const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");
pub(crate) const TRACEPARENT: HeaderName = HeaderName::from_static("traceparent");

/// The ids of one request.
#[derive(Clone, Debug)]
pub(crate) struct Trace {
    /// Taken from the caller, or made here.
    pub(crate) request_id: RequestId,
    /// This hop: the caller's trace, or a new one, with a span of our own.
    pub(crate) parent: TraceParent,
}

impl Trace {
    /// The ids a caller sent, where they can be believed; new ones else.
    pub(crate) fn of(headers: &HeaderMap) -> Self {
        let caller = headers.get(TRACEPARENT).and_then(TraceParent::parse);
        Self {
            request_id: headers.get(REQUEST_ID).and_then(RequestId::parse).unwrap_or_else(RequestId::random),
            parent: caller.map_or_else(TraceParent::random, |caller| caller.next_hop()),
        }
    }

    /// The headers the next hop gets.
    pub(crate) fn headers(&self) -> [(HeaderName, HeaderValue); 2] {
        [(REQUEST_ID, self.request_id.header()), (TRACEPARENT, self.parent.header())]
    }
}
