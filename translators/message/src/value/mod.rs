// SPDX-License-Identifier: EUPL-1.2
//! Simple values (XML Schema part 2): pure functions over their lexical form.
//!
//! A value travels as text. [`white_space`] makes out of what stands in a document what the type looks at,
//! [`check`] says whether the type allows it, [`canonical`] gives the one form that all equal values have.

mod binary;
mod canonical;
mod check;
mod decimal;
mod duration;
mod float;
mod lexical;
mod moment;
pub mod pattern;
mod patterns;
#[cfg(test)]
mod tests;
mod white_space;

pub use canonical::canonical;
pub use check::{check, equal};
pub use decimal::{compare_decimal, json_number};
pub use lexical::compare;
pub use patterns::{Patterns, Untranslatable};
pub use white_space::white_space;
