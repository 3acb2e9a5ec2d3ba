// SPDX-License-Identifier: EUPL-1.2
//! Validation over real connections: each form of callers, each direction, each mode; what the log says of it.

use std::time::Duration;

use bytes::Bytes;
use http::Request;
use serde_json::{Value, json};

use crate::harness::canned::{Behaviour, Canned, response};
use crate::harness::http1::{self, Answer, request, send};
use crate::harness::proxy::{Config, Proxy, SOAP};
use crate::harness::{facade, grpc, sample_message, wait};

const INVALID_ARGUMENT: i32 = 3;
const INTERNAL: i32 = 13;
/// A value that must not be seen anywhere.
const SECRET: &str = "geheim-4711";

fn legacy(wrong: bool) -> Canned {
    let good = String::from_utf8(sample_message("lesePerson-response.xml")).expect("UTF-8");
    let ags = if wrong { SECRET } else { "08111000" };
    let body = good.replace("<bt:ags>08111000</bt:ags>", &format!("<bt:ags>{ags}</bt:ags>"));
    Canned::start(Behaviour::Bytes(response("200 OK", "text/xml; charset=utf-8", body.as_bytes())))
}

fn proxy(legacy: &Canned, validation: &str) -> Proxy {
    Proxy::start(&Config::new(legacy.url()).setting(&format!("validation: {{ {validation} }}")))
}

fn rest(proxy: &Proxy, id: &str) -> Answer {
    let path = facade::melderegister().rest_path("lesePerson");
    http1::post_json(proxy.address, &path, &json!({ "personId": id }))
}

fn grpc(proxy: &Proxy, id: &str) -> grpc::Outcome {
    grpc::call(proxy.address, facade::melderegister(), "lesePerson", &json!({ "person_id": id }))
}

fn envelope(id: &str) -> Vec<u8> {
    let good = String::from_utf8(sample_message("lesePerson-request.xml")).expect("UTF-8");
    good.replace("MR00000001", id).into_bytes()
}

fn soap(proxy: &Proxy, id: &str) -> Answer {
    let mut request: Request<Bytes> = request(SOAP, "text/xml; charset=utf-8", envelope(id));
    let action = "\"https://fachwerk.example/ns/melderegister/dienst/1/lesePerson\"";
    request.headers_mut().insert("soapaction", action.parse().expect("a value"));
    send(proxy.address, request)
}

/// Values of a key in the lines of the log.
fn logged(proxy: &Proxy, key: &str) -> Vec<Value> {
    let lines = proxy.log();
    let lines = lines.lines().filter_map(|line| serde_json::from_str::<Value>(line).ok());
    lines.filter_map(|line| line.get(key).cloned()).collect()
}

/// Each of three requests has one finding; the last line may come after its answer.
#[track_caller]
fn counted(proxy: &Proxy, key: &str) {
    let found =
        wait::until(Duration::from_secs(10), || Some(logged(proxy, key)).filter(|counts| counts.len() >= 3));
    assert_eq!(found, Some(vec![json!(1); 3]), "{key}");
}

#[test]
fn requests() {
    let legacy = legacy(false);
    let enforce = proxy(&legacy, "request: enforce, soap_request: enforce");
    let problem = rest(&enforce, SECRET).problem(400, "invalid-request");
    let error = &problem["errors"][0];
    assert_eq!((&error["path"], &error["code"]), (&json!("/personId"), &json!("FW-2005")), "{problem}");
    assert_eq!((&error["line"], &error["column"]), (&json!(1), &json!(13)), "{problem}");
    assert!(!problem.to_string().contains(SECRET), "{problem}");
    grpc(&enforce, SECRET).failed(INVALID_ARGUMENT);
    let answer = soap(&enforce, SECRET);
    assert_eq!(answer.status, 400, "{}", answer.text());
    let text = answer.text();
    assert!(text.contains("<f:path>/Envelope/Body/lesePerson/personId</f:path>"), "{text}");
    assert!(text.contains("line=\"6\"") && !text.contains(SECRET), "{text}");
    assert_eq!(legacy.requests(), 0, "the service was called");
    assert_eq!(soap(&enforce, "MR00000001").status, 200);

    let report = proxy(&legacy, "request: report, soap_request: report");
    assert_eq!(rest(&report, SECRET).status, 200);
    grpc(&report, SECRET).ok();
    assert_eq!(soap(&report, SECRET).status, 200);
    counted(&report, "request_findings");
    let paths = logged(&report, "path");
    for path in ["/personId", "person_id", "/Envelope/Body/lesePerson/personId"] {
        assert!(paths.contains(&json!(path)), "{path}: {paths:?}");
    }
    assert!(!report.log().contains(SECRET), "a value is logged:\n{}", report.log());

    let off = proxy(&legacy, "request: off");
    assert_eq!(rest(&off, SECRET).status, 200);
    grpc(&off, SECRET).ok();
    assert_eq!(soap(&off, SECRET).status, 200);
    assert!(logged(&off, "request_findings").is_empty());
}

