// SPDX-License-Identifier: EUPL-1.2
//! The admin listener: what operators and their machines ask a running proxy, apart from its callers.
//!
//! | request | answer |
//! |---|---|
//! | `GET /metrics` | metrics in the text form of OpenMetrics |
//! | `GET /livez`, `GET /readyz` | 200, or 503 while new requests are not welcome; these need no token |
//! | `GET /config` | every setting that is followed, defaults filled in, as JSON |
//! | `POST /reload` | 202: the files are looked at now, as with SIGHUP; the log says what came of it |
//!
//! It has an address of its own and, unless that is a loopback address, a token. What the crate deliberately does not
//! know: facades, how anything is counted or reloaded. It asks a [`Proxy`].

mod token;

use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

use bytes::Bytes;
use fachwerk_edge::{Answering, Decision, Gateway, ResponseBody, UpstreamError};
use http::request::Parts;
use http::{HeaderValue, Method, Response, StatusCode, header};
use serde_json::json;

pub use token::Token;

/// The proxy that is asked about.
pub trait Proxy: Send + Sync + 'static {
    /// Metrics and their media type.
    fn metrics(&self) -> (String, &'static str);
    /// Whether new requests are welcome.
    fn is_ready(&self) -> bool;
    /// Every setting that is followed.
    fn settings(&self) -> BTreeMap<String, String>;
    /// Looks at the files now.
    fn reload(&self);
}

/// What the admin listener serves.
pub struct Admin<P> {
    proxy: P,
    token: Option<Arc<Token>>,
}

impl<P: Proxy> Admin<P> {
    /// Without a token everybody who reaches the listener may ask.
    pub fn new(proxy: P, token: Option<Arc<Token>>) -> Self {
        Self { proxy, token }
    }

    fn answer(&self, head: &Parts) -> Response<ResponseBody> {
        let get = head.method == Method::GET || head.method == Method::HEAD;
        match head.uri.path() {
            "/livez" if get => status(StatusCode::OK),
            "/readyz" if get => {
                let ready = self.proxy.is_ready();
                status(if ready { StatusCode::OK } else { StatusCode::SERVICE_UNAVAILABLE })
            }
            _ if !self.may(head) => unauthorised(),
            "/metrics" if get => {
                let (text, media_type) = self.proxy.metrics();
                document(StatusCode::OK, text, media_type)
            }
            "/config" if get => document(
                StatusCode::OK,
                json!({ "settings": self.proxy.settings() }).to_string(),
                "application/json",
            ),
            "/reload" if head.method == Method::POST => {
                self.proxy.reload();
                document(StatusCode::ACCEPTED, json!({ "status": "asked" }).to_string(), "application/json")
            }
            "/livez" | "/readyz" | "/metrics" | "/config" => not_allowed("GET, HEAD"),
            "/reload" => not_allowed("POST"),
            _ => problem(
                StatusCode::NOT_FOUND,
                "there are /metrics, /livez, /readyz, /config and /reload here",
            ),
        }
    }

    fn may(&self, head: &Parts) -> bool {
        let Some(token) = &self.token else { return true };
        let given = head.headers.get(header::AUTHORIZATION).map(HeaderValue::as_bytes);
        // The scheme's name is case-insensitive (RFC 9110, section 11.1).
        given
            .and_then(|given| given.split_at_checked(7))
            .filter(|(scheme, _)| scheme.eq_ignore_ascii_case(b"bearer "))
            .is_some_and(|(_, given)| token.is(given.trim_ascii()))
    }
}

impl<P: Proxy> Gateway for Admin<P> {
    fn decide(&self, head: &Parts) -> Decision {
        let response = self.answer(head);
        Answering::with(move |_| async move { response }).max_request_bytes(0).into()
    }

    fn relay_error(&self, _: &Parts, _: &UpstreamError) -> Response<Bytes> {
        // Nothing is relayed here.
        let mut response = Response::new(Bytes::new());
        *response.status_mut() = StatusCode::BAD_GATEWAY;
        response
    }
}

