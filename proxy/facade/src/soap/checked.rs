// SPDX-License-Identifier: EUPL-1.2
//! Messages of callers that speak SOAP, validated on their way: read whole, and passed on as they are.

use std::sync::Arc;

use bytes::Bytes;
use fachwerk_config::Check;
use fachwerk_edge::{Answering, ConnectionInfo, OnDisconnect, RequestBody, ResponseBody};
use fachwerk_mapping::{MessageShape, OperationId};
use fachwerk_message::{CodecError, Discard, Finding, Limits};
use fachwerk_observe as observe;
use fachwerk_soap::{Direction, Envelope, Match, Package};
use http::request::Parts;
use http::{HeaderMap, HeaderName, HeaderValue, Method, Request, Response, header};

use super::{fault_response, operation};
use crate::backend::{self, Backend};
use crate::gateway::Served;
use crate::journal::{Entry, report};
use crate::outcome::{Problem, ProblemKind};
use crate::rest::body_problem;
use crate::translate::{Enveloped, in_envelope, through};

/// Answers a message. Which operation it is for, its body decides: the head may say something else.
pub(crate) fn answer(served: &Arc<Served>, service: usize, head: &Parts, entry: &Arc<Entry>) -> Answering {
    let on_disconnect =
        operation(served, head).map_or(OnDisconnect::RunToEnd, |id| served.way(id).on_disconnect);
    let limit = served.config.limits.max_bytes as u64;
    let (served, entry) = (served.clone(), entry.clone());
    let handler = move |request: Request<RequestBody>| async move {
        let (head, body) = request.into_parts();
        let result = match body.read_all().await {
            Ok(body) => exchange(&served, service, &head, body, &entry, &served.backend).await,
            Err(error) => Err(body_problem(&error)),
        };
        let mut response = result.unwrap_or_else(|problem| {
            entry.problem(&problem);
            fault_response(&problem, &head.headers, Some(&entry.trace.request_id))
        });
        entry.trace.mark(response.headers_mut());
        entry.ended_alone();
        response.map(ResponseBody::full)
    };
    Answering::with(handler).max_request_bytes(limit).on_disconnect(on_disconnect)
}

/// A message to the backend and the answer to the caller, each as it is, if it is right.
///
/// # Errors
/// One of them is not, and that is enforced; or there is no answer.
pub(crate) async fn exchange<B: Backend>(
    served: &Served,
    service: usize,
    head: &Parts,
    body: Bytes,
    entry: &Entry,
    backend: &B,
) -> Result<Response<Bytes>, Problem> {
    let found = request(served, service, head, &body, entry)?;
    let checks = found.map(|operation| served.checks(operation));
    let check = checks.map_or(Check::Off, |checks| checks.soap_response);
    let mut headers = end_to_end(&head.headers);
    if check != Check::Off {
        // What is coded cannot be read.
        headers.insert(header::ACCEPT_ENCODING, HeaderValue::from_static("identity"));
    }
    forwarded(head, &mut headers);
    headers.extend(entry.trace.headers());
    let request = backend::Request {
        method: Method::POST,
        path: None,
        headers,
        body,
        repeatable: found.is_some_and(|operation| served.way(operation).repeatable),
        patience: None,
    };
    let sent = std::time::Instant::now();
    let answer = backend.call(request).await;
    entry.facts().backend = Some(sent.elapsed());
    let answer = answer.map_err(backend::Trouble::into_problem)?;
    if let Some(operation) = found {
        self::response(served, operation, check, &answer, entry)?;
    }
    let mut response = Response::new(answer.body);
    *response.status_mut() = answer.status;
    *response.headers_mut() = end_to_end(&answer.headers);
    Ok(response)
}

/// Which operation a request is for, once it is right.
fn request(
    served: &Served,
    service: usize,
    head: &Parts,
    body: &[u8],
    entry: &Entry,
) -> Result<Option<OperationId>, Problem> {
    let limits = &served.config.limits;
    let refuse = |error: Box<CodecError>| {
        if served.enforces_soap {
            return Err(Problem::of_request(*error, Some(body)));
        }
        // Nothing is enforced, so it is for the backend to say.
        tracing::warn!(request_id = entry.request_id(), %error, "Message cannot be validated");
        Ok(None)
    };
    if is_coded(&head.headers) {
        let message = "the body must not have a content coding: it is validated";
        return Err(Problem::new(ProblemKind::UnsupportedMediaType, message));
    }
    let media = head.headers.get(header::CONTENT_TYPE).and_then(|media| media.to_str().ok());
    let package = match Package::open(Some(media.unwrap_or_default()), body, limits) {
        Ok(package) => package,
        Err(error) => return refuse(error.into_codec()),
    };
    let envelope = match Envelope::open_package(&package, limits) {
        Ok(envelope) => envelope,
        Err(error) => return refuse(error.into_codec()),
    };
    let mapping = served.facade.mapping();
    let text = |name: HeaderName| head.headers.get(name).and_then(|value| value.to_str().ok());
    let action = fachwerk_soap::action(text(super::relay::SOAP_ACTION), media);
    let known = Match {
        // Services that share a path are told apart by their messages.
        service: mapping
            .services
            .get(service)
            .filter(|_| !served.config.soap_path.is_shared())
            .map(|service| service.name.as_str()),
        action: action.as_deref().filter(|action| !action.is_empty()),
        body: envelope.body().cloned(),
        fault: None,
        direction: Direction::Request,
    };
    let operation = match served.messages.find(mapping, &known) {
        Ok((operation, _)) => operation,
        Err(error) => return refuse(error.into()),
    };
    let shape = &mapping.operation(operation).input;
    let check = served.checks(operation).soap_request;
    match hold(served, shape, limits, check, &envelope) {
        Ok(findings) => report(served, operation, entry, observe::Direction::Request, &findings),
        Err(error) => return Err(Problem::of_request(*error, Some(body))),
    }
    Ok(Some(operation))
}

