// SPDX-License-Identifier: EUPL-1.2
//! The forms a message can have.

/// A form that a message can have.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Form {
    /// A whole SOAP envelope.
    Soap,
    /// JSON as the REST facade has it.
    Json,
    /// protobuf as the gRPC facade has it, without the gRPC frame.
    Protobuf,
}
