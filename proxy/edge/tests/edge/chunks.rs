// SPDX-License-Identifier: EUPL-1.2
//! Requests of the upstream client whose body still comes.

use std::{convert::Infallible, net::SocketAddr, sync::Arc, time::Duration};

use bytes::Bytes;
use fachwerk_edge::{Limits, UpstreamClient, UpstreamError};
use futures_util::stream;
use http_body::Frame;
use http_body_util::{BodyExt, StreamBody, combinators::UnsyncBoxBody};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
    sync::oneshot,
};

use crate::{
    client::{request, upstream},
    support::local,
};

type Body = UnsyncBoxBody<Bytes, &'static str>;

fn body(pieces: Vec<Result<&'static str, &'static str>>) -> Body {
    let frames = pieces.into_iter().map(|piece| piece.map(|text| Frame::data(Bytes::from(text))));
    StreamBody::new(stream::iter(frames)).boxed_unsync()
}

/// A body without end.
fn endless() -> Body {
    let piece = Bytes::from(vec![b'x'; 64 * 1024]);
    let frames = stream::repeat(piece).map(|piece| Ok::<_, Infallible>(Frame::data(piece)));
    StreamBody::new(frames).map_err(|never| match never {}).boxed_unsync()
}

use futures_util::StreamExt as _;

/// A backend for one connection: reads up to this text, says something, and hands back all that came until the end.
async fn backend(
    until: &'static str,
    answer: &'static [u8],
    hold: bool,
) -> (SocketAddr, oneshot::Receiver<Vec<u8>>) {
    let listener = TcpListener::bind(local()).await.unwrap();
    let address = listener.local_addr().unwrap();
    let (sender, receiver) = oneshot::channel();
    tokio::spawn(async move {
        let (mut stream, _) = listener.accept().await.unwrap();
        let mut seen = Vec::new();
        while !String::from_utf8_lossy(&seen).contains(until) {
            if read(&mut stream, &mut seen).await == 0 {
                break;
            }
        }
        let _ = stream.write_all(answer).await;
        if !hold {
            while read(&mut stream, &mut seen).await > 0 {}
        }
        let _ = sender.send(seen);
        tokio::time::sleep(Duration::from_secs(20)).await;
    });
    (address, receiver)
}

async fn read(stream: &mut TcpStream, seen: &mut Vec<u8>) -> usize {
    stream.read_buf(seen).await.unwrap_or(0)
}

async fn send(address: SocketAddr, body: Body, timeout: Duration) -> Result<u16, UpstreamError> {
    let client = Arc::new(UpstreamClient::new().unwrap());
    let limits = Limits { response_timeout: timeout, ..Limits::default() };
    let answer = client.open_chunked(&upstream(address), &request(), body, &limits).await?;
    Ok(answer.status.as_u16())
}

const LONG: Duration = Duration::from_secs(10);
const OK: &[u8] = b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";

#[tokio::test]
async fn pieces_are_chunks() {
    let (address, seen) = backend("0\r\n\r\n", OK, false).await;
    assert_eq!(send(address, body(vec![Ok("he"), Ok(""), Ok("llo world!")]), LONG).await, Ok(200));
    let seen = String::from_utf8(seen.await.unwrap()).unwrap();
    let (head, sent) = seen.split_once("\r\n\r\n").unwrap();
    assert!(head.starts_with("POST /ws HTTP/1.1\r\nHost: "), "{head}");
    assert!(head.contains("\r\nTransfer-Encoding: chunked") && !head.contains("Content-Length"), "{head}");
    assert_eq!(sent, "2\r\nhe\r\na\r\nllo world!\r\n0\r\n\r\n");
}

#[tokio::test]
async fn a_body_that_fails_never_looks_complete() {
    let (address, seen) = backend("no such text", b"", false).await;
    let error = send(address, body(vec![Ok("he"), Err("broken form")]), LONG).await.unwrap_err();
    assert_eq!(error, UpstreamError::BadRequest("broken form".to_owned()));
    let seen = String::from_utf8(seen.await.unwrap()).unwrap();
    assert!(!seen.contains("0\r\n\r\n"), "{seen}");
}

#[tokio::test]
async fn a_refusal_ends_the_sending() {
    let refusal = b"HTTP/1.1 413 Too Large\r\nContent-Length: 0\r\n\r\n";
    let (address, _seen) = backend("\r\n\r\n", refusal, true).await;
    assert_eq!(send(address, endless(), LONG).await, Ok(413));
    // Interim answers are none.
    let interim = b"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 500 No\r\nContent-Length: 0\r\n\r\n";
    let (address, _seen) = backend("\r\n\r\n", interim, true).await;
    assert_eq!(send(address, endless(), LONG).await, Ok(500));
}

#[tokio::test]
async fn a_backend_that_does_not_read_is_not_waited_for() {
    let (address, _seen) = backend("\r\n\r\n", b"", true).await;
    let error = send(address, endless(), Duration::from_millis(500)).await.unwrap_err();
    assert!(matches!(error, UpstreamError::Timeout { .. }), "{error}");
    let (address, _seen) = backend("no such text", b"", true).await;
    let error = send(address, body(vec![Ok("x")]), Duration::from_millis(500)).await.unwrap_err();
    assert!(matches!(error, UpstreamError::Timeout { .. }), "no answer: {error}");
}
