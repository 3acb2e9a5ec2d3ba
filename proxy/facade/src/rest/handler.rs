// SPDX-License-Identifier: EUPL-1.2
//! One call of a caller that speaks JSON.

use std::sync::Arc;

use fachwerk_config::Check;
use fachwerk_edge::{Answering, RequestBody, ResponseBody};
use fachwerk_mapping::{OperationId, has_body};
use fachwerk_parameters::Given;
use http::request::Parts;
use http::{HeaderValue, Method, Request, Response, header};

use super::negotiate::{accepts_json, sends_identity, sends_json};
use super::respond::{body_problem, respond};
use crate::call::{Call, perform};
use crate::convert::Form;
use crate::gateway::Served;
use crate::journal::Entry;
use crate::outcome::{Outcome, Problem, ProblemKind};
use crate::translate::Tables;

/// Decides from the head alone.
///
/// # Errors
/// The head says already that this cannot be answered.
pub(crate) fn decide(
    served: &Arc<Served>,
    operation: OperationId,
    head: &Parts,
    segments: &[&str],
    entry: &Arc<Entry>,
) -> Result<Answering, Problem> {
    let has_body = has_body(head.method.as_str());
    if has_body && !sends_json(&head.headers) {
        return Err(Problem::new(
            ProblemKind::UnsupportedMediaType,
            "the body must be application/json in UTF-8",
        ));
    }
    if !sends_identity(&head.headers) {
        return Err(Problem::new(
            ProblemKind::UnsupportedMediaType,
            "the body must not have a content coding",
        ));
    }
    if !accepts_json(&head.headers) {
        return Err(Problem::new(ProblemKind::NotAcceptable, "the answer is application/json"));
    }
    let given = parameters(served, operation, head, segments)?;
    let head_only = head.method == Method::HEAD;
    let (served, entry) = (served.clone(), entry.clone());
    let on_disconnect = served.way(operation).on_disconnect;
    let limit = served.config.limits.max_bytes as u64;
    let handler = move |request| async move {
        let outcome = perform_with(&served, operation, &given, has_body, request, &entry).await;
        let response = respond(served.facade.mapping(), operation, outcome, &entry);
        entry.ended_alone();
        if head_only { without_body(response) } else { response }
    };
    Ok(Answering::with(handler).max_request_bytes(limit).on_disconnect(on_disconnect))
}

/// The members that travel outside the body.
fn parameters(
    served: &Served,
    operation: OperationId,
    head: &Parts,
    segments: &[&str],
) -> Result<Given, Problem> {
    let header = |name: &str| head.headers.get_all(name).iter().map(HeaderValue::as_bytes).collect();
    let request = fachwerk_parameters::Request {
        segments,
        query: head.uri.query().unwrap_or_default(),
        header: &header,
        enforce: served.checks(operation).request == Check::Enforce,
    };
    let Tables { mapping, codecs } = served.facade.tables();
    let parameters = served.facade.parameters(operation);
    parameters
        .read(mapping, &codecs.patterns, &served.config.limits, &request)
        .map_err(Problem::of_parameters)
}

async fn perform_with(
    served: &Served,
    operation: OperationId,
    given: &Given,
    has_body: bool,
    request: Request<RequestBody>,
    entry: &Entry,
) -> Outcome {
    let body = match request.into_body().read_all().await {
        Ok(body) => body,
        Err(error) => return Outcome::Problem(Box::new(body_problem(&error))),
    };
    if !has_body && !body.is_empty() {
        let message = "a request of this method has no body; everything is in path, query and headers";
        return Outcome::Problem(Box::new(Problem::new(ProblemKind::InvalidRequest, message)));
    }
    // Nothing is what a message without members looks like to many callers.
    let message: &[u8] = if body.is_empty() { b"{}" } else { &body };
    let given = (!given.values().is_empty()).then_some(given);
    let call = Call { served, operation, form: Form::Json, given, patience: None, entry };
    perform(&call, message, &served.backend).await
}

/// The same head without the content (RFC 9110, section 9.3.2).
fn without_body(mut response: Response<ResponseBody>) -> Response<ResponseBody> {
    let length = http_body::Body::size_hint(response.body()).exact();
    *response.body_mut() = ResponseBody::empty();
    if let Some(length) = length {
        response.headers_mut().insert(header::CONTENT_LENGTH, HeaderValue::from(length));
    }
    response
}
