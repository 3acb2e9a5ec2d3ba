// SPDX-License-Identifier: EUPL-1.2
//! Files from the network, for those who allow it: bounded in size, time and redirects, and from public addresses
//! only, so that a WSDL cannot make this machine ask its neighbours.

use std::cell::RefCell;
use std::collections::HashMap;
use std::io;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use std::time::{Duration, Instant};

use fachwerk_wsdl::{Source, SourceError};
use ureq::config::Config;
use ureq::http::Uri;
use ureq::tls::{PemItem, RootCerts, TlsConfig};
use ureq::unversioned::resolver::{DefaultResolver, ResolvedSocketAddrs, Resolver};
use ureq::unversioned::transport::{DefaultConnector, NextTimeout};
use ureq::{Agent, Error};

use crate::failure::Failure;

const REDIRECTS: u32 = 5;
/// One file.
const FILE: Duration = Duration::from_secs(30);
/// All files of one run.
const ALL: Duration = Duration::from_mins(5);

/// A source whose remote locations are fetched.
pub(crate) struct Network {
    inner: Box<dyn Source>,
    agent: Agent,
    begun: Instant,
    /// What was fetched: a file is asked for once.
    fetched: RefCell<HashMap<String, Option<Vec<u8>>>>,
}

impl Network {
    pub(crate) fn new(inner: Box<dyn Source>, private: bool) -> Result<Self, Failure> {
        let config = Config::builder()
            .max_redirects(REDIRECTS)
            .http_status_as_error(false)
            .timeout_global(Some(FILE))
            .max_response_header_size(64 << 10)
            // a proxy would look the names up, and nothing could be said about the addresses
            .proxy(None)
            .user_agent(concat!("fachwerk/", env!("CARGO_PKG_VERSION")))
            .tls_config(TlsConfig::builder().root_certs(authorities()?).build())
            .build();
        let resolver = Guarded { names: DefaultResolver::default(), private };
        let agent = Agent::with_parts(config, DefaultConnector::default(), resolver);
        Ok(Self { inner, agent, begun: Instant::now(), fetched: RefCell::default() })
    }

    fn get(&self, url: &str, limit: usize) -> Result<Option<Vec<u8>>, SourceError> {
        if self.begun.elapsed() > ALL {
            return Err(SourceError::Refused(format!("the network took more than {} s", ALL.as_secs())));
        }
        let refused = |error: Error| match error {
            Error::BodyExceedsLimit(_) => SourceError::TooLarge { limit },
            error => SourceError::Refused(error.to_string()),
        };
        let mut response = self.agent.get(url).call().map_err(refused)?;
        match response.status().as_u16() {
            200 => {}
            404 | 410 => return Ok(None),
            status => return Err(SourceError::Refused(format!("the server answers with status {status}"))),
        }
        response.body_mut().with_config().limit(limit as u64).read_to_vec().map(Some).map_err(refused)
    }
}

impl Source for Network {
    fn read(&self, path: &str, limit: usize) -> Result<Option<Vec<u8>>, SourceError> {
        if is_remote(path) { self.fetch(path, limit) } else { self.inner.read(path, limit) }
    }

    fn allows_parents(&self) -> bool {
        self.inner.allows_parents()
    }

    fn relative(&self, absolute: &str) -> Option<String> {
        self.inner.relative(absolute)
    }

    fn catalog(&self, location: Option<&str>, namespace: Option<&str>) -> Option<String> {
        self.inner.catalog(location, namespace)
    }

    fn fetch(&self, url: &str, limit: usize) -> Result<Option<Vec<u8>>, SourceError> {
        if let Some(known) = self.fetched.borrow().get(url) {
            return Ok(known.clone());
        }
        let bytes = self.get(url, limit)?;
        self.fetched.borrow_mut().insert(url.to_owned(), bytes.clone());
        Ok(bytes)
    }
}

/// Whether an input is one on the network.
pub(crate) fn is_remote(location: &str) -> bool {
    let scheme = location.split_once("://").map_or("", |(scheme, _)| scheme);
    scheme.eq_ignore_ascii_case("http") || scheme.eq_ignore_ascii_case("https")
}

