// SPDX-License-Identifier: EUPL-1.2
//! What a `location` or `schemaLocation` means, seen from the document it stands in.

use super::Source;

/// Where a location leads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Target {
    /// A path for [`Source::read`].
    Path(String),
    /// A URL.
    Remote(String),
    /// Nowhere: why.
    Refused(String),
}

/// Resolve a location against the path (or URL) of the document it stands in.
pub(crate) fn resolve(source: &dyn Source, base: &str, location: &str) -> Target {
    let location = location.trim();
    let location = location.split_once('#').map_or(location, |(before, _)| before);
    if location.is_empty() {
        return if is_remote(base) { Target::Remote(base.to_owned()) } else { Target::Path(base.to_owned()) };
    }
    if is_remote(location) {
        return Target::Remote(location.to_owned());
    }
    if let Some(path) = location.strip_prefix("file:") {
        let path = path.strip_prefix("//localhost").or_else(|| path.strip_prefix("//")).unwrap_or(path);
        return match source.relative(path) {
            Some(path) => Target::Path(path),
            None => Target::Refused("a file URL that leads outside of the entry's directory".to_owned()),
        };
    }
    if let Some((scheme, _)) = location.split_once(':') {
        let drive = scheme.len() == 1;
        return Target::Refused(if drive {
            "an absolute path".to_owned()
        } else {
            format!("the scheme `{}` is not supported", scheme.chars().take(20).collect::<String>())
        });
    }
    // written on Windows, read everywhere
    let location = location.replace('\\', "/");
    if is_remote(base) {
        return remote(base, &location);
    }
    if location.starts_with('/') {
        return Target::Refused("an absolute path".to_owned());
    }
    match join(base, &location) {
        Some(path) if path.starts_with("../") && !source.allows_parents() => {
            Target::Refused("it leads outside of the input".to_owned())
        }
        Some(path) => Target::Path(path),
        None => Target::Refused("it names no file".to_owned()),
    }
}

/// `http:` and `https:` locations.
pub(crate) fn is_remote(location: &str) -> bool {
    let scheme = location.split_once("://").map_or("", |(scheme, _)| scheme);
    scheme.eq_ignore_ascii_case("http") || scheme.eq_ignore_ascii_case("https")
}

fn remote(base: &str, location: &str) -> Target {
    let (scheme, rest) = base.split_once("://").unwrap_or(("http", base));
    let (host, path) = rest.split_once('/').unwrap_or((rest, ""));
    let path = if let Some(absolute) = location.strip_prefix('/') {
        join("", absolute)
    } else {
        join(path.split('?').next().unwrap_or_default(), location)
    };
    match path {
        Some(path) if !path.starts_with("../") => Target::Remote(format!("{scheme}://{host}/{path}")),
        _ => Target::Refused("it leads outside of its server".to_owned()),
    }
}

/// Normalise `location` relative to the directory of `base`.
pub(crate) fn join(base: &str, location: &str) -> Option<String> {
    let directory = base.rsplit_once('/').map_or("", |(directory, _)| directory);
    let mut segments: Vec<&str> = Vec::new();
    for segment in directory.split('/').chain(location.split('/')) {
        match segment {
            "" | "." => {}
            ".." if segments.last().is_some_and(|last| *last != "..") => {
                segments.pop();
            }
            _ => segments.push(segment),
        }
    }
    segments.last().is_some_and(|last| *last != "..").then(|| segments.join("/"))
}

#[cfg(test)]
mod tests {
    use super::{Target, join, resolve};
    use crate::Memory;

    #[test]
    fn joins() {
        assert_eq!(join("a/b.wsdl", "../c.xsd").as_deref(), Some("c.xsd"));
        assert_eq!(join("b.wsdl", "./x/./../c.xsd").as_deref(), Some("c.xsd"));
        assert_eq!(join("b.wsdl", "../../c.xsd").as_deref(), Some("../../c.xsd"));
        assert_eq!(join("../x/b.wsdl", "../c.xsd").as_deref(), Some("../c.xsd"));
        assert_eq!(join("b.wsdl", ".."), None);
    }

    #[test]
    fn refuses_what_leads_outside() {
        let source = Memory::default();
        let at = |location| resolve(&source, "a.wsdl", location);
        assert!(matches!(at("/etc/passwd"), Target::Refused(_)));
        assert!(matches!(at("C:\\x.xsd"), Target::Refused(_)));
        assert!(matches!(at("file:///etc/passwd"), Target::Refused(_)));
        assert!(matches!(at("../x.xsd"), Target::Refused(_)));
        assert!(matches!(at("x/..\\..\\y.xsd"), Target::Refused(_)));
        assert!(matches!(at("jar:x"), Target::Refused(_)));
        assert_eq!(at("x\\y.xsd"), Target::Path("x/y.xsd".into()));
        assert_eq!(at("#types"), Target::Path("a.wsdl".into()));
        assert_eq!(at("http://a/b"), Target::Remote("http://a/b".into()));
        assert_eq!(resolve(&source, "http://a/b/c?wsdl", "../d"), Target::Remote("http://a/d".into()));
    }
}
