// SPDX-License-Identifier: EUPL-1.2
//! `mr:Merkmale`: a repeated choice.

use super::fields::{Fields, Shape};
use super::scalar;
use crate::names::{BT, MR};
use crate::record::{Money, Remark};
use crate::xml::{Element, Violation};

const MONEY: Shape = Shape::named(BT, "Geldbetrag").with(&["waehrung"]);

pub(super) fn read(element: &Element) -> Result<Vec<Remark>, Violation> {
    let mut fields = Fields::of(element, &Shape::named(MR, "Merkmale"))?;
    let mut remarks = Vec::new();
    while let Some(remark) = one(&mut fields)? {
        remarks.push(remark);
    }
    if remarks.is_empty() {
        return Err(fields.instead_of(MR, "vermerk"));
    }
    fields.finish()?;
    Ok(remarks)
}

fn one(fields: &mut Fields<'_>) -> Result<Option<Remark>, Violation> {
    if let Some(element) = fields.optional(MR, "vermerk") {
        return Ok(Some(Remark::Note(scalar::LINE.read(element)?)));
    }
    if let Some(element) = fields.optional(MR, "frist") {
        return Ok(Some(Remark::Deadline(scalar::DATE.read(element)?)));
    }
    if let Some(element) = fields.optional(MR, "forderung") {
        return Ok(Some(Remark::Claim(money(element)?)));
    }
    Ok(None)
}

fn money(element: &Element) -> Result<Money, Violation> {
    MONEY.check(element)?;
    let currency = scalar::CURRENCY.attribute(element, "waehrung")?;
    Ok(Money { amount: scalar::AMOUNT.content(element)?, currency })
}
