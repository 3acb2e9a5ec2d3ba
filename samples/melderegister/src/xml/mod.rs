// SPDX-License-Identifier: EUPL-1.2
//! A strict reader and a plain writer for small XML documents.

mod characters;
mod element;
mod parse;
mod violation;
mod write;

pub(crate) use element::{Attribute, Element, Name};
pub(crate) use parse::parse;
pub(crate) use violation::Violation;
pub(crate) use write::Writer;