impl<P> fmt::Debug for Admin<P> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Admin").field("token", &self.token.is_some()).finish_non_exhaustive()
    }
}

fn status(status: StatusCode) -> Response<ResponseBody> {
    let word = if status == StatusCode::OK { "ok" } else { "unavailable" };
    document(status, json!({ "status": word }).to_string(), "application/json")
}

fn unauthorised() -> Response<ResponseBody> {
    let mut response = problem(StatusCode::UNAUTHORIZED, "send `Authorization: Bearer` with the admin token");
    response
        .headers_mut()
        .insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer realm=\"admin\""));
    response
}

fn not_allowed(methods: &'static str) -> Response<ResponseBody> {
    let mut response = problem(StatusCode::METHOD_NOT_ALLOWED, "the method is not allowed here");
    response.headers_mut().insert(header::ALLOW, HeaderValue::from_static(methods));
    response
}

/// A problem document (RFC 9457) without a type of its own.
fn problem(status: StatusCode, detail: &str) -> Response<ResponseBody> {
    let title = status.canonical_reason().unwrap_or_default();
    let document_text = json!({ "title": title, "status": status.as_u16(), "detail": detail }).to_string();
    document(status, document_text, "application/problem+json")
}

fn document(status: StatusCode, text: String, media_type: &'static str) -> Response<ResponseBody> {
    let mut response = Response::new(ResponseBody::full(text));
    *response.status_mut() = status;
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(media_type));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}

#[cfg(test)]
mod tests {
    use http::Request;

    use super::*;

    struct Asked;

    impl Proxy for Asked {
        fn metrics(&self) -> (String, &'static str) {
            ("# EOF\n".to_owned(), "text/plain")
        }
        fn is_ready(&self) -> bool {
            false
        }
        fn settings(&self) -> BTreeMap<String, String> {
            BTreeMap::from([("drain".to_owned(), "30s".to_owned())])
        }
        fn reload(&self) {}
    }

    fn ask(admin: &Admin<Asked>, method: &str, path: &str, authorization: Option<&str>) -> u16 {
        let mut request = Request::builder().method(method).uri(path);
        if let Some(value) = authorization {
            request = request.header("authorization", value);
        }
        admin.answer(&request.body(()).unwrap().into_parts().0).status().as_u16()
    }

    #[test]
    fn without_a_token_everything_can_be_asked() {
        let admin = Admin::new(Asked, None);
        for (method, path, status) in [
            ("GET", "/metrics", 200),
            ("HEAD", "/metrics", 200),
            ("POST", "/metrics", 405),
            ("GET", "/livez", 200),
            ("GET", "/readyz", 503),
            ("GET", "/config", 200),
            ("POST", "/reload", 202),
            ("GET", "/reload", 405),
            ("GET", "/", 404),
        ] {
            assert_eq!(ask(&admin, method, path, None), status, "{method} {path}");
        }
    }

    #[test]
    fn with_a_token_only_probes_are_open() {
        let admin = Admin::new(Asked, Some(Arc::new(Token::new("geheim").unwrap())));
        assert_eq!(ask(&admin, "GET", "/livez", None), 200);
        assert_eq!(ask(&admin, "GET", "/readyz", None), 503);
        for path in ["/metrics", "/config", "/nothing"] {
            assert_eq!(ask(&admin, "GET", path, None), 401, "{path}");
        }
        assert_eq!(ask(&admin, "POST", "/reload", Some("Bearer geheim")), 202);
        assert_eq!(ask(&admin, "GET", "/metrics", Some("bearer geheim")), 200);
        for wrong in ["geheim", "Bearer", "Bearer ", "Bearer geheimer", "Bearer GEHEIM", "Basic geheim"] {
            assert_eq!(ask(&admin, "GET", "/metrics", Some(wrong)), 401, "{wrong}");
        }
    }
}
