// SPDX-License-Identifier: EUPL-1.2
//! One client connection, before Pingora's proxy sees it.

use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use async_trait::async_trait;
use pingora::{
    apps::{HttpServerApp, HttpServerOptions, ServerApp},
    protocols::{ALPN, Stream, http::ServerSession, http::v2::server::default_h2_options},
    proxy::{HttpProxy, http_proxy},
    server::{ShutdownWatch, configuration::ServerConf},
};
use tokio::time::timeout;

use super::Gauge;
use crate::{Gateway, proxy::Lanes};

/// How long a new connection may take to send its first bytes.
const FIRST_BYTES: Duration = Duration::from_secs(30);
/// How long a connection may be idle between requests, in seconds.
const KEEP_ALIVE: u64 = 60;
/// How long an HTTP/2 connection may be idle.
const H2_IDLE: Duration = Duration::from_mins(5);
/// What an HTTP/2 client may send ahead, on one stream and on all of a connection. The protocol's own 64 KiB
/// let no more than 3 MB/s through at 20 ms; this much memory a client can make us hold unread.
const H2_STREAM_WINDOW: u32 = 256 * 1024;
const H2_CONNECTION_WINDOW: u32 = 1024 * 1024;
/// Idle upstream connections the relay lane keeps for each thread.
const RELAY_POOL: usize = 1024;

/// Tells HTTP/2 from HTTP/1 and counts connections.
///
/// Pingora does the former too, but by waiting, without limit, for 24 bytes: a connection that sends
/// nothing would stay for ever, and a short `GET / HTTP/1.0` of a health check would never be answered.
pub(super) struct App {
    proxy: Arc<HttpProxy<Lanes>>,
    connections: Gauge,
    draining: Arc<AtomicBool>,
}

impl App {
    pub(super) fn new(
        gateway: Arc<dyn Gateway>,
        threads: usize,
        in_flight: Gauge,
        connections: Gauge,
    ) -> Self {
        let conf = ServerConf { threads, upstream_keepalive_pool_size: RELAY_POOL, ..ServerConf::default() };
        let draining = Arc::new(AtomicBool::new(false));
        let mut proxy = http_proxy(&Arc::new(conf), Lanes::new(gateway, in_flight, draining.clone()));
        let mut options = HttpServerOptions::default();
        options.h2c = true;
        options.h2_idle_timeout = Some(H2_IDLE);
        proxy.server_options = Some(options);
        let mut h2 = default_h2_options();
        h2.initial_window_size(H2_STREAM_WINDOW).initial_connection_window_size(H2_CONNECTION_WINDOW);
        proxy.h2_options = Some(h2);
        Self { proxy: Arc::new(proxy), connections, draining }
    }

    async fn serve_http1(&self, stream: Stream, shutdown: &ShutdownWatch) {
        let mut session = ServerSession::new_http1(stream);
        session.set_keepalive((!*shutdown.borrow()).then_some(KEEP_ALIVE));
        let mut reused = self.proxy.process_new_http(session, shutdown).await;
        while let Some((stream, settings)) = reused.map(pingora::apps::ReusedHttpStream::consume) {
            let mut session = ServerSession::new_http1(stream);
            if let Some(settings) = settings {
                settings.apply_to_session(&mut session);
            }
            reused = self.proxy.process_new_http(session, shutdown).await;
        }
    }
}

#[async_trait]
impl ServerApp for App {
    async fn process_new(self: &Arc<Self>, mut stream: Stream, shutdown: &ShutdownWatch) -> Option<Stream> {
        let _open = self.connections.enter();
        let http2 = match stream.selected_alpn_proto() {
            Some(ALPN::H2) => true,
            Some(_) => false,
            None if stream.get_ssl_digest().is_some() => false,
            None => timeout(FIRST_BYTES, opens_http2(&mut stream)).await.ok()?.ok()?,
        };
        if http2 {
            self.proxy.process_new(stream, shutdown).await;
        } else {
            self.serve_http1(stream, shutdown).await;
        }
        None
    }

    async fn cleanup(&self) {
        self.draining.store(true, Ordering::Release);
        self.proxy.http_cleanup().await;
    }
}

/// Whether the connection preface of HTTP/2 comes first. `PRI` is no method of HTTP/1, and no request of
/// HTTP/1 is as short as three bytes.
async fn opens_http2(stream: &mut Stream) -> std::io::Result<bool> {
    let mut method = [0; 3];
    if !stream.try_peek(&mut method).await? || method != *b"PRI" {
        return Ok(false);
    }
    let mut preface = [0; 24];
    stream.try_peek(&mut preface).await
}