/// Holds an answer against the contract. Faults are passed on as they are.
fn response(
    served: &Served,
    operation: OperationId,
    check: Check,
    answer: &backend::Answer,
    entry: &Entry,
) -> Result<(), Problem> {
    let limits = &served.answer_limits;
    let mapping = served.facade.mapping();
    let Some(shape) = &mapping.operation(operation).output else { return Ok(()) };
    if check == Check::Off || answer.body.trim_ascii().is_empty() && !answer.status.is_success() {
        return Ok(());
    }
    let media = answer.headers.get(header::CONTENT_TYPE).and_then(|media| media.to_str().ok());
    let held = Package::open(Some(media.unwrap_or_default()), &answer.body, limits)
        .map_err(fachwerk_soap::SoapError::into_codec)
        .and_then(|package| {
            let envelope =
                Envelope::open_package(&package, limits).map_err(fachwerk_soap::SoapError::into_codec)?;
            if envelope.is_fault() {
                return Ok(Vec::new());
            }
            hold(served, shape, limits, check, &envelope)
        });
    match held {
        Ok(findings) => report(served, operation, entry, observe::Direction::Answer, &findings),
        Err(error) if check == Check::Enforce => return Err(Problem::of_answer(&error)),
        Err(error) => {
            report(served, operation, entry, observe::Direction::Answer, &error.into_findings());
        }
    }
    Ok(())
}

/// What is wrong with the message of an envelope that passes. It goes on as it is, so even what could not be read is
/// nothing but a finding.
fn hold(
    served: &Served,
    shape: &MessageShape,
    limits: &Limits,
    check: Check,
    envelope: &Envelope<'_>,
) -> fachwerk_message::Result<Vec<Finding>> {
    if check == Check::Off {
        return Ok(Vec::new());
    }
    let below = in_envelope(shape);
    let rule = served.rule(check).in_envelope(shape, &below);
    let tables = served.facade.tables();
    match through(tables, shape, limits, rule, &Enveloped(envelope), Discard) {
        Ok((_, findings)) => Ok(findings),
        Err(error) if check == Check::Report => Ok(error.into_findings()),
        Err(error) => Err(error),
    }
}

fn is_coded(headers: &HeaderMap) -> bool {
    headers
        .get_all(header::CONTENT_ENCODING)
        .iter()
        .any(|coding| !coding.as_bytes().eq_ignore_ascii_case(b"identity"))
}

/// Headers that are not about this connection alone (RFC 9110, section 7.6.1), nor about the host.
fn end_to_end(headers: &HeaderMap) -> HeaderMap {
    const HOP: [HeaderName; 9] = [
        header::CONNECTION,
        header::PROXY_AUTHENTICATE,
        header::PROXY_AUTHORIZATION,
        header::TE,
        header::TRAILER,
        header::TRANSFER_ENCODING,
        header::UPGRADE,
        header::HOST,
        header::CONTENT_LENGTH,
    ];
    let named: Vec<String> = headers
        .get_all(header::CONNECTION)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
        .map(|name| name.trim().to_ascii_lowercase())
        .collect();
    let mut kept = headers.clone();
    for name in HOP {
        kept.remove(name);
    }
    for name in named.iter().map(String::as_str).chain(["keep-alive", "proxy-connection", "expect"]) {
        kept.remove(name);
    }
    kept
}

/// What the relay lane says of the caller.
fn forwarded(head: &Parts, headers: &mut HeaderMap) {
    let connection = head.extensions.get::<ConnectionInfo>();
    if let Some(peer) = connection.and_then(|connection| connection.peer) {
        let before = headers.get_all("x-forwarded-for").iter().filter_map(|value| value.to_str().ok());
        let mut chain: Vec<String> = before.map(str::to_owned).collect();
        chain.push(peer.ip().to_canonical().to_string());
        if let Ok(chain) = HeaderValue::try_from(chain.join(", ")) {
            headers.insert("x-forwarded-for", chain);
        }
    }
    let tls = connection.is_some_and(|connection| connection.tls);
    headers.insert("x-forwarded-proto", HeaderValue::from_static(if tls { "https" } else { "http" }));
    let host = head.uri.authority().and_then(|host| HeaderValue::from_str(host.as_str()).ok());
    if let Some(host) = head.headers.get(header::HOST).cloned().or(host) {
        headers.insert("x-forwarded-host", host);
    }
}
