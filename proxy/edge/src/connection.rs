// SPDX-License-Identifier: EUPL-1.2
//! What is known about the connection a request came by.

use std::net::SocketAddr;

/// The connection a request came by; in the extensions of every request head.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ConnectionInfo {
    /// The other end of the TCP connection: the caller, or the last proxy before us.
    pub peer: Option<SocketAddr>,
    /// Our end.
    pub local: Option<SocketAddr>,
    /// Whether TLS was terminated here.
    pub tls: bool,
}
