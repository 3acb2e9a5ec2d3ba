// SPDX-License-Identifier: EUPL-1.2
//! Checks URL paths and backend URLs.

use http::Uri;

use super::checker::Checker;
use crate::SoapPath;
use crate::yaml::At;

impl Checker<'_> {
    /// A prefix of paths, without the slash at its end.
    pub(super) fn base_path(&mut self, leaf: Option<&At<String>>) -> String {
        let Some(leaf) = leaf else { return String::new() };
        let path = leaf.value.strip_suffix('/').unwrap_or(&leaf.value);
        match path_mistake(path).filter(|_| !path.is_empty()) {
            None => path.to_owned(),
            Some(why) => {
                let message = format!("base_path `{}` is wrong: {why}", leaf.value);
                self.mistake("FW-3109", leaf, message, "write `/` or a prefix such as `/register`");
                String::new()
            }
        }
    }

    pub(super) fn soap_path(&mut self, leaf: Option<&At<String>>) -> SoapPath {
        let Some(leaf) = leaf else { return SoapPath::default() };
        match path_mistake(&leaf.value.replace(SoapPath::SERVICE, "x")) {
            None => SoapPath(leaf.value.clone()),
            Some(why) => {
                let message = format!("soap_path `{}` is wrong: {why}", leaf.value);
                self.mistake("FW-3109", leaf, message, "write a path such as `/soap` or `/soap/{service}`");
                SoapPath::default()
            }
        }
    }

    pub(super) fn url(&mut self, leaf: &At<String>) -> Option<Uri> {
        let found = leaf.value.parse::<Uri>().map_err(|_| "it is not a URL").and_then(|uri| {
            let authority = uri.authority().map_or("", |authority| authority.as_str());
            match uri.scheme_str() {
                Some("http" | "https") if authority.contains('@') => Err("it contains a user name"),
                Some("http" | "https") => Ok(uri),
                _ => Err("it does not begin with http:// or https://"),
            }
        });
        match found {
            Ok(uri) => Some(uri),
            Err(why) => {
                // A URL with a password in it must not reach the log.
                let shown = if leaf.value.contains('@') { "url" } else { &leaf.value };
                let advice =
                    "write the address of the legacy service, such as `http://legacy.example:8080/service`";
                self.mistake("FW-3108", leaf, format!("`{shown}` is not a backend: {why}"), advice);
                None
            }
        }
    }
}

/// What is wrong with an absolute path.
fn path_mistake(path: &str) -> Option<&'static str> {
    let Some(rest) = path.strip_prefix('/') else { return Some("it must begin with a slash") };
    let allowed = |b: u8| b.is_ascii_alphanumeric() || b"-._~!$&'()*+,;=:@/%".contains(&b);
    if !path.bytes().all(allowed) {
        return Some("it contains characters that a path cannot have");
    }
    let mut segments = rest.split('/');
    segments
        .any(|segment| matches!(segment, "" | "." | ".."))
        .then_some("it contains an empty or dotted segment")
}

#[cfg(test)]
mod tests {
    use super::path_mistake;

    #[test]
    fn paths() {
        for right in ["/a", "/a/b", "/a.b/c-d", "/a%20b"] {
            assert_eq!(path_mistake(right), None, "{right}");
        }
        for wrong in ["", "a", "/", "/a/", "//", "/a//b", "/../a", "/a?b", "/a#b", "/ä", "/a b", "/{x}"] {
            assert!(path_mistake(wrong).is_some(), "{wrong}");
        }
    }
}
