// SPDX-License-Identifier: EUPL-1.2
//! Labels, and the words they may have.

use std::sync::Arc;

use prometheus_client::encoding::{EncodeLabelSet, EncodeLabelValue, LabelValueEncoder};

macro_rules! words {
    ($(#[$doc:meta])* $name:ident { $($(#[$what:meta])* $word:ident = $text:literal,)* }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum $name {
            $($(#[$what])* $word,)*
        }

        impl $name {
            /// All of them.
            pub const ALL: &[Self] = &[$(Self::$word,)*];

            /// The word, as labels and logs have it.
            pub fn as_str(self) -> &'static str {
                match self {
                    $(Self::$word => $text,)*
                }
            }
        }

        impl EncodeLabelValue for $name {
            fn encode(&self, encoder: &mut LabelValueEncoder<'_>) -> Result<(), std::fmt::Error> {
                self.as_str().encode(encoder)
            }
        }
    };
}

words! {
    /// The form in which a caller speaks.
    Caller {
        /// JSON over HTTP.
        Rest = "rest",
        /// gRPC.
        Grpc = "grpc",
        /// SOAP.
        Soap = "soap",
        /// Documents, probes, and what is not served at all.
        Other = "other",
    }
}

words! {
    /// The way of a request through the proxy.
    Lane {
        /// Streamed to a backend untouched.
        Relay = "relay",
        /// Translated, or answered here.
        Translate = "translate",
    }
}

words! {
    /// What came of a request.
    Outcome {
        /// An answer.
        Answer = "answer",
        /// A fault of the service, whatever HTTP says about it.
        Fault = "fault",
        /// The request was refused: something is wrong with it.
        Refused = "refused",
        /// The backend or this proxy failed.
        Failed = "failed",
        /// The caller went away before its answer was complete.
        Gone = "gone",
    }
}

words! {
    /// What came of a changed configuration.
    Reload {
        /// It is followed.
        TakenUp = "taken_up",
        /// It cannot be used, and nothing has changed.
        Refused = "refused",
    }
}

words! {
    /// Which message of a call.
    Direction {
        /// What the caller sent.
        Request = "request",
        /// What the service answered.
        Answer = "answer",
    }
}

/// Whose message.
#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
pub(crate) struct MessageLabels {
    pub(crate) service: Arc<str>,
    pub(crate) operation: Arc<str>,
    pub(crate) direction: Direction,
}

/// Whose operation. Empty where a request is for none.
#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
pub(crate) struct OperationLabels {
    pub(crate) service: Arc<str>,
    pub(crate) operation: Arc<str>,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
pub(crate) struct CallLabels {
    pub(crate) service: Arc<str>,
    pub(crate) operation: Arc<str>,
    pub(crate) caller: Caller,
    pub(crate) lane: Lane,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
pub(crate) struct OutcomeLabels {
    pub(crate) service: Arc<str>,
    pub(crate) operation: Arc<str>,
    pub(crate) caller: Caller,
    pub(crate) lane: Lane,
    pub(crate) outcome: Outcome,
    pub(crate) code: &'static str,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
pub(crate) struct ReloadLabels {
    pub(crate) result: Reload,
}
