// SPDX-License-Identifier: EUPL-1.2
//! Why a request body could not be read to its end.

use thiserror::Error;

/// Why a request body could not be read to its end.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
#[non_exhaustive]
pub enum BodyError {
    /// More bytes than the decision allows. Answer `413`, or `RESOURCE_EXHAUSTED` in gRPC.
    #[error("request body is larger than {limit} bytes")]
    TooLarge {
        /// The limit that was exceeded.
        limit: u64,
    },
    /// The client went away in the middle of it.
    #[error("client went away before its request body was complete")]
    Disconnected,
    /// The client stopped sending for too long. Answer `408`.
    #[error("client stopped sending its request body")]
    Stalled,
    /// Its framing is broken. Answer `400`.
    #[error("request body is malformed: {0}")]
    Malformed(String),
}
