// SPDX-License-Identifier: EUPL-1.2
//! The edge: listeners, the relay lane, the bridge to the translating lane, and the upstream client.
//!
//! This is the only crate that names Pingora, and no Pingora type appears in its public API: the
//! host can be replaced without touching the lanes. What a request *means* is decided elsewhere, by
//! the one [`Gateway`] an [`Edge`] is given:
//!
//! ```text
//! client ── Listener ── Gateway::decide(head) ─┬─ Decision::Relay(RelayTo)    streamed untouched
//!   h1, h2c, TLS                               └─ Decision::Answer(Answering) Answer::answer(request)
//!                                                       └── UpstreamClient::call ── backend
//! ```
//!
//! * The **relay lane** streams bodies in both directions and never buffers them; only the path, the
//!   host and some headers change on the way ([`RelayTo`]).
//! * The **answer lane** hands an `http::Request<RequestBody>` to an [`Answer`] and writes the
//!   `http::Response<ResponseBody>` it returns, trailers included, so that `tonic`'s services and
//!   plain handlers fit alike. The status may therefore depend on the whole body of the backend's
//!   answer, which body filters could not offer.
//! * The [`UpstreamClient`] is what an [`Answer`] calls backends with: HTTP/1.1, pooled, head and body
//!   in one write, every size and every wait bounded.
//!
//! What this crate deliberately does not know: SOAP, JSON, gRPC status codes, routes, configuration
//! files. It turns no error into a body of its own; it asks the gateway ([`Gateway::relay_error`]).
//!
//! ```no_run
//! use std::sync::Arc;
//! use fachwerk_edge::{Answering, Decision, Edge, Gateway, Listener, ResponseBody, UpstreamError};
//!
//! struct Hello;
//! impl Gateway for Hello {
//!     fn decide(&self, _head: &http::request::Parts) -> Decision {
//!         Answering::with(|_request| async { http::Response::new(ResponseBody::from("hello")) }).into()
//!     }
//!     fn relay_error(&self, _: &http::request::Parts, error: &UpstreamError) -> http::Response<bytes::Bytes> {
//!         http::Response::new(error.to_string().into())
//!     }
//! }
//!
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let edge = Edge::builder().listener(Listener::plain("[::1]:8080".parse()?)).gateway(Arc::new(Hello)).build()?;
//! edge.run(fachwerk_edge::termination())?;
//! # Ok(()) }
//! ```

mod answer;
mod body;
mod connection;
mod decision;
mod gateway;
mod proxy;
mod relay_to;
mod report;
mod server;
mod upstream;

pub use answer::Answer;
pub use body::{BodyError, BoxError, RequestBody, ResponseBody};
pub use connection::ConnectionInfo;
pub use decision::{Answering, Decision, OnDisconnect};
pub use gateway::Gateway;
pub use relay_to::{HostHeader, RelayTimeouts, RelayTo};
pub use report::{Lane, Report};
pub use server::{
    Edge, EdgeBuilder, EdgeHandle, Listener, Phase, StartError, hangups, quitting, termination,
};
pub use upstream::{
    Limits, Stage, TargetError, Upstream, UpstreamAnswer, UpstreamBody, UpstreamClient, UpstreamError,
    UpstreamRequest, UpstreamResponse,
};
