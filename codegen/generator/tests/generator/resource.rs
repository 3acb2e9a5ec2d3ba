// SPDX-License-Identifier: EUPL-1.2
//! The sample's document in the resource style, as a file: what changes in it shows in a review.

use std::path::{Path, PathBuf};

use fachwerk_generator::{Decisions, Generated, Written, files, generate_as};
use fachwerk_mapping::{Lock, RestStyle};

fn crate_dir() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn melderegister(decisions: &Decisions) -> Generated {
    let options = fachwerk_wsdl::Options::default();
    let path = crate_dir().join("../../samples/melderegister/wsdl/melderegister.wsdl");
    let input = fachwerk_wsdl::open(&path, &options.limits).unwrap();
    generate_as(&input, &options, decisions).unwrap()
}

fn expect(file: &str, text: &str) {
    let path: PathBuf = crate_dir().join("tests/generator/golden").join(file);
    if std::env::var_os("UPDATE_EXPECT").is_some() {
        std::fs::write(&path, text).unwrap();
        return;
    }
    let expected = std::fs::read_to_string(&path).unwrap_or_default();
    if expected != text {
        let line = expected.lines().zip(text.lines()).position(|(a, b)| a != b);
        let line = line.unwrap_or_else(|| expected.lines().count().min(text.lines().count()));
        panic!("{} differs from line {}; UPDATE_EXPECT=1 rewrites it", path.display(), line + 1);
    }
}

fn text(generated: &Generated, name: &str) -> String {
    String::from_utf8(generated.files[name].clone()).unwrap()
}

#[test]
fn the_resource_style_is_as_reviewed() {
    let decisions = Decisions { style: Some(RestStyle::Resource), ..Decisions::default() };
    let generated = melderegister(&decisions);
    let openapi = text(&generated, files::OPENAPI);
    // Paths are what this style is about; components are those of the other.
    let paths = openapi.split("\ncomponents:").next().unwrap_or_default();
    expect("melderegister-resource.yaml", paths);
    let reasons: Vec<String> = generated.report.services[0]
        .operations
        .iter()
        .map(|operation| {
            format!("{}: {}\n  {}\n", operation.name, operation.rest, operation.rest_because.join("\n  "))
        })
        .collect();
    expect("melderegister-resource.txt", &reasons.concat());
}

#[test]
fn decisions_are_among_the_files_and_give_the_same_bytes_again() {
    let overrides = "operations:\n  lesePerson: { path: '/leute/{personId}', method: GET, faults: { Auskunftssperre: 400 } }\n";
    let overlay = "overlay: 1.0.0\ninfo: { title: t, version: '1' }\nactions: [{ target: $.info, update: { title: Leute } }]\n";
    let written = |name: &str, text: &str| Written { name: name.to_owned(), text: text.to_owned() };
    let first = melderegister(&Decisions {
        style: Some(RestStyle::Resource),
        overrides: Some(written("mine.yaml", overrides)),
        overlays: vec![written("one.yaml", overlay)],
        ..Decisions::default()
    });
    assert_eq!(text(&first, files::OVERRIDES), overrides);
    assert_eq!(text(&first, "overlays/one.yaml"), overlay);
    let openapi = text(&first, files::OPENAPI);
    assert!(openapi.contains("title: Leute") && openapi.contains("/leute/{personId}"), "{openapi}");
    assert!(openapi.contains("anyOf:"), "400 is also what other mistakes have");
    // Everything is read back from what was written.
    let second = melderegister(&Decisions {
        lock: Some(Lock::from_json(&first.files[files::LOCK]).unwrap()),
        style: None,
        overrides: Some(written(files::OVERRIDES, &text(&first, files::OVERRIDES))),
        overlays: vec![written("one.yaml", &text(&first, "overlays/one.yaml"))],
        ..Decisions::default()
    });
    for (name, bytes) in &first.files {
        // What was proposed the first time is kept the second; the report says so.
        if name != files::REPORT {
            assert_eq!(Some(bytes), second.files.get(name), "{name}");
        }
    }
    assert_eq!(first.files.len(), second.files.len());
}