#[test]
fn answers() {
    let legacy = legacy(true);
    let id = "MR00000001";
    let place = "/Envelope/Body/lesePersonAntwort/person/meldeanschrift[1]/anschrift/ags";
    let enforce = proxy(&legacy, "response: enforce, soap_response: enforce");
    let problem = rest(&enforce, id).problem(502, "backend-invalid");
    assert_eq!(problem["errors"][0]["path"], place, "{problem}");
    assert!(problem["errors"][0]["line"].as_u64().is_some_and(|line| line > 10), "{problem}");
    assert!(!problem.to_string().contains(SECRET), "{problem}");
    grpc(&enforce, id).failed(INTERNAL);
    let answer = soap(&enforce, id);
    assert_eq!(answer.status, 502, "{}", answer.text());
    assert!(answer.text().contains(&format!("<f:path>{place}</f:path>")), "{}", answer.text());
    assert!(!answer.text().contains(SECRET), "{}", answer.text());

    let report = proxy(&legacy, "response: report, soap_response: report");
    assert_eq!(rest(&report, id).status, 200);
    grpc(&report, id).ok();
    let answer = soap(&report, id);
    assert!(answer.status == 200 && answer.text().contains(SECRET), "what is reported passes as it came");
    counted(&report, "answer_findings");
    assert!(!report.log().contains(SECRET), "a value is logged:\n{}", report.log());

    let off = proxy(&legacy, "response: off");
    assert_eq!(rest(&off, id).status, 200);
    grpc(&off, id).ok();
    assert_eq!(soap(&off, id).status, 200);
    assert!(logged(&off, "answer_findings").is_empty());
}

#[test]
fn limits_have_a_place() {
    let legacy = legacy(false);
    let config = Config::new(legacy.url())
        .setting("limits: { max_text: 100, max_name: 30, max_nodes: 50, max_depth: 5 }");
    let proxy = Proxy::start(&config.setting("validation: { soap_request: enforce }"));
    let long = "x".repeat(200);
    let problem = rest(&proxy, &long).problem(413, "request-too-large");
    let error = &problem["errors"][0];
    assert_eq!((&error["code"], &error["path"]), (&json!("FW-2003"), &json!("/personId")), "{problem}");
    assert!(error["column"].as_u64().is_some_and(|column| column > 10), "{problem}");
    let answer = soap(&proxy, &long);
    assert_eq!(answer.status, 413, "{}", answer.text());
    assert!(answer.text().contains("code=\"FW-2003\" line=\"6\""), "{}", answer.text());
    grpc(&proxy, &long).failed(8);
    assert_eq!(legacy.requests(), 0, "the service was called");
}

#[test]
fn a_name_that_no_operation_has_keeps_the_proxy_from_starting() {
    let legacy = legacy(false);
    let directory = crate::harness::scratch();
    let file = directory.path().join("fachwerk.yaml");
    let contract = facade::melderegister().path.display();
    let text = format!(
        "listen: [{{ address: '127.0.0.1:0' }}]\nfacades:\n  - contract: \"{contract}\"\n    backend: {{ url: \"{}\" }}\n    validation: {{ operations: [{{ name: nobody, request: off }}] }}\n",
        legacy.url()
    );
    std::fs::write(&file, text).expect("a file");
    let output = std::process::Command::new(crate::harness::binary::path())
        .args(["serve".as_ref(), "--config".as_ref(), file.as_os_str()])
        .output()
        .expect("fachwerk serve");
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(!output.status.success() && said.contains("FW-3142"), "{said}");
}
