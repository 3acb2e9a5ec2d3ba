// SPDX-License-Identifier: EUPL-1.2
//! `fachwerk generate --style`, `--overrides`, `--overlay`: what is decided stays decided.

use std::ffi::OsStr;
use std::path::Path;

use serde_json::Value;

use super::names_place;
use crate::harness::cli::{self, Ran};
use crate::harness::{sample_wsdl, scratch};

fn generate(out: &Path, arguments: &[&str]) -> Ran {
    let input = sample_wsdl("melderegister.wsdl");
    let fixed: [&OsStr; 4] = ["generate".as_ref(), input.as_os_str(), "--out".as_ref(), out.as_os_str()];
    let all: Vec<&OsStr> = fixed.into_iter().chain(arguments.iter().map(|a| (*a).as_ref())).collect();
    cli::fachwerk(&all)
}

fn rest(out: &Path) -> Vec<String> {
    let report: Value =
        serde_json::from_slice(&std::fs::read(out.join("report.json")).expect("a report")).expect("JSON");
    let operations = report["services"][0]["operations"].as_array().expect("operations");
    operations.iter().map(|operation| operation["rest"].as_str().expect("rest").to_owned()).collect()
}

fn write(directory: &Path, name: &str, text: &str) -> String {
    let path = directory.join(name);
    std::fs::write(&path, text).expect("a file");
    path.to_str().expect("a path").to_owned()
}

const RESOURCE: [&str; 5] = [
    "GET /personen",
    "GET /personen/{personId}",
    "POST /personen/{personId}/umzug",
    "GET /personen/{personId}/bescheinigung",
    "POST /Melderegister/benachrichtige",
];

#[test]
fn a_style_is_kept_until_another_is_asked_for() {
    let out = scratch();
    generate(out.path(), &["--style", "resource"]).fine();
    assert_eq!(rest(out.path()), RESOURCE);
    let written = std::fs::read(out.path().join("openapi.yaml")).expect("openapi.yaml");
    generate(out.path(), &[]).fine();
    assert_eq!(rest(out.path()), RESOURCE);
    assert_eq!(
        std::fs::read(out.path().join("openapi.yaml")).expect("openapi.yaml"),
        written,
        "the same bytes"
    );
    generate(out.path(), &["--style", "rpc"]).fine();
    assert!(rest(out.path()).iter().all(|rest| rest.starts_with("POST /Melderegister/")));
    let plain = scratch();
    generate(plain.path(), &[]).fine();
    for name in ["openapi.yaml", "fachwerk.lock", "report.json"] {
        let read = |directory: &Path| std::fs::read(directory.join(name)).expect(name);
        assert_eq!(read(out.path()), read(plain.path()), "{name}: nothing is left of the other style");
    }
}

#[test]
fn the_report_explains_each_operation() {
    let out = scratch();
    generate(out.path(), &["--style", "resource"]).fine();
    let report: Value =
        serde_json::from_slice(&std::fs::read(out.path().join("report.json")).expect("a report"))
            .expect("JSON");
    for operation in report["services"][0]["operations"].as_array().expect("operations") {
        let because = operation["rest_because"].as_array().expect("reasons");
        assert!(!because.is_empty(), "{operation}");
        if operation["rest"].as_str().is_some_and(|rest| rest.starts_with("GET")) {
            assert!(
                because.iter().any(|why| why.as_str().is_some_and(|why| why.contains("name alone"))),
                "{operation}"
            );
        }
    }
}

#[test]
fn overrides_are_kept_and_can_be_taken_back() {
    let out = scratch();
    let mine = write(
        out.path(),
        "mine.yaml",
        "operations:\n  lesePerson: { method: GET, path: '/einwohner/{personId}' }\n  meldeUmzug: { tags: [Wohnsitzwechsel] }\n",
    );
    generate(out.path(), &["--style", "resource", "--overrides", &mine]).fine();
    let decided = rest(out.path());
    assert_eq!(decided[1], "GET /einwohner/{personId}");
    assert_eq!(decided[2], RESOURCE[2], "only the tag is another");
    generate(out.path(), &[]).fine();
    assert_eq!(rest(out.path()), decided, "overrides.yaml is read again");
    let kept = out.path().join("overrides.yaml");
    assert_eq!(std::fs::read(&kept).expect("a copy"), std::fs::read(&mine).expect("the file"));
    // Editing the copy is as good as giving another file.
    std::fs::write(&kept, "operations:\n  lesePerson: { method: GET, path: '/leute/{personId}' }\n")
        .expect("a file");
    generate(out.path(), &[]).fine();
    assert_eq!(rest(out.path())[1], "GET /leute/{personId}");
    std::fs::remove_file(&kept).expect("removed");
    generate(out.path(), &[]).fine();
    assert_eq!(rest(out.path()), RESOURCE);
    let openapi = std::fs::read_to_string(out.path().join("openapi.yaml")).expect("openapi.yaml");
    assert!(!openapi.contains("Wohnsitzwechsel"), "the tag is gone");
}

