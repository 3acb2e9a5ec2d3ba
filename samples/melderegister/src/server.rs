// SPDX-License-Identifier: EUPL-1.2
//! Listening and stopping.

use std::convert::Infallible;
use std::future::Future;
use std::io;
use std::net::SocketAddr;
use std::pin::pin;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use tokio::net::{TcpListener, ToSocketAddrs};
use tokio::sync::oneshot;
use tokio::task::JoinHandle;

use crate::counters::Counters;
use crate::http::State;
use crate::options::Options;
use crate::register::Register;

/// Path of the service.
pub const PATH: &str = "/melderegister";

/// How long open connections may take to finish after the shutdown.
const DRAIN: Duration = Duration::from_secs(5);

/// Serves until `shutdown` completes, then lets open exchanges finish.
pub async fn serve(listener: TcpListener, options: Options, shutdown: impl Future) -> io::Result<()> {
    let address = listener.local_addr()?;
    let state = Arc::new(State { options, register: Mutex::new(Register::new()), address });
    let graceful = GracefulShutdown::new();
    let mut shutdown = pin!(shutdown);
    loop {
        let accepted = tokio::select! {
            accepted = listener.accept() => accepted,
            _ = &mut shutdown => break,
        };
        let Ok((stream, _)) = accepted else {
            // out of file descriptors, most likely: wait for some to come back
            tokio::time::sleep(Duration::from_millis(50)).await;
            continue;
        };
        let _ = stream.set_nodelay(true);
        let state = Arc::clone(&state);
        let service = service_fn(move |request| {
            let state = Arc::clone(&state);
            async move { Ok::<_, Infallible>(state.serve(request).await) }
        });
        let connection =
            http1::Builder::new().timer(TokioTimer::new()).serve_connection(TokioIo::new(stream), service);
        let connection = graceful.watch(connection);
        tokio::spawn(async move {
            // a connection that breaks is the caller's affair
            let _ = connection.await;
        });
    }
    drop(listener);
    let _ = tokio::time::timeout(DRAIN, graceful.shutdown()).await;
    Ok(())
}

/// A running service, for tests and demonstrations. It stops when dropped.
#[derive(Debug)]
pub struct Server {
    address: SocketAddr,
    counters: Arc<Counters>,
    stop: oneshot::Sender<()>,
    task: JoinHandle<io::Result<()>>,
}

impl Server {
    /// Listens at `address` (port 0 for any) and serves in the background.
    pub async fn start(address: impl ToSocketAddrs, options: Options) -> io::Result<(SocketAddr, Self)> {
        let listener = TcpListener::bind(address).await?;
        let address = listener.local_addr()?;
        let counters = Arc::clone(&options.counters);
        let (stop, stopped) = oneshot::channel();
        let task = tokio::spawn(serve(listener, options, stopped));
        Ok((address, Self { address, counters, stop, task }))
    }

    /// Where it listens.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Where to send SOAP.
    pub fn url(&self) -> String {
        format!("http://{}{PATH}", self.address)
    }

    /// Where to get the WSDL.
    pub fn wsdl_url(&self) -> String {
        format!("{}?wsdl", self.url())
    }

    /// All counters.
    pub fn counters(&self) -> &Arc<Counters> {
        &self.counters
    }

    /// Requests for this operation so far, by its name in the WSDL.
    pub fn requests(&self, operation: &str) -> u64 {
        self.counters.requests(operation)
    }

    /// Stops and waits until it has.
    pub async fn stop(self) -> io::Result<()> {
        drop(self.stop);
        self.task.await.map_err(io::Error::other)?
    }
}
