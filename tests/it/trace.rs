// SPDX-License-Identifier: EUPL-1.2
//! Request id and trace context: from the caller through the proxy to the legacy service.

use bytes::Bytes;
use http::{HeaderMap, Request};
use serde_json::json;

use crate::harness::http1::{request, send};
use crate::harness::proxy::{Proxy, SOAP};
use crate::harness::register::Register;
use crate::harness::{facade, grpc, sample_message};

const TRACE: &str = "4bf92f3577b34da6a3ce929d0e0e4736";

fn marked(mut request: Request<Bytes>) -> Request<Bytes> {
    let traceparent = format!("00-{TRACE}-00f067aa0ba902b7-01");
    request.headers_mut().insert("x-request-id", "antrag-4711".parse().expect("a value"));
    request.headers_mut().insert("traceparent", traceparent.parse().expect("a value"));
    request.headers_mut().insert("tracestate", "rathaus=1".parse().expect("a value"));
    request
}

#[track_caller]
fn passed_on(headers: &HeaderMap) {
    let text =
        |name: &str| headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default().to_owned();
    assert_eq!(text("x-request-id"), "antrag-4711");
    let traceparent = text("traceparent");
    let parts: Vec<_> = traceparent.split('-').collect();
    assert_eq!((parts.len(), parts[0], parts[1], parts[3]), (4, "00", TRACE, "01"), "{traceparent}");
    assert_eq!(text("tracestate"), "rathaus=1");
}

#[test]
fn every_caller_is_followed() {
    let register = Register::start();
    let proxy = Proxy::before(register.url());
    let facade = facade::melderegister();
    let rest = request(&facade.rest_path("lesePerson"), "application/json", "{\"personId\":\"MR00000001\"}");
    let answer = send(proxy.address, marked(rest));
    assert_eq!(answer.status, 200);
    assert_eq!(answer.header("x-request-id"), "antrag-4711");
    passed_on(&register.last().request_headers);

    let call = grpc::encoded(facade, "lesePerson", &json!({"person_id": "MR00000001"}));
    let outcome = grpc::send(proxy.address, marked(grpc::request(&facade.grpc_path("lesePerson"), call)));
    outcome.ok();
    assert_eq!(outcome.headers["x-request-id"], "antrag-4711");
    passed_on(&register.last().request_headers);

    let mut soap = request(SOAP, "text/xml; charset=utf-8", sample_message("lesePerson-request.xml"));
    let action = "\"https://fachwerk.example/ns/melderegister/dienst/1/lesePerson\"";
    soap.headers_mut().insert("soapaction", action.parse().expect("a value"));
    assert_eq!(send(proxy.address, marked(soap)).status, 200);
    passed_on(&register.last().request_headers);
    assert!(proxy.log().contains("antrag-4711"), "the log does not name the request:\n{}", proxy.log());
}

#[test]
fn who_brings_no_id_gets_one() {
    let register = Register::start();
    let proxy = Proxy::before(register.url());
    let path = facade::melderegister().rest_path("lesePerson");
    let mut seen = std::collections::HashSet::new();
    for _ in 0..3 {
        let answer = send(proxy.address, request(&path, "application/json", "{\"personId\":\"MR00000001\"}"));
        let id = answer.header("x-request-id").to_owned();
        assert!(!id.is_empty(), "no id");
        let headers = register.last().request_headers;
        assert_eq!(headers["x-request-id"], id.as_str());
        assert_eq!(headers["traceparent"].to_str().expect("text").split('-').count(), 4);
        assert!(seen.insert(id), "an id was given out twice");
    }
    // An id is for logs: what could break a log line is not taken over.
    let mut bad = request(&path, "application/json", "{\"personId\":\"MR00000001\"}");
    bad.headers_mut().insert("x-request-id", "x".repeat(5000).parse().expect("a value"));
    bad.headers_mut().insert("traceparent", "00-0-0-0".parse().expect("a value"));
    let answer = send(proxy.address, bad);
    assert_eq!(answer.status, 200);
    assert!(answer.header("x-request-id").len() < 300, "{}", answer.header("x-request-id").len());
    assert_ne!(register.last().request_headers["traceparent"], "00-0-0-0");
}

#[test]
fn the_log_has_lines_for_machines_and_no_values() {
    let register = Register::start();
    let proxy = Proxy::before(register.url());
    let path = facade::melderegister().rest_path("lesePerson");
    assert_eq!(
        send(proxy.address, request(&path, "application/json", "{\"personId\":\"MR00000001\"}")).status,
        200
    );
    let search = facade::melderegister().rest_path("suchePerson");
    let wrong = "{\"kriterien\":{\"personId\":\"Geheimniskrämer\"}}";
    assert_eq!(send(proxy.address, request(&search, "application/json", wrong)).status, 400);
    let log = proxy.log();
    for line in log.lines() {
        let parsed: Result<serde_json::Value, _> = serde_json::from_str(line);
        assert!(parsed.is_ok(), "not JSON: {line}");
    }
    assert!(log.contains("lesePerson"), "no line names the operation:\n{log}");
    assert!(
        !log.contains("Jürgen") && !log.contains("MR00000001") && !log.contains("Geheim"),
        "personal data:\n{log}"
    );
}
