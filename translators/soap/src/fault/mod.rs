// SPDX-License-Identifier: EUPL-1.2
//! Faults (SOAP 1.1, section 4.4; SOAP 1.2 part 1, section 5.4).

mod code;
mod write;

use std::ops::Range;

use fachwerk_contract::QName;

pub use code::FaultCode;
pub use write::{write_declared_fault, write_fault};

/// What a fault says, in either version.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FaultParts {
    /// Code.
    pub code: FaultCode,
    /// Subcodes from the outside in. A SOAP 1.1 code with a dot (`Client.Authentication`) is one as a whole.
    pub subcodes: Vec<QName>,
    /// Reasons by language; SOAP 1.1 has one.
    pub reasons: Vec<Reason>,
    /// `faultactor` (SOAP 1.1), `Role` (SOAP 1.2).
    pub role: Option<String>,
    /// `Node` (SOAP 1.2).
    pub node: Option<String>,
    /// Child elements of the detail.
    pub detail: Vec<DetailElement>,
}

/// A reason.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reason {
    /// `xml:lang`.
    pub language: Option<String>,
    /// For people.
    pub text: String,
}

/// A child element of a fault's detail.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DetailElement {
    /// Its name.
    pub name: QName,
    /// Its bytes in the input.
    pub span: Range<usize>,
}

impl FaultParts {
    /// A fault with a code and a reason.
    pub fn new(code: FaultCode, reason: impl Into<String>) -> Self {
        Self {
            code,
            subcodes: Vec::new(),
            reasons: vec![Reason { language: None, text: reason.into() }],
            role: None,
            node: None,
            detail: Vec::new(),
        }
    }

    /// The first reason.
    pub fn reason(&self) -> &str {
        self.reasons.first().map_or("", |reason| &reason.text)
    }
}
