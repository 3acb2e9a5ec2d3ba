// SPDX-License-Identifier: EUPL-1.2
//! JSON (RFC 8259) to typed events and back, driven by a compiled [`Mapping`](fachwerk_mapping::Mapping).
//!
//! * [`read`] walks the bytes once and pushes members in the order in which they arrive. It is strict: one object
//!   that the table describes and nothing after it, no member twice, no unknown member, no value of another JSON type
//!   than the table says, no character that XML cannot carry. Every error has a byte offset and a JSON Pointer
//!   (RFC 6901).
//! * [`JsonWriter`] is a [`Sink`](fachwerk_message::Sink) that writes compact UTF-8. Member names are escaped once,
//!   in [`JsonNames`].
//!
//! Numbers are text from end to end: no value goes through a float, so no digit is lost.
//!
//! The crate knows neither XML nor HTTP. It does not check what has to be there and which values a type allows; that
//! is [`Validate`](fachwerk_message::Validate)'s work, for every form the same. It builds no tree.
//!
//! ```
//! use std::sync::Arc;
//!
//! use fachwerk_json::{JsonNames, JsonWriter, read};
//! use fachwerk_mapping::{Mapping, StructId};
//! use fachwerk_message::Limits;
//!
//! // `names` are made once, with `JsonNames::new(&mapping)`.
//! fn compact(mapping: &Mapping, names: &Arc<JsonNames>, root: StructId, json: &[u8]) -> fachwerk_message::Result<Vec<u8>> {
//!     let mut writer = JsonWriter::with_names(mapping, names.clone(), Vec::with_capacity(json.len()));
//!     read(mapping, root, json, &Limits::default(), &mut writer)?;
//!     writer.finish()
//! }
//! ```

#![allow(
    clippy::unnecessary_box_returns,
    reason = "the error is boxed wherever it goes, to keep the good path small"
)]

mod locate;
mod read;
mod scan;
mod special;
#[cfg(test)]
mod testing;
mod write;

pub use locate::locate;
pub use read::{Incoming, read};
pub use write::{JsonNames, JsonWriter};
