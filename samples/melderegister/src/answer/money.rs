// SPDX-License-Identifier: EUPL-1.2
//! `bt:Geldbetrag`.

use crate::record::Money;
use crate::xml::Writer;

pub(super) fn write(out: &mut Writer, name: &str, money: &Money) {
    match money.currency {
        Some(currency) => out.leaf_with(name, &[("waehrung", currency)], &money.amount),
        None => out.leaf(name, &money.amount),
    }
}
