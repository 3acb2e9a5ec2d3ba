//! What callers are told when there is no answer: problem documents (RFC 9457) over HTTP, `google.rpc.Status` over
//! gRPC, both the same as the facade's.

use axum::http::StatusCode;
use serde::Serialize;
use serde_json::Value;
use tonic::Code;

use crate::wire::Invalid;

/// What a problem is in every protocol.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Kind {
    /// Stable code.
    pub code: &'static str,
    /// The last part of the problem type, `urn:fachwerk:problem:<name>`.
    pub name: &'static str,
    /// One line for people.
    pub title: &'static str,
    /// HTTP status.
    pub status: StatusCode,
    /// gRPC status.
    pub grpc: Code,
}

macro_rules! kinds {
    ($($(#[$doc:meta])* $kind:ident = $code:literal $name:literal $title:literal $status:ident $grpc:ident;)*) => {
        impl Kind {
            $(
                $(#[$doc])*
                pub const $kind: Self = Self {
                    code: $code,
                    name: $name,
                    title: $title,
                    status: StatusCode::$status,
                    grpc: Code::$grpc,
                };
            )*
        }
    };
}

kinds! {
    /// Nothing is served at this path.
    UNKNOWN_PATH = "FW-4001" "unknown-path" "Nothing is served at this path" NOT_FOUND Unimplemented;
    /// The path exists, for another method.
    METHOD_NOT_ALLOWED = "FW-4002" "method-not-allowed" "The method is not allowed at this path" METHOD_NOT_ALLOWED Unimplemented;
    /// No media type that the caller accepts can be sent.
    NOT_ACCEPTABLE = "FW-4003" "not-acceptable" "No acceptable media type" NOT_ACCEPTABLE Unimplemented;
    /// The request is larger than the limit.
    REQUEST_TOO_LARGE = "FW-4005" "request-too-large" "The request exceeds a limit" PAYLOAD_TOO_LARGE ResourceExhausted;
    /// The body is in no form that is understood here.
    UNSUPPORTED_MEDIA_TYPE = "FW-4006" "unsupported-media-type" "The media type is not supported" UNSUPPORTED_MEDIA_TYPE Unimplemented;
    /// The body is not what its media type says.
    MALFORMED_REQUEST = "FW-4007" "malformed-request" "The request is malformed" BAD_REQUEST InvalidArgument;
    /// The body is well-formed, and not what the contract allows.
    INVALID_REQUEST = "FW-4008" "invalid-request" "The request does not match the contract" BAD_REQUEST InvalidArgument;
    /// A fault that the contract declares.
    DECLARED_FAULT = "FW-4200" "declared-fault" "The service reports a declared fault" UNPROCESSABLE_ENTITY FailedPrecondition;
    /// A fault that is not declared and blames the caller.
    SENDER_FAULT = "FW-4201" "sender-fault" "The service rejects the request" BAD_REQUEST InvalidArgument;
    /// A fault that is not declared and blames the service.
    RECEIVER_FAULT = "FW-4202" "receiver-fault" "The service failed" BAD_GATEWAY Unknown;
    /// A mistake of this program.
    INTERNAL = "FW-4301" "internal" "The service failed" INTERNAL_SERVER_ERROR Internal;
    /// Not ready, or going away.
    NOT_READY = "FW-4302" "not-ready" "The service is not ready" SERVICE_UNAVAILABLE Unavailable;
    /// This service does not do what the operation asks for yet.
    NOT_IMPLEMENTED = "FW-1580" "not-implemented" "The operation is not implemented yet" NOT_IMPLEMENTED Unimplemented;
}

/// One place in a request that is wrong.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Violation {
    /// Where.
    pub path: String,
    /// One sentence.
    pub message: String,
    /// Stable code.
    pub code: &'static str,
}

/// Why there is no answer.
#[derive(Debug, Clone, PartialEq)]
pub struct Problem {
    /// What went wrong.
    pub kind: Kind,
    /// One sentence for the caller.
    pub detail: String,
    /// Where the request is wrong.
    pub errors: Vec<Violation>,
    /// The fault, where it is one.
    pub fault: Option<FaultReport>,
}

/// A fault in the words of SOAP, with its typed detail where the contract declares it.
#[derive(Debug, Clone, PartialEq)]
pub struct FaultReport {
    /// `Client` or `Server`, `Sender` or `Receiver`, or `{namespace}local`.
    pub code: String,
    /// Subcodes from the outside in.
    pub subcodes: Vec<String>,
    /// Language of the reason.
    pub language: Option<String>,
    /// The detail of a declared fault.
    pub declared: Option<Detail>,
}

/// The detail of a declared fault in both forms.
#[derive(Debug, Clone, PartialEq)]
pub struct Detail {
    /// The fault's name.
    pub name: &'static str,
    /// The problem type, `urn:fachwerk:fault:<service>:<operation>:<fault>`.
    pub problem_type: &'static str,
    /// HTTP status.
    pub status: u16,
    /// The service that declares it.
    pub service: &'static str,
    /// The detail in JSON.
    pub json: Value,
    /// Full name of the protobuf message.
    pub message: &'static str,
    /// The detail in protobuf.
    pub protobuf: Vec<u8>,
}

/// The document, with its members in the facade's order.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Document<'a> {
    r#type: String,
    title: &'a str,
    status: u16,
    detail: &'a str,
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    errors: &'a [Violation],
    #[serde(skip_serializing_if = "Option::is_none")]
    fault_code: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    fault_language: Option<&'a str>,
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    fault_subcodes: &'a [String],
    #[serde(skip_serializing_if = "Option::is_none")]
    fault: Option<serde_json::Map<String, Value>>,
    code: &'a str,
    request_id: &'a str,
}

impl Problem {
    /// A problem with one sentence about it.
    pub fn new(kind: Kind, detail: impl Into<String>) -> Self {
        Self {
            kind,
            detail: detail.into(),
            errors: Vec::new(),
            fault: None,
        }
    }

    /// A request that does not match the contract.
    pub fn invalid(path: impl Into<String>, message: impl Into<String>) -> Self {
        let message = message.into();
        let violation = Violation {
            path: path.into(),
            message: message.clone(),
            code: "FW-2005",
        };
        Self {
            errors: vec![violation],
            ..Self::new(Kind::INVALID_REQUEST, message)
        }
    }

    /// A body that is no JSON, or JSON of another form.
    pub fn unreadable(error: &serde_json::Error) -> Self {
        match error.classify() {
            serde_json::error::Category::Data => Self::invalid("", error.to_string()),
            _ => Self::new(Kind::MALFORMED_REQUEST, error.to_string()),
        }
    }

    /// The HTTP status.
    pub fn status(&self) -> StatusCode {
        let declared = self
            .fault
            .as_ref()
            .and_then(|report| report.declared.as_ref());
        declared
            .and_then(|detail| StatusCode::from_u16(detail.status).ok())
            .unwrap_or(self.kind.status)
    }

    /// The problem document.
    pub fn document(&self, request_id: &str) -> Vec<u8> {
        let report = self.fault.as_ref();
        let declared = report.and_then(|report| report.declared.as_ref());
        let document = Document {
            r#type: declared.map_or_else(
                || format!("urn:fachwerk:problem:{}", self.kind.name),
                |detail| detail.problem_type.to_owned(),
            ),
            title: declared.map_or(self.kind.title, |detail| detail.name),
            status: self.status().as_u16(),
            detail: &self.detail,
            errors: &self.errors,
            fault_code: report.map(|report| report.code.as_str()),
            fault_language: report.and_then(|report| report.language.as_deref()),
            fault_subcodes: report.map_or(&[], |report| &report.subcodes),
            fault: declared.map(|detail| {
                serde_json::Map::from_iter([(detail.name.to_owned(), detail.json.clone())])
            }),
            code: self.kind.code,
            request_id,
        };
        // Strings, numbers and values that are JSON already: writing them into memory cannot fail.
        serde_json::to_vec(&document).unwrap_or_default()
    }
}

impl From<Invalid> for Problem {
    fn from(error: Invalid) -> Self {
        Self::invalid(error.path, error.message)
    }
}
