// SPDX-License-Identifier: EUPL-1.2
//! `?wsdl` and what hangs on it: the backend's own description, or the copies beside the contract.

use fachwerk_edge::ResponseBody;
use fachwerk_parameters::percent;
use http::{HeaderMap, HeaderValue, Method, Response, StatusCode, header};

use super::wsdl::{Asked, Base, Rewriting, decode, rewrite};
use crate::backend::{Backend, Request};
use crate::gateway::Served;
use crate::journal::Entry;
use crate::outcome::{Problem, ProblemKind};
use crate::rest::problem_response;

/// Answers with a description in which the proxy stands where the backend stood.
pub(super) async fn describe(
    served: &Served,
    service: usize,
    asked: &Asked,
    origin: &str,
    here: &str,
    method: &Method,
    entry: &Entry,
) -> Response<ResponseBody> {
    let document = Describing { served, service, origin, here, entry }.document(asked, &served.backend).await;
    let document = match document {
        Ok(document) => document,
        Err(problem) => return problem_response(&problem, entry),
    };
    let mut response = Response::new(ResponseBody::empty());
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("text/xml; charset=utf-8"));
    entry.trace.mark(headers);
    if method == Method::HEAD {
        headers.insert(header::CONTENT_LENGTH, HeaderValue::from(document.len()));
    } else {
        *response.body_mut() = ResponseBody::full(document);
    }
    response
}

/// One description being asked for.
pub(crate) struct Describing<'a> {
    pub(crate) served: &'a Served,
    pub(crate) service: usize,
    pub(crate) origin: &'a str,
    pub(crate) here: &'a str,
    pub(crate) entry: &'a Entry,
}

impl Describing<'_> {
    pub(crate) async fn document<B: Backend>(&self, asked: &Asked, backend: &B) -> Result<String, Problem> {
        let endpoint = self.served.backend.path.path().to_owned();
        match asked {
            Asked::Copy(path) => self.copy(path).unwrap_or_else(|| Err(not_found())),
            Asked::Backend(path) => {
                let base = Base::Backend { document: path.clone(), endpoint };
                self.fetch(percent::encode(path), &base, backend).await
            }
            Asked::Description(query) => {
                let base = Base::Backend { document: endpoint.clone(), endpoint: endpoint.clone() };
                let fetched = self.fetch(format!("{endpoint}?{query}"), &base, backend).await;
                // Only the description as a whole has a copy: its parts have names of the backend's making.
                let whole = query.eq_ignore_ascii_case("wsdl") || query.eq_ignore_ascii_case("singlewsdl");
                match (fetched, self.served.facade.copies.main()) {
                    (Err(problem), Some((path, _))) if whole => self.copy(path).unwrap_or(Err(problem)),
                    (fetched, _) => fetched,
                }
            }
        }
    }

    async fn fetch<B: Backend>(&self, path: String, base: &Base, backend: &B) -> Result<String, Problem> {
        let mut headers: HeaderMap = self.entry.trace.headers().collect();
        headers.insert(
            header::ACCEPT,
            HeaderValue::from_static("text/xml, application/wsdl+xml, application/xml, */*;q=0.1"),
        );
        let request = Request {
            method: Method::GET,
            path: Some(path),
            headers,
            body: bytes::Bytes::new(),
            repeatable: true,
            patience: None,
        };
        let answer = backend.call(request).await.map_err(crate::backend::Trouble::into_problem)?;
        if answer.status != StatusCode::OK {
            let internal = format!("HTTP status {} instead of a description", answer.status.as_u16());
            return Err(not_found().with_internal(internal));
        }
        self.rewritten(&answer.body, base)
    }

    fn copy(&self, path: &str) -> Option<Result<String, Problem>> {
        let bytes = self.served.facade.copies.get(path)?;
        Some(self.rewritten(bytes, &Base::Copy { document: path.to_owned() }))
    }

    fn rewritten(&self, bytes: &[u8], base: &Base) -> Result<String, Problem> {
        let refused = |why: String| {
            Problem::new(ProblemKind::BackendInvalid, "the service's description cannot be passed on")
                .with_internal(why)
        };
        let text = decode(bytes).ok_or_else(|| refused("neither UTF-8 nor Latin-1".to_owned()))?;
        let service = |name: &str| self.address(name);
        let rewriting = Rewriting {
            base,
            backend: self.served.config.backend.url.authority().map_or("", http::uri::Authority::as_str),
            here: self.here,
            service: &service,
            has_copy: &|path| self.served.facade.copies.get(path).is_some(),
        };
        rewrite(&text, &rewriting).map_err(|why| refused(why.to_string()))
    }

    /// The address of a service by its name in the WSDL.
    fn address(&self, name: &str) -> Option<String> {
        let services = &self.served.facade.mapping().services;
        let found = services.iter().position(|service| service.source.local == name)?;
        if found == self.service || self.served.config.soap_path.is_shared() {
            return Some(self.here.to_owned());
        }
        let path = self.served.config.soap_path.of(&services.get(found)?.name);
        Some(format!("{}{}", self.origin, percent::encode(&path)))
    }
}

fn not_found() -> Problem {
    Problem::new(ProblemKind::UnknownPath, "the service offers no such description")
}
