// SPDX-License-Identifier: EUPL-1.2
//! The demo's callers: plain hyper, so that nothing of Fachwerk is on their side of the wire.
#![expect(clippy::disallowed_methods, reason = "what is collected here is limited")]

use bytes::{Bytes, BytesMut};
use http::{HeaderMap, Method, Request};
use http_body_util::{BodyExt, Full, Limited};
use hyper_util::rt::{TokioExecutor, TokioIo};
use tokio::net::TcpStream;

/// Nothing in the demo is larger.
const LIMIT: usize = 4 << 20;

/// An answer as the caller got it.
pub(super) struct Answer {
    pub(super) status: u16,
    pub(super) headers: HeaderMap,
    pub(super) body: Bytes,
    /// gRPC status, from the trailers or, where there is no body, the head.
    pub(super) grpc_status: Option<String>,
}

type Failed = Box<dyn std::error::Error + Send + Sync>;

/// One HTTP/1.1 request on its own connection.
pub(super) async fn http1(
    authority: &str,
    method: Method,
    path: &str,
    headers: &[(&str, &str)],
    body: Bytes,
) -> Result<Answer, Failed> {
    let stream = TcpStream::connect(authority).await?;
    let (mut sender, connection) = hyper::client::conn::http1::handshake(TokioIo::new(stream)).await?;
    let task = tokio::spawn(connection);
    let mut request = Request::builder().method(method).uri(path).header("host", authority);
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    let response = sender.send_request(request.body(Full::new(body))?).await?;
    let (head, body) = response.into_parts();
    let body = Limited::new(body, LIMIT).collect().await?.to_bytes();
    drop(sender);
    task.abort();
    Ok(Answer { status: head.status.as_u16(), headers: head.headers, body, grpc_status: None })
}

/// One unary gRPC call: HTTP/2 without TLS, prior knowledge. `message` goes and comes without the frame.
pub(super) async fn grpc(authority: &str, path: &str, message: &[u8]) -> Result<Answer, Failed> {
    let stream = TcpStream::connect(authority).await?;
    let (mut sender, connection) =
        hyper::client::conn::http2::handshake(TokioExecutor::new(), TokioIo::new(stream)).await?;
    let task = tokio::spawn(connection);
    let mut frame = BytesMut::with_capacity(message.len() + 5);
    frame.extend_from_slice(&[0]);
    frame.extend_from_slice(&u32::try_from(message.len())?.to_be_bytes());
    frame.extend_from_slice(message);
    let request = Request::builder()
        .method(Method::POST)
        .uri(format!("http://{authority}{path}"))
        .header("content-type", "application/grpc")
        .header("te", "trailers")
        .body(Full::new(frame.freeze()))?;
    let response = sender.send_request(request).await?;
    let (head, body) = response.into_parts();
    let collected = Limited::new(body, LIMIT).collect().await?;
    let trailers = collected.trailers().cloned().unwrap_or_default();
    let grpc_status = trailers
        .get("grpc-status")
        .or_else(|| head.headers.get("grpc-status"))
        .and_then(|v| v.to_str().ok())
        .map(str::to_owned);
    let body = collected.to_bytes();
    let body = if body.len() >= 5 { body.slice(5..) } else { Bytes::new() };
    drop(sender);
    task.abort();
    Ok(Answer { status: head.status.as_u16(), headers: head.headers, body, grpc_status })
}
