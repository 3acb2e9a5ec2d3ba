// SPDX-License-Identifier: EUPL-1.2
//! The `fachwerk` binary: the one a user gets, built like the tests.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;
use std::time::SystemTime;

use super::root;

/// Path of the binary, built if it is older than what it is built from. `$FACHWERK_BINARY` names another one.
pub(crate) fn path() -> &'static Path {
    static PATH: OnceLock<PathBuf> = OnceLock::new();
    PATH.get_or_init(|| match std::env::var_os("FACHWERK_BINARY") {
        Some(given) => PathBuf::from(given),
        None => build(),
    })
}

fn build() -> PathBuf {
    // …/target/<profile>/deps/it-<hash>
    let running = std::env::current_exe().expect("the path of this test");
    let profile_dir = running.parent().and_then(Path::parent).expect("…/<profile>/deps").to_owned();
    let target_dir = profile_dir.parent().expect("…/target").to_owned();
    let binary = profile_dir.join(format!("fachwerk{}", std::env::consts::EXE_SUFFIX));
    if modified(&binary).is_some_and(|built| built > newest_source()) {
        return binary;
    }
    let profile = match profile_dir.file_name().and_then(|name| name.to_str()) {
        Some("debug") | None => "dev",
        Some(name) => name,
    };
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let output = Command::new(cargo)
        .args(["build", "--quiet", "--package", "fachwerk", "--bin", "fachwerk", "--profile", profile])
        .arg("--target-dir")
        .arg(target_dir)
        .current_dir(root())
        .output()
        .expect("cargo");
    assert!(output.status.success(), "cargo build failed:\n{}", String::from_utf8_lossy(&output.stderr));
    binary
}

fn modified(path: &Path) -> Option<SystemTime> {
    std::fs::metadata(path).ok()?.modified().ok()
}

/// When anything that the binary is built from was last changed.
fn newest_source() -> SystemTime {
    let mut newest = SystemTime::UNIX_EPOCH;
    let mut open = vec![root().join("Cargo.lock"), root().join("Cargo.toml")];
    open.extend(["codegen", "proxy", "samples", "translators"].map(|part| root().join(part)));
    while let Some(path) = open.pop() {
        if path.is_dir() {
            // Tests, sample messages and the sample's generated facade are not in the binary.
            let skip = ["tests", "benches", "messages", "melderegister/facade"]
                .iter()
                .any(|name| path.ends_with(name));
            let entries = std::fs::read_dir(&path).into_iter().flatten().flatten();
            open.extend(entries.map(|entry| entry.path()).filter(|_| !skip));
        } else if let Some(changed) = modified(&path) {
            newest = newest.max(changed);
        }
    }
    newest
}
