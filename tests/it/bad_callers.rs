// SPDX-License-Identifier: EUPL-1.2
//! Callers that send what they should not: a clear error for them, nothing for the legacy service, and the process
//! goes on.

use std::io::Write as _;
use std::net::TcpStream;

use bytes::Bytes;
use http::Request;
use serde_json::{Value, json};

use crate::harness::http1::{self, request, send};
use crate::harness::proxy::{Config, Proxy, SOAP};
use crate::harness::register::Register;
use crate::harness::{facade, grpc};

struct Setup {
    register: Register,
    proxy: Proxy,
}

impl Setup {
    fn new(settings: &[&str]) -> Self {
        let register = Register::start();
        let config =
            settings.iter().fold(Config::new(register.url()), |config, setting| config.setting(setting));
        let proxy = Proxy::start(&config);
        Self { register, proxy }
    }

    #[track_caller]
    fn rest(&self, operation: &str, body: impl Into<Bytes>) -> http1::Answer {
        send(
            self.proxy.address,
            request(&facade::melderegister().rest_path(operation), "application/json", body),
        )
    }

    /// Nothing reached the service, and the next caller is served.
    #[track_caller]
    fn unharmed(mut self) {
        assert!(
            self.register.exchanges().is_empty(),
            "the backend was called: {:?}",
            self.register.exchanges()
        );
        assert_eq!(self.rest("lesePerson", "{\"personId\":\"MR00000001\"}").status, 200);
        self.proxy.assert_alive();
    }
}

/// JSON pointers of a problem's errors.
fn pointers(problem: &Value) -> Vec<&str> {
    let errors = problem["errors"].as_array().unwrap_or_else(|| panic!("no errors: {problem}"));
    errors.iter().map(|error| error["path"].as_str().unwrap_or_else(|| panic!("no path: {error}"))).collect()
}

#[test]
fn what_is_not_json_is_malformed() {
    let setup = Setup::new(&[]);
    let deep = format!("{}1{}", "[".repeat(100_000), "]".repeat(100_000));
    let cases: &[(&str, &[u8])] = &[
        ("text", b"Guten Tag"),
        ("truncated", b"{\"personId\": \"MR0000"),
        ("trailing", b"{\"personId\": \"MR00000001\"} {}"),
        ("single quotes", b"{'personId': 'MR00000001'}"),
        ("not UTF-8", b"{\"personId\": \"M\xFCller\"}"),
        ("lone surrogate", b"{\"personId\": \"\\ud800\"}"),
        ("control character", b"{\"personId\": \"a\x01b\"}"),
        ("XML", b"<lesePerson/>"),
        ("UTF-16", b"\xFF\xFE{\0}\0"),
    ];
    for (name, body) in cases {
        let answer = setup.rest("lesePerson", body.to_vec());
        eprintln!("{name}: {}", answer.text());
        let problem = answer.problem(400, "malformed-request");
        assert!(!problem.to_string().contains("MR00000001"), "{name}: a value shows: {problem}");
    }
    setup.rest("lesePerson", "").problem(400, "invalid-request");
    let answer = setup.rest("lesePerson", format!("{{\"personId\": {deep}}}"));
    assert!([400, 413].contains(&answer.status.as_u16()), "{}", answer.text());
    setup.unharmed();
}

#[test]
fn what_breaks_the_schema_is_listed_place_by_place() {
    let setup = Setup::new(&[]);
    let address = json!({
        "@type": "InlandsAnschrift", "ort": "", "strasse": "Hohe Straße", "hausnummer": 0, "postleitzahl": "5066",
        "ags": "05315000",
    });
    let body = json!({
        "personId": "MR1", "neueAnschrift": address, "art": "schloss", "einzugsdatum": "2026-02-30",
        "mitziehend": ["MR00000002", "x"],
    });
    let problem = setup.rest("meldeUmzug", body.to_string()).problem(400, "invalid-request");
    let found = pointers(&problem);
    for expected in [
        "/personId",
        "/neueAnschrift/ort",
        "/neueAnschrift/hausnummer",
        "/neueAnschrift/postleitzahl",
        "/art",
        "/einzugsdatum",
        "/mitziehend/1",
    ] {
        assert!(found.contains(&expected), "{expected} is not among {found:?}");
    }
    assert_eq!(found.len(), 7, "{problem}");
    assert!(!problem.to_string().contains("schloss"), "a value shows: {problem}");
    setup.unharmed();
}

