// SPDX-License-Identifier: EUPL-1.2
//! Arguments that make no sense, and what is not there.

use serde_json::Value;

use super::has_code;
use crate::harness::{cli, facade, sample_message, scratch};

#[test]
fn help_shows_every_command_and_an_example() {
    let text = cli::fachwerk(&["--help"]).fine_text();
    for command in ["generate", "convert", "sample", "serve", "demo"] {
        assert!(text.contains(command), "{text}");
        assert!(cli::fachwerk(&[command, "--help"]).fine_text().contains("fachwerk "), "{command}");
    }
    assert!(cli::fachwerk(&["--version"]).fine_text().starts_with("fachwerk "));
}

#[test]
fn nonsense_cannot_run() {
    cli::fachwerk(&["erzeuge"]).failed(2);
    cli::fachwerk::<&str>(&[]).failed(2);
    cli::fachwerk(&["generate"]).failed(2);
    cli::fachwerk(&["convert", "--contract", "x", "--from", "edi", "--to", "json"]).failed(2);
}

#[test]
fn files_that_are_not_there_are_named() {
    for arguments in [
        vec!["generate", "/nirgends/dienst.wsdl", "--out", "/nirgends/facade"],
        vec!["convert", "--contract", "/nirgends", "--from", "soap", "--to", "json"],
        vec!["sample", "--contract", "/nirgends", "--operation", "x", "--message", "input"],
        vec!["serve", "--config", "/nirgends/fachwerk.yaml"],
    ] {
        let stderr = cli::fachwerk(&arguments).failed(2);
        assert!(has_code(&stderr) && stderr.contains("/nirgends"), "{arguments:?}: {stderr}");
    }
}

#[test]
fn an_unknown_operation_is_answered_with_those_there_are() {
    let contract = facade::melderegister().path.to_str().expect("a path");
    for command in [
        vec!["convert", "--contract", contract, "--from", "json", "--to", "soap"],
        vec!["sample", "--contract", contract],
    ] {
        let mut unknown = command.clone();
        unknown.extend(["--operation", "loeschePerson", "--message", "input"]);
        let stderr = cli::fachwerk_with(&unknown, b"{}").failed(2);
        assert!(
            has_code(&stderr) && stderr.contains("loeschePerson") && stderr.contains("lesePerson"),
            "{stderr}"
        );

        let mut unknown = command.clone();
        unknown.extend(["--operation", "benachrichtige", "--message", "output"]);
        let stderr = cli::fachwerk_with(&unknown, b"{}").failed(2);
        assert!(has_code(&stderr) && stderr.contains("input"), "{stderr}");

        let mut unknown = command;
        unknown.extend(["--operation", "lesePerson", "--message", "fault:Unfug"]);
        let stderr = cli::fachwerk_with(&unknown, b"{}").failed(2);
        assert!(stderr.contains("fault:PersonNichtGefunden"), "{stderr}");
    }
}

#[test]
fn failures_are_json_where_machines_ask() {
    let ran = cli::fachwerk(&["--format", "json", "serve", "--config", "/nirgends/fachwerk.yaml"]);
    let stderr = ran.failed(2);
    let value: Value = serde_json::from_str(stderr.trim()).expect("JSON on standard error");
    assert_eq!(value["code"], "FW-3101");
}

#[test]
fn mistakes_of_a_configuration_are_all_shown() {
    let directory = scratch();
    let file = directory.path().join("fachwerk.yaml");
    let text = "listen:\n  - address: \"überall\"\ndrain: bald\nfacades:\n  - contract: facade\n    backend: { url: \"ftp://x/\" }\n";
    std::fs::write(&file, text).expect("a file");
    let stderr = cli::fachwerk(&["serve".as_ref(), "--config".as_ref(), file.as_os_str()]).failed(2);
    for code in ["FW-3104", "FW-3107", "FW-3108"] {
        assert!(stderr.contains(code), "{code}: {stderr}");
    }
    assert!(stderr.contains("fachwerk.yaml:3:8"), "{stderr}");
}

#[test]
fn a_contract_from_the_future_is_refused() {
    let directory = scratch();
    let text =
        std::fs::read_to_string(facade::melderegister().path.join("contract.json")).expect("a contract");
    let mut contract: Value = serde_json::from_str(&text).expect("JSON");
    let version = contract.as_object_mut().expect("an object").values_mut().find(|value| value.is_u64());
    *version.expect("a format version") = Value::from(9999);
    std::fs::write(directory.path().join("contract.json"), contract.to_string()).expect("a file");
    let path = directory.path().to_str().expect("a path");
    let arguments = ["convert", "--contract", path, "--from", "soap", "--to", "json"];
    let stderr = cli::fachwerk_with(&arguments, &sample_message("lesePerson-request.xml")).failed(2);
    assert!(has_code(&stderr) && stderr.contains("9999"), "{stderr}");
}
