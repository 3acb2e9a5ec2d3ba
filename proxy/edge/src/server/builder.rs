// SPDX-License-Identifier: EUPL-1.2
//! What an edge is made of.

use std::{
    collections::HashMap,
    fmt,
    net::{SocketAddr, TcpListener},
    num::NonZeroUsize,
    os::fd::RawFd,
    path::PathBuf,
    sync::Arc,
    time::Duration,
};

use pingora::tls::{install_default_crypto_provider, sign::CertifiedKey};

use super::{
    Edge, EdgeHandle, Listener, StartError,
    certificate::{Certificate, tls_settings},
    edge::Bound,
    handover::{Socket, take_over},
};
use crate::{Gateway, upstream::check_platform_authorities};

/// Gathers what an edge is made of.
#[must_use]
pub struct EdgeBuilder {
    listeners: Vec<Listener>,
    gateway: Option<Arc<dyn Gateway>>,
    threads: NonZeroUsize,
    drain: Duration,
    before: Option<PathBuf>,
}

impl EdgeBuilder {
    /// How long a shutdown waits for what is in flight, unless told otherwise.
    pub const DEFAULT_DRAIN: Duration = Duration::from_secs(20);

    pub(super) fn new() -> Self {
        Self {
            listeners: Vec::new(),
            gateway: None,
            threads: NonZeroUsize::MIN,
            drain: Self::DEFAULT_DRAIN,
            before: None,
        }
    }

    /// Adds a listener.
    pub fn listener(mut self, listener: Listener) -> Self {
        self.listeners.push(listener);
        self
    }

    /// Sets what is served.
    pub fn gateway(mut self, gateway: Arc<dyn Gateway>) -> Self {
        self.gateway = Some(gateway);
        self
    }

    /// Sets the number of worker threads, at least one. On shared cores a second one gains little.
    pub fn threads(mut self, threads: usize) -> Self {
        self.threads = NonZeroUsize::new(threads).unwrap_or(NonZeroUsize::MIN);
        self
    }

    /// Sets how long a shutdown waits for what is in flight.
    pub fn drain(mut self, drain: Duration) -> Self {
        self.drain = drain;
        self
    }

    /// Takes over the sockets of a running process, which [hands them over](EdgeHandle::hand_over) at this path. It is
    /// waited for a few seconds; what it does not give is bound anew.
    pub fn take_over(mut self, path: impl Into<PathBuf>) -> Self {
        self.before = Some(path.into());
        self
    }

    /// Loads certificates and binds the ports, so that everything that can be wrong is wrong now.
    ///
    /// From here on connections are queued by the system; they are served when the edge
    /// [runs](Edge::run).
    pub fn build(self) -> Result<Edge, StartError> {
        // Before anything else that could touch TLS: with two providers in the tree rustls picks none.
        install_default_crypto_provider();
        check_platform_authorities()?;
        let gateway = self.gateway.ok_or(StartError::NoGateway)?;
        if self.listeners.is_empty() {
            return Err(StartError::NoListener);
        }
        // Certificates first: with sockets taken over, the process before serves no more.
        let certified = self.listeners.iter().map(Listener::certified).collect::<Result<Vec<_>, _>>()?;
        let mut inherited = match self.before.as_deref().map(take_over) {
            None => HashMap::new(),
            Some(Ok(sockets)) => sockets,
            Some(Err(error)) => {
                tracing::warn!(%error, "No process handed over its sockets: they are bound anew");
                HashMap::new()
            }
        };
        let listeners = self.listeners.iter().zip(certified);
        let bound = listeners
            .map(|(listener, certified)| bind(listener.address, certified, &mut inherited))
            .collect::<Result<Vec<_>, _>>()?;
        for address in inherited.keys() {
            tracing::warn!(%address, "A socket that was handed over is not configured: nobody serves it");
        }
        let certificates = bound.iter().map(|bound| bound.certificate.clone()).collect();
        let handle = EdgeHandle::new(bound.iter().map(|bound| bound.address).collect(), certificates);
        Ok(Edge { bound, gateway, threads: self.threads, drain: self.drain, handle })
    }
}

fn bind(
    address: SocketAddr,
    certified: Option<Arc<CertifiedKey>>,
    inherited: &mut HashMap<SocketAddr, RawFd>,
) -> Result<Bound, StartError> {
    let unusable = |reason| StartError::Certificate { address, reason };
    let certificate = certified.map(|certified| Arc::new(Certificate::new(certified)));
    let tls = certificate.clone().map(tls_settings).transpose().map_err(unusable)?;
    if let Some(descriptor) = inherited.remove(&address) {
        return Ok(Bound { address, socket: Socket::Inherited(descriptor), tls, certificate });
    }
    let bind = || {
        let socket = TcpListener::bind(address)?;
        // Pingora adopts the descriptor as it is, and its reactor must never block on it.
        socket.set_nonblocking(true)?;
        Ok((socket.local_addr()?, socket))
    };
    let (address, socket) = bind().map_err(|error| StartError::Bind { address, error })?;
    Ok(Bound { address, socket: Socket::Own(socket), tls, certificate })
}

impl fmt::Debug for EdgeBuilder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("EdgeBuilder")
            .field("listeners", &self.listeners)
            .field("threads", &self.threads)
            .field("drain", &self.drain)
            .finish_non_exhaustive()
    }
}
