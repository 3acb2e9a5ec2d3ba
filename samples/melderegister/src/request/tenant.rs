// SPDX-License-Identifier: EUPL-1.2
//! Header `mr:Mandant`.

use super::fields::{Fields, Shape};
use super::scalar;
use crate::names::{MR, SOAP11, SOAP12};
use crate::xml::{Element, Violation};

/// Checks the header block; its content has no effect on the answer.
pub(crate) fn check_tenant(block: &Element) -> Result<(), Violation> {
    let mut block = block.clone();
    block.attributes.retain(|a| a.name.namespace != SOAP11 && a.name.namespace != SOAP12);
    let mut fields = Fields::of(&block, &Shape::named(MR, "Mandant"))?;
    scalar::MUNICIPALITY.read(fields.required(MR, "ags")?)?;
    scalar::LINE.read(fields.required(MR, "kennung")?)?;
    fields.finish()
}
