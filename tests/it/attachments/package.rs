// SPDX-License-Identifier: EUPL-1.2
//! Multipart bodies, written and read here without any code of the product.

use std::net::SocketAddr;

use bytes::Bytes;
use http::{Request, Response};
use http_body_util::{BodyExt as _, StreamBody};
use hyper::body::{Frame, Incoming};
use hyper_util::rt::TokioIo;
use tokio::net::TcpStream;

use crate::harness::archive::{Said, pattern};
use crate::harness::runtime::{block_on, spawn};

pub(super) const RELATED: &str =
    "multipart/related; type=\"text/xml\"; boundary=\"--=_b 1\"; start=\"<root@x>\"";

/// A package of the backend: its envelope, then parts.
pub(super) fn package(envelope: &str, parts: Vec<(&str, Vec<Said>)>) -> Vec<Said> {
    let text = |text: String| Said::Bytes(text.replace('\n', "\r\n").into());
    let mut said = vec![text(format!(
        "----=_b 1\nContent-Type: text/xml; charset=utf-8\nContent-ID: <root@x>\n\n{envelope}"
    ))];
    for (fields, content) in parts {
        said.push(text(format!("\n----=_b 1\n{fields}\n\n")));
        said.extend(content);
    }
    said.push(text("\n----=_b 1--\n".to_owned()));
    said
}

/// A form of a caller.
pub(super) const FORM: &str = "multipart/form-data; boundary=xyz";

pub(super) fn form(message: &str, parts: Vec<(&str, Vec<Said>)>) -> Vec<Said> {
    let text = |text: String| Said::Bytes(text.replace('\n', "\r\n").into());
    let mut said = vec![text(format!(
        "--xyz\nContent-Disposition: form-data; name=\"message\"\nContent-Type: application/json\n\n{message}"
    ))];
    for (fields, content) in parts {
        said.push(text(format!("\n--xyz\nContent-Disposition: form-data; {fields}\n\n")));
        said.extend(content);
    }
    said.push(text("\n--xyz--\n".to_owned()));
    said
}

/// Send a request whose body is made up while it is sent; the head of the answer.
pub(super) async fn begin(
    to: SocketAddr,
    path: &str,
    headers: &[(&str, &str)],
    body: Vec<Said>,
) -> Result<Response<Incoming>, String> {
    let stream = TcpStream::connect(to).await.map_err(|error| error.to_string())?;
    let (mut sender, connection) = hyper::client::conn::http1::handshake(TokioIo::new(stream))
        .await
        .map_err(|error| error.to_string())?;
    spawn(connection);
    let mut request = Request::post(path).header("host", to.to_string());
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    let pieces = futures_util::stream::unfold((body.into_iter(), None), |(mut said, mut open)| async move {
        loop {
            if let Some((at, left)) = open.take().filter(|(_, left)| *left > 0) {
                let piece: Bytes = pattern(at, u64::min(left, 32 << 10));
                let size = piece.len() as u64;
                return Some((Ok(Frame::data(piece)), (said, Some((at + size, left - size)))));
            }
            match said.next()? {
                Said::Bytes(bytes) => return Some((Ok(Frame::data(bytes)), (said, None))),
                Said::Pattern(length) => open = Some((0, length)),
                Said::Break => return Some((Err(std::io::Error::other("gone")), (said, None))),
            }
        }
    });
    let request = request.body(StreamBody::new(Box::pin(pieces))).expect("a request");
    sender.send_request(request).await.map_err(|error| error.to_string())
}

/// A small request; the answer, complete.
#[track_caller]
pub(super) fn ask(
    to: SocketAddr,
    path: &str,
    headers: &[(&str, &str)],
    body: Vec<Said>,
) -> (u16, String, Vec<u8>) {
    block_on(async {
        let response = begin(to, path, headers, body).await.expect("a head");
        let media = response.headers().get("content-type").and_then(|value| value.to_str().ok());
        let (status, media) = (response.status().as_u16(), media.unwrap_or_default().to_owned());
        let (body, _) = drain(response.into_body(), 16 << 20).await.expect("all of it");
        (status, media, body)
    })
}

/// A part of an answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Part {
    pub(super) fields: String,
    pub(super) content: Vec<u8>,
}

impl Part {
    pub(super) fn text(&self) -> String {
        String::from_utf8_lossy(&self.content).into_owned()
    }
}

/// The parts of a small multipart body.
#[track_caller]
pub(super) fn split(content_type: &str, body: &[u8]) -> Vec<Part> {
    let boundary = content_type.split("boundary=").nth(1).expect("a boundary").trim_matches('"');
    let delimiter = format!("--{boundary}");
    let find = |bytes: &[u8], wanted: &[u8]| bytes.windows(wanted.len()).position(|window| window == wanted);
    let mut rest = body.strip_prefix(delimiter.as_bytes()).expect("the first boundary");
    let mut parts = Vec::new();
    while !rest.starts_with(b"--") {
        rest = rest.strip_prefix(b"\r\n").expect("the end of a line");
        let end = find(rest, format!("\r\n{delimiter}").as_bytes()).expect("the next boundary");
        let head = find(&rest[..end], b"\r\n\r\n").expect("header fields");
        parts.push(Part {
            fields: String::from_utf8(rest[..head].to_vec()).expect("ASCII"),
            content: rest[head + 4..end].to_vec(),
        });
        rest = &rest[end + 2 + delimiter.len()..];
    }
    assert_eq!(rest, b"--\r\n");
    parts
}

/// Read a body to its end: its first bytes, and how many there are; an error where it is cut.
pub(super) async fn drain(mut body: Incoming, keep: usize) -> Result<(Vec<u8>, u64), String> {
    let (mut first, mut count) = (Vec::new(), 0);
    while let Some(frame) = body.frame().await {
        let data = frame.map_err(|error| error.to_string())?.into_data().unwrap_or_default();
        count += data.len() as u64;
        first.extend_from_slice(&data[..data.len().min(keep.saturating_sub(first.len()))]);
    }
    Ok((first, count))
}
