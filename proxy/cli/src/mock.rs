// SPDX-License-Identifier: EUPL-1.2
//! `fachwerk mock`.

use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use bytes::Bytes;
use fachwerk_edge::{
    Answering, Decision, Edge, Gateway, Listener, RequestBody, ResponseBody, UpstreamError, termination,
};
use fachwerk_mock::{Asked, Reply, Script, Source};
use http::request::Parts;
use http::{HeaderMap, HeaderName, HeaderValue, Method, Request, Response, StatusCode, header};

use crate::arguments::Mock;
use crate::failure::Failure;
use crate::{FINE, facade_directory, output};

/// Requests that are larger are nobody's test.
const MAX_REQUEST: u64 = 64 << 20;

pub(crate) fn run(arguments: &Mock) -> Result<u8, Failure> {
    let mapping = facade_directory::mapping(&arguments.contract)?;
    let script = arguments.script.as_deref().map(Script::read).transpose().map_err(|e| Failure::coded(&e))?;
    let mock = fachwerk_mock::Mock::new(mapping, script.unwrap_or_default(), arguments.seed)
        .map_err(|e| Failure::coded(&e))?;
    let (operations, left_out) = (mock.operations(), mock.left_out().join(", "));
    let edge = Edge::builder()
        .gateway(Arc::new(Legacy(Arc::new(mock))))
        .listener(Listener::plain(arguments.listen))
        .build()
        .map_err(|e| {
            Failure::new("FW-0011", e.to_string()).advice("is the address taken? --listen names another")
        })?;
    for address in edge.addresses() {
        output::say(&format!("{operations} operations answered at http://{address}/ (POST, any path)"));
    }
    if !left_out.is_empty() {
        output::say(&format!("not answered, since they have no SOAP binding: {left_out}"));
    }
    edge.run(termination()).map_err(|e| Failure::new("FW-0011", e.to_string()))?;
    Ok(FINE)
}

struct Legacy(Arc<fachwerk_mock::Mock>);

impl Gateway for Legacy {
    fn decide(&self, head: &Parts) -> Decision {
        if head.method != Method::POST {
            let mut response = Response::new(ResponseBody::from("SOAP is sent by POST\n"));
            *response.status_mut() = StatusCode::METHOD_NOT_ALLOWED;
            response.headers_mut().insert(header::ALLOW, HeaderValue::from_static("POST"));
            return Answering::with(move |_| async move { response }).into();
        }
        let mock = self.0.clone();
        Answering::with(move |request| answer(mock, request)).max_request_bytes(MAX_REQUEST).into()
    }

    fn relay_error(&self, _: &Parts, _: &UpstreamError) -> Response<Bytes> {
        // Nothing is relayed here.
        Response::new(Bytes::new())
    }
}

async fn answer(mock: Arc<fachwerk_mock::Mock>, request: Request<RequestBody>) -> Response<ResponseBody> {
    let (head, body) = request.into_parts();
    let body = match body.read_all().await {
        Ok(body) => body,
        Err(error) => {
            let mut response = Response::new(ResponseBody::full(format!("{error}\n")));
            *response.status_mut() = StatusCode::BAD_REQUEST;
            return response;
        }
    };
    let asked = Asked {
        soap_action: text(&head.headers, HeaderName::from_static("soapaction")),
        content_type: text(&head.headers, header::CONTENT_TYPE),
    };
    let reply = mock.reply(&asked, &body);
    output::say(&line(&reply));
    if !reply.delay.is_zero() {
        tokio::time::sleep(reply.delay).await;
    }
    sent(reply)
}

fn text(headers: &HeaderMap, name: HeaderName) -> Option<&str> {
    headers.get(name).and_then(|value| value.to_str().ok())
}

/// One reply in a line for people.
fn line(reply: &Reply) -> String {
    let source = match reply.source {
        Source::Rule(number) => format!("rule {number}"),
        Source::Sample => "sample".to_owned(),
        Source::Refusal => "refused".to_owned(),
    };
    let operation = reply.operation.as_deref().unwrap_or("?");
    let mut line = format!("{operation}: {source}, {} with {} bytes", reply.status, reply.body.len());
    if !reply.delay.is_zero() {
        line.push_str(&format!(", after {:?}", reply.delay));
    }
    if let Some(cut) = reply.cut {
        line.push_str(&format!(", cut after {cut}"));
    }
    line
}

fn sent(reply: Reply) -> Response<ResponseBody> {
    let length = reply.body.len();
    let body = Bytes::from(reply.body);
    let body = match reply.cut {
        Some(cut) => ResponseBody::new(Cut { first: Some(body.slice(..cut.min(length))), length }),
        None => ResponseBody::full(body),
    };
    let mut response = Response::new(body);
    *response.status_mut() = StatusCode::from_u16(reply.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    if let Ok(media) = HeaderValue::from_str(&reply.content_type)
        && !media.is_empty()
    {
        response.headers_mut().insert(header::CONTENT_TYPE, media);
    }
    response
}

/// A body that announces more than it gives.
struct Cut {
    first: Option<Bytes>,
    length: usize,
}

impl http_body::Body for Cut {
    type Data = Bytes;
    type Error = Box<dyn std::error::Error + Send + Sync>;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        _: &mut Context<'_>,
    ) -> Poll<Option<Result<http_body::Frame<Bytes>, Self::Error>>> {
        Poll::Ready(Some(match self.first.take() {
            Some(first) => Ok(http_body::Frame::data(first)),
            None => Err("the script says so".into()),
        }))
    }

    fn size_hint(&self) -> http_body::SizeHint {
        http_body::SizeHint::with_exact(self.length as u64)
    }
}
