// SPDX-License-Identifier: EUPL-1.2
//! Fault codes of both versions.

use fachwerk_contract::QName;

use crate::Version;

/// A fault code. Where the versions have different words for the same, it is in those of SOAP 1.2.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum FaultCode {
    /// The envelope's version is not known.
    VersionMismatch,
    /// A header block must be understood and was not.
    MustUnderstand,
    /// The message was wrong: `Client` (SOAP 1.1), `Sender` (SOAP 1.2).
    Sender,
    /// The message could not be processed: `Server` (SOAP 1.1), `Receiver` (SOAP 1.2).
    Receiver,
    /// An encoding style that is not known (SOAP 1.2).
    DataEncodingUnknown,
    /// A code that SOAP does not define (SOAP 1.1 allows it).
    Other(QName),
}

impl FaultCode {
    /// Code and, where it says more than the code, subcode.
    pub(crate) fn parse(version: Version, name: QName, prefixed: bool) -> (Self, Option<QName>) {
        let own = name.namespace == version.namespace();
        match version {
            Version::Soap12 => match name.local.as_str() {
                "VersionMismatch" if own => (Self::VersionMismatch, None),
                "MustUnderstand" if own => (Self::MustUnderstand, None),
                "Sender" if own => (Self::Sender, None),
                "Receiver" if own => (Self::Receiver, None),
                "DataEncodingUnknown" if own => (Self::DataEncodingUnknown, None),
                _ => (Self::Other(name), None),
            },
            Version::Soap11 => {
                let (first, more) =
                    name.local.split_once('.').map_or((&*name.local, false), |(f, _)| (f, true));
                // Much deployed software forgets the prefix.
                let code = match first {
                    _ if !own && prefixed => None,
                    "VersionMismatch" => Some(Self::VersionMismatch),
                    "MustUnderstand" => Some(Self::MustUnderstand),
                    "Client" => Some(Self::Sender),
                    "Server" => Some(Self::Receiver),
                    _ => None,
                };
                match code {
                    Some(code) if more => (code, Some(QName::new(version.namespace(), name.local))),
                    Some(code) => (code, None),
                    None => (Self::Other(name), None),
                }
            }
        }
    }

    /// Local name in a version's words; `None` for a code that SOAP does not define.
    pub fn local_name(&self, version: Version) -> Option<&'static str> {
        Some(match (self, version) {
            (Self::VersionMismatch, _) => "VersionMismatch",
            (Self::MustUnderstand, _) => "MustUnderstand",
            (Self::Sender | Self::DataEncodingUnknown, Version::Soap11) => "Client",
            (Self::Receiver, Version::Soap11) => "Server",
            (Self::Sender, Version::Soap12) => "Sender",
            (Self::Receiver, Version::Soap12) => "Receiver",
            (Self::DataEncodingUnknown, Version::Soap12) => "DataEncodingUnknown",
            (Self::Other(_), _) => return None,
        })
    }
}
