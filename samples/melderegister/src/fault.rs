// SPDX-License-Identifier: EUPL-1.2
//! Faults: technical ones and those the WSDL declares.

use crate::lexical::Date;
use crate::xml::Violation;

/// Why a request was not served.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Fault {
    /// The root element is no envelope this service knows.
    VersionMismatch(String),
    /// A mandatory header block is unknown.
    MustUnderstand(String),
    /// The message violates the WSDL.
    Client(String),
    /// A fault with typed detail.
    Declared(Declared),
}

/// A fault the WSDL declares.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Declared {
    /// `PersonNichtGefunden`.
    NotFound {
        /// The id asked for.
        person_id: String,
    },
    /// `UngueltigeAnfrage`.
    Invalid(Vec<FieldError>),
    /// `Auskunftssperre`.
    Locked {
        /// The id asked for.
        person_id: String,
        /// End of the lock.
        until: Date,
    },
}

/// One entry of `UngueltigeAnfrage`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct FieldError {
    /// Number of the rule.
    pub(crate) code: i32,
    /// The field.
    pub(crate) field: &'static str,
    /// What is wrong with it.
    pub(crate) message: String,
}

impl Fault {
    /// `PersonNichtGefunden` for this id.
    pub(crate) fn not_found(person_id: &str) -> Self {
        Self::Declared(Declared::NotFound { person_id: person_id.to_owned() })
    }
}

impl From<Violation> for Fault {
    fn from(violation: Violation) -> Self {
        Self::Client(violation.0)
    }
}
