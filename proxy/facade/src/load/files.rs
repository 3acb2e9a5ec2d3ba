// SPDX-License-Identifier: EUPL-1.2
//! The files of a facade directory.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use super::LoadError;

const CONTRACT: &str = "contract.json";
const LOCK: &str = "fachwerk.lock";
const OPENAPI: &str = "openapi.yaml";
const DESCRIPTOR: &str = "descriptor.binpb";
const COPIES: &str = "wsdl";

/// The content of a directory that `fachwerk generate` wrote, as far as serving it needs it.
#[derive(Clone, Debug, Default)]
pub struct FacadeFiles {
    /// The directory, for messages.
    pub directory: PathBuf,
    /// `contract.json`.
    pub contract: Vec<u8>,
    /// `fachwerk.lock`.
    pub lock: Vec<u8>,
    /// `openapi.yaml`.
    pub openapi: Vec<u8>,
    /// `descriptor.binpb`.
    pub descriptor: Vec<u8>,
    /// Copies of the sources by their path in `wsdl/`, `/`-separated; may be empty.
    pub copies: BTreeMap<String, Vec<u8>>,
}

impl FacadeFiles {
    /// What a directory consists of: files, and the directory with the copies.
    pub const NAMES: [&'static str; 5] = [CONTRACT, LOCK, OPENAPI, DESCRIPTOR, COPIES];

    /// Reads a directory.
    ///
    /// # Errors
    /// A file is missing or cannot be read.
    pub fn read(directory: &Path) -> Result<Self, LoadError> {
        let read = |name: &str| {
            let path = directory.join(name);
            std::fs::read(&path).map_err(|error| LoadError::File { path, error })
        };
        let mut copies = BTreeMap::new();
        let sources = directory.join(COPIES);
        if sources.is_dir() {
            collect(&sources, &mut copies)?;
        }
        Ok(Self {
            directory: directory.to_owned(),
            contract: read(CONTRACT)?,
            lock: read(LOCK)?,
            openapi: read(OPENAPI)?,
            descriptor: read(DESCRIPTOR)?,
            copies,
        })
    }
}

/// Reads every file below a directory. Links to directories are not followed, so that it ends.
fn collect(root: &Path, found: &mut BTreeMap<String, Vec<u8>>) -> Result<(), LoadError> {
    let mut waiting: Vec<(PathBuf, String)> = vec![(root.to_owned(), String::new())];
    while let Some((directory, prefix)) = waiting.pop() {
        let failed = |error| LoadError::File { path: directory.clone(), error };
        for entry in std::fs::read_dir(&directory).map_err(failed)? {
            let entry = entry.map_err(failed)?;
            let path = entry.path();
            let Ok(name) = entry.file_name().into_string() else { continue };
            let name = format!("{prefix}{name}");
            if entry.file_type().map_err(failed)?.is_dir() {
                waiting.push((path, format!("{name}/")));
            } else {
                let bytes = std::fs::read(&path).map_err(|error| LoadError::File { path, error })?;
                found.insert(name, bytes);
            }
        }
    }
    Ok(())
}
