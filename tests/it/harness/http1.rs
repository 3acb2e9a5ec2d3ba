// SPDX-License-Identifier: EUPL-1.2
//! A caller over HTTP/1.1: one connection a call.

use std::net::SocketAddr;

use bytes::Bytes;
use http::{HeaderMap, Request, StatusCode};
use http_body_util::{BodyExt as _, Full, Limited};
use hyper_util::rt::TokioIo;
use serde_json::Value;
use tokio::net::TcpStream;

use super::runtime::{block_on, spawn};

/// Larger answers are a mistake.
const LIMIT: usize = 64 << 20;

/// An answer, complete.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Bytes,
}

/// Send a request; why there is no answer, if there is none.
pub(crate) async fn try_send(to: SocketAddr, mut request: Request<Bytes>) -> Result<Answer, String> {
    let stream = TcpStream::connect(to).await.map_err(|error| error.to_string())?;
    let _ = stream.set_nodelay(true);
    let (mut sender, connection) = hyper::client::conn::http1::handshake(TokioIo::new(stream))
        .await
        .map_err(|error| error.to_string())?;
    let connection = spawn(connection);
    if !request.headers().contains_key("host") {
        request.headers_mut().insert("host", to.to_string().parse().expect("a host"));
    }
    let answer = sender.send_request(request.map(Full::new)).await.map_err(|error| error.to_string())?;
    let (head, body) = answer.into_parts();
    #[expect(clippy::disallowed_methods, reason = "it is a Limited that is collected")]
    let body = Limited::new(body, LIMIT).collect().await.map_err(|error| error.to_string())?.to_bytes();
    connection.abort();
    Ok(Answer { status: head.status, headers: head.headers, body })
}

/// Send a request and wait for the answer.
#[track_caller]
pub(crate) fn send(to: SocketAddr, request: Request<Bytes>) -> Answer {
    let what = format!("{} {}", request.method(), request.uri());
    block_on(try_send(to, request)).unwrap_or_else(|error| panic!("{what}: {error}"))
}

/// `GET path`.
#[track_caller]
pub(crate) fn get(to: SocketAddr, path: &str) -> Answer {
    send(to, Request::get(path).body(Bytes::new()).expect("a request"))
}

/// A POST with a media type.
pub(crate) fn request(path: &str, content_type: &str, body: impl Into<Bytes>) -> Request<Bytes> {
    Request::post(path).header("content-type", content_type).body(body.into()).expect("a request")
}

/// POST a JSON document.
#[track_caller]
pub(crate) fn post_json(to: SocketAddr, path: &str, body: &Value) -> Answer {
    send(to, request(path, "application/json", body.to_string()))
}

impl Answer {
    /// A header's value, or nothing.
    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
    }

    /// The body as text.
    pub(crate) fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    /// The body as JSON.
    #[track_caller]
    pub(crate) fn json(&self) -> Value {
        serde_json::from_slice(&self.body)
            .unwrap_or_else(|error| panic!("{error}: {} {}", self.status, self.text()))
    }

    /// The JSON of an answer with status 200.
    #[track_caller]
    pub(crate) fn ok(&self) -> Value {
        assert_eq!(self.status, 200, "{}", self.text());
        assert_eq!(self.header("content-type").split(';').next(), Some("application/json"));
        self.json()
    }

    /// The problem document of an answer with this status (RFC 9457) and a problem type of the proxy's own.
    #[track_caller]
    pub(crate) fn problem(&self, status: u16, name: &str) -> Value {
        self.problem_document(status, &format!("urn:fachwerk:problem:{name}"))
    }

    /// The typed detail of a fault that the contract declares for this operation.
    #[track_caller]
    pub(crate) fn declared(&self, operation: &str, fault: &str) -> Value {
        let problem =
            self.problem_document(422, &format!("urn:fachwerk:fault:Melderegister:{operation}:{fault}"));
        let detail = &problem["fault"][fault];
        assert!(
            detail.is_object() && problem["fault"].as_object().is_some_and(|all| all.len() == 1),
            "{problem}"
        );
        detail.clone()
    }

    #[track_caller]
    fn problem_document(&self, status: u16, problem_type: &str) -> Value {
        assert_eq!(self.status, status, "{}", self.text());
        assert_eq!(
            self.header("content-type").split(';').next(),
            Some("application/problem+json"),
            "{}",
            self.text()
        );
        let problem = self.json();
        assert_eq!(problem["type"], problem_type, "{problem}");
        assert_eq!(problem["status"], status, "{problem}");
        for member in ["title", "detail", "code"] {
            assert!(problem[member].as_str().is_some_and(|text| !text.is_empty()), "no {member}: {problem}");
        }
        problem
    }
}
