// SPDX-License-Identifier: EUPL-1.2
//! Reading the head of an answer.

use bytes::{Buf, BytesMut};
use http::{HeaderMap, HeaderName, HeaderValue, StatusCode, Version};

use super::UpstreamError;

/// More headers than any honest backend sends.
const MAX_HEADERS: usize = 128;

/// The head of an answer.
#[derive(Debug)]
pub(super) struct Head {
    pub(super) version: Version,
    pub(super) status: StatusCode,
    pub(super) headers: HeaderMap,
}

/// Takes one head off the front of `buffer`, if it is complete. `limit` is for its bytes.
///
/// Stricter than the parser: line ends are CRLF, nothing precedes the status line, and folded lines,
/// spaces before the colon, NUL and bare CR are refused. Whatever two readers could understand in two
/// ways is refused rather than guessed at.
pub(super) fn take_head(buffer: &mut BytesMut, limit: usize) -> Result<Option<Head>, UpstreamError> {
    if !b"HTTP/1.".iter().zip(buffer.iter()).all(|(expected, found)| expected == found) {
        return Err(UpstreamError::Malformed("not an HTTP/1 status line".to_owned()));
    }
    let mut fields = [httparse::EMPTY_HEADER; MAX_HEADERS];
    let mut response = httparse::Response::new(&mut fields);
    let malformed = |what: &dyn std::fmt::Display| UpstreamError::Malformed(format!("answer head: {what}"));
    let length = match response.parse(buffer).map_err(|error| malformed(&error))? {
        httparse::Status::Complete(length) if length <= limit => length,
        httparse::Status::Partial if buffer.len() < limit => return Ok(None),
        _ => return Err(UpstreamError::TooLarge { limit: limit as u64 }),
    };
    if has_bare_line_feed(&buffer[..length]) {
        return Err(malformed(&"line feed without carriage return"));
    }
    let version = match response.version {
        Some(1) => Version::HTTP_11,
        Some(0) => Version::HTTP_10,
        _ => return Err(malformed(&"unknown version")),
    };
    let status = StatusCode::from_u16(response.code.unwrap_or(0)).map_err(|error| malformed(&error))?;
    let mut headers = HeaderMap::with_capacity(response.headers.len());
    for field in response.headers.iter() {
        let name = HeaderName::from_bytes(field.name.as_bytes()).map_err(|error| malformed(&error))?;
        let value = HeaderValue::from_bytes(field.value).map_err(|error| malformed(&error))?;
        headers.append(name, value);
    }
    buffer.advance(length);
    Ok(Some(Head { version, status, headers }))
}

fn has_bare_line_feed(bytes: &[u8]) -> bool {
    let mut before = 0;
    bytes.iter().any(|byte| std::mem::replace(&mut before, *byte) != b'\r' && *byte == b'\n')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn head(text: &str) -> Result<Option<Head>, UpstreamError> {
        take_head(&mut BytesMut::from(text), 4096)
    }

    #[test]
    fn takes_the_head_and_leaves_the_rest() {
        let mut buffer = BytesMut::from("HTTP/1.1 200 OK\r\nA: b\r\nA:c \r\n\r\nbody");
        let head = take_head(&mut buffer, 4096).unwrap().unwrap();
        assert_eq!((head.version, head.status), (Version::HTTP_11, StatusCode::OK));
        assert_eq!(head.headers.get_all("a").iter().collect::<Vec<_>>(), ["b", "c"]);
        assert_eq!(buffer, "body");
    }

    #[test]
    fn waits_for_the_whole_head() {
        let whole = "HTTP/1.1 503 Service Unavailable\r\nA: b\r\n\r\n";
        for length in 0..whole.len() {
            assert!(head(&whole[..length]).unwrap().is_none(), "{length}");
        }
        assert!(head(whole).unwrap().is_some());
        assert!(head("HTTP/1.1 200\r\n\r\n").unwrap().is_some());
    }

    #[test]
    fn refuses_what_can_be_read_in_two_ways() {
        for bad in [
            "HTTP/1.1 200 OK\nA: b\n\n",
            "HTTP/1.1 200 OK\r\nA: b\n\r\n",
            "HTTP/1.1 200 OK\r\nA: b\r\n folded\r\n\r\n",
            "HTTP/1.1 200 OK\r\nA : b\r\n\r\n",
            "HTTP/1.1 200 OK\r\nA: b\0c\r\n\r\n",
            "HTTP/1.1 200 OK\r\nA: b\rc\r\n\r\n",
            "HTTP/1.1 200 OK\r\n: b\r\n\r\n",
            "HTTP/1.1 200 OK\r\nno colon\r\n\r\n",
            "HTTP/1.1 2000 OK\r\n\r\n",
            "HTTP/1.1 abc OK\r\n\r\n",
            "HTTP/2.0 200 OK\r\n\r\n",
            "\r\nHTTP/1.1 200 OK\r\n\r\n",
            "<html>",
            "SSH-2.0-OpenSSH\r\n",
        ] {
            assert!(matches!(head(bad), Err(UpstreamError::Malformed(_))), "{bad:?}");
        }
    }

    #[test]
    fn bounds_size_and_number() {
        let long = format!("HTTP/1.1 200 OK\r\nA: {}\r\n\r\n", "x".repeat(5000));
        assert_eq!(head(&long).unwrap_err(), UpstreamError::TooLarge { limit: 4096 });
        assert_eq!(head(&long[..4500]).unwrap_err(), UpstreamError::TooLarge { limit: 4096 });
        let many = format!("HTTP/1.1 200 OK\r\n{}\r\n", "A: b\r\n".repeat(200));
        assert!(matches!(head(&many), Err(UpstreamError::Malformed(_))));
    }
}
