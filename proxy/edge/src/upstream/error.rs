// SPDX-License-Identifier: EUPL-1.2
//! Why a backend gave no usable answer.

use std::fmt;

use thiserror::Error;

/// Why a backend gave no usable answer. Made by both lanes.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
#[non_exhaustive]
pub enum UpstreamError {
    /// No TCP connection: refused, no route, or the name does not resolve. The request was not sent.
    #[error("cannot connect to upstream: {0}")]
    Connect(String),
    /// TCP connected, TLS did not: certificate, name or protocol. The request was not sent.
    #[error("TLS to upstream failed: {0}")]
    Tls(String),
    /// It took too long.
    #[error("upstream timed out while {stage}")]
    Timeout {
        /// What was being waited for.
        stage: Stage,
    },
    /// The connection ended before the answer was complete. The backend may have acted on the request.
    #[error("upstream closed the connection before its answer was complete")]
    ClosedEarly,
    /// The answer is not HTTP/1.1 as it should be, or could be read in two ways.
    #[error("upstream answer is malformed: {0}")]
    Malformed(String),
    /// The answer is larger than allowed.
    #[error("upstream answer is larger than {limit} bytes")]
    TooLarge {
        /// The limit that was exceeded.
        limit: u64,
    },
    /// The request is larger than the relay lane lets pass. Answer `413`.
    #[error("request body is larger than {limit} bytes")]
    RequestTooLarge {
        /// The limit that was exceeded.
        limit: u64,
    },
    /// The caller sent something that cannot be relayed, or stopped sending. Answer `400`.
    #[error("request cannot be relayed: {0}")]
    BadRequest(String),
}

/// What was being waited for when time ran out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    /// Name resolution, TCP and TLS; the request was not sent.
    Connecting,
    /// Sending the request.
    Sending,
    /// The head of the answer.
    AwaitingHead,
    /// The body of the answer.
    ReadingBody,
}

impl fmt::Display for Stage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Connecting => "connecting",
            Self::Sending => "sending the request",
            Self::AwaitingHead => "waiting for the answer",
            Self::ReadingBody => "reading the answer",
        })
    }
}

impl UpstreamError {
    /// Whether the backend certainly saw nothing of the request, so that another one may be asked.
    pub fn is_unsent(&self) -> bool {
        matches!(self, Self::Connect(_) | Self::Tls(_) | Self::Timeout { stage: Stage::Connecting })
    }
}

/// What Pingora says about a connection that did not come about.
pub(crate) fn connect_error(error: &pingora::Error) -> UpstreamError {
    use pingora::ErrorType;

    match error.etype() {
        ErrorType::ConnectTimedout | ErrorType::TLSHandshakeTimedout => {
            UpstreamError::Timeout { stage: Stage::Connecting }
        }
        ErrorType::TLSHandshakeFailure
        | ErrorType::TLSWantX509Lookup
        | ErrorType::InvalidCert
        | ErrorType::HandshakeError => UpstreamError::Tls(innermost(error)),
        _ => UpstreamError::Connect(innermost(error)),
    }
}

/// The cause at the bottom: what the system or TLS said, without the layers Pingora wraps it in.
fn innermost(error: &pingora::Error) -> String {
    error.root_cause().to_string().trim().to_owned()
}
