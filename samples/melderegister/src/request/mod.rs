// SPDX-License-Identifier: EUPL-1.2
//! From elements to requests, strictly by the schema.

mod address;
mod document;
mod fields;
mod notify;
mod relocate;
mod remarks;
mod scalar;
mod search;
mod simple;
mod tenant;

pub(crate) use notify::Notification;
pub(crate) use relocate::{Comment, Move};
pub(crate) use search::{Search, Subject};
pub(crate) use tenant::check_tenant;

use self::fields::{Fields, Shape};
use crate::names::MR;
use crate::operation::Operation;
use crate::xml::{Element, Violation};

/// A request, fully checked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Request {
    /// `suchePerson`.
    Search(Search),
    /// `lesePerson`.
    Read {
        /// Whom.
        person_id: String,
        /// Former residences as well.
        history: bool,
    },
    /// `meldeUmzug`.
    Relocate(Move),
    /// `holeBescheinigung`.
    Certify {
        /// For whom.
        person_id: String,
    },
    /// `benachrichtige`.
    Notify(Notification),
}

impl Request {
    /// Reads the payload element of that operation.
    pub(crate) fn read(operation: Operation, payload: &Element) -> Result<Self, Violation> {
        match operation {
            Operation::Search => search::read(payload).map(Self::Search),
            Operation::Read => {
                let mut fields = Fields::of(payload, &Shape::ANONYMOUS)?;
                let person_id = scalar::PERSON_ID.read(fields.required(MR, "personId")?)?;
                let history =
                    fields.optional(MR, "mitHistorie").map(|e| scalar::BOOLEAN.read(e)).transpose()?;
                fields.finish()?;
                Ok(Self::Read { person_id, history: history.unwrap_or(false) })
            }
            Operation::Relocate => relocate::read(payload).map(Self::Relocate),
            Operation::Certify => {
                let mut fields = Fields::of(payload, &Shape::ANONYMOUS)?;
                let person_id = scalar::PERSON_ID.read(fields.required(MR, "personId")?)?;
                fields.finish()?;
                Ok(Self::Certify { person_id })
            }
            Operation::Notify => notify::read(payload).map(Self::Notify),
        }
    }
}
