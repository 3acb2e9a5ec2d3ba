// SPDX-License-Identifier: EUPL-1.2
//! Documents and probes: answers that need no backend.

use bytes::Bytes;
use fachwerk_edge::ResponseBody;
use http::{HeaderValue, Method, Response, StatusCode, header};

/// An answer that is there already.
pub(super) fn document(method: &Method, body: Bytes, media_type: &'static str) -> Response<ResponseBody> {
    let mut response = Response::new(ResponseBody::empty());
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(media_type));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-cache"));
    if method == Method::HEAD {
        headers.insert(header::CONTENT_LENGTH, HeaderValue::from(body.len()));
    } else {
        *response.body_mut() = ResponseBody::full(body);
    }
    response
}

/// The answer to a probe (health+json has stayed a draft; this is what everybody else does).
pub(super) fn probe(method: &Method, well: bool) -> Response<ResponseBody> {
    let text: &'static [u8] = if well { b"{\"status\":\"ok\"}" } else { b"{\"status\":\"unavailable\"}" };
    let mut response = document(method, Bytes::from_static(text), "application/json");
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    if !well {
        *response.status_mut() = StatusCode::SERVICE_UNAVAILABLE;
    }
    response
}
