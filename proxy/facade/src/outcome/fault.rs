// SPDX-License-Identifier: EUPL-1.2
//! A SOAP fault of the service, before it takes the form of the caller.

use serde::{Deserialize, Serialize};

use super::ProblemKind;

/// A SOAP fault of the service.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FaultReport {
    /// What kind of fault it is: one of the `FW-42xx`.
    pub kind: ProblemKind,
    /// The fault code in the words of the SOAP version that the service spoke: `Client`, `Sender`,
    /// `Server.Database`, `{namespace}local`.
    pub code: String,
    /// Subcodes from the outside in, `{namespace}local`.
    pub subcodes: Vec<String>,
    /// The reason as the service gives it; `faultstring` in SOAP 1.1.
    pub reason: String,
    /// The language of the reason, where the service tells it.
    pub language: Option<String>,
    /// The reason in other languages.
    pub translations: Vec<Translated>,
    /// `faultactor` in SOAP 1.1, `Role` in SOAP 1.2: who gave up, in which capacity.
    pub role: Option<String>,
    /// `Node` in SOAP 1.2: who gave up.
    pub node: Option<String>,
    /// The detail of a declared fault. That of an undeclared one is not passed on: nobody has said what is in it,
    /// and in practice it is a stack trace.
    pub declared: Option<DeclaredFault>,
}

/// A reason in one more language.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, Serialize)]
pub struct Translated {
    /// The language, where the service tells it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub language: Option<String>,
    /// The reason.
    pub text: String,
}

/// The detail of a declared fault.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DeclaredFault {
    /// Index into [`Operation::faults`](fachwerk_mapping::Operation::faults).
    pub index: usize,
    /// The fault's message in the caller's form.
    pub detail: Vec<u8>,
}
