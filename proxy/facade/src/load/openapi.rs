// SPDX-License-Identifier: EUPL-1.2
//! The OpenAPI document as it is served: in YAML and in JSON, with the path under which the facade is found.

use std::path::Path;

use bytes::Bytes;

use super::LoadError;
use super::tree::Tree;

/// The OpenAPI document in both forms.
#[derive(Clone, Debug)]
pub(crate) struct OpenApi {
    pub(crate) yaml: Bytes,
    pub(crate) json: Bytes,
}

impl OpenApi {
    /// The document for a facade at `base_path`; its text stays as it was written where that is the root.
    pub(crate) fn at(written: &Bytes, base_path: &str, directory: &Path) -> Result<Self, LoadError> {
        let failed = |error: String| LoadError::OpenApi {
            directory: directory.to_owned(),
            reason: error.lines().next().unwrap_or_default().to_owned(),
        };
        // The document is ours; what large contracts need is no attack.
        let options = serde_saphyr::options! { budget: None };
        let mut tree: Tree = serde_saphyr::from_slice_with_options(written, options)
            .map_err(|error| failed(error.without_snippet().to_string()))?;
        let yaml = if base_path.is_empty() {
            written.clone()
        } else {
            serve_at(&mut tree, base_path);
            serde_saphyr::to_string(&tree).map_err(|error| failed(error.to_string()))?.into()
        };
        let json = serde_json::to_vec(&tree).map_err(|error| failed(error.to_string()))?;
        Ok(Self { yaml, json: json.into() })
    }
}

/// Sets `servers`: paths of the document are relative to it.
fn serve_at(tree: &mut Tree, base_path: &str) {
    let Tree::Map(members) = tree else { return };
    let url = ("url".to_owned(), Tree::Text(base_path.to_owned()));
    let servers = Tree::List(vec![Tree::Map(vec![url])]);
    match members.iter_mut().find(|(name, _)| name == "servers") {
        Some((_, value)) => *value = servers,
        None => {
            let after =
                members.iter().position(|(name, _)| name == "info").map_or(members.len(), |at| at + 1);
            members.insert(after, ("servers".to_owned(), servers));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(written: &Bytes, base_path: &str) -> Result<OpenApi, LoadError> {
        OpenApi::at(written, base_path, Path::new("d"))
    }

    #[test]
    fn members_keep_their_order() {
        let text = "openapi: 3.1.0\ninfo: { title: 'M: a', version: '1.0' }\npaths: { /Z: { b: true, s: 'true', n: null, x: 1.5, i: -3, '200': '' }, /A: [] }\n";
        let open = at(&Bytes::from_static(text.as_bytes()), "").unwrap();
        assert_eq!(open.yaml, text);
        let expected = r#"{"openapi":"3.1.0","info":{"title":"M: a","version":"1.0"},"paths":{"/Z":{"b":true,"s":"true","n":null,"x":1.5,"i":-3,"200":""},"/A":[]}}"#;
        assert_eq!(open.json, expected);
    }

    #[test]
    fn a_base_path_becomes_the_server() {
        let text =
            "openapi: 3.1.0\ninfo: { title: M, version: '1.0' }\npaths: { /A: { s: 'true', '200': '' } }\n";
        let open = at(&Bytes::from_static(text.as_bytes()), "/register").unwrap();
        let expected = r#"{"openapi":"3.1.0","info":{"title":"M","version":"1.0"},"servers":[{"url":"/register"}],"paths":{"/A":{"s":"true","200":""}}}"#;
        assert_eq!(open.json, expected);
        let again = at(&open.yaml, "").unwrap();
        assert_eq!(again.json, expected);
    }

    #[test]
    fn what_is_not_yaml_is_an_error() {
        assert!(matches!(at(&Bytes::from_static(b"a: ["), ""), Err(LoadError::OpenApi { .. })));
    }
}
