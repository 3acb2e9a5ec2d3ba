// SPDX-License-Identifier: EUPL-1.2
//! The pages below docs/mapping: one section a feature of XML Schema or WSDL, with the facade and the messages that come
//! of it.
//!
//! A page is written by people and by this test. People write the text, the schema and the messages; from these the
//! test makes what stands between: OpenAPI, .proto, JSON, protobuf, errors. A page that says something else than what is
//! made fails the test; `UPDATE_EXPECT=1` writes it anew. Each message goes through JSON and through protobuf and
//! back, as the proxy does it, and has to be the same; others judge: `jsonschema` the JSON, `prost-reflect` the protobuf,
//! and, where they are installed, xmllint the messages and protoc the .proto files.
#![expect(clippy::print_stdout, reason = "what was judged or skipped is for people to read")]
#![expect(clippy::case_sensitive_file_extension_comparisons, reason = "so are the names of our own files")]

mod contents;
mod envelope;
mod excerpt;
mod feature;
mod forms;
mod indent;
mod judges;
mod layout;
mod page;
mod section;
mod sources;
mod status;
mod tree;

use std::path::{Path, PathBuf};

use judges::Judges;
use page::Page;

/// What went wrong, for people.
type Outcome<T> = Result<T, String>;

#[expect(clippy::needless_pass_by_value, reason = "for `map_err`")]
fn text(error: impl ToString) -> String {
    error.to_string()
}

fn docs() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs")
}

/// The pages, in the order in which they are listed.
const PAGES: [&str; 10] = [
    "order-and-choice.md",
    "objects.md",
    "derived-types.md",
    "absence.md",
    "text.md",
    "numbers-and-time.md",
    "open-content.md",
    "schemas-and-names.md",
    "services.md",
    "attachments.md",
];

fn pages() -> Vec<Page> {
    let place = docs().join("mapping");
    let found = std::fs::read_dir(&place).expect("docs/mapping");
    for entry in found.map(|entry| entry.expect("an entry")) {
        let name = entry.file_name();
        assert!(PAGES.iter().any(|page| name == *page), "docs/mapping/{} is not listed", name.display());
    }
    PAGES.iter().map(|name| Page::read(&place.join(name))).collect()
}

/// A file has this content, or gets it.
fn expect(path: &Path, text: &str) -> Outcome<()> {
    if std::env::var_os("UPDATE_EXPECT").is_some() {
        return std::fs::write(path, text).map_err(|e| format!("{}: {e}", path.display()));
    }
    let found = std::fs::read_to_string(path).map_err(|e| format!("{}: {e}", path.display()))?;
    if found == text {
        return Ok(());
    }
    let same = found.lines().zip(text.lines()).take_while(|(a, b)| a == b).count();
    let (is, made) = (found.lines().nth(same), text.lines().nth(same));
    Err(format!(
        "{}:{}: says {is:?}, {made:?} is made; UPDATE_EXPECT=1 writes it anew",
        path.display(),
        same + 1
    ))
}

#[test]
fn every_feature_goes_round_as_its_page_says() {
    let only = std::env::var("FEATURE").unwrap_or_default();
    let mut judges = Judges::default();
    let mut wrong = Vec::new();
    let mut sections = 0;
    for mut page in pages() {
        let name = page.path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        for section in page.sections.iter_mut().filter(|s| s.title.contains(&only)) {
            sections += 1;
            match feature::regenerate(section, &mut judges) {
                Ok(made) => *section = made,
                Err(error) => wrong.push(format!("{name}: {}: {error}", section.title)),
            }
        }
        wrong.extend(expect(&page.path, &page.to_markdown()).err());
    }
    println!("{sections} features; {judges}");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(!only.is_empty() || sections >= 80, "only {sections} features");
}

#[test]
fn the_rules_name_every_feature() {
    let path = docs().join("mapping.md");
    let rules = std::fs::read_to_string(&path).expect("docs/mapping.md");
    let made = contents::with_contents(&rules, &pages()).expect("the place for the contents");
    expect(&path, &made).unwrap();
}
