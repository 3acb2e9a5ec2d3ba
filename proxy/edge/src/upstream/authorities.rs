// SPDX-License-Identifier: EUPL-1.2
//! The certificate authorities of one target.

use std::{
    hash::{DefaultHasher, Hash, Hasher},
    panic,
    path::Path,
    sync::Arc,
};

use pingora::{
    protocols::tls::CaType,
    tls::RootCertStore,
    utils::tls::{WrappedX509, parse_x509},
};
use rustls_pki_types::{CertificateDer, pem::PemObject};

use super::TargetError;

/// The certificate authorities of one target, from a PEM file.
#[derive(Clone)]
pub(super) struct Authorities {
    certificates: Arc<CaType>,
    fingerprint: u64,
}

impl Authorities {
    pub(super) fn load(path: &Path) -> Result<Self, TargetError> {
        let failed = |reason: String| TargetError::CaFile { path: path.display().to_string(), reason };
        let mut store = RootCertStore::empty();
        let mut hasher = DefaultHasher::new();
        let mut certificates = Vec::new();
        for certificate in CertificateDer::pem_file_iter(path).map_err(|error| failed(error.to_string()))? {
            let certificate = certificate.map_err(|error| failed(error.to_string()))?;
            store.add(certificate.clone()).map_err(|error| failed(error.to_string()))?;
            let der = certificate.to_vec();
            der.hash(&mut hasher);
            // Pingora wants certificates parsed by a function that panics on what it cannot read.
            let parsed = panic::catch_unwind(|| WrappedX509::new(der, parse_x509));
            certificates.push(parsed.map_err(|_| failed("not an X.509 certificate".to_owned()))?);
        }
        if certificates.is_empty() {
            return Err(failed("no certificate in it".to_owned()));
        }
        Ok(Self { certificates: certificates.into(), fingerprint: hasher.finish() })
    }

    pub(super) fn certificates(&self) -> Arc<CaType> {
        self.certificates.clone()
    }

    /// Tells sets of authorities apart in the connection pool.
    pub(super) fn fingerprint(&self) -> u64 {
        self.fingerprint
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn refuses_files_without_certificates() {
        let missing = Authorities::load(Path::new("/does/not/exist.pem"));
        assert!(matches!(missing, Err(TargetError::CaFile { .. })));
        let file = tempfile::NamedTempFile::new().unwrap();
        assert!(matches!(Authorities::load(file.path()), Err(TargetError::CaFile { .. })));
    }
}
