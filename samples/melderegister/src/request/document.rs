// SPDX-License-Identifier: EUPL-1.2
//! `bt:Dokument`.

use super::fields::{Fields, Shape};
use super::scalar;
use crate::names::BT;
use crate::record::Document;
use crate::xml::{Element, Violation};

const SHAPE: Shape = Shape::named(BT, "Dokument").with(&["dateiname", "medientyp"]);

pub(super) fn read(element: &Element) -> Result<Document, Violation> {
    let mut fields = Fields::of(element, &SHAPE)?;
    let title = fields.optional(BT, "titel").map(|e| scalar::LINE.read(e)).transpose()?;
    let content = scalar::BASE64.read(fields.required(BT, "inhalt")?)?;
    fields.finish()?;
    let file_name = scalar::FILE_NAME.required_attribute(element, "dateiname")?;
    let media_type = scalar::TOKEN.attribute(element, "medientyp")?;
    let media_type = media_type.unwrap_or_else(|| "application/pdf".to_owned());
    Ok(Document { title, content, file_name, media_type })
}
