// SPDX-License-Identifier: EUPL-1.2
//! The admin listener of `fachwerk serve`: an edge of its own, on a thread of its own, so that operators are answered
//! however busy the proxy is.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::thread::JoinHandle;
use std::time::Duration;

use arc_swap::ArcSwap;
use fachwerk_admin::{Admin, Proxy, Token};
use fachwerk_edge::{Edge, EdgeHandle, Listener, StartError};
use fachwerk_facade::FacadeGateway;
use fachwerk_observe::Metrics;
use tokio::sync::Notify;

use crate::failure::Failure;

/// The running proxy as operators see it.
pub(crate) struct Operated {
    pub(crate) gateway: Arc<FacadeGateway>,
    pub(crate) edge: EdgeHandle,
    /// Every setting that is followed.
    pub(crate) settings: Arc<ArcSwap<BTreeMap<String, String>>>,
    /// Told when the files are to be looked at.
    pub(crate) asked: Arc<Notify>,
}

impl Proxy for Operated {
    fn metrics(&self) -> (String, &'static str) {
        let metrics = self.gateway.metrics();
        metrics.under_way(self.edge.in_flight(), self.edge.connections());
        (metrics.text(), Metrics::MEDIA_TYPE)
    }

    fn is_ready(&self) -> bool {
        self.gateway.is_ready() && self.edge.is_ready()
    }

    fn settings(&self) -> BTreeMap<String, String> {
        self.settings.load().as_ref().clone()
    }

    fn reload(&self) {
        self.asked.notify_one();
    }
}

/// A running admin listener; it ends with this value.
pub(crate) struct Operators {
    handle: EdgeHandle,
    thread: Option<JoinHandle<Result<(), StartError>>>,
}

impl Operators {
    /// Listen, if the configuration says where.
    pub(crate) fn start(admin: &fachwerk_config::Admin, proxy: Operated) -> Result<Self, Failure> {
        let token = admin.token_file.as_ref().map(|file| {
            Token::read(file).map(Arc::new).map_err(|e| {
                Failure::file(file, "read", &e).advice("put the admin token into the file, and nothing else")
            })
        });
        let edge = Edge::builder()
            .gateway(Arc::new(Admin::new(proxy, token.transpose()?)))
            .listener(Listener::plain(admin.address))
            .drain(Duration::from_secs(1))
            .build()
            .map_err(|e| Failure::new("FW-0011", e.to_string()).advice("is the address of `admin` taken?"))?;
        for address in edge.addresses() {
            tracing::info!(%address, "Listening for operators");
        }
        let handle = edge.handle();
        let thread = std::thread::spawn(move || edge.run(std::future::pending()));
        Ok(Self { handle, thread: Some(thread) })
    }
}

impl Drop for Operators {
    fn drop(&mut self) {
        self.handle.abort();
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}
