// SPDX-License-Identifier: EUPL-1.2
//! One facade: a contract, where it is served, and what is behind it.

use std::path::PathBuf;

use fachwerk_message::Limits;

use super::{Attachments, Backend, Validation};

/// One facade: a contract, where it is served, and what is behind it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Facade {
    /// The directory `fachwerk generate` wrote.
    pub contract: PathBuf,
    /// Prefix of REST paths: empty for `/`, else it begins with a slash and does not end with one.
    pub base_path: String,
    /// Where callers that speak SOAP are served.
    pub soap_path: SoapPath,
    /// The legacy service.
    pub backend: Backend,
    /// Limits of a request's message. An answer's are the same, but for [`Backend::max_response`].
    pub limits: Limits,
    /// Bytes of a SOAP request that is relayed unchanged; nothing of it is held in memory. Default 64 MiB.
    pub max_relayed: u64,
    /// What attachments may cost.
    pub attachments: Attachments,
    /// What is checked against the schema.
    pub validation: Validation,
}

/// Where callers that speak SOAP are served: a path in which `{service}` stands for a service's name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SoapPath(pub(crate) String);

impl SoapPath {
    /// Where `{service}` stands for the name of a service.
    pub(crate) const SERVICE: &'static str = "{service}";

    /// The path of one service.
    pub fn of(&self, service: &str) -> String {
        self.0.replace(Self::SERVICE, service)
    }

    /// Whether all services have the same path.
    pub fn is_shared(&self) -> bool {
        !self.0.contains(Self::SERVICE)
    }
}

impl Default for SoapPath {
    fn default() -> Self {
        Self("/soap/{service}".to_owned())
    }
}
