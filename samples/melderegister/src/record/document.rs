// SPDX-License-Identifier: EUPL-1.2
//! Documents.

/// `bt:Dokument`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Document {
    /// `titel`.
    pub(crate) title: Option<String>,
    /// `inhalt`.
    pub(crate) content: Vec<u8>,
    /// Attribute `dateiname`.
    pub(crate) file_name: String,
    /// Attribute `medientyp`, with its default applied.
    pub(crate) media_type: String,
}
