// SPDX-License-Identifier: EUPL-1.2
//! The sample's document, as a file: what changes in it shows in a review.

use std::path::{Path, PathBuf};

use crate::facade::Facade;

fn crate_dir() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn melderegister() -> Facade {
    Facade::open(&crate_dir().join("../../samples/melderegister/wsdl/melderegister.wsdl"))
}

fn expect(file: &str, text: &str) {
    let path: PathBuf = crate_dir().join("tests/golden").join(file);
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

#[test]
fn melderegister_is_as_reviewed() {
    let document = melderegister().document();
    assert_eq!(document.warnings, []);
    expect("melderegister.yaml", &document.to_yaml());
    expect("melderegister-3.0.yaml", &melderegister().document_30().to_yaml());
}

#[test]
fn the_same_contract_gives_the_same_bytes() {
    assert_eq!(melderegister().document().to_yaml(), melderegister().document().to_yaml());
}

#[test]
fn members_come_in_the_order_people_expect() {
    let document = melderegister().document();
    let keys: Vec<&String> = document.value().as_object().unwrap().keys().collect();
    assert_eq!(keys, ["openapi", "info", "servers", "security", "tags", "paths", "components", "x-fachwerk"]);
}
