// SPDX-License-Identifier: EUPL-1.2
//! SOAP versions.

use fachwerk_contract::service::Protocol;
use fachwerk_xml::EncodingStyle;

/// A SOAP version.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Version {
    /// SOAP 1.1.
    Soap11,
    /// SOAP 1.2.
    Soap12,
}

impl Version {
    /// Namespace of its envelope.
    pub fn namespace(self) -> &'static str {
        match self {
            Self::Soap11 => "http://schemas.xmlsoap.org/soap/envelope/",
            Self::Soap12 => "http://www.w3.org/2003/05/soap-envelope",
        }
    }

    /// The version whose envelope has this namespace.
    pub fn of_namespace(namespace: &str) -> Option<Self> {
        [Self::Soap11, Self::Soap12].into_iter().find(|version| version.namespace() == namespace)
    }

    /// Its own encoding.
    pub(crate) fn encoding(self) -> EncodingStyle {
        match self {
            Self::Soap11 => EncodingStyle::Soap11,
            Self::Soap12 => EncodingStyle::Soap12,
        }
    }

    /// Media type of its envelopes, with the encoding that is always written.
    pub fn content_type(self) -> &'static str {
        match self {
            Self::Soap11 => "text/xml; charset=utf-8",
            Self::Soap12 => "application/soap+xml; charset=utf-8",
        }
    }
}

impl From<Protocol> for Version {
    /// An HTTP binding has no envelope, and no operation of a mapping has one; it counts as SOAP 1.1.
    fn from(protocol: Protocol) -> Self {
        match protocol {
            Protocol::Soap12 => Self::Soap12,
            Protocol::Soap11 | Protocol::Http => Self::Soap11,
        }
    }
}
