// SPDX-License-Identifier: EUPL-1.2
//! From events to bytes.

mod escape;
mod names;
mod number;
#[cfg(test)]
mod tests;
mod writer;

pub use names::JsonNames;
pub use writer::JsonWriter;
