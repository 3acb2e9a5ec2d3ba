// SPDX-License-Identifier: EUPL-1.2
//! The W3C XML Schema suite, against the figures and lists of docs/xsd-conformance.md.

#![allow(clippy::print_stdout, reason = "says what was skipped and what differs")]

mod catalogue;
mod instance;
mod run;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

fn workspace() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// The suite, unless it is not there.
fn suite() -> Option<PathBuf> {
    let root =
        std::env::var_os("FACHWERK_SHARED").map_or_else(|| workspace().join("../shared"), PathBuf::from);
    let path = root.join("corpus/w3c__xsdtests");
    if path.exists() {
        return Some(path);
    }
    assert!(std::env::var("CI").as_deref() != Ok("true"), "{} is missing", path.display());
    println!("skipped: there is no {}", path.display());
    None
}

#[test]
fn we_agree_but_for_what_the_document_lists() {
    let Some(place) = suite() else { return };
    let document = std::fs::read_to_string(workspace().join("docs/xsd-conformance.md")).unwrap();
    let groups = catalogue::groups(&place);
    let mut result = run::Result::default();
    run::schemas(&groups, &mut result);
    run::documents(&groups, &mut result);

    let figures = [
        ("valid schemas accepted", result.valid_schemas),
        ("invalid schemas rejected", result.invalid_schemas),
        ("valid documents accepted", result.valid_documents),
        ("invalid documents rejected", result.invalid_documents),
    ];
    for (what, share) in figures {
        let line = format!("| {what} | {share} |");
        assert!(document.contains(&line), "docs/xsd-conformance.md should say: {line}");
    }
    assert_eq!(
        result.usable_schemas, result.valid_schemas,
        "normal reading accepts what strict reading does"
    );

    let (_, lists) = document.split_once("## The W3C suite").unwrap();
    let listed: BTreeSet<&str> =
        lists.split('`').skip(1).step_by(2).filter(|c| c.contains('/') && !c.contains(' ')).collect();
    let listed: BTreeSet<&str> = listed.into_iter().filter(|case| !case.starts_with("target/")).collect();
    let found: BTreeSet<&str> = result
        .disagreements
        .values()
        .flatten()
        .map(|case| case.split('\t').next().unwrap_or_default())
        .collect();
    let new: Vec<_> = found.difference(&listed).collect();
    let gone: Vec<_> = listed.difference(&found).collect();
    assert!(new.is_empty() && gone.is_empty(), "not in the document: {new:#?}\nno longer so: {gone:#?}");
}
