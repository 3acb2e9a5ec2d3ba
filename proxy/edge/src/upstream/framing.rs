// SPDX-License-Identifier: EUPL-1.2
//! Where the body of an answer ends.

use http::{HeaderMap, Method, StatusCode, Version, header};

use super::{UpstreamError, head::Head};

/// Where the body of an answer ends.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Framing {
    /// There is none.
    None,
    /// After this many bytes.
    Length(u64),
    /// After the last chunk.
    Chunked,
    /// Where the connection ends.
    Close,
}

impl Framing {
    /// Decides by RFC 9112 section 6.3, refusing every combination that could be smuggling.
    pub(super) fn of(head: &Head, method: &Method) -> Result<Self, UpstreamError> {
        let malformed = |what: &str| Err(UpstreamError::Malformed(what.to_owned()));
        let length = content_length(&head.headers)?;
        let chunked = is_chunked(&head.headers)?;
        if chunked && length.is_some() {
            return malformed("both content-length and transfer-encoding");
        }
        if chunked && head.version == Version::HTTP_10 {
            return malformed("transfer-encoding in HTTP/1.0");
        }
        let bodiless = matches!(head.status, StatusCode::NO_CONTENT | StatusCode::NOT_MODIFIED);
        if bodiless || *method == Method::HEAD {
            return Ok(Self::None);
        }
        Ok(match length {
            _ if chunked => Self::Chunked,
            Some(length) => Self::Length(length),
            None => Self::Close,
        })
    }
}

fn content_length(headers: &HeaderMap) -> Result<Option<u64>, UpstreamError> {
    let malformed = |what: &str| UpstreamError::Malformed(what.to_owned());
    let mut values = headers.get_all(header::CONTENT_LENGTH).iter();
    let Some(first) = values.next() else { return Ok(None) };
    if values.any(|other| other != first) {
        return Err(malformed("several content-lengths that differ"));
    }
    // Digits only: `u64::from_str` would take "+5".
    let digits = first.as_bytes();
    let text = std::str::from_utf8(digits).ok().filter(|_| digits.iter().all(u8::is_ascii_digit));
    text.and_then(|text| text.parse().ok())
        .map(Some)
        .ok_or_else(|| malformed("content-length is not a number"))
}

fn is_chunked(headers: &HeaderMap) -> Result<bool, UpstreamError> {
    let mut values = headers.get_all(header::TRANSFER_ENCODING).iter();
    let Some(first) = values.next() else { return Ok(false) };
    if values.next().is_some() || !first.as_bytes().eq_ignore_ascii_case(b"chunked") {
        return Err(UpstreamError::Malformed("transfer-encoding other than chunked".to_owned()));
    }
    Ok(true)
}

#[cfg(test)]
mod tests {
    use bytes::BytesMut;

    use super::*;
    use crate::upstream::head::take_head;

    fn framing(head: &str) -> Result<Framing, UpstreamError> {
        let text = format!("HTTP/1.1 {head}\r\n\r\n");
        Framing::of(&take_head(&mut BytesMut::from(text.as_str()), 4096).unwrap().unwrap(), &Method::POST)
    }

    #[test]
    fn decides() {
        assert_eq!(framing("200 OK\r\nContent-Length: 5").unwrap(), Framing::Length(5));
        assert_eq!(framing("200 OK\r\nContent-Length: 5\r\nContent-Length: 5").unwrap(), Framing::Length(5));
        assert_eq!(framing("200 OK\r\nTransfer-Encoding: Chunked").unwrap(), Framing::Chunked);
        assert_eq!(framing("200 OK").unwrap(), Framing::Close);
        assert_eq!(framing("204 No Content\r\nContent-Length: 0").unwrap(), Framing::None);
        assert_eq!(framing("304 Not Modified\r\nContent-Length: 700").unwrap(), Framing::None);
    }

    #[test]
    fn refuses_smuggling() {
        for bad in [
            "200 OK\r\nContent-Length: 5\r\nTransfer-Encoding: chunked",
            "200 OK\r\nContent-Length: 5\r\nContent-Length: 6",
            "200 OK\r\nContent-Length: 5, 6",
            "200 OK\r\nContent-Length: +5",
            "200 OK\r\nContent-Length: -5",
            "200 OK\r\nContent-Length: 0x5",
            "200 OK\r\nContent-Length: 99999999999999999999",
            "200 OK\r\nContent-Length:",
            "200 OK\r\nTransfer-Encoding: identity",
            "200 OK\r\nTransfer-Encoding: gzip, chunked",
            "200 OK\r\nTransfer-Encoding: chunked\r\nTransfer-Encoding: chunked",
            "200 OK\r\nTransfer-Encoding: xchunked",
            "204 No Content\r\nContent-Length: 1\r\nTransfer-Encoding: chunked",
        ] {
            assert!(matches!(framing(bad), Err(UpstreamError::Malformed(_))), "{bad}");
        }
        let old =
            take_head(&mut BytesMut::from("HTTP/1.0 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"), 4096);
        assert!(Framing::of(&old.unwrap().unwrap(), &Method::POST).is_err());
    }
}
