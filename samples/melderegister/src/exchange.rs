// SPDX-License-Identifier: EUPL-1.2
//! One request and its answer as they went over the wire.

use bytes::Bytes;
use hyper::{HeaderMap, Method, StatusCode, Uri};

use crate::operation::Operation;

/// A recorded exchange, handed to [`Options::on_exchange`](crate::Options::on_exchange).
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Exchange {
    /// The operation, once the body was understood that far.
    pub operation: Option<Operation>,
    /// Method of the request.
    pub method: Method,
    /// Target of the request.
    pub uri: Uri,
    /// Headers of the request.
    pub request_headers: HeaderMap,
    /// Body of the request; empty when it exceeded the limit.
    pub request_body: Bytes,
    /// Status of the answer.
    pub status: StatusCode,
    /// Headers of the answer, without those the HTTP library adds.
    pub response_headers: HeaderMap,
    /// Body of the answer.
    pub response_body: Bytes,
}
