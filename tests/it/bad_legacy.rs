// SPDX-License-Identifier: EUPL-1.2
//! Legacy services that answer what they should not, or not at all: a clear error for the caller in the caller's form,
//! and the process goes on.

use std::fmt::Write as _;

use serde_json::{Value, json};

use crate::harness::canned::{Behaviour, Canned, response};
use crate::harness::http1::{self, request, send};
use crate::harness::proxy::{Config, Proxy, SOAP, free_port};
use crate::harness::{facade, grpc, sample_message};

const INTERNAL: i32 = 13;
const EXHAUSTED: i32 = 8;
const UNAVAILABLE: i32 = 14;

fn rest(proxy: &Proxy) -> http1::Answer {
    let path = facade::melderegister().rest_path("lesePerson");
    http1::post_json(proxy.address, &path, &json!({"personId": "MR00000001"}))
}

fn grpc(proxy: &Proxy) -> grpc::Outcome {
    grpc::call(proxy.address, facade::melderegister(), "lesePerson", &json!({"person_id": "MR00000001"}))
}

fn soap(proxy: &Proxy) -> http1::Answer {
    send(proxy.address, request(SOAP, "text/xml; charset=utf-8", sample_message("lesePerson-request.xml")))
}

fn soap12(proxy: &Proxy) -> http1::Answer {
    let body = sample_message("lesePerson-soap12-request.xml");
    send(proxy.address, request(SOAP, "application/soap+xml; charset=utf-8", body))
}

/// An answer of SOAP 1.1 whose body is this.
fn envelope(body: &str) -> Vec<u8> {
    format!(
        "<s:Envelope xmlns:s=\"http://schemas.xmlsoap.org/soap/envelope/\" \
         xmlns:mr=\"https://fachwerk.example/ns/melderegister/1\"><s:Body>{body}</s:Body></s:Envelope>"
    )
    .into_bytes()
}

/// An answer of SOAP 1.1 with this header, which nobody asks about.
fn in_header(block: &str) -> Vec<u8> {
    let answer = String::from_utf8(sample_message("lesePerson-response.xml")).expect("UTF-8");
    answer.replace("<soap:Body>", &format!("<soap:Header>{block}</soap:Header><soap:Body>")).into_bytes()
}

fn xml(body: &[u8]) -> Behaviour {
    Behaviour::Bytes(response("200 OK", "text/xml; charset=utf-8", body))
}

/// Neither the legacy address nor anything that it said may reach the caller.
fn discreet(problem: &Value, legacy: &Canned) {
    let text = problem.to_string();
    assert!(!text.contains(&legacy.address.port().to_string()), "the address shows: {text}");
    assert!(!text.contains("geheim"), "the answer shows: {text}");
}

#[test]
fn answers_that_are_not_soap() {
    let legacy = Canned::start(Behaviour::Silence);
    let mut proxy = Proxy::before(legacy.url());
    let bomb = "<!DOCTYPE a [<!ENTITY a \"geheim\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;&a;&a;\"><!ENTITY c \"&b;&b;&b;&b;&b;&b;\">]>";
    let good = sample_message("lesePerson-response.xml");
    let good = String::from_utf8(good).expect("UTF-8");
    let html = b"<html><head><title>geheim</title></head><body>Anmelden<br></body></html>";
    let cases: Vec<(&str, Behaviour)> = vec![
        ("HTML", Behaviour::Bytes(response("200 OK", "text/html", html))),
        ("HTML as XML", xml(html)),
        (
            "HTML with an error status",
            Behaviour::Bytes(response("503 Service Unavailable", "text/html", html)),
        ),
        ("HTML with not found", Behaviour::Bytes(response("404 Not Found", "text/html", html))),
        ("text", Behaviour::Bytes(response("200 OK", "text/plain", b"geheim"))),
        ("JSON", Behaviour::Bytes(response("200 OK", "application/json", b"{\"geheim\":1}"))),
        ("nothing", xml(b"")),
        (
            "a DTD",
            xml(good
                .replacen("<soap:Envelope", "<!DOCTYPE x SYSTEM \"file:///etc/passwd\"><soap:Envelope", 1)
                .as_bytes()),
        ),
        (
            "an entity bomb",
            xml(good
                .replacen("<soap:Envelope", &format!("{bomb}<soap:Envelope"), 1)
                .replace("Jürgen", "&c;")
                .as_bytes()),
        ),
        ("a processing instruction", xml(&envelope("<?php geheim ?>"))),
        ("truncated XML", xml(&good.as_bytes()[..good.len() / 2])),
        ("not UTF-8", xml(&good.replace("Jürgen", "J\u{1}rgen").into_bytes())),
        ("UTF-16 without a mark", xml(b"\0<\0a\0/\0>")),
    ];
    for (name, behaviour) in cases {
        legacy.set(behaviour);
        eprintln!("--- {name}");
        discreet(&rest(&proxy).problem(502, "backend-not-soap"), &legacy);
        assert_eq!(grpc(&proxy).reason(INTERNAL), "BACKEND_NOT_SOAP");
    }
    proxy.assert_alive();
}

