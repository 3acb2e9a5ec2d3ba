// SPDX-License-Identifier: EUPL-1.2
//! A Rust crate from a mapping: types, messages, and the skeleton of a service that replaces the one behind the facade.
//!
//! [`generate`] writes the files of a crate with axum and tonic that answers the facade's REST and gRPC:
//!
//! * `types.rs`: plain types with serde, named as the components are; choices and alternatives are enums, values that
//!   no type of Rust holds exactly are checked strings, nil is told from absent.
//! * `messages.rs` and `convert.rs`: the protobuf messages with the numbers of the `.proto` file, and the way from and
//!   to the types.
//! * `service.rs`: a trait for each service. `rest.rs` and `grpc.rs` route to it; what goes wrong becomes the problem
//!   documents and statuses that the proxy has.
//! * `tests/conformance.rs`: sample messages go through the types unchanged, and through the running router.
//!
//! The crate does no I/O, and knows neither WSDL nor the proxy. Files are laid out as rustfmt has them. Same mapping
//! and samples, same bytes.
//!
//! ```
//! use fachwerk_contract::Contract;
//! use fachwerk_mapping::{Lock, derive};
//!
//! let contract = Contract::default();
//! let (mapping, _, _) = derive(&contract, &Lock::new());
//! let written = fachwerk_rust::generate(&contract, &mapping, &|_, _, _| None);
//! assert!(written.files.iter().any(|file| file.path == "src/types.rs"));
//! ```

mod conformance;
mod convert;
mod files;
mod layout;
mod lists;
mod messages;
mod names;
mod recursion;
mod routes;
mod server;
mod shape;
mod types;

use fachwerk_mapping::{MessageRole, OperationId};

pub use files::{File, Written, generate};

/// A message in both forms, as the facade's codecs write it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sample {
    /// The message in JSON.
    pub json: Vec<u8>,
    /// The message in protobuf.
    pub protobuf: Vec<u8>,
}

/// Gives the sample of a message with this number, from 1; `None` where the message has none.
pub type Samples<'a> = &'a dyn Fn(OperationId, MessageRole, u64) -> Option<Sample>;

/// A message without a sample: the conformance test leaves it out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unsampled {
    /// The operation.
    pub operation: OperationId,
    /// `input`, `output` or `fault:NAME`.
    pub message: String,
}
