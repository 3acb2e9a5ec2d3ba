// SPDX-License-Identifier: EUPL-1.2
//! The arrows between crates, held against `cargo metadata`. The picture is in docs/architecture.md.

use std::collections::{BTreeMap, BTreeSet};

use cargo_metadata::{DependencyKind, MetadataCommand};

/// Which of our crates each crate may use, directly. Anything else is a new arrow: argue for it in
/// docs/architecture.md, then draw it here.
const ARROWS: &[(&str, &[&str])] = &[
    ("fachwerk-contract", &[]),
    ("fachwerk-mapping", &["fachwerk-contract"]),
    ("fachwerk-message", &["fachwerk-contract", "fachwerk-mapping"]),
    ("fachwerk-xml", &["fachwerk-contract", "fachwerk-mapping", "fachwerk-message"]),
    ("fachwerk-json", &["fachwerk-contract", "fachwerk-mapping", "fachwerk-message"]),
    ("fachwerk-protobuf", &["fachwerk-contract", "fachwerk-mapping", "fachwerk-message"]),
    ("fachwerk-soap", &["fachwerk-contract", "fachwerk-mapping", "fachwerk-message", "fachwerk-xml"]),
    ("fachwerk-sample", &["fachwerk-contract", "fachwerk-mapping", "fachwerk-message"]),
    ("fachwerk-wsdl", &["fachwerk-contract", "fachwerk-mapping", "fachwerk-message"]),
    ("fachwerk-parameters", &["fachwerk-mapping", "fachwerk-message"]),
    ("fachwerk-rest", &["fachwerk-contract", "fachwerk-mapping"]),
    ("fachwerk-openapi", &["fachwerk-contract", "fachwerk-mapping", "fachwerk-message"]),
    ("fachwerk-proto", &["fachwerk-contract", "fachwerk-mapping"]),
    ("fachwerk-rust", &["fachwerk-contract", "fachwerk-mapping", "fachwerk-proto"]),
    (
        "fachwerk-generator",
        &[
            "fachwerk-contract",
            "fachwerk-json",
            "fachwerk-mapping",
            "fachwerk-message",
            "fachwerk-openapi",
            "fachwerk-parameters",
            "fachwerk-proto",
            "fachwerk-protobuf",
            "fachwerk-rest",
            "fachwerk-rust",
            "fachwerk-sample",
            "fachwerk-wsdl",
        ],
    ),
    ("fachwerk-diff", &["fachwerk-contract", "fachwerk-mapping"]),
    ("fachwerk-explain", &["fachwerk-contract", "fachwerk-mapping", "fachwerk-message", "fachwerk-proto"]),
    (
        "fachwerk-conformance",
        &[
            "fachwerk-contract",
            "fachwerk-generator",
            "fachwerk-json",
            "fachwerk-mapping",
            "fachwerk-message",
            "fachwerk-protobuf",
            "fachwerk-sample",
            "fachwerk-soap",
            "fachwerk-wsdl",
            "fachwerk-xml",
        ],
    ),
    (
        "fachwerk-bench-codec",
        &[
            "fachwerk-contract",
            "fachwerk-json",
            "fachwerk-mapping",
            "fachwerk-message",
            "fachwerk-proto",
            "fachwerk-protobuf",
            "fachwerk-soap",
            "fachwerk-wsdl",
            "fachwerk-xml",
        ],
    ),
    (
        "fachwerk-properties",
        &[
            "fachwerk-contract",
            "fachwerk-json",
            "fachwerk-mapping",
            "fachwerk-message",
            "fachwerk-parameters",
            "fachwerk-protobuf",
            "fachwerk-rest",
            "fachwerk-soap",
            "fachwerk-wsdl",
            "fachwerk-xml",
        ],
    ),
    ("fachwerk-admin", &["fachwerk-edge"]),
    ("fachwerk-observe", &[]),
    ("fachwerk-pages", &[]),
    (
        "fachwerk-mock",
        &[
            "fachwerk-contract",
            "fachwerk-facade",
            "fachwerk-mapping",
            "fachwerk-message",
            "fachwerk-sample",
            "fachwerk-soap",
            "fachwerk-xml",
        ],
    ),
    ("fachwerk-config", &["fachwerk-message"]),
    ("fachwerk-edge", &[]),
    (
        "fachwerk-facade",
        &[
            "fachwerk-config",
            "fachwerk-contract",
            "fachwerk-edge",
            "fachwerk-json",
            "fachwerk-mapping",
            "fachwerk-message",
            "fachwerk-observe",
            "fachwerk-pages",
            "fachwerk-parameters",
            "fachwerk-protobuf",
            "fachwerk-soap",
            "fachwerk-xml",
        ],
    ),
    ("fachwerk-melderegister", &[]),
    ("fachwerk-tests", &[]),
    (
        "fachwerk",
        &[
            "fachwerk-admin",
            "fachwerk-config",
            "fachwerk-conformance",
            "fachwerk-contract",
            "fachwerk-diff",
            "fachwerk-edge",
            "fachwerk-explain",
            "fachwerk-facade",
            "fachwerk-generator",
            "fachwerk-json",
            "fachwerk-mapping",
            "fachwerk-melderegister",
            "fachwerk-message",
            "fachwerk-mock",
            "fachwerk-observe",
            "fachwerk-openapi",
            "fachwerk-proto",
            "fachwerk-protobuf",
            "fachwerk-sample",
            "fachwerk-soap",
            "fachwerk-wsdl",
            "fachwerk-xml",
        ],
    ),
];

