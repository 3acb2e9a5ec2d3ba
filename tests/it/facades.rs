// SPDX-License-Identifier: EUPL-1.2
//! Facades of real services, judged by validators that others wrote.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Instant;

use serde_json::Value;

use crate::harness::{cli, facade, peers, sample_wsdl, scratch, shared};

/// Where the contract of München's electronic files is, with 60 operations.
const EAKTE: &str = "data/muenchen-eakte/wsdl/dmsin-eai-1.10.wsdl";
/// Where the contract of XTA 2 version 3 is.
const XTA: &str = "data/xta2-v3/XTA.wsdl";

/// Generate; the report, and a line about how long it took and how much came out.
fn generate(input: &Path, out: &Path, style: &str) -> (Value, String) {
    let began = Instant::now();
    let arguments = [
        "generate".as_ref(),
        input.as_os_str(),
        "--out".as_ref(),
        out.as_os_str(),
        "--style".as_ref(),
        style.as_ref(),
    ];
    let ran = cli::fachwerk(&arguments);
    let took = began.elapsed();
    assert!(ran.status == 0, "status {}: {}", ran.status, ran.stderr);
    let size = |name: &str| std::fs::metadata(out.join(name)).map_or(0, |data| data.len());
    let protos: u64 =
        protos(out).iter().map(|path| std::fs::metadata(path).map_or(0, |data| data.len())).sum();
    let line = format!(
        "{}: generated in {} ms; contract.json {} B, openapi.yaml {} B, proto {protos} B, descriptor.binpb {} B",
        input.file_name().unwrap_or_default().to_string_lossy(),
        took.as_millis(),
        size("contract.json"),
        size("openapi.yaml"),
        size("descriptor.binpb"),
    );
    let report = std::fs::read(out.join("report.json")).expect("report.json");
    (serde_json::from_slice(&report).expect("JSON"), line)
}

/// All .proto files of a facade.
fn protos(out: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut open = vec![out.join("proto")];
    while let Some(path) = open.pop() {
        if path.is_dir() {
            open.extend(
                std::fs::read_dir(&path).expect("a directory").map(|entry| entry.expect("an entry").path()),
            );
        } else if path.extension().is_some_and(|extension| extension == "proto") {
            found.push(path);
        }
    }
    found
}

/// openapi-spec-validator, redocly and protoc must all be content.
fn judge(out: &Path, mut lines: String) {
    judge_openapi(out, &mut lines);
    judge_proto(out, &mut lines);
    // At once, since other tests print as well.
    println!("{lines}");
}

fn judge_openapi(out: &Path, lines: &mut String) {
    let file = out.join("openapi.yaml");
    let Some(validator) = peers::python_script("openapi-spec-validator") else {
        skip!("openapi-spec-validator is not installed (tests/peers/install)")
    };
    let _ = write!(
        lines,
        "\n  openapi-spec-validator: {}",
        peers::run(Command::new(validator).arg(&file)).content().trim()
    );
    let Some(redocly) = peers::redocly() else { skip!("redocly is not installed (tests/peers/install)") };
    let said = peers::run(
        Command::new(redocly)
            .arg("lint")
            .arg(&file)
            .env("REDOCLY_TELEMETRY", "off")
            .env("REDOCLY_SUPPRESS_UPDATE_NOTICE", "true")
            .env("CI", "true"),
    );
    assert!(said.success, "redocly: {}\n{}", said.stdout, said.stderr);
    let _ = write!(
        lines,
        "\n  redocly lint: {}",
        said.stderr.lines().rfind(|line| !line.trim().is_empty()).unwrap_or("content").trim()
    );
}

