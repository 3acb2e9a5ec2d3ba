// SPDX-License-Identifier: EUPL-1.2
//! The log of the proxy: one line an event, to standard error.

use std::io::IsTerminal;

use fachwerk_config::{Log, LogFormat, LogLevel};
use tracing_subscriber::EnvFilter;

/// The level of the log, which may change while the proxy runs.
pub(crate) struct Level(Option<Box<dyn Fn(EnvFilter) + Send + Sync>>);

impl Level {
    /// Logs from now on at this level. `FACHWERK_LOG` goes before it.
    pub(crate) fn set(&self, level: LogLevel) {
        if let Some(set) = &self.0
            && std::env::var_os("FACHWERK_LOG").is_none()
        {
            set(filter(level));
        }
    }
}

/// Open the log.
pub(crate) fn open(log: Log) -> Level {
    let filter = EnvFilter::try_from_env("FACHWERK_LOG").unwrap_or_else(|_| filter(log.level));
    // Colours are for eyes (<https://no-color.org>).
    let colours = std::io::stderr().is_terminal() && std::env::var_os("NO_COLOR").is_none();
    let builder =
        tracing_subscriber::fmt().with_writer(std::io::stderr).with_target(false).with_ansi(colours);
    // A subscriber that is set already is the embedding program's. Its level cannot be changed from here.
    let (handle, opened): (Box<dyn Fn(EnvFilter) + Send + Sync>, _) = match log.format {
        LogFormat::Json => {
            let builder = builder.json().flatten_event(true).with_env_filter(filter).with_filter_reloading();
            let handle = builder.reload_handle();
            (Box::new(move |filter| drop(handle.reload(filter))), builder.try_init().is_ok())
        }
        LogFormat::Text => {
            let builder = builder.with_env_filter(filter).with_filter_reloading();
            let handle = builder.reload_handle();
            (Box::new(move |filter| drop(handle.reload(filter))), builder.try_init().is_ok())
        }
    };
    Level(opened.then_some(handle))
}

fn filter(level: LogLevel) -> EnvFilter {
    let level = level.as_str();
    // Pingora reports every failed handshake of a port scanner as an error; that is the caller's affair.
    EnvFilter::new(format!("{level},pingora_core=off,pingora_proxy=off,h2=warn,hyper=warn"))
}
