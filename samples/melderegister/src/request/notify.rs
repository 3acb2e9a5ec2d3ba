// SPDX-License-Identifier: EUPL-1.2
//! `mr:benachrichtige`.

use super::fields::{Fields, Shape};
use super::{remarks, scalar};
use crate::names::MR;
use crate::record::{Code, Remark};
use crate::xml::{Element, Violation};

/// A notification.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Notification {
    /// `personId`.
    pub(crate) person_id: String,
    /// `ereignis`.
    pub(crate) event: Code,
    /// `zeitpunkt`.
    pub(crate) moment: String,
    /// `merkmale`.
    pub(crate) remarks: Vec<Remark>,
}

pub(super) fn read(payload: &Element) -> Result<Notification, Violation> {
    let mut fields = Fields::of(payload, &Shape::ANONYMOUS)?;
    let person_id = scalar::PERSON_ID.read(fields.required(MR, "personId")?)?;
    let event = scalar::EVENT.read(fields.required(MR, "ereignis")?)?;
    let moment = scalar::DATE_TIME.read(fields.required(MR, "zeitpunkt")?)?;
    let remarks = fields.optional(MR, "merkmale").map(remarks::read).transpose()?.unwrap_or_default();
    fields.finish()?;
    Ok(Notification { person_id, event, moment, remarks })
}
