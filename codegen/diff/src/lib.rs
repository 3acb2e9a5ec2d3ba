// SPDX-License-Identifier: EUPL-1.2
//! What changed between two versions of an interface, and for whom it breaks.
//!
//! Three comparisons, each of two things of the same kind: [`contracts`], [`openapi`] documents, and protobuf
//! [`descriptors`]. A [`Change`] says what is different and what that [means](Impact) for callers that were built
//! against the old version: SOAP callers, REST callers, gRPC callers.
//!
//! The judgement follows what a caller of the old version may send and must be able to read:
//!
//! * A *request* breaks where something that the old version allowed is refused by the new one.
//! * An *answer* breaks where the new version may say something that the old one did not allow. SOAP callers are
//!   taken to validate by their schema, so an unknown element breaks them; JSON and protobuf callers are taken to
//!   skip members that they do not know, as their specifications ask of them.
//!
//! The crate does no I/O: files are read by whoever calls it.

mod change;
mod contract;
mod descriptor;
mod openapi;

pub use change::{Change, Counts, Impact, Place};
pub use contract::{Version, contracts};
pub use descriptor::descriptors;
pub use openapi::openapi;
