// SPDX-License-Identifier: EUPL-1.2
//! Settings of the service.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use crate::counters::Counters;
use crate::exchange::Exchange;

/// Looks at exchanges.
pub type Watcher = Arc<dyn Fn(&Exchange) + Send + Sync>;

/// Settings of one running service.
#[derive(Clone)]
pub struct Options {
    /// Wait this long before each answer to a POST.
    pub latency: Duration,
    /// Refuse bodies above this size with status 413.
    pub body_limit_bytes: usize,
    /// Pretend that it is this moment (an `xs:dateTime`), so that answers can be compared byte by byte.
    pub now: Option<String>,
    /// Called after each exchange, on the task that served it: keep it short.
    pub on_exchange: Option<Watcher>,
    /// Counters of this service; clone the `Arc` to watch them.
    pub counters: Arc<Counters>,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            latency: Duration::ZERO,
            body_limit_bytes: 4 * 1024 * 1024,
            now: None,
            on_exchange: None,
            counters: Arc::default(),
        }
    }
}

impl fmt::Debug for Options {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Options")
            .field("latency", &self.latency)
            .field("body_limit_bytes", &self.body_limit_bytes)
            .field("now", &self.now)
            .field("on_exchange", &self.on_exchange.is_some())
            .field("counters", &self.counters)
            .finish()
    }
}
