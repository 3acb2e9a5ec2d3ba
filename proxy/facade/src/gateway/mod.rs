// SPDX-License-Identifier: EUPL-1.2
//! Which request is for whom.
//!
//! `snapshot` is a configuration compiled to tables, `served` one facade of it, `front` takes one snapshot for each
//! request and decides, `explain` says in words what it would decide.

mod documents;
mod explain;
mod front;
mod pages;
mod paths;
mod served;
mod snapshot;

pub use explain::Explanation;
pub use front::FacadeGateway;
pub use served::FacadeSummary;
pub(crate) use served::Served;
