// SPDX-License-Identifier: EUPL-1.2
//! Addresses and the time they hold.

use super::Code;
use crate::lexical::Date;

/// `bt:Anschrift` and what is derived from it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Address {
    /// `ort`.
    pub(crate) town: String,
    /// `zusatz`.
    pub(crate) extra: Option<String>,
    /// What the derived type adds.
    pub(crate) place: Place,
}

/// The derived part of an address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Place {
    /// `bt:InlandsAnschrift`.
    Domestic {
        /// `strasse`.
        street: String,
        /// `hausnummer`.
        number: u16,
        /// `hausnummerZusatz`.
        suffix: Option<String>,
        /// `postleitzahl`.
        postcode: String,
        /// `ags`.
        municipality: String,
    },
    /// `bt:AuslandsAnschrift`.
    Foreign {
        /// `zeile`.
        lines: Vec<String>,
        /// Attribute `staat`.
        state: String,
    },
}

/// `mr:Meldeanschrift`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Residence {
    /// Where.
    pub(crate) address: Address,
    /// `von`.
    pub(crate) from: Date,
    /// `bis`.
    pub(crate) until: Option<Date>,
    /// Attribute `art`.
    pub(crate) kind: Code,
    /// Attribute `bestaetigt`.
    pub(crate) confirmed: Option<bool>,
}
