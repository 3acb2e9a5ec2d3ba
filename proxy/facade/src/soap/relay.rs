// SPDX-License-Identifier: EUPL-1.2
//! The relay lane: what passes untouched, and what is said when it cannot.

use std::sync::Arc;

use fachwerk_edge::{Answering, Decision, RelayTimeouts, RelayTo, RequestBody, UpstreamError};
use fachwerk_mapping::OperationId;
use http::request::Parts;
use http::{HeaderName, Method, Request, header};

use super::checked;
use super::describe::describe;
use super::here::origin;
use super::wsdl::asked;
use crate::backend::trouble;
use crate::gateway::Served;
use crate::journal::Entry;
use crate::outcome::{Problem, ProblemKind};

pub(super) const SOAP_ACTION: HeaderName = HeaderName::from_static("soapaction");

/// Decides from the head alone.
///
/// # Errors
/// The head says already that this cannot be answered.
pub(crate) fn decide(
    served: &Arc<Served>,
    service: usize,
    head: &Parts,
    entry: &Arc<Entry>,
) -> Result<Decision, Problem> {
    match head.method {
        Method::POST if served.checks_soap => Ok(checked::answer(served, service, head, entry).into()),
        Method::POST => Ok(relay(served, head, entry).into()),
        Method::GET | Method::HEAD => {
            let asked = head.uri.query().and_then(asked).ok_or_else(|| {
                Problem::new(
                    ProblemKind::MethodNotAllowed,
                    "SOAP is sent by POST; the description is at ?wsdl",
                )
            })?;
            let origin = origin(head).ok_or_else(|| {
                Problem::new(ProblemKind::MalformedRequest, "the request does not say which host it is for")
            })?;
            let here = format!("{origin}{}", head.uri.path());
            let (served, entry) = (served.clone(), entry.clone());
            let handler = move |request: Request<RequestBody>| async move {
                let method = request.into_parts().0.method;
                describe(&served, service, &asked, &origin, &here, &method, &entry).await
            };
            Ok(Answering::with(handler).max_request_bytes(0).into())
        }
        _ => Err(Problem::new(
            ProblemKind::MethodNotAllowed,
            "SOAP is sent by POST; the description is at ?wsdl",
        )),
    }
}

fn relay(served: &Served, head: &Parts, entry: &Entry) -> RelayTo {
    let backend = &served.config.backend;
    let mut relay = RelayTo::new(served.backend.upstream.clone());
    relay.path = Some(served.backend.path.clone());
    relay.headers = entry.trace.headers().collect();
    relay.timeouts =
        RelayTimeouts { connect: backend.connect_timeout, read: backend.timeout, ..RelayTimeouts::default() };
    relay.max_request_bytes = served.config.max_relayed;
    relay.retry_on_stale = operation(served, head).is_some_and(|operation| served.way(operation).repeatable);
    relay
}

/// The operation that the head names, by `SOAPAction` or the `action` parameter of SOAP 1.2. The body is not read.
pub(crate) fn operation(served: &Served, head: &Parts) -> Option<OperationId> {
    let text = |name: HeaderName| head.headers.get(name).and_then(|value| value.to_str().ok());
    let action = fachwerk_soap::action(text(SOAP_ACTION), text(header::CONTENT_TYPE))?;
    served.by_action(&action)
}

/// What a failure of the relay lane is.
pub(crate) fn relay_problem(error: &UpstreamError) -> Problem {
    match error {
        UpstreamError::RequestTooLarge { .. } => {
            Problem::new(ProblemKind::RequestTooLarge, error.to_string())
        }
        UpstreamError::BadRequest(why) => {
            Problem::new(ProblemKind::MalformedRequest, "the request cannot be relayed")
                .with_internal(why.clone())
        }
        error => trouble(error).into_problem(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn failures_tell_callers_nothing_about_hosts() {
        let errors = [
            UpstreamError::Connect("connection to 10.0.0.7:8081 refused".into()),
            UpstreamError::Tls("certificate of legacy.internal expired".into()),
            UpstreamError::Malformed("10.0.0.7".into()),
            UpstreamError::BadRequest("legacy.internal".into()),
            UpstreamError::ClosedEarly,
        ];
        for error in errors {
            let problem = relay_problem(&error);
            assert!(!problem.detail.contains("10.0") && !problem.detail.contains("internal"), "{problem:?}");
            assert!(problem.internal.is_some());
        }
        let problem = relay_problem(&UpstreamError::RequestTooLarge { limit: 7 });
        assert_eq!(problem.kind, ProblemKind::RequestTooLarge);
    }
}