#[test]
fn soap_that_is_not_in_the_contract() {
    let legacy = Canned::start(Behaviour::Silence);
    let mut proxy = Proxy::start(&Config::new(legacy.url()).setting("validation: { response: enforce }"));
    let good = String::from_utf8(sample_message("lesePerson-response.xml")).expect("UTF-8");
    let cases: Vec<(&str, Behaviour)> = vec![
        ("an answer of another operation", xml(&sample_message("meldeUmzug-response.xml"))),
        ("an unknown element", xml(&envelope("<mr:geheim/>"))),
        ("an empty body", xml(&envelope(""))),
        ("two answers", xml(&envelope("<mr:lesePersonAntwort/><mr:lesePersonAntwort/>"))),
        ("the wrong namespace", xml(good.replace("ns/melderegister/1", "ns/melderegister/2").as_bytes())),
        ("the wrong order", xml(good.replace("<mr:geschlecht>m</mr:geschlecht>", "").replace("<mr:familienstand>", "<mr:geschlecht>m</mr:geschlecht><mr:geburtsdatum>1961-03-14</mr:geburtsdatum><mr:familienstand>").as_bytes())),
        ("a value out of its type", xml(good.replace("<bt:hausnummer>12<", "<bt:hausnummer>geheim<").as_bytes())),
        ("an unknown type", xml(good.replace("bt:InlandsAnschrift", "bt:geheim").as_bytes())),
        ("an abstract type", xml(good.replace("bt:InlandsAnschrift", "bt:Anschrift").as_bytes())),
        ("a missing element", xml(good.replace("<mr:personId>MR00000001</mr:personId>", "").as_bytes())),
        ("an unknown attribute", xml(good.replace("<mr:person stand", "<mr:person geheim=\"1\" stand").as_bytes())),
    ];
    for (name, behaviour) in cases {
        legacy.set(behaviour);
        eprintln!("--- {name}");
        discreet(&rest(&proxy).problem(502, "backend-invalid"), &legacy);
        assert_eq!(grpc(&proxy).reason(INTERNAL), "BACKEND_INVALID");
    }
    for wrong in ["urn:fremd", "http://www.w3.org/2003/05/soap-envelope/"] {
        legacy.set(xml(good.replace("http://schemas.xmlsoap.org/soap/envelope/", wrong).as_bytes()));
        let answer = rest(&proxy);
        assert_eq!(answer.status, 502, "{wrong}: {}", answer.text());
    }
    legacy.set(xml(good.as_bytes()));
    assert_eq!(rest(&proxy).ok()["person"]["personId"], "MR00000001");
    proxy.assert_alive();
}

#[test]
fn small_mistakes_pass_where_only_a_report_is_wanted() {
    let good = String::from_utf8(sample_message("lesePerson-response.xml")).expect("UTF-8");
    let legacy =
        Canned::start(xml(good.replace("<bt:postleitzahl>70173<", "<bt:postleitzahl>D-70173<").as_bytes()));
    let mut proxy = Proxy::before(legacy.url());
    let person = rest(&proxy).ok()["person"].clone();
    assert_eq!(person["meldeanschrift"][0]["anschrift"]["postleitzahl"], "D-70173");
    assert!(proxy.log().contains("postleitzahl"), "nothing was reported:\n{}", proxy.log());
    proxy.assert_alive();
}

