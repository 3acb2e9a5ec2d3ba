// SPDX-License-Identifier: EUPL-1.2
//! Requests of HTTP.

use std::net::SocketAddr;
use std::sync::Mutex;

use bytes::Bytes;
use http_body_util::{BodyExt as _, Full, LengthLimitError, Limited};
use hyper::body::Incoming;
use hyper::header::{ALLOW, CONTENT_ENCODING, CONTENT_TYPE, HOST, HeaderValue};
use hyper::{HeaderMap, Method, Request, Response, StatusCode};

use crate::action::Declaration;
use crate::clock::Moment;
use crate::description;
use crate::endpoint;
use crate::exchange::Exchange;
use crate::operation::Operation;
use crate::options::Options;
use crate::register::Register;
use crate::server::PATH;

/// What all connections share.
#[derive(Debug)]
pub(crate) struct State {
    pub(crate) options: Options,
    pub(crate) register: Mutex<Register>,
    pub(crate) address: SocketAddr,
}

impl State {
    /// Answers one request and records the exchange.
    pub(crate) async fn serve(&self, request: Request<Incoming>) -> Response<Full<Bytes>> {
        let (head, body) = request.into_parts();
        let (body, outcome) = match self.receive(body).await {
            Ok(body) => {
                let outcome = self.answer(&head.method, &head.uri, &head.headers, &body).await;
                (body, outcome)
            }
            Err(refusal) => (Bytes::new(), refusal),
        };
        let (response, operation) = outcome;
        let (parts, bytes) = response.into_parts();
        if let Some(watch) = &self.options.on_exchange {
            watch(&Exchange {
                operation,
                method: head.method,
                uri: head.uri,
                request_headers: head.headers,
                request_body: body,
                status: parts.status,
                response_headers: parts.headers.clone(),
                response_body: bytes.clone(),
            });
        }
        Response::from_parts(parts, Full::new(bytes))
    }

    #[expect(clippy::disallowed_methods, reason = "it is a Limited that is collected")]
    async fn receive(&self, body: Incoming) -> Result<Bytes, Outcome> {
        match Limited::new(body, self.options.body_limit_bytes).collect().await {
            Ok(collected) => Ok(collected.to_bytes()),
            Err(error) if error.is::<LengthLimitError>() => {
                Err(plain(StatusCode::PAYLOAD_TOO_LARGE, "the message is too large"))
            }
            Err(_) => Err(plain(StatusCode::BAD_REQUEST, "the message did not arrive")),
        }
    }

    async fn answer(&self, method: &Method, uri: &hyper::Uri, headers: &HeaderMap, body: &Bytes) -> Outcome {
        if uri.path() != PATH {
            return plain(StatusCode::NOT_FOUND, "there is nothing here");
        }
        if method == Method::GET {
            let address = self.own_address(headers);
            return match uri.query().and_then(|query| description::file(query, &address)) {
                Some(file) => (reply(StatusCode::OK, "text/xml; charset=utf-8", file), None),
                None => plain(StatusCode::NOT_FOUND, "ask for ?wsdl"),
            };
        }
        if method != Method::POST {
            let (mut response, operation) = plain(StatusCode::METHOD_NOT_ALLOWED, "POST or GET ?wsdl");
            response.headers_mut().insert(ALLOW, HeaderValue::from_static("GET, POST"));
            return (response, operation);
        }
        if !self.options.latency.is_zero() {
            tokio::time::sleep(self.options.latency).await;
        }
        let encoded = headers.get(CONTENT_ENCODING).is_some_and(|encoding| encoding != "identity");
        let Some(declaration) = Declaration::read(headers).filter(|_| !encoded) else {
            return plain(
                StatusCode::UNSUPPORTED_MEDIA_TYPE,
                "text/xml or application/soap+xml in UTF-8, without Content-Encoding",
            );
        };
        let now = Moment::now(self.options.now.as_deref());
        let answer = endpoint::call(&declaration, body, &self.register, &self.options.counters, &now);
        let response = if answer.body.is_empty() {
            status_only(answer.status)
        } else {
            reply(answer.status, declaration.version.content_type(), answer.body)
        };
        (response, answer.operation)
    }

    /// How the caller reaches this service.
    fn own_address(&self, headers: &HeaderMap) -> String {
        let plausible =
            |host: &&str| host.bytes().all(|b| b.is_ascii_alphanumeric() || b".-:[]_".contains(&b));
        let host = headers.get(HOST).and_then(|host| host.to_str().ok()).filter(plausible);
        match host {
            Some(host) if !host.is_empty() => format!("http://{host}{PATH}"),
            _ => format!("http://{}{PATH}", self.address),
        }
    }
}

type Outcome = (Response<Bytes>, Option<Operation>);

fn plain(status: StatusCode, message: &str) -> Outcome {
    (reply(status, "text/plain; charset=utf-8", format!("{message}\n")), None)
}

fn reply(status: StatusCode, content_type: &'static str, body: String) -> Response<Bytes> {
    let mut response = status_only(status);
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static(content_type));
    *response.body_mut() = Bytes::from(body);
    response
}

fn status_only(status: StatusCode) -> Response<Bytes> {
    let mut response = Response::new(Bytes::new());
    *response.status_mut() = status;
    response
}
