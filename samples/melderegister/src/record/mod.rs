// SPDX-License-Identifier: EUPL-1.2
//! What the register knows about people.

mod address;
mod codes;
mod document;
mod money;
mod person;
mod remark;

pub(crate) use address::{Address, Place, Residence};
pub(crate) use codes::{CURRENCIES, Code, EVENTS, MARITAL, RESIDENCES, SEXES};
pub(crate) use document::Document;
pub(crate) use money::Money;
pub(crate) use person::{Person, PersonName};
pub(crate) use remark::Remark;