#[test]
fn answers_beyond_a_limit() {
    let legacy = Canned::start(Behaviour::Silence);
    let config = Config::new(legacy.url()).backend_setting("max_response: 256KiB");
    let mut proxy = Proxy::start(&config);
    let deep = format!("<x xmlns='urn:x'>{}{}</x>", "<a>".repeat(20_000), "</a>".repeat(20_000));
    let mut attributes = String::from("<mr:lesePersonAntwort");
    for index in 0..5000 {
        let _ = write!(attributes, " a{index}=''");
    }
    attributes.push_str("/>");
    let head = b"HTTP/1.1 200 OK\r\ncontent-type: text/xml\r\ntransfer-encoding: chunked\r\n\r\n".to_vec();
    let chunk = [b"4000\r\n".to_vec(), vec![b' '; 0x4000], b"\r\n".to_vec()].concat();
    let close = b"HTTP/1.1 200 OK\r\ncontent-type: text/xml\r\nconnection: close\r\n\r\n".to_vec();
    let announced =
        b"HTTP/1.1 200 OK\r\ncontent-type: text/xml\r\ncontent-length: 9999999999\r\n\r\n<".to_vec();
    let cases: Vec<(&str, Behaviour)> = vec![
        ("too deep", xml(&in_header(&deep))),
        ("too long a name", xml(&in_header(&format!("<a{}/>", "a".repeat(100_000))))),
        ("too many attributes", xml(&envelope(&attributes))),
        ("too large", xml(&envelope(&"x".repeat(300_000)))),
        ("endless, in chunks", Behaviour::Endless(head, chunk)),
        ("endless, until it closes", Behaviour::Endless(close, vec![b' '; 0x4000])),
        ("announced as too large", Behaviour::Bytes(announced)),
    ];
    for (name, behaviour) in cases {
        legacy.set(behaviour);
        eprintln!("--- {name}");
        discreet(&rest(&proxy).problem(502, "backend-too-large"), &legacy);
        assert_eq!(grpc(&proxy).reason(EXHAUSTED), "BACKEND_TOO_LARGE");
    }
    assert!(proxy.resident() < 400 << 20, "{} MiB", proxy.resident() >> 20);
    proxy.assert_alive();
}

#[test]
fn connections_that_break() {
    let legacy = Canned::start(Behaviour::Silence);
    let mut proxy = Proxy::before(legacy.url());
    let good = response("200 OK", "text/xml", &sample_message("lesePerson-response.xml"));
    let chunked =
        b"HTTP/1.1 200 OK\r\ncontent-type: text/xml\r\ntransfer-encoding: chunked\r\n\r\n10\r\n<soap"
            .to_vec();
    for (name, bytes) in [
        ("in the middle of the body", good[..good.len() - 100].to_vec()),
        ("in the middle of a chunk", chunked),
        ("in the middle of the head", good[..20].to_vec()),
        ("before the first byte", Vec::new()),
    ] {
        legacy.set(Behaviour::Bytes(bytes));
        eprintln!("--- {name}");
        let before = legacy.requests();
        discreet(&rest(&proxy).problem(502, "backend-connection-lost"), &legacy);
        assert_eq!(legacy.requests(), before + 1, "{name}: it was sent twice");
        assert_eq!(grpc(&proxy).reason(UNAVAILABLE), "BACKEND_CONNECTION_LOST");
    }
    legacy.set(Behaviour::Bytes(b"SSH-2.0-OpenSSH_9.6\r\n".to_vec()));
    assert_eq!(rest(&proxy).status, 502);
    proxy.assert_alive();
}

/// A fault of the SOAP version that was asked in, and nothing of the legacy service in it.
#[track_caller]
fn is_fault(answer: &http1::Answer, content_type: &str, namespace: &str) {
    let text = answer.text();
    assert!(answer.status.is_server_error(), "{}: {text}", answer.status);
    assert_eq!(answer.header("content-type").split(';').next(), Some(content_type), "{text}");
    assert!(text.contains(namespace) && text.contains("Fault>") && text.contains("Envelope>"), "{text}");
}

