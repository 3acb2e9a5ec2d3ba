// SPDX-License-Identifier: EUPL-1.2
//! Reader and writer against a contract made by hand.

#![allow(clippy::print_stdout, reason = "says what was skipped and how much was read")]

mod corpus;
mod expected;
mod globals;
mod judges;
mod properties;
mod reading;
mod round_trip;
mod schema;
mod trace;
mod tree;
mod writing;

/// Reference material: `$FACHWERK_SHARED`, or `shared` beside the workspace.
fn shared(path: &str) -> std::path::PathBuf {
    let beside = || std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared");
    std::env::var_os("FACHWERK_SHARED").map_or_else(beside, std::path::PathBuf::from).join(path)
}
