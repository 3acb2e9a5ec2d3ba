// SPDX-License-Identifier: EUPL-1.2
//! What ties the log lines of one request together, here and elsewhere.

mod request_id;
mod traceparent;

use http::{HeaderMap, HeaderName, HeaderValue};

pub(crate) use request_id::RequestId;
pub(crate) use traceparent::TraceParent;

pub(crate) const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");
/// Trace Context level 2: how a server tells its position in the trace.
const TRACERESPONSE: HeaderName = HeaderName::from_static("traceresponse");
pub(crate) const TRACEPARENT: HeaderName = HeaderName::from_static("traceparent");

/// State of the tracing systems along the way; it belongs to a `traceparent` and means nothing without it.
const TRACESTATE: HeaderName = HeaderName::from_static("tracestate");

/// The ids of one request.
#[derive(Clone, Debug)]
pub(crate) struct Trace {
    /// Taken from the caller, or made here.
    pub(crate) request_id: RequestId,
    /// This hop: the caller's trace, or a new one, with a span of our own.
    pub(crate) parent: TraceParent,
    /// The caller's `tracestate`, where its `traceparent` was believed.
    state: Option<HeaderValue>,
}

impl Trace {
    /// The ids a caller sent, where they can be believed; new ones else.
    pub(crate) fn of(headers: &HeaderMap) -> Self {
        let caller = headers.get(TRACEPARENT).and_then(TraceParent::parse);
        let state = caller.as_ref().and_then(|_| headers.get(TRACESTATE).cloned());
        Self {
            state,
            request_id: RequestId::told(headers).unwrap_or_else(RequestId::random),
            parent: caller.map_or_else(TraceParent::random, TraceParent::next_hop),
        }
    }

    /// Tells the caller by which ids its request is found in logs and traces.
    pub(crate) fn mark(&self, answer: &mut HeaderMap) {
        answer.insert(REQUEST_ID, self.request_id.header());
        answer.insert(TRACERESPONSE, self.parent.header());
    }

    /// The headers the next hop gets.
    pub(crate) fn headers(&self) -> impl Iterator<Item = (HeaderName, HeaderValue)> {
        let state = self.state.clone().map(|state| (TRACESTATE, state));
        [(REQUEST_ID, self.request_id.header()), (TRACEPARENT, self.parent.header())].into_iter().chain(state)
    }
}
