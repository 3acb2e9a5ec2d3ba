// SPDX-License-Identifier: EUPL-1.2
//! What the document could not say.

use fachwerk_contract::schema::Type;
use fachwerk_contract::{Contract, Location, QName};

/// Something of the contract that is not in the document's schemas.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Warning {
    /// Stable code, `FW-15nn`.
    pub code: &'static str,
    /// Where in the sources.
    pub location: Location,
    /// One sentence.
    pub message: String,
}

/// A pattern that has no counterpart in ECMA-262.
pub(crate) const PATTERN: &str = "FW-1501";
/// A choice with too many combinations.
pub(crate) const CHOICE: &str = "FW-1502";
/// A default or fixed value that is not of its type.
pub(crate) const VALUE: &str = "FW-1503";

/// Where a type is declared.
pub(crate) fn location(contract: &Contract, name: Option<&QName>) -> Location {
    match name.and_then(|name| contract.schema.types.get(name)) {
        Some(Type::Simple(simple)) => simple.location,
        Some(Type::Complex(complex)) => complex.location,
        None => Location::default(),
    }
}
