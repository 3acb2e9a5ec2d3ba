// SPDX-License-Identifier: EUPL-1.2
//! Stub.
/// One thing that validation found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// What is wrong: `Structure`, `Value` or `Missing`.
    pub kind: crate::ErrorKind,
    /// Where: JSON Pointer or XPath, as the [`PathStyle`] says.
    pub path: String,
    /// One sentence; names of elements, types and facets, never values of a message.
    pub message: String,
}
/// How paths in findings are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PathStyle {
    /// RFC 6901 over JSON member names.
    JsonPointer,
    /// XPath over element names, `/a[2]/@b`.
    XPath,
}
/// Stub.
#[derive(Debug)]
pub struct Validate;
