// SPDX-License-Identifier: EUPL-1.2
//! `fachwerk serve`, and a proxy within a process for the demo.

use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::thread::JoinHandle;

use arc_swap::ArcSwap;
use fachwerk_config::Checked;
use fachwerk_edge::{Edge, EdgeHandle, quitting};
use fachwerk_facade::FacadeGateway;
use tokio::sync::Notify;

use crate::arguments::Serve;
use crate::failure::Failure;
use crate::operators::{Operated, Operators};
use crate::reload::Reloading;
use crate::{FINE, configuration, log};

pub(crate) use fachwerk_edge::termination;

pub(crate) fn run(arguments: &Serve) -> Result<u8, Failure> {
    let checked = configuration::read(&arguments.config)?;
    let level = log::open(checked.log);
    let before = match (&checked.upgrade_socket, arguments.upgrade) {
        (Some(path), true) => Some(path.clone()),
        (None, true) => {
            return Err(Failure::new(
                "FW-0013",
                "the configuration does not say where ports are handed over",
            )
            .advice("name an `upgrade_socket` in it, the same as the running process has"));
        }
        (_, false) => None,
    };
    let next = checked.upgrade_socket.clone();
    let (edge, gateway) = edge(&checked, before)?;
    for address in edge.addresses() {
        tracing::info!(%address, facades = checked.facades.len(), "Listening");
    }
    gateway.metrics().loaded();
    let asked = Arc::new(Notify::new());
    let settings = checked.settings(configuration::directory(&arguments.config));
    let settings = Arc::new(ArcSwap::from_pointee(settings));
    let operated = Operated {
        gateway: gateway.clone(),
        edge: edge.handle(),
        settings: settings.clone(),
        asked: asked.clone(),
    };
    let _operators = checked.admin.as_ref().map(|admin| Operators::start(admin, operated)).transpose()?;
    let reloading = Reloading {
        file: arguments.config.clone(),
        running: checked,
        gateway: gateway.clone(),
        edge: edge.handle(),
        level,
        settings,
        asked,
    };
    let edge_handle = edge.handle();
    let stopping = async move {
        tokio::select! {
            () = termination() => {}
            () = handed_over(next, edge_handle) => {}
            never = reloading.follow() => match never {},
        }
        // Whoever balances over several proxies looks elsewhere while this one drains.
        gateway.set_ready(false).await;
    };
    edge.run(stopping).map_err(|e| Failure::new("FW-0011", e.to_string()))?;
    tracing::info!("Stopped");
    Ok(FINE)
}

/// Resolves when the ports have been given to the next process.
async fn handed_over(path: Option<PathBuf>, edge: EdgeHandle) {
    let Some(path) = path else { return std::future::pending().await };
    loop {
        quitting().await;
        tracing::info!(path = %path.display(), "SIGQUIT received: the ports are handed over");
        let (edge, path) = (edge.clone(), path.clone());
        match tokio::task::spawn_blocking(move || edge.hand_over(&path)).await {
            Ok(Ok(())) => return,
            Ok(Err(error)) => tracing::error!(%error, "Nobody took the ports over: serving goes on"),
            Err(error) => tracing::error!(%error, "Handing over was broken off: serving goes on"),
        }
    }
}

/// Load every facade and bind every listener.
fn edge(checked: &Checked, before: Option<PathBuf>) -> Result<(Edge, Arc<FacadeGateway>), Failure> {
    let gateway = Arc::new(FacadeGateway::load(checked).map_err(|e| Failure::coded(&e))?);
    let mut builder = Edge::builder()
        .gateway(Arc::<FacadeGateway>::clone(&gateway))
        .threads(checked.threads)
        .drain(checked.drain);
    if let Some(path) = before {
        builder = builder.take_over(path);
    }
    for listener in configuration::listeners(checked) {
        builder = builder.listener(listener);
    }
    let edge = builder.build().map_err(|e| {
        Failure::new("FW-0011", e.to_string())
            .advice("is the address taken, the certificate where the configuration says?")
    })?;
    Ok((edge, gateway))
}

/// A proxy on a thread of its own.
pub(crate) struct Running {
    handle: EdgeHandle,
    thread: JoinHandle<Result<(), fachwerk_edge::StartError>>,
}

impl Running {
    /// Start from the text of a configuration; `file` is what its paths are relative to.
    pub(crate) fn start(text: &str, file: &Path) -> Result<Self, Failure> {
        let checked = Checked::from_yaml(text, file).map_err(|e| configuration::failure(&e))?;
        log::open(checked.log);
        let (edge, _) = edge(&checked, None)?;
        let handle = edge.handle();
        let thread = std::thread::spawn(move || edge.run(std::future::pending()));
        Ok(Self { handle, thread })
    }

    /// Where it listens.
    pub(crate) fn address(&self) -> SocketAddr {
        self.handle.addresses()[0]
    }

    /// Stop and wait.
    pub(crate) fn stop(self) {
        self.handle.shutdown();
        let _ = self.thread.join();
    }
}
