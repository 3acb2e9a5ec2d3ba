// SPDX-License-Identifier: EUPL-1.2
//! A caller over gRPC, spoken by hand on HTTP/2 so that every part of the protocol can be looked at.

use std::net::SocketAddr;

use base64::Engine as _;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};
use bytes::{Bytes, BytesMut};
use http::{HeaderMap, Request, Response, StatusCode};
use http_body_util::{BodyExt as _, Full, Limited};
use hyper::body::Incoming;
use hyper::client::conn::http2::SendRequest;
use hyper_util::rt::{TokioExecutor, TokioIo};
use prost::Message;
use prost_reflect::DynamicMessage;
use serde_json::Value;
use tokio::net::TcpStream;

use super::facade::{self, Facade};
use super::runtime::{block_on, spawn};

/// Larger answers are a mistake.
const LIMIT: usize = 64 << 20;

/// `google.rpc.Status`.
#[derive(Clone, PartialEq, Message)]
pub(crate) struct RpcStatus {
    #[prost(int32, tag = "1")]
    pub(crate) code: i32,
    #[prost(string, tag = "2")]
    pub(crate) message: String,
    #[prost(message, repeated, tag = "3")]
    pub(crate) details: Vec<prost_types::Any>,
}

/// What came back.
#[derive(Debug)]
pub(crate) struct Outcome {
    pub(crate) http: StatusCode,
    pub(crate) headers: HeaderMap,
    /// `grpc-status`.
    pub(crate) code: i32,
    /// `grpc-message`, percent-decoded.
    pub(crate) message: String,
    /// `grpc-status-details-bin`.
    pub(crate) status: Option<RpcStatus>,
    /// Messages without their frames.
    pub(crate) messages: Vec<Bytes>,
}

/// One message in its frame.
pub(crate) fn frame(message: &[u8]) -> Bytes {
    let mut frame = BytesMut::with_capacity(message.len() + 5);
    frame.extend_from_slice(&[0]);
    frame.extend_from_slice(&u32::try_from(message.len()).expect("a small message").to_be_bytes());
    frame.extend_from_slice(message);
    frame.freeze()
}

/// A gRPC request with this body.
pub(crate) fn request(path: &str, body: Bytes) -> Request<Bytes> {
    Request::post(path)
        .header("content-type", "application/grpc")
        .header("te", "trailers")
        .body(body)
        .expect("a request")
}

/// An HTTP/2 connection.
pub(crate) struct Connection {
    to: SocketAddr,
    sender: SendRequest<Full<Bytes>>,
}

impl Connection {
    /// Connect, knowing beforehand that HTTP/2 is spoken there.
    pub(crate) async fn open(to: SocketAddr) -> Result<Self, String> {
        let stream = TcpStream::connect(to).await.map_err(|error| error.to_string())?;
        let _ = stream.set_nodelay(true);
        let (sender, connection) =
            hyper::client::conn::http2::handshake(TokioExecutor::new(), TokioIo::new(stream))
                .await
                .map_err(|error| error.to_string())?;
        // It ends when the last sender is dropped.
        spawn(connection);
        Ok(Self { to, sender })
    }

    /// Send a request in a stream of its own, and wait for head, trailers and body.
    pub(crate) async fn exchange(
        &self,
        request: Request<Bytes>,
    ) -> Result<(http::response::Parts, Option<HeaderMap>, Bytes), String> {
        let (head, body) = self.begin(request).await?.into_parts();
        #[expect(clippy::disallowed_methods, reason = "it is a Limited that is collected")]
        let collected = Limited::new(body, LIMIT).collect().await.map_err(|error| error.to_string())?;
        let trailers = collected.trailers().cloned();
        Ok((head, trailers, collected.to_bytes()))
    }

    /// Send a request and wait for the head only.
    pub(crate) async fn begin(&self, request: Request<Bytes>) -> Result<Response<Incoming>, String> {
        let (mut head, body) = request.into_parts();
        head.uri = format!("http://{}{}", self.to, head.uri.path()).parse().expect("a URI");
        let request = Request::from_parts(head, Full::new(body));
        self.sender.clone().send_request(request).await.map_err(|error| error.to_string())
    }

    /// Make a gRPC call.
    pub(crate) async fn call(&self, request: Request<Bytes>) -> Result<Outcome, String> {
        let (head, trailers, body) = self.exchange(request).await?;
        // An answer without a message has its status in the head ("Trailers-Only").
        let trailers = trailers.unwrap_or_else(|| head.headers.clone());
        Outcome::read(head.status, head.headers, &trailers, body)
    }
}

