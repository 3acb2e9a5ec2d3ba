// SPDX-License-Identifier: EUPL-1.2
//! `fachwerk mock` as the backend of a proxy.

use std::io::{BufRead, BufReader};
use std::net::SocketAddr;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use serde_json::json;

use crate::harness::proxy::{Config, Proxy};
use crate::harness::{binary, cli, facade, http1, sample_message, scratch};

struct Mock {
    child: Child,
    address: SocketAddr,
}

impl Mock {
    fn start(script: Option<&Path>) -> Self {
        let mut command = Command::new(binary::path());
        command.args(["mock", "--listen", "127.0.0.1:0", "--contract"]).arg(&facade::melderegister().path);
        if let Some(script) = script {
            command.arg("--script").arg(script);
        }
        let mut child = command.stderr(Stdio::piped()).spawn().expect("fachwerk mock");
        let mut lines = BufReader::new(child.stderr.take().expect("standard error")).lines();
        let said = lines.next().expect("a line").expect("text");
        let address = said.split("http://").nth(1).and_then(|rest| rest.split('/').next()?.parse().ok());
        let address = address.unwrap_or_else(|| panic!("{said}"));
        // Whoever writes to a pipe that nobody reads stops.
        std::thread::spawn(move || lines.for_each(drop));
        Self { child, address }
    }

    fn url(&self) -> String {
        format!("http://{}/", self.address)
    }
}

impl Drop for Mock {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn call(proxy: &Proxy, operation: &str, message: &serde_json::Value) -> http1::Answer {
    http1::post_json(proxy.address, &facade::melderegister().rest_path(operation), message)
}

#[test]
fn every_answer_is_valid_and_the_same_for_the_same_request() {
    let mock = Mock::start(None);
    let proxy =
        Proxy::start(&Config::new(mock.url()).setting("validation: { request: enforce, response: enforce }"));
    let first = call(&proxy, "lesePerson", &json!({ "personId": "MR00000001" })).ok();
    assert!(first["person"].is_object(), "{first}");
    assert_eq!(call(&proxy, "lesePerson", &json!({ "personId": "MR00000001" })).ok(), first);
    let other = call(&proxy, "lesePerson", &json!({ "personId": "MR00000002" })).ok();
    assert_ne!(other, first);
}

#[test]
fn wrong_requests_are_refused_with_their_place() {
    let mock = Mock::start(None);
    let wrong = String::from_utf8(sample_message("lesePerson-request.xml")).expect("UTF-8");
    let wrong = wrong.replace("MR00000001", "nobody");
    let answer = http1::send(mock.address, http1::request("/any", "text/xml", wrong));
    assert_eq!(answer.status, 500);
    assert!(answer.text().contains("personId") && answer.text().contains("Client"), "{}", answer.text());
    let nonsense = http1::send(mock.address, http1::request("/", "text/xml", "<a>"));
    assert_eq!(nonsense.status, 500);
    assert_eq!(http1::get(mock.address, "/").status, 405);
}

const SCRIPT: &str = r"
answers:
  - operation: lesePerson
    when: { personId: MR00000001 }
    answer: one.json
  - operation: lesePerson
    when: { personId: MR00000002 }
    fault: PersonNichtGefunden
  - operation: lesePerson
    when: { personId: MR00000003 }
    times: 1
    delay_ms: 300
  - operation: lesePerson
    when: { personId: MR00000003 }
    body: '<html>Wartung</html>'
    content_type: text/html
    status: 503
  - operation: lesePerson
    when: { personId: MR00000004 }
    cut: 40
";

#[test]
fn a_script_is_followed() {
    let directory = scratch();
    let script = directory.path().join("mock.yaml");
    std::fs::write(&script, SCRIPT).expect("a script");
    let sampler = Mock::start(None);
    let proxy = Proxy::before(sampler.url());
    let one = call(&proxy, "lesePerson", &json!({ "personId": "MR00000009" })).ok();
    std::fs::write(directory.path().join("one.json"), one.to_string()).expect("an answer");

    let mock = Mock::start(Some(&script));
    let proxy = Proxy::before(mock.url());
    let read = |person: &str| call(&proxy, "lesePerson", &json!({ "personId": person }));
    assert_eq!(read("MR00000001").ok(), one);
    read("MR00000002").declared("lesePerson", "PersonNichtGefunden");
    let began = Instant::now();
    read("MR00000003").ok();
    assert!(began.elapsed() >= Duration::from_millis(300));
    read("MR00000003").problem(502, "backend-not-soap");
    read("MR00000004").problem(502, "backend-connection-lost");
}

#[test]
fn a_script_that_cannot_be_followed_is_an_error_at_the_start() {
    let directory = scratch();
    std::fs::write(directory.path().join("none.json"), "{}").expect("an answer");
    for (rule, code) in [
        ("{ operation: keine, fault: X }", "FW-3303"),
        ("{ operation: lesePerson, fault: Keiner }", "FW-3303"),
        ("{ operation: lesePerson, answer: none.json }", "FW-3303"),
        ("{ operation: lesePerson, answer: missing.json }", "FW-3301"),
        ("{ colour: red }", "FW-3302"),
    ] {
        let script = directory.path().join("mock.yaml");
        std::fs::write(&script, format!("answers: [{rule}]")).expect("a script");
        let contract = facade::melderegister().path.as_os_str();
        let arguments =
            ["mock".as_ref(), "--contract".as_ref(), contract, "--script".as_ref(), script.as_os_str()];
        let failed = cli::fachwerk(&arguments).failed(2);
        assert!(failed.contains(code), "{rule}: {failed}");
    }
}
