// SPDX-License-Identifier: EUPL-1.2
//! The messages of `google.rpc` that statuses are made of (googleapis, `google/rpc/status.proto` and
//! `error_details.proto`).

use std::collections::BTreeMap;

use prost::Message;
use prost_types::Any;

/// `google.rpc.Status`.
#[derive(Clone, PartialEq, Message)]
pub(crate) struct Status {
    #[prost(int32, tag = "1")]
    pub(crate) code: i32,
    #[prost(string, tag = "2")]
    pub(crate) message: String,
    #[prost(message, repeated, tag = "3")]
    pub(crate) details: Vec<Any>,
}

/// `google.rpc.ErrorInfo`.
#[derive(Clone, PartialEq, Message)]
pub(crate) struct ErrorInfo {
    #[prost(string, tag = "1")]
    pub(crate) reason: String,
    #[prost(string, tag = "2")]
    pub(crate) domain: String,
    #[prost(btree_map = "string, string", tag = "3")]
    pub(crate) metadata: BTreeMap<String, String>,
}

/// `google.rpc.RequestInfo`.
#[derive(Clone, PartialEq, Message)]
pub(crate) struct RequestInfo {
    #[prost(string, tag = "1")]
    pub(crate) request_id: String,
    #[prost(string, tag = "2")]
    pub(crate) serving_data: String,
}

/// `google.rpc.BadRequest`.
#[derive(Clone, PartialEq, Message)]
pub(crate) struct BadRequest {
    #[prost(message, repeated, tag = "1")]
    pub(crate) field_violations: Vec<FieldViolation>,
}

/// `google.rpc.BadRequest.FieldViolation`.
#[derive(Clone, PartialEq, Message)]
pub(crate) struct FieldViolation {
    #[prost(string, tag = "1")]
    pub(crate) field: String,
    #[prost(string, tag = "2")]
    pub(crate) description: String,
    #[prost(string, tag = "3")]
    pub(crate) reason: String,
}

/// `google.rpc.LocalizedMessage`.
#[derive(Clone, PartialEq, Message)]
pub(crate) struct LocalizedMessage {
    #[prost(string, tag = "1")]
    pub(crate) locale: String,
    #[prost(string, tag = "2")]
    pub(crate) message: String,
}

/// A message that can be a detail of a status.
pub(crate) trait Detail: Message + Default {
    /// Full name.
    const NAME: &'static str;

    fn pack(&self) -> Any {
        any(Self::NAME, self.encode_to_vec())
    }

    fn unpack(any: &Any) -> Option<Self> {
        (type_name(any) == Self::NAME).then(|| Self::decode(any.value.as_slice()).ok()).flatten()
    }
}

impl Detail for ErrorInfo {
    const NAME: &'static str = "google.rpc.ErrorInfo";
}
impl Detail for RequestInfo {
    const NAME: &'static str = "google.rpc.RequestInfo";
}
impl Detail for LocalizedMessage {
    const NAME: &'static str = "google.rpc.LocalizedMessage";
}
impl Detail for BadRequest {
    const NAME: &'static str = "google.rpc.BadRequest";
}

/// A message of any type.
pub(crate) fn any(name: &str, value: Vec<u8>) -> Any {
    Any { type_url: format!("type.googleapis.com/{name}"), value }
}

/// The full name of the type of a message.
pub(crate) fn type_name(any: &Any) -> &str {
    any.type_url.rsplit('/').next().unwrap_or_default()
}
