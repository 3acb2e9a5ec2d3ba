// SPDX-License-Identifier: EUPL-1.2
//! A facade: a contract and everything compiled from it.

use std::path::Path;

use bytes::Bytes;
use fachwerk_contract::Contract;
use fachwerk_mapping::{Lock, Mapping};

use super::{Copies, FacadeFiles, LoadError};
use crate::translate::Codecs;

/// A facade: a contract and everything compiled from it. Made once, shared, never changed.
#[derive(Debug)]
pub struct Facade {
    mapping: Mapping,
    pub(crate) codecs: Codecs,
    pub(crate) openapi: Bytes,
    pub(crate) descriptor: Bytes,
    pub(crate) copies: Copies,
}

impl Facade {
    /// Compiles the files of a directory.
    ///
    /// # Errors
    /// A file is not what it should be.
    pub fn load(files: FacadeFiles) -> Result<Self, LoadError> {
        let contract = Contract::from_json(&files.contract)?;
        let lock = Lock::from_json(&files.lock)?;
        let (mapping, _, _) = fachwerk_mapping::derive(&contract, &lock);
        let main = contract.documents.first().map(|document| document.path.trim_start_matches("../"));
        Ok(Self {
            codecs: Codecs::new(&mapping),
            mapping,
            openapi: files.openapi.into(),
            descriptor: files.descriptor.into(),
            copies: Copies::new(files.copies, main),
        })
    }

    /// Reads and compiles a directory that `fachwerk generate` wrote.
    ///
    /// # Errors
    /// A file is missing or not what it should be, or there is nothing to serve.
    pub fn read(directory: &Path) -> Result<Self, LoadError> {
        let facade = Self::load(FacadeFiles::read(directory)?)?;
        if facade.mapping.operations.is_empty() {
            return Err(LoadError::Empty(directory.to_owned()));
        }
        Ok(facade)
    }

    /// The table everything is read off.
    pub fn mapping(&self) -> &Mapping {
        &self.mapping
    }
}
