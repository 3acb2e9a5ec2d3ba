// SPDX-License-Identifier: EUPL-1.2
//! A backend's address.

use std::{fmt, net::SocketAddr, path::Path, sync::Arc, time::Duration};

use http::{HeaderValue, Uri};
use pingora::upstreams::peer::HttpPeer;
use thiserror::Error;

use super::{UpstreamError, authorities::Authorities, peers::Peers};

/// A backend: where it listens, whether by TLS, and whom to trust.
///
/// Cheap to clone; make one per configured target and keep it, since it remembers resolved addresses.
/// Names are resolved again every [`Upstream::RESOLVE_EVERY`]; the addresses of one name are tried in
/// order.
#[derive(Clone)]
pub struct Upstream {
    inner: Arc<Inner>,
}

struct Inner {
    authority: HeaderValue,
    tls: bool,
    peers: Peers,
}

/// Why a target cannot be used.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum TargetError {
    /// Not an absolute `http` or `https` URL.
    #[error("upstream `{0}` is not an absolute http or https URL")]
    Url(String),
    /// The URL carries a user name or password; say it in a header instead.
    #[error("upstream on host `{0}` must not contain user information")]
    UserInfo(String),
    /// The CA file cannot be used.
    #[error("CA file {path} cannot be used: {reason}")]
    CaFile {
        /// The file.
        path: String,
        /// Why.
        reason: String,
    },
    /// The platform's certificate authorities cannot be loaded (`SSL_CERT_FILE`, `SSL_CERT_DIR`).
    #[error("the platform's certificate authorities cannot be loaded: {0}")]
    PlatformAuthorities(String),
}

impl Upstream {
    /// How long resolved addresses are believed.
    pub const RESOLVE_EVERY: Duration = Duration::from_secs(10);

    /// A target from an absolute URL, `http://host[:port]` or `https://host[:port]`; its path is ignored.
    /// The certificate must be valid for the host and signed by an authority of the platform.
    pub fn from_url(url: &str) -> Result<Self, TargetError> {
        url.parse().map_err(|_| TargetError::Url(url.to_owned())).and_then(|uri| Self::from_uri(&uri))
    }

    /// As [`from_url`](Self::from_url).
    pub fn from_uri(uri: &Uri) -> Result<Self, TargetError> {
        let bad = || TargetError::Url(uri.to_string());
        let tls = match uri.scheme_str() {
            Some("http") => false,
            Some("https") => true,
            _ => return Err(bad()),
        };
        let authority = uri.authority().ok_or_else(bad)?;
        if authority.as_str().contains('@') {
            return Err(TargetError::UserInfo(authority.host().to_owned()));
        }
        let host = authority.host().trim_start_matches('[').trim_end_matches(']').to_owned();
        let port = match authority.port_u16() {
            Some(port) => port,
            // A port that is there but empty or above 65535.
            None if authority.as_str().len() > authority.host().len() => return Err(bad()),
            None if tls => 443,
            None => 80,
        };
        if host.is_empty() || port == 0 {
            return Err(bad());
        }
        let sni = if tls { host.clone() } else { String::new() };
        let template = HttpPeer::new(SocketAddr::from(([0, 0, 0, 0], 0)), tls, sni);
        let authority = HeaderValue::from_str(authority.as_str()).map_err(|_| bad())?;
        Ok(Self { inner: Arc::new(Inner { authority, tls, peers: Peers::new(host, port, template) }) })
    }

    /// Trusts the authorities in this PEM file instead of the platform's.
    pub fn with_ca_file(self, path: impl AsRef<Path>) -> Result<Self, TargetError> {
        let authorities = Authorities::load(path.as_ref())?;
        let peers = self.inner.peers.with_template(|template| {
            template.options.ca = Some(authorities.certificates());
            // Pingora's pool key leaves the CA out: without this a connection verified against one
            // authority would be reused for a target that trusts another.
            template.group_key = authorities.fingerprint();
        });
        Ok(Self {
            inner: Arc::new(Inner { authority: self.inner.authority.clone(), tls: self.inner.tls, peers }),
        })
    }

    /// The authority as it was given: the value of the `host` header.
    pub fn authority(&self) -> &HeaderValue {
        &self.inner.authority
    }

    /// Whether TLS is spoken.
    pub fn is_tls(&self) -> bool {
        self.inner.tls
    }

    /// The peers of this target, one for each address, in the order in which to try them.
    pub(crate) async fn peers(&self, within: Duration) -> Result<Arc<[HttpPeer]>, UpstreamError> {
        self.inner.peers.resolve(within).await
    }
}

impl fmt::Debug for Upstream {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Upstream({self})")
    }
}

impl fmt::Display for Upstream {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let scheme = if self.inner.tls { "https" } else { "http" };
        write!(f, "{scheme}://{}", String::from_utf8_lossy(self.inner.authority.as_bytes()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn reads_urls() {
        let plain = Upstream::from_url("http://legacy.example:8080/ws?x").unwrap();
        assert_eq!(plain.to_string(), "http://legacy.example:8080");
        assert!(!plain.is_tls());
        let six = Upstream::from_url("https://[::1]").unwrap();
        assert_eq!(six.authority(), "[::1]");
        assert_eq!(six.peers(Duration::ZERO).await.unwrap()[0].sni, "::1");
    }

    #[test]
    fn refuses_what_is_no_target() {
        for url in
            ["", "legacy:8080", "/path", "ftp://x", "http://", "http://x:0", "http://a b", "http://x:99999"]
        {
            assert!(Upstream::from_url(url).is_err(), "{url}");
        }
        let error = Upstream::from_url("http://me:pw@x/").unwrap_err();
        assert!(matches!(error, TargetError::UserInfo(host) if host == "x"));
    }
}
