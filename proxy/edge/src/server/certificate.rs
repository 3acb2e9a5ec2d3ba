// SPDX-License-Identifier: EUPL-1.2
//! Certificates of TLS listeners.

use std::sync::Arc;

use pingora::{
    listeners::tls::TlsSettings,
    tls::{ClientHello, CryptoProvider, ResolvesServerCert, sign::CertifiedKey},
};
use rustls_pki_types::{CertificateDer, PrivateKeyDer, pem::PemObject};

use super::listener::TlsFiles;

/// Serves one certificate to everybody. A later reload swaps what is in it.
#[derive(Debug)]
struct OneCertificate(Arc<CertifiedKey>);

impl ResolvesServerCert for OneCertificate {
    fn resolve(&self, _hello: ClientHello<'_>) -> Option<Arc<CertifiedKey>> {
        Some(self.0.clone())
    }
}

/// Reads and checks the files now: given the paths, Pingora would read them later and panic.
pub(super) fn tls_settings(files: &TlsFiles) -> Result<TlsSettings, String> {
    let at = |path: &std::path::Path, error: &dyn std::fmt::Display| format!("{}: {error}", path.display());
    let chain: Vec<_> = CertificateDer::pem_file_iter(&files.certificate)
        .and_then(Iterator::collect)
        .map_err(|error| at(&files.certificate, &error))?;
    if chain.is_empty() {
        return Err(at(&files.certificate, &"no certificate in it"));
    }
    let key = PrivateKeyDer::from_pem_file(&files.key).map_err(|error| at(&files.key, &error))?;
    let provider = CryptoProvider::get_default().ok_or("no crypto provider")?;
    let certified = CertifiedKey::from_der(chain, key, provider).map_err(|error| at(&files.key, &error))?;
    let mut settings = TlsSettings::intermediate("", "").map_err(|error| error.to_string())?;
    settings.set_cert_resolver(Arc::new(OneCertificate(Arc::new(certified))));
    settings.enable_h2();
    Ok(settings)
}
