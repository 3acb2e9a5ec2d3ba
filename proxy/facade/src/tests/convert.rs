// SPDX-License-Identifier: EUPL-1.2
use fachwerk_mapping::{MessageRole, OperationId};
use fachwerk_message::{ErrorKind, Limits, Result};

use super::fixture::{facade, operation, sample};
use crate::convert::{Form, convert, recognise};

fn turn(id: OperationId, role: MessageRole, from: Form, to: Form, bytes: &[u8]) -> Result<Vec<u8>> {
    convert(facade().mapping(), id, role, from, to, bytes, &Limits::default())
}

fn all_samples() -> Vec<(String, Vec<u8>)> {
    let directory = std::path::Path::new(super::fixture::SAMPLES).join("messages");
    let mut names: Vec<String> = std::fs::read_dir(directory)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap().trim_end_matches(".xml").to_owned())
        // Sent to provoke a fault, or a fault that nobody declares.
        .filter(|name| !name.starts_with("fault-Client"))
        .collect();
    names.sort();
    names.into_iter().map(|name| (name.clone(), sample(&name))).collect()
}

#[test]
fn every_sample_survives_every_way_round() {
    let facade = facade();
    let mut faults = 0;
    for (name, envelope) in all_samples() {
        let (id, role) = recognise(facade.mapping(), &envelope, &Limits::default(), None)
            .or_else(|_| {
                // Several operations declare the same fault.
                recognise(facade.mapping(), &envelope, &Limits::default(), Some(operation("lesePerson")))
            })
            .or_else(|_| {
                recognise(facade.mapping(), &envelope, &Limits::default(), Some(operation("meldeUmzug")))
            })
            .unwrap_or_else(|error| panic!("{name}: {error}"));
        faults += usize::from(matches!(role, MessageRole::Fault(_)));
        // Requests that provoke a fault by what they say need not be valid.
        let Ok(normal) = turn(id, role, Form::Soap, Form::Soap, &envelope) else {
            assert!(name.ends_with("-request"), "{name}");
            continue;
        };
        for between in [Form::Json, Form::Protobuf] {
            let there = turn(id, role, Form::Soap, between, &envelope).unwrap();
            let back = turn(id, role, between, Form::Soap, &there)
                .unwrap_or_else(|error| panic!("{name}: {error:?}"));
            // Requests and answers are written in the version of the first binding.
            if name.contains("soap12") && !matches!(role, MessageRole::Fault(_)) {
                continue;
            }
            assert_eq!(
                String::from_utf8(back).unwrap(),
                String::from_utf8(normal.clone()).unwrap(),
                "{name} {between:?}"
            );
        }
        let json = turn(id, role, Form::Soap, Form::Json, &envelope).unwrap();
        let protobuf = turn(id, role, Form::Json, Form::Protobuf, &json).unwrap();
        assert_eq!(turn(id, role, Form::Protobuf, Form::Json, &protobuf).unwrap(), json, "{name}");
    }
    assert!(faults >= 4, "{faults}");
}

#[test]
fn faults_keep_version_code_reason_and_language() {
    let id = operation("lesePerson");
    let envelope = sample("fault-Auskunftssperre-soap12-response");
    let (_, role) = recognise(facade().mapping(), &envelope, &Limits::default(), Some(id)).unwrap();
    let json = turn(id, role, Form::Soap, Form::Json, &envelope).unwrap();
    let document: serde_json::Value = serde_json::from_slice(&json).unwrap();
    assert_eq!(document["faultCode"], "Receiver");
    assert_eq!(document["faultLanguage"], "de");
    assert_eq!(document["fault"]["Auskunftssperre"]["personId"], "MR00000011");
    let status = turn(id, role, Form::Json, Form::Protobuf, &json).unwrap();
    let back = String::from_utf8(turn(id, role, Form::Protobuf, Form::Soap, &status).unwrap()).unwrap();
    assert!(back.contains("http://www.w3.org/2003/05/soap-envelope"), "{back}");
    assert!(back.contains("soap:Receiver</soap:Value>"), "{back}");
    assert!(back.contains("<soap:Text xml:lang=\"de\">Auskunftssperre</soap:Text>"), "{back}");
}

#[test]
fn what_does_not_fit_is_an_error_with_its_place() {
    let id = operation("lesePerson");
    let fault = MessageRole::Fault(0);
    let error = turn(id, fault, Form::Json, Form::Soap, br#"{"fault":{"Other":{}}}"#).unwrap_err();
    assert_eq!((error.kind, error.path.as_deref()), (ErrorKind::Structure, Some("/fault")));
    let error =
        turn(id, fault, Form::Json, Form::Soap, b"{\n  \"fault\": {\"PersonNichtGefunden\": {\"x\": 1}}}")
            .unwrap_err();
    assert_eq!(error.path.as_deref(), Some("/fault/PersonNichtGefunden/x"));
    assert!(error.offset.unwrap() > 30, "{error:?}");
    let error = turn(
        id,
        fault,
        Form::Json,
        Form::Soap,
        b"{\"fault\": {\"PersonNichtGefunden\": {\"personId\": \"x\"}}}",
    )
    .unwrap_err();
    assert!(
        error.findings.iter().any(|finding| finding.path == "/fault/PersonNichtGefunden/personId"),
        "{error:?}"
    );
    assert_eq!(turn(id, fault, Form::Json, Form::Soap, b"{").unwrap_err().kind, ErrorKind::Syntax);
    assert_eq!(turn(id, fault, Form::Protobuf, Form::Soap, b"\xff").unwrap_err().kind, ErrorKind::Syntax);
    assert_eq!(turn(id, fault, Form::Protobuf, Form::Soap, b"").unwrap_err().kind, ErrorKind::Missing);
    let envelope = sample("lesePerson-response");
    assert_eq!(turn(id, fault, Form::Soap, Form::Json, &envelope).unwrap_err().kind, ErrorKind::Structure);
    let one_way = turn(operation("benachrichtige"), MessageRole::Output, Form::Json, Form::Soap, b"{}");
    assert_eq!(one_way.unwrap_err().kind, ErrorKind::Structure);
}

#[test]
fn a_known_operation_tells_its_messages_apart() {
    let id = operation("lesePerson");
    let role = |name: &str| {
        recognise(facade().mapping(), &sample(name), &Limits::default(), Some(id)).map(|found| found.1)
    };
    assert_eq!(role("lesePerson-request").unwrap(), MessageRole::Input);
    assert_eq!(role("lesePerson-response").unwrap(), MessageRole::Output);
    assert_eq!(role("fault-Auskunftssperre-response").unwrap(), MessageRole::Fault(1));
    assert!(role("fault-Client-response").is_err());
}
