// SPDX-License-Identifier: EUPL-1.2
//! Why a facade cannot be served.

use std::fmt;
use std::path::PathBuf;

/// Why a facade cannot be served. Each names the file, or what is in the way of what.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum LoadError {
    /// A file of the directory is missing or cannot be read.
    #[error("FW-3201: {path}: {error}; name a directory that `fachwerk generate` wrote")]
    File {
        /// The file.
        path: PathBuf,
        /// What the system says.
        error: std::io::Error,
    },
    /// The contract cannot be used.
    #[error("FW-3202: {directory}/contract.json: {error}")]
    Contract {
        /// The facade's directory.
        directory: PathBuf,
        /// Why.
        error: fachwerk_contract::ContractError,
    },
    /// The lock cannot be used.
    #[error("FW-3203: {directory}/fachwerk.lock: {error}")]
    Lock {
        /// The facade's directory.
        directory: PathBuf,
        /// Why.
        error: fachwerk_mapping::LockError,
    },
    /// openapi.yaml is not YAML.
    #[error("FW-3204: {directory}/openapi.yaml: {reason}; generate it again with `fachwerk generate`")]
    OpenApi {
        /// The facade's directory.
        directory: PathBuf,
        /// Why.
        reason: String,
    },
    /// descriptor.binpb holds no descriptors, or they contradict those of another facade.
    #[error(
        "FW-3205: descriptor.binpb of one of the facades: {0}; generate it again with `fachwerk generate`"
    )]
    Descriptor(String),
    /// The contract has no operation.
    #[error("FW-3206: the contract in {0} has no operation; see report.json in it")]
    Empty(PathBuf),
    /// The backend's URL or its authorities cannot be used.
    #[error("FW-3207: backend of {contract}: {error}; correct `backend` in the configuration")]
    Backend {
        /// The facade's directory.
        contract: PathBuf,
        /// Why.
        error: fachwerk_edge::TargetError,
    },
    /// The backend is to be spoken to in a SOAP version for which the contract has no binding.
    #[error(
        "FW-3208: operation {operation} of {contract} has no binding for SOAP {version}; set `soap: contract`"
    )]
    Version {
        /// The facade's directory.
        contract: PathBuf,
        /// The operation.
        operation: String,
        /// `1.1` or `1.2`.
        version: &'static str,
    },
    /// Two things would be served at one path.
    #[error(
        "FW-3209: {path} would be served by {first} and by {second}; give one of them another base_path or soap_path"
    )]
    Twice {
        /// The path.
        path: String,
        /// What is there.
        first: String,
        /// What would be there too.
        second: String,
    },
    /// The configuration says how operations are validated that the contract does not have.
    #[error(
        "FW-3142: validation of {contract}: no operation is called `{name}`; `fachwerk explain` lists those there are"
    )]
    NoOperation {
        /// The facade's directory.
        contract: PathBuf,
        /// What the configuration says.
        name: String,
    },
    /// The platform's certificate authorities cannot be loaded.
    #[error("FW-3210: {0}; set SSL_CERT_FILE to a file with certificates")]
    Authorities(fachwerk_edge::TargetError),
    /// Loading ended before it was done.
    #[error("FW-3211: loading was broken off: {0}; try again, and tell us if it stays so")]
    Stopped(String),
}

/// Everything that is wrong, one line each.
#[derive(Debug)]
pub struct LoadErrors(pub Vec<LoadError>);

impl fmt::Display for LoadErrors {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, error) in self.0.iter().enumerate() {
            let separator = if index > 0 { "\n" } else { "" };
            write!(f, "{separator}{error}")?;
        }
        Ok(())
    }
}

impl std::error::Error for LoadErrors {}
