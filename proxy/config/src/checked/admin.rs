// SPDX-License-Identifier: EUPL-1.2
//! Where operators ask a running proxy.

use std::net::SocketAddr;
use std::path::PathBuf;

/// Where operators ask a running proxy.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Admin {
    /// Address and port; port 0 takes a free one.
    pub address: SocketAddr,
    /// File with the token to ask with. There is one unless the address is a loopback address.
    pub token_file: Option<PathBuf>,
}