#[test]
fn mistakes_in_overrides_have_a_place() {
    let out = scratch();
    for (text, code) in [
        ("operations:\n  lesePerson:\n    verb: GET\n", "FW-1521"),
        ("operations:\n  lesePerson: [GET]\n", "FW-1521"),
        ("operations:\n  liesPerson: { method: GET }\n", "FW-1522"),
        ("operations:\n  lesePerson: { method: TRACE }\n", "FW-1523"),
        ("operations:\n  lesePerson: { path: personen }\n", "FW-1523"),
        ("operations:\n  lesePerson: { path: '/personen/{id}', method: GET }\n", "FW-1523"),
        ("operations:\n  meldeUmzug: { method: GET }\n", "FW-1523"),
        ("operations:\n  lesePerson: { faults: { Nichts: 404 } }\n", "FW-1523"),
        ("operations:\n  lesePerson: { faults: { Auskunftssperre: 200 } }\n", "FW-1523"),
        (
            "operations:\n  suchePerson: { method: GET, parameters: [{ name: q, in: query, member: /kriterien/familienname }] }\n",
            "FW-1523",
        ),
        (
            "operations:\n  suchePerson: { parameters: [{ name: q, in: header, member: /kriterien/familienstand }] }\n",
            "FW-1523",
        ),
        ("operations:\n  lesePerson: { name: meldeUmzug }\n", "FW-1524"),
        ("operations:\n  lesePerson: { name: 'a b' }\n", "FW-1524"),
        (
            "operations:\n  lesePerson: { method: POST, path: /a }\n  meldeUmzug: { method: POST, path: /a }\n",
            "FW-1525",
        ),
    ] {
        let mine = write(out.path(), "mine.yaml", text);
        let stderr = generate(&out.path().join("facade"), &["--overrides", &mine]).failed(2);
        assert!(stderr.contains(code), "{text}: {stderr}");
        assert!(names_place(&stderr, "mine.yaml"), "{text}: {stderr}");
    }
    assert!(!out.path().join("facade/openapi.yaml").exists(), "nothing is written");
}

#[test]
fn null_that_cannot_be_said_is_a_warning() {
    let out = scratch();
    let mine = write(
        out.path(),
        "mine.yaml",
        "operations:\n  meldeUmzug:\n    parameters:\n      - { name: bemerkung, in: query }\n",
    );
    let ran = generate(out.path(), &["--overrides", &mine]);
    assert_eq!(ran.status, 0, "{}", ran.stderr);
    assert!(ran.stderr.contains("FW-1526") && names_place(&ran.stderr, "mine.yaml"), "{}", ran.stderr);
}

#[test]
fn overlays_are_applied_and_kept() {
    let out = scratch();
    let overlay = |title: &str, actions: &str| {
        format!("overlay: 1.0.0\ninfo: {{ title: {title}, version: '1' }}\nactions:\n{actions}")
    };
    let one = write(
        out.path(),
        "one.yaml",
        &overlay(
            "one",
            "  - target: $.info\n    update: { title: Einwohner, contact: { email: amt@example.org } }\n  - target: $.paths['/Melderegister/benachrichtige'].post\n    update: { deprecated: true }\n",
        ),
    );
    let two = write(
        out.path(),
        "two.yaml",
        &overlay(
            "two",
            "  - target: $.info.contact\n    remove: true\n  - target: $.nothing\n    remove: true\n",
        ),
    );
    let facade = out.path().join("facade");
    let ran = generate(&facade, &["--overlay", &one, "--overlay", &two]);
    assert_eq!(ran.status, 0, "{}", ran.stderr);
    assert!(ran.stderr.contains("FW-1532") && names_place(&ran.stderr, "two.yaml"), "{}", ran.stderr);
    let document = || std::fs::read_to_string(facade.join("openapi.yaml")).expect("openapi.yaml");
    let first = document();
    assert!(first.contains("title: Einwohner") && first.contains("deprecated: true"), "{first}");
    assert!(!first.contains("amt@example.org"), "the second removes what the first adds");
    assert_eq!(generate(&facade, &[]).status, 0);
    assert_eq!(document(), first, "applied again, without being named");
    generate(&facade, &["--overlay", &one]).fine();
    assert!(document().contains("amt@example.org"), "only this one now");
    assert_eq!(std::fs::read_dir(facade.join("overlays")).expect("a directory").count(), 1);

    let lie = write(
        out.path(),
        "lie.yaml",
        &overlay("lie", "  - target: $.paths['/Melderegister/lesePerson']\n    remove: true\n"),
    );
    let ran = generate(&facade, &["--overlay", &lie]);
    assert!(ran.status == 0 && ran.stderr.contains("FW-1534"), "{}", ran.stderr);
    for (actions, code) in [
        ("  - target: info\n    remove: true\n", "FW-1531"),
        ("  - target: $.openapi\n    update: 3.0.0\n", "FW-1533"),
        ("  - target: $.info\n    rename: x\n", "FW-1530"),
    ] {
        let bad = write(out.path(), "bad.yaml", &overlay("bad", actions));
        let stderr = generate(&facade, &["--overlay", &bad]).failed(2);
        assert!(stderr.contains(code), "{actions}: {stderr}");
    }
}
