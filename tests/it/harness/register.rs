// SPDX-License-Identifier: EUPL-1.2
//! The sample's legacy service, with its memory of what went over the wire.

use std::net::SocketAddr;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use fachwerk_melderegister::{Exchange, Options, Server};

use super::runtime::block_on;

/// The moment at which the service believes to be.
pub(crate) const NOW: &str = "2026-03-02T10:15:00+01:00";

/// A running register.
pub(crate) struct Register {
    pub(crate) server: Server,
    exchanges: Arc<Mutex<Vec<Exchange>>>,
}

impl Register {
    /// One that answers at once.
    pub(crate) fn start() -> Self {
        Self::slow(Duration::ZERO)
    }

    /// One that takes its time.
    pub(crate) fn slow(latency: Duration) -> Self {
        let exchanges = Arc::new(Mutex::new(Vec::new()));
        let keep = Arc::clone(&exchanges);
        let options = Options {
            latency,
            now: Some(NOW.to_owned()),
            on_exchange: Some(Arc::new(move |exchange: &Exchange| {
                keep.lock().expect("exchanges").push(exchange.clone());
            })),
            ..Options::default()
        };
        let (_, server) = block_on(Server::start("127.0.0.1:0", options)).expect("the register starts");
        Self { server, exchanges }
    }

    /// Where it listens.
    pub(crate) fn address(&self) -> SocketAddr {
        self.server.address()
    }

    /// Where to send SOAP.
    pub(crate) fn url(&self) -> String {
        self.server.url()
    }

    /// What went over the wire so far.
    pub(crate) fn exchanges(&self) -> Vec<Exchange> {
        self.exchanges.lock().expect("exchanges").clone()
    }

    /// The last request and answer.
    #[track_caller]
    pub(crate) fn last(&self) -> Exchange {
        self.exchanges().pop().expect("the backend was called")
    }

    /// The last request's body.
    #[track_caller]
    pub(crate) fn last_request(&self) -> String {
        String::from_utf8(self.last().request_body.to_vec()).expect("UTF-8")
    }
}
