// SPDX-License-Identifier: EUPL-1.2
//! Descriptions (`?wsdl`, `?xsd=…`) with the proxy's address in them instead of the backend's.
//!
//! `rewrite` replaces addresses in the tokens of a document and leaves every other byte alone, `links` says what an
//! address becomes, `text` reads the bytes.

mod links;
mod rewrite;
mod text;

pub(crate) use links::{Asked, Base, asked};
pub(crate) use rewrite::{Rewriting, rewrite};
pub(crate) use text::decode;
