// SPDX-License-Identifier: EUPL-1.2
//! Envelopes over contracts that are read from WSDL.

#![allow(clippy::print_stdout, reason = "says what was skipped and how much was read")]

mod attachments;
mod contract;
mod corpus;
mod encoding;
mod encodings;
mod envelopes;
mod faults;
mod incoming;
mod list;
mod matching;
mod melderegister;
mod messages;
mod parts;
mod samples;
#[path = "../../../xml/tests/it/tree.rs"]
mod tree;

/// Reference material: `$FACHWERK_SHARED`, or `shared` beside the workspace.
fn shared(path: &str) -> std::path::PathBuf {
    let beside = || std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared");
    std::env::var_os("FACHWERK_SHARED").map_or_else(beside, std::path::PathBuf::from).join(path)
}
