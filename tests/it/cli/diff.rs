// SPDX-License-Identifier: EUPL-1.2
//! `fachwerk diff`: sides of every kind, what it says of real versions, and its exit status.

use std::path::{Path, PathBuf};

use serde_json::Value;

use super::NOTES;
use crate::harness::{cli, scratch, shared};

/// A file with this content in a directory.
fn write(directory: &Path, name: &str, content: &str) -> PathBuf {
    let path = directory.join(name);
    std::fs::write(&path, content).expect("a file");
    path
}

/// The document that `diff` prints, and its status.
fn diff(old: &Path, new: &Path) -> (Value, i32) {
    let ran = cli::fachwerk(&[
        "diff".as_ref(),
        old.as_os_str(),
        new.as_os_str(),
        "--format".as_ref(),
        "json".as_ref(),
    ]);
    let value = serde_json::from_slice(&ran.stdout).unwrap_or_else(|e| panic!("{e}: {}", ran.stderr));
    (value, ran.status)
}

/// Changes, and how many of them break SOAP, REST and gRPC callers.
fn counts(found: &Value) -> [u64; 4] {
    ["changes", "soap", "rest", "grpc"].map(|key| found["counts"][key].as_u64().expect("a number"))
}

fn generate(input: &Path, out: &Path) {
    cli::fachwerk(&["generate".as_ref(), input.as_os_str(), "--out".as_ref(), out.as_os_str()]).fine();
}

#[test]
fn a_version_and_itself() {
    let directory = scratch();
    let wsdl = write(directory.path(), "notes.wsdl", NOTES);
    let ran = cli::fachwerk(&["diff".as_ref(), wsdl.as_os_str(), wsdl.as_os_str()]);
    assert_eq!(ran.fine_text(), "no change that a caller could see\n");
}

#[test]
fn every_kind_of_side_against_every_other() {
    let directory = scratch();
    let wsdl = write(directory.path(), "notes.wsdl", NOTES);
    let more =
        NOTES.replacen("<xs:sequence>", r#"<xs:sequence><xs:element name="zusatz" type="xs:string"/>"#, 1);
    assert_ne!(more, NOTES);
    let changed = write(directory.path(), "more.wsdl", &more);
    let (old, new) = (directory.path().join("old"), directory.path().join("new"));
    generate(&wsdl, &old);
    generate(&changed, &new);
    let sides = |facade: &Path, wsdl: &Path| {
        [
            ("wsdl", wsdl.to_owned()),
            ("facade", facade.to_owned()),
            ("contract", facade.join("contract.json")),
            ("openapi", facade.join("openapi.yaml")),
            ("proto", facade.join("proto")),
            ("descriptors", facade.join("descriptor.binpb")),
        ]
    };
    for (left, before) in sides(&old, &wsdl) {
        for (right, after) in sides(&new, &changed) {
            let kind = |name| match name {
                "openapi" => 1,
                "proto" | "descriptors" => 2,
                _ => 0,
            };
            if kind(left) + kind(right) == 3 {
                let error =
                    cli::fachwerk(&["diff".as_ref(), before.as_os_str(), after.as_os_str()]).failed(2);
                assert!(error.contains("FW-1802"), "{left} {right}: {error}");
                continue;
            }
            let (found, status) = diff(&before, &after);
            assert!(counts(&found)[0] > 0, "{left} {right}: {found}");
            assert!(found["changes"].to_string().contains("zusatz"), "{left} {right}: {found}");
            let breaking = counts(&found)[1..].iter().any(|count| *count > 0);
            assert_eq!(status, i32::from(breaking), "{left} {right}: {found}");
        }
    }
}

#[test]
fn only_what_breaks() {
    let directory = scratch();
    let wsdl = write(directory.path(), "notes.wsdl", NOTES);
    let more =
        NOTES.replacen("<xs:sequence>", r#"<xs:sequence><xs:element name="zusatz" type="xs:string"/>"#, 1);
    let changed = write(directory.path(), "more.wsdl", &more);
    let run = |old: &Path, new: &Path| {
        cli::fachwerk(&["diff".as_ref(), old.as_os_str(), new.as_os_str(), "--breaking".as_ref()])
    };
    let there = run(&wsdl, &changed);
    assert_eq!(there.status, 1, "{}", there.stderr);
    let text = String::from_utf8(there.stdout).expect("text");
    assert!(text.contains("zusatz") && text.contains("BREAKING") && text.contains("more.wsdl:"), "{text}");
}

#[test]
fn sides_that_are_nothing() {
    let directory = scratch();
    let wsdl = write(directory.path(), "notes.wsdl", NOTES);
    let cases = [
        ("none.wsdl", None, "FW-1011"),
        ("none.json", None, "FW-0002"),
        ("other.json", Some("{\"swagger\": \"2.0\"}"), "FW-1801"),
        ("broken.yaml", Some("a: [1"), "FW-1801"),
        ("broken.proto", Some("syntax = \"proto3\"; message {"), "FW-1803"),
        ("broken.binpb", Some("\u{7}\u{7}"), "FW-1803"),
        ("broken.wsdl", Some("<definitions"), "FW-1401"),
    ];
    for (name, content, code) in cases {
        let path = directory.path().join(name);
        if let Some(content) = content {
            std::fs::write(&path, content).expect("a file");
        }
        let error = cli::fachwerk(&["diff".as_ref(), wsdl.as_os_str(), path.as_os_str()]).failed(2);
        assert!(error.contains(code), "{name}: {error}");
        assert!(error.contains(name), "{name}: {error}");
        assert!(error.contains("→") || error.contains("; "), "{name} does not say what to do: {error}");
    }
}

/// The four published versions; the expected verdicts were read off a textual comparison of the files.
#[test]
fn four_versions_of_eakte() {
    let data = "data/muenchen-eakte";
    let Some(root) = shared(data) else { skip!("{data} is not there") };
    let file = |version: &str| match version {
        "1.10" => root.join("wsdl/dmsin-eai-1.10.wsdl"),
        "1.6" => root.join("wsdl_archive/dmsin-eai_1.6.wsdl"),
        version => root.join(format!("wsdl_archive/dmsin-eai-{version}.wsdl")),
    };
    let cases = [
        // Two members and a list are new in answers, and a required member of a request has become optional.
        ("1.6", "1.8", [4, 3, 0, 0]),
        // A member of a type that requests use too is gone again, and the new list has items of another type.
        ("1.8", "1.9", [4, 2, 1, 2]),
        // Two operations, and two optional members in each of five requests.
        ("1.9", "1.10", [12, 0, 0, 0]),
    ];
    for (old, new, expected) in cases {
        let (found, status) = diff(&file(old), &file(new));
        println!("eAkte {old} -> {new}: {}", found["counts"]);
        assert_eq!(counts(&found), expected, "{old} -> {new}: {found:#}");
        assert_eq!(status, i32::from(expected[1..].iter().any(|n| *n > 0)), "{old} -> {new}");
    }
}
