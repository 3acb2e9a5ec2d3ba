// SPDX-License-Identifier: EUPL-1.2
//! `fachwerk completions` and `fachwerk man`.

use std::ffi::OsStr;

use crate::harness::{cli, scratch};

const COMMANDS: [&str; 10] = [
    "generate",
    "convert",
    "sample",
    "check",
    "explain",
    "conformance",
    "serve",
    "demo",
    "completions",
    "man",
];

#[test]
fn every_shell_completes_every_command() {
    for shell in ["bash", "zsh", "fish", "elvish", "powershell"] {
        let ran = cli::fachwerk(&["completions", shell]);
        assert_eq!(ran.status, 0, "{}", ran.stderr);
        for command in COMMANDS {
            assert!(ran.text().contains(command), "{shell} does not know {command}");
        }
        assert_eq!(ran.text(), cli::fachwerk(&["completions", shell]).text(), "{shell}: other bytes");
    }
}

#[test]
fn every_command_has_a_manual_page() {
    let directory = scratch();
    let out = directory.path().join("man1");
    let ran = cli::fachwerk(&[OsStr::new("man"), out.as_os_str()]);
    assert_eq!(ran.status, 0, "{}", ran.stderr);
    let page = |name: &str| std::fs::read_to_string(out.join(name)).unwrap_or_else(|e| panic!("{name}: {e}"));
    assert!(page("fachwerk.1").contains(".TH"), "{}", page("fachwerk.1"));
    for command in COMMANDS {
        let text = page(&format!("fachwerk-{command}.1"));
        assert!(text.contains("Examples:"), "fachwerk-{command}.1 has no examples");
    }
}
