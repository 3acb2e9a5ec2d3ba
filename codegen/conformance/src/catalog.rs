// SPDX-License-Identifier: EUPL-1.2
//! Remote imports from local files, by an OASIS XML Catalog (version 1.1): `uri` and `system` entries.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use fachwerk_wsdl::{Source, SourceError};
use quick_xml::events::Event;

/// Local files by the URI that stands for them.
#[derive(Debug, Clone, Default)]
pub struct Catalog {
    files: HashMap<String, PathBuf>,
}

/// A catalogue cannot be used.
#[derive(Debug)]
pub struct CatalogError(pub String);

impl std::fmt::Display for CatalogError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "FW-1701: {}", self.0)
    }
}

impl std::error::Error for CatalogError {}

impl Catalog {
    /// Read a catalogue; files are relative to it.
    ///
    /// # Errors
    /// It cannot be read or is not a catalogue.
    pub fn read(path: &Path) -> Result<Self, CatalogError> {
        let wrong = |e: &dyn std::fmt::Display| {
            CatalogError(format!("the catalogue `{}` cannot be read: {e}", path.display()))
        };
        let text = std::fs::read_to_string(path).map_err(|e| wrong(&e))?;
        let directory = path.parent().unwrap_or(Path::new(""));
        let mut reader = quick_xml::Reader::from_str(&text);
        let mut files = HashMap::new();
        loop {
            match reader.read_event().map_err(|e| wrong(&e))? {
                Event::Eof => break,
                Event::Start(tag) | Event::Empty(tag) => {
                    let mut name = None;
                    let mut uri = None;
                    let entry = matches!(tag.local_name().as_ref(), "uri" | "system");
                    for attribute in tag.attributes().flatten().filter(|_| entry) {
                        let value = attribute
                            .normalized_value(quick_xml::XmlVersion::Explicit1_0)
                            .map_err(|e| wrong(&e))?
                            .into_owned();
                        match attribute.key.local_name().as_ref() {
                            "name" | "systemId" => name = Some(value),
                            "uri" => uri = Some(value),
                            _ => {}
                        }
                    }
                    if let (Some(name), Some(uri)) = (name, uri) {
                        files.insert(name, directory.join(uri));
                    }
                }
                _ => {}
            }
        }
        Ok(Self { files })
    }
}

/// Files of an input, and the catalogue for what is remote.
pub(crate) struct WithCatalog {
    pub(crate) inner: Box<dyn Source>,
    pub(crate) catalog: Option<Arc<Catalog>>,
}

impl Source for WithCatalog {
    fn read(&self, path: &str, limit: usize) -> Result<Option<Vec<u8>>, SourceError> {
        self.inner.read(path, limit)
    }
    fn allows_parents(&self) -> bool {
        self.inner.allows_parents()
    }
    fn relative(&self, absolute: &str) -> Option<String> {
        self.inner.relative(absolute)
    }
    fn catalog(&self, location: Option<&str>, namespace: Option<&str>) -> Option<String> {
        self.inner.catalog(location, namespace)
    }
    fn fetch(&self, url: &str, limit: usize) -> Result<Option<Vec<u8>>, SourceError> {
        let Some(path) = self.catalog.as_ref().and_then(|c| c.files.get(url)) else { return Ok(None) };
        if std::fs::metadata(path)?.len() > limit as u64 {
            return Err(SourceError::TooLarge { limit });
        }
        Ok(Some(std::fs::read(path)?))
    }
}
