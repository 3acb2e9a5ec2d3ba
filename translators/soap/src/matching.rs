// SPDX-License-Identifier: EUPL-1.2
//! What is known about an envelope whose operation is sought, and why it was not found.

use fachwerk_contract::QName;
use fachwerk_message::{CodecError, ErrorKind};

use crate::{Envelope, SoapError};

/// Which messages come into question.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Direction {
    /// What callers send.
    #[default]
    Request,
    /// What services answer, faults included.
    Answer,
    /// Both; a request where it could be either.
    Any,
}

/// What is known about an envelope.
#[derive(Debug, Clone, Default)]
pub struct Match<'a> {
    /// Facade name of the service, where the path tells it.
    pub service: Option<&'a str>,
    /// SOAP action without its quotation marks, where one was sent.
    pub action: Option<&'a str>,
    /// The body's first child.
    pub body: Option<QName>,
    /// The body holds a fault, with these child elements of the detail.
    pub fault: Option<Vec<QName>>,
    /// Which messages come into question.
    pub direction: Direction,
}

impl Match<'_> {
    /// What an envelope says about itself.
    ///
    /// # Errors
    /// It holds a fault and is not well-formed.
    pub fn of(envelope: &Envelope<'_>) -> Result<Self, SoapError> {
        let mut known = Self { body: envelope.body().cloned(), direction: Direction::Any, ..Self::default() };
        if envelope.is_fault() {
            known.fault = Some(envelope.fault()?.detail.into_iter().map(|element| element.name).collect());
        }
        Ok(known)
    }
}

/// Why no operation was found.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum MatchError {
    /// Nothing in the contract has this message.
    #[error("no operation has a message with {0}")]
    Unknown(String),
    /// Several operations have this message.
    #[error("several operations have this message: {}; say which", .0.join(", "))]
    Ambiguous(Vec<String>),
    /// The action and the body belong to different operations. A gateway that believes the one and a service that
    /// believes the other can be played off against each other, so neither is believed.
    #[error("the SOAP action belongs to {action}, the body to {body}")]
    Disagreement {
        /// Operation that the action means.
        action: String,
        /// Operation that the body means.
        body: String,
    },
}

impl From<MatchError> for Box<CodecError> {
    fn from(error: MatchError) -> Self {
        CodecError::new(ErrorKind::Structure, error.to_string())
    }
}
