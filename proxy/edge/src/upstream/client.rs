// SPDX-License-Identifier: EUPL-1.2
//! Calling backends.

use std::{
    fmt,
    sync::{Arc, OnceLock},
    time::Duration,
};

use bytes::{Bytes, BytesMut};
use http_body::Body;
use pingora::{
    connectors::{ConnectorOptions, TransportConnector},
    protocols::Stream,
    tls::{RootCertStore, install_default_crypto_provider, load_platform_certs_incl_env_into_store},
    upstreams::peer::{HttpPeer, Peer},
};
use tokio::time::{Instant, timeout};

use super::{
    Limits, Stage, TargetError, Upstream, UpstreamAnswer, UpstreamBody, UpstreamError, UpstreamRequest,
    UpstreamResponse,
    error::connect_error,
    exchange::{Begun, Exchange},
};

/// An HTTP/1.1 client with a pool of connections, on Pingora's transport.
///
/// Make one and share it. Pooled connections belong to the runtime that opened them: a client used from
/// within an [`Edge`](crate::Edge) must not also be used from another runtime that ends before it.
pub struct UpstreamClient {
    connector: TransportConnector,
    idle_timeout: Duration,
}

impl UpstreamClient {
    /// Idle connections kept, over all targets.
    pub const DEFAULT_POOL_SIZE: usize = 1024;
    /// How long a connection may be idle: shorter than the keep-alive of the usual backends, so that it
    /// is us who close.
    pub const DEFAULT_IDLE_TIMEOUT: Duration = Duration::from_secs(15);

    /// A client with the default pool.
    pub fn new() -> Result<Self, TargetError> {
        Self::with_pool(Self::DEFAULT_POOL_SIZE, Self::DEFAULT_IDLE_TIMEOUT)
    }

    /// A client that keeps up to `size` idle connections for up to `idle_timeout`.
    pub fn with_pool(size: usize, idle_timeout: Duration) -> Result<Self, TargetError> {
        check_platform_authorities()?;
        Ok(Self { connector: TransportConnector::new(Some(ConnectorOptions::new(size))), idle_timeout })
    }

    /// Sends a request and reads the whole answer.
    ///
    /// Dropping the future closes the connection it uses. A request is sent twice only as
    /// [`UpstreamRequest::retry_on_stale`] describes.
    pub async fn call(
        &self,
        target: &Upstream,
        request: &UpstreamRequest,
        limits: &Limits,
    ) -> Result<UpstreamResponse, UpstreamError> {
        let connect_by = Instant::now() + limits.connect_timeout;
        let peers = target.peers(limits.connect_timeout).await?;
        let mut deadline = None;
        if let Some((peer, mut stream)) = self.pooled(&peers).await {
            let due = *deadline.insert(Instant::now() + limits.response_timeout);
            let mut exchange = Exchange::new(&mut stream, target, request, limits);
            match exchange.run_until(due).await {
                Ok((mut response, keep)) => {
                    response.reused_connection = true;
                    self.release(peer, stream, keep);
                    return Ok(response);
                }
                Err(UpstreamError::ClosedEarly) if request.retry_on_stale && !exchange.has_received() => {
                    tracing::debug!(upstream = %target, "Pooled connection was dead, trying a fresh one");
                }
                Err(error) => return Err(error),
            }
        }
        let connect_by =
            if deadline.is_some() { Instant::now() + limits.connect_timeout } else { connect_by };
        let (peer, mut stream) = self.connect(&peers, connect_by).await?;
        let due = deadline.unwrap_or_else(|| Instant::now() + limits.response_timeout);
        let (response, keep) = Exchange::new(&mut stream, target, request, limits).run_until(due).await?;
        self.release(peer, stream, keep);
        Ok(response)
    }

    /// Sends a request and reads the head of the answer. Its body comes piece by piece, with no limit on all of it:
    /// nothing is kept. [`Limits::response_timeout`] is for the head, and again for each pause in the body.
    ///
    /// Dropping the future, or the body before its end, closes the connection.
    pub async fn open(
        self: &Arc<Self>,
        target: &Upstream,
        request: &UpstreamRequest,
        limits: &Limits,
    ) -> Result<UpstreamAnswer, UpstreamError> {
        let connect_by = Instant::now() + limits.connect_timeout;
        let peers = target.peers(limits.connect_timeout).await?;
        let mut deadline = None;
        if let Some((peer, mut stream)) = self.pooled(&peers).await {
            let due = *deadline.insert(Instant::now() + limits.response_timeout);
            let mut exchange = Exchange::new(&mut stream, target, request, limits);
            match exchange.begin_until(due).await {
                Ok(begun) => {
                    let rest = exchange.into_rest();
                    return Ok(self.answer(begun, rest, stream, peer, limits));
                }
                Err(UpstreamError::ClosedEarly) if request.retry_on_stale && !exchange.has_received() => {
                    tracing::debug!(upstream = %target, "Pooled connection was dead, trying a fresh one");
                }
                Err(error) => return Err(error),
            }
        }
        let connect_by =
            if deadline.is_some() { Instant::now() + limits.connect_timeout } else { connect_by };
        let (peer, mut stream) = self.connect(&peers, connect_by).await?;
        let due = deadline.unwrap_or_else(|| Instant::now() + limits.response_timeout);
        let mut exchange = Exchange::new(&mut stream, target, request, limits);
        let begun = exchange.begin_until(due).await?;
        let rest = exchange.into_rest();
        Ok(self.answer(begun, rest, stream, peer, limits))
    }

