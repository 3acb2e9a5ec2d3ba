// SPDX-License-Identifier: EUPL-1.2
//! What the relay lane changes in a request head.

use http::{HeaderName, HeaderValue, Uri, header, uri::PathAndQuery};
use pingora::{Error, ErrorType, Result, http::RequestHeader};

use crate::{ConnectionInfo, HostHeader, RelayTo};

const FORWARDED_FOR: HeaderName = HeaderName::from_static("x-forwarded-for");
const FORWARDED_PROTO: HeaderName = HeaderName::from_static("x-forwarded-proto");
const FORWARDED_HOST: HeaderName = HeaderName::from_static("x-forwarded-host");

/// Turns `request`, a copy of `caller` without the hop-by-hop headers, into what the upstream gets.
pub(super) fn rewrite(caller: &RequestHeader, request: &mut RequestHeader, to: &RelayTo) -> Result<()> {
    let callers_host = host_of(caller);
    if to.forwarded {
        forwarded(caller, request, callers_host.as_ref())?;
    }
    // Always the origin form: an absolute target, or the authority of HTTP/2, would name the caller's host.
    let path = to.path.as_ref().or(caller.uri.path_and_query());
    let path = path.cloned().unwrap_or_else(|| PathAndQuery::from_static("/"));
    request.set_uri(Uri::from(path));
    let host = match &to.host {
        HostHeader::Upstream => Some(to.upstream.authority().clone()),
        HostHeader::Caller => callers_host,
        HostHeader::Set(host) => Some(host.clone()),
    };
    if let Some(host) = host {
        request.insert_header(header::HOST, host)?;
    }
    for name in &to.remove_headers {
        request.remove_header(name);
    }
    for (name, value) in &to.headers {
        request.insert_header(name.clone(), value.clone())?;
    }
    Ok(())
}

fn forwarded(caller: &RequestHeader, request: &mut RequestHeader, host: Option<&HeaderValue>) -> Result<()> {
    let connection = caller.extensions.get::<ConnectionInfo>();
    if let Some(peer) = connection.and_then(|connection| connection.peer) {
        let mut chain = Vec::new();
        for before in caller.headers.get_all(FORWARDED_FOR) {
            chain.extend_from_slice(before.as_bytes());
            chain.extend_from_slice(b", ");
        }
        chain.extend_from_slice(peer.ip().to_canonical().to_string().as_bytes());
        let chain = HeaderValue::from_maybe_shared(bytes::Bytes::from(chain))
            .map_err(|_| Error::explain(ErrorType::InvalidHTTPHeader, "x-forwarded-for"))?;
        request.insert_header(FORWARDED_FOR, chain)?;
    }
    let tls = connection.is_some_and(|connection| connection.tls);
    request.insert_header(FORWARDED_PROTO, if tls { "https" } else { "http" })?;
    if let Some(host) = host {
        request.insert_header(FORWARDED_HOST, host.clone())?;
    }
    Ok(())
}

/// The host the caller asked for: in HTTP/2 it may be in the target only.
fn host_of(caller: &RequestHeader) -> Option<HeaderValue> {
    caller.headers.get(header::HOST).cloned().or_else(|| {
        caller.uri.authority().and_then(|authority| HeaderValue::from_str(authority.as_str()).ok())
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Upstream;

    fn caller(uri: &str) -> RequestHeader {
        let mut request = http::Request::builder().uri(uri).header("host", "front.example");
        request = request.header("x-forwarded-for", "10.0.0.1").header("cookie", "a=b");
        let mut head = RequestHeader::from(request.body(()).unwrap().into_parts().0);
        head.extensions_mut().insert(ConnectionInfo {
            peer: Some("[::ffff:192.0.2.7]:5000".parse().unwrap()),
            local: None,
            tls: true,
        });
        head
    }

    fn rewritten(uri: &str, to: &RelayTo) -> RequestHeader {
        let caller = caller(uri);
        let mut request = caller.clone();
        rewrite(&caller, &mut request, to).unwrap();
        request
    }

    fn to() -> RelayTo {
        RelayTo::new(Upstream::from_url("http://legacy.example:8080").unwrap())
    }

    #[test]
    fn says_who_called_and_names_the_upstream() {
        let request = rewritten("/a?b", &to());
        assert_eq!(request.uri, "/a?b");
        assert_eq!(request.headers["host"], "legacy.example:8080");
        assert_eq!(request.headers["x-forwarded-for"], "10.0.0.1, 192.0.2.7");
        assert_eq!(request.headers["x-forwarded-proto"], "https");
        assert_eq!(request.headers["x-forwarded-host"], "front.example");
    }

    #[test]
    fn absolute_targets_become_paths() {
        assert_eq!(rewritten("http://front.example/a?b", &to()).uri, "/a?b");
        assert_eq!(rewritten("http://front.example", &to()).uri, "/");
    }

    #[test]
    fn decision_overrides() {
        let mut to = to();
        to.path = Some(PathAndQuery::from_static("/ws"));
        to.host = HostHeader::Caller;
        to.forwarded = false;
        to.headers = vec![(HeaderName::from_static("x-request-id"), HeaderValue::from_static("7"))];
        to.remove_headers = vec![header::COOKIE];
        let request = rewritten("/a?b", &to);
        assert_eq!(request.uri, "/ws");
        assert_eq!(request.headers["host"], "front.example");
        assert_eq!(request.headers["x-forwarded-for"], "10.0.0.1");
        assert_eq!(request.headers["x-request-id"], "7");
        assert!(!request.headers.contains_key("cookie"));
    }
}
