// SPDX-License-Identifier: EUPL-1.2
use std::time::Duration;

use fachwerk_mapping::MessageRole;
use fachwerk_message::Limits;
use prost::Message as _;
use tonic::Code;

use super::fixture::{Fake, facade, operation, outcome, sample};
use crate::backend::Trouble;
use crate::call::Call;
use crate::convert::{Form, convert};
use crate::grpc::answer;
use crate::outcome::{Detail, ErrorInfo, Status, type_name};

const XML: &str = "text/xml; charset=utf-8";

fn protobuf(name: &str, role: MessageRole, sample_name: &str) -> Vec<u8> {
    let (from, to) = (Form::Soap, Form::Protobuf);
    convert(facade().mapping(), operation(name), role, from, to, &sample(sample_name), &Limits::default())
        .unwrap()
}

async fn call_of(name: &str, message: &[u8], backend: &Fake) -> Result<Vec<u8>, tonic::Status> {
    let (outcome, served, entry) = outcome("", name, Form::Protobuf, message, backend).await;
    let call = Call {
        served: &served,
        operation: operation(name),
        form: Form::Protobuf,
        given: None,
        patience: None,
        entry: &entry,
    };
    answer(&call, outcome).map(|bytes| bytes.to_vec())
}

async fn call(message: &[u8], backend: &Fake) -> Result<Vec<u8>, tonic::Status> {
    call_of("lesePerson", message, backend).await
}

#[tokio::test]
async fn a_message_goes_there_and_back() {
    let backend = Fake::new(200, XML, sample("lesePerson-response"));
    let answer =
        call(&protobuf("lesePerson", MessageRole::Input, "lesePerson-request"), &backend).await.unwrap();
    assert_eq!(answer, protobuf("lesePerson", MessageRole::Output, "lesePerson-response"));
    assert_eq!(backend.seen()[0].patience, Some(Duration::from_secs(1)));
}

#[tokio::test]
async fn a_one_way_message_is_answered_by_nothing() {
    let message = protobuf("benachrichtige", MessageRole::Input, "benachrichtige-request");
    assert_eq!(call_of("benachrichtige", &message, &Fake::new(202, "", "")).await.unwrap(), b"");
}

#[tokio::test]
async fn a_declared_fault_is_typed() {
    let request = protobuf("lesePerson", MessageRole::Input, "lesePerson-request");
    let backend = Fake::new(500, XML, sample("fault-PersonNichtGefunden-response"));
    let status = call(&request, &backend).await.unwrap_err();
    assert_eq!((status.code(), status.message()), (Code::FailedPrecondition, "Person nicht gefunden"));
    let status = Status::decode(status.details()).unwrap();
    assert_eq!(status.code, Code::FailedPrecondition as i32);
    let mapping = facade();
    let name = format!("{}.PersonNichtGefunden", mapping.mapping().package);
    assert_eq!(status.details[0].type_url, format!("type.googleapis.com/{name}"));
    let info = ErrorInfo::unpack(&status.details[1]).unwrap();
    assert_eq!((info.reason.as_str(), info.domain.as_str()), ("PersonNichtGefunden", "Melderegister"));
    assert_eq!(info.metadata["faultCode"], "Server");
    assert_eq!(info.metadata["code"], "FW-4200");
    let details: Vec<&str> = status.details.iter().map(type_name).collect();
    assert_eq!(details[1..], ["google.rpc.ErrorInfo", "google.rpc.RequestInfo"]);
}

#[tokio::test]
async fn trouble_has_the_codes_that_are_documented() {
    let request = protobuf("lesePerson", MessageRole::Input, "lesePerson-request");
    let secret = || "10.0.0.7".to_owned();
    let cases = [
        (Fake::new(500, XML, sample("fault-Client-response")), Code::InvalidArgument, "SENDER_FAULT"),
        (Fake::failing(Trouble::Unreachable(secret())), Code::Unavailable, "BACKEND_UNREACHABLE"),
        (Fake::failing(Trouble::Timeout(secret())), Code::DeadlineExceeded, "BACKEND_TIMEOUT"),
        (Fake::failing(Trouble::Lost(secret())), Code::Unavailable, "BACKEND_CONNECTION_LOST"),
        (Fake::failing(Trouble::TooLarge(secret())), Code::ResourceExhausted, "BACKEND_TOO_LARGE"),
        (Fake::new(200, "text/html", "<html/>"), Code::Internal, "BACKEND_NOT_SOAP"),
    ];
    for (backend, code, reason) in cases {
        let status = call(&request, &backend).await.unwrap_err();
        assert_eq!(status.code(), code, "{status:?}");
        assert!(!format!("{status:?}").contains("10.0.0.7"));
        let details = Status::decode(status.details()).unwrap().details;
        assert_eq!(ErrorInfo::unpack(&details[0]).unwrap().reason, reason);
    }
}

#[tokio::test]
async fn requests_that_are_wrong_name_their_fields() {
    let backend = Fake::new(200, XML, "");
    // Field 1, a string, cut short.
    let status = call(b"\x0a\x05x", &backend).await.unwrap_err();
    assert_eq!(status.code(), Code::InvalidArgument);
    let status = call(b"", &backend).await.unwrap_err();
    assert_eq!(status.code(), Code::InvalidArgument);
    let details = Status::decode(status.details()).unwrap().details;
    assert!(details.iter().any(|detail| type_name(detail) == "google.rpc.BadRequest"), "{details:?}");
    assert!(backend.seen().is_empty());
}
