// SPDX-License-Identifier: EUPL-1.2
//! Callers that speak gRPC.

mod body;
mod builtin;
mod chunked;
mod codec;
mod handler;
mod streaming;
mod timeout;

pub(crate) use builtin::Builtin;
pub(crate) use chunked::decide as decide_chunked;
#[cfg(test)]
pub(crate) use handler::answer;
pub(crate) use handler::{decide, is_grpc, refuse};
pub(crate) use streaming::decide as decide_stream;
