// SPDX-License-Identifier: EUPL-1.2
use serde_json::{Value, json};

use super::fixture::{Fake, facade, operation, outcome, read, sample};
use crate::backend::Trouble;
use crate::convert::Form;
use crate::rest::respond;

const XML: &str = "text/xml; charset=utf-8";

/// One call as a REST caller sees it: status, media type, document.
async fn call_with(further: &str, name: &str, message: &[u8], backend: &Fake) -> (u16, String, Value) {
    let (outcome, _, entry) = outcome(further, name, Form::Json, message, backend).await;
    let response = respond(facade().mapping(), operation(name), outcome, &entry);
    assert_eq!(response.headers()["x-request-id"], "id-1");
    let (status, media_type, body) = read(response).await;
    let document = if body.is_empty() { Value::Null } else { serde_json::from_slice(&body).unwrap() };
    (status, media_type, document)
}

async fn call(message: &[u8], backend: &Fake) -> (u16, String, Value) {
    call_with("", "lesePerson", message, backend).await
}

/// A call that ends in a problem; status, name and code.
async fn problem(backend: &Fake) -> (u16, String, String) {
    let (status, media_type, document) = call(br#"{"personId":"MR00000001"}"#, backend).await;
    assert_eq!(media_type, "application/problem+json");
    assert_eq!(document["status"], status);
    assert_eq!(document["requestId"], "id-1");
    let shown = document.to_string();
    assert!(!shown.contains("10.0.0.7") && !shown.contains("secret"), "{shown}");
    let name = document["type"].as_str().unwrap().strip_prefix("urn:fachwerk:problem:").unwrap();
    (status, name.to_owned(), document["code"].as_str().unwrap().to_owned())
}

fn is(found: &(u16, String, String), status: u16, name: &str, code: &str) {
    assert_eq!((found.0, found.1.as_str(), found.2.as_str()), (status, name, code));
}

#[tokio::test]
async fn a_message_goes_there_and_back() {
    let backend = Fake::new(200, XML, sample("lesePerson-response"));
    let (status, media_type, document) =
        call(br#"{"mitHistorie":true,"personId":"MR00000001"}"#, &backend).await;
    assert_eq!((status, media_type.as_str()), (200, "application/json"));
    assert_eq!(document["person"]["name"]["vorname"], json!(["Jürgen", "Karl"]));
    assert_eq!(document["person"]["sterbedatum"], Value::Null);
    assert_eq!(document["person"]["meldeanschrift"][1]["anschrift"]["@type"], "AuslandsAnschrift");
    let seen = &backend.seen()[0];
    let sent = std::str::from_utf8(&seen.body).unwrap();
    // In the schema's order, whatever the order of the members.
    assert!(sent.find("MR00000001").unwrap() < sent.find("true").unwrap(), "{sent}");
    assert!(sent.contains("http://schemas.xmlsoap.org/soap/envelope/"), "{sent}");
    assert_eq!(
        seen.headers["soapaction"],
        "\"https://fachwerk.example/ns/melderegister/dienst/1/lesePerson\""
    );
    assert_eq!(seen.headers["content-type"], XML);
    assert_eq!(seen.headers["x-request-id"], "id-1");
    assert!(seen.headers["traceparent"].to_str().unwrap().ends_with("-01"));
    assert!(!seen.repeatable, "what an operation does is not known until somebody says so");
}

#[tokio::test]
async fn the_version_is_that_of_the_configuration() {
    let backend = Fake::new(200, "application/soap+xml; charset=utf-8", sample("lesePerson-soap12-response"));
    let config = "    soap_path: /ws\n";
    let (status, ..) = call_with(config, "lesePerson", br#"{"personId":"MR00000001"}"#, &backend).await;
    assert_eq!(status, 200, "the answer says itself which version it is");
    let client = std::sync::Arc::new(fachwerk_edge::UpstreamClient::new().unwrap());
    let mut config = super::fixture::config("").facades.remove(0);
    config.backend.soap = fachwerk_config::SoapChoice::V12;
    let served = crate::gateway::Served::new(facade(), config, client).unwrap();
    let headers = &served.way(operation("lesePerson")).headers;
    let media_type = headers["content-type"].to_str().unwrap();
    assert!(
        media_type.starts_with("application/soap+xml") && media_type.contains("/lesePerson\""),
        "{media_type}"
    );
    assert!(!headers.contains_key("soapaction"));
}

#[tokio::test]
async fn header_blocks_are_a_member() {
    let backend = Fake::new(200, XML, sample("lesePerson-response"));
    let document = call(br#"{"headers":{"nonsense":1},"personId":"MR00000001"}"#, &backend).await.2;
    assert_eq!(document["errors"][0]["path"], "/headers/nonsense", "{document}");
}

#[tokio::test]
async fn a_one_way_message_is_accepted() {
    let json = crate::convert::convert(
        facade().mapping(),
        operation("benachrichtige"),
        fachwerk_mapping::MessageRole::Input,
        Form::Soap,
        Form::Json,
        &sample("benachrichtige-request"),
        &fachwerk_message::Limits::default(),
    )
    .unwrap();
    let empty = "<e:Envelope xmlns:e='http://schemas.xmlsoap.org/soap/envelope/'><e:Body/></e:Envelope>";
    for backend in [
        Fake::new(202, "", ""),
        Fake::new(200, "", " \r\n"),
        Fake::new(200, XML, empty),
        Fake::new(204, "", ""),
    ] {
        let (status, media_type, document) = call_with("", "benachrichtige", &json, &backend).await;
        assert_eq!((status, media_type.as_str(), document), (202, "", Value::Null));
    }
    let (status, _, document) = call_with("", "benachrichtige", &json, &Fake::new(500, "", "")).await;
    assert_eq!((status, &document["code"]), (502, &json!("FW-4104")));
}

#[tokio::test]
async fn a_declared_fault_is_422() {
    let backend = Fake::new(500, XML, sample("fault-PersonNichtGefunden-response"));
    let (status, media_type, document) = call(br#"{"personId":"MR99999999"}"#, &backend).await;
    assert_eq!((status, media_type.as_str()), (422, "application/problem+json"));
    let expected = json!({
        "type": "urn:fachwerk:fault:Melderegister:lesePerson:PersonNichtGefunden",
        "title": "PersonNichtGefunden",
        "status": 422,
        "detail": "Person nicht gefunden",
        "faultCode": "Server",
        "fault": { "PersonNichtGefunden": {
            "personId": "MR99999999",
            "hinweis": "Schreibweise prüfen oder nach dem Namen suchen",
        } },
        "code": "FW-4200",
        "requestId": "id-1",
    });
    assert_eq!(document, expected);
}

#[tokio::test]
async fn undeclared_faults_keep_their_reason_and_lose_their_detail() {
    let fault = |code: &str| {
        format!(
            "<e:Envelope xmlns:e='http://schemas.xmlsoap.org/soap/envelope/'><e:Body><e:Fault><faultcode>{code}</faultcode>\
             <faultstring>no</faultstring><detail><trace>at secret(10.0.0.7)</trace></detail></e:Fault></e:Body></e:Envelope>"
        )
    };
    for (code, status, name, number) in [
        ("e:Client", 400, "sender-fault", "FW-4201"),
        ("e:Server.Database", 502, "receiver-fault", "FW-4202"),
        ("e:MustUnderstand", 502, "protocol-fault", "FW-4203"),
        ("Oops", 502, "receiver-fault", "FW-4202"),
    ] {
        let backend = Fake::new(500, XML, fault(code));
        is(&problem(&backend).await, status, name, number);
        let document = call(br#"{"personId":"MR00000001"}"#, &backend).await.2;
        assert_eq!(document["detail"], "no");
        assert_eq!(document["faultCode"], code.trim_start_matches("e:"));
        assert!(document.get("fault").is_none());
    }
    is(&problem(&Fake::new(500, XML, sample("fault-Client-response"))).await, 400, "sender-fault", "FW-4201");
}

#[tokio::test]
async fn trouble_with_the_backend() {
    let why = || "10.0.0.7:8081 secret".to_owned();
    let of = |trouble| async move { problem(&Fake::failing(trouble)).await };
    is(&of(Trouble::Unreachable(why())).await, 502, "backend-unreachable", "FW-4101");
    is(&of(Trouble::Timeout(why())).await, 504, "backend-timeout", "FW-4102");
    is(&of(Trouble::Lost(why())).await, 502, "backend-connection-lost", "FW-4103");
    is(&of(Trouble::NotHttp(why())).await, 502, "backend-not-soap", "FW-4104");
    is(&of(Trouble::TooLarge(why())).await, 502, "backend-too-large", "FW-4106");
}

#[tokio::test]
async fn answers_that_are_not_soap() {
    let answers: [(u16, &str, &[u8]); 10] = [
        (200, "text/html", b"<html>secret</html>"),
        (503, "text/html", b"<html/>"),
        (200, XML, b"<html/>"),
        (200, XML, b"garbage"),
        (200, XML, b""),
        (401, "", b""),
        (200, XML, b"<!DOCTYPE x [<!ENTITY a 'secret'>]><e:Envelope xmlns:e='http://schemas.xmlsoap.org/soap/envelope/'/>"),
        (200, XML, b"<e:Envelope xmlns:e='http://schemas.xmlsoap.org/soap/envelope/'><e:Body>"),
        (200, XML, b"<e:Envelope xmlns:e='urn:other'><e:Body/></e:Envelope>"),
        (200, "application/json", b"{}"),
    ];
    for (status, media_type, body) in answers {
        let found = problem(&Fake::new(status, media_type, body)).await;
        is(&found, 502, "backend-not-soap", "FW-4104");
    }
}

#[tokio::test]
async fn answers_that_are_not_the_contracts() {
    let envelope = |body: &str| {
        format!(
            "<e:Envelope xmlns:e='http://schemas.xmlsoap.org/soap/envelope/'><e:Body>{body}</e:Body></e:Envelope>"
        )
    };
    is(&problem(&Fake::new(200, XML, envelope("<other/>"))).await, 502, "backend-invalid", "FW-4105");
    is(
        &problem(&Fake::new(500, XML, sample("lesePerson-response"))).await,
        502,
        "backend-invalid",
        "FW-4105",
    );
    let backend = Fake::new(200, XML, sample("lesePerson-response"));
    let config = "    limits: { max_nodes: 20 }\n";
    let (status, _, document) =
        call_with(config, "lesePerson", br#"{"personId":"MR00000001"}"#, &backend).await;
    assert_eq!((status, &document["code"]), (502, &json!("FW-4106")));
}

#[tokio::test]
async fn validation_of_answers_follows_the_configuration() {
    let wrong = String::from_utf8(sample("lesePerson-response")).unwrap().replace(">MR00000001<", ">wrong<");
    let of = |further: &'static str, wrong: String| async move {
        let backend = Fake::new(200, XML, wrong);
        let (outcome, _, entry) =
            outcome(further, "lesePerson", Form::Json, br#"{"personId":"MR00000001"}"#, &backend).await;
        let findings = entry.facts().answer_findings;
        (respond(facade().mapping(), operation("lesePerson"), outcome, &entry).status().as_u16(), findings)
    };
    assert_eq!(of("", wrong.clone()).await, (200, Some(1)));
    assert_eq!(of("    validation: { response: enforce }\n", wrong.clone()).await, (502, None));
    assert_eq!(of("    validation: { response: off }\n", wrong).await, (200, None));
}

#[tokio::test]
async fn requests_that_are_wrong_never_reach_the_backend() {
    let cases: [(&[u8], u16, &str, &str); 7] = [
        (b"{", 400, "FW-4007", ""),
        (b"oops", 400, "FW-4007", ""),
        (b"{}", 400, "FW-4008", ""),
        (br#"{"personId":"wrong"}"#, 400, "FW-4008", "/personId"),
        (br#"{"personId":7}"#, 400, "FW-4008", "/personId"),
        (br#"{"personId":"MR00000001","colour":"red"}"#, 400, "FW-4008", "/colour"),
        (br#"{"personId":"MR00000001","mitHistorie":"yes"}"#, 400, "FW-4008", "/mitHistorie"),
    ];
    for (message, status, code, path) in cases {
        let backend = Fake::new(200, XML, sample("lesePerson-response"));
        let (found, media_type, document) = call(message, &backend).await;
        assert_eq!((found, media_type.as_str()), (status, "application/problem+json"), "{document}");
        assert_eq!(document["code"], code, "{document}");
        let first = &document["errors"][0];
        assert_eq!(first["path"], path, "{document}");
        assert!(
            first["message"].is_string() && first["code"].as_str().unwrap().starts_with("FW-2"),
            "{document}"
        );
        assert!(!document.to_string().contains("wrong\""), "values must not be repeated: {document}");
        assert!(backend.seen().is_empty());
    }
}

#[tokio::test]
async fn everything_that_is_wrong_is_listed() {
    let backend = Fake::new(200, XML, "");
    let message = br#"{"kriterien":{"familienname":"","geburtsdatum":"yesterday"},"limit":-1}"#;
    let (status, _, document) = call_with("", "suchePerson", message, &backend).await;
    assert_eq!(status, 400);
    let paths: Vec<&str> =
        document["errors"].as_array().unwrap().iter().map(|e| e["path"].as_str().unwrap()).collect();
    assert!(paths.len() >= 2 && paths.contains(&"/limit"), "{document}");
}

#[tokio::test]
async fn limits_of_a_request() {
    let config = "    limits: { max_depth: 4 }\n";
    let deep = br#"{"personId":{"a":{"a":{"a":{"a":{"a":{}}}}}}}"#;
    let backend = Fake::new(200, XML, "");
    let (status, _, document) = call_with(config, "lesePerson", deep, &backend).await;
    assert!(status == 413 || status == 400, "{document}");
    let long = format!("{{\"personId\":\"{}\"}}", "x".repeat(3000));
    let config = "    limits: { max_text: 1KiB }\n";
    let (status, _, document) = call_with(config, "lesePerson", long.as_bytes(), &backend).await;
    assert_eq!((status, &document["code"]), (413, &json!("FW-4005")), "{document}");
}
