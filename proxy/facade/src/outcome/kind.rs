// SPDX-License-Identifier: EUPL-1.2
//! The table of problems: the one place that says which status a problem has in which protocol.

use http::StatusCode;
use tonic::Code;

/// Who can do something about a problem. In SOAP it decides the fault code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Blame {
    /// The caller: another request may succeed. `Client` in SOAP 1.1, `Sender` in SOAP 1.2.
    Caller,
    /// The service or this proxy: the same request may succeed later. `Server`, `Receiver`.
    Service,
}

/// What a problem is in every protocol.
struct Row {
    kind: ProblemKind,
    code: &'static str,
    name: &'static str,
    title: &'static str,
    status: u16,
    grpc: Code,
    blame: Blame,
}

macro_rules! problems {
    ($($(#[$doc:meta])* $kind:ident = $code:literal $name:literal $title:literal $status:literal $grpc:ident $blame:ident;)*) => {
        /// What went wrong.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum ProblemKind {
            $($(#[$doc])* $kind,)*
        }

        impl ProblemKind {
            /// All of them, in the order of their codes.
            pub const ALL: &[Self] = &[$(Self::$kind,)*];
        }

        static ROWS: &[Row] = &[$(Row {
            kind: ProblemKind::$kind,
            code: $code,
            name: $name,
            title: $title,
            status: $status,
            grpc: Code::$grpc,
            blame: Blame::$blame,
        },)*];
    };
}

problems! {
    /// Nothing is served at this path, or no such gRPC method exists.
    UnknownPath = "FW-4001" "unknown-path" "Nothing is served at this path" 404 Unimplemented Caller;
    /// The path exists, for another method.
    MethodNotAllowed = "FW-4002" "method-not-allowed" "The method is not allowed at this path" 405 Unimplemented Caller;
    /// No media type that the caller accepts can be sent.
    NotAcceptable = "FW-4003" "not-acceptable" "No acceptable media type" 406 Unimplemented Caller;
    /// The caller stopped sending.
    RequestTimeout = "FW-4004" "request-timeout" "The request was not complete in time" 408 Cancelled Caller;
    /// The request is larger, deeper or longer than the limits allow.
    RequestTooLarge = "FW-4005" "request-too-large" "The request exceeds a limit" 413 ResourceExhausted Caller;
    /// The body is in no form that is understood here.
    UnsupportedMediaType = "FW-4006" "unsupported-media-type" "The media type is not supported" 415 Unimplemented Caller;
    /// The body is not what its media type says.
    MalformedRequest = "FW-4007" "malformed-request" "The request is malformed" 400 InvalidArgument Caller;
    /// The body is well-formed, and not what the contract allows.
    InvalidRequest = "FW-4008" "invalid-request" "The request does not match the contract" 400 InvalidArgument Caller;
    /// gRPC needs HTTP/2.
    Http2Required = "FW-4009" "http2-required" "gRPC requires HTTP/2" 505 Unimplemented Caller;
    /// The service has answered, and the attachments are too large to be written into the answer.
    AttachmentsTooLarge = "FW-4011" "attachments-too-large" "The attachments are too large for this form" 406 ResourceExhausted Caller;
    /// The content of an attachment was asked for, and the answer has none.
    NoAttachment = "FW-4012" "no-attachment" "The answer has no attachment" 404 NotFound Caller;
    /// The connection to the service could not be made. It has seen nothing of the request.
    BackendUnreachable = "FW-4101" "backend-unreachable" "The service cannot be reached" 502 Unavailable Service;
    /// The service did not answer in time. It may have acted on the request.
    BackendTimeout = "FW-4102" "backend-timeout" "The service did not answer in time" 504 DeadlineExceeded Service;
    /// The connection ended in the middle of an answer. The service may have acted on the request.
    BackendConnectionLost = "FW-4103" "backend-connection-lost" "The connection to the service was lost" 502 Unavailable Service;
    /// What came back is not SOAP: HTML, garbage, XML with a DTD, nothing.
    BackendNotSoap = "FW-4104" "backend-not-soap" "The service did not answer in SOAP" 502 Internal Service;
    /// SOAP came back that does not match the contract.
    BackendInvalid = "FW-4105" "backend-invalid" "The answer does not match the contract" 502 Internal Service;
    /// The answer exceeds a limit.
    BackendTooLarge = "FW-4106" "backend-too-large" "The answer exceeds a limit" 502 ResourceExhausted Service;
    /// A fault that the contract declares.
    DeclaredFault = "FW-4200" "declared-fault" "The service reports a declared fault" 422 FailedPrecondition Caller;
    /// A fault that is not declared and blames the caller.
    SenderFault = "FW-4201" "sender-fault" "The service rejects the request" 400 InvalidArgument Caller;
    /// A fault that is not declared and blames the service.
    ReceiverFault = "FW-4202" "receiver-fault" "The service failed" 502 Unknown Service;
    /// A fault about SOAP itself (`VersionMismatch`, `MustUnderstand`, `DataEncodingUnknown`): the caller of this
    /// facade did not choose what it complains about.
    ProtocolFault = "FW-4203" "protocol-fault" "The service rejects this proxy's envelope" 502 Internal Service;
    /// A mistake of this program.
    Internal = "FW-4301" "internal" "The proxy failed" 500 Internal Service;
    /// This process is not ready, or is going away.
    NotReady = "FW-4302" "not-ready" "The proxy is not ready" 503 Unavailable Service;
}

impl ProblemKind {
    fn row(self) -> &'static Row {
        &ROWS[self as usize]
    }

    /// Stable code, such as `FW-4101`.
    pub fn code(self) -> &'static str {
        self.row().code
    }

    /// The last part of the problem type, `urn:fachwerk:problem:<name>`.
    pub fn name(self) -> &'static str {
        self.row().name
    }

    /// One line for people.
    pub fn title(self) -> &'static str {
        self.row().title
    }

    /// The HTTP status.
    pub fn status(self) -> StatusCode {
        StatusCode::from_u16(self.row().status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
    }

    /// The gRPC status.
    pub fn grpc(self) -> Code {
        self.row().grpc
    }

    /// Who can do something about it.
    pub fn blame(self) -> Blame {
        self.row().blame
    }

    /// The problem with this name.
    pub fn by_name(name: &str) -> Option<Self> {
        ROWS.iter().find(|row| row.name == name).map(|row| row.kind)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_and_names_are_unique_and_rows_are_in_order() {
        for (index, kind) in ProblemKind::ALL.iter().enumerate() {
            assert_eq!(*kind as usize, index);
            assert_eq!(kind.row().kind, *kind);
            assert_eq!(ProblemKind::by_name(kind.name()), Some(*kind));
            assert!(kind.status().is_client_error() || kind.status().is_server_error());
            assert!(index == 0 || ProblemKind::ALL[index - 1].code() < kind.code());
        }
    }

    #[test]
    fn blame_agrees_with_the_status() {
        for kind in ProblemKind::ALL {
            // 505 is about the version of the protocol that the caller chose.
            let callers = kind.status().is_client_error() || *kind == ProblemKind::Http2Required;
            assert_eq!(callers, kind.blame() == Blame::Caller, "{kind:?}");
        }
    }
}
