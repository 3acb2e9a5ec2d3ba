// SPDX-License-Identifier: EUPL-1.2
//! What is validated, for each form of callers, each direction and each mode.

use fachwerk_mapping::MessageRole;
use fachwerk_message::Limits;
use prost::Message as _;
use serde_json::{Value, json};

use super::fixture::{Fake, entry, facade, operation, outcome, read, sample, served};
use crate::convert::{Form, convert};
use crate::outcome::{BadRequest, Detail, Outcome, RpcStatus, Status};
use crate::rest::respond;
use crate::soap::{exchange, fault_response};

const XML: &str = "text/xml; charset=utf-8";

/// Three places that are wrong: an unknown member, one that is missing, a value.
const WRONG: &str = "{\n  \"colour\": \"red\",\n  \"mitHistorie\": \"yes\"\n}";

fn answer(wrong: bool) -> String {
    let good = String::from_utf8(sample("lesePerson-response")).unwrap();
    if wrong {
        good.replace(">MR00000001<", ">wrong<")
            .replace("<bt:ags>08111000</bt:ags>", "<bt:ags>secret</bt:ags>")
    } else {
        good
    }
}

fn mode(key: &str, mode: &str) -> String {
    format!("    validation: {{ {key}: {mode} }}\n")
}

fn leak(config: String) -> &'static str {
    Box::leak(config.into_boxed_str())
}

async fn rest(config: &str, message: &[u8], backend: &Fake) -> (u16, Value, (Option<usize>, Option<usize>)) {
    let (outcome, _, entry) = outcome(config, "lesePerson", Form::Json, message, backend).await;
    let facts = entry.facts().clone();
    let response = respond(facade().mapping(), operation("lesePerson"), outcome, &entry);
    let (status, _, body) = read(response).await;
    let counts = (facts.request_findings, facts.answer_findings);
    (status, serde_json::from_slice(&body).unwrap_or_default(), counts)
}

#[tokio::test]
async fn rest_requests() {
    let backend = Fake::new(200, XML, answer(false));
    let (status, problem, _) = rest(leak(mode("request", "enforce")), WRONG.as_bytes(), &backend).await;
    assert_eq!((status, &problem["code"]), (400, &json!("FW-4008")), "{problem}");
    let found: Vec<(&str, &str, u64, u64)> = problem["errors"]
        .as_array()
        .unwrap()
        .iter()
        .map(|e| {
            let text = |key: &str| e[key].as_str().unwrap();
            (text("path"), text("code"), e["line"].as_u64().unwrap(), e["column"].as_u64().unwrap())
        })
        .collect();
    assert_eq!(
        found,
        [("/colour", "FW-2004", 2, 3), ("/mitHistorie", "FW-2005", 3, 18), ("", "FW-2006", 1, 1)],
        "{problem}"
    );
    assert!(backend.seen().is_empty());

    // What can be carried passes and is counted; what cannot be carried is refused in every mode.
    let carried = br#"{"personId":"wrong"}"#;
    let (status, _, counts) = rest(leak(mode("request", "report")), carried, &backend).await;
    assert_eq!((status, counts), (200, (Some(1), None)));
    let (status, problem, _) = rest(leak(mode("request", "report")), WRONG.as_bytes(), &backend).await;
    assert_eq!((status, problem["errors"].as_array().map(Vec::len)), (400, Some(3)), "{problem}");
    let (status, _, counts) = rest(leak(mode("request", "off")), carried, &backend).await;
    assert_eq!((status, counts), (200, (None, None)));
    let (status, problem, _) = rest(leak(mode("request", "off")), WRONG.as_bytes(), &backend).await;
    assert_eq!((status, problem["errors"].as_array().map(Vec::len)), (400, Some(1)), "the first only");
}

#[tokio::test]
async fn rest_answers() {
    let good = br#"{"personId":"MR00000001"}"#;
    let backend = Fake::new(200, XML, answer(true));
    let (status, problem, _) = rest(leak(mode("response", "enforce")), good, &backend).await;
    assert_eq!((status, &problem["code"]), (502, &json!("FW-4105")), "{problem}");
    let errors = problem["errors"].as_array().unwrap();
    assert_eq!(errors[0]["path"], "/Envelope/Body/lesePersonAntwort/person/personId", "{problem}");
    assert_eq!((&errors[0]["line"], &errors[0]["column"]), (&json!(7), &json!(9)), "{problem}");
    let second = errors[1]["path"].as_str().unwrap();
    assert_eq!(
        second, "/Envelope/Body/lesePersonAntwort/person/meldeanschrift[1]/anschrift/ags",
        "{problem}"
    );
    assert!(!problem.to_string().contains("secret"), "a value shows: {problem}");
    let (status, _, counts) = rest(leak(mode("response", "report")), good, &backend).await;
    assert_eq!((status, counts), (200, (None, Some(2))));
    let (status, _, counts) = rest(leak(mode("response", "off")), good, &backend).await;
    assert_eq!((status, counts), (200, (None, None)));
}

