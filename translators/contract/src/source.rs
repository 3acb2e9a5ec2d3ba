// SPDX-License-Identifier: EUPL-1.2
//! Where a component was read from.

use serde::{Deserialize, Serialize};

/// One file (or archive member) of the input.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SourceDocument {
    /// Path relative to the entry document's directory, with `/`; a URI for built-in schemas.
    pub path: String,
}

/// A place in a source document.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Location {
    /// Index into [`Contract::documents`](crate::Contract::documents).
    #[serde(rename = "d")]
    pub document: u32,
    /// Line, counted from 1.
    #[serde(rename = "l")]
    pub line: u32,
    /// Column in characters, counted from 1.
    #[serde(rename = "c")]
    pub column: u32,
}
