// SPDX-License-Identifier: EUPL-1.2
//! Why an envelope could not be read.

use fachwerk_contract::QName;
use fachwerk_message::{CodecError, ErrorKind};

use crate::FaultCode;

/// Why an envelope could not be read. SOAP has fault codes for two of the reasons, so they are told apart.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum SoapError {
    /// Not XML, not an envelope, or not a message of the contract.
    #[error("{0}")]
    Message(#[from] Box<CodecError>),
    /// An envelope of a version that does not exist here.
    #[error("{}: the envelope has namespace `{namespace}`, which is neither SOAP 1.1 nor SOAP 1.2", ErrorKind::Unsupported.code())]
    VersionMismatch {
        /// Its namespace.
        namespace: String,
        /// Byte offset of the envelope.
        offset: usize,
    },
    /// A header block that must be understood and is not.
    #[error("{}: header block `{header}` must be understood, and the contract does not declare it", ErrorKind::Structure.code())]
    MustUnderstand {
        /// Its name.
        header: QName,
        /// Its byte offset.
        offset: usize,
    },
}

impl SoapError {
    /// The fault code to answer with where the message came from a caller.
    pub fn fault_code(&self) -> FaultCode {
        match self {
            Self::Message(_) => FaultCode::Sender,
            Self::VersionMismatch { .. } => FaultCode::VersionMismatch,
            Self::MustUnderstand { .. } => FaultCode::MustUnderstand,
        }
    }

    /// The same error with its offset put elsewhere.
    pub(crate) fn moved(mut self, place: impl Fn(usize) -> usize) -> Self {
        match &mut self {
            Self::Message(error) => error.offset = error.offset.map(place),
            Self::VersionMismatch { offset, .. } | Self::MustUnderstand { offset, .. } => {
                *offset = place(*offset);
            }
        }
        self
    }

    /// The same as an error of a codec.
    pub fn into_codec(self) -> Box<CodecError> {
        let without_code =
            |text: String| text.split_once(": ").map_or_else(|| text.clone(), |(_, rest)| rest.to_owned());
        let message = without_code(self.to_string());
        match self {
            Self::Message(error) => error,
            Self::VersionMismatch { offset, .. } => CodecError::at(ErrorKind::Unsupported, offset, message),
            Self::MustUnderstand { offset, .. } => CodecError::at(ErrorKind::Structure, offset, message),
        }
    }
}
