// SPDX-License-Identifier: EUPL-1.2
//! WSDL and XSD files to a [`Contract`](fachwerk_contract::Contract).
//!
//! The way of an input: `source` delivers bytes, `tree` parses each file into an arena with positions, `load`
//! follows imports until all files are there, `schema` and `wsdl` read components and definitions, `resolve` finds
//! what leads nowhere and leaves out what depends on it. One model stands between each two stages.
//!
//! Reading never stops at the first mistake: everything that is wrong comes back as a [`Diagnostic`] with file, line,
//! column, a stable [`Code`] and a sentence that says what to do; everything usable comes back as a contract.
//!
//! What this crate deliberately does not know: JSON, protobuf, REST, the proxy. It opens no network connection; a
//! [`Source`] may. It expands no entities and reads no document type declarations.
//!
//! ```
//! use fachwerk_wsdl::{Input, Memory, Options, read};
//!
//! let wsdl = r#"<definitions xmlns="http://schemas.xmlsoap.org/wsdl/" xmlns:t="urn:t" targetNamespace="urn:t">
//!   <message name="ping"/>
//!   <portType name="P"><operation name="ping"><input message="t:pin"/></operation></portType>
//! </definitions>"#;
//! let outcome = read(&Input::new("a.wsdl", Memory::from_iter([("a.wsdl", wsdl)])), &Options::default());
//! let said: Vec<String> = outcome.diagnostics.iter().map(ToString::to_string).collect();
//! assert!(said.iter().any(|line| line.starts_with("a.wsdl:3:22: error: FW-1204: there is no message `{urn:t}pin`")));
//! assert_eq!(outcome.contract.unwrap().messages.len(), 1);
//! ```

mod builtin;
mod code;
mod constraint;
mod datatypes;
mod diagnostic;
mod document;
mod documentation;
mod load;
mod names;
mod options;
mod read;
mod resolve;
mod schema;
mod source;
mod tree;
mod wsdl;

pub use code::Code;
pub use diagnostic::{Diagnostic, Severity};
pub use options::{Limits, Options};
pub use read::{Outcome, read};
pub use source::{Catalog, Input, Memory, OpenError, Source, SourceError, open};
