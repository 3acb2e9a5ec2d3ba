// SPDX-License-Identifier: EUPL-1.2
//! What came of one case.

use serde::Serialize;

use crate::{Case, Check, Count, Finding, Measured};

/// Findings of one case that are kept, by class.
const MAX_FINDINGS: usize = 200;

/// What came of a case as a whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Verdict {
    /// Everything holds.
    Equal,
    /// Nothing but what is known of this input.
    Known,
    /// Something does not hold.
    Findings,
}

/// What came of one case: one line of JSON.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Record {
    /// Its name.
    pub case: String,
    /// Its entry, as the manifest or the command line writes it.
    pub entry: String,
    /// What came of it as a whole.
    pub verdict: Verdict,
    /// How much was measured.
    #[serde(flatten)]
    pub measured: Measured,
    /// What does not hold, one for each class.
    pub findings: Vec<Finding>,
    /// Milliseconds to read the input, generate and write nothing.
    pub generate_ms: u64,
    /// Milliseconds altogether.
    pub total_ms: u64,
}

impl Record {
    pub(crate) fn new(case: &Case) -> Self {
        Self {
            case: case.name.clone(),
            entry: case.label.clone(),
            verdict: Verdict::Equal,
            measured: Measured::default(),
            findings: Vec::new(),
            generate_ms: 0,
            total_ms: 0,
        }
    }

    /// A check was good.
    pub(crate) fn good(&mut self, check: Check) {
        self.measured.count(check, Count { total: 1, good: 1 });
    }

    /// A check was not good.
    pub(crate) fn bad(&mut self, finding: Finding) {
        self.measured.count(finding.check, Count { total: 1, good: 0 });
        let same = |f: &Finding| f.check == finding.check && f.class == finding.class;
        match self.findings.iter().position(same) {
            Some(at) => {
                self.findings[at].count += 1;
                self.findings[at].known &= finding.known;
            }
            None if self.findings.len() < MAX_FINDINGS => self.findings.push(finding),
            None => {}
        }
    }

    /// Good, or what is not.
    pub(crate) fn judge(&mut self, check: Check, outcome: Result<(), Finding>) {
        match outcome {
            Ok(()) => self.good(check),
            Err(finding) => self.bad(finding),
        }
    }

    /// Settle the verdict.
    pub(crate) fn close(&mut self) {
        self.verdict = match (self.findings.is_empty(), self.findings.iter().all(|f| f.known)) {
            (true, _) => Verdict::Equal,
            (false, true) => Verdict::Known,
            (false, false) => Verdict::Findings,
        };
    }

    /// The record as one line.
    pub fn to_json(&self) -> String {
        serde_json::to_string(self).expect("a record always serialises")
    }
}
