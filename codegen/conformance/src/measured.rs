// SPDX-License-Identifier: EUPL-1.2
//! How much was measured, of one case or of all.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::{Check, Count};

/// How much was measured.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Measured {
    /// Operations of port types.
    pub operations: usize,
    /// Operations that facades have, in all services.
    pub mapped_operations: usize,
    /// Messages: pairs of a type and a place in the envelope, each once.
    pub messages: usize,
    /// Samples made.
    pub samples: usize,
    /// Bytes of the samples' envelopes.
    pub soap_bytes: u64,
    /// Counts by check; checks that were not made are left out.
    pub checks: BTreeMap<Check, Count>,
}

impl Measured {
    /// Add what was measured elsewhere.
    pub(crate) fn add(&mut self, other: &Self) {
        self.operations += other.operations;
        self.mapped_operations += other.mapped_operations;
        self.messages += other.messages;
        self.samples += other.samples;
        self.soap_bytes += other.soap_bytes;
        for (check, count) in &other.checks {
            self.count(*check, *count);
        }
    }

    pub(crate) fn count(&mut self, check: Check, count: Count) {
        self.checks.entry(check).or_default().add(count);
    }
}
