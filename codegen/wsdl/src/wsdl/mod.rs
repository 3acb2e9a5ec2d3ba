// SPDX-License-Identifier: EUPL-1.2
//! WSDL 1.1 definitions to the contract's services, one file per construct; WSDL 2.0 in `two`.
//!
//! As with schemas, a definition is read where it stands; `link` joins them afterwards.

mod assume;
mod binding;
mod interface;
mod link;
mod message;
mod policy;
mod reader;
mod service;
mod two;

pub(crate) use assume::assume;
pub(crate) use link::{link, link_parts};
pub(crate) use policy::policies;
pub(crate) use reader::{Definitions, read};
pub(crate) use two::expand;
