// SPDX-License-Identifier: EUPL-1.2
//! What a reader may do and how much of it.

/// How to read.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// Whether [`Source::fetch`](crate::Source::fetch) may be asked for remote locations. The crate itself has no
    /// HTTP client; without a source that fetches nothing is ever fetched.
    pub allow_network: bool,
    /// Whether schemas are also checked against the constraints of XML Schema 1.0 that do not hinder reading; each
    /// violation is an error then. Costs a second pass.
    pub strict: bool,
    /// Bounds on the input.
    pub limits: Limits,
}

/// Bounds on the input. Whatever is beyond is refused with a diagnostic.
#[derive(Debug, Clone)]
pub struct Limits {
    /// Bytes of one file.
    pub file_bytes: usize,
    /// Bytes of all files together, after unpacking.
    pub total_bytes: usize,
    /// Files.
    pub files: usize,
    /// Depth of nested elements.
    pub depth: usize,
    /// Attributes of one element, namespace declarations included.
    pub attributes: usize,
    /// Bytes of one attribute value.
    pub attribute_bytes: usize,
    /// Elements and text runs of one document.
    pub nodes: usize,
    /// Derivation steps, groups within groups, members of members.
    pub derivation_depth: u32,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            file_bytes: 64 << 20,
            total_bytes: 256 << 20,
            files: 2_000,
            depth: 256,
            attributes: 256,
            attribute_bytes: 1 << 20,
            nodes: 8_000_000,
            derivation_depth: 256,
        }
    }
}
