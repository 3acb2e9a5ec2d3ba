// SPDX-License-Identifier: EUPL-1.2
//! The contract file: JSON with a format version in front.

use std::io::{self, Write as _};

use serde::{Deserialize, Serialize};

use crate::Contract;

/// Version of the contract file that this crate writes and reads. It goes up when an older reader would
/// misunderstand a newer file; additions that an older reader may ignore do not exist (unknown members are errors).
pub const FORMAT_VERSION: u32 = 1;

/// Why a contract file could not be loaded.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ContractError {
    /// The text is not JSON or not of the contract's shape.
    #[error(
        "FW-0101: contract file, line {line} column {column}: {message}; generate it again with `fachwerk generate`"
    )]
    Shape {
        /// Line, from 1.
        line: usize,
        /// Column, from 1.
        column: usize,
        /// What the JSON reader found.
        message: String,
    },
    /// The file was written by another version of Fachwerk.
    #[error(
        "FW-0102: contract file has format version {found}, this program reads version {FORMAT_VERSION}; use the fachwerk that wrote it, or generate it again"
    )]
    Version {
        /// The version in the file.
        found: u64,
    },
}

#[derive(Serialize)]
struct FileRef<'a> {
    fachwerk_contract: u32,
    #[serde(flatten)]
    contract: &'a Contract,
}

#[derive(Deserialize)]
struct Probe {
    fachwerk_contract: u64,
}

#[derive(Deserialize)]
struct File {
    #[serde(rename = "fachwerk_contract")]
    _version: u64,
    documents: Vec<crate::SourceDocument>,
    services: Vec<crate::service::Service>,
    bindings: Vec<crate::service::Binding>,
    interfaces: Vec<crate::service::Interface>,
    messages: Vec<crate::service::Message>,
    schema: crate::schema::Schema,
    #[serde(default)]
    policies: Vec<crate::service::Policy>,
}

impl Contract {
    /// The contract file's text: deterministic, one trailing newline.
    pub fn to_json(&self) -> String {
        let file = FileRef { fachwerk_contract: FORMAT_VERSION, contract: self };
        let mut text = serde_json::to_string_pretty(&file).expect("the contract model always serialises");
        text.push('\n');
        text
    }

    /// Write the contract file's text.
    ///
    /// # Errors
    /// Those of `out`.
    pub fn write_json(&self, out: &mut dyn io::Write) -> io::Result<()> {
        let mut out = io::BufWriter::with_capacity(1 << 16, out);
        let file = FileRef { fachwerk_contract: FORMAT_VERSION, contract: self };
        serde_json::to_writer_pretty(&mut out, &file)?;
        out.write_all(b"\n")?;
        out.flush()
    }

    /// Load a contract file.
    ///
    /// # Errors
    /// [`ContractError::Version`] where the file was written in another format, [`ContractError::Shape`] for
    /// anything that is not a contract.
    pub fn from_json(bytes: &[u8]) -> Result<Self, ContractError> {
        let probe: Probe = serde_json::from_slice(bytes).map_err(|e| shape(&e))?;
        if probe.fachwerk_contract != u64::from(FORMAT_VERSION) {
            return Err(ContractError::Version { found: probe.fachwerk_contract });
        }
        let file: File = serde_json::from_slice(bytes).map_err(|e| shape(&e))?;
        Ok(Self {
            documents: file.documents,
            services: file.services,
            bindings: file.bindings,
            interfaces: file.interfaces,
            messages: file.messages,
            schema: file.schema,
            policies: file.policies,
        })
    }
}

fn shape(error: &serde_json::Error) -> ContractError {
    ContractError::Shape { line: error.line(), column: error.column(), message: error.to_string() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_unknown_version_is_a_clear_error() {
        let text =
            Contract::default().to_json().replace("\"fachwerk_contract\": 1", "\"fachwerk_contract\": 99");
        let error = Contract::from_json(text.as_bytes()).unwrap_err();
        assert!(matches!(error, ContractError::Version { found: 99 }));
        assert!(error.to_string().contains("FW-0102"));
    }

    #[test]
    fn garbage_is_an_error_with_a_position() {
        let error = Contract::from_json(b"{\n  \"fachwerk_contract\": 1,\n  oops").unwrap_err();
        assert!(matches!(error, ContractError::Shape { line: 3, .. }), "{error}");
    }
}
