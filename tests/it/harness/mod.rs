// SPDX-License-Identifier: EUPL-1.2
//! What the tests stand on: the real binary as a process, backends that behave and backends that do not, callers
//! that share no code with Fachwerk.

/// End the test because something it needs is not installed. In CI that is a failure: there everything must be.
macro_rules! skip {
    ($($why:tt)*) => {{
        $crate::harness::skipped(&format!($($why)*));
        return;
    }};
}

pub(crate) mod archive;
pub(crate) mod binary;
pub(crate) mod canned;
pub(crate) mod cli;
pub(crate) mod facade;
pub(crate) mod grpc;
pub(crate) mod http1;
pub(crate) mod peers;
pub(crate) mod proxy;
pub(crate) mod reflection;
pub(crate) mod register;
pub(crate) mod runtime;
pub(crate) mod wait;

use std::path::{Path, PathBuf};

/// The workspace.
pub(crate) fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("tests/ is in the workspace").to_owned()
}

/// A file of the sample's contract.
pub(crate) fn sample_wsdl(name: &str) -> PathBuf {
    root().join("samples/melderegister/wsdl").join(name)
}

/// A message of the sample.
pub(crate) fn sample_message(name: &str) -> Vec<u8> {
    let path = root().join("samples/melderegister/messages").join(name);
    std::fs::read(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// A directory with contracts of real services: `$FACHWERK_SHARED`, or `shared` beside the workspace.
pub(crate) fn shared(path: &str) -> Option<PathBuf> {
    let base = std::env::var_os("FACHWERK_SHARED").map_or_else(|| root().join("../shared"), PathBuf::from);
    Some(base.join(path)).filter(|found| found.exists())
}

/// A scratch directory, gone at the end of the test.
pub(crate) fn scratch() -> tempfile::TempDir {
    tempfile::Builder::new().prefix("fachwerk-it-").tempdir().expect("a scratch directory")
}

/// See `skip!`.
pub(crate) fn skipped(why: &str) {
    assert!(std::env::var("CI").as_deref() != Ok("true"), "in CI nothing is skipped: {why}");
    eprintln!("skipped: {why}");
}
