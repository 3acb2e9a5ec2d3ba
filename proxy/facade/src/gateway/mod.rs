// SPDX-License-Identifier: EUPL-1.2
//! Which request is for whom.
//!
//! `snapshot` is a configuration compiled to tables, `served` one facade of it, `front` takes one snapshot for each
//! request and decides.

mod documents;
mod front;
mod paths;
mod served;
mod snapshot;

pub use front::FacadeGateway;
pub(crate) use served::Served;
