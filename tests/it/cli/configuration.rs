// SPDX-License-Identifier: EUPL-1.2
//! `fachwerk check-config`, `explain-config` and `diff-config`.

use std::ffi::OsStr;
use std::path::PathBuf;

use serde_json::Value;

use crate::harness::proxy::Config;
use crate::harness::{cli, facade, scratch};

struct Configuration {
    directory: tempfile::TempDir,
}

impl Configuration {
    fn new() -> Self {
        let directory = scratch();
        std::fs::write(
            directory.path().join("fachwerk.yaml"),
            Config::new("http://legacy.example/ws").yaml(),
        )
        .expect("fachwerk.yaml");
        Self { directory }
    }

    fn file(&self) -> PathBuf {
        self.directory.path().join("fachwerk.yaml")
    }

    /// A second file with something replaced.
    fn changed(&self, from: &str, to: &str) -> PathBuf {
        let text = std::fs::read_to_string(self.file()).expect("fachwerk.yaml");
        assert!(text.contains(from), "{text}");
        let path = self.directory.path().join("next.yaml");
        std::fs::write(&path, text.replace(from, to)).expect("next.yaml");
        path
    }

    fn explain(&self, request: &str, headers: &[&str], status: i32) -> Value {
        let file = self.file();
        let mut arguments = vec![OsStr::new("explain-config"), file.as_os_str(), OsStr::new(request)];
        for header in headers {
            arguments.extend([OsStr::new("-H"), OsStr::new(header)]);
        }
        arguments.extend([OsStr::new("--format"), OsStr::new("json")]);
        let ran = cli::fachwerk(&arguments);
        assert_eq!(ran.status, status, "{}{}", ran.text(), ran.stderr);
        serde_json::from_str(&ran.text()).expect("JSON")
    }
}

#[test]
fn what_can_be_served_is_summed_up() {
    let configuration = Configuration::new();
    let file = configuration.file();
    let ran = cli::fachwerk(&[OsStr::new("check-config"), file.as_os_str()]);
    assert_eq!(ran.status, 0, "{}{}", ran.text(), ran.stderr);
    let text = ran.text();
    let row = text.lines().nth(1).unwrap_or_default();
    assert_eq!(
        row.split_whitespace().collect::<Vec<_>>(),
        ["/", "Melderegister", "5", "http://legacy.example/ws"],
        "{text}"
    );
    let all = cli::fachwerk(&[OsStr::new("check-config"), file.as_os_str(), OsStr::new("--settings")]);
    assert!(all.text().contains("facades[/].backend.timeout = 30s"), "{}", all.text());
    assert!(all.text().contains("watch = 5s"), "{}", all.text());
}

#[test]
fn what_cannot_be_served_is_told_with_its_place() {
    let configuration = Configuration::new();
    let broken = configuration.changed("drain: 10s", "drain: 10\nthreads: none");
    let failed = cli::fachwerk(&[OsStr::new("check-config"), broken.as_os_str()]).failed(2);
    assert!(failed.contains("next.yaml:3:8") && failed.contains("FW-3104"), "{failed}");
    assert!(failed.contains("next.yaml:4:10: FW-3106"), "all mistakes at once: {failed}");
    let contract = facade::melderegister().path.display().to_string();
    let missing = configuration.changed(&contract, "/nowhere");
    let failed = cli::fachwerk(&[OsStr::new("check-config"), missing.as_os_str()]).failed(2);
    assert!(failed.contains("FW-3201") && failed.contains("/nowhere/contract.json"), "{failed}");
}

#[test]
fn a_decision_is_explained_for_every_caller() {
    let configuration = Configuration::new();
    let melderegister = facade::melderegister();
    let rest = configuration.explain(&format!("POST {}", melderegister.rest_path("lesePerson")), &[], 0);
    assert_eq!(rest["facts"]["caller"], "REST");
    assert_eq!(rest["facts"]["operation"], "lesePerson of service Melderegister");
    assert_eq!(rest["facts"]["lane"], "translate: JSON to SOAP 1.1, and the answer back");
    assert_eq!(rest["refused"], Value::Null);

    let grpc = configuration.explain(
        &format!("POST {}", melderegister.grpc_path("lesePerson")),
        &["content-type: application/grpc"],
        0,
    );
    assert_eq!(grpc["facts"]["caller"], "gRPC");
    assert_eq!(grpc["facts"]["lane"], "translate: protobuf to SOAP 1.1, and the answer back");

    let soap = configuration.explain("POST /soap", &["content-type: text/xml"], 0);
    assert_eq!(soap["facts"]["caller"], "SOAP");
    assert!(soap["facts"]["lane"].as_str().expect("a lane").starts_with("relay"), "{soap}");
    assert!(
        soap["facts"]["backend"].as_str().expect("a backend").starts_with("http://legacy.example/ws"),
        "{soap}"
    );
}

#[test]
fn what_is_validated_is_not_called_relayed() {
    let configuration = Configuration::new();
    let text =
        Config::new("http://legacy.example/ws").setting("validation: { soap_request: enforce }").yaml();
    std::fs::write(configuration.file(), text).expect("fachwerk.yaml");
    let soap = configuration.explain("POST /soap", &["content-type: text/xml"], 0);
    assert!(soap["facts"]["lane"].as_str().expect("a lane").starts_with("validate"), "{soap}");
    let description = configuration.explain("GET /soap?wsdl", &[], 0);
    assert_eq!(description["facts"]["lane"], "answered here: the description");
}

#[test]
fn a_refusal_is_explained() {
    let configuration = Configuration::new();
    let unknown = configuration.explain("GET /nothing", &[], 1);
    assert_eq!(unknown["refused"], "FW-4001");
    let method =
        configuration.explain(&format!("GET {}", facade::melderegister().rest_path("lesePerson")), &[], 1);
    assert_eq!(method["refused"], "FW-4002");
    assert_eq!(method["facts"]["because"], "what is here is called by POST");
    let file = configuration.file();
    for wrong in ["POST", "POST nowhere", "P@ST /a", "POST /a HTTP/4"] {
        let failed =
            cli::fachwerk(&[OsStr::new("explain-config"), file.as_os_str(), OsStr::new(wrong)]).failed(2);
        assert!(failed.contains("FW-0012"), "{wrong}: {failed}");
    }
}

#[test]
fn two_configurations_are_compared() {
    let configuration = Configuration::new();
    let file = configuration.file();
    let next = configuration.changed("drain: 10s", "drain: 20s\nwatch: 1m");
    let same = cli::fachwerk(&[OsStr::new("diff-config"), file.as_os_str(), file.as_os_str()]);
    assert_eq!((same.status, same.text().as_str()), (0, "Nothing changes.\n"));
    let ran = cli::fachwerk(&[OsStr::new("diff-config"), file.as_os_str(), next.as_os_str()]);
    assert_eq!(ran.status, 1, "{}", ran.stderr);
    let text = ran.text();
    let rows: Vec<Vec<&str>> = text.lines().map(|line| line.split_whitespace().collect()).collect();
    assert_eq!(rows[1], ["drain", "10s", "20s", "restart"], "{text}");
    assert_eq!(rows[2], ["watch", "5s", "1m", "reload"], "{text}");
}
