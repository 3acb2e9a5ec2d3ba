// SPDX-License-Identifier: EUPL-1.2
//! What is to be read.

use std::fmt;
use std::io;
use std::path::{Path, PathBuf};

use super::catalog::{Catalog, Catalogued};
use super::directory::{Directory, is_wsdl};
use super::{Memory, Source, SourceError, archive, is_remote, read};
use crate::Limits;

/// Why there is nothing to read.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum OpenError {
    /// The file or directory cannot be read.
    #[error("FW-1011: cannot read `{path}`: {error}; check the path and its permissions")]
    Unreadable {
        /// The path as given.
        path: PathBuf,
        /// What the operating system said.
        error: io::Error,
    },
    /// The archive is damaged, hostile, or larger than the limits when unpacked.
    #[error("FW-1012: the archive cannot be used: {0}; unpack it yourself and give the directory")]
    Archive(String),
    /// No WSDL in the directory or archive.
    #[error("FW-1013: there is no .wsdl file in `{0}`; give the file itself if it has another name")]
    NoWsdl(String),
    /// An XML catalog cannot be used.
    #[error("FW-1014: the catalog `{path}` cannot be used: {message}; correct it, or leave it out")]
    Catalog {
        /// The catalog.
        path: PathBuf,
        /// What is wrong with it.
        message: String,
    },
}

/// One or several entry documents, and the source of everything they import.
pub struct Input {
    /// Paths of the entry documents. Where [`Input::directory`] is set, an entry that another one imports is none.
    pub entries: Vec<String>,
    /// Whether the entries were found, not given.
    pub directory: bool,
    /// Delivers all files, the entries, too.
    pub source: Box<dyn Source>,
}

impl fmt::Debug for Input {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Input").field("entries", &self.entries).finish_non_exhaustive()
    }
}

impl Input {
    /// One entry document of any source.
    pub fn new(entry: impl Into<String>, source: impl Source + 'static) -> Self {
        Self { entries: vec![entry.into()], directory: false, source: Box::new(source) }
    }

    /// All `.wsdl` files of a set of files, as if they lay in a directory.
    pub fn from_files(files: Memory) -> Result<Self, OpenError> {
        let entries: Vec<String> = files.paths().filter(|p| is_wsdl(p)).map(str::to_owned).collect();
        if entries.is_empty() {
            return Err(OpenError::NoWsdl("the archive".to_owned()));
        }
        Ok(Self { entries, directory: true, source: Box::new(files) })
    }

    /// The same input, with catalogs that are asked first.
    #[must_use]
    pub fn with_catalog(self, catalog: Catalog) -> Self {
        Self { source: Box::new(Catalogued { inner: self.source, catalog }), ..self }
    }

    /// The bytes of a document of [`Outcome::sources`](crate::Outcome::sources); `None` where it is gone in the meantime.
    ///
    /// # Errors
    /// It is there and cannot be read, or is larger than the limit.
    pub fn document(&self, path: &str, limit: usize) -> Result<Option<Vec<u8>>, SourceError> {
        if is_remote(path) { self.source.fetch(path, limit) } else { read(&*self.source, path, limit) }
    }

    /// Bytes as of standard input: a WSDL without files beside it, or a zip archive.
    pub fn from_bytes(bytes: Vec<u8>, limits: &Limits) -> Result<Self, OpenError> {
        if bytes.starts_with(b"PK\x03\x04") {
            return Self::from_files(archive::unpack(&bytes, limits)?);
        }
        Ok(Self::new("-", Memory::from_iter([("-", bytes)])))
    }
}

/// Open a WSDL file, a directory or a `.zip` with WSDL files.
pub fn open(path: &Path, limits: &Limits) -> Result<Input, OpenError> {
    let unreadable = |error| OpenError::Unreadable { path: path.to_owned(), error };
    let metadata = std::fs::metadata(path).map_err(unreadable)?;
    if metadata.is_dir() {
        let directory = Directory::new(path.to_owned());
        let entries = directory.wsdl_files(limits.files).map_err(unreadable)?;
        if entries.is_empty() {
            return Err(OpenError::NoWsdl(path.display().to_string()));
        }
        return Ok(Input { entries, directory: true, source: Box::new(directory) });
    }
    if path.extension().is_some_and(|e| e.eq_ignore_ascii_case("zip")) {
        if metadata.len() > limits.total_bytes as u64 {
            return Err(OpenError::Archive(format!("larger than {} bytes", limits.total_bytes)));
        }
        return Input::from_files(archive::unpack(&std::fs::read(path).map_err(unreadable)?, limits)?);
    }
    let name = path.file_name().and_then(|n| n.to_str()).ok_or_else(|| {
        unreadable(io::Error::new(io::ErrorKind::InvalidFilename, "the file name is not Unicode"))
    })?;
    let root = path.parent().map(Path::to_owned).unwrap_or_default();
    Ok(Input::new(name, Directory::new(root)))
}
