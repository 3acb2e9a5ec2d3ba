// SPDX-License-Identifier: EUPL-1.2
//! Amounts of money.

use super::Code;

/// `bt:Geldbetrag`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Money {
    /// The decimal as text: nobody calculates with it.
    pub(crate) amount: String,
    /// Attribute `waehrung`; `None` leaves it out, which means EUR.
    pub(crate) currency: Option<Code>,
}

impl Money {
    /// From hundredths, with the currency written out.
    pub(crate) fn euro_cents(cents: u64) -> Self {
        Self { amount: format!("{}.{:02}", cents / 100, cents % 100), currency: Some("EUR") }
    }
}
