// SPDX-License-Identifier: EUPL-1.2
//! Counting what is going on.

use std::{
    pin::pin,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
};

use tokio::sync::Notify;

/// Counts what is going on, and can be waited for until nothing is.
#[derive(Clone, Debug, Default)]
pub(crate) struct Gauge {
    shared: Arc<Shared>,
}

#[derive(Debug, Default)]
struct Shared {
    count: AtomicUsize,
    empty: Notify,
}

/// One thing that is going on, until it is dropped.
#[derive(Debug)]
pub(crate) struct Entry {
    shared: Arc<Shared>,
}

impl Gauge {
    pub(crate) fn enter(&self) -> Entry {
        self.shared.count.fetch_add(1, Ordering::AcqRel);
        Entry { shared: self.shared.clone() }
    }

    pub(crate) fn count(&self) -> usize {
        self.shared.count.load(Ordering::Acquire)
    }

    /// Waits until nothing is going on.
    pub(crate) async fn empty(&self) {
        loop {
            let mut empty = pin!(self.shared.empty.notified());
            // Registered before the count is read, so that the last one cannot leave unnoticed in between.
            empty.as_mut().enable();
            if self.count() == 0 {
                return;
            }
            empty.await;
        }
    }
}

impl Drop for Entry {
    fn drop(&mut self) {
        if self.shared.count.fetch_sub(1, Ordering::AcqRel) == 1 {
            self.shared.empty.notify_waiters();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn waits_for_the_last_one() {
        let gauge = Gauge::default();
        gauge.empty().await;
        let (first, second) = (gauge.enter(), gauge.enter());
        let waiting = tokio::spawn({
            let gauge = gauge.clone();
            async move { gauge.empty().await }
        });
        drop(first);
        tokio::task::yield_now().await;
        assert_eq!(gauge.count(), 1);
        assert!(!waiting.is_finished());
        drop(second);
        waiting.await.unwrap();
    }
}