/// Send a request and wait for the outcome.
#[track_caller]
pub(crate) fn send(to: SocketAddr, request: Request<Bytes>) -> Outcome {
    let path = request.uri().path().to_owned();
    block_on(async { Connection::open(to).await?.call(request).await })
        .unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// Call an operation of the facade; the input in protobuf's JSON form.
#[track_caller]
pub(crate) fn call(to: SocketAddr, facade: &Facade, operation: &str, input: &Value) -> Outcome {
    send(to, request(&facade.grpc_path(operation), encoded(facade, operation, input)))
}

/// An operation's input, framed.
pub(crate) fn encoded(facade: &Facade, operation: &str, input: &Value) -> Bytes {
    frame(&facade::message(facade.method(operation).input(), input).encode_to_vec())
}

impl Outcome {
    fn read(
        http: StatusCode,
        headers: HeaderMap,
        trailers: &HeaderMap,
        mut body: Bytes,
    ) -> Result<Self, String> {
        let text = |name: &str| trailers.get(name).and_then(|value| value.to_str().ok());
        let code = text("grpc-status")
            .and_then(|code| code.parse().ok())
            .ok_or_else(|| format!("no grpc-status: {http} {headers:?} {body:?}"))?;
        // gRPC sends base64 without padding and accepts it with.
        let config = GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent);
        let base64 = GeneralPurpose::new(&base64::alphabet::STANDARD, config);
        let status = match text("grpc-status-details-bin") {
            Some(value) => {
                let bytes = base64.decode(value).map_err(|error| error.to_string())?;
                Some(RpcStatus::decode(bytes.as_slice()).map_err(|error| error.to_string())?)
            }
            None => None,
        };
        let mut messages = Vec::new();
        while !body.is_empty() {
            if body.len() < 5 || body[0] != 0 {
                return Err(format!("not a frame: {body:?}"));
            }
            let length = u32::from_be_bytes([body[1], body[2], body[3], body[4]]) as usize;
            if body.len() < 5 + length {
                return Err("a truncated frame".to_owned());
            }
            messages.push(body.slice(5..5 + length));
            body = body.slice(5 + length..);
        }
        let message = percent_decoded(text("grpc-message").unwrap_or_default());
        Ok(Self { http, headers, code, message, status, messages })
    }

    /// The one message of a call that succeeded.
    #[track_caller]
    pub(crate) fn ok(&self) -> &Bytes {
        assert_eq!(self.code, 0, "{} {:?}", self.message, self.status);
        assert_eq!(self.http, 200);
        assert_eq!(self.messages.len(), 1);
        &self.messages[0]
    }

    /// The output of an operation, in protobuf's JSON form.
    #[track_caller]
    pub(crate) fn output(&self, facade: &Facade, operation: &str) -> Value {
        let message =
            DynamicMessage::decode(facade.method(operation).output(), self.ok().clone()).expect("protobuf");
        assert_eq!(message.unknown_fields().count(), 0, "unknown fields");
        facade::to_json(&message)
    }

    /// That the call failed with this code, with or without details.
    #[track_caller]
    pub(crate) fn failed_with(&self, code: i32) {
        assert_eq!(self.code, code, "{} {:?}", self.message, self.status);
        assert!(self.messages.is_empty(), "a message beside an error");
    }

    /// The status of a call that failed with this code.
    #[track_caller]
    pub(crate) fn failed(&self, code: i32) -> &RpcStatus {
        assert_eq!(self.code, code, "{} {:?}", self.message, self.status);
        assert!(self.messages.is_empty(), "a message beside an error");
        assert!(!self.message.is_empty(), "no message");
        let status = self.status.as_ref().expect("grpc-status-details-bin");
        assert_eq!((status.code, &status.message), (code, &self.message), "head and details disagree");
        status
    }

    /// The detail of this message type, in protobuf's JSON form.
    #[track_caller]
    pub(crate) fn detail(&self, facade: &Facade, code: i32, name: &str) -> Value {
        let status = self.failed(code);
        for any in &status.details {
            let full = any.type_url.rsplit('/').next().unwrap_or_default();
            if full.rsplit('.').next() == Some(name) {
                let descriptor = facade.pool.get_message_by_name(full).unwrap_or_else(|| panic!("no {full}"));
                let message = DynamicMessage::decode(descriptor, any.value.as_slice()).expect("protobuf");
                return facade::to_json(&message);
            }
        }
        let types: Vec<_> = status.details.iter().map(|any| &any.type_url).collect();
        panic!("no detail {name} among {types:?}")
    }

    /// The reason in `google.rpc.ErrorInfo`: the name of the problem.
    #[track_caller]
    pub(crate) fn reason(&self, code: i32) -> String {
        let status = self.failed(code);
        let any = status.details.iter().find(|any| any.type_url.ends_with("/google.rpc.ErrorInfo"));
        ErrorInfo::decode(any.expect("google.rpc.ErrorInfo").value.as_slice()).expect("protobuf").reason
    }
}

/// `google.rpc.ErrorInfo`.
#[derive(Clone, PartialEq, Message)]
pub(crate) struct ErrorInfo {
    #[prost(string, tag = "1")]
    pub(crate) reason: String,
    #[prost(string, tag = "2")]
    pub(crate) domain: String,
}

fn percent_decoded(text: &str) -> String {
    let mut out = Vec::new();
    let mut rest = text.as_bytes();
    while let [first, tail @ ..] = rest {
        let code = tail.get(..2).and_then(|hex| std::str::from_utf8(hex).ok());
        match (first, code.and_then(|hex| u8::from_str_radix(hex, 16).ok())) {
            (b'%', Some(byte)) => {
                out.push(byte);
                rest = &tail[2..];
            }
            _ => {
                out.push(*first);
                rest = tail;
            }
        }
    }
    String::from_utf8_lossy(&out).into_owned()
}
