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
    tls::{RootCertStore, load_pem_certificates},
    utils::tls::{WrappedX509, parse_x509},
};

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
        todo!()
    }

    pub(super) fn certificates(&self) -> Arc<CaType> {
        self.certificates.clone()
    }

    /// Tells sets of authorities apart in the connection pool.
    pub(super) fn fingerprint(&self) -> u64 {
        self.fingerprint
    }
}
