// SPDX-License-Identifier: EUPL-1.2
//! The end of a case's time.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

/// When a case has to end. Asked between samples; whoever runs the case can also call it off.
#[derive(Debug, Clone)]
pub(crate) struct Deadline {
    at: Instant,
    called_off: Arc<AtomicBool>,
}

impl Deadline {
    pub(crate) fn after(time: Duration) -> Self {
        Self { at: Instant::now() + time, called_off: Arc::default() }
    }

    pub(crate) fn at(&self) -> Instant {
        self.at
    }

    pub(crate) fn call_off(&self) {
        self.called_off.store(true, Ordering::Relaxed);
    }

    pub(crate) fn is_over(&self) -> bool {
        self.called_off.load(Ordering::Relaxed) || Instant::now() >= self.at
    }
}
