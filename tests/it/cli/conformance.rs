// SPDX-License-Identifier: EUPL-1.2
//! `fachwerk conformance`.

use std::ffi::OsStr;

use serde_json::Value;

use crate::harness::{cli, scratch};

const WSDL: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../samples/melderegister/wsdl/melderegister.wsdl");

#[test]
fn one_line_for_each_case_and_one_for_all() {
    let ran = cli::fachwerk(&["conformance", WSDL, "--samples", "3", "--format", "json"]);
    assert_eq!(ran.status, 0, "{}", ran.stderr);
    let lines: Vec<Value> =
        ran.text().lines().map(|line| serde_json::from_str(line).expect("JSON")).collect();
    let [case, all] = lines.as_slice() else { panic!("{}", ran.text()) };
    assert_eq!(case["verdict"], "equal", "{case:#}");
    assert_eq!(case["operations"], 5);
    assert_eq!(case["checks"]["soap-json-soap"]["total"], case["samples"]);
    assert_eq!(case["checks"]["json-schema"]["good"], case["samples"]);
    assert_eq!(all["cases"], 1);
    assert_eq!(all["samples"], case["samples"]);
    assert_eq!(ran.stderr, "", "a progress bar is for terminals");
}

#[test]
fn findings_are_in_the_table_and_in_the_exit_status() {
    let directory = scratch();
    let broken = directory.path().join("broken.wsdl");
    std::fs::write(&broken, "<definitions").expect("a file");
    let ran = cli::fachwerk(&[OsStr::new("conformance"), directory.path().as_os_str()]);
    assert_eq!(ran.status, 1, "{}", ran.text());
    assert!(ran.text().starts_with("1 cases: 0 with everything equal"), "{}", ran.text());
    assert!(ran.text().contains("FW-1101"), "{}", ran.text());
}

#[test]
fn nothing_to_measure_cannot_run() {
    let directory = scratch();
    let ran = cli::fachwerk(&[OsStr::new("conformance"), directory.path().as_os_str()]);
    assert_eq!(ran.status, 2, "{}", ran.text());
    assert!(ran.stderr.contains("FW-1703"), "{}", ran.stderr);
}
