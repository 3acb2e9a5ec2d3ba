// SPDX-License-Identifier: EUPL-1.2
//! Why the backend gave no answer.

use crate::outcome::{Problem, ProblemKind};

/// Why the backend gave no answer. The text is for the log; it names hosts and addresses.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Trouble {
    /// No connection; nothing was sent.
    Unreachable(String),
    /// No complete answer in time.
    Timeout(String),
    /// The connection ended too early.
    Lost(String),
    /// The answer is not HTTP.
    NotHttp(String),
    /// The answer is too large.
    TooLarge(String),
}

impl Trouble {
    /// What the caller is told.
    pub(crate) fn into_problem(self) -> Problem {
        let (kind, detail, internal) = match self {
            Self::Unreachable(why) => (
                ProblemKind::BackendUnreachable,
                "no connection to the service could be made; it has not seen the request",
                why,
            ),
            Self::Timeout(why) => (
                ProblemKind::BackendTimeout,
                "the service did not answer in time; it may have acted on the request",
                why,
            ),
            Self::Lost(why) => (
                ProblemKind::BackendConnectionLost,
                "the connection to the service ended before its answer was complete; it may have acted on the request",
                why,
            ),
            Self::NotHttp(why) => (ProblemKind::BackendNotSoap, "the service did not answer in HTTP", why),
            Self::TooLarge(why) => {
                (ProblemKind::BackendTooLarge, "the service's answer is larger than this proxy allows", why)
            }
        };
        Problem::new(kind, detail).with_internal(internal)
    }
}
