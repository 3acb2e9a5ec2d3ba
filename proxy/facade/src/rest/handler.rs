// SPDX-License-Identifier: EUPL-1.2
//! One call of a caller that speaks JSON.

use std::sync::Arc;

use bytes::Bytes;
use fachwerk_config::Check;
use fachwerk_edge::{Answering, RequestBody, ResponseBody};
use fachwerk_mapping::{OperationId, has_body};
use fachwerk_parameters::Given;
use http::request::Parts;
use http::{HeaderValue, Method, Request, Response, header};

use super::apart::apart;
use super::negotiate::{accepts_json, sends_identity, sends_json};
use super::respond::{body_problem, respond};
use crate::attachments::{self, Sends, Wants};
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
    let mapped = served.facade.mapping().operation(operation);
    let binaries = mapped.output_binaries();
    let (sends, wants) = (attachments::sends(&head.headers), attachments::wants(&head.headers, binaries));
    match &sends {
        Sends::Inline if has_body && !sends_json(&head.headers) => {
            let message = "the body must be application/json in UTF-8";
            return Err(Problem::new(ProblemKind::UnsupportedMediaType, message));
        }
        Sends::Apart(_) if !has_body || !mapped.input.binaries.any() || served.http(operation).is_some() => {
            let message = "this operation takes no attachments; the body must be application/json in UTF-8";
            return Err(Problem::new(ProblemKind::UnsupportedMediaType, message));
        }
        Sends::Inline | Sends::Apart(_) => {}
    }
    if !sends_identity(&head.headers) {
        return Err(Problem::new(
            ProblemKind::UnsupportedMediaType,
            "the body must not have a content coding",
        ));
    }
    if wants == Wants::Inline && !accepts_json(&head.headers) {
        let forms = if binaries.any() { ", or multipart/related or multipart/form-data" } else { "" };
        return Err(Problem::new(
            ProblemKind::NotAcceptable,
            format!("the answer is application/json{forms}"),
        ));
    }
    let given = parameters(served, operation, head, segments)?;
    let head_only = head.method == Method::HEAD;
    let (served, entry) = (served.clone(), entry.clone());
    let on_disconnect = served.way(operation).on_disconnect;
    let limit = match sends {
        Sends::Inline => served.config.limits.max_bytes as u64,
        Sends::Apart(_) => served.config.attachments.max_total,
    };
    let handler = move |request: Request<RequestBody>| async move {
        let given = (!given.values().is_empty()).then_some(&given);
        let call =
            Call { served: &served, operation, form: Form::Json, given, patience: None, entry: &entry };
        let body = request.into_body();
        let response = if sends == Sends::Inline && wants == Wants::Inline {
            let outcome = inline(&call, body, has_body).await;
            respond(served.facade.mapping(), operation, outcome, &entry)
        } else {
            apart(&call, body, (has_body, &sends, wants), &entry).await
        };
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

/// Carries a message to the backend and back, all of it in one piece.
async fn inline(call: &Call<'_>, body: RequestBody, has_body: bool) -> Outcome {
    match message(body, has_body).await {
        Ok(message) => perform(call, &message, &call.served.backend).await,
        Err(problem) => Outcome::Problem(Box::new(problem)),
    }
}

/// The message in a body that is nothing else.
pub(super) async fn message(body: RequestBody, has_body: bool) -> Result<Bytes, Problem> {
    let body = body.read_all().await.map_err(|error| body_problem(&error))?;
    if !has_body && !body.is_empty() {
        let message = "a request of this method has no body; everything is in path, query and headers";
        return Err(Problem::new(ProblemKind::InvalidRequest, message));
    }
    // Nothing is what a message without members looks like to many callers.
    Ok(if body.is_empty() { Bytes::from_static(b"{}") } else { body })
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
