// SPDX-License-Identifier: EUPL-1.2
//! `mr:meldeUmzug`.

use super::fields::{Fields, Shape, is_nil};
use super::{address, document, scalar};
use crate::lexical::Date;
use crate::names::MR;
use crate::record::{Address, Code, Document};
use crate::xml::{Element, Violation};

/// A move.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Move {
    /// `personId`.
    pub(crate) person_id: String,
    /// `neueAnschrift`.
    pub(crate) address: Address,
    /// `art`.
    pub(crate) kind: Code,
    /// `einzugsdatum`.
    pub(crate) from: Date,
    /// `mitziehend`.
    pub(crate) companions: Vec<String>,
    /// `bemerkung`.
    pub(crate) comment: Comment,
    /// `bestaetigung`.
    pub(crate) confirmation: Option<Document>,
}

/// A nillable, optional element has three states.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Comment {
    /// Absent: leave what is there.
    Keep,
    /// `xsi:nil`: delete.
    Clear,
    /// Text, perhaps empty: replace.
    Set(String),
}

const MAX_COMPANIONS: usize = 9;

pub(super) fn read(payload: &Element) -> Result<Move, Violation> {
    let mut fields = Fields::of(payload, &Shape::ANONYMOUS)?;
    let person_id = scalar::PERSON_ID.read(fields.required(MR, "personId")?)?;
    let address = address::read(fields.required(MR, "neueAnschrift")?)?;
    let kind = scalar::RESIDENCE.read(fields.required(MR, "art")?)?;
    let from = scalar::DATE.read(fields.required(MR, "einzugsdatum")?)?;
    let mut companions = Vec::new();
    while companions.len() < MAX_COMPANIONS
        && let Some(element) = fields.optional(MR, "mitziehend")
    {
        companions.push(scalar::PERSON_ID.read(element)?);
    }
    let comment = fields.optional(MR, "bemerkung").map_or(Ok(Comment::Keep), comment)?;
    let confirmation = fields.optional(MR, "bestaetigung").map(document::read).transpose()?;
    fields.finish()?;
    Ok(Move { person_id, address, kind, from, companions, comment, confirmation })
}

fn comment(element: &Element) -> Result<Comment, Violation> {
    scalar::FREE_TEXT.shape().nillable().check(element)?;
    if is_nil(element)? { Ok(Comment::Clear) } else { scalar::FREE_TEXT.content(element).map(Comment::Set) }
}
