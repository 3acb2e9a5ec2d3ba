// SPDX-License-Identifier: EUPL-1.2
//! A real service of sixty operations: how far proposals get.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use fachwerk_mapping::{Lock, RestStyle};

use crate::contracts::planned;

/// A file of the reference data, where it is there.
fn shared(path: &str) -> Option<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let base = std::env::var_os("FACHWERK_SHARED").map_or_else(|| root.join("../shared"), PathBuf::from);
    let found = Some(base.join(path)).filter(|found| found.exists());
    if found.is_none() {
        assert!(std::env::var("CI").as_deref() != Ok("true"), "in CI nothing is skipped: {path}");
        eprintln!("skipped: {path} is not there");
    }
    found
}

#[test]
fn most_of_eakte_has_resources() {
    let Some(path) = shared("data/muenchen-eakte/wsdl/dmsin-eai-1.10.wsdl") else { return };
    let options = fachwerk_wsdl::Options::default();
    let input = fachwerk_wsdl::open(&path, &options.limits).expect("the file");
    let contract = fachwerk_wsdl::read(&input, &options).contract.expect("a contract");
    let found = planned(&contract, RestStyle::Resource, "", &Lock::new());
    let of = |name: &str| {
        let id = found.mapping.find_operation(name).unwrap_or_else(|| panic!("{name}"));
        let operation = found.mapping.operation(id);
        format!("{} {}", operation.method, operation.path)
    };
    for (name, shape) in [
        ("ReadFileGI", "GET /files/{objaddress}"),
        ("UpdateFileGI", "PUT /files/{objaddress}"),
        ("CreateFileGI", "POST /files"),
        ("SearchFileGI", "GET /files"),
        ("CreateCompleteFileGI", "POST /files/complete"),
        ("CreateProcedureFromTemplateGI", "POST /procedures/from-template"),
        ("ReadContentObjectMetaDataGI", "GET /content-objects/{objaddress}/meta-data"),
        ("CancelObjectGI", "POST /objects/{objaddress}/cancel"),
        ("GetAddressee", "GET /addressees/{objaddress}"),
    ] {
        assert_eq!(of(name), shape, "{name}");
    }
    let shapes: BTreeSet<String> = found
        .mapping
        .operations
        .iter()
        .map(|operation| format!("{} {}", operation.method, operation.path))
        .collect();
    assert_eq!(shapes.len(), 60, "no two at one method and path");
    let unclear =
        found.plan.why.iter().filter(|why| why.iter().any(|why| why.contains("stays a POST"))).count();
    assert!(unclear <= 6, "{unclear} of 60 are left as they were");
    let file = found.mapping.operation(found.mapping.find_operation("ReadFileGI").expect("an operation"));
    let headers: Vec<&str> =
        file.parameters.iter().filter(|p| p.location.as_str() == "header").map(|p| p.name.as_str()).collect();
    assert_eq!(headers, ["userlogin", "jobposition", "joboe", "businessapp"]);
}
