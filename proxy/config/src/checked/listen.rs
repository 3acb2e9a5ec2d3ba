// SPDX-License-Identifier: EUPL-1.2
//! Where callers are served.

use std::net::SocketAddr;
use std::path::PathBuf;

/// Where callers are served.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listen {
    /// Address and port; port 0 takes a free one.
    pub address: SocketAddr,
    /// TLS, if spoken here.
    pub tls: Option<Tls>,
}

/// Files of a TLS listener.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tls {
    /// PEM file with the certificate chain, the leaf first.
    pub certificate: PathBuf,
    /// PEM file with its key.
    pub key: PathBuf,
}
