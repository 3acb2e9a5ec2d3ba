// SPDX-License-Identifier: EUPL-1.2
//! Simple values (XML Schema part 2): pure functions over their lexical form.

mod binary;
mod decimal;
mod duration;
mod float;
mod moment;
pub mod pattern;
mod patterns;
mod white_space;

pub use decimal::{compare_decimal, json_number};
pub use patterns::{Patterns, Untranslatable};
pub use white_space::white_space;
