// SPDX-License-Identifier: EUPL-1.2
//! One unary call of a caller that speaks gRPC.

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;

use bytes::Bytes;
use fachwerk_edge::{Answering, RequestBody, ResponseBody};
use fachwerk_mapping::OperationId;
use http::request::Parts;
use http::{HeaderName, HeaderValue, Method, Request, Response, header};
use tonic::server::{Grpc, UnaryService};
use tonic::{Code, Status};

use super::body::GrpcBody;
use super::codec::Raw;
use super::timeout::patience;
use crate::call::{Call, perform};
use crate::convert::Form;
use crate::gateway::Served;
use crate::journal::Entry;
use crate::outcome::{Outcome, Problem, RpcStatus};

/// Compression flag and length of a message (gRPC over HTTP/2, `Length-Prefixed-Message`).
pub(super) const FRAME: u64 = 5;
pub(super) const GRPC_STATUS: HeaderName = HeaderName::from_static("grpc-status");

/// Whether a request is gRPC's; gRPC-Web is something else.
pub(crate) fn is_grpc(head: &Parts) -> bool {
    let media_type = head.headers.get(header::CONTENT_TYPE).map(HeaderValue::as_bytes);
    head.method == Method::POST
        && media_type
            .and_then(|media_type| media_type.strip_prefix(b"application/grpc"))
            .is_some_and(|rest| matches!(rest.first(), None | Some(b'+' | b';')))
}

/// Answers a call of an operation.
pub(crate) fn decide(served: &Arc<Served>, operation: OperationId, entry: &Arc<Entry>) -> Answering {
    let limit = served.config.limits.max_bytes;
    let on_disconnect = served.way(operation).on_disconnect;
    let call = Unary { served: served.clone(), operation, entry: entry.clone() };
    let handler = move |request: Request<RequestBody>| async move {
        let entry = call.entry.clone();
        let mut grpc = Grpc::new(Raw).max_decoding_message_size(limit).max_encoding_message_size(usize::MAX);
        let mut response = grpc.unary(call, request.map(GrpcBody)).await;
        note_status(&mut response, &entry);
        entry.trace.mark(response.headers_mut());
        entry.ended_alone();
        response.map(ResponseBody::new)
    };
    Answering::with(handler).max_request_bytes(limit as u64 + FRAME).on_disconnect(on_disconnect)
}

/// A problem as a response.
pub(crate) fn refuse(problem: &Problem, entry: &Entry) -> Response<ResponseBody> {
    entry.problem(problem);
    let status = RpcStatus::of_problem(problem, Some(entry.request_id())).into_tonic();
    let mut response = status.into_http::<tonic::body::Body>();
    note_status(&mut response, entry);
    entry.trace.mark(response.headers_mut());
    response.map(ResponseBody::new)
}

/// Notes the status of a response that has no message, and puts one of tonic's right: it says `OUT_OF_RANGE` of a
/// message that is too large, where gRPC's own documentation wants `RESOURCE_EXHAUSTED`.
pub(super) fn note_status<B>(response: &mut Response<B>, entry: &Entry) {
    let status = response.headers().get(GRPC_STATUS);
    let code = status.map_or(Code::Ok, |status| Code::from_bytes(status.as_bytes()));
    let code = match code {
        Code::OutOfRange => {
            response.headers_mut().insert(GRPC_STATUS, HeaderValue::from(Code::ResourceExhausted as i32));
            Code::ResourceExhausted
        }
        code => code,
    };
    entry.facts().grpc_status = Some(code as i32);
}

/// One operation as tonic calls it.
struct Unary {
    served: Arc<Served>,
    operation: OperationId,
    entry: Arc<Entry>,
}

impl UnaryService<Bytes> for Unary {
    type Response = Bytes;
    type Future = Pin<Box<dyn Future<Output = Result<tonic::Response<Bytes>, Status>> + Send>>;

    fn call(&mut self, request: tonic::Request<Bytes>) -> Self::Future {
        let (served, operation, entry) = (self.served.clone(), self.operation, self.entry.clone());
        Box::pin(async move {
            let patience = patience(request.metadata().as_ref());
            let call = Call {
                served: &served,
                operation,
                form: Form::Protobuf,
                given: None,
                patience,
                entry: &entry,
            };
            let outcome = perform(&call, request.get_ref(), &served.backend).await;
            answer(&call, outcome).map(tonic::Response::new)
        })
    }
}

/// What came of a call, for a caller that speaks gRPC. A one-way operation answers with an empty message.
pub(crate) fn answer(call: &Call<'_>, outcome: Outcome) -> Result<Bytes, Status> {
    let request_id = Some(call.entry.request_id());
    let status = match outcome {
        Outcome::Answer(message) => return Ok(message.into()),
        Outcome::Accepted => return Ok(Bytes::new()),
        Outcome::Fault(fault) => {
            RpcStatus::of_fault(call.served.facade.mapping(), call.operation, &fault, request_id)
        }
        Outcome::Problem(problem) => RpcStatus::of_problem(&problem, request_id),
    };
    Err(status.into_tonic())
}
