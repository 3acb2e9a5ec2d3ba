// SPDX-License-Identifier: EUPL-1.2
//! From the decision to the log line.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use fachwerk_edge::{Lane, Report};

use super::{Caller, Entry};
use crate::outcome::ProblemKind;
use crate::soap::relay_problem;

/// Requests under way.
///
/// The edge hands a decision's label back when the request has ended. The label is an allocation of its own for
/// each request and lives until then, so its address is what tells requests apart.
#[derive(Debug, Default)]
pub(crate) struct Journal {
    open: Mutex<HashMap<usize, Arc<Entry>>>,
}

impl Journal {
    /// Begins a request; the label goes into the decision.
    pub(crate) fn open(&self, entry: &Arc<Entry>) -> Arc<str> {
        let label: Arc<str> = Arc::from(entry.request_id());
        self.requests().insert(address(&label), entry.clone());
        label
    }

    /// Ends a request and writes its line.
    pub(crate) fn close(&self, report: &Report) {
        let entry = report.label.as_ref().and_then(|label| self.requests().remove(&address(label)));
        let Some(entry) = entry else { return };
        let mut facts = entry.facts();
        facts.closed = true;
        let facts = facts.clone();
        let lane = match report.lane {
            Lane::Relay => "relay",
            Lane::Answer => "translate",
        };
        let code = facts.problem.or(report.error.as_ref().map(|error| relay_problem(error).kind));
        let error = report.error.as_ref().map(ToString::to_string).or(facts.internal);
        macro_rules! line {
            ($level:expr) => {
                tracing::event!(
                    target: "fachwerk::access",
                    $level,
                    request_id = entry.request_id(),
                    trace_id = entry.trace.parent.trace_id(),
                    lane,
                    caller = entry.caller.as_str(),
                    service = entry.target.as_ref().map(|target| &*target.0),
                    operation = entry.target.as_ref().map(|target| &*target.1),
                    status = report.status.map(|status| status.as_u16()),
                    grpc_status = facts.grpc_status,
                    code = code.map(ProblemKind::code),
                    fault = facts.fault,
                    findings = facts.findings,
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
