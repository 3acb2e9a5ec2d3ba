// SPDX-License-Identifier: EUPL-1.2
//! The legacy service behind a facade.

use std::path::PathBuf;
use std::time::Duration;

use http::Uri;

/// The legacy service behind a facade.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Backend {
    /// Absolute `http` or `https` URL, with path and query.
    pub url: Uri,
    /// The SOAP version it is spoken to in.
    pub soap: SoapChoice,
    /// How long name resolution, TCP and TLS may take. Default 3 s.
    pub connect_timeout: Duration,
    /// How long an answer may take, from the first byte sent to the last received. Default 30 s.
    pub timeout: Duration,
    /// PEM file with the authorities to trust instead of the platform's.
    pub ca_file: Option<PathBuf>,
    /// Bytes of an answer. Default 10 MiB.
    pub max_response: u64,
}

/// The SOAP version a backend is spoken to in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum SoapChoice {
    /// That of the contract's first binding of each operation.
    #[default]
    Contract,
    /// SOAP 1.1.
    V11,
    /// SOAP 1.2.
    V12,
}
