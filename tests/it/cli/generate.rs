// SPDX-License-Identifier: EUPL-1.2
//! `fachwerk generate`: every kind of input, and what it writes.

use std::collections::BTreeMap;
use std::io::Write as _;
use std::path::Path;

use prost::Message as _;
use prost_types::FileDescriptorSet;
use serde_json::Value;

use super::NOTES;
use crate::harness::{cli, root, sample_wsdl, scratch};

/// Files below a directory, by path.
fn files(directory: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut found = BTreeMap::new();
    let mut open = vec![directory.to_owned()];
    while let Some(path) = open.pop() {
        if path.is_dir() {
            open.extend(
                std::fs::read_dir(&path).expect("a directory").map(|entry| entry.expect("an entry").path()),
            );
        } else {
            let name = path.strip_prefix(directory).expect("below").to_string_lossy().into_owned();
            found.insert(name, std::fs::read(&path).expect("a file"));
        }
    }
    found
}

/// The descriptors without comments, which name the input.
fn interface(files: &BTreeMap<String, Vec<u8>>) -> FileDescriptorSet {
    let mut set = FileDescriptorSet::decode(files["descriptor.binpb"].as_slice()).expect("descriptors");
    for file in &mut set.file {
        file.source_code_info = None;
    }
    set
}

fn generate(input: &Path, out: &Path) -> BTreeMap<String, Vec<u8>> {
    cli::fachwerk(&["generate".as_ref(), input.as_os_str(), "--out".as_ref(), out.as_os_str()]).fine();
    files(out)
}

#[test]
fn writes_every_file_and_the_same_bytes_twice() {
    let (first, second) = (scratch(), scratch());
    let written = generate(&sample_wsdl("melderegister.wsdl"), first.path());
    for name in ["contract.json", "openapi.yaml", "descriptor.binpb", "fachwerk.lock", "report.json"] {
        assert!(written.contains_key(name), "{name} is missing: {:?}", written.keys());
    }
    assert!(written.keys().any(|name| name.starts_with("proto/") && name.contains(".proto")));
    let sources = written.keys().filter(|name| name.starts_with("wsdl/")).count();
    assert_eq!(sources, 3, "{:?}", written.keys());
    assert_eq!(written, generate(&sample_wsdl("melderegister.wsdl"), second.path()), "another directory");
    assert_eq!(
        written,
        generate(&sample_wsdl("melderegister.wsdl"), first.path()),
        "over itself, with its lock"
    );
}

#[test]
fn report_says_what_was_mapped() {
    let out = scratch();
    let written = generate(&sample_wsdl("melderegister.wsdl"), out.path());
    let report: Value = serde_json::from_slice(&written["report.json"]).expect("JSON");
    assert_eq!(report["counts"]["operations"], 5);
    assert_eq!(report["counts"]["errors"], 0);
    let operations = report["services"][0]["operations"].as_array().expect("operations");
    let read = operations.iter().find(|operation| operation["name"] == "lesePerson").expect("lesePerson");
    assert_eq!(read["effect"], "unknown");
    assert_eq!(read["soap_action"], "https://fachwerk.example/ns/melderegister/dienst/1/lesePerson");
    assert_eq!(read["faults"], serde_json::json!(["PersonNichtGefunden", "Auskunftssperre"]));
    let notify =
        operations.iter().find(|operation| operation["name"] == "benachrichtige").expect("benachrichtige");
    assert_eq!(notify["output"], Value::Null);
    for remark in report["remarks"].as_array().expect("remarks") {
        assert!(remark["line"].as_u64().is_some_and(|line| line > 0), "{remark}");
        assert!(remark["file"].as_str().is_some_and(|file| !file.is_empty()), "{remark}");
    }
}

#[test]
fn a_directory_and_a_zip_give_what_the_file_gives() {
    let out = scratch();
    let from_file = generate(&sample_wsdl("melderegister.wsdl"), &out.path().join("file"));
    let from_directory = generate(&root().join("samples/melderegister/wsdl"), &out.path().join("directory"));
    assert_eq!(from_file["openapi.yaml"], from_directory["openapi.yaml"]);
    assert_eq!(interface(&from_file), interface(&from_directory));

    let archive = out.path().join("delivery.zip");
    let mut zip = zip::ZipWriter::new(std::fs::File::create(&archive).expect("a file"));
    for name in ["melderegister.wsdl", "melderegister.xsd", "basistypen.xsd"] {
        let options = zip::write::SimpleFileOptions::default();
        zip.start_file(format!("lieferung/schnittstelle/{name}"), options).expect("an entry");
        zip.write_all(&std::fs::read(sample_wsdl(name)).expect("a file")).expect("its content");
    }
    zip.finish().expect("a zip");
    let from_zip = generate(&archive, &out.path().join("zip"));
    assert_eq!(from_file["openapi.yaml"], from_zip["openapi.yaml"]);
    assert_eq!(interface(&from_file), interface(&from_zip));
}

#[test]
fn standard_input_is_an_input() {
    let out = scratch();
    let arguments = ["generate".as_ref(), "-".as_ref(), "--out".as_ref(), out.path().as_os_str()];
    cli::fachwerk_with(&arguments, NOTES.as_bytes()).fine();
    let from_stdin = files(out.path());
    let file = out.path().join("notizen.wsdl");
    std::fs::write(&file, NOTES).expect("a file");
    let from_file = generate(&file, &out.path().join("file"));
    assert_eq!(from_stdin["openapi.yaml"], from_file["openapi.yaml"]);
    assert_eq!(interface(&from_stdin), interface(&from_file));
}

#[test]
fn tables_are_for_people_and_json_for_machines() {
    let out = scratch();
    let input = sample_wsdl("melderegister.wsdl");
    let arguments = |format: &'static str| {
        let fixed: [&std::ffi::OsStr; 6] = [
            "--format".as_ref(),
            format.as_ref(),
            "generate".as_ref(),
            input.as_os_str(),
            "--out".as_ref(),
            out.path().as_os_str(),
        ];
        fixed.map(std::ffi::OsStr::to_owned)
    };
    let text = cli::fachwerk(&arguments("text")).fine_text();
    assert!(text.contains("lesePerson") && text.contains("5 operations"), "{text}");
    let json = cli::fachwerk(&arguments("json")).fine();
    let report: Value = serde_json::from_slice(&json).expect("JSON on standard output");
    let written: Value = serde_json::from_slice(&files(out.path())["report.json"]).expect("JSON");
    assert_eq!(report, written);
}

#[test]
fn the_document_is_openapi_3_1_or_3_0_as_asked_for() {
    let out = scratch();
    let wsdl = sample_wsdl("melderegister.wsdl");
    for (version, begins) in
        [(None, "openapi: \"3.1."), (Some("3.1"), "openapi: \"3.1."), (Some("3.0"), "openapi: \"3.0.3\"")]
    {
        let mut arguments =
            vec!["generate".as_ref(), wsdl.as_os_str(), "--out".as_ref(), out.path().as_os_str()];
        arguments
            .extend(version.into_iter().flat_map(|version| ["--openapi", version].map(std::ffi::OsStr::new)));
        cli::fachwerk(&arguments).fine();
        let document = std::fs::read_to_string(out.path().join("openapi.yaml")).expect("openapi.yaml");
        assert!(document.lines().any(|line| line.starts_with(begins)), "{version:?}");
    }
}
