// SPDX-License-Identifier: EUPL-1.2
//! The server-streaming twin of an operation whose answer is one list.

use std::fmt;

use crate::{ContentKind, Field, FieldKind, Mapping, Operation, StructId, ValueType};

/// A second gRPC method of an operation: the same request, and the items of the answer's list one by one.
#[derive(Debug, Clone)]
pub struct ListStream {
    /// protobuf method name (Pascal case).
    pub rpc_name: String,
    /// protobuf message of the request: it has the fields of the input's object.
    pub rpc_request: String,
    /// protobuf message of each response: it has the one field of [`item`](Self::item).
    pub rpc_response: String,
    /// The field of the output's object that holds the list, or a wrapper around it, and the wrapper's field then. The
    /// last one is the list.
    pub path: Vec<u16>,
    /// The object of one response: its only field is one item of the list.
    pub item: StructId,
}

/// Why an operation has no [`ListStream`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoStream {
    /// It has no answer.
    OneWay,
    /// Header blocks or attachments belong to the answer.
    Beside,
    /// Values of an encoded answer may stand anywhere in it.
    Encoded,
    /// The answer has other members than one list, or none.
    Members,
    /// The one member is not a list.
    NoList,
    /// The list has a known end (`maxOccurs`).
    Bounded,
    /// Its items are not elements of their own: wildcards, groups of elements, runs of mixed content.
    Items,
    /// Around the list the type is not fixed (`xsi:type`, substitution groups).
    Variants,
}

impl fmt::Display for NoStream {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::OneWay => "it has no answer",
            Self::Beside => "header blocks or attachments belong to its answer",
            Self::Encoded => "its answer is encoded, so that values may stand anywhere in it",
            Self::Members => "its answer is not one list and nothing else",
            Self::NoList => "its answer is no list",
            Self::Bounded => "the list of its answer has a greatest length",
            Self::Items => "the items of its answer are no elements of one declaration",
            Self::Variants => "the object around the list of its answer may be of several types",
        })
    }
}

/// The fields that lead from an answer's object to its list: the list itself, or one wrapper and the list in it.
///
/// # Errors
/// The answer is not one unbounded list of elements and nothing else.
pub fn list_of(mapping: &Mapping, operation: &Operation) -> Result<Vec<u16>, NoStream> {
    let Some(output) = &operation.output else { return Err(NoStream::OneWay) };
    if output.encoded {
        return Err(NoStream::Encoded);
    }
    if output.attachments.is_some() || output.layout.headers().is_some() {
        return Err(NoStream::Beside);
    }
    let only = sole(mapping, output.root)?;
    if let Some(list) = list(only) {
        return list.map(|()| vec![0]);
    }
    let inner = match (&only.kind, only.value) {
        (FieldKind::Element(_), ValueType::Struct(inner)) => inner,
        (FieldKind::Substitution, _) | (_, ValueType::Family(_)) => return Err(NoStream::Variants),
        _ => return Err(NoStream::NoList),
    };
    match list(sole(mapping, inner)?) {
        Some(list) => list.map(|()| vec![0, 0]),
        None => Err(NoStream::NoList),
    }
}

/// The only member of an object.
fn sole(mapping: &Mapping, id: StructId) -> Result<&Field, NoStream> {
    let structure = mapping.structure(id);
    match structure.fields.as_slice() {
        [only] if structure.content == ContentKind::Elements && structure.array.is_none() => Ok(only),
        [_] => Err(NoStream::Items),
        _ => Err(NoStream::Members),
    }
}

/// Whether a field is an unbounded list of elements; `None` where it is no list at all.
fn list(field: &Field) -> Option<Result<(), NoStream>> {
    if !field.array {
        return None;
    }
    Some(match field.kind {
        _ if field.max.is_some() => Err(NoStream::Bounded),
        FieldKind::Element(_) | FieldKind::Substitution => Ok(()),
        _ => Err(NoStream::Items),
    })
}
