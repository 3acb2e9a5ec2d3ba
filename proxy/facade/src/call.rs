// SPDX-License-Identifier: EUPL-1.2
//! One call: the caller's message to the backend, the backend's answer to the caller.

use std::time::{Duration, Instant};

use fachwerk_mapping::{Operation, OperationId};
use fachwerk_message::Finding;
use fachwerk_observe::Direction;
use fachwerk_parameters::Given;
use http::{HeaderMap, HeaderValue, header};

use crate::backend::{Answer, Backend, Request};
use crate::convert::Form;
use crate::gateway::Served;
use crate::journal::{Entry, report};
use crate::outcome::{Outcome, Problem, ProblemKind};
use crate::translate::{Rule, Translation};

/// One call of an operation.
pub(crate) struct Call<'a> {
    pub(crate) served: &'a Served,
    pub(crate) operation: OperationId,
    /// The caller's form.
    pub(crate) form: Form,
    /// Members that come as parameters, where any do.
    pub(crate) given: Option<&'a Given>,
    /// How long the caller is willing to wait, where it says so.
    pub(crate) patience: Option<Duration>,
    pub(crate) entry: &'a Entry,
}

/// Carries a message to the backend and back.
pub(crate) async fn perform<B: Backend>(call: &Call<'_>, message: &[u8], backend: &B) -> Outcome {
    let outcome = match attempt(call, message, backend).await {
        Ok(outcome) => outcome,
        Err(problem) => Outcome::Problem(Box::new(problem)),
    };
    note(call, &outcome);
    outcome
}

/// Notes what the log has to say of an outcome.
pub(crate) fn note(call: &Call<'_>, outcome: &Outcome) {
    match outcome {
        Outcome::Answer(_) | Outcome::Accepted => {}
        Outcome::Problem(problem) => call.entry.problem(problem),
        Outcome::Fault(fault) => {
            let operation = call.mapped();
            let name = fault.declared.as_ref().and_then(|declared| operation.faults.get(declared.index));
            let mut facts = call.entry.facts();
            facts.problem = Some(fault.kind);
            facts.fault = Some(name.map_or_else(|| fault.code.clone(), |fault| fault.name.clone()));
        }
    }
}

async fn attempt<B: Backend>(call: &Call<'_>, message: &[u8], backend: &B) -> Result<Outcome, Problem> {
    let request = request(call, message)?;
    let sent = Instant::now();
    let answer = backend.call(request).await;
    call.entry.facts().backend = Some(sent.elapsed());
    let answer = answer.map_err(|trouble| advised(call, trouble.into_problem()))?;
    in_one(call, &answer)
}

/// What a whole answer is, its attachments within it.
pub(crate) fn in_one(call: &Call<'_>, answer: &Answer) -> Result<Outcome, Problem> {
    let served = call.served;
    let rule = call.answer_rule();
    let limits = (&served.answer_limits, served.config.attachments.max_inline);
    let answer = translation(call).answer(answer, limits, rule).map_err(|problem| advised(call, problem))?;
    call.report(Direction::Answer, &answer.findings);
    Ok(answer.outcome)
}

/// Names the way out of a limit, where there is one.
pub(crate) fn advised(call: &Call<'_>, mut problem: Problem) -> Problem {
    let too_large = [ProblemKind::BackendTooLarge, ProblemKind::AttachmentsTooLarge].contains(&problem.kind);
    if too_large && call.mapped().output_binaries().any() {
        problem.detail.push_str("; attachments are streamed without this limit ");
        problem.detail.push_str(match call.form {
            Form::Protobuf => "by the method that gives them in chunks, where there is one",
            Form::Json | Form::Soap => "where the request says `Accept: multipart/related`",
        });
    }
    problem
}

/// The translation of a call's messages.
pub(crate) fn translation<'a>(call: &Call<'a>) -> Translation<'a> {
    let (served, operation) = (call.served, call.operation);
    let plain = served.http(operation).is_some();
    Translation { tables: served.facade.tables(), operation, form: call.form, plain }
}

/// The caller's message as a request to the backend.
pub(crate) fn request(call: &Call<'_>, message: &[u8]) -> Result<Request, Problem> {
    let Call { served, operation, .. } = *call;
    let way = served.way(operation);
    let rule = call.request_rule();
    let parameters = served.facade.parameters(operation);
    let text = (call.form == Form::Json).then_some(message);
    let given = call.given.map(|given| (parameters, given));
    if let Some(http) = served.http(operation) {
        let request = translation(call)
            .plain_request(message, given, http, &served.config.limits, rule)
            .map_err(|error| Problem::of_request(*error, text).about(parameters))?;
        call.report(Direction::Request, &request.findings);
        let address = served.backend.path.path().trim_end_matches('/');
        return Ok(Request {
            method: way.method.clone(),
            path: Some(format!("{address}{}", request.target)),
            headers: headers(call, None),
            body: request.body.into(),
            repeatable: way.repeatable,
            patience: call.patience,
        });
    }
    let request = translation(call)
        .request(message, given, served.wire(operation), &served.config.limits, rule)
        .map_err(|error| Problem::of_request(*error, text).about(parameters))?;
    call.report(Direction::Request, &request.findings);
    Ok(Request {
        method: way.method.clone(),
        path: None,
        headers: headers(call, request.content_type.as_deref()),
        body: request.bytes.into(),
        repeatable: way.repeatable,
        patience: call.patience,
    })
}

/// `content_type` is that of a package, which the way does not know.
pub(crate) fn headers(call: &Call<'_>, content_type: Option<&str>) -> HeaderMap {
    let mut headers = call.served.way(call.operation).headers.clone();
    if let Some(media) = content_type.and_then(|media| HeaderValue::from_str(media).ok()) {
        headers.insert(header::CONTENT_TYPE, media);
    }
    headers.extend(call.entry.trace.headers());
    headers
}

impl Call<'_> {
    /// The operation as the mapping has it.
    pub(crate) fn mapped(&self) -> &Operation {
        self.served.facade.mapping().operation(self.operation)
    }

    /// What becomes of what is wrong with the request.
    pub(crate) fn request_rule(&self) -> Rule {
        self.served.rule(self.served.checks(self.operation).request)
    }

    /// What becomes of what is wrong with the answer.
    pub(crate) fn answer_rule(&self) -> Rule {
        self.served.rule(self.served.checks(self.operation).response)
    }

    /// Reports what a message that is let pass does wrong.
    pub(crate) fn report(&self, direction: Direction, findings: &[Finding]) {
        report(self.served, self.operation, self.entry, direction, findings);
    }
}
