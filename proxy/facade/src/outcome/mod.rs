// SPDX-License-Identifier: EUPL-1.2
//! What came of a call, before it takes the form of the caller.

mod kind;
mod problem;

pub use kind::{Blame, ProblemKind};
pub use problem::{Problem, Violation};
