// SPDX-License-Identifier: EUPL-1.2
//! Requests whose attachments travel apart from their message.

use bytes::Bytes;
use fachwerk_edge::{BoxError, RequestBody};
use fachwerk_observe::Direction;
use fachwerk_soap::{PartEvent, PartHead};

use super::form::essence;
use super::incoming::{Incoming, Sender};
use super::inflow::{Attachments, Inflow};
use super::pull::Pull;
use super::token::token;
use crate::backend::{Backend, Opened, Trouble};
use crate::call::{Call, headers, translation};
use crate::convert::Form;
use crate::outcome::{Problem, ProblemKind};

/// Requests of so many bytes are sent with their length, because there are services that know no chunks.
const KNOWN_LENGTH: usize = 256 << 10;

/// The parts of a multipart body.
impl Attachments for Incoming {
    async fn begin(&mut self) -> Result<Option<PartHead>, Problem> {
        Incoming::begin(self).await
    }

    async fn content(&mut self) -> Result<Option<Bytes>, Problem> {
        match self.next().await? {
            PartEvent::Content(bytes) => Ok(Some(bytes.into())),
            PartEvent::Begin(_) | PartEvent::End | PartEvent::Last => Ok(None),
        }
    }
}

/// The message of a multipart body, which has to come first, and what follows it.
pub(crate) async fn parted(
    call: &Call<'_>,
    body: RequestBody,
    media_type: &str,
) -> Result<(Vec<u8>, Incoming), Problem> {
    let served = call.served;
    let mut incoming = Incoming::new(Sender::Caller(body), media_type, &served.config.attachments)?;
    let head = incoming.begin().await?.unwrap_or_default();
    let is_json = head.content_type.as_deref().is_none_or(|media| essence(media) == "application/json");
    if !is_json || head.name.as_deref().is_some_and(|name| name != "message") {
        let message = "the first part must be the message, application/json, which a form calls `message`";
        return Err(Problem::new(ProblemKind::MalformedRequest, message));
    }
    let limit = served.config.limits.max_bytes;
    let message = incoming.read(limit).await?.ok_or_else(|| {
        Problem::new(ProblemKind::RequestTooLarge, format!("a message of more than {limit} bytes"))
    })?;
    Ok((message, incoming))
}

/// Sends a message whose attachments still come, and waits for the head of the answer.
///
/// # Errors
/// The message or its attachments are wrong, or there is no answer.
pub(crate) async fn send<B: Backend>(
    call: &Call<'_>,
    message: &[u8],
    attachments: impl Attachments,
    backend: &B,
) -> Result<Opened, Problem> {
    let served = call.served;
    let parameters = served.facade.parameters(call.operation);
    let given = call.given.map(|given| (parameters, given));
    let text = (call.form == Form::Json).then_some(message);
    let (streamed, findings) = translation(call)
        .streamed_request(
            message,
            given,
            served.wire(call.operation),
            (&served.config.limits, call.request_rule()),
            &token(),
        )
        .map_err(|error| Problem::of_request(*error, text).about(parameters))?;
    call.report(Direction::Request, &findings);
    let way = served.way(call.operation);
    let mut request = crate::backend::Request {
        method: way.method.clone(),
        path: None,
        headers: headers(call, streamed.content_type.as_deref()),
        body: Bytes::new(),
        repeatable: way.repeatable,
        patience: call.patience,
    };
    let mut inflow = Inflow::new(attachments, streamed)?;
    let mut begun = Vec::new();
    while begun.len() <= KNOWN_LENGTH {
        match inflow.next().await? {
            Some(bytes) => begun.extend_from_slice(&bytes),
            None => {
                request.body = begun.into();
                return backend.open(request).await.map_err(Trouble::into_problem);
            }
        }
    }
    let fault = inflow.fault.clone();
    let body = Begun { begun: Some(begun.into()), inflow };
    let opened = backend.open_flowing(request, body.into_body()).await;
    opened.map_err(|trouble| fault.take().unwrap_or_else(|| trouble.into_problem()))
}

/// What was pulled already, and the rest.
struct Begun<A> {
    begun: Option<Bytes>,
    inflow: Inflow<A>,
}

impl<A: Attachments> Pull for Begun<A> {
    async fn pull(&mut self) -> Result<Option<Bytes>, BoxError> {
        match self.begun.take() {
            Some(bytes) => Ok(Some(bytes)),
            None => self.inflow.pull().await,
        }
    }
}
