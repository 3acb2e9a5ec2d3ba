// SPDX-License-Identifier: EUPL-1.2
//! Putting answers on the wire.

use std::time::Duration;

use bytes::Bytes;
use http::{HeaderValue, Method, Response, StatusCode, Version, header, response::Parts};
use pingora::{
    Result,
    http::ResponseHeader,
    protocols::http::{HttpTask, ServerSession},
};
use tokio::time::timeout;

/// After an early answer: how long, and for how many bytes, the rest of the request is read and dropped.
const LINGER: Duration = Duration::from_secs(1);
const LINGER_BYTES: usize = 16 * 1024 * 1024;

/// How many bytes the body of an answer has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Length {
    /// As many.
    Known(u64),
    /// Its end will tell.
    Unknown,
}

/// Whether an answer has a body at all.
pub(super) fn has_body(session: &ServerSession, status: StatusCode) -> bool {
    session.req_header().method != Method::HEAD
        && !matches!(status, StatusCode::NO_CONTENT | StatusCode::NOT_MODIFIED)
}

/// The head as it goes on the wire, framing headers set.
pub(super) fn head(session: &ServerSession, mut parts: Parts, length: Length) -> Box<ResponseHeader> {
    if parts.status.is_informational() {
        // Nobody can end an exchange with an interim answer.
        parts.status = StatusCode::INTERNAL_SERVER_ERROR;
    }
    let headers = &mut parts.headers;
    for name in [header::CONNECTION, header::TRANSFER_ENCODING, header::UPGRADE, header::TRAILER] {
        headers.remove(name);
    }
    headers.remove("keep-alive");
    let bodiless = !has_body(session, parts.status);
    match length {
        // Of an answer to HEAD only the handler can know.
        _ if bodiless && session.req_header().method == Method::HEAD => {}
        _ if bodiless => {
            headers.remove(header::CONTENT_LENGTH);
        }
        Length::Known(bytes) => {
            headers.insert(header::CONTENT_LENGTH, HeaderValue::from(bytes));
        }
        Length::Unknown => {
            headers.remove(header::CONTENT_LENGTH);
            // Pingora leaves this to us. HTTP/1.0 gets an answer that ends with the connection.
            if session.req_header().version == Version::HTTP_11 {
                headers.insert(header::TRANSFER_ENCODING, HeaderValue::from_static("chunked"));
            }
        }
    }
    parts.version = Version::HTTP_11;
    Box::new(ResponseHeader::from(parts))
}

/// Writes a head that is a whole answer. In HTTP/2 it carries the end of the stream itself, which gRPC
/// clients require of an answer that is trailers only.
pub(super) async fn head_only(session: &mut ServerSession, head: Box<ResponseHeader>) -> Result<()> {
    session.response_duplex_vec(vec![HttpTask::Header(head, true)]).await?;
    Ok(())
}

/// Writes a whole answer, and lets the client finish speaking.
pub(super) async fn whole(session: &mut ServerSession, response: Response<Bytes>) -> Result<()> {
    let (parts, body) = response.into_parts();
    let with_body = has_body(session, parts.status) && !body.is_empty();
    let head = head(session, parts, Length::Known(body.len() as u64));
    if with_body {
        session.write_response_header(head).await?;
        session.write_response_body(body, true).await?;
    } else {
        head_only(session, head).await?;
    }
    linger(session).await;
    Ok(())
}

/// Reads and drops what an HTTP/1 client is still sending after its answer.
///
/// Closing with unread bytes makes the system send a reset, and the client may lose an answer it has not
/// read yet. HTTP/2 resets the one stream, with a code that says that nothing is wrong.
pub(super) async fn linger(session: &mut ServerSession) {
    if session.is_http2() || session.is_body_done() {
        return;
    }
    session.shutdown().await;
    let mut left = LINGER_BYTES;
    let reading = async {
        while let Ok(Some(bytes)) = session.read_request_body().await {
            left = left.saturating_sub(bytes.len());
            if left == 0 {
                break;
            }
        }
    };
    // Whoever sends longer than this is not waiting for the answer.
    let _ = timeout(LINGER, reading).await;
}
