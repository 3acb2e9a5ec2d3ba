// SPDX-License-Identifier: EUPL-1.2
//! How the values of a mapping lie on the wire: the rules that reader and writer share.

use fachwerk_mapping::{Field, Mapping, ProtoForm, ScalarId, ScalarKind, ValueType, Variant};

use crate::wire::WireType;

/// Number of the flag in a wrapper message.
pub(crate) const NIL: u32 = 1;
/// Number of the value in a wrapper message.
pub(crate) const VALUE: u32 = 2;
/// Number of the key in a map entry.
pub(crate) const MAP_KEY: u32 = 1;
/// Number of the value in a map entry.
pub(crate) const MAP_VALUE: u32 = 2;

/// Wire type of a value, and whether it may come packed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Form {
    pub(crate) wire: WireType,
    pub(crate) packable: bool,
}

impl Form {
    /// Something with a length in front.
    pub(crate) const LEN: Self = Self { wire: WireType::Len, packable: false };

    /// Form of a field's or variant's value; `repeated` where more than one may come.
    pub(crate) fn of(mapping: &Mapping, value: ValueType, wrapped: bool, repeated: bool) -> Self {
        match value {
            ValueType::Scalar(id) if !wrapped => {
                let list = list_item(mapping, id);
                let wire = wire_type(mapping.scalar(list.unwrap_or(id)).proto);
                Self { wire, packable: wire != WireType::Len && (repeated || list.is_some()) }
            }
            _ => Self::LEN,
        }
    }
}

/// Wire type of one simple value.
pub(crate) fn wire_type(form: ProtoForm) -> WireType {
    match form {
        ProtoForm::Bool
        | ProtoForm::Int32
        | ProtoForm::UInt32
        | ProtoForm::Int64
        | ProtoForm::UInt64
        | ProtoForm::Enum => WireType::Varint,
        ProtoForm::Float => WireType::I32,
        ProtoForm::Double => WireType::I64,
        ProtoForm::String | ProtoForm::Bytes | ProtoForm::Repeated => WireType::Len,
    }
}

/// The item type of a list.
pub(crate) fn list_item(mapping: &Mapping, id: ScalarId) -> Option<ScalarId> {
    match mapping.scalar(id).kind {
        ScalarKind::List(item) => Some(item),
        _ => None,
    }
}

/// Whether absence on the wire means the zero value: a simple value that is always there.
pub(crate) fn is_implicit(field: &Field) -> bool {
    field.required
        && !field.wrapped
        && !field.array
        && field.oneof.is_none()
        && matches!(field.value, ValueType::Scalar(_))
}

/// Whether a variant is wrapped as fields are: it can be nil, or it is a list, which a `oneof` cannot hold.
pub(crate) fn is_wrapped(mapping: &Mapping, variant: &Variant) -> bool {
    variant.nillable
        || match variant.value {
            ValueType::Scalar(id) => list_item(mapping, id).is_some(),
            ValueType::Attributes => true,
            _ => false,
        }
}
