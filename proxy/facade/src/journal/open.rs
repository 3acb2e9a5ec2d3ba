// SPDX-License-Identifier: EUPL-1.2
//! From the decision to the log line.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use fachwerk_edge::{Lane as Way, Report};
use fachwerk_observe::{Caller, Lane, Metrics, Outcome, Request};

use super::Entry;
use super::entry::Facts;
use crate::outcome::{Blame, ProblemKind};
use crate::soap::relay_problem;

/// Requests under way.
///
/// The edge hands a decision's label back when the request has ended. The label is an allocation of its own for
/// each request and lives until then, so its address is what tells requests apart.
#[derive(Debug, Default)]
pub(crate) struct Journal {
    open: Mutex<HashMap<usize, Arc<Entry>>>,
    metrics: Arc<Metrics>,
}

impl Journal {
    /// Begins a request; the label goes into the decision.
    pub(crate) fn open(&self, entry: &Arc<Entry>) -> Arc<str> {
        let label: Arc<str> = Arc::from(entry.request_id());
        self.requests().insert(address(&label), entry.clone());
        label
    }

    /// Where requests are counted.
    pub(crate) fn metrics(&self) -> &Arc<Metrics> {
        &self.metrics
    }

    /// Ends a request: counts it and writes its line.
    pub(crate) fn close(&self, report: &Report) {
        let entry = report.label.as_ref().and_then(|label| self.requests().remove(&address(label)));
        let Some(entry) = entry else { return };
        let mut facts = entry.facts();
        facts.closed = true;
        let facts = facts.clone();
        let lane = match report.lane {
            Way::Relay => Lane::Relay,
            Way::Answer => Lane::Translate,
        };
        let code = facts.problem.or(report.error.as_ref().map(|error| relay_problem(error).kind));
        let outcome = outcome(report, &facts, code);
        self.metrics.request(&Request {
            target: entry.target.clone(),
            caller: entry.caller,
            lane,
            outcome,
            code: code.map_or("", ProblemKind::code),
            duration: report.duration,
            backend: facts.backend,
            request_bytes: report.request_bytes,
            response_bytes: report.response_bytes,
            request_findings: facts.request_findings.unwrap_or_default() as u64,
            answer_findings: facts.answer_findings.unwrap_or_default() as u64,
        });
        let error = report.error.as_ref().map(ToString::to_string).or(facts.internal);
        macro_rules! line {
            ($level:expr) => {
                tracing::event!(
                    target: "fachwerk::access",
                    $level,
                    request_id = entry.request_id(),
                    trace_id = entry.trace.parent.trace_id(),
                    lane = lane.as_str(),
                    outcome = outcome.as_str(),
                    caller = entry.caller.as_str(),
                    service = entry.target.as_ref().map(|target| &*target.0),
                    operation = entry.target.as_ref().map(|target| &*target.1),
                    status = report.status.map(|status| status.as_u16()),
                    grpc_status = facts.grpc_status,
                    code = code.map(ProblemKind::code),
                    fault = facts.fault,
                    request_findings = facts.request_findings,
                    answer_findings = facts.answer_findings,
                    request_bytes = report.request_bytes,
                    response_bytes = report.response_bytes,
                    duration_ms = milliseconds(report.duration),
                    backend_ms = facts.backend.map(milliseconds),
                    client_gone = report.client_gone,
                    error,
                    "Request served"
                )
            };
        }
        // Probes and documents come every few seconds and say nothing.
        if entry.caller == Caller::Other && code.is_none() {
            line!(tracing::Level::DEBUG);
        } else {
            line!(tracing::Level::INFO);
        }
    }

    fn requests(&self) -> MutexGuard<'_, HashMap<usize, Arc<Entry>>> {
        self.open.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// What came of a request.
fn outcome(report: &Report, facts: &Facts, code: Option<ProblemKind>) -> Outcome {
    let status = report.status.map_or(0, |status| status.as_u16());
    match code {
        _ if report.client_gone => Outcome::Gone,
        _ if facts.fault.is_some() => Outcome::Fault,
        Some(kind) if kind.blame() == Blame::Caller => Outcome::Refused,
        Some(_) => Outcome::Failed,
        // A fault of SOAP 1.1 is sent with 500, one of SOAP 1.2 with 500 or, if the sender is to blame, 400.
        None if report.lane == Way::Relay && (status == 500 || status == 400) => Outcome::Fault,
        None if status >= 500 || status == 0 => Outcome::Failed,
        None if status >= 400 => Outcome::Refused,
        None => Outcome::Answer,
    }
}

fn address(label: &Arc<str>) -> usize {
    Arc::as_ptr(label).addr()
}

/// Milliseconds with three digits after the point.
fn milliseconds(duration: Duration) -> f64 {
    (duration.as_secs_f64() * 1e6).round() / 1e3
}

impl Entry {
    /// Writes a line of its own about an answer that came after its caller had gone: a write has happened, and
    /// somebody will ask.
    pub(crate) fn ended_alone(&self) {
        let facts = self.facts().clone();
        if !facts.closed {
            return;
        }
        tracing::info!(
            target: "fachwerk::access",
            request_id = self.request_id(),
            trace_id = self.trace.parent.trace_id(),
            caller = self.caller.as_str(),
            service = self.target.as_ref().map(|target| &*target.0),
            operation = self.target.as_ref().map(|target| &*target.1),
            code = facts.problem.map(ProblemKind::code),
            fault = facts.fault,
            backend_ms = facts.backend.map(milliseconds),
            error = facts.internal,
            "Request was carried through after its caller had gone"
        );
    }
}
