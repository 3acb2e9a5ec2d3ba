// SPDX-License-Identifier: EUPL-1.2
//! `google.rpc.Status`: the error model of gRPC.

use std::collections::BTreeMap;

use fachwerk_mapping::{Mapping, OperationId};
use prost::Message;
use prost_types::Any;
use tonic::Code;

use super::google::{
    BadRequest, Detail, ErrorInfo, FieldViolation, LocalizedMessage, RequestInfo, Status, any,
};
use super::{FaultReport, Problem, ProblemKind};

/// Domain of the reasons of this proxy's own problems.
pub(crate) const DOMAIN: &str = "fachwerk";
/// Metadata key of the stable code.
const CODE: &str = "code";
/// Metadata key of the fault code.
pub(crate) const FAULT_CODE: &str = "faultCode";
/// Metadata key of the subcodes, separated by spaces.
pub(crate) const FAULT_SUBCODES: &str = "faultSubcodes";
/// Metadata keys of role and node.
pub(crate) const FAULT_ROLE: &str = "faultRole";
pub(crate) const FAULT_NODE: &str = "faultNode";
/// Metadata key that says that the typed detail was left out.
const DETAIL_OMITTED: &str = "detailOmitted";
/// Metadata key that says how many violations were left out.
const VIOLATIONS_OMITTED: &str = "violationsOmitted";
/// Bytes of a status that fit into trailers everywhere: in base64 it is a third more, and 8 KiB for all headers is
/// what the strictest of the usual clients take.
const FITS_TRAILERS: usize = 5 * 1024;

/// A status for `grpc-status`, `grpc-message` and `grpc-status-details-bin`.
#[derive(Clone, Debug, PartialEq)]
pub struct RpcStatus(Status);

impl RpcStatus {
    /// The status of a problem.
    pub fn of_problem(problem: &Problem, request_id: Option<&str>) -> Self {
        let mut details = vec![info(&reason(problem.kind), DOMAIN, problem.kind, None).pack()];
        if !problem.violations.is_empty() && problem.kind.grpc() == Code::InvalidArgument {
            let mut bytes = 0;
            let field_violations: Vec<_> = problem
                .violations
                .iter()
                .map(|violation| FieldViolation {
                    field: violation.path.clone(),
                    description: violation.message.clone(),
                    reason: violation.code.to_owned(),
                })
                // The first that fit; better some than none.
                .take_while(|violation| {
                    bytes += violation.encoded_len() + 4;
                    bytes <= FITS_TRAILERS / 2
                })
                .collect();
            let omitted = problem.violations.len() - field_violations.len();
            details.push(BadRequest { field_violations }.pack());
            if omitted > 0 {
                let mut info = info(&reason(problem.kind), DOMAIN, problem.kind, None);
                info.metadata.insert(VIOLATIONS_OMITTED.to_owned(), omitted.to_string());
                details[0] = info.pack();
            }
        }
        Self::new(problem.kind, problem.detail.clone(), details, request_id)
    }

    /// The status of a fault of an operation. The detail must be in protobuf already.
    pub fn of_fault(
        mapping: &Mapping,
        operation: OperationId,
        fault: &FaultReport,
        request_id: Option<&str>,
    ) -> Self {
        let shape = mapping.operation(operation);
        let declared = fault.declared.as_ref().and_then(|declared| {
            let found = shape.faults.get(declared.index)?;
            Some((found, declared))
        });
        let mut details = match declared {
            Some((found, declared)) => {
                let service = mapping.services.get(shape.service).map_or("", |service| service.name.as_str());
                let name = message_name(mapping, &mapping.structure(found.message.root).name);
                vec![
                    any(&name, declared.detail.clone()),
                    info(&found.name, service, fault.kind, Some(fault)).pack(),
                ]
            }
            None => vec![info(&reason(fault.kind), DOMAIN, fault.kind, Some(fault)).pack()],
        };
        if let Some(locale) = fault.language.clone() {
            details.push(LocalizedMessage { locale, message: fault.reason.clone() }.pack());
        }
        for reason in &fault.translations {
            let locale = reason.language.clone().unwrap_or_default();
            details.push(LocalizedMessage { locale, message: reason.text.clone() }.pack());
        }
        Self::new(fault.kind, fault.reason.clone(), details, request_id)
    }

    fn new(kind: ProblemKind, message: String, mut details: Vec<Any>, request_id: Option<&str>) -> Self {
        if let Some(request_id) = request_id {
            details
                .push(RequestInfo { request_id: request_id.to_owned(), serving_data: String::new() }.pack());
        }
        Self(Status { code: kind.grpc() as i32, message, details })
    }

    /// The message `google.rpc.Status`.
    pub fn encode(&self) -> Vec<u8> {
        self.0.encode_to_vec()
    }

