// SPDX-License-Identifier: EUPL-1.2
//! What is checked against the schema, and what follows from it.

use super::NamePattern;

/// Which messages are checked against the contract's schema.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Validation {
    /// What is checked where no operation says otherwise.
    pub checks: Checks,
    /// Findings of one message that are told one by one; the others are counted. Default 100.
    pub max_findings: usize,
    /// Operations that are checked differently; the first that fits counts.
    pub operations: Vec<OperationValidation>,
}

/// What becomes of the messages of one operation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Checks {
    /// What callers send that speak JSON or gRPC. Default: enforced.
    pub request: Check,
    /// What they get from the backend. Default: reported, since callers are better served by an answer that is slightly
    /// wrong than by none.
    pub response: Check,
    /// What callers send that speak SOAP. Default: off, so it is relayed byte by byte and unread.
    pub soap_request: Check,
    /// What they get from the backend. Default: off.
    pub soap_response: Check,
}

/// What is checked differently.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OperationValidation {
    /// Which operations.
    pub name: NamePattern,
    /// Instead of [`Checks::request`].
    pub request: Option<Check>,
    /// Instead of [`Checks::response`].
    pub response: Option<Check>,
    /// Instead of [`Checks::soap_request`].
    pub soap_request: Option<Check>,
    /// Instead of [`Checks::soap_response`].
    pub soap_response: Option<Check>,
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

impl Validation {
    /// What is checked of an operation.
    pub fn of(&self, service: &str, operation: &str) -> Checks {
        let Some(own) = self.operations.iter().find(|own| own.name.fits(service, operation)) else {
            return self.checks;
        };
        Checks {
            request: own.request.unwrap_or(self.checks.request),
            response: own.response.unwrap_or(self.checks.response),
            soap_request: own.soap_request.unwrap_or(self.checks.soap_request),
            soap_response: own.soap_response.unwrap_or(self.checks.soap_response),
        }
    }
}

impl Default for Checks {
    fn default() -> Self {
        Self {
            request: Check::Enforce,
            response: Check::Report,
            soap_request: Check::Off,
            soap_response: Check::Off,
        }
    }
}
