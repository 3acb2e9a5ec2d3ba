// SPDX-License-Identifier: EUPL-1.2
//! One problem, before it takes the form of the caller.

use fachwerk_message::{CodecError, ErrorKind, Finding, Place, places};
use fachwerk_parameters::{Mistake, Parameters};

use super::ProblemKind;

/// One problem. What is public and what is for the log are kept apart.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// What went wrong.
    pub kind: ProblemKind,
    /// One sentence for the caller: names of elements, members and types, never values, hosts or addresses.
    pub detail: String,
    /// Where the request is wrong.
    pub violations: Vec<Violation>,
    /// For the log only.
    pub internal: Option<String>,
}

/// One place in a message that is wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Violation {
    /// JSON Pointer (RFC 6901) for JSON, XPath for XML, names of fields for protobuf.
    pub path: String,
    /// Line and column, where the form has lines.
    pub place: Option<Place>,
    /// One sentence.
    pub message: String,
    /// Stable code, such as `FW-2005`.
    pub code: &'static str,
}

impl From<Finding> for Violation {
    fn from(finding: Finding) -> Self {
        let Finding { kind, path, message, place, .. } = finding;
        Self { path, place, message, code: kind.code() }
    }
}

impl Problem {
    /// A problem with one sentence about it.
    pub fn new(kind: ProblemKind, detail: impl Into<String>) -> Self {
        Self { kind, detail: detail.into(), violations: Vec::new(), internal: None }
    }

    /// The same with something for the log.
    #[must_use]
    pub fn with_internal(mut self, internal: impl Into<String>) -> Self {
        self.internal = Some(internal.into());
        self
    }

    /// What is wrong with a request that could not be read. `text` is what it stands in, if that has lines.
    pub fn of_request(error: CodecError, text: Option<&[u8]>) -> Self {
        let kind = match error.kind {
            ErrorKind::Limit => ProblemKind::RequestTooLarge,
            ErrorKind::Syntax | ErrorKind::Forbidden => ProblemKind::MalformedRequest,
            _ => ProblemKind::InvalidRequest,
        };
        let code = error.kind.code();
        let place = error.offset.zip(text).and_then(|(at, text)| places(text, &[at]).pop());
        let mut violations: Vec<_> = error.findings.into_iter().map(Violation::from).collect();
        let mut detail = error.message;
        if let Some(offset) = error.offset {
            detail = format!("{detail} (at byte {offset})");
        }
        if violations.is_empty() {
            let path = error.path.unwrap_or_default();
            violations.push(Violation { path, place, message: detail.clone(), code });
        } else {
            detail = match violations.len() {
                1 => "1 place does not match the contract".to_owned(),
                count => format!("{count} places do not match the contract"),
            };
        }
        Self { kind, detail, violations, internal: None }
    }

    /// What is wrong with the parameters of a request.
    pub fn of_parameters(mistakes: Vec<Mistake>) -> Self {
        let malformed = mistakes.iter().any(|mistake| mistake.kind == ErrorKind::Syntax);
        let kind = if malformed { ProblemKind::MalformedRequest } else { ProblemKind::InvalidRequest };
        let violations: Vec<_> = mistakes
            .into_iter()
            .map(|mistake| Violation {
                path: mistake.pointer,
                place: None,
                message: mistake.message,
                code: mistake.kind.code(),
            })
            .collect();
        let detail = match violations.as_slice() {
            [only] => only.message.clone(),
            several => format!("{} parameters are wrong", several.len()),
        };
        Self { kind, detail, violations, internal: None }
    }

    /// The same, in the words of a caller who sends some members as parameters.
    #[must_use]
    pub fn about(mut self, parameters: &Parameters) -> Self {
        for violation in &mut self.violations {
            if let Some(parameter) = parameters.at(&violation.path) {
                let place = parameter.location.as_str();
                violation.message = format!("{place} parameter `{}`: {}", parameter.name, violation.message);
            }
        }
        self
    }

    /// What is wrong with an answer that could not be read. What exactly is nothing the caller could change, so it
    /// goes to the log; what validation found says no more than the contract does, so the caller may know.
    pub fn of_answer(error: &CodecError) -> Self {
        let (kind, detail) = match error.kind {
            ErrorKind::Limit => (ProblemKind::BackendTooLarge, "the answer exceeds a limit of this proxy"),
            ErrorKind::Syntax | ErrorKind::Forbidden => {
                (ProblemKind::BackendNotSoap, "the answer is not a well-formed SOAP envelope")
            }
            _ => (ProblemKind::BackendInvalid, "the answer does not match the contract"),
        };
        let mut internal = error.to_string();
        for finding in error.findings.iter().take(8) {
            internal = format!("{internal}; {}: {}", finding.path, finding.message);
        }
        let violations = error.findings.iter().cloned().map(Violation::from).collect();
        Self { violations, ..Self::new(kind, detail).with_internal(internal) }
    }
}
