// SPDX-License-Identifier: EUPL-1.2
//! `bt:Anschrift` and its derived types.

use super::fields::{Fields, Shape, at};
use super::scalar;
use crate::names::{BT, XSI};
use crate::record::{Address, Place};
use crate::xml::{Element, Violation};

const DOMESTIC: Shape = Shape::named(BT, "InlandsAnschrift");
const FOREIGN: Shape = Shape::named(BT, "AuslandsAnschrift").with(&["staat"]);

/// An element declared with the abstract type: `xsi:type` decides.
pub(super) fn read(element: &Element) -> Result<Address, Violation> {
    let named = element.instance_type();
    if named.is_some_and(|name| name.is(BT, "InlandsAnschrift")) {
        domestic(element)
    } else if named.is_some_and(|name| name.is(BT, "AuslandsAnschrift")) {
        foreign(element)
    } else {
        Err(match element.attribute(XSI, "type") {
            None => at(element, "xsi:type is missing, its declared type is abstract"),
            Some(raw) => {
                at(element, &format!("xsi:type '{raw}' is neither InlandsAnschrift nor AuslandsAnschrift"))
            }
        })
    }
}

fn domestic(element: &Element) -> Result<Address, Violation> {
    let mut fields = Fields::of(element, &DOMESTIC)?;
    let (town, extra) = base(&mut fields)?;
    let street = scalar::LINE.read(fields.required(BT, "strasse")?)?;
    let number = scalar::HOUSE_NUMBER.read(fields.required(BT, "hausnummer")?)?;
    let suffix = fields.optional(BT, "hausnummerZusatz").map(|e| scalar::LINE.read(e)).transpose()?;
    let postcode = scalar::POSTCODE.read(fields.required(BT, "postleitzahl")?)?;
    let municipality = scalar::MUNICIPALITY.read(fields.required(BT, "ags")?)?;
    fields.finish()?;
    Ok(Address { town, extra, place: Place::Domestic { street, number, suffix, postcode, municipality } })
}

fn foreign(element: &Element) -> Result<Address, Violation> {
    let mut fields = Fields::of(element, &FOREIGN)?;
    let (town, extra) = base(&mut fields)?;
    let mut lines = vec![scalar::LINE.read(fields.required(BT, "zeile")?)?];
    while lines.len() < 4
        && let Some(line) = fields.optional(BT, "zeile")
    {
        lines.push(scalar::LINE.read(line)?);
    }
    fields.finish()?;
    let state = scalar::STATE.required_attribute(element, "staat")?;
    Ok(Address { town, extra, place: Place::Foreign { lines, state } })
}

fn base(fields: &mut Fields<'_>) -> Result<(String, Option<String>), Violation> {
    let town = scalar::LINE.read(fields.required(BT, "ort")?)?;
    let extra = fields.optional(BT, "zusatz").map(|e| scalar::LINE.read(e)).transpose()?;
    Ok((town, extra))
}
