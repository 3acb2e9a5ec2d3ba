// SPDX-License-Identifier: EUPL-1.2
//! Catalog documents (OASIS XML Catalogs 1.1, section 6).

use std::path::{Path, PathBuf};

use super::super::location::is_remote;
use super::{Catalog, File, Identifier, Match, Rule, plain};
use crate::Limits;
use crate::names::{CATALOG, XML};
use crate::source::directory::Directory;
use crate::source::{OpenError, Source, decode};
use crate::tree::{Node, Positions};

/// More catalogs than this refer to each other nowhere.
const MAX_CATALOGS: usize = 200;

impl Catalog {
    /// Read a catalog and those that it refers to; its index.
    pub(super) fn add(&mut self, path: &Path, limits: &Limits) -> Result<usize, OpenError> {
        let first = self.files.len();
        let index = self.reserve(path);
        if index < first {
            return Ok(index);
        }
        let mut next = first;
        while next < self.files.len() {
            if next >= MAX_CATALOGS {
                return Err(refused(path, format!("more than {MAX_CATALOGS} catalogs refer to each other")));
            }
            self.load(next, limits)?;
            next += 1;
        }
        Ok(index)
    }

    fn reserve(&mut self, path: &Path) -> usize {
        self.files.iter().position(|file| file.path == path).unwrap_or_else(|| {
            self.files.push(File { path: path.to_owned(), ..File::default() });
            self.files.len() - 1
        })
    }

    fn load(&mut self, index: usize, limits: &Limits) -> Result<(), OpenError> {
        let path = self.files[index].path.clone();
        let directory = path.parent().map(Path::to_owned).unwrap_or_default();
        let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
        let bytes = Directory::new(directory.clone()).read(name, limits.file_bytes);
        let bytes = match bytes {
            Ok(Some(bytes)) => bytes,
            Ok(None) => return Err(refused(&path, "there is no such file".to_owned())),
            Err(error) => return Err(refused(&path, error.to_string())),
        };
        let text = decode(bytes).map_err(|error| refused(&path, error.message))?.text;
        let tree = match crate::tree::parse(text, limits) {
            (Ok(tree), _) => tree,
            (Err(text), problems) => {
                let problem = problems.into_iter().next_back();
                let said = problem.map_or_else(String::new, |problem| {
                    let (line, column) = Positions::new(&text).at(&text, problem.offset);
                    format!("line {line} column {column}: {}", problem.message)
                });
                return Err(refused(&path, said));
            }
        };
        let root = tree.root();
        if !root.is(CATALOG, "catalog") {
            let message = format!(
                "the root element is `{}`, not a `catalog` of the namespace `{CATALOG}`",
                root.local()
            );
            return Err(refused(&path, message));
        }
        if !self.roots.contains(&directory) {
            self.roots.push(directory.clone());
        }
        let mut open = vec![(root, Base::Directory(directory).of(root))];
        while let Some((node, base)) = open.pop() {
            // entries of other namespaces are extensions, and ignored (section 6.1)
            for child in node.children().filter(|c| c.namespace() == CATALOG) {
                let base = base.of(child);
                if child.local() == "group" {
                    open.push((child, base));
                } else {
                    self.entry(index, child, &base);
                }
            }
        }
        Ok(())
    }

    fn entry(&mut self, index: usize, node: Node<'_>, base: &Base) {
        let (identifier, matches, key, target) = match node.local() {
            "public" => (Identifier::Public, Match::Whole, "publicId", "uri"),
            "system" => (Identifier::System, Match::Whole, "systemId", "uri"),
            "uri" => (Identifier::Uri, Match::Whole, "name", "uri"),
            "rewriteSystem" => (Identifier::System, Match::Prefix, "systemIdStartString", "rewritePrefix"),
            "rewriteURI" => (Identifier::Uri, Match::Prefix, "uriStartString", "rewritePrefix"),
            "systemSuffix" => (Identifier::System, Match::Suffix, "systemIdSuffix", "uri"),
            "uriSuffix" => (Identifier::Uri, Match::Suffix, "uriSuffix", "uri"),
            "nextCatalog" => {
                if let Some(next) = self.referred(node, base) {
                    self.files[index].next.push(next);
                }
                return;
            }
            "delegatePublic" => {
                return self.delegate(index, Identifier::Public, "publicIdStartString", node, base);
            }
            "delegateSystem" => {
                return self.delegate(index, Identifier::System, "systemIdStartString", node, base);
            }
            "delegateURI" => return self.delegate(index, Identifier::Uri, "uriStartString", node, base),
            _ => return,
        };
        let (Some(key), Some(target)) = (node.attribute(key), node.attribute(target)) else { return };
        let target = match base.at(target) {
            Base::Remote(url) => url,
            Base::Directory(file) => {
                let mut path = self.virtual_path(&file);
                if target.ends_with('/') && !path.ends_with('/') {
                    path.push('/');
                }
                path
            }
        };
        self.files[index].rules.push(Rule { identifier, matches, key: key.trim().to_owned(), target });
    }

    fn delegate(&mut self, index: usize, identifier: Identifier, key: &str, node: Node<'_>, base: &Base) {
        if let (Some(prefix), Some(catalog)) = (node.attribute(key), self.referred(node, base)) {
            self.files[index].delegates.push((identifier, prefix.trim().to_owned(), catalog));
        }
    }

    /// Another catalog. Those on the network are never asked.
    fn referred(&mut self, node: Node<'_>, base: &Base) -> Option<usize> {
        match base.at(node.attribute("catalog")?) {
            Base::Directory(file) => Some(self.reserve(&file)),
            Base::Remote(_) => None,
        }
    }
}

/// What relative URIs in a catalog are relative to.
#[derive(Debug, Clone)]
enum Base {
    Directory(PathBuf),
    Remote(String),
}

impl Base {
    /// With the `xml:base` of an element: up to its last slash.
    fn of(&self, node: Node<'_>) -> Self {
        match node.attribute_in(XML, "base") {
            None => self.clone(),
            Some(own) => self.at(own.rsplit_once('/').map_or(".", |(directory, _)| directory)),
        }
    }

    fn at(&self, uri: &str) -> Self {
        let uri = uri.trim();
        if is_remote(uri) {
            return Self::Remote(uri.to_owned());
        }
        let local = uri.strip_prefix("file:").map(|path| path.strip_prefix("//").unwrap_or(path));
        match (self, local) {
            (_, Some(path)) => Self::Directory(plain(Path::new(path))),
            (Self::Directory(directory), None) => Self::Directory(plain(&directory.join(uri))),
            (Self::Remote(url), None) => Self::Remote(format!("{url}/{uri}")),
        }
    }
}

fn refused(path: &Path, message: String) -> OpenError {
    OpenError::Catalog { path: path.to_owned(), message }
}
