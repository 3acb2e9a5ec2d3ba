// SPDX-License-Identifier: EUPL-1.2
//! Documents and probes: answers that need no backend.

use bytes::Bytes;
use fachwerk_edge::ResponseBody;
use http::{HeaderValue, Method, Response, StatusCode, header};

use super::pages::HTML;

/// An answer that is there already.
pub(super) fn document(method: &Method, body: Bytes, media_type: &'static str) -> Response<ResponseBody> {
    let mut response = Response::new(ResponseBody::empty());
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(media_type));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-cache"));
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    if media_type == HTML {
        headers.insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(fachwerk_pages::POLICY));
        headers.insert(header::REFERRER_POLICY, HeaderValue::from_static("no-referrer"));
    }
    if method == Method::HEAD {
        headers.insert(header::CONTENT_LENGTH, HeaderValue::from(body.len()));
    } else {
        *response.body_mut() = ResponseBody::full(body);
    }
    response
}

/// A file of the console. It is the same as long as the binary is.
pub(super) fn asset(method: &Method, name: &str) -> Response<ResponseBody> {
    let Some(found) = fachwerk_pages::asset(name) else {
        let mut response = Response::new(ResponseBody::empty());
        *response.status_mut() = StatusCode::NOT_FOUND;
        return response;
    };
    let mut response = document(method, found.bytes, found.media_type);
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("max-age=3600"));
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