#[test]
fn what_is_not_in_the_contract_is_named() {
    let setup = Setup::new(&[]);
    for (body, pointer) in [
        (json!({"personId": "MR00000001", "unbekannt": 1}), "/unbekannt"),
        (json!({"personId": 1}), "/personId"),
        (json!({"personId": null}), "/personId"),
        (json!({"personId": ["MR00000001"]}), "/personId"),
        (json!({"personId": "MR00000001", "mitHistorie": "ja"}), "/mitHistorie"),
        (json!({"personId": "MR00000001", "headers": {"fremd": {}}}), "/headers/fremd"),
        (json!(["MR00000001"]), ""),
    ] {
        let problem = setup.rest("lesePerson", body.to_string()).problem(400, "invalid-request");
        assert_eq!(pointers(&problem), [pointer], "{body}: {problem}");
    }
    let missing = setup.rest("lesePerson", "{}").problem(400, "invalid-request");
    assert!(missing.to_string().contains("personId"), "{missing}");
    let twice = setup.rest("lesePerson", "{\"personId\":\"MR00000001\",\"personId\":\"MR00000002\"}");
    assert_eq!(twice.status, 400, "{}", twice.text());
    let mut wrong = json!({"personId": "MR00000001", "art": "hauptwohnung", "einzugsdatum": "2026-03-01"});
    wrong["neueAnschrift"] = json!({"@type": "Anschrift", "ort": "Köln"});
    setup.rest("meldeUmzug", wrong.to_string()).problem(400, "invalid-request");
    setup.unharmed();
}

#[test]
fn media_types_paths_and_methods() {
    let setup = Setup::new(&[]);
    let path = facade::melderegister().rest_path("lesePerson");
    let to = setup.proxy.address;
    let body = "{\"personId\":\"MR00000001\"}";
    for content_type in
        ["text/plain", "application/x-www-form-urlencoded", "application/json; charset=latin1"]
    {
        send(to, request(&path, content_type, body)).problem(415, "unsupported-media-type");
    }
    // Who sends SOAP is answered in SOAP, wherever it is.
    let soap = send(to, request(&path, "text/xml", "<lesePerson/>"));
    assert!(
        soap.status == 415 && soap.text().contains("faultcode>soap:Client<"),
        "{} {}",
        soap.status,
        soap.text()
    );
    let mut zipped = request(&path, "application/json", body);
    zipped.headers_mut().insert("content-encoding", "gzip".parse().expect("a value"));
    send(to, zipped).problem(415, "unsupported-media-type");
    let mut picky = request(&path, "application/json", body);
    picky.headers_mut().insert("accept", "text/html".parse().expect("a value"));
    send(to, picky).problem(406, "not-acceptable");

    for unknown in [
        "/nothing",
        "/Melderegister",
        "/Melderegister/loeschePerson",
        "/melderegister/leseperson",
        "/..%2f..%2fetc/passwd",
    ] {
        send(to, request(unknown, "application/json", body)).problem(404, "unknown-path");
    }
    for method in ["GET", "PUT", "DELETE"] {
        let wrong = Request::builder().method(method).uri(&path).body(Bytes::new()).expect("a request");
        let answer = send(to, wrong);
        answer.problem(405, "method-not-allowed");
        assert_eq!(answer.header("allow"), "POST", "{method}");
    }
    setup.unharmed();
}

