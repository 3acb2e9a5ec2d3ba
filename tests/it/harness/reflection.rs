// SPDX-License-Identifier: EUPL-1.2
//! gRPC's own services, asked over the wire.

use std::net::SocketAddr;

use prost::Message as _;
use prost_types::FileDescriptorProto;
use tonic_health::pb::{HealthCheckRequest, HealthCheckResponse};
use tonic_reflection::pb::v1::server_reflection_request::MessageRequest;
use tonic_reflection::pb::v1::server_reflection_response::MessageResponse;
use tonic_reflection::pb::v1::{ServerReflectionRequest, ServerReflectionResponse};

use super::grpc;

fn ask(to: SocketAddr, question: MessageRequest) -> MessageResponse {
    let question = ServerReflectionRequest { host: String::new(), message_request: Some(question) };
    let path = "/grpc.reflection.v1.ServerReflection/ServerReflectionInfo";
    let outcome = grpc::send(to, grpc::request(path, grpc::frame(&question.encode_to_vec())));
    let answer = ServerReflectionResponse::decode(outcome.ok().clone()).expect("an answer of reflection");
    answer.message_response.expect("an answer")
}

/// Names of all services.
pub(crate) fn services(to: SocketAddr) -> Vec<String> {
    match ask(to, MessageRequest::ListServices(String::new())) {
        MessageResponse::ListServicesResponse(list) => {
            list.service.into_iter().map(|found| found.name).collect()
        }
        other => panic!("{other:?}"),
    }
}

/// The files that declare a symbol.
pub(crate) fn files(to: SocketAddr, symbol: &str) -> Vec<FileDescriptorProto> {
    match ask(to, MessageRequest::FileContainingSymbol(symbol.to_owned())) {
        MessageResponse::FileDescriptorResponse(files) => files
            .file_descriptor_proto
            .iter()
            .map(|bytes| FileDescriptorProto::decode(bytes.as_slice()).expect("a file descriptor"))
            .collect(),
        other => panic!("{other:?}"),
    }
}

/// What `grpc.health.v1.Health/Check` says: 1 is SERVING.
pub(crate) fn health(to: SocketAddr, service: &str) -> i32 {
    let question = HealthCheckRequest { service: service.to_owned() };
    let outcome =
        grpc::send(to, grpc::request("/grpc.health.v1.Health/Check", grpc::frame(&question.encode_to_vec())));
    HealthCheckResponse::decode(outcome.ok().clone()).expect("an answer of health").status
}
