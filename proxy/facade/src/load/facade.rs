// SPDX-License-Identifier: EUPL-1.2
//! A facade: a contract and everything compiled from it.

use std::path::Path;

use bytes::Bytes;
use fachwerk_contract::Contract;
use fachwerk_mapping::{Lock, Mapping, OperationId};
use fachwerk_parameters::Parameters;

use super::{Copies, FacadeFiles, LoadError};
use crate::translate::{Codecs, Tables};

/// A facade: a contract and everything compiled from it. Made once, shared, never changed.
#[derive(Debug)]
pub struct Facade {
    mapping: Mapping,
    codecs: Codecs,
    /// By operation.
    parameters: Vec<Parameters>,
    pub(crate) openapi: Bytes,
    pub(crate) descriptor: Bytes,
    pub(crate) copies: Copies,
}

impl Facade {
    /// Compiles the files of a directory.
    ///
    /// # Errors
    /// A file is not what it should be, or there is nothing to serve.
    pub fn load(files: FacadeFiles) -> Result<Self, LoadError> {
        let directory = files.directory;
        let contract = Contract::from_json(&files.contract)
            .map_err(|error| LoadError::Contract { directory: directory.clone(), error })?;
        let lock = Lock::from_json(&files.lock)
            .map_err(|error| LoadError::Lock { directory: directory.clone(), error })?;
        let (mapping, _, _) = fachwerk_mapping::derive(&contract, &lock);
        let main =
            contract.documents.first().map(|document| document.path.trim_start_matches("../").to_owned());
        if mapping.operations.is_empty() {
            return Err(LoadError::Empty(directory));
        }
        let codecs = Codecs::knowing(&mapping, contract);
        Ok(Self {
            codecs,
            parameters: mapping.operations.iter().map(|o| Parameters::new(&mapping, o)).collect(),
            mapping,
            openapi: files.openapi.into(),
            descriptor: files.descriptor.into(),
            copies: Copies::new(files.copies, main.as_deref()),
        })
    }

    /// Reads and compiles a directory that `fachwerk generate` wrote.
    ///
    /// # Errors
    /// A file is missing or not what it should be, or there is nothing to serve.
    pub fn read(directory: &Path) -> Result<Self, LoadError> {
        Self::load(FacadeFiles::read(directory)?)
    }

    pub(crate) fn tables(&self) -> Tables<'_> {
        Tables { mapping: &self.mapping, codecs: &self.codecs }
    }

    /// Members of an operation's input that travel outside the body.
    pub(crate) fn parameters(&self, operation: OperationId) -> &Parameters {
        &self.parameters[operation.0 as usize]
    }

    /// The table everything is read off.
    pub fn mapping(&self) -> &Mapping {
        &self.mapping
    }
}
