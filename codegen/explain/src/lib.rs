// SPDX-License-Identifier: EUPL-1.2
//! Where a name comes from and how it is mapped, and what of a contract a facade can hold.
//!
//! * [`explain`] finds a name in whatever form it is given — of the WSDL, the schema, JSON, OpenAPI, the REST path,
//!   protobuf or gRPC — and says what it is in all the others, with the file and line of its declaration.
//! * [`survey`] counts what a contract makes use of, and says for each feature whether it is carried in full, carried in
//!   another way, or not checked.
//!
//! Both read the same [`Mapping`](fachwerk_mapping::Mapping) as the codecs, so that they cannot say anything else. The
//! crate does no I/O and knows no wire form.

mod declared;
mod entry;
mod explain;
mod fields;
mod identity;
mod operations;
mod survey;
mod types;

pub use entry::{Entry, Kind, Place};
pub use explain::{explain, names};
pub use survey::{Feature, Level, survey};
