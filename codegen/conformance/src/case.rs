// SPDX-License-Identifier: EUPL-1.2
//! What is measured.

use std::path::PathBuf;

/// One input, and what is known about it beforehand.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Case {
    /// Short name, unique in a run.
    pub name: String,
    /// The entry: a `.wsdl` file or a `.zip`.
    pub entry: PathBuf,
    /// The entry as the manifest or the command line writes it.
    pub label: String,
    /// How many operations its port types have, where a manifest says so.
    pub operations: Option<usize>,
    /// Why not everything of it can be read, where that is known: files that are missing, a broken document.
    pub known: Option<String>,
}
