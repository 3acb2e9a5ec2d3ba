// SPDX-License-Identifier: EUPL-1.2
//! Indices into the tables of a [`Mapping`](crate::Mapping), and interned names.

macro_rules! id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(pub u32);
    };
}

id! {
    /// Index into [`Mapping::namespaces`](crate::Mapping::namespaces).
    NamespaceId
}
id! {
    /// Index into [`Mapping::structs`](crate::Mapping::structs).
    StructId
}
id! {
    /// Index into [`Mapping::scalars`](crate::Mapping::scalars).
    ScalarId
}
id! {
    /// Index into [`Mapping::families`](crate::Mapping::families).
    FamilyId
}
id! {
    /// Index into [`Mapping::operations`](crate::Mapping::operations).
    OperationId
}

impl NamespaceId {
    /// "No namespace".
    pub const NONE: Self = Self(0);
}

/// An expanded name with an interned namespace.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Name {
    /// Namespace.
    pub namespace: NamespaceId,
    /// Local part.
    pub local: String,
}
