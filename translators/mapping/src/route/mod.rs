// SPDX-License-Identifier: EUPL-1.2
//! The REST shape of operations: method, path, and which members travel as parameters.
//!
//! A [`Route`] is what the lock keeps: names and JSON Pointers, readable in a review. [`Mapping::apply_routes`] turns
//! it into what the proxy and the OpenAPI document run on: [`Parameter`]s with field indices. Both read the same
//! table, so they cannot disagree.
//!
//! A member of the message's object is either in the body as a whole or told by parameters as a whole. That keeps the
//! way back exact: the message is the body with the parameters' members put back.

mod apply;
mod member;
mod template;

use std::collections::BTreeMap;

use fachwerk_contract::service::EffectClass;
use serde::{Deserialize, Serialize};

use crate::ScalarId;

pub use apply::RouteError;
pub use member::{Leaf, MemberError};
pub use template::{Segment, segments};

/// How paths and methods are chosen where nobody says so.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum RestStyle {
    /// `POST /{service}/{operation}`, the whole message in the body.
    #[default]
    Rpc,
    /// Verbs, paths and parameters from names and shapes.
    Resource,
}

impl RestStyle {
    /// The default, which the lock does not mention.
    #[expect(clippy::trivially_copy_pass_by_ref, reason = "serde passes it so")]
    pub(crate) fn is_rpc(&self) -> bool {
        *self == Self::Rpc
    }
}

/// Where a parameter stands in a request (OpenAPI 3.1, section 4.8.12, `in`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ParameterIn {
    /// A segment of the path.
    Path,
    /// The query.
    Query,
    /// A header field.
    Header,
}

impl ParameterIn {
    /// As OpenAPI writes it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Path => "path",
            Self::Query => "query",
            Self::Header => "header",
        }
    }
}

/// A parameter as it is kept: which member travels where, under which name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RouteParameter {
    /// Name in the request.
    pub name: String,
    /// Where.
    #[serde(rename = "in")]
    pub location: ParameterIn,
    /// The member, as a JSON Pointer (RFC 6901) into the message.
    pub member: String,
}

/// The REST shape of one operation as it is kept.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Route {
    /// HTTP method.
    pub method: String,
    /// Path with templates, such as `/personen/{personId}`.
    pub path: String,
    /// Parameters.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub parameters: Vec<RouteParameter>,
    /// Tags; none: the service's name.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tags: Vec<String>,
    /// HTTP status of the answer; none: 200, and 202 for one-way operations.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub status: Option<u16>,
    /// HTTP status of declared faults by name; those not named have 422.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub faults: BTreeMap<String, u16>,
    /// Effect class, where somebody has said it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub effect: Option<EffectClass>,
    /// Somebody decided; otherwise it was proposed.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub overridden: bool,
}

/// A member of an operation's input that travels outside the body.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Parameter {
    /// Name in the request.
    pub name: String,
    /// Where.
    pub location: ParameterIn,
    /// Field indices from the message's object to the member; never empty.
    pub member: Vec<u16>,
    /// The same as a JSON Pointer.
    pub pointer: String,
    /// Type of the value; of one item, where the member is an array.
    pub scalar: ScalarId,
    /// May be given several times: the member is an array or a list.
    pub repeated: bool,
    /// There in every valid message.
    pub required: bool,
}

/// Whether requests of a method have a body (RFC 9110, section 9.3: for the others content has no meaning).
pub fn has_body(method: &str) -> bool {
    !matches!(method, "GET" | "HEAD" | "DELETE" | "OPTIONS" | "TRACE")
}
