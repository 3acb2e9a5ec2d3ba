// SPDX-License-Identifier: EUPL-1.2
//! What an address in a description becomes, and what a caller that follows one asks for.

use http::Uri;

use fachwerk_parameters::percent::{decode as percent_decode, encode as percent_encode};

/// Where a document comes from: what its relative addresses are relative to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Base {
    /// The backend: path of the document there, and path of the service's endpoint.
    Backend {
        /// Path of the document.
        document: String,
        /// Path of the endpoint.
        endpoint: String,
    },
    /// The copies beside the contract: path of the document among them.
    Copy {
        /// Path of the document, relative.
        document: String,
    },
}

/// What a caller asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Asked {
    /// The service's description; the query as it came.
    Description(String),
    /// A document on the backend, by its path there.
    Backend(String),
    /// A copy, by its path.
    Copy(String),
}

/// What a query on a service's path asks for.
pub(crate) fn asked(query: &str) -> Option<Asked> {
    let lower = query.to_ascii_lowercase();
    if let Some(path) = lower.starts_with("import=").then(|| percent_decode(&query["import=".len()..])) {
        let path = path?;
        let absolute = path.starts_with('/');
        if (absolute && !is_document(&path))
            || path.split('/').any(|segment| matches!(segment, "." | ".."))
            || path.contains("//")
        {
            return None;
        }
        return Some(if absolute { Asked::Backend(path) } else { Asked::Copy(path) });
    }
    is_description(&lower).then(|| Asked::Description(query.to_owned()))
}

impl Base {
    /// The query by which the proxy serves what `location` in this document names; `None` if it names something
    /// else, which is left alone. `is_backend` tells the backend's authorities, `has_copy` the copies.
    pub(super) fn query(
        &self,
        location: &str,
        is_backend: impl Fn(&str) -> bool,
        has_copy: impl Fn(&str) -> bool,
    ) -> Option<String> {
        let (authority, rest) = split(location)?;
        let rest = rest.split('#').next().unwrap_or_default();
        let (path, query) = rest.split_once('?').map_or((rest, None), |(path, query)| (path, Some(query)));
        match self {
            Self::Copy { document } => {
                if authority.is_some() {
                    return None;
                }
                // A copy of what the service gives for a query is named after it.
                let names = match query {
                    None => [join(document, path), None],
                    Some(query) if path.is_empty() => {
                        [join(document, &format!("?{query}")), Some(format!("{document}?{query}"))]
                    }
                    Some(query) => [join(document, &format!("{path}?{query}")), None],
                };
                let name = names.into_iter().flatten().find(|name| has_copy(name))?;
                Some(format!("import={}", percent_encode(&name)))
            }
            Self::Backend { document, endpoint } => {
                let path = if path.is_empty() { document.clone() } else { join(document, path)? };
                let known = authority.is_none_or(is_backend);
                match query {
                    // The endpoint under any name: services often know themselves by another one.
                    Some(query) if path == *endpoint && is_description(&query.to_ascii_lowercase()) => {
                        Some(query.to_owned())
                    }
                    None if known && is_document(&path) => Some(format!("import={}", percent_encode(&path))),
                    _ => None,
                }
            }
        }
    }
}

/// Whether a query, in lower case, asks for a description or a part of one.
fn is_description(lower: &str) -> bool {
    ["wsdl", "singlewsdl", "xsd", "schema"].iter().any(|word| {
        lower.strip_prefix(word).is_some_and(|rest| rest.is_empty() || rest.starts_with(['=', '&', '%', '/']))
    })
}

/// Whether a path names a description. Nothing else is fetched from the backend.
fn is_document(path: &str) -> bool {
    let extension =
        path.rsplit('/').next().and_then(|name| name.rsplit_once('.')).map_or("", |(_, last)| last);
    extension.eq_ignore_ascii_case("xsd") || extension.eq_ignore_ascii_case("wsdl")
}

/// Authority, if the location is absolute, and the rest.
fn split(location: &str) -> Option<(Option<&str>, &str)> {
    let after = match location.split_once("://") {
        Some(("http" | "https", rest)) => rest,
        Some((scheme, _)) if scheme.bytes().all(|b| b.is_ascii_alphanumeric() || b"+-.".contains(&b)) => {
            return None;
        }
        _ => match location.strip_prefix("//") {
            Some(rest) => rest,
            // `urn:x` and `C:\x` name nothing that could be followed.
            None if location
                .split('/')
                .next()
                .is_some_and(|first| first.contains(':') && !first.contains('?')) =>
            {
                return None;
            }
            None => return Some((None, location)),
        },
    };
    let end = after.find(['/', '?', '#']).unwrap_or(after.len());
    let rest = &after[end..];
    Some((Some(&after[..end]), if rest.is_empty() { "/" } else { rest }))
}

