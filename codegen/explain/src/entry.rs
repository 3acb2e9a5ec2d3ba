// SPDX-License-Identifier: EUPL-1.2
//! What is said about one name.

use fachwerk_contract::{Contract, Location};
use serde::Serialize;

/// What a name stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// A service.
    Service,
    /// An operation.
    Operation,
    /// An object: a complex type, a message, an item of a repeated group.
    Object,
    /// Alternatives by `xsi:type` or substitution group.
    Alternatives,
    /// A simple type with a name.
    SimpleType,
    /// A member of an object.
    Member,
    /// A value of an enumeration.
    Value,
}

impl Kind {
    /// The kind in words.
    pub fn name(self) -> &'static str {
        match self {
            Self::Service => "service",
            Self::Operation => "operation",
            Self::Object => "object",
            Self::Alternatives => "alternatives",
            Self::SimpleType => "simple type",
            Self::Member => "member",
            Self::Value => "value",
        }
    }
}

/// Where something is declared.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Place {
    /// File, relative to the entry document.
    pub file: String,
    /// Line, from 1.
    pub line: u32,
    /// Column, from 1.
    pub column: u32,
}

impl Place {
    pub(crate) fn of(contract: &Contract, location: Location) -> Option<Self> {
        let file = contract.documents.get(location.document as usize)?.path.clone();
        (location.line > 0).then_some(Self { file, line: location.line, column: location.column })
    }
}

impl std::fmt::Display for Place {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}:{}:{}", self.file, self.line, self.column)
    }
}

/// What is said about one name: the same thing in every form.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Entry {
    /// What it is.
    pub kind: Kind,
    /// Name in the facade: `Type.member` for members, `Type.VALUE` for values.
    pub name: String,
    /// Where it is declared; none for what the mapping itself makes.
    pub declared: Option<Place>,
    /// In XML.
    pub xml: String,
    /// In JSON.
    pub json: String,
    /// JSON Pointer into the OpenAPI document.
    pub openapi: String,
    /// In protobuf.
    pub protobuf: String,
    /// What else is to be known.
    pub notes: Vec<String>,
}

/// A step of a JSON Pointer (RFC 6901, section 3).
pub(crate) fn step(name: &str) -> String {
    name.replace('~', "~0").replace('/', "~1")
}
