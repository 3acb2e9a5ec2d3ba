// SPDX-License-Identifier: EUPL-1.2
//! Contracts that nobody made for a test.

use std::path::{Path, PathBuf};

use fachwerk_contract::Contract;

use crate::protoc::check;

pub(crate) fn read(path: &Path) -> Contract {
    let options = fachwerk_wsdl::Options::default();
    let input = fachwerk_wsdl::open(path, &options.limits).unwrap();
    fachwerk_wsdl::read(&input, &options).contract.unwrap()
}

pub(crate) fn melderegister() -> Contract {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    read(&root.join("samples/melderegister/wsdl/melderegister.wsdl"))
}

/// A contract of the shared reference material: `$FACHWERK_SHARED`, or `shared` beside the checkout. Where tests must
/// not be skipped (`CI=true`) it has to be there.
fn shared(path: &str) -> Option<Contract> {
    shared_path(&format!("data/{path}")).map(|path| read(&path))
}

/// A file or directory of the shared reference material.
#[expect(clippy::print_stderr, reason = "a skipped test says so")]
pub(crate) fn shared_path(path: &str) -> Option<PathBuf> {
    let beside = || Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared");
    let path = std::env::var_os("FACHWERK_SHARED").map_or_else(beside, PathBuf::from).join(path);
    if !path.exists() {
        assert_ne!(std::env::var("CI").as_deref(), Ok("true"), "{} is not there", path.display());
        eprintln!("skipped: {} is not there", path.display());
        return None;
    }
    Some(path)
}

#[test]
fn melderegister_compiles_to_the_same() {
    check(&melderegister());
}

#[test]
fn eakte_compiles_to_the_same() {
    if let Some(contract) = shared("muenchen-eakte/wsdl/dmsin-eai-1.10.wsdl") {
        check(&contract);
    }
}

#[test]
fn xta_compiles_to_the_same() {
    if let Some(contract) = shared("xta2-v3/XTA.wsdl") {
        check(&contract);
    }
}
