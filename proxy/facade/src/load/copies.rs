// SPDX-License-Identifier: EUPL-1.2
//! Copies of the WSDL and its schemas, for backends that do not describe themselves.

use std::collections::BTreeMap;

use bytes::Bytes;

/// Copies by path. The main one is the WSDL that has the services.
#[derive(Debug, Default)]
pub(crate) struct Copies {
    files: BTreeMap<String, Bytes>,
    main: Option<String>,
}

impl Copies {
    /// `wanted` is the path of the document that the contract was read from.
    pub(super) fn new(files: BTreeMap<String, Vec<u8>>, wanted: Option<&str>) -> Self {
        let files: BTreeMap<String, Bytes> =
            files.into_iter().map(|(path, bytes)| (path, bytes.into())).collect();
        let wanted = wanted.filter(|wanted| files.contains_key(*wanted)).map(str::to_owned);
        let main = wanted.or_else(|| {
            let wsdls = || files.keys().filter(|path| path.to_ascii_lowercase().ends_with(".wsdl"));
            let has_service =
                |path: &&String| files.get(*path).is_some_and(|bytes| contains(bytes, b"service "));
            wsdls().find(has_service).or_else(|| wsdls().next()).cloned()
        });
        Self { files, main }
    }

    /// The main document: path and bytes.
    pub(crate) fn main(&self) -> Option<(&str, &Bytes)> {
        let path = self.main.as_deref()?;
        Some((path, self.files.get(path)?))
    }

    pub(crate) fn get(&self, path: &str) -> Option<&Bytes> {
        self.files.get(path)
    }
}

fn contains(bytes: &[u8], wanted: &[u8]) -> bool {
    bytes.windows(wanted.len()).any(|window| window == wanted)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_main_document_has_the_services() {
        let files = |names: &[(&str, &str)]| -> BTreeMap<String, Vec<u8>> {
            names.iter().map(|(path, text)| ((*path).to_owned(), text.as_bytes().to_vec())).collect()
        };
        let two = || files(&[("a.wsdl", "<binding"), ("b.WSDL", "<wsdl:service name"), ("c.xsd", "")]);
        assert_eq!(Copies::new(two(), None).main().unwrap().0, "b.WSDL");
        assert_eq!(Copies::new(two(), Some("a.wsdl")).main().unwrap().0, "a.wsdl");
        assert_eq!(Copies::new(two(), Some("-")).main().unwrap().0, "b.WSDL");
        assert!(Copies::new(files(&[("c.xsd", "")]), None).main().is_none());
    }
}
