// SPDX-License-Identifier: EUPL-1.2
//! From events to bytes.

mod escape;
mod names;
mod number;
mod writer;
#[cfg(test)]
mod tests;

pub use names::JsonNames;
pub use writer::JsonWriter;
