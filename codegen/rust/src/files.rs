// SPDX-License-Identifier: EUPL-1.2
//! The files of the crate.

use fachwerk_contract::Contract;
use fachwerk_mapping::Mapping;
use fachwerk_mapping::naming::snake;

use crate::conformance::Messages;
use crate::names::Services;
use crate::shape::Plan;
use crate::{Samples, Unsampled, conformance, convert, lists, messages, routes, server, types};

/// One file of the crate.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct File {
    /// Path in the crate, `/`-separated.
    pub path: String,
    /// Content.
    pub bytes: Vec<u8>,
    /// Written once and then the developer's: a file that is there stays as it is.
    pub once: bool,
}

/// A crate.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Written {
    /// Its files.
    pub files: Vec<File>,
    /// Messages that the conformance test leaves out.
    pub unsampled: Vec<Unsampled>,
}

/// What does not depend on the contract.
const FIXED: &[(&str, &str)] = &[
    ("src/exchange.rs", include_str!("templates/exchange.rs")),
    ("src/failure.rs", include_str!("templates/failure.rs")),
    ("src/json.rs", include_str!("templates/json.rs")),
    ("src/parameters.rs", include_str!("templates/parameters.rs")),
    ("src/problem.rs", include_str!("templates/problem.rs")),
    ("src/status.rs", include_str!("templates/status.rs")),
    ("src/unary.rs", include_str!("templates/unary.rs")),
    ("src/values.rs", include_str!("templates/values.rs")),
    ("src/wire.rs", include_str!("templates/wire.rs")),
];

/// Where there are lists.
const STREAMING: &str = include_str!("templates/streaming.rs");
const MAIN: &str = include_str!("templates/main.rs");
const CONFORMANCE: &str = include_str!("templates/conformance.rs");

const DEPENDENCIES: &str = r#"
[dependencies]
# both facades on one router
axum = { version = "0.8", default-features = false, features = ["http1", "http2", "tokio"] }
# binary data in JSON
base64 = "0.23"
# binary data
bytes = "1"
# the protobuf messages
prost = "0.14"
# the JSON messages
serde = { version = "1", features = ["derive"] }
# every digit of a double counts
serde_json = { version = "1", features = ["float_roundtrip"] }
tokio = { version = "1", features = ["macros", "net", "rt-multi-thread", "signal"] }
# gRPC
tonic = { version = "0.14", default-features = false, features = ["codegen"] }
tonic-prost = "0.14"

[dev-dependencies]
# the conformance test calls the router without a network
http-body-util = "0.1"
tower = { version = "0.5", default-features = false, features = ["util"] }
"#;

/// Write the crate of a mapping. Deterministic.
///
/// `contract` is what the mapping was derived from; the crate's documentation names its documents.
pub fn generate(contract: &Contract, mapping: &Mapping, samples: Samples<'_>) -> Written {
    let plan = Plan::new(mapping);
    let names = Services::new(mapping);
    let name = crate_name(mapping);
    let source = contract.documents.first().map_or("a contract", |document| document.path.as_str());
    let sampled = Messages::new(mapping, samples);
    let mut written = Written { files: Vec::new(), unsampled: sampled.missing.clone() };
    let mut add = |path: &str, text: String, once| {
        written.files.push(File { path: path.to_owned(), bytes: text.into_bytes(), once });
    };
    add("Cargo.toml", manifest(&name), true);
    add(".gitignore", "/target\n".to_owned(), true);
    add("src/main.rs", server::program(mapping, &names, without_licence(MAIN), &name), true);
    add("src/lib.rs", server::library(mapping, &names, source), false);
    add("src/types.rs", types::write(&plan), false);
    add("src/messages.rs", messages::write(&plan), false);
    add("src/convert.rs", convert::write(&plan), false);
    add("src/service.rs", server::service(&plan, &names), false);
    add("src/rest.rs", routes::write(mapping, &names), false);
    add("src/grpc.rs", server::grpc(&plan, &names), false);
    if lists::any(mapping) {
        add("src/streaming.rs", without_licence(STREAMING).to_owned(), false);
    }
    for (path, text) in FIXED {
        add(path, without_licence(text).to_owned(), false);
    }
    let head = without_licence(CONFORMANCE).replace("the_crate::", &format!("{}::", name.replace('-', "_")));
    add("tests/conformance.rs", conformance::write(&plan, &names, &sampled, &head), false);
    written.files.extend(sampled.files.into_iter().map(|(path, bytes)| File { path, bytes, once: false }));
    written
}

/// The licence of what is written is the developer's to choose.
fn without_licence(text: &str) -> &str {
    text.split_once('\n').map_or(text, |(_, rest)| rest)
}

fn crate_name(mapping: &Mapping) -> String {
    let service = server::services(mapping).next().map_or("facade", |(_, service)| service.name.as_str());
    let mut name = snake(service).replace('_', "-");
    if !name.ends_with("service") {
        name.push_str("-service");
    }
    name
}

fn manifest(name: &str) -> String {
    format!(
        "[package]\nname = \"{name}\"\nversion = \"0.1.0\"\nedition = \"2024\"\npublish = false\n{DEPENDENCIES}"
    )
}