/// Crates that must stay free of I/O runtimes, so that they can be fuzzed and benchmarked alone.
const PURE: &[&str] = &[
    "fachwerk-contract",
    "fachwerk-mapping",
    "fachwerk-message",
    "fachwerk-xml",
    "fachwerk-json",
    "fachwerk-protobuf",
    "fachwerk-soap",
    "fachwerk-sample",
    "fachwerk-openapi",
    "fachwerk-parameters",
    "fachwerk-proto",
    "fachwerk-diff",
    "fachwerk-rest",
    "fachwerk-explain",
    "fachwerk-rust",
];

const RUNTIMES: &[&str] = &["tokio", "hyper", "pingora", "tonic", "reqwest", "async-std", "mio"];

fn normal_dependencies() -> BTreeMap<String, BTreeSet<String>> {
    let manifest = concat!(env!("CARGO_MANIFEST_DIR"), "/../Cargo.toml");
    let metadata = MetadataCommand::new().manifest_path(manifest).no_deps().exec().expect("cargo metadata");
    let mut found = BTreeMap::new();
    for package in metadata.packages {
        let used = package
            .dependencies
            .iter()
            .filter(|d| d.kind != DependencyKind::Development)
            .map(|d| d.name.clone())
            .collect();
        found.insert(package.name.to_string(), used);
    }
    found
}

#[test]
fn arrows_point_one_way() {
    let dependencies = normal_dependencies();
    let allowed: BTreeMap<&str, &[&str]> = ARROWS.iter().copied().collect();
    let mut wrong = Vec::new();
    for (package, used) in &dependencies {
        let Some(allowed) = allowed.get(package.as_str()) else {
            wrong.push(format!("{package} is not in ARROWS"));
            continue;
        };
        for name in used.iter().filter(|n| *n == "fachwerk" || n.starts_with("fachwerk-")) {
            if !allowed.contains(&name.as_str()) {
                wrong.push(format!("{package} -> {name}"));
            }
        }
    }
    assert!(wrong.is_empty(), "new arrows: {wrong:#?}");
    assert_eq!(dependencies.len(), ARROWS.len(), "ARROWS names a crate that is gone");
}

#[test]
fn codecs_and_generators_know_no_runtime() {
    let dependencies = normal_dependencies();
    for package in PURE {
        for runtime in RUNTIMES {
            assert!(!dependencies[*package].contains(*runtime), "{package} uses {runtime}");
        }
    }
}

#[test]
fn only_the_edge_names_pingora() {
    for (package, used) in normal_dependencies() {
        let pingora = used.iter().any(|n| n == "pingora" || n.starts_with("pingora-"));
        assert!(!pingora || package == "fachwerk-edge", "{package} names pingora");
    }
}

#[test]
fn the_architecture_document_names_every_crate() {
    let text = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/../docs/architecture.md"))
        .expect("docs/architecture.md");
    for (package, _) in ARROWS {
        assert!(text.contains(&format!("`{package}`")), "docs/architecture.md does not name {package}");
    }
}
