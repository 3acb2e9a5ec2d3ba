// SPDX-License-Identifier: EUPL-1.2
//! Protobuf reader and writer over a compiled mapping.
//!
//! [`read`] walks protobuf's wire format along a [`Mapping`](fachwerk_mapping::Mapping) and pushes typed events into
//! a [`Sink`](fachwerk_message::Sink); [`ProtobufWriter`] is such a sink and writes the wire format. Both work on
//! bytes: no descriptor, no generated code and no dynamic message stands between.
//!
//! | in the mapping | in protobuf |
//! |---|---|
//! | struct | message |
//! | array field | `repeated`, packed for numbers (both forms are read) |
//! | list scalar | `repeated` of the item, packed for numbers |
//! | [`Field::wrapped`](fachwerk_mapping::Field::wrapped) | nested message `{ bool nil = 1; T value = 2; }` |
//! | family | message with one `oneof`; variants that can be nil or are lists are wrapped likewise |
//! | attribute wildcard | `map<string, string>` |
//! | verbatim XML | `string` |
//!
//! The reader is stricter than protobuf asks, because what it would skip would be lost on the way to the other form:
//! unknown fields, wrong wire types, numbers out of the range of their type, two members of one `oneof` and the same
//! map key twice are errors, and so is text that XML cannot carry. As protobuf asks, of a singular number or string
//! the last occurrence counts, and occurrences of a singular message are merged.
//!
//! The crate does no I/O, and knows neither gRPC's framing nor `.proto` files.
//!
//! ```
//! use fachwerk_mapping::{Mapping, StructId};
//! use fachwerk_message::{Limits, Result};
//!
//! fn echo(mapping: &Mapping, root: StructId, message: &[u8]) -> Result<Vec<u8>> {
//!     let mut writer = fachwerk_protobuf::ProtobufWriter::new(mapping, Vec::new());
//!     fachwerk_protobuf::read(mapping, root, message, &Limits::default(), &mut writer)?;
//!     writer.finish()
//! }
//! ```

#![expect(
    clippy::unnecessary_box_returns,
    reason = "errors travel boxed, as fachwerk_message::Result has them"
)]

mod form;
mod read;
mod wire;
mod write;

pub use read::read;
pub use write::ProtobufWriter;
