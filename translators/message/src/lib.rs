// SPDX-License-Identifier: EUPL-1.2
//! Typed events between wire forms, limits, simple values and validation.
//!
//! Every reader (XML, JSON, protobuf) walks its bytes along a compiled [`Mapping`](fachwerk_mapping::Mapping) and
//! pushes events into a [`Sink`]; every writer is a `Sink`. N forms cost N readers and N writers. [`Validate`] is
//! a sink that checks structure and facets on the way to another sink, whatever the form.
//!
//! The crate does no I/O and knows no wire form.

mod error;
mod limits;
mod place;
mod sink;
mod tee;
mod validate;
pub mod value;

pub use error::{CodecError, ErrorKind, Result};
pub use limits::Limits;
pub use place::{Place, places};
pub use sink::{Discard, Sink};
pub use tee::{Recorded, Recorder};
pub use validate::{Declarations, Finding, MAX_FINDINGS, PathStyle, Validate};
