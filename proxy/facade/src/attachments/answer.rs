// SPDX-License-Identifier: EUPL-1.2
//! What an answer is whose attachments travel apart from it.

use std::sync::Arc;

use fachwerk_edge::ResponseBody;
use fachwerk_mapping::Binaries;
use fachwerk_observe::Direction;
use fachwerk_soap::PartHead;
use http::{HeaderMap, HeaderValue, Response, StatusCode, header};

use super::claim::Claims;
use super::form::{RELATED, Wants, essence};
use super::incoming::{Incoming, Sender};
use super::outflow::{Content, Next, Outflow, Packaging};
use super::pull::Pull as _;
use crate::backend::{Answer, Coming, Opened, Trouble};
use crate::call::{Call, translation};
use crate::outcome::{Outcome, Problem, ProblemKind};
use crate::translate::{Apart, Awaiting, Taken, Way};

/// Binary values of fewer characters stay in the message, where they take less room.
const WORTHWHILE: usize = 1024;

/// A message, and its attachments behind it.
pub(crate) struct Attached {
    /// In the caller's form, with references.
    pub(crate) message: Vec<u8>,
    pub(crate) outflow: Outflow,
}

/// What an answer is whose body still comes.
///
/// # Errors
/// It is something else than what was asked for.
pub(crate) async fn attached(call: &Call<'_>, opened: Opened, wants: Wants) -> Result<Attached, Outcome> {
    let wrong = |problem: Problem| Outcome::Problem(Box::new(problem));
    let Opened { status, headers, body } = opened;
    let least = if wants == Wants::Content { 0 } else { WORTHWHILE };
    let way = Way { limits: &call.served.answer_limits, rule: call.answer_rule(), least };
    let media_type = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok());
    let Some(media_type) = media_type.filter(|media| essence(media) == RELATED && status.is_success()) else {
        let answer = whole(call, Opened { status, headers, body }).await.map_err(wrong)?;
        return there(call, &answer, way);
    };
    let limits = &call.served.config.attachments;
    let mut incoming = Incoming::new(Sender::Backend(body), media_type, limits).map_err(wrong)?;
    let too_large = || Trouble::TooLarge(format!("an envelope of more than {} bytes", way.limits.max_bytes));
    // What stands before the root is held, under the limits of a message.
    let (mut before, mut room) = (Vec::new(), way.limits.max_bytes);
    let (head, envelope) = loop {
        let head = incoming.begin().await.map_err(wrong)?.ok_or_else(|| {
            wrong(incoming.sender.mismatch("the part that the package starts with is not there".to_owned()))
        })?;
        let content = incoming.read(room).await.map_err(wrong)?;
        let content = content.ok_or_else(|| wrong(too_large().into_problem()))?;
        if is_root(&head, media_type) {
            break (head, content);
        }
        room -= content.len();
        before.push((head, content));
    };
    let root_type = head.content_type.as_deref();
    let read = translation(call).before_parts(root_type, &envelope, way);
    let Some(Awaiting { apart, awaited, findings }) =
        read.map_err(|error| wrong(Problem::of_answer(&error)))?
    else {
        // A fault, or what no answer was expected for: nothing of its package is passed on.
        let answer = Answer { status, headers: bare(root_type), body: envelope.into() };
        return there(call, &answer, way);
    };
    call.report(Direction::Answer, &findings);
    let mut claims = Claims::new(awaited);
    if let Some(taken) = apart.taken.iter().find(|taken| claims.ids().any(|id| id == taken.id)) {
        return Err(wrong(incoming.sender.mismatch(format!("a part has the name `{}`", taken.id))));
    }
    let mut taken = apart.taken;
    for (head, bytes) in before {
        let id = claims.claim(&head).map_err(|why| wrong(incoming.sender.mismatch(why)))?.to_owned();
        taken.push(Taken { id, media_type: head.content_type, bytes });
    }
    let mut outflow = Outflow::new(taken, Some((incoming, claims)));
    outflow.look_ahead().await.map_err(wrong)?;
    Ok(Attached { message: apart.message, outflow })
}

