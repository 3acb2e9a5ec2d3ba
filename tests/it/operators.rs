// SPDX-License-Identifier: EUPL-1.2
//! What operators ask a running proxy: metrics, probes, the configuration that is followed.

use std::time::Duration;

use http::Request;

use crate::harness::canned::Canned;
use crate::harness::proxy::{Config, Proxy};
use crate::harness::register::Register;
use crate::harness::{facade, http1, sample_message, scratch, wait};

fn start(legacy: impl Into<String>, admin: &str) -> Proxy {
    let directory = scratch();
    std::fs::write(directory.path().join("token"), "geheim\n").expect("a token");
    let file = directory.path().join("fachwerk.yaml");
    std::fs::write(&file, format!("admin: {admin}\n{}", Config::new(legacy).yaml())).expect("fachwerk.yaml");
    Proxy::start_with(file, directory)
}

fn read_person(person: &str) -> Request<bytes::Bytes> {
    let path = facade::melderegister().rest_path("lesePerson");
    http1::request(&path, "application/json", format!("{{\"personId\":\"{person}\"}}"))
}

/// Wait until the metrics have this line: a request is counted when its last byte has been sent.
#[track_caller]
fn await_line(proxy: &Proxy, line: &str) {
    let text = || http1::get(proxy.operators(), "/metrics").text();
    let seen =
        wait::until(Duration::from_secs(10), || text().lines().any(|found| found == line).then_some(()));
    assert!(seen.is_some(), "{line} is not in\n{}", text());
}

fn requests(operation: &str, caller: &str, lane: &str, outcome: &str, code: &str, count: u32) -> String {
    let service = if operation.is_empty() { "" } else { "Melderegister" };
    format!(
        "fachwerk_requests_total{{service=\"{service}\",operation=\"{operation}\",caller=\"{caller}\",lane=\"{lane}\",outcome=\"{outcome}\",code=\"{code}\"}} {count}"
    )
}

#[test]
fn every_request_is_counted_as_what_it_was() {
    let register = Register::start();
    let proxy = start(register.url(), "{ address: '127.0.0.1:0' }");
    http1::send(proxy.address, read_person("MR00000001")).ok();
    http1::send(proxy.address, read_person("MR00000001")).ok();
    // A declared fault, a request that the contract does not allow, and a path that is not there.
    http1::send(proxy.address, read_person("MR99999999"));
    http1::send(
        proxy.address,
        http1::request(&facade::melderegister().rest_path("lesePerson"), "application/json", "{"),
    );
    http1::get(proxy.address, "/nothing");
    let relayed = http1::request("/soap", "text/xml", sample_message("lesePerson-request.xml"));
    let action = "https://fachwerk.example/ns/melderegister/dienst/1/lesePerson";
    let (mut head, body) = relayed.into_parts();
    head.headers.insert("soapaction", format!("\"{action}\"").parse().expect("a header"));
    http1::send(proxy.address, Request::from_parts(head, body));

    await_line(&proxy, &requests("lesePerson", "rest", "translate", "answer", "", 2));
    await_line(&proxy, &requests("lesePerson", "rest", "translate", "fault", "FW-4200", 1));
    await_line(&proxy, &requests("lesePerson", "rest", "translate", "refused", "FW-4007", 1));
    await_line(&proxy, &requests("", "other", "translate", "refused", "FW-4001", 1));
    await_line(&proxy, "fachwerk_ready 1");
    await_line(&proxy, "fachwerk_requests_in_flight 0");
    let text = http1::get(proxy.operators(), "/metrics").text();
    assert!(text.contains("caller=\"soap\",lane=\"relay\",outcome=\"answer\",code=\"\"} 1"), "{text}");
    assert!(
        text.contains(
            "fachwerk_backend_duration_seconds_count{service=\"Melderegister\",operation=\"lesePerson\"} 3"
        ),
        "{text}"
    );
}

#[test]
fn a_backend_that_is_away_counts_as_failed() {
    let proxy = start(
        format!("http://127.0.0.1:{}/", crate::harness::proxy::free_port()),
        "{ address: '127.0.0.1:0' }",
    );
    http1::send(proxy.address, read_person("MR00000001")).problem(502, "backend-unreachable");
    await_line(&proxy, &requests("lesePerson", "rest", "translate", "failed", "FW-4101", 1));
}

#[test]
fn with_a_token_only_those_who_have_it_are_answered() {
    let legacy = Canned::answering("200 OK", "text/xml", b"");
    let proxy = start(legacy.url(), "{ address: '0.0.0.0:0', token_file: token }");
    let operators = proxy.operators();
    let asked = |path: &str, token: Option<&str>| {
        let mut request = Request::get(path);
        if let Some(token) = token {
            request = request.header("authorization", format!("Bearer {token}"));
        }
        http1::send(operators, request.body(bytes::Bytes::new()).expect("a request"))
    };
    assert_eq!(asked("/readyz", None).status, 200);
    assert_eq!(asked("/metrics", None).status, 401);
    assert_eq!(asked("/metrics", Some("falsch")).status, 401);
    let metrics = asked("/metrics", Some("geheim"));
    assert_eq!(metrics.status, 200);
    assert!(metrics.header("content-type").starts_with("application/openmetrics-text"));
    // Callers see nothing of it.
    http1::get(proxy.address, "/metrics").problem(404, "unknown-path");
}

#[test]
fn operators_see_and_renew_the_configuration() {
    let legacy = Canned::answering("200 OK", "text/xml", b"");
    let proxy = start(legacy.url(), "{ address: '127.0.0.1:0' }");
    let operators = proxy.operators();
    let setting = |name: &str| http1::get(operators, "/config").ok()["settings"][name].clone();
    assert_eq!(setting("facades[/].backend.timeout"), "30s");
    let text = std::fs::read_to_string(&proxy.file).expect("fachwerk.yaml");
    std::fs::write(&proxy.file, format!("{text}      timeout: 7s\n")).expect("fachwerk.yaml");
    let asked = Request::post("/reload").body(bytes::Bytes::new()).expect("a request");
    assert_eq!(http1::send(operators, asked).status, 202);
    await_line(&proxy, "fachwerk_config_reloads_total{result=\"taken_up\"} 1");
    assert_eq!(setting("facades[/].backend.timeout"), "7s");
    std::fs::write(&proxy.file, "nonsense").expect("fachwerk.yaml");
    proxy.signal("HUP");
    await_line(&proxy, "fachwerk_config_reloads_total{result=\"refused\"} 1");
    assert_eq!(setting("facades[/].backend.timeout"), "7s");
}
