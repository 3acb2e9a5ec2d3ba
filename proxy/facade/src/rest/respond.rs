// SPDX-License-Identifier: EUPL-1.2
//! Outcomes as HTTP responses.

use fachwerk_edge::{BodyError, ResponseBody};
use fachwerk_mapping::{Mapping, NO_CONTENT, OperationId};
use http::{HeaderValue, Response, StatusCode, header};

use crate::journal::Entry;
use crate::outcome::{MEDIA_TYPE, Outcome, Problem, ProblemKind, fault_status, write_fault, write_problem};

/// What came of a call, for a caller that speaks JSON.
pub(crate) fn respond(
    mapping: &Mapping,
    operation: OperationId,
    outcome: Outcome,
    entry: &Entry,
) -> Response<ResponseBody> {
    let answered = mapping.operation(operation).status;
    let (status, media_type, body) = match outcome {
        // The answer has no members where the mapping lets this status be.
        Outcome::Answer(_) if answered == NO_CONTENT => (StatusCode::NO_CONTENT, "", Vec::new()),
        Outcome::Answer(json) => {
            (StatusCode::from_u16(answered).unwrap_or(StatusCode::OK), "application/json", json)
        }
        Outcome::Accepted => (StatusCode::from_u16(answered).unwrap_or(StatusCode::ACCEPTED), "", Vec::new()),
        Outcome::Fault(fault) => {
            let document = write_fault(mapping, operation, &fault, Some(entry.request_id()));
            (fault_status(mapping, operation, &fault), MEDIA_TYPE, document)
        }
        Outcome::Problem(problem) => return problem_response(&problem, entry),
    };
    let mut response = Response::new(ResponseBody::full(body));
    *response.status_mut() = status;
    let headers = response.headers_mut();
    if !media_type.is_empty() {
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(media_type));
    }
    entry.trace.mark(headers);
    response
}

/// A problem as a response.
pub(crate) fn problem_response(problem: &Problem, entry: &Entry) -> Response<ResponseBody> {
    entry.problem(problem);
    let document = write_problem(problem, Some(entry.request_id()));
    let mut response = Response::new(ResponseBody::full(document));
    *response.status_mut() = problem.kind.status();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(MEDIA_TYPE));
    entry.trace.mark(headers);
    response
}

/// What is wrong with a request body that could not be read to its end.
pub(crate) fn body_problem(error: &BodyError) -> Problem {
    let kind = match error {
        BodyError::TooLarge { .. } => ProblemKind::RequestTooLarge,
        BodyError::Malformed(_) => ProblemKind::MalformedRequest,
        // To a caller that has gone nobody answers; the log shows that it did not finish.
        _ => ProblemKind::RequestTimeout,
    };
    Problem::new(kind, error.to_string())
}