async fn grpc(
    config: &str,
    message: &[u8],
    backend: &Fake,
) -> (Result<(), tonic::Status>, (Option<usize>, Option<usize>)) {
    let (outcome, _, entry) = outcome(config, "lesePerson", Form::Protobuf, message, backend).await;
    let facts = entry.facts().clone();
    let counts = (facts.request_findings, facts.answer_findings);
    match outcome {
        Outcome::Answer(_) => (Ok(()), counts),
        Outcome::Problem(problem) => (Err(RpcStatus::of_problem(&problem, None).into_tonic()), counts),
        other => panic!("{other:?}"),
    }
}

/// `personId` in protobuf.
fn protobuf(id: &str) -> Vec<u8> {
    let json = format!("{{\"personId\":\"{id}\"}}");
    let good = convert(
        facade().mapping(),
        operation("lesePerson"),
        MessageRole::Input,
        Form::Json,
        Form::Protobuf,
        br#"{"personId":"MR00000001"}"#,
        &Limits::default(),
    )
    .unwrap();
    let at = good.windows(10).position(|w| w == b"MR00000001").unwrap();
    let id = json.split('"').nth(3).unwrap();
    [&good[..at], id.as_bytes(), &good[at + 10..]].concat()
}

#[tokio::test]
async fn grpc_requests_and_answers() {
    let backend = Fake::new(200, XML, answer(false));
    let wrong = protobuf("MRwrong-id");
    let status = grpc(leak(mode("request", "enforce")), &wrong, &backend).await.0.unwrap_err();
    assert_eq!(status.code(), tonic::Code::InvalidArgument);
    let status = Status::decode(status.details()).unwrap();
    let bad = BadRequest::unpack(&status.details[1]).unwrap();
    assert_eq!(bad.field_violations.len(), 1);
    assert_eq!(
        (bad.field_violations[0].field.as_str(), bad.field_violations[0].reason.as_str()),
        ("person_id", "FW-2005")
    );
    assert!(backend.seen().is_empty());
    assert_eq!(grpc(leak(mode("request", "report")), &wrong, &backend).await.1, (Some(1), None));
    assert_eq!(grpc(leak(mode("request", "off")), &wrong, &backend).await.1, (None, None));

    let (good, backend) = (protobuf("MR00000001"), Fake::new(200, XML, answer(true)));
    let status = grpc(leak(mode("response", "enforce")), &good, &backend).await.0.unwrap_err();
    assert_eq!(status.code(), tonic::Code::Internal);
    let (result, counts) = grpc(leak(mode("response", "report")), &good, &backend).await;
    assert!(result.is_ok());
    assert_eq!(counts, (None, Some(2)));
    assert_eq!(grpc(leak(mode("response", "off")), &good, &backend).await.1, (None, None));
}

/// Status, body, findings of request and answer.
async fn soap(config: &str, message: &str, backend: &Fake) -> (u16, String, (Option<usize>, Option<usize>)) {
    let (served, entry) = (served(config), entry());
    let head = http::Request::post("/soap/Melderegister")
        .header("content-type", XML)
        .header("soapaction", "\"https://fachwerk.example/ns/melderegister/dienst/1/lesePerson\"")
        .header("x-own", "kept")
        .header("connection", "x-hop")
        .header("x-hop", "gone")
        .body(())
        .unwrap()
        .into_parts()
        .0;
    let body = bytes::Bytes::copy_from_slice(message.as_bytes());
    let result = exchange(&served, 0, &head, body, &entry, backend).await;
    let response = result.unwrap_or_else(|problem| fault_response(&problem, &head.headers, None));
    let facts = entry.facts().clone();
    let text = String::from_utf8(response.body().to_vec()).unwrap();
    (response.status().as_u16(), text, (facts.request_findings, facts.answer_findings))
}

