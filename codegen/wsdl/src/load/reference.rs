// SPDX-License-Identifier: EUPL-1.2
//! One pointer from a document to another.

/// What kind of pointer it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Kind {
    /// The document is an entry.
    Entry,
    /// `wsdl:import` or `wsdl:include`.
    Wsdl,
    /// `xs:import`.
    Import,
    /// `xs:include`, `xs:redefine`, `xs:override`.
    Include,
}

/// A pointer that is still to be followed.
#[derive(Debug, Clone)]
pub(super) struct Reference {
    pub(super) kind: Kind,
    /// The document it stands in, and where; `None` for an entry.
    pub(super) from: Option<(u32, usize)>,
    /// `location` or `schemaLocation`; the path of an entry; empty where only the namespace is known.
    pub(super) location: String,
    /// `namespace` of an import, the target namespace of an including schema.
    pub(super) namespace: Option<String>,
}