#[track_caller]
fn are_faults(proxy: &Proxy) {
    is_fault(&soap(proxy), "text/xml", "http://schemas.xmlsoap.org/soap/envelope/");
    is_fault(&soap12(proxy), "application/soap+xml", "http://www.w3.org/2003/05/soap-envelope");
}

#[test]
fn a_service_that_is_away() {
    let mut proxy = Proxy::before(format!("http://127.0.0.1:{}/melderegister", free_port()));
    rest(&proxy).problem(502, "backend-unreachable");
    assert_eq!(grpc(&proxy).reason(UNAVAILABLE), "BACKEND_UNREACHABLE");
    are_faults(&proxy);
    proxy.assert_alive();
}

#[test]
fn a_service_that_does_not_answer() {
    let legacy = Canned::start(Behaviour::Silence);
    let mut proxy = Proxy::start(&Config::new(legacy.url()).backend_setting("timeout: 400ms"));
    discreet(&rest(&proxy).problem(504, "backend-timeout"), &legacy);
    assert_eq!(grpc(&proxy).reason(4), "BACKEND_TIMEOUT");
    are_faults(&proxy);
    // A caller's own deadline counts, too.
    proxy = Proxy::before(legacy.url());
    let facade = facade::melderegister();
    let mut hasty = grpc::request(
        &facade.grpc_path("lesePerson"),
        grpc::encoded(facade, "lesePerson", &json!({"person_id": "MR00000001"})),
    );
    hasty.headers_mut().insert("grpc-timeout", "300m".parse().expect("a value"));
    grpc::send(proxy.address, hasty).failed_with(4);
    proxy.assert_alive();
}

#[test]
fn faults_that_are_not_declared() {
    let legacy = Canned::start(Behaviour::Silence);
    let mut proxy = Proxy::before(legacy.url());
    let fault = |code: &str, text: &str, detail: &str| {
        let fault = format!(
            "<s:Fault><faultcode>{code}</faultcode><faultstring>{text}</faultstring>{detail}</s:Fault>"
        );
        Behaviour::Bytes(response("500 Internal Server Error", "text/xml", &envelope(&fault)))
    };
    for (code, status, name, grpc_code) in [
        ("s:Client", 400, "sender-fault", 3),
        ("s:Client.Validation", 400, "sender-fault", 3),
        ("s:Server", 502, "receiver-fault", 2),
        ("mr:Eigener", 502, "receiver-fault", 2),
        ("s:VersionMismatch", 502, "protocol-fault", INTERNAL),
        ("s:MustUnderstand", 502, "protocol-fault", INTERNAL),
    ] {
        legacy.set(fault(code, "Etwas stimmt nicht", ""));
        eprintln!("--- {code}");
        rest(&proxy).problem(status, name);
        grpc(&proxy).failed(grpc_code);
    }
    // A detail that no contract knows.
    legacy.set(fault("s:Server", "x", "<detail><stack xmlns=\"urn:java\">at geheim.Klasse</stack></detail>"));
    discreet(&rest(&proxy).problem(502, "receiver-fault"), &legacy);
    // A declared detail with status 200, which some stacks send.
    let declared = "<s:Fault><faultcode>s:Server</faultcode><faultstring>x</faultstring><detail><mr:PersonNichtGefunden>\
        <mr:personId>MR00000001</mr:personId></mr:PersonNichtGefunden></detail></s:Fault>";
    legacy.set(xml(&envelope(declared)));
    rest(&proxy).declared("lesePerson", "PersonNichtGefunden");
    // A fault that another operation declares is none of this one.
    let foreign = declared.replace("PersonNichtGefunden", "UngueltigeAnfrage");
    legacy.set(xml(&envelope(&foreign)));
    assert_eq!(rest(&proxy).status, 502);
    proxy.assert_alive();
}

#[test]
fn old_callers_get_what_the_service_said_however_odd() {
    let legacy = Canned::answering("200 OK", "text/html", b"<html>Wartung<br></html>");
    let mut proxy = Proxy::before(legacy.url());
    let answer = soap(&proxy);
    assert_eq!((answer.status.as_u16(), answer.text().as_str()), (200, "<html>Wartung<br></html>"));
    assert_eq!(answer.header("content-type"), "text/html");
    proxy.assert_alive();
}
