// SPDX-License-Identifier: EUPL-1.2
//! What is remembered about one request.

use std::{sync::Arc, time::Instant};

use pingora::upstreams::peer::HttpPeer;

use crate::{Lane, RelayTo, UpstreamError, server::Entry};

/// What is remembered about one request, from its complete head to its last byte.
pub(crate) struct RequestContext {
    pub(super) started: Instant,
    pub(super) lane: Lane,
    pub(super) label: Option<Arc<str>>,
    pub(super) relay: Option<Relay>,
    pub(super) error: Option<UpstreamError>,
    pub(super) client_gone: bool,
    /// Held to the end: a shutdown waits for it.
    _in_flight: Entry,
}

/// What is remembered about one relayed request.
pub(super) struct Relay {
    pub(super) to: Box<RelayTo>,
    pub(super) peers: Option<Arc<[HttpPeer]>>,
    /// Which of the peers is being tried.
    pub(super) attempt: usize,
    /// Bytes of request body that passed in this attempt.
    pub(super) passed: u64,
}

impl RequestContext {
    pub(super) fn new(in_flight: Entry) -> Self {
        Self {
            started: Instant::now(),
            lane: Lane::Answer,
            label: None,
            relay: None,
            error: None,
            client_gone: false,
            _in_flight: in_flight,
        }
    }
}

impl Relay {
    pub(super) fn new(to: Box<RelayTo>) -> Self {
        Self { to, peers: None, attempt: 0, passed: 0 }
    }
}
