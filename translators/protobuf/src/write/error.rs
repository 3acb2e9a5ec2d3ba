// SPDX-License-Identifier: EUPL-1.2
//! Errors of the writer. They name the field; the reader that pushes the events knows the position.

use fachwerk_mapping::{Field, Struct};
use fachwerk_message::{CodecError, ErrorKind};

pub(super) fn structure(message: impl Into<String>) -> Box<CodecError> {
    CodecError::new(ErrorKind::Structure, message)
}

pub(super) fn wrong(owner: &Struct, field: &Field, what: &str) -> Box<CodecError> {
    about(ErrorKind::Structure, owner, field, what)
}

pub(super) fn missing(owner: &Struct, field: &Field, what: &str) -> Box<CodecError> {
    about(ErrorKind::Missing, owner, field, what)
}

pub(super) fn value(owner: &Struct, field: &Field, what: &str) -> Box<CodecError> {
    about(ErrorKind::Value, owner, field, what)
}

fn about(kind: ErrorKind, owner: &Struct, field: &Field, what: &str) -> Box<CodecError> {
    CodecError::new(kind, format!("`{}.{}` {what}", owner.name, field.proto_name))
}
