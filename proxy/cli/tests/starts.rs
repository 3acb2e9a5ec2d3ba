// SPDX-License-Identifier: EUPL-1.2
//! The binary starts. What it does is tested from outside, in `tests/`, which runs the binary that cargo builds for
//! this file: so a test run builds it once, with the features of the whole workspace.

#[test]
fn it_says_what_it_is() {
    let output = std::process::Command::new(env!("CARGO_BIN_EXE_fachwerk"))
        .arg("--version")
        .output()
        .expect("it runs");
    assert!(output.status.success());
    assert!(output.stdout.starts_with(b"fachwerk "), "{output:?}");
}
