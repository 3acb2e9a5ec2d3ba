// SPDX-License-Identifier: EUPL-1.2
//! The proxy's own address, as a caller sees it.

use fachwerk_edge::ConnectionInfo;
use http::request::Parts;
use http::{HeaderName, header};

const FORWARDED_PROTO: HeaderName = HeaderName::from_static("x-forwarded-proto");

/// `https://proxy.example:8443`, without a path. A proxy in front of this one tells the scheme the caller used.
pub(super) fn origin(head: &Parts) -> Option<String> {
    let connection = head.extensions.get::<ConnectionInfo>();
    let forwarded = head.headers.get(FORWARDED_PROTO).and_then(|value| value.to_str().ok());
    let scheme = match forwarded.map(str::trim) {
        Some(scheme @ ("http" | "https")) => scheme,
        _ if connection.is_some_and(|connection| connection.tls) => "https",
        _ => "http",
    };
    let host = head.headers.get(header::HOST).and_then(|host| host.to_str().ok());
    let host =
        host.or(head.uri.authority().map(http::uri::Authority::as_str)).filter(|host| is_authority(host));
    match host {
        Some(host) => Some(format!("{scheme}://{host}")),
        // HTTP/1.0 names no host.
        None => connection.and_then(|connection| connection.local).map(|local| format!("{scheme}://{local}")),
    }
}

/// Host and port, and nothing that could break out of a URL.
fn is_authority(host: &str) -> bool {
    !host.contains('@') && host.parse::<http::uri::Authority>().is_ok()
}

#[cfg(test)]
mod tests {
    use http::Request;

    use super::*;

    fn of(headers: &[(&str, &str)]) -> Option<String> {
        let mut request = Request::builder().uri("/soap?wsdl");
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        origin(&request.body(()).unwrap().into_parts().0)
    }

    #[test]
    fn host_and_scheme() {
        assert_eq!(of(&[("host", "proxy.example:8080")]).as_deref(), Some("http://proxy.example:8080"));
        let forwarded = [("host", "proxy.example"), ("x-forwarded-proto", "https")];
        assert_eq!(of(&forwarded).as_deref(), Some("https://proxy.example"));
        assert_eq!(of(&[("host", "a"), ("x-forwarded-proto", "javascript")]).as_deref(), Some("http://a"));
        assert_eq!(of(&[("host", "a/b?<")]), None);
        assert_eq!(of(&[]), None);
        let mut head = Request::builder().uri("https://h2.example/soap").body(()).unwrap().into_parts().0;
        assert_eq!(origin(&head).as_deref(), Some("http://h2.example"));
        let connection = ConnectionInfo { peer: None, local: None, tls: true };
        head.extensions.insert(connection);
        assert_eq!(origin(&head).as_deref(), Some("https://h2.example"));
    }
}
