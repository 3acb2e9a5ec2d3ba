// SPDX-License-Identifier: EUPL-1.2
//! Writing a request.

use http::{HeaderMap, HeaderName, HeaderValue, Method, Version, header};

use super::{Upstream, UpstreamRequest};

/// Bodies up to this size travel in the same write as their head.
pub(super) const ONE_WRITE: usize = 64 * 1024;

/// The first write of a request: its head and as much of its body as fits [`ONE_WRITE`]. Returns it with
/// the number of body bytes it contains.
///
/// One write is one segment, one wake-up of the peer and one system call less than head and body apart.
pub(super) fn first_write(target: &Upstream, request: &UpstreamRequest) -> (Vec<u8>, usize) {
    let body = &request.body;
    let mut wire = Vec::with_capacity(512 + body.len().min(ONE_WRITE));
    begin(&mut wire, target, request);
    if !body.is_empty() || expects_body(&request.method) {
        write_header(&mut wire, &header::CONTENT_LENGTH, &HeaderValue::from(body.len()));
    }
    wire.extend_from_slice(b"\r\n");
    let fits = body.len().min(ONE_WRITE.saturating_sub(wire.len()));
    wire.extend_from_slice(&body[..fits]);
    (wire, fits)
}

/// The head of a request whose body comes in chunks (RFC 9112, section 7.1).
pub(super) fn chunked_head(target: &Upstream, request: &UpstreamRequest) -> Vec<u8> {
    let mut wire = Vec::with_capacity(512);
    begin(&mut wire, target, request);
    write_header(&mut wire, &header::TRANSFER_ENCODING, &HeaderValue::from_static("chunked"));
    wire.extend_from_slice(b"\r\n");
    wire
}

/// Request line and the headers that are not about framing.
fn begin(wire: &mut Vec<u8>, target: &Upstream, request: &UpstreamRequest) {
    wire.extend_from_slice(request.method.as_str().as_bytes());
    wire.push(b' ');
    wire.extend_from_slice(request.path.as_str().as_bytes());
    wire.extend_from_slice(b" HTTP/1.1\r\n");
    let host = request.headers.get(header::HOST).unwrap_or(target.authority());
    write_header(wire, &header::HOST, host);
    for (name, value) in &request.headers {
        if !is_ours(name) {
            write_header(wire, name, value);
        }
    }
}

fn expects_body(method: &Method) -> bool {
    matches!(*method, Method::POST | Method::PUT | Method::PATCH)
}

/// Headers that decide where a message ends, or what becomes of the connection.
fn is_ours(name: &HeaderName) -> bool {
    [
        header::HOST,
        header::CONTENT_LENGTH,
        header::TRANSFER_ENCODING,
        header::CONNECTION,
        header::TE,
        header::TRAILER,
        header::UPGRADE,
        header::EXPECT,
    ]
    .contains(name)
        || matches!(name.as_str(), "keep-alive" | "proxy-connection")
}

/// Names in the case they are usually written in. They are case-insensitive, but some of the stacks this
/// client is for look for `SOAPAction` and `Content-Type` by comparing bytes.
fn write_header(wire: &mut Vec<u8>, name: &HeaderName, value: &HeaderValue) {
    if name == "soapaction" {
        wire.extend_from_slice(b"SOAPAction");
    } else {
        let mut word_starts = true;
        for byte in name.as_str().bytes() {
            wire.push(if word_starts { byte.to_ascii_uppercase() } else { byte });
            word_starts = byte == b'-';
        }
    }
    wire.extend_from_slice(b": ");
    wire.extend_from_slice(value.as_bytes());
    wire.extend_from_slice(b"\r\n");
}

/// Whether the connection may be used again after an answer with these headers.
pub(super) fn keeps_alive(version: Version, headers: &HeaderMap) -> bool {
    let mut close = false;
    let mut keep = false;
    for value in headers.get_all(header::CONNECTION) {
        for token in value.as_bytes().split(|byte| *byte == b',') {
            close |= token.trim_ascii().eq_ignore_ascii_case(b"close");
            keep |= token.trim_ascii().eq_ignore_ascii_case(b"keep-alive");
        }
    }
    !close && (version == Version::HTTP_11 || keep)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn target() -> Upstream {
        Upstream::from_url("http://legacy.example:8080").unwrap()
    }

    #[test]
    fn head_and_body_are_one_write() {
        let mut request = UpstreamRequest::post("/ws?a=b".parse().unwrap(), "<a/>");
        request.headers.insert("soapaction", "\"x\"".parse().unwrap());
        request.headers.insert(header::CONTENT_TYPE, "text/xml".parse().unwrap());
        let (wire, fits) = first_write(&target(), &request);
        assert_eq!(fits, 4);
        assert_eq!(
            String::from_utf8(wire).unwrap(),
            "POST /ws?a=b HTTP/1.1\r\nHost: legacy.example:8080\r\nSOAPAction: \"x\"\r\n\
             Content-Type: text/xml\r\nContent-Length: 4\r\n\r\n<a/>"
        );
    }

    #[test]
    fn framing_headers_of_the_caller_are_dropped() {
        let mut request = UpstreamRequest::post("/".parse().unwrap(), "");
        for (name, value) in [
            ("content-length", "99"),
            ("transfer-encoding", "chunked"),
            ("connection", "close"),
            ("expect", "100-continue"),
            ("host", "other"),
        ] {
            request.headers.insert(HeaderName::from_static(name), HeaderValue::from_static(value));
        }
        let (wire, _) = first_write(&target(), &request);
        assert_eq!(
            String::from_utf8(wire).unwrap(),
            "POST / HTTP/1.1\r\nHost: other\r\nContent-Length: 0\r\n\r\n"
        );
        request.method = Method::GET;
        let (wire, _) = first_write(&target(), &request);
        assert_eq!(String::from_utf8(wire).unwrap(), "GET / HTTP/1.1\r\nHost: other\r\n\r\n");
    }

    #[test]
    fn large_bodies_are_split() {
        let request = UpstreamRequest::post("/".parse().unwrap(), vec![b'x'; ONE_WRITE * 2]);
        let (wire, fits) = first_write(&target(), &request);
        assert_eq!(wire.len(), ONE_WRITE);
        assert!(fits < ONE_WRITE && fits > ONE_WRITE - 200);
    }

    #[test]
    fn connection_header_decides() {
        let headers = |value| HeaderMap::from_iter([(header::CONNECTION, HeaderValue::from_static(value))]);
        assert!(keeps_alive(Version::HTTP_11, &HeaderMap::new()));
        assert!(!keeps_alive(Version::HTTP_10, &HeaderMap::new()));
        assert!(keeps_alive(Version::HTTP_10, &headers("Keep-Alive")));
        assert!(!keeps_alive(Version::HTTP_11, &headers("foo, Close")));
    }
}
