// SPDX-License-Identifier: EUPL-1.2
//! `fachwerk serve`, and a proxy within a process for the demo.

use std::net::SocketAddr;
use std::path::Path;
use std::sync::Arc;
use std::thread::JoinHandle;

use fachwerk_config::{Checked, LogFormat};
use fachwerk_edge::{Edge, EdgeHandle, Listener};
use fachwerk_facade::FacadeGateway;
use tracing_subscriber::EnvFilter;

use crate::FINE;
use crate::arguments::Serve;
use crate::failure::Failure;

pub(crate) use fachwerk_edge::termination;

pub(crate) fn run(arguments: &Serve) -> Result<u8, Failure> {
    let checked = Checked::load(&arguments.config).map_err(|e| config_failure(&e))?;
    log(&checked);
    let (edge, gateway) = edge(&checked)?;
    for address in edge.addresses() {
        tracing::info!(%address, facades = checked.facades.len(), "Listening");
    }
    let stopping = async move {
        termination().await;
        // Whoever balances over several proxies looks elsewhere while this one drains.
        gateway.set_ready(false).await;
    };
    edge.run(stopping).map_err(|e| Failure::new("FW-0011", e.to_string()))?;
    tracing::info!("Stopped");
    Ok(FINE)
}

/// Load every facade and bind every listener.
fn edge(checked: &Checked) -> Result<(Edge, Arc<FacadeGateway>), Failure> {
    let gateway = Arc::new(FacadeGateway::load(checked).map_err(|e| Failure::coded(&e))?);
    let mut builder = Edge::builder()
        .gateway(Arc::<FacadeGateway>::clone(&gateway))
        .threads(checked.threads)
        .drain(checked.drain);
    for listen in &checked.listen {
        builder = builder.listener(match &listen.tls {
            None => Listener::plain(listen.address),
            Some(tls) => Listener::tls(listen.address, &tls.certificate, &tls.key),
        });
    }
    let edge = builder.build().map_err(|e| {
        Failure::new("FW-0011", e.to_string())
            .advice("is the address taken, the certificate where the configuration says?")
    })?;
    Ok((edge, gateway))
}

fn config_failure(error: &fachwerk_config::ConfigError) -> Failure {
    let file = error.file.display().to_string();
    let mut mistakes = error.mistakes.iter();
    let place = |mistake: &fachwerk_config::Mistake| match &mistake.position {
        Some(position) => format!("{file}:{}:{}", position.line, position.column),
        None => file.clone(),
    };
    let Some(first) = mistakes.next() else {
        return Failure::new("FW-3101", "the configuration is unusable");
    };
    let mut failure =
        Failure::new(first.code, first.message.clone()).at(place(first)).advice(first.advice.clone());
    failure.details =
        mistakes.map(|m| format!("{}: {} {}; {}", place(m), m.code, m.message, m.advice)).collect();
    failure
}

fn log(checked: &Checked) {
    let level = checked.log.level.as_str();
    // Pingora reports every failed handshake of a port scanner as an error; that is the caller's affair.
    let filter = EnvFilter::try_from_env("FACHWERK_LOG").unwrap_or_else(|_| {
        EnvFilter::new(format!("{level},pingora_core=off,pingora_proxy=off,h2=warn,hyper=warn"))
    });
    let builder =
        tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).with_target(false);
    // A subscriber that is set already is the embedding program's.
    let _ = match checked.log.format {
        LogFormat::Json => builder.json().flatten_event(true).try_init(),
        LogFormat::Text => builder.try_init(),
    };
}

/// A proxy on a thread of its own.
pub(crate) struct Running {
    handle: EdgeHandle,
    thread: JoinHandle<Result<(), fachwerk_edge::StartError>>,
}

impl Running {
    /// Start from the text of a configuration; `file` is what its paths are relative to.
    pub(crate) fn start(text: &str, file: &Path) -> Result<Self, Failure> {
        let checked = Checked::from_yaml(text, file).map_err(|e| config_failure(&e))?;
        log(&checked);
        let (edge, _) = edge(&checked)?;
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
