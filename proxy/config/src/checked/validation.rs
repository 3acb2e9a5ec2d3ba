// SPDX-License-Identifier: EUPL-1.2
//! What is checked against the schema, and what follows from it.

/// Which messages are checked against the contract's schema.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Validation {
    /// What callers send. Default: enforced.
    pub request: Check,
    /// What the backend answers. Default: reported, since callers are better served by an answer that is
    /// slightly wrong than by none.
    pub response: Check,
}

/// What becomes of a message that the schema does not allow.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Check {
    /// It is refused.
    Enforce,
    /// It passes, and the log says so.
    Report,
    /// Nobody looks.
    Off,
}

impl Default for Validation {
    fn default() -> Self {
        Self { request: Check::Enforce, response: Check::Report }
    }
}
