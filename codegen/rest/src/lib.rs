// SPDX-License-Identifier: EUPL-1.2
//! The REST shape of a facade.
//!
//! [`plan`] gives the operations of a mapping their [`Route`](fachwerk_mapping::Route)s: what an integrator decided in
//! an [`Overrides`] file, what was given out earlier and is kept in the lock, and for what is left a proposal from names
//! and shapes ([`RestStyle::Resource`](fachwerk_mapping::RestStyle)). Each decision is explained in a sentence or two.
//!
//! Proposals are cautious: `GET` only for what is named like a read and has only members that a URL can carry without
//! loss, never two operations at one method and path, and `POST /{service}/{operation}` for whatever is not clear. The
//! rules, and how they compare to what people design by hand, are in `docs/rest-style.md`.
//!
//! The crate does no I/O.

mod action;
mod context;
mod decide;
mod identifier;
mod mistake;
mod noun;
mod overrides;
mod parameters;
mod plan;
mod plural;
mod prepare;
mod propose;
mod rename;
mod verb;

pub use mistake::Mistake;
pub use overrides::{Override, OverrideParameter, Overrides};
pub use plan::{Plan, plan};
pub use prepare::prepared;
pub use rename::renamed;
