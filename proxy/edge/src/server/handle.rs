// SPDX-License-Identifier: EUPL-1.2
//! Watching and stopping a running edge.

use std::{
    io,
    net::SocketAddr,
    os::fd::RawFd,
    path::Path,
    sync::{Arc, Mutex, PoisonError},
};

use tokio::sync::watch;

use super::{Listener, StartError, certificate::Certificate, gauge::Gauge, handover::hand_over};

/// Watches and stops an edge, from any thread, for as long as one likes.
#[derive(Clone, Debug)]
pub struct EdgeHandle {
    pub(super) shared: Arc<Shared>,
}

#[derive(Debug)]
pub(super) struct Shared {
    pub(super) phase: watch::Sender<Phase>,
    pub(super) stop: watch::Sender<Stop>,
    pub(super) in_flight: Gauge,
    pub(super) connections: Gauge,
    pub(super) addresses: Vec<SocketAddr>,
    /// Listening sockets, from when they are served on.
    pub(super) sockets: Mutex<Vec<(SocketAddr, RawFd)>>,
    /// One for each address; `None` without TLS.
    pub(super) certificates: Vec<Option<Arc<Certificate>>>,
}

/// Where an edge is in its life.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Phase {
    /// Its ports are bound: connections are queued, not served.
    Bound,
    /// It serves.
    Ready,
    /// It accepts nothing new and waits for what is in flight.
    Draining,
    /// It has ended.
    Stopped,
}

/// How an edge is asked to stop.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Stop {
    No,
    Drain,
    Now,
}

impl EdgeHandle {
    pub(super) fn new(addresses: Vec<SocketAddr>, certificates: Vec<Option<Arc<Certificate>>>) -> Self {
        let shared = Shared {
            phase: watch::Sender::new(Phase::Bound),
            stop: watch::Sender::new(Stop::No),
            in_flight: Gauge::default(),
            connections: Gauge::default(),
            addresses,
            sockets: Mutex::default(),
            certificates,
        };
        Self { shared: Arc::new(shared) }
    }

    /// The addresses listened on, in the order of the listeners, real ports included.
    pub fn addresses(&self) -> &[SocketAddr] {
        &self.shared.addresses
    }

    /// Reads the certificates of listeners again, given in the order in which they were built. Handshakes that begin
    /// from now on are served the new ones; connections that are open stay as they are. Listeners that were built
    /// without TLS stay without.
    ///
    /// # Errors
    /// The first file that cannot be used; then all certificates stay as they were.
    pub fn renew_certificates(&self, listeners: &[Listener]) -> Result<(), StartError> {
        let mut renewed = Vec::new();
        for (listener, certificate) in listeners.iter().zip(&self.shared.certificates) {
            if let Some(certificate) = certificate
                && let Some(certified) = listener.certified()?
            {
                renewed.push((certificate, certified));
            }
        }
        for (certificate, certified) in renewed {
            certificate.swap(certified);
        }
        Ok(())
    }

    /// Where the edge is in its life.
    pub fn phase(&self) -> Phase {
        *self.shared.phase.borrow()
    }

    /// Whether it serves: what a readiness probe wants to know.
    pub fn is_ready(&self) -> bool {
        self.phase() == Phase::Ready
    }

    /// Requests of both lanes in flight, handlers that run on without their client included.
    pub fn in_flight(&self) -> usize {
        self.shared.in_flight.count()
    }

    /// Open client connections.
    pub fn connections(&self) -> usize {
        self.shared.connections.count()
    }

    /// Waits until the edge serves; `false` if it ended instead.
    pub async fn ready(&self) -> bool {
        self.reached(Phase::Ready).await == Phase::Ready
    }

    /// Waits until the edge has ended.
    pub async fn stopped(&self) {
        self.reached(Phase::Stopped).await;
    }

    /// Gives the listening sockets to the process that [takes over](crate::EdgeBuilder::take_over) at this path, which
    /// is waited for a few seconds. Then [shut down](Self::shutdown): connections that come meanwhile wait for the
    /// other process. Blocks.
    ///
    /// # Errors
    /// Nobody is there, the directory is open to others, or this edge does not serve yet; then nothing has changed.
    pub fn hand_over(&self, path: &Path) -> io::Result<()> {
        if self.phase() != Phase::Ready {
            return Err(io::Error::other("the edge does not serve"));
        }
        let sockets = self.shared.sockets.lock().unwrap_or_else(PoisonError::into_inner).clone();
        hand_over(path, &sockets)
    }

    /// Stops accepting, waits for what is in flight as long as the drain time allows, then ends.
    pub fn shutdown(&self) {
        self.shared
            .stop
            .send_if_modified(|stop| std::mem::replace(stop, (*stop).max(Stop::Drain)) < Stop::Drain);
    }

    /// Ends without waiting, also in the middle of a drain.
    pub fn abort(&self) {
        self.shared.stop.send_replace(Stop::Now);
    }

    async fn reached(&self, phase: Phase) -> Phase {
        let mut phases = self.shared.phase.subscribe();
        // The sender lives in `self`, so waiting cannot fail.
        phases.wait_for(|now| *now >= phase).await.map_or(Phase::Stopped, |now| *now)
    }
}
