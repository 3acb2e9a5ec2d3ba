// SPDX-License-Identifier: EUPL-1.2
//! Places that are open while a message is read.

use fachwerk_mapping::{Struct, StructId, ValueType, Variant};

/// An open place.
pub(super) enum Frame<'m> {
    Object(Object<'m>),
    Array(Array),
    Wrapped(Wrapped<'m>),
}

/// An object of the table.
pub(super) struct Object<'m> {
    pub(super) id: StructId,
    pub(super) structure: &'m Struct,
    /// Where its bit set begins.
    pub(super) seen: usize,
    /// The member whose value is being read.
    pub(super) open: Option<u16>,
    /// The member that comes next if they stand in the table's order.
    pub(super) next: u16,
    /// What `@type` has to say where it is given; `None`: it must not be.
    pub(super) tag: Option<&'m str>,
    /// `@nil` may be given.
    pub(super) nillable: bool,
    /// It is nil: no members but attributes.
    pub(super) nil: bool,
    pub(super) first: bool,
    pub(super) tag_seen: bool,
    pub(super) nil_seen: bool,
}

/// The array of a field.
#[derive(Clone, Copy)]
pub(super) struct Array {
    pub(super) value: ValueType,
    pub(super) nillable: bool,
    /// Index of the next item.
    pub(super) next: usize,
    /// It is all that an object has, which ends with it.
    pub(super) is_object: bool,
}

/// `{"@type": tag, "value": …}`.
pub(super) struct Wrapped<'m> {
    pub(super) variant: &'m Variant,
    /// `value` is being read.
    pub(super) open: bool,
    pub(super) first: bool,
    pub(super) tag_seen: bool,
    pub(super) value_seen: bool,
}
