// SPDX-License-Identifier: EUPL-1.2
//! What the service has done so far.

use std::sync::atomic::{AtomicU64, Ordering};

use crate::operation::Operation;

/// Counters, shared between the running service and whoever watches it.
#[derive(Debug, Default)]
pub struct Counters {
    requests: [AtomicU64; Operation::ALL.len()],
    faults: AtomicU64,
    notifications: AtomicU64,
    moves: AtomicU64,
}

impl Counters {
    /// Requests whose body named this operation, whatever came of them; 0 for an unknown name.
    pub fn requests(&self, operation: &str) -> u64 {
        Operation::from_name(operation).map_or(0, |known| self.slot(known).load(Ordering::Relaxed))
    }

    /// Faults answered, declared and technical.
    pub fn faults(&self) -> u64 {
        self.faults.load(Ordering::Relaxed)
    }

    /// Notifications accepted.
    pub fn notifications(&self) -> u64 {
        self.notifications.load(Ordering::Relaxed)
    }

    /// Moves registered.
    pub fn moves(&self) -> u64 {
        self.moves.load(Ordering::Relaxed)
    }

    pub(crate) fn count_request(&self, operation: Operation) {
        self.slot(operation).fetch_add(1, Ordering::Relaxed);
    }

    pub(crate) fn count_fault(&self) {
        self.faults.fetch_add(1, Ordering::Relaxed);
    }

    pub(crate) fn count_notification(&self) {
        self.notifications.fetch_add(1, Ordering::Relaxed);
    }

    pub(crate) fn count_move(&self) {
        self.moves.fetch_add(1, Ordering::Relaxed);
    }

    fn slot(&self, operation: Operation) -> &AtomicU64 {
        &self.requests[operation as usize]
    }
}
