// SPDX-License-Identifier: EUPL-1.2
//! The resolved addresses of one target.

use std::{
    net::{IpAddr, SocketAddr},
    sync::{Arc, Mutex, PoisonError},
    time::{Duration, Instant},
};

use pingora::{protocols::l4::socket::SocketAddr as PeerAddress, upstreams::peer::HttpPeer};

use super::{Stage, Upstream, UpstreamError};

/// One Pingora peer for each address of a host.
///
/// Pingora's own `HttpPeer::new` resolves names on the calling thread and panics when that fails, so it is
/// only ever given addresses. Peers are made once for each resolution, not for each request.
pub(super) struct Peers {
    host: String,
    port: u16,
    template: HttpPeer,
    literal: Option<Arc<[HttpPeer]>>,
    known: Mutex<Option<Known>>,
}

#[derive(Clone)]
struct Known {
    peers: Arc<[HttpPeer]>,
    since: Instant,
}

impl Peers {
    /// Peers of `host`, like `template` but for the address.
    pub(super) fn new(host: String, port: u16, template: HttpPeer) -> Self {
        let literal = host
            .parse::<IpAddr>()
            .ok()
            .map(|ip| Arc::from([with_address(&template, SocketAddr::new(ip, port))]));
        Self { host, port, template, literal, known: Mutex::new(None) }
    }

    /// The same host with another template.
    pub(super) fn with_template(&self, change: impl FnOnce(&mut HttpPeer)) -> Self {
        let mut template = self.template.clone();
        change(&mut template);
        Self::new(self.host.clone(), self.port, template)
    }

    /// The peers, in the order in which to try them; when the name server fails, those known before.
    pub(super) async fn resolve(&self, within: Duration) -> Result<Arc<[HttpPeer]>, UpstreamError> {
        if let Some(literal) = &self.literal {
            return Ok(literal.clone());
        }
        let known = self.known.lock().unwrap_or_else(PoisonError::into_inner).clone();
        if let Some(known) = &known
            && known.since.elapsed() < Upstream::RESOLVE_EVERY
        {
            return Ok(known.peers.clone());
        }
        let peers = match (self.look_up(within).await, known) {
            (Ok(peers), _) => peers,
            (Err(error), Some(known)) => {
                tracing::warn!(host = %self.host, %error, "Keeping the addresses known before");
                known.peers
            }
            (Err(error), None) => return Err(error),
        };
        *self.known.lock().unwrap_or_else(PoisonError::into_inner) =
            Some(Known { peers: peers.clone(), since: Instant::now() });
        Ok(peers)
    }

    async fn look_up(&self, within: Duration) -> Result<Arc<[HttpPeer]>, UpstreamError> {
        let asked = tokio::time::timeout(within, tokio::net::lookup_host((self.host.as_str(), self.port)));
        let found = asked
            .await
            .map_err(|_| UpstreamError::Timeout { stage: Stage::Connecting })?
            .map_err(|error| UpstreamError::Connect(format!("{} does not resolve: {error}", self.host)))?;
        let peers: Arc<[HttpPeer]> = found.map(|address| with_address(&self.template, address)).collect();
        if peers.is_empty() {
            return Err(UpstreamError::Connect(format!("{} has no address", self.host)));
        }
        Ok(peers)
    }
}

fn with_address(template: &HttpPeer, address: SocketAddr) -> HttpPeer {
    let mut peer = template.clone();
    peer._address = PeerAddress::Inet(address);
    peer
}

#[cfg(test)]
mod tests {
    use super::*;

    fn peers(host: &str) -> Peers {
        let template = HttpPeer::new(SocketAddr::from(([0, 0, 0, 0], 0)), false, String::new());
        Peers::new(host.into(), 80, template)
    }

    #[tokio::test]
    async fn literals_need_no_name_server() {
        let found = peers("::1").resolve(Duration::ZERO).await.unwrap();
        assert_eq!(found[0]._address.to_string(), "[::1]:80");
    }

    #[tokio::test]
    async fn unknown_names_are_connect_errors() {
        let error = peers("does-not-exist.invalid").resolve(Duration::from_secs(5)).await.unwrap_err();
        assert!(error.is_unsent(), "{error}");
    }
}
