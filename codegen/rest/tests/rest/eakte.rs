// SPDX-License-Identifier: EUPL-1.2
//! A real service of sixty operations: how far proposals get.

use std::collections::{BTreeMap, BTreeSet};
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

/// Operations of the facade made by hand that have other names than those of the service.
const RENAMED: &[(&str, &str)] = &[
    ("disposalscheduledate", "setdisposalscheduledate"),
    ("readdocumentmetadata", "readdocumentobjectsmetadata"),
    ("readdocumentobject", "readdocumentobjects"),
    ("readprocedureobject", "readprocedureobjects"),
    ("readsubjectareafile", "readsubjectareafileobjects"),
    ("readsubjectareaobject", "readsubjectareaobjects"),
    ("revokedeposit", "revokedepositobject"),
    ("setsignature", "setsignatureobject"),
];

/// The figures of docs/rest-style.md.
#[test]
fn proposals_compare_with_a_facade_made_by_hand() {
    let Some(wsdl) = shared("data/muenchen-eakte/wsdl/dmsin-eai-1.10.wsdl") else { return };
    let Some(by_hand) = shared("data/muenchen-eakte-openapi/eakte-api-v1.2.4.json") else { return };
    let options = fachwerk_wsdl::Options::default();
    let input = fachwerk_wsdl::open(&wsdl, &options.limits).expect("the file");
    let contract = fachwerk_wsdl::read(&input, &options).contract.expect("a contract");
    let found = planned(&contract, RestStyle::Resource, "", &Lock::new());
    let plain = |name: &str| name.replace("GI", "").to_lowercase();
    let ours: BTreeMap<String, (String, String)> = found
        .mapping
        .operations
        .iter()
        .map(|operation| (plain(&operation.name), (operation.method.clone(), operation.path.clone())))
        .collect();
    let text = std::fs::read_to_string(by_hand).expect("the file");
    let document: serde_json::Value = serde_json::from_str(&text).expect("JSON");
    let (mut all, mut methods, mut shapes) = (0, 0, 0);
    let loose = |path: &str| path.replace('-', "").to_lowercase();
    for (path, item) in document["paths"].as_object().expect("paths") {
        for (method, operation) in item.as_object().expect("an item") {
            let name = plain(operation["operationId"].as_str().expect("a name"));
            let name = RENAMED
                .iter()
                .find(|(theirs, _)| *theirs == name)
                .map_or(name, |(_, ours)| (*ours).to_owned());
            let (our_method, our_path) = ours.get(&name).unwrap_or_else(|| panic!("{name}"));
            let same = our_method.eq_ignore_ascii_case(method);
            all += 1;
            methods += usize::from(same);
            shapes += usize::from(same && loose(our_path) == loose(path));
        }
    }
    assert_eq!((all, methods, shapes), (45, 35, 22), "docs/rest-style.md has these figures");
}
