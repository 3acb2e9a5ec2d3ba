//! `google.rpc.Status`, the error model of gRPC, with the details that the facade gives (googleapis,
//! `google/rpc/status.proto` and `google/rpc/error_details.proto`).

use std::collections::BTreeMap;

use prost::Message;

use crate::problem::Problem;

/// `google.rpc.Status`.
#[derive(Clone, PartialEq, Message)]
pub struct Status {
    #[prost(int32, tag = "1")]
    pub code: i32,
    #[prost(string, tag = "2")]
    pub message: String,
    #[prost(message, repeated, tag = "3")]
    pub details: Vec<Any>,
}

/// `google.protobuf.Any`.
#[derive(Clone, PartialEq, Message)]
pub struct Any {
    #[prost(string, tag = "1")]
    pub type_url: String,
    #[prost(bytes = "vec", tag = "2")]
    pub value: Vec<u8>,
}

/// `google.rpc.ErrorInfo`.
#[derive(Clone, PartialEq, Message)]
pub struct ErrorInfo {
    #[prost(string, tag = "1")]
    pub reason: String,
    #[prost(string, tag = "2")]
    pub domain: String,
    #[prost(btree_map = "string, string", tag = "3")]
    pub metadata: BTreeMap<String, String>,
}

/// `google.rpc.RequestInfo`.
#[derive(Clone, PartialEq, Message)]
pub struct RequestInfo {
    #[prost(string, tag = "1")]
    pub request_id: String,
    #[prost(string, tag = "2")]
    pub serving_data: String,
}

/// `google.rpc.BadRequest`.
#[derive(Clone, PartialEq, Message)]
pub struct BadRequest {
    #[prost(message, repeated, tag = "1")]
    pub field_violations: Vec<FieldViolation>,
}

/// `google.rpc.BadRequest.FieldViolation`.
#[derive(Clone, PartialEq, Message)]
pub struct FieldViolation {
    #[prost(string, tag = "1")]
    pub field: String,
    #[prost(string, tag = "2")]
    pub description: String,
    #[prost(string, tag = "3")]
    pub reason: String,
}

/// `google.rpc.LocalizedMessage`.
#[derive(Clone, PartialEq, Message)]
pub struct LocalizedMessage {
    #[prost(string, tag = "1")]
    pub locale: String,
    #[prost(string, tag = "2")]
    pub message: String,
}

/// Bytes of a status that fit into trailers everywhere.
const FITS_TRAILERS: usize = 5 * 1024;

/// A problem as a status.
pub fn status(problem: &Problem, request_id: &str) -> tonic::Status {
    let mut details = Vec::new();
    let mut metadata = BTreeMap::from([("code".to_owned(), problem.kind.code.to_owned())]);
    let mut reason = problem.kind.name.replace('-', "_").to_ascii_uppercase();
    let mut domain = "fachwerk";
    if let Some(report) = &problem.fault {
        metadata.insert("faultCode".to_owned(), report.code.clone());
        if !report.subcodes.is_empty() {
            metadata.insert("faultSubcodes".to_owned(), report.subcodes.join(" "));
        }
        if let Some(detail) = &report.declared {
            detail.name.clone_into(&mut reason);
            domain = detail.service;
            details.push(any(detail.message, detail.protobuf.clone()));
        }
    }
    let request = RequestInfo {
        request_id: request_id.to_owned(),
        serving_data: String::new(),
    };
    let mut info = ErrorInfo {
        reason,
        domain: domain.to_owned(),
        metadata,
    };
    let mut all = details;
    all.push(any("google.rpc.ErrorInfo", info.encode_to_vec()));
    if let Some(locale) = problem
        .fault
        .as_ref()
        .and_then(|report| report.language.clone())
    {
        let localized = LocalizedMessage {
            locale,
            message: problem.detail.clone(),
        };
        all.push(any(
            "google.rpc.LocalizedMessage",
            localized.encode_to_vec(),
        ));
    }
    if !problem.errors.is_empty() {
        let violations = problem.errors.iter().map(|error| FieldViolation {
            field: error.path.clone(),
            description: error.message.clone(),
            reason: error.code.to_owned(),
        });
        let bad = BadRequest {
            field_violations: violations.collect(),
        };
        all.push(any("google.rpc.BadRequest", bad.encode_to_vec()));
    }
    all.push(any("google.rpc.RequestInfo", request.encode_to_vec()));
    let mut message = problem.detail.clone();
    let mut status = Status {
        code: problem.kind.grpc as i32,
        message: message.clone(),
        details: all,
    };
    if status.encoded_len() > FITS_TRAILERS {
        // Trailers that exceed a caller's limit would cost it the whole status.
        info.metadata
            .insert("detailOmitted".to_owned(), "true".to_owned());
        if message.len() > FITS_TRAILERS / 4 {
            message.truncate(message.floor_char_boundary(FITS_TRAILERS / 4));
            message.push('…');
        }
        status.message.clone_from(&message);
        status.details = vec![
            any("google.rpc.ErrorInfo", info.encode_to_vec()),
            any("google.rpc.RequestInfo", request.encode_to_vec()),
        ];
    }
    tonic::Status::with_details(problem.kind.grpc, message, status.encode_to_vec().into())
}

fn any(name: &str, value: Vec<u8>) -> Any {
    Any {
        type_url: format!("type.googleapis.com/{name}"),
        value,
    }
}
