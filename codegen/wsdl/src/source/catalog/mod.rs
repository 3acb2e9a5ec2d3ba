// SPDX-License-Identifier: EUPL-1.2
//! OASIS XML Catalogs 1.1: where a copy of a document is, for those who have no network or must not use it.
//!
//! A location is looked up as a URI reference (section 7.2) and as a system identifier (section 7.1), because tools
//! that write catalogs for schemas use one or the other; a namespace is looked up as a URI reference and as a public
//! identifier.

mod lookup;
mod parse;

use std::path::{Component, Path, PathBuf};

use super::directory::Directory;
use super::{OpenError, Source, SourceError};
use crate::Limits;

/// What the paths of files found by a catalog begin with.
const MARK: &str = "@catalog";

/// One or several catalogs with all that they refer to.
#[derive(Debug, Default)]
pub struct Catalog {
    files: Vec<File>,
    /// Which of them were named; the others are referred to.
    entries: Vec<usize>,
    /// Directories that files are read from: those of the catalogs, and of what lies outside of them.
    roots: Vec<PathBuf>,
}

/// One catalog document.
#[derive(Debug, Default)]
struct File {
    path: PathBuf,
    rules: Vec<Rule>,
    next: Vec<usize>,
    /// For identifiers with a prefix another catalog alone decides.
    delegates: Vec<(Identifier, String, usize)>,
}

/// What is looked up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Identifier {
    Public,
    System,
    Uri,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Match {
    Whole,
    /// The rest of the identifier goes behind the target.
    Prefix,
    Suffix,
}

#[derive(Debug)]
struct Rule {
    identifier: Identifier,
    matches: Match,
    key: String,
    target: String,
}

impl Catalog {
    /// Read catalogs, in the order in which they are to be asked.
    ///
    /// # Errors
    /// A catalog, or one that it refers to, cannot be read or is none.
    pub fn open<P: AsRef<Path>>(paths: &[P], limits: &Limits) -> Result<Self, OpenError> {
        let mut catalog = Self::default();
        for path in paths {
            let index = catalog.add(&plain(path.as_ref()), limits)?;
            catalog.entries.push(index);
        }
        Ok(catalog)
    }

    /// The path under which [`Catalog::read`] has a file; directories of catalogs come before others.
    fn virtual_path(&mut self, file: &Path) -> String {
        let known = |root: &PathBuf| file.strip_prefix(root).ok().map(Path::to_owned);
        let found = self.roots.iter().enumerate().find_map(|(index, root)| Some((index, known(root)?)));
        let (index, rest) = found.unwrap_or_else(|| {
            self.roots.push(file.parent().map(Path::to_owned).unwrap_or_default());
            (self.roots.len() - 1, file.file_name().map(PathBuf::from).unwrap_or_default())
        });
        let number = if index == 0 { String::new() } else { (index + 1).to_string() };
        let rest = rest.to_string_lossy().replace('\\', "/");
        format!("{MARK}{number}/{rest}")
    }

    fn read(&self, path: &str, limit: usize) -> Result<Option<Vec<u8>>, SourceError> {
        let Some((number, rest)) = path.strip_prefix(MARK).and_then(|path| path.split_once('/')) else {
            return Ok(None);
        };
        let index = if number.is_empty() {
            Some(0)
        } else {
            number.parse::<usize>().ok().and_then(|n| n.checked_sub(1))
        };
        match index.and_then(|index| self.roots.get(index)) {
            Some(root) => Directory::new(root.clone()).read(rest, limit),
            None => Ok(None),
        }
    }
}

/// An absolute path without `.` and `..`, as far as the text alone tells.
fn plain(path: &Path) -> PathBuf {
    let mut plain = PathBuf::new();
    for component in std::path::absolute(path).unwrap_or_else(|_| path.to_owned()).components() {
        match component {
            Component::CurDir => {}
            Component::ParentDir => {
                plain.pop();
            }
            component => plain.push(component),
        }
    }
    plain
}

/// A source, asked after the catalogs.
pub(super) struct Catalogued {
    pub(super) inner: Box<dyn Source>,
    pub(super) catalog: Catalog,
}

impl Source for Catalogued {
    fn read(&self, path: &str, limit: usize) -> Result<Option<Vec<u8>>, SourceError> {
        if path.starts_with(MARK)
            && let Some(bytes) = self.catalog.read(path, limit)?
        {
            return Ok(Some(bytes));
        }
        self.inner.read(path, limit)
    }

    fn allows_parents(&self) -> bool {
        self.inner.allows_parents()
    }

    fn relative(&self, absolute: &str) -> Option<String> {
        self.inner.relative(absolute)
    }

    fn catalog(&self, location: Option<&str>, namespace: Option<&str>) -> Option<String> {
        self.catalog.find(location, namespace).or_else(|| self.inner.catalog(location, namespace))
    }

    fn fetch(&self, url: &str, limit: usize) -> Result<Option<Vec<u8>>, SourceError> {
        self.inner.fetch(url, limit)
    }
}
