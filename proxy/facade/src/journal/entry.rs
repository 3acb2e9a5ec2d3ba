// SPDX-License-Identifier: EUPL-1.2
//! What is known about one request.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use fachwerk_observe::{Caller, Direction};

use crate::outcome::{Problem, ProblemKind};
use crate::trace::Trace;

/// What is known about one request; shared by whoever decides, whoever answers and the log.
#[derive(Debug)]
pub(crate) struct Entry {
    pub(crate) trace: Trace,
    pub(crate) caller: Caller,
    /// Service and operation, where they are known from the head.
    pub(crate) target: Option<(Arc<str>, Arc<str>)>,
    facts: Mutex<Facts>,
}

/// What becomes known on the way.
#[derive(Clone, Debug, Default)]
pub(crate) struct Facts {
    pub(crate) problem: Option<ProblemKind>,
    /// What the caller is told about it.
    pub(crate) detail: Option<String>,
    pub(crate) internal: Option<String>,
    pub(crate) fault: Option<String>,
    pub(crate) grpc_status: Option<i32>,
    pub(crate) backend: Option<Duration>,
    /// Places in which a request that was let pass does not match the contract.
    pub(crate) request_findings: Option<usize>,
    /// The same of an answer.
    pub(crate) answer_findings: Option<usize>,
    /// The log line is written; what comes later needs one of its own.
    pub(crate) closed: bool,
}

impl Facts {
    /// Counts findings.
    pub(crate) fn found(&mut self, direction: Direction, count: usize) {
        let counter = match direction {
            Direction::Request => &mut self.request_findings,
            Direction::Answer => &mut self.answer_findings,
        };
        *counter.get_or_insert(0) += count;
    }
}

impl Entry {
    pub(crate) fn new(trace: Trace, caller: Caller, target: Option<(Arc<str>, Arc<str>)>) -> Self {
        Self { trace, caller, target, facts: Mutex::default() }
    }

    pub(crate) fn request_id(&self) -> &str {
        self.trace.request_id.as_str()
    }

    /// Notes something. Nothing that is done with the lock held can fail.
    pub(crate) fn facts(&self) -> MutexGuard<'_, Facts> {
        self.facts.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn problem(&self, problem: &Problem) {
        let mut facts = self.facts();
        facts.problem = Some(problem.kind);
        facts.detail = Some(problem.detail.clone());
        facts.internal.clone_from(&problem.internal);
    }
}
