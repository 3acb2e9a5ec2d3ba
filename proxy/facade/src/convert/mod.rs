// SPDX-License-Identifier: EUPL-1.2
//! One message from one form to another, as the proxy does it.
//!
//! `soap` is the whole envelope, where something travels beside it a whole MIME document. A fault is an envelope with a fault in SOAP, a problem document (RFC 9457) in JSON
//! and a `google.rpc.Status` in protobuf; code, reason and typed detail survive every way round. Values are checked
//! against the contract always.

mod document;
mod fault;
mod form;
mod recognise;
mod status;
mod stream;

use fachwerk_mapping::{Mapping, MessageRole, Operation, OperationId};
use fachwerk_message::{CodecError, ErrorKind, Limits, Result};
use fachwerk_soap::Written;

pub use form::Form;
pub use recognise::recognise;
pub use stream::{Stream, StreamTables};

use crate::translate::{Check, Codecs, Plain, Rule, Tables, Target, Wire, write};

/// Converts one message of an operation.
///
/// SOAP is written in the version of the operation's first binding; a fault whose code is in the words of one version
/// is written in that one.
///
/// # Errors
/// The message cannot be read, or does not match the contract; the findings are in the error.
pub fn convert(
    mapping: &Mapping,
    operation: OperationId,
    role: MessageRole,
    from: Form,
    to: Form,
    bytes: &[u8],
    limits: &Limits,
) -> Result<Vec<u8>> {
    let codecs = Codecs::new(mapping);
    let tables = Tables { mapping, codecs: &codecs };
    let shape = mapping.operation(operation).message(&role).ok_or_else(|| {
        CodecError::new(ErrorKind::Structure, "the operation is one-way: it has no such message")
    })?;
    if let MessageRole::Fault(index) = role {
        return fault::Conversion { tables, operation, index, limits }.run(from, to, bytes);
    }
    let target = match to {
        Form::Json => Target::Json,
        Form::Protobuf => Target::Protobuf,
        Form::Soap => Target::Soap(wire(mapping.operation(operation))),
    };
    let check = check(from, "");
    let message = Plain { form: from, bytes };
    let translated = write(tables, shape, limits, check, &message, target, bytes.len())?;
    Ok(Written { bytes: translated.bytes, content_type: translated.content_type }.into_document())
}

/// How the operation's first binding has its envelopes. Binary values stay in them, whatever a policy asks for: one
/// document is easier to look at.
fn wire(operation: &Operation) -> Wire<'_> {
    Wire { protocol: protocol(operation), mtom: false, action: None }
}

/// The SOAP version of the operation's first binding.
fn protocol(operation: &Operation) -> fachwerk_contract::service::Protocol {
    operation
        .bindings
        .first()
        .map_or(fachwerk_contract::service::Protocol::Soap11, |binding| binding.protocol)
}

fn check(from: Form, below: &str) -> Check<'_> {
    Check { below, ..Rule::ENFORCE.on(from) }
}
