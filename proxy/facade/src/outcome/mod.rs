// SPDX-License-Identifier: EUPL-1.2
//! What came of a call, before it takes the form of the caller.
//!
//! [`ProblemKind`] is the one table of what can go wrong. RFC 9457 documents ([`write_problem`], [`write_fault`]),
//! `google.rpc.Status` ([`RpcStatus`]) and SOAP faults are derived from it and from nothing else.

mod call;
mod fault;
mod google;
mod json;
mod kind;
mod problem;
mod rpc;

pub use call::Outcome;
pub use fault::{DeclaredFault, FaultReport, Translated};
#[cfg(test)]
pub(crate) use google::BadRequest;
pub(crate) use google::{Detail, ErrorInfo, LocalizedMessage, Status, type_name};
pub(crate) use json::{MEDIA_TYPE, fault_status};
pub use json::{fault_type, write_fault, write_problem};
pub use kind::{Blame, ProblemKind};
pub use problem::{Problem, Violation};
pub use rpc::RpcStatus;
pub(crate) use rpc::{FAULT_CODE, FAULT_NODE, FAULT_ROLE, FAULT_SUBCODES, message_name};
