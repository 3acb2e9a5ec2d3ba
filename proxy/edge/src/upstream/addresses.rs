// SPDX-License-Identifier: EUPL-1.2
//! Name resolution of one target.

use std::{
    net::{IpAddr, SocketAddr},
    sync::{Arc, Mutex, PoisonError},
    time::{Duration, Instant},
};

use super::{Stage, Upstream, UpstreamError};

/// The addresses of one host and port.
///
/// Pingora's own `HttpPeer::new` resolves names on the calling thread and panics when it fails, so it is
/// only ever given addresses.
pub(super) struct Addresses {
    host: String,
    port: u16,
    literal: Option<Arc<[SocketAddr]>>,
    known: Mutex<Option<Known>>,
}

struct Known {
    addresses: Arc<[SocketAddr]>,
    since: Instant,
}

impl Addresses {
    pub(super) fn new(host: String, port: u16) -> Self {
        let literal = host.parse::<IpAddr>().ok().map(|ip| Arc::from([SocketAddr::new(ip, port)]));
        Self { host, port, literal, known: Mutex::new(None) }
    }

    /// The same target with nothing known.
    pub(super) fn fresh(&self) -> Self {
        Self::new(self.host.clone(), self.port)
    }

    /// The addresses; when the name server fails, those known before.
    pub(super) async fn resolve(&self, within: Duration) -> Result<Arc<[SocketAddr]>, UpstreamError> {
        if let Some(literal) = &self.literal {
            return Ok(literal.clone());
        }
        let known = self.known().map(|known| (known.addresses.clone(), known.since));
        if let Some((addresses, since)) = &known
            && since.elapsed() < Upstream::RESOLVE_EVERY
        {
            return Ok(addresses.clone());
        }
        let asked = tokio::time::timeout(within, tokio::net::lookup_host((self.host.as_str(), self.port)));
        let failure = match asked.await {
            Ok(Ok(found)) => {
                let addresses: Arc<[SocketAddr]> = found.collect();
                if addresses.is_empty() {
                    UpstreamError::Connect(format!("{} has no address", self.host))
                } else {
                    self.remember(addresses.clone());
                    return Ok(addresses);
                }
            }
            Ok(Err(error)) => UpstreamError::Connect(format!("{} does not resolve: {error}", self.host)),
            Err(_) => UpstreamError::Timeout { stage: Stage::Connecting },
        };
        match known {
            Some((addresses, _)) => {
                tracing::warn!(host = %self.host, error = %failure, "Keeping addresses known before");
                self.remember(addresses.clone());
                Ok(addresses)
            }
            None => Err(failure),
        }
    }

    fn known(&self) -> Option<Known> {
        let known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        known.as_ref().map(|known| Known { addresses: known.addresses.clone(), since: known.since })
    }

    fn remember(&self, addresses: Arc<[SocketAddr]>) {
        *self.known.lock().unwrap_or_else(PoisonError::into_inner) =
            Some(Known { addresses, since: Instant::now() });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn literals_need_no_name_server() {
        let addresses = Addresses::new("::1".into(), 80).resolve(Duration::ZERO).await.unwrap();
        assert_eq!(*addresses, ["[::1]:80".parse().unwrap()]);
    }

    #[tokio::test]
    async fn unknown_names_are_connect_errors() {
        let target = Addresses::new("does-not-exist.invalid".into(), 80);
        let error = target.resolve(Duration::from_secs(5)).await.unwrap_err();
        assert!(error.is_unsent(), "{error}");
    }
}