    /// The status as it goes over the wire. Details that no client could take are left out, and the `ErrorInfo`
    /// says so: trailers that exceed a client's limit would cost it the whole status.
    pub fn into_tonic(mut self) -> tonic::Status {
        if self.0.encoded_len() > FITS_TRAILERS {
            self.0.details.retain(type_is_small);
            for detail in &mut self.0.details {
                if let Some(mut info) = ErrorInfo::unpack(detail) {
                    info.metadata.insert(DETAIL_OMITTED.to_owned(), "true".to_owned());
                    *detail = info.pack();
                }
            }
        }
        let mut message = self.0.message.clone();
        truncate(&mut message, FITS_TRAILERS / 4);
        self.0.message.clone_from(&message);
        let details = self.0.encode_to_vec();
        tonic::Status::with_details(Code::from_i32(self.0.code), message, details.into())
    }
}

fn type_is_small(detail: &Any) -> bool {
    let names = [ErrorInfo::NAME, RequestInfo::NAME];
    names.contains(&super::google::type_name(detail)) && detail.value.len() < FITS_TRAILERS / 4
}

/// Shortens a text without cutting a character.
fn truncate(text: &mut String, most: usize) {
    if text.len() > most {
        text.truncate(text.floor_char_boundary(most));
        text.push('…');
    }
}

/// The full protobuf name of a message of the contract.
pub(crate) fn message_name(mapping: &Mapping, name: &str) -> String {
    if mapping.package.is_empty() { name.to_owned() } else { format!("{}.{name}", mapping.package) }
}

fn info(reason: &str, domain: &str, kind: ProblemKind, fault: Option<&FaultReport>) -> ErrorInfo {
    let mut metadata = BTreeMap::from([(CODE.to_owned(), kind.code().to_owned())]);
    if let Some(fault) = fault {
        metadata.insert(FAULT_CODE.to_owned(), fault.code.clone());
        if !fault.subcodes.is_empty() {
            metadata.insert(FAULT_SUBCODES.to_owned(), fault.subcodes.join(" "));
        }
        for (key, text) in [(FAULT_ROLE, &fault.role), (FAULT_NODE, &fault.node)] {
            metadata.extend(text.clone().map(|text| (key.to_owned(), text)));
        }
    }
    ErrorInfo { reason: reason.to_owned(), domain: domain.to_owned(), metadata }
}

/// `backend-timeout` as the reason `BACKEND_TIMEOUT`.
fn reason(kind: ProblemKind) -> String {
    kind.name().replace('-', "_").to_ascii_uppercase()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::outcome::Violation;

    #[test]
    fn problems_become_statuses() {
        let mut problem = Problem::new(ProblemKind::InvalidRequest, "2 places");
        problem.violations.push(Violation {
            path: "/a".into(),
            place: None,
            message: "wrong".into(),
            code: "FW-2005",
        });
        let status = RpcStatus::of_problem(&problem, Some("id-1")).into_tonic();
        assert_eq!((status.code(), status.message()), (Code::InvalidArgument, "2 places"));
        let status = Status::decode(status.details()).unwrap();
        assert_eq!(status.code, Code::InvalidArgument as i32);
        let info = ErrorInfo::unpack(&status.details[0]).unwrap();
        assert_eq!((info.reason.as_str(), info.domain.as_str()), ("INVALID_REQUEST", "fachwerk"));
        assert_eq!(info.metadata["code"], "FW-4008");
        let bad = BadRequest::unpack(&status.details[1]).unwrap();
        assert_eq!(bad.field_violations[0].field, "/a");
        assert_eq!(RequestInfo::unpack(&status.details[2]).unwrap().request_id, "id-1");
    }

    #[test]
    fn what_does_not_fit_into_trailers_is_left_out() {
        let mut problem = Problem::new(ProblemKind::InvalidRequest, "ä".repeat(5000));
        problem.violations.push(Violation {
            path: "x".repeat(10_000),
            place: None,
            message: String::new(),
            code: "FW-2005",
        });
        let status = RpcStatus::of_problem(&problem, None).into_tonic();
        assert!(status.details().len() < FITS_TRAILERS, "{}", status.details().len());
        let status = Status::decode(status.details()).unwrap();
        assert_eq!(ErrorInfo::unpack(&status.details[0]).unwrap().metadata["violationsOmitted"], "1");
    }

    #[test]
    fn of_many_violations_those_are_told_that_fit() {
        let mut problem = Problem::new(ProblemKind::InvalidRequest, "many places");
        problem.violations =
            vec![
                Violation { path: "a.b".into(), place: None, message: "wrong".repeat(20), code: "FW-2005" };
                100
            ];
        let status = RpcStatus::of_problem(&problem, None).into_tonic();
        assert!(status.details().len() < FITS_TRAILERS, "{}", status.details().len());
        let status = Status::decode(status.details()).unwrap();
        let told = BadRequest::unpack(&status.details[1]).unwrap().field_violations.len();
        assert!(told > 10, "{told}");
        let info = ErrorInfo::unpack(&status.details[0]).unwrap();
        assert_eq!(info.metadata["violationsOmitted"], (100 - told).to_string());
    }
}
