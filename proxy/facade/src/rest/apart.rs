// SPDX-License-Identifier: EUPL-1.2
//! One call whose attachments travel apart from its messages.

use std::sync::Arc;
use std::time::Instant;

use fachwerk_edge::{RequestBody, ResponseBody};
use http::Response;

use super::handler::message;
use super::respond::respond;
use crate::attachments::{Sends, Wants, attached, parted, response, send, whole};
use crate::backend::{Backend as _, Opened, Trouble};
use crate::call::{Call, advised, in_one, note, request};
use crate::journal::Entry;
use crate::outcome::{Outcome, Problem};

/// Carries a message and its attachments to the backend and back, each in the form that the caller has or wants.
pub(super) async fn apart(
    call: &Call<'_>,
    body: RequestBody,
    (has_body, sends, wants): (bool, &Sends, Wants),
    entry: &Arc<Entry>,
) -> Response<ResponseBody> {
    let outcome = match attempt(call, body, (has_body, sends, wants), entry).await {
        Ok(response) => return response,
        Err(outcome) => outcome,
    };
    note(call, &outcome);
    respond(call.served.facade.mapping(), call.operation, outcome, entry)
}

fn wrong(problem: Problem) -> Outcome {
    Outcome::Problem(Box::new(problem))
}

async fn attempt(
    call: &Call<'_>,
    body: RequestBody,
    (has_body, sends, wants): (bool, &Sends, Wants),
    entry: &Arc<Entry>,
) -> Result<Response<ResponseBody>, Outcome> {
    let sent = Instant::now();
    let opened = sent_to(call, body, has_body, sends).await;
    call.entry.facts().backend = Some(sent.elapsed());
    let opened = opened.map_err(wrong)?;
    if wants == Wants::Inline {
        let answer = whole(call, opened).await.map_err(|problem| wrong(advised(call, problem)))?;
        return Err(in_one(call, &answer).map_err(wrong)?);
    }
    let attached = attached(call, opened, wants).await?;
    response(call, attached, wants, entry).await.map_err(wrong)
}

async fn sent_to(
    call: &Call<'_>,
    body: RequestBody,
    has_body: bool,
    sends: &Sends,
) -> Result<Opened, Problem> {
    let backend = &call.served.backend;
    match sends {
        Sends::Apart(media_type) => {
            let (message, attachments) = parted(call, body, media_type).await?;
            send(call, &message, attachments, backend).await
        }
        Sends::Inline => {
            let message = message(body, has_body).await?;
            backend.open(request(call, &message)?).await.map_err(Trouble::into_problem)
        }
    }
}
