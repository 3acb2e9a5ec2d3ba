// SPDX-License-Identifier: EUPL-1.2
//! One edge.

use std::{
    fmt,
    future::Future,
    net::SocketAddr,
    num::NonZeroUsize,
    os::fd::RawFd,
    pin::pin,
    sync::{Arc, PoisonError},
    time::Duration,
};

use futures_util::poll;
use pingora::{
    listeners::{L4BufferSettings, ListenerConfig, tls::TlsSettings},
    server::{Fds, ListenFds},
    services::{Service as _, listening::Service},
};
use tokio::{
    sync::watch,
    task::{JoinError, JoinHandle},
    time::timeout,
};

use super::{
    EdgeBuilder, EdgeHandle, Phase, StartError,
    app::App,
    certificate::Certificate,
    handle::{Shared, Stop},
    handover::Socket,
};
use crate::Gateway;

/// After the last request: how long connections may take to flush and say goodbye.
const FAREWELL: Duration = Duration::from_millis(500);
/// How long the accept loop may take to end; it needs no time.
const CLOSING: Duration = Duration::from_secs(1);
/// Buffers of a client connection. Pingora's own are 64 KiB and 1460 bytes: much memory for idle
/// connections, and two writes for most answers.
const CONNECTION_BUFFER: usize = 16 * 1024;

/// An edge whose ports are bound.
///
/// It does without Pingora's `Server`, which owns the process: that one binds late and retries a taken
/// port for thirty seconds, cannot tell which port it got, and sleeps through its whole grace period on
/// shutdown. What serves is the same: a listening service with `HttpProxy` in it.
pub struct Edge {
    pub(super) bound: Vec<Bound>,
    pub(super) gateway: Arc<dyn Gateway>,
    pub(super) threads: NonZeroUsize,
    pub(super) drain: Duration,
    pub(super) handle: EdgeHandle,
}

/// A listener whose port is bound. The socket goes to Pingora as it is: no port is ever released and
/// taken again, so there is no race for it.
pub(super) struct Bound {
    pub(super) address: SocketAddr,
    pub(super) socket: Socket,
    pub(super) tls: Option<TlsSettings>,
    pub(super) certificate: Option<Arc<Certificate>>,
}

impl Edge {
    /// Gathers what an edge is made of.
    pub fn builder() -> EdgeBuilder {
        EdgeBuilder::new()
    }

    /// The addresses listened on, in the order of the listeners, real ports included.
    pub fn addresses(&self) -> &[SocketAddr] {
        self.handle.addresses()
    }

    /// A handle to watch and stop it with.
    pub fn handle(&self) -> EdgeHandle {
        self.handle.clone()
    }

    /// Serves until `until` resolves or [`EdgeHandle::shutdown`] is called, drains, and returns.
    ///
    /// Blocks the calling thread and brings a runtime of its own: call it from `main` or from a thread of
    /// its own, not from within a runtime.
    pub fn run(self, until: impl Future<Output = ()>) -> Result<(), StartError> {
        let handle = self.handle();
        let result = self.run_on_own_runtime(until);
        handle.shared.phase.send_replace(Phase::Stopped);
        result
    }

    fn run_on_own_runtime(self, until: impl Future<Output = ()>) -> Result<(), StartError> {
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(self.threads.get())
            .thread_name("edge")
            .enable_all()
            .build()
            .map_err(StartError::Runtime)?;
        let result = runtime.block_on(self.serve(until));
        // What is still running has had its time.
        runtime.shutdown_background();
        result
    }

    async fn serve(self, until: impl Future<Output = ()>) -> Result<(), StartError> {
        let Self { bound, gateway, threads, drain, handle } = self;
        let shared = handle.shared;
        let app = App::new(gateway, threads.get(), shared.in_flight.clone(), shared.connections.clone());
        let (close, closing) = watch::channel(false);
        let mut until = pin!(until);
        // Whoever is answered may send a signal: it must be listened for before anybody is.
        if poll!(until.as_mut()).is_ready() {
            return Ok(());
        }
        let (mut accepting, sockets) = accept(bound, app, closing);
        shared.sockets.lock().unwrap_or_else(PoisonError::into_inner).extend(sockets);
        let mut stop = shared.stop.subscribe();
        shared.phase.send_replace(Phase::Ready);
        tracing::info!(addresses = ?shared.addresses, "Edge is ready");
        tokio::select! {
            () = &mut until => {}
            _ = stop.wait_for(|stop| *stop > Stop::No) => {}
            ended = &mut accepting => return Err(StartError::Listeners(ended_by(&ended))),
        }
        shared.phase.send_replace(Phase::Draining);
        tracing::info!(in_flight = shared.in_flight.count(), "Edge is draining");
        // Closes the ports and idle connections, and tells HTTP/2 clients to go elsewhere.
        close.send_replace(true);
        tokio::select! {
            () = drained(accepting, &shared, drain) => {}
            _ = stop.wait_for(|stop| *stop == Stop::Now) => {}
        }
        tracing::info!(in_flight = shared.in_flight.count(), "Edge has stopped");
        Ok(())
    }
}

fn accept(
    bound: Vec<Bound>,
    app: App,
    closing: watch::Receiver<bool>,
) -> (JoinHandle<()>, Vec<(SocketAddr, RawFd)>) {
    let mut service = Service::new("edge".to_owned(), app);
    let mut sockets = Fds::new();
    let mut open = Vec::new();
    for Bound { address, socket, tls, .. } in bound {
        let name = address.to_string();
        let buffers = L4BufferSettings::new(CONNECTION_BUFFER, CONNECTION_BUFFER);
        let listener = ListenerConfig::tcp(name.clone()).l4_buffer(buffers);
        service.add_listener(match tls {
            Some(tls) => listener.tls(tls),
            None => listener,
        });
        let descriptor = socket.into_raw();
        open.push((address, descriptor));
        sockets.add(name, descriptor);
    }
    let sockets = ListenFds::new(sockets.into());
    (tokio::spawn(async move { service.start_service(Some(sockets), closing, 1).await }), open)
}

async fn drained(accepting: JoinHandle<()>, shared: &Shared, drain: Duration) {
    // A failure here is a loop that ended already.
    let _ = timeout(CLOSING, accepting).await;
    if timeout(drain, shared.in_flight.empty()).await.is_err() {
        tracing::warn!(in_flight = shared.in_flight.count(), "Drain time is over");
        return;
    }
    let _ = timeout(FAREWELL, shared.connections.empty()).await;
}

fn ended_by(ended: &Result<(), JoinError>) -> String {
    match ended {
        Ok(()) => "accept loop ended".to_owned(),
        Err(error) => error.to_string(),
    }
}

impl fmt::Debug for Edge {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Edge")
            .field("addresses", &self.handle.addresses())
            .field("threads", &self.threads)
            .field("drain", &self.drain)
            .finish_non_exhaustive()
    }
}
