// SPDX-License-Identifier: EUPL-1.2
//! The handler of the answer lane.

use std::future::Future;

use async_trait::async_trait;
use http::{Request, Response};

use crate::{RequestBody, ResponseBody};

/// Answers one request.
///
/// The value is made by [`Gateway::decide`](crate::Gateway::decide) for this one request and consumed by
/// it, so it can carry what was decided (route, operation, the snapshot of the configuration). Plain
/// closures implement it; services of `tonic` are called from within one:
///
/// ```
/// # use fachwerk_edge::{RequestBody, ResponseBody};
/// # use tower_service::Service;
/// async fn call<S, B>(mut service: S, request: http::Request<RequestBody>) -> http::Response<ResponseBody>
/// where
///     S: Service<http::Request<RequestBody>, Response = http::Response<B>, Error = std::convert::Infallible>,
///     B: http_body::Body<Data = bytes::Bytes> + Send + 'static,
///     B::Error: Into<fachwerk_edge::BoxError>,
/// {
///     match service.call(request).await {
///         Ok(response) => response.map(ResponseBody::new),
///         Err(never) => match never {},
///     }
/// }
/// ```
///
/// The future runs on the edge's own runtime. If it panics the client gets an empty `500`.
#[async_trait]
pub trait Answer: Send + 'static {
    /// Answers the request. Framing headers (`content-length`, `transfer-encoding`, `connection`) are
    /// set by the edge.
    async fn answer(self: Box<Self>, request: Request<RequestBody>) -> Response<ResponseBody>;
}

#[async_trait]
impl<F, Fut> Answer for F
where
    F: FnOnce(Request<RequestBody>) -> Fut + Send + 'static,
    Fut: Future<Output = Response<ResponseBody>> + Send + 'static,
{
    async fn answer(self: Box<Self>, request: Request<RequestBody>) -> Response<ResponseBody> {
        (*self)(request).await
    }
}
