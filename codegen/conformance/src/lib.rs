// SPDX-License-Identifier: EUPL-1.2
//! Measures Fachwerk over many WSDLs.
//!
//! For every [`Case`] the input is read and a facade generated; what was generated is read back and judged; random
//! messages are made and taken through all pairs of codecs. What comes out is a [`Record`] for each case, and a
//! [`Summary`] of all of them. Nothing stops a run: a panic or a case that takes too long is a finding as any other.
//!
//! What is compared, for each sample:
//!
//! | check | what has to hold |
//! |---|---|
//! | `valid` | the contract's own validator accepts it |
//! | `soap-json-soap` | the same values after SOAP → JSON → SOAP; the second JSON has the bytes of the first |
//! | `soap-protobuf-soap` | the same over protobuf |
//! | `json-protobuf-json` | the same values after JSON → protobuf → JSON; a second turn has the bytes of the first |
//! | `json-schema` | the JSON is valid by the generated OpenAPI document, says the `jsonschema` crate |
//! | `descriptor` | the generated descriptor knows every field of the protobuf, says `prost-reflect` |
//!
//! Values are compared as typed events in their normal form, see [`Recorded::normalised`](fachwerk_message::Recorded::normalised).
//!
//! The crate reads files and starts threads; it prints nothing and knows neither the proxy nor a network.

mod case;
mod check;
mod codecs;
mod deadline;
mod difference;
mod discover;
mod dump;
mod examine;
mod facade;
mod finding;
mod manifest;
mod measured;
mod messages;
mod openapi;
mod options;
mod progress;
mod proto;
mod record;
mod rounds;
mod run;
mod schema;
mod summary;

pub use case::Case;
pub use check::{Check, Count};
pub use discover::{DiscoverError, discover};
pub use finding::Finding;
pub use manifest::{ManifestError, read_manifest};
pub use measured::Measured;
pub use options::{Arguments, CasesError, Options};
pub use progress::Progress;
pub use record::{Record, Verdict};
pub use run::run;
pub use summary::Summary;