    /// Sends a request whose body still comes, in chunks and as fast as the backend takes them, and reads the head of
    /// the answer; [`UpstreamRequest::body`] is not looked at. Always on a fresh connection: such a request cannot be
    /// sent twice. [`Limits::response_timeout`] is for each write and for the head.
    ///
    /// A body that fails ends the connection before the request is complete. So does dropping the future.
    pub async fn open_chunked<B>(
        self: &Arc<Self>,
        target: &Upstream,
        request: &UpstreamRequest,
        body: B,
        limits: &Limits,
    ) -> Result<UpstreamAnswer, UpstreamError>
    where
        B: Body<Data = Bytes> + Unpin,
        B::Error: fmt::Display,
    {
        let connect_by = Instant::now() + limits.connect_timeout;
        let peers = target.peers(limits.connect_timeout).await?;
        let (peer, mut stream) = self.connect(&peers, connect_by).await?;
        let mut exchange = Exchange::new(&mut stream, target, request, limits);
        let begun = exchange.begin_chunked(body, limits.response_timeout).await?;
        let rest = exchange.into_rest();
        Ok(self.answer(begun, rest, stream, peer, limits))
    }

    fn answer(
        self: &Arc<Self>,
        begun: Begun,
        rest: BytesMut,
        stream: Stream,
        peer: &HttpPeer,
        limits: &Limits,
    ) -> UpstreamAnswer {
        let home = begun.keep.then(|| (self.clone(), peer.clone()));
        let body = UpstreamBody::new(&begun.framing, rest, stream, home, limits);
        UpstreamAnswer { status: begun.head.status, headers: begun.head.headers, body }
    }

    async fn pooled<'a>(&self, peers: &'a [HttpPeer]) -> Option<(&'a HttpPeer, Stream)> {
        for peer in peers {
            if let Some(stream) = self.connector.reused_stream(peer).await {
                return Some((peer, stream));
            }
        }
        None
    }

    /// Connects to the first peer that lets us, all of them within one deadline.
    async fn connect<'a>(
        &self,
        peers: &'a [HttpPeer],
        by: Instant,
    ) -> Result<(&'a HttpPeer, Stream), UpstreamError> {
        let mut failure = UpstreamError::Connect("no address".to_owned());
        for (index, peer) in peers.iter().enumerate() {
            // What is left is shared by those still to be tried, so that one black hole leaves time.
            let share = by.saturating_duration_since(Instant::now()) / (peers.len() - index) as u32;
            match timeout(share, self.connector.new_stream(peer)).await {
                Ok(Ok(stream)) => return Ok((peer, stream)),
                Ok(Err(error)) => failure = connect_error(&error),
                Err(_) => failure = UpstreamError::Timeout { stage: Stage::Connecting },
            }
        }
        Err(failure)
    }

    pub(super) fn release(&self, peer: &HttpPeer, stream: Stream, keep: bool) {
        if keep {
            self.connector.release_stream(stream, peer.reuse_hash(), Some(self.idle_timeout));
        }
    }
}

impl fmt::Debug for UpstreamClient {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("UpstreamClient").field("idle_timeout", &self.idle_timeout).finish_non_exhaustive()
    }
}

/// Pingora's connectors panic when the platform's authorities cannot be loaded; this fails first. Asked
/// once in the life of a process: it reads every certificate there is.
pub(crate) fn check_platform_authorities() -> Result<(), TargetError> {
    static CHECKED: OnceLock<Result<(), String>> = OnceLock::new();

    let checked = CHECKED.get_or_init(|| {
        install_default_crypto_provider();
        load_platform_certs_incl_env_into_store(&mut RootCertStore::empty())
            .map_err(|error| error.to_string())
    });
    checked.clone().map_err(TargetError::PlatformAuthorities)
}