#[tokio::test]
async fn soap_requests() {
    let good = String::from_utf8(sample("lesePerson-request")).unwrap();
    let wrong = good.replace("MR00000001", "wrong").replace(
        "<mr:mitHistorie>true</mr:mitHistorie>",
        "<mr:mitHistorie>secret</mr:mitHistorie><mr:colour/>",
    );
    let backend = Fake::new(200, XML, answer(false));
    let (status, body, _) = soap(leak(mode("soap_request", "enforce")), &wrong, &backend).await;
    assert_eq!(status, 400, "{body}");
    assert!(backend.seen().is_empty());
    assert!(body.contains("<faultcode>soap:Client</faultcode>"), "{body}");
    for told in [
        "<f:problem xmlns:f=\"urn:fachwerk:problem\" code=\"FW-4008\">",
        "<f:error code=\"FW-2005\" line=\"6\" column=\"7\"><f:path>/Envelope/Body/lesePerson/personId</f:path>",
        "<f:error code=\"FW-2005\" line=\"7\" column=\"7\"><f:path>/Envelope/Body/lesePerson/mitHistorie</f:path>",
        "<f:path>/Envelope/Body/lesePerson/colour</f:path>",
    ] {
        assert!(body.contains(told), "{told}\n{body}");
    }
    assert!(!body.contains("secret"), "a value shows: {body}");

    // Whatever passes is what the caller sent, byte by byte.
    for (config, message, counts) in [
        (mode("soap_request", "enforce"), &good, None),
        (mode("soap_request", "report"), &wrong, Some(3)),
        (mode("soap_response", "report"), &wrong, None),
    ] {
        let backend = Fake::new(200, XML, answer(false));
        let (status, body, found) = soap(leak(config), message, &backend).await;
        assert_eq!((status, body, found.0), (200, answer(false), counts));
        let seen = backend.seen().remove(0);
        assert_eq!(seen.body, message.as_bytes());
        assert_eq!(seen.headers["x-own"], "kept");
        assert_eq!(seen.headers["content-type"], XML);
        assert!(seen.headers.contains_key("soapaction") && !seen.headers.contains_key("x-hop"));
    }
}

#[tokio::test]
async fn soap_answers() {
    let good = String::from_utf8(sample("lesePerson-request")).unwrap();
    let backend = Fake::new(200, XML, answer(true));
    let (status, body, _) = soap(leak(mode("soap_response", "enforce")), &good, &backend).await;
    assert_eq!(status, 502, "{body}");
    assert!(body.contains("soap:Server</faultcode>"), "{body}");
    assert!(
        body.contains("line=\"7\" column=\"9\"><f:path>/Envelope/Body/lesePersonAntwort/person/personId<"),
        "{body}"
    );
    assert!(!body.contains("secret"), "a value shows: {body}");
    let (status, body, counts) = soap(leak(mode("soap_response", "report")), &good, &backend).await;
    assert_eq!((status, body, counts), (200, answer(true), (None, Some(2))));
    let fault = sample("fault-PersonNichtGefunden-response");
    let backend = Fake::new(500, XML, fault.clone());
    let (status, body, _) = soap(leak(mode("soap_response", "enforce")), &good, &backend).await;
    assert_eq!((status, body.into_bytes()), (500, fault), "a fault passes as it is");
}

#[tokio::test]
async fn the_action_cannot_say_that_nobody_looks() {
    // The head names an operation that is not validated, the body one that is.
    let config = "    validation:\n      operations:\n        - { name: suche*, soap_request: enforce }\n";
    let search = String::from_utf8(sample("suchePerson-request")).unwrap();
    let backend = Fake::new(200, XML, answer(false));
    let (status, body, _) = soap(config, &search, &backend).await;
    assert_eq!(status, 400, "{body}");
    assert!(body.contains("action belongs to"), "{body}");
    assert!(backend.seen().is_empty());
    // What is not validated passes.
    let wrong = String::from_utf8(sample("lesePerson-request")).unwrap().replace("MR00000001", "wrong");
    assert_eq!(soap(config, &wrong, &backend).await.0, 200);
}

#[tokio::test]
async fn operations_have_their_own_modes() {
    let config = "    validation:\n      request: off\n      operations:\n        - { name: 'Melderegister/lese*', request: enforce }\n        - { name: lesePerson, request: off }\n";
    let backend = Fake::new(200, XML, answer(false));
    let wrong = br#"{"personId":"wrong"}"#;
    assert_eq!(rest(config, wrong, &backend).await.0, 400, "the first that fits counts");
    let other = "    validation: { request: enforce, operations: [{ name: lesePerson, request: off }] }\n";
    assert_eq!(rest(other, wrong, &backend).await.0, 200);
    let none = super::fixture::config("    validation: { operations: [{ name: nothing, request: off }] }\n");
    let client = std::sync::Arc::new(fachwerk_edge::UpstreamClient::new().unwrap());
    let error = crate::gateway::Served::new(facade(), none.facades[0].clone(), client).unwrap_err();
    assert!(error.to_string().starts_with("FW-3142"), "{error}");
}

#[tokio::test]
async fn so_many_findings_are_told_as_the_configuration_says() {
    let members: Vec<String> = (0..50).map(|at| format!("\"m{at}\":{at}")).collect();
    let message = format!("{{\"personId\":\"MR00000001\",{}}}", members.join(","));
    let backend = Fake::new(200, XML, answer(false));
    let (_, problem, _) = rest("    validation: { max_findings: 7 }\n", message.as_bytes(), &backend).await;
    let errors = problem["errors"].as_array().unwrap();
    assert_eq!(errors.len(), 8, "{problem}");
    assert_eq!(errors[7]["message"], "and 43 more");
    let (_, problem, _) = rest("", message.as_bytes(), &backend).await;
    assert_eq!(problem["errors"].as_array().unwrap().len(), 50);
}