fn judge_proto(out: &Path, lines: &mut String) {
    let Some(protoc) = peers::in_path("protoc") else {
        skip!("protoc is not installed (tests/peers/install)")
    };
    let theirs = out.join("protoc.binpb");
    let said = peers::run(
        Command::new(protoc)
            .arg(format!("--proto_path={}", out.join("proto").display()))
            .arg(format!("--descriptor_set_out={}", theirs.display()))
            .arg("--include_imports")
            .args(protos(out)),
    );
    assert!(said.success, "protoc: {}", said.stderr);
    assert_eq!(said.stderr, "", "protoc has warnings");
    // What we say the descriptors are is what protoc makes of the text.
    let shape = |path: &Path| {
        let bytes = std::fs::read(path).expect("descriptors");
        let pool = prost_reflect::DescriptorPool::decode(bytes.as_slice()).expect("descriptors");
        let mut lines: Vec<_> = pool
            .all_messages()
            .flat_map(|message| {
                let fields = message.fields().map(|field| {
                    format!(
                        "{} {} {:?} {:?}",
                        field.full_name(),
                        field.number(),
                        field.kind(),
                        field.cardinality()
                    )
                });
                fields.chain([message.full_name().to_owned()]).collect::<Vec<_>>()
            })
            .chain(pool.all_enums().flat_map(|found| {
                found
                    .values()
                    .map(|value| format!("{} {}", value.full_name(), value.number()))
                    .collect::<Vec<_>>()
            }))
            .chain(pool.services().flat_map(|service| {
                service
                    .methods()
                    .map(|method| {
                        format!("{} {:?} {:?}", method.full_name(), method.input(), method.output())
                    })
                    .collect::<Vec<_>>()
            }))
            .filter(|line| !line.starts_with("google."))
            .collect();
        lines.sort();
        lines
    };
    let (ours, theirs) = (shape(&out.join("descriptor.binpb")), shape(&theirs));
    assert!(!ours.is_empty());
    let different: Vec<_> = ours.iter().zip(&theirs).filter(|(a, b)| a != b).take(5).collect();
    assert!(ours == theirs, "descriptor.binpb is not what protoc says: {different:#?}");
    let _ = write!(lines, "\n  protoc: content, descriptors equal ({} names)", ours.len());
}

#[test]
fn the_samples_facade_is_accepted() {
    judge(&facade::melderegister().path, "Melderegister".to_owned());
}

#[test]
fn eakte_with_sixty_operations() {
    let Some(input) = shared(EAKTE) else { skip!("{EAKTE} is not there") };
    let out = scratch();
    let (report, line) = generate(&input, out.path(), "rpc");
    assert_eq!(report["counts"]["operations"], 60);
    assert_eq!(report["counts"]["errors"], 0, "{}", report["remarks"]);
    judge(out.path(), line);
}

#[test]
fn xta_2_version_3() {
    let Some(input) = shared(XTA) else { skip!("{XTA} is not there") };
    let out = scratch();
    let (report, line) = generate(&input, out.path(), "rpc");
    let ports = std::fs::read_to_string(&input).expect("the WSDL").matches("<soap:operation ").count();
    assert!(ports > 10, "{ports}");
    assert_eq!(report["counts"]["errors"], 0, "{}", report["remarks"]);
    assert!(report["counts"]["operations"].as_u64() >= Some(10), "{}", report["counts"]);
    judge(out.path(), line);
}

#[test]
fn the_resource_style_is_accepted() {
    let out = scratch();
    let (_, line) = generate(&sample_wsdl("melderegister.wsdl"), &out.path().join("sample"), "resource");
    judge(&out.path().join("sample"), line);
    for (name, path) in [("eakte", EAKTE), ("xta", XTA)] {
        let Some(input) = shared(path) else { skip!("{path} is not there") };
        let (report, line) = generate(&input, &out.path().join(name), "resource");
        let operations = report["services"].as_array().expect("services").iter().flat_map(|service| {
            service["operations"]
                .as_array()
                .expect("operations")
                .iter()
                .map(|o| o["rest"].as_str().expect("rest"))
        });
        let all: Vec<&str> = operations.collect();
        let unique: std::collections::BTreeSet<&str> = all.iter().copied().collect();
        assert_eq!(all.len(), unique.len(), "two operations at one method and path");
        let count = |start: &str| all.iter().filter(|rest| rest.starts_with(start)).count();
        println!(
            "{name}: {} operations, GET {}, PUT {}, DELETE {}, POST {}",
            all.len(),
            count("GET "),
            count("PUT "),
            count("DELETE "),
            count("POST ")
        );
        judge(&out.path().join(name), line);
    }
}
