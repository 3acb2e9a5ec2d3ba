// SPDX-License-Identifier: EUPL-1.2
//! The twin of an operation whose attachments come in chunks.

use crate::binaries::Places;
use crate::{MessageShape, Operation};

/// A second gRPC method of an operation: the message first, then its attachments in chunks.
///
/// In a direction with attachments the method streams, and its messages are `oneof { message = 1; chunk = 2; }`. In the
/// other one it has the fields of the object, as the operation's own method has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Chunked {
    /// protobuf method name (Pascal case).
    pub rpc_name: String,
    /// protobuf message of a request, or of one piece of it.
    pub rpc_request: String,
    /// protobuf message of a response, or of one piece of it.
    pub rpc_response: String,
    /// The request has attachments.
    pub input: bool,
    /// The response has.
    pub output: bool,
}

/// In which directions an operation has attachments: parts that the contract declares, references, and binary values
/// where the binding asks for MTOM. What its messages hold is known already.
pub(crate) fn directions(places: &Places<'_>, operation: &Operation) -> Option<(bool, bool)> {
    let bindings = || operation.bindings.iter().filter(|binding| binding.http.is_none());
    // Without SOAP there are none.
    bindings().next()?;
    let mtom = bindings().any(|binding| binding.mtom);
    let has = |shape: &MessageShape| if mtom { shape.binaries.any() } else { places.has_attachments(shape) };
    let (input, output) = (has(&operation.input), operation.output.as_ref().is_some_and(has));
    (input || output).then_some((input, output))
}
