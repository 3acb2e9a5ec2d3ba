// SPDX-License-Identifier: EUPL-1.2
//! What a mock sends.

use std::time::Duration;

/// What is sent, and how.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reply {
    /// HTTP status.
    pub status: u16,
    /// Media type; empty where there is no body.
    pub content_type: String,
    /// The body.
    pub body: Vec<u8>,
    /// How long to wait before the first byte.
    pub delay: Duration,
    /// After how many bytes of the body the connection breaks, if it does.
    pub cut: Option<usize>,
    /// The operation that was called, where it is known.
    pub operation: Option<String>,
    /// Where the reply is from.
    pub source: Source,
}

/// Where a reply is from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Source {
    /// A rule of the script, by its number from 1.
    Rule(usize),
    /// A random message that is valid by the contract.
    Sample,
    /// The request is not one that the contract allows.
    Refusal,
}
