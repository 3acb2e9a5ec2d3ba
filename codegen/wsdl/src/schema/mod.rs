// SPDX-License-Identifier: EUPL-1.2
//! XML Schema documents to components, one file per construct (XML Schema 1.0 part 1, section 3).
//!
//! A component is read where it stands; what needs the other components (which base is simple, which enumeration is
//! of QNames, whether a reference leads anywhere) is settled afterwards in `finish` and `resolve`.

mod attribute;
mod attribute_names;
mod complex;
mod components;
mod element;
mod finish;
mod identity;
mod occurs;
mod particle;
mod reader;
mod redefine;
mod simple;
pub(crate) mod visit;
mod wildcard;

pub(crate) use components::{Components, Kind};
pub(crate) use finish::finish;
pub(crate) use reader::read_unit;
pub(crate) use redefine::redefine;
