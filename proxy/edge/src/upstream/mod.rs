// SPDX-License-Identifier: EUPL-1.2
//! The HTTP/1.1 client of the answer lane, and the targets both lanes share.
//!
//! `client` connects and retries, `exchange` is one request and its answer on one connection, `body`
//! an answer that comes piece by piece; `head`, `framing` and `chunked` read the answer and know no sockets.

mod authorities;
mod body;
mod chunked;
mod client;
mod error;
mod exchange;
mod framing;
mod head;
mod limits;
mod peers;
mod request;
mod response;
mod sending;
mod target;
mod wire;

pub use body::{UpstreamAnswer, UpstreamBody};
pub use client::UpstreamClient;
pub(crate) use client::check_platform_authorities;
pub(crate) use error::connect_error;
pub use error::{Stage, UpstreamError};
pub use limits::Limits;
pub use request::UpstreamRequest;
pub use response::UpstreamResponse;
pub use target::{TargetError, Upstream};
