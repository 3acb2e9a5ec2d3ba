// SPDX-License-Identifier: EUPL-1.2
//! The house rules that a machine can hold: licence headers, stable error codes, file size.

use std::path::{Path, PathBuf};
use std::process::Command;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// Files that git tracks.
fn tracked() -> Vec<String> {
    let output = Command::new("git").arg("ls-files").current_dir(root()).output().expect("git ls-files");
    assert!(output.status.success(), "git ls-files failed: this test needs the checkout");
    String::from_utf8(output.stdout).expect("paths are UTF-8").lines().map(str::to_owned).collect()
}

#[test]
fn every_source_file_names_its_licence() {
    let with_header =
        [".rs", ".toml", ".sh", ".py", ".java", ".yaml", ".yml", ".proto", ".wsdl", ".xsd", ".lua"];
    // What is generated, and what is fed to parsers as it is.
    let generated =
        ["/golden/", "Cargo.lock", "melderegister/facade/", "samples/replacement/", "fuzz/corpus/"];
    let mut missing = Vec::new();
    for path in tracked() {
        if !with_header.iter().any(|e| path.ends_with(e)) || generated.iter().any(|g| path.contains(g)) {
            continue;
        }
        let Ok(text) = std::fs::read_to_string(root().join(&path)) else { continue };
        if !text.lines().take(5).any(|l| l.contains("SPDX-License-Identifier: EUPL-1.2")) {
            missing.push(path);
        }
    }
    assert!(missing.is_empty(), "no SPDX header: {missing:#?}");
}

/// Codes of the form FW-nnnn in a text.
fn codes(text: &str) -> impl Iterator<Item = String> + '_ {
    text.match_indices("FW-").filter_map(|(at, _)| {
        let digits = text.get(at + 3..at + 7)?;
        let ends = text.as_bytes().get(at + 7).is_none_or(|b| !b.is_ascii_alphanumeric());
        (digits.bytes().all(|b| b.is_ascii_digit()) && ends).then(|| format!("FW-{digits}"))
    })
}

#[test]
fn every_error_code_is_documented() {
    let document = std::fs::read_to_string(root().join("docs/errors.md")).expect("docs/errors.md");
    let documented: std::collections::BTreeSet<String> = codes(&document).collect();
    let mut missing = std::collections::BTreeSet::new();
    let mut used = std::collections::BTreeSet::new();
    for path in tracked() {
        let library = path.ends_with(".rs") && path.contains("/src/");
        if !library {
            continue;
        }
        let Ok(text) = std::fs::read_to_string(root().join(&path)) else { continue };
        // The reader of WSDL lists its codes by number only.
        let listed = text.lines().filter_map(|l| l.split_once(" = ")).filter_map(|(_, rest)| {
            let number = rest.split(' ').next()?;
            (path.ends_with("wsdl/src/code.rs") && number.len() == 4 && number.parse::<u16>().is_ok())
                .then(|| format!("FW-{number}"))
        });
        for code in codes(&text).chain(listed) {
            if !documented.contains(&code) {
                missing.insert(format!("{code} ({path})"));
            }
            used.insert(code);
        }
    }
    assert!(missing.is_empty(), "codes that docs/errors.md does not explain: {missing:#?}");
    let gone: Vec<_> = documented.difference(&used).collect();
    assert!(gone.is_empty(), "docs/errors.md explains codes that no source uses: {gone:?}");
}

#[test]
fn no_file_is_a_filing_cabinet() {
    let mut wrong = Vec::new();
    for path in tracked() {
        let name = Path::new(&path).file_stem().and_then(|s| s.to_str()).unwrap_or_default();
        if path.ends_with(".rs")
            && ["utils", "util", "common", "helper", "helpers", "manager", "misc"].contains(&name)
        {
            wrong.push(format!("{path}: say what it is"));
        }
        // What is generated has one file for all types, however many there are.
        if path.ends_with(".rs") && !path.starts_with("samples/replacement/") {
            let Ok(text) = std::fs::read_to_string(root().join(&path)) else { continue };
            let code = text.split("#[cfg(test)]").next().unwrap_or(&text).lines().count();
            if code > 600 {
                wrong.push(format!("{path}: {code} lines"));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}