#[test]
fn too_much_is_refused_before_it_is_read() {
    let setup = Setup::new(&["limits: { max_request: 4KiB, max_relayed: 8KiB }"]);
    let long = json!({"personId": "MR00000001", "x": "x".repeat(5000)}).to_string();
    setup.rest("lesePerson", long.clone()).problem(413, "request-too-large");
    let facade = facade::melderegister();
    let message = grpc::encoded(facade, "lesePerson", &json!({"person_id": "x".repeat(5000)}));
    let outcome = grpc::send(setup.proxy.address, grpc::request(&facade.grpc_path("lesePerson"), message));
    outcome.failed(8);
    let soap = send(setup.proxy.address, request(SOAP, "text/xml", "x".repeat(20_000)));
    assert_eq!(soap.status, 413, "{}", soap.text());

    // A body without a length, and one that announces more than it will ever send.
    for body in [
        format!("transfer-encoding: chunked\r\n\r\n{:x}\r\n{long}\r\n0\r\n\r\n", long.len()),
        "content-length: 99999999999\r\n\r\n{".to_owned(),
    ] {
        let mut stream = TcpStream::connect(setup.proxy.address).expect("a connection");
        let head = format!(
            "POST {} HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\n",
            facade.rest_path("lesePerson")
        );
        stream.write_all(format!("{head}{body}").as_bytes()).expect("written");
        let answer = first_line(&mut stream);
        assert!(answer.contains(" 413 "), "{answer}");
    }
    setup.unharmed();
}

/// The status line of an answer.
fn first_line(stream: &mut TcpStream) -> String {
    use std::io::BufRead as _;
    stream.set_read_timeout(Some(std::time::Duration::from_secs(20))).expect("a time-out");
    let mut line = String::new();
    std::io::BufReader::new(stream).read_line(&mut line).expect("an answer");
    line
}

#[test]
fn callers_that_hang_up_are_forgotten() {
    let setup = Setup::new(&[]);
    let path = facade::melderegister().rest_path("lesePerson");
    for half in [
        format!(
            "POST {path} HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: 100\r\n\r\n{{\"personId\""
        ),
        format!("POST {path} HTTP/1.1\r\nhost"),
        format!("POST {path} HTTP/1.1\r\nhost: x\r\ntransfer-encoding: chunked\r\n\r\nffff\r\n{{"),
        "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0".to_owned(),
        "\x16\x03\x01\x02\0\x01\0\x01\u{fc}".to_owned(),
    ] {
        let mut stream = TcpStream::connect(setup.proxy.address).expect("a connection");
        stream.write_all(half.as_bytes()).expect("written");
        drop(stream);
    }
    setup.unharmed();
}

#[test]
fn grpc_callers_get_a_status() {
    let setup = Setup::new(&[]);
    let facade = facade::melderegister();
    let path = facade.grpc_path("lesePerson");
    let to = setup.proxy.address;
    let call = |body: Bytes| grpc::send(to, grpc::request(&path, body));
    // INVALID_ARGUMENT: not protobuf, not this message, not the schema.
    for message in
        [&b"\xFF\xFF\xFF"[..], b"\x0A\x7FMR", b"\x0A\x02\xC3\x28", b"\xFA\x7F\x01x", b"\x0A\x03MR1", b""]
    {
        let outcome = call(grpc::frame(message));
        outcome.failed(3);
        assert!(!outcome.message.contains("MR1"), "a value shows: {}", outcome.message);
    }
    let wrong = facade.grpc_path("lesePerson").replace("LesePerson", "LoeschePerson");
    grpc::send(to, grpc::request(&wrong, grpc::frame(b""))).failed_with(12);
    grpc::send(to, grpc::request("/fremd.Dienst/Tu", grpc::frame(b""))).failed_with(12);
    // A frame that is compressed, one that is cut short, none at all.
    let valid = grpc::encoded(facade, "lesePerson", &json!({"person_id": "MR00000001"}));
    let mut compressed = valid.to_vec();
    compressed[0] = 1;
    for (name, body) in [("compressed", compressed), ("cut short", valid[..8].to_vec()), ("none", Vec::new())]
    {
        let outcome = call(body.into());
        assert!([3, 12, 13].contains(&outcome.code), "{name}: {} {}", outcome.code, outcome.message);
    }
    let http1 = send(to, request(&path, "application/grpc", valid));
    assert!(http1.status.as_u16() == 505 || http1.header("grpc-status") == "12", "{http1:?}");
    setup.unharmed();
}
