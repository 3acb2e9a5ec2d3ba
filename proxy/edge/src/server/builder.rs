// SPDX-License-Identifier: EUPL-1.2
//! What an edge is made of.

use std::{fmt, net::TcpListener, num::NonZeroUsize, sync::Arc, time::Duration};

use pingora::tls::install_default_crypto_provider;

use super::{
    Edge, EdgeHandle, Listener, StartError,
    certificate::{Certificate, tls_settings},
    edge::Bound,
};
use crate::{Gateway, upstream::check_platform_authorities};

/// Gathers what an edge is made of.
#[must_use]
pub struct EdgeBuilder {
    listeners: Vec<Listener>,
    gateway: Option<Arc<dyn Gateway>>,
    threads: NonZeroUsize,
    drain: Duration,
}

impl EdgeBuilder {
    /// How long a shutdown waits for what is in flight, unless told otherwise.
    pub const DEFAULT_DRAIN: Duration = Duration::from_secs(20);

    pub(super) fn new() -> Self {
        Self { listeners: Vec::new(), gateway: None, threads: NonZeroUsize::MIN, drain: Self::DEFAULT_DRAIN }
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
        let bound = self.listeners.iter().map(bind).collect::<Result<Vec<_>, _>>()?;
        let certificates = bound.iter().map(|bound| bound.certificate.clone()).collect();
        let handle = EdgeHandle::new(bound.iter().map(|bound| bound.address).collect(), certificates);
        Ok(Edge { bound, gateway, threads: self.threads, drain: self.drain, handle })
    }
}

fn bind(listener: &Listener) -> Result<Bound, StartError> {
    let address = listener.address;
    let unusable = |reason| StartError::Certificate { address, reason };
    let certificate = listener.tls.as_ref().map(|files| Certificate::read(files).map(Arc::new));
    let certificate = certificate.transpose().map_err(unusable)?;
    let tls = certificate.clone().map(tls_settings).transpose().map_err(unusable)?;
    let bind = || {
        let socket = TcpListener::bind(address)?;
        // Pingora adopts the descriptor as it is, and its reactor must never block on it.
        socket.set_nonblocking(true)?;
        Ok((socket.local_addr()?, socket))
    };
    let (address, socket) = bind().map_err(|error| StartError::Bind { address, error })?;
    Ok(Bound { address, socket, tls, certificate })
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