/// Resolves a path against that of a document (RFC 3986, section 5.2).
fn join(document: &str, path: &str) -> Option<String> {
    let whole = if path.starts_with('/') {
        path.to_owned()
    } else {
        let directory = document.rfind('/').map_or("", |at| &document[..=at]);
        format!("{directory}{path}")
    };
    let absolute = whole.starts_with('/');
    let mut segments: Vec<&str> = Vec::new();
    for segment in whole.trim_start_matches('/').split('/') {
        match segment {
            "." => {}
            ".." => {
                segments.pop()?;
            }
            _ => segments.push(segment),
        }
    }
    Some(format!("{}{}", if absolute { "/" } else { "" }, segments.join("/")))
}

/// The authority of an absolute URL, in lower case.
pub(super) fn authority(url: &str) -> Option<String> {
    url.trim().parse::<Uri>().ok()?.authority().map(|authority| authority.as_str().to_ascii_lowercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn backend() -> Base {
        Base::Backend { document: "/ws/register".into(), endpoint: "/ws/register".into() }
    }

    fn from_backend(location: &str) -> Option<String> {
        backend().query(location, |authority| authority == "legacy:8081", |_| false)
    }

    #[test]
    fn parts_of_the_description_stay_queries() {
        for location in [
            "?xsd=1",
            "register?xsd=1",
            "/ws/register?xsd=1",
            "http://legacy:8081/ws/register?xsd=1",
            "http://other/ws/register?xsd=1",
        ] {
            assert_eq!(from_backend(location).as_deref(), Some("xsd=1"), "{location}");
        }
        assert_eq!(from_backend("?SCHEMA%2Fa"), Some("SCHEMA%2Fa".into()));
    }

    #[test]
    fn files_become_imports() {
        assert_eq!(from_backend("types/a b.xsd").as_deref(), Some("import=/ws/types/a%20b.xsd"));
        assert_eq!(from_backend("../a.xsd").as_deref(), Some("import=/a.xsd"));
        assert_eq!(from_backend("http://legacy:8081/x/a.WSDL").as_deref(), Some("import=/x/a.WSDL"));
        let nested = Base::Backend { document: "/ws/types/a.xsd".into(), endpoint: "/ws/register".into() };
        assert_eq!(nested.query("b.xsd", |_| false, |_| false).as_deref(), Some("import=/ws/types/b.xsd"));
    }

    #[test]
    fn everything_else_is_left_alone() {
        for location in [
            "http://www.w3.org/2001/xml.xsd",
            "urn:x",
            "C:\\a.xsd",
            "file:///etc/a.xsd",
            "../../a.xsd",
            "/admin",
            "/admin?wsdl",
            "http://legacy:8081/admin?secret",
            "",
            "a.xsd?x=1",
        ] {
            assert_eq!(from_backend(location), None, "{location}");
        }
    }

    #[test]
    fn copies_stay_among_themselves() {
        let base = Base::Copy { document: "main/a.wsdl".into() };
        let has = |path: &str| path == "types/b.xsd" || path == "main/?xsd=b.xsd";
        assert_eq!(base.query("?xsd=b.xsd", |_| true, has).as_deref(), Some("import=main/%3Fxsd%3Db.xsd"));
        assert_eq!(base.query("../types/b.xsd", |_| true, has).as_deref(), Some("import=types/b.xsd"));
        assert_eq!(base.query("b.xsd", |_| true, has), None);
        assert_eq!(base.query("http://x/types/b.xsd", |_| true, has), None);
        assert_eq!(base.query("../../types/b.xsd", |_| true, has), None);
    }

    #[test]
    fn queries_are_understood() {
        assert_eq!(asked("wsdl"), Some(Asked::Description("wsdl".into())));
        assert_eq!(asked("WSDL"), Some(Asked::Description("WSDL".into())));
        assert_eq!(asked("xsd=../x.xsd"), Some(Asked::Description("xsd=../x.xsd".into())));
        assert_eq!(asked("import=/a%20b.xsd"), Some(Asked::Backend("/a b.xsd".into())));
        assert_eq!(asked("import=a/b.wsdl"), Some(Asked::Copy("a/b.wsdl".into())));
        for wrong in [
            "",
            "wsdlx",
            "a=wsdl",
            "import=/admin",
            "import=/a/../b.xsd",
            "import=%2e%2e/b.xsd",
            "import=//host/a.xsd",
            "import=%zz.xsd",
        ] {
            assert_eq!(asked(wrong), None, "{wrong}");
        }
    }
}
