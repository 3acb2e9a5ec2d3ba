// SPDX-License-Identifier: EUPL-1.2
//! Where an edge listens.

use std::{
    net::SocketAddr,
    path::{Path, PathBuf},
    sync::Arc,
};

use pingora::tls::sign::CertifiedKey;

use super::{StartError, certificate::certified};

/// Where an edge listens: HTTP/1.1 and HTTP/2 on the same port, by prior knowledge or, with TLS, by ALPN.
#[derive(Clone, Debug)]
pub struct Listener {
    pub(super) address: SocketAddr,
    pub(super) tls: Option<TlsFiles>,
}

#[derive(Clone, Debug)]
pub(super) struct TlsFiles {
    pub(super) certificate: PathBuf,
    pub(super) key: PathBuf,
}

impl Listener {
    /// Without TLS. Port 0 takes a free one; [`Edge::addresses`](crate::Edge::addresses) tells which.
    pub fn plain(address: SocketAddr) -> Self {
        Self { address, tls: None }
    }

    /// With TLS 1.2 and 1.3: a PEM file with the certificate chain, the leaf first, and one with the key.
    pub fn tls(address: SocketAddr, certificate: impl AsRef<Path>, key: impl AsRef<Path>) -> Self {
        let files = TlsFiles { certificate: certificate.as_ref().to_owned(), key: key.as_ref().to_owned() };
        Self { address, tls: Some(files) }
    }

    /// Reads certificate and key, if there are any, without listening anywhere.
    ///
    /// # Errors
    /// Which file, and what is wrong with it.
    pub fn check(&self) -> Result<(), StartError> {
        self.certified().map(drop)
    }

    /// What the files hold now; `None` without TLS.
    pub(super) fn certified(&self) -> Result<Option<Arc<CertifiedKey>>, StartError> {
        let unusable = |reason| StartError::Certificate { address: self.address, reason };
        self.tls.as_ref().map(certified).transpose().map_err(unusable)
    }
}