/// Mozilla's authorities, or those of `SSL_CERT_FILE`.
fn authorities() -> Result<RootCerts, Failure> {
    let Some(path) = std::env::var_os("SSL_CERT_FILE") else { return Ok(RootCerts::WebPki) };
    let pem = std::fs::read(&path).map_err(|error| Failure::file(path.as_ref(), "read", &error))?;
    let certificates = ureq::tls::parse_pem(&pem).filter_map(|item| match item {
        Ok(PemItem::Certificate(certificate)) => Some(certificate),
        _ => None,
    });
    Ok(RootCerts::from(certificates))
}

/// Looks names up, and gives only those addresses that may be connected to. Each redirect passes here, too.
#[derive(Debug)]
struct Guarded {
    names: DefaultResolver,
    private: bool,
}

impl Resolver for Guarded {
    fn resolve(
        &self,
        uri: &Uri,
        config: &Config,
        timeout: NextTimeout,
    ) -> Result<ResolvedSocketAddrs, Error> {
        let found = self.names.resolve(uri, config, timeout)?;
        if self.private {
            return Ok(found);
        }
        let mut allowed = self.empty();
        for address in found.iter().filter(|address| is_public(address.ip())) {
            allowed.push(*address);
        }
        if allowed.is_empty() {
            let host = uri.host().unwrap_or_default();
            let message = format!(
                "`{host}` is at a private address; --allow-private-network allows it, if that is where it should be"
            );
            return Err(Error::Io(io::Error::new(io::ErrorKind::PermissionDenied, message)));
        }
        Ok(allowed)
    }
}

/// Whether an address is reached over the Internet (the registries of RFC 6890, as far as they matter).
fn is_public(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(address) => is_public_v4(address),
        IpAddr::V6(address) => is_public_v6(address),
    }
}

fn is_public_v4(address: Ipv4Addr) -> bool {
    let [a, b, c, _] = address.octets();
    !(address.is_private()
        || address.is_loopback()
        || address.is_link_local()
        || address.is_multicast()
        || address.is_documentation()
        || a == 0
        || a >= 240
        || a == 100 && (64..128).contains(&b)
        || a == 192 && b == 0 && c == 0
        || a == 198 && (18..20).contains(&b))
}

fn is_public_v6(address: Ipv6Addr) -> bool {
    let groups = address.segments();
    let embedded = |at: usize| {
        let ([a, b], [c, d]) = (groups[at].to_be_bytes(), groups[at + 1].to_be_bytes());
        is_public_v4(Ipv4Addr::new(a, b, c, d))
    };
    match groups {
        // mapped (::ffff:0:0/96), translated (64:ff9b::/96), 6to4 (2002::/16): what is in it counts
        [0, 0, 0, 0, 0, 0xffff, ..] | [0x64, 0xff9b, 0, 0, 0, 0, ..] => embedded(6),
        [0x2002, ..] => embedded(1),
        // documentation; Teredo and the other special ones below 2001:0200::
        [0x2001, 0x0db8 | ..0x0200, ..] => false,
        // only 2000::/3 is given out
        [first, ..] => first & 0xe000 == 0x2000,
    }
}

#[cfg(test)]
mod tests {
    use super::is_public;

    #[test]
    fn neighbours_are_not_public() {
        for private in [
            "127.0.0.1",
            "127.1.2.3",
            "10.0.0.1",
            "172.16.0.1",
            "172.31.255.255",
            "192.168.1.1",
            "169.254.169.254",
            "0.0.0.0",
            "100.64.0.1",
            "192.0.0.1",
            "198.18.0.1",
            "224.0.0.1",
            "255.255.255.255",
            "240.0.0.1",
            "192.0.2.1",
            "::1",
            "::",
            "fe80::1",
            "fc00::1",
            "fd12:3456::1",
            "ff02::1",
            "::ffff:127.0.0.1",
            "::ffff:10.0.0.1",
            "::127.0.0.1",
            "64:ff9b::7f00:1",
            "2002:7f00:1::",
            "2001:db8::1",
            "2001::1",
        ] {
            assert!(!is_public(private.parse().unwrap()), "{private}");
        }
        for public in
            ["8.8.8.8", "172.32.0.1", "100.128.0.1", "2606:4700::1111", "::ffff:8.8.8.8", "64:ff9b::808:808"]
        {
            assert!(is_public(public.parse().unwrap()), "{public}");
        }
    }
}
