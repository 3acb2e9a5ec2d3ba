// SPDX-License-Identifier: EUPL-1.2
//! The protobuf package.

use super::Builder;
use crate::naming::package_part;

impl Builder<'_> {
    /// The package of the first service's namespace; if the lock has the one of another service, that one.
    pub(super) fn package(&self) -> String {
        let mut packages = self.contract.services.iter().map(|s| package_of(&s.name.namespace));
        let first = packages.next().unwrap_or_else(|| package_of(""));
        if self.old.package != first && packages.any(|package| package == self.old.package) {
            return self.old.package.clone();
        }
        first
    }
}

/// A namespace as a protobuf package: host reversed, with a version at the end (buf's `PACKAGE_VERSION_SUFFIX`).
fn package_of(namespace: &str) -> String {
    let without_scheme = namespace.strip_prefix("http://").or_else(|| namespace.strip_prefix("https://"));
    let mut segments: Vec<String> = Vec::new();
    if let Some(rest) = without_scheme {
        let (host, path) = rest.split_once('/').unwrap_or((rest, ""));
        let host = host.split(':').next().unwrap_or(host);
        segments.extend(host.split('.').rev().filter(|s| !s.is_empty() && *s != "www").map(str::to_owned));
        segments.extend(path.split(['/', '#', '?']).filter(|s| !s.is_empty()).map(str::to_owned));
    } else {
        let rest = namespace.strip_prefix("urn:").unwrap_or(namespace);
        segments.extend(rest.split([':', '/', '.', '#']).filter(|s| !s.is_empty()).map(str::to_owned));
    }
    let version = version(&mut segments);
    let mut segments: Vec<String> = segments.iter().map(|s| package_part(s)).collect();
    if segments.is_empty() {
        segments.push("fachwerk".to_owned());
    }
    segments.push(version);
    segments.join(".")
}

/// Take the version off the end: `v2`, `2`, `2.0`. What has more to say (`2.1`) stays, and this is its first version.
fn version(segments: &mut Vec<String>) -> String {
    let first = "v1".to_owned();
    let digits = |s: &str| !s.is_empty() && s.bytes().all(|b| b.is_ascii_digit());
    let Some(last) = segments.last() else { return first };
    // A URN's numbers are segments of their own.
    let run = segments.iter().rev().take_while(|s| digits(s)).count();
    let numbers: Vec<&str> = if run > 0 {
        segments[segments.len() - run..].iter().map(String::as_str).collect()
    } else {
        last.strip_prefix(['v', 'V']).unwrap_or(last).split(['.', '_']).collect()
    };
    if !numbers.iter().copied().all(digits) {
        return first;
    }
    let rest_is_zero = numbers[1..].iter().all(|n| n.bytes().all(|b| b == b'0'));
    match numbers[0].parse::<u32>() {
        Ok(major) if major > 0 && !numbers[0].starts_with('0') && rest_is_zero => {
            segments.truncate(segments.len() - run.max(1));
            format!("v{major}")
        }
        _ => {
            let joined = format!("v{}", numbers.join("_"));
            segments.truncate(segments.len() - run.max(1));
            segments.push(joined);
            first
        }
    }
}

#[cfg(test)]
mod tests {
    use super::package_of;

    #[test]
    fn namespaces_become_packages() {
        assert_eq!(package_of("https://www.example.de/ns/Register/2"), "de.example.ns.register.v2");
        assert_eq!(package_of("urn:xoev-de:new:1.0"), "xoev_de.x_new.v1");
        assert_eq!(package_of("http://example.org/a/v2.0"), "org.example.a.v2");
        assert_eq!(package_of("http://example.org/a/2.1"), "org.example.a.v2_1.v1");
        assert_eq!(package_of("http://example.org/a/2006/01"), "org.example.a.v2006_01.v1");
        assert_eq!(package_of("http://a.example/import/v007"), "example.a.x_import.v007.v1");
        assert_eq!(package_of(""), "fachwerk.v1");
    }
}
