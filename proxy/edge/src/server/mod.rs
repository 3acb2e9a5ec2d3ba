// SPDX-License-Identifier: EUPL-1.2
//! Starting, running and stopping an edge.

mod app;
mod builder;
mod certificate;
mod edge;
mod error;
mod gauge;
mod handle;
mod handover;
mod listener;
mod signals;

pub use builder::EdgeBuilder;
pub use edge::Edge;
pub use error::StartError;
pub(crate) use gauge::{Entry, Gauge};
pub use handle::{EdgeHandle, Phase};
pub use listener::Listener;
pub use signals::{hangups, quitting, termination};