/// Whether it is the part that the package starts with: the one that it names, otherwise the first (RFC 2387, section
/// 3.2).
fn is_root(head: &PartHead, media_type: &str) -> bool {
    let start = fachwerk_soap::parameter(media_type, "start").unwrap_or_default();
    let id = start.trim().trim_start_matches('<').trim_end_matches('>');
    id.is_empty() || head.content_id == Some(fachwerk_soap::unescaped(id))
}

/// The headers of an envelope that was taken out of its package.
fn bare(root_type: Option<&str>) -> HeaderMap {
    let charset = root_type.and_then(|media| fachwerk_soap::parameter(media, "charset"));
    let media_type = charset.map_or("text/xml".to_owned(), |charset| format!("text/xml; charset={charset}"));
    let value = HeaderValue::from_str(&media_type).unwrap_or(HeaderValue::from_static("text/xml"));
    HeaderMap::from_iter([(header::CONTENT_TYPE, value)])
}

/// An answer that is there.
fn there(call: &Call<'_>, answer: &Answer, way: Way<'_>) -> Result<Attached, Outcome> {
    let read = translation(call).apart(answer, way);
    let (apart, findings) = read.map_err(|problem| Outcome::Problem(Box::new(problem)))?;
    call.report(Direction::Answer, &findings);
    let Apart { message, taken } = apart?;
    Ok(Attached { message, outflow: Outflow::new(taken, None) })
}

/// Reads an answer to its end, under its limit.
pub(crate) async fn whole(call: &Call<'_>, opened: Opened) -> Result<Answer, Problem> {
    let Opened { status, headers, mut body } = opened;
    let limit = call.served.answer_limits.max_bytes;
    let body = read(&mut body, limit).await.map_err(Trouble::into_problem)?;
    Ok(Answer { status, headers, body: body.into() })
}

async fn read(body: &mut Coming, limit: usize) -> Result<Vec<u8>, Trouble> {
    let mut bytes = Vec::new();
    while let Some(chunk) = body.chunk().await? {
        bytes.extend_from_slice(&chunk);
        if bytes.len() > limit {
            return Err(Trouble::TooLarge(format!("more than {limit} bytes")));
        }
    }
    Ok(bytes)
}

/// An answer as a response to a caller that speaks HTTP.
///
/// # Errors
/// There is nothing of what was asked for.
pub(crate) async fn response(
    call: &Call<'_>,
    attached: Attached,
    wants: Wants,
    entry: &Arc<crate::journal::Entry>,
) -> Result<Response<ResponseBody>, Problem> {
    let Attached { message, mut outflow } = attached;
    let operation = call.mapped();
    let (body, media_type) = match wants {
        Wants::Content => {
            let Next::Begin(_, media_type) = outflow.next().await? else {
                let why = "the service's answer has no attachment";
                return Err(Problem::new(ProblemKind::NoAttachment, why));
            };
            let expected = match operation.output_binaries() {
                Binaries::One { media_types: Some(types) } if !types.contains([',', '*', ';']) => Some(types),
                _ => None,
            };
            let media_type = media_type.or(expected.cloned());
            let media_type = media_type.unwrap_or("application/octet-stream".to_owned());
            let content = Content { outflow, entry: entry.clone(), over: false };
            (ResponseBody::new(content.into_body()), media_type)
        }
        _ => {
            let packaging = Packaging::new(message, outflow, wants == Wants::FormData, entry.clone());
            let media_type = packaging.content_type();
            (ResponseBody::new(packaging.into_body()), media_type)
        }
    };
    let mut response = Response::new(body);
    *response.status_mut() = StatusCode::from_u16(operation.status).unwrap_or(StatusCode::OK);
    let media_type =
        HeaderValue::from_str(&media_type).unwrap_or(HeaderValue::from_static("application/octet-stream"));
    response.headers_mut().insert(header::CONTENT_TYPE, media_type);
    entry.trace.mark(response.headers_mut());
    Ok(response)
}
