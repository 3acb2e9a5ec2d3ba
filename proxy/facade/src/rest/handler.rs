// SPDX-License-Identifier: EUPL-1.2
//! One call of a caller that speaks JSON.

use std::sync::Arc;

use fachwerk_edge::{Answering, RequestBody, ResponseBody};
use fachwerk_mapping::OperationId;
use http::request::Parts;
use http::{Request, Response};

use super::negotiate::{accepts_json, sends_identity, sends_json};
use super::respond::{body_problem, respond};
use crate::call::{Call, perform};
use crate::convert::Form;
use crate::gateway::Served;
use crate::journal::Entry;
use crate::outcome::{Outcome, Problem, ProblemKind};

/// Decides from the head alone.
///
/// # Errors
/// The head says already that this cannot be answered.
pub(crate) fn decide(
    served: &Arc<Served>,
    operation: OperationId,
    head: &Parts,
    entry: &Arc<Entry>,
) -> Result<Answering, Problem> {
    let shape = served.facade.mapping().operation(operation);
    if head.method.as_str() != shape.method {
        return Err(Problem::new(
            ProblemKind::MethodNotAllowed,
            format!("this operation is called by {}", shape.method),
        ));
    }
    if !sends_json(&head.headers) {
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
    let (served, entry) = (served.clone(), entry.clone());
    let on_disconnect = served.way(operation).on_disconnect;
    let limit = served.config.limits.max_bytes as u64;
    let handler = move |request| async move { answer(&served, operation, request, &entry).await };
    Ok(Answering::with(handler).max_request_bytes(limit).on_disconnect(on_disconnect))
}

async fn answer(
    served: &Served,
    operation: OperationId,
    request: Request<RequestBody>,
    entry: &Entry,
) -> Response<ResponseBody> {
    let outcome = match request.into_body().read_all().await {
        Err(error) => Outcome::Problem(Box::new(body_problem(&error))),
        Ok(body) => {
            // Nothing is what a message without members looks like to many callers.
            let message: &[u8] = if body.is_empty() { b"{}" } else { &body };
            let call = Call { served, operation, form: Form::Json, patience: None, entry };
            perform(&call, message, &served.backend).await
        }
    };
    let response = respond(served.facade.mapping(), operation, outcome, entry);
    entry.ended_alone();
    response
}
