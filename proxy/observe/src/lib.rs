// SPDX-License-Identifier: EUPL-1.2
//! What is counted, under which names, with which labels.
//!
//! Every name and label is in docs/metrics.md; a test holds the two together. Labels have few values: names of services
//! and operations come from contracts, never from requests, and everything else is a word of ours.
//!
//! What the crate deliberately does not know: requests, contracts, sockets. It is told what happened.

mod labels;
mod metrics;
mod process;

pub use labels::{Caller, Direction, Lane, Outcome, Reload};
pub use metrics::{Metrics, Request};
