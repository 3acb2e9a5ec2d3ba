// SPDX-License-Identifier: EUPL-1.2
//! Files below, and for a plain file beside and above, a directory.

use std::fs::File;
use std::io::{self, Read};
use std::path::{Component, Path, PathBuf};

use super::{Source, SourceError};

/// The directory of the entry.
#[derive(Debug)]
pub(super) struct Directory {
    root: PathBuf,
}

impl Directory {
    pub(super) fn new(root: PathBuf) -> Self {
        Self { root }
    }

    /// All `.wsdl` files below, sorted, directories that are links left out (they may form circles).
    pub(super) fn wsdl_files(&self, limit: usize) -> io::Result<Vec<String>> {
        let mut found = Vec::new();
        let mut open = vec![(self.root.clone(), String::new(), 0)];
        while let Some((directory, prefix, depth)) = open.pop() {
            for entry in std::fs::read_dir(directory)? {
                let entry = entry?;
                let Some(name) = entry.file_name().to_str().map(str::to_owned) else { continue };
                let path = format!("{prefix}{name}");
                if entry.file_type()?.is_dir() {
                    if depth < 32 && !name.starts_with('.') {
                        open.push((entry.path(), format!("{path}/"), depth + 1));
                    }
                } else if is_wsdl(&name) {
                    found.push(path);
                    if found.len() > limit {
                        return Err(io::Error::other(format!("more than {limit} WSDL files")));
                    }
                }
            }
        }
        found.sort();
        Ok(found)
    }
}

/// Whether a file name ends in `.wsdl`.
pub(super) fn is_wsdl(name: &str) -> bool {
    Path::new(name).extension().is_some_and(|extension| extension.eq_ignore_ascii_case("wsdl"))
}

impl Source for Directory {
    fn read(&self, path: &str, limit: usize) -> Result<Option<Vec<u8>>, SourceError> {
        let full = self.root.join(path);
        let metadata = match std::fs::metadata(&full) {
            Ok(metadata) => metadata,
            Err(error) if matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory) => {
                return Ok(None);
            }
            // names that no file system takes (too long, NUL) name no file
            Err(error)
                if matches!(error.kind(), io::ErrorKind::InvalidFilename | io::ErrorKind::InvalidInput) =>
            {
                return Ok(None);
            }
            Err(error) => return Err(error.into()),
        };
        // a pipe would hang, a device never end
        if !metadata.is_file() {
            return Err(SourceError::Refused("not a regular file".to_owned()));
        }
        if metadata.len() > limit as u64 {
            return Err(SourceError::TooLarge { limit });
        }
        let mut bytes = Vec::with_capacity(metadata.len() as usize);
        File::open(full)?.take(limit as u64 + 1).read_to_end(&mut bytes)?;
        if bytes.len() > limit {
            return Err(SourceError::TooLarge { limit });
        }
        Ok(Some(bytes))
    }

    fn allows_parents(&self) -> bool {
        true
    }

    fn relative(&self, absolute: &str) -> Option<String> {
        let root = std::path::absolute(&self.root).ok()?;
        let path = Path::new(absolute);
        let within = path.strip_prefix(&root).ok()?;
        let plain = within.components().all(|c| matches!(c, Component::Normal(_)));
        if plain { within.to_str().map(str::to_owned) } else { None }
    }
}
