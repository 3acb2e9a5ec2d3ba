// SPDX-License-Identifier: EUPL-1.2
//! Certificates of TLS listeners.

use std::path::Path;
use std::sync::Arc;

use arc_swap::ArcSwap;
use pingora::{
    listeners::tls::TlsSettings,
    tls::{
        ClientHello, CryptoProvider, ResolvesServerCert, install_default_crypto_provider, sign::CertifiedKey,
    },
};
use rustls_pki_types::{CertificateDer, PrivateKeyDer, pem::PemObject};

use super::listener::TlsFiles;

/// The certificate of a listener. Handshakes take the one that is in it when they begin.
#[derive(Debug)]
pub(super) struct Certificate(ArcSwap<CertifiedKey>);

impl Certificate {
    pub(super) fn new(certified: Arc<CertifiedKey>) -> Self {
        Self(ArcSwap::from(certified))
    }

    /// Serves what the files hold now to those who come from now on.
    pub(super) fn swap(&self, certified: Arc<CertifiedKey>) {
        self.0.store(certified);
    }
}

impl ResolvesServerCert for Certificate {
    fn resolve(&self, _hello: ClientHello<'_>) -> Option<Arc<CertifiedKey>> {
        Some(self.0.load_full())
    }
}

/// Settings of a listener that serves this certificate. Given paths, Pingora would read them later and panic.
pub(super) fn tls_settings(certificate: Arc<Certificate>) -> Result<TlsSettings, String> {
    let mut settings = TlsSettings::intermediate("", "").map_err(|error| error.to_string())?;
    settings.set_cert_resolver(certificate);
    settings.enable_h2();
    Ok(settings)
}

/// What the files hold: a chain, and the key of its first certificate.
pub(super) fn certified(files: &TlsFiles) -> Result<Arc<CertifiedKey>, String> {
    install_default_crypto_provider();
    let at = |path: &Path, error: &dyn std::fmt::Display| format!("{}: {error}", path.display());
    let chain: Vec<_> = CertificateDer::pem_file_iter(&files.certificate)
        .and_then(Iterator::collect)
        .map_err(|error| at(&files.certificate, &error))?;
    if chain.is_empty() {
        return Err(at(&files.certificate, &"no certificate in it"));
    }
    let key = PrivateKeyDer::from_pem_file(&files.key).map_err(|error| at(&files.key, &error))?;
    let provider = CryptoProvider::get_default().ok_or("no crypto provider")?;
    let certified = CertifiedKey::from_der(chain, key, provider).map_err(|error| at(&files.key, &error))?;
    Ok(Arc::new(certified))
}
