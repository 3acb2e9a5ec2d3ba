// SPDX-License-Identifier: EUPL-1.2
//! The test sets of the W3C XML Schema suite.

use std::path::{Path, PathBuf};

use quick_xml::events::{BytesStart, Event};

/// A group of tests over one schema.
#[derive(Debug, Default)]
pub(crate) struct Group {
    /// Name of its test set and its own.
    pub(crate) name: String,
    /// What the suite says that it is about.
    pub(crate) documentation: String,
    /// Entry documents of the schema.
    pub(crate) schemas: Vec<PathBuf>,
    /// Whether the schema is valid; `None` where the suite does not ask.
    pub(crate) valid: Option<bool>,
    /// Whether the expectation has been called into question.
    pub(crate) disputed: bool,
    /// Documents, whether they are valid, whether that is disputed.
    pub(crate) instances: Vec<(PathBuf, bool, bool)>,
}

/// All groups of all test sets for XML Schema 1.0.
pub(crate) fn groups(suite: &Path) -> Vec<Group> {
    let mut sets = Vec::new();
    for directory in ["msMeta", "sunMeta"] {
        let Ok(entries) = std::fs::read_dir(suite.join(directory)) else { continue };
        sets.extend(entries.flatten().map(|e| e.path()).filter(|p| {
            p.extension().is_some_and(|e| e == "testSet")
                || p.extension().is_some_and(|e| e == "xml") && p.to_string_lossy().contains("_w3c")
        }));
    }
    sets.sort();
    sets.iter().flat_map(|set| read(set)).collect()
}

fn read(set: &Path) -> Vec<Group> {
    let text = std::fs::read_to_string(set).expect("test sets are UTF-8");
    let directory = set.parent().expect("in a directory");
    let set_name = set.file_stem().unwrap_or_default().to_string_lossy().into_owned();
    let mut reader = quick_xml::Reader::from_str(&text);
    reader.config_mut().trim_text(true);
    let mut groups = Vec::new();
    let mut group = Group::default();
    let mut test = Test::default();
    let (mut in_group, mut skip) = (false, false);
    loop {
        match reader.read_event().expect("test sets are well-formed") {
            Event::Start(start) | Event::Empty(start) => match start.local_name().as_ref() {
                "testGroup" => {
                    in_group = true;
                    skip = not_for_10(&start);
                    group = Group {
                        name: format!("{set_name}/{}", attribute(&start, "name").unwrap_or_default()),
                        ..Group::default()
                    };
                }
                "schemaTest" | "instanceTest" => {
                    test = Test { skip: not_for_10(&start), ..Test::default() };
                }
                "schemaDocument" | "instanceDocument" => {
                    let href = attribute(&start, "href").unwrap_or_default();
                    test.documents.push(directory.join(href));
                }
                "expected" if !not_for_10(&start) => {
                    test.valid = match attribute(&start, "validity").as_deref() {
                        Some("valid") => Some(true),
                        Some("invalid") => Some(false),
                        _ => None,
                    };
                }
                "current" => {
                    let status = attribute(&start, "status").unwrap_or_default();
                    test.disputed = status.starts_with("disputed") || status == "queried";
                }
                _ => {}
            },
            Event::Text(text) if in_group => {
                group.documentation.push_str(&text);
                group.documentation.push(' ');
            }
            Event::End(end) => match end.local_name().as_ref() {
                "schemaTest" => {
                    group.schemas = std::mem::take(&mut test.documents);
                    group.valid = test.valid.filter(|_| !test.skip);
                    group.disputed = test.disputed;
                }
                "instanceTest" => {
                    if let (Some(valid), false) = (test.valid, test.skip) {
                        let documents = std::mem::take(&mut test.documents);
                        group.instances.extend(documents.into_iter().map(|d| (d, valid, test.disputed)));
                    }
                }
                "testGroup" => {
                    in_group = false;
                    if !skip {
                        groups.push(std::mem::take(&mut group));
                    }
                }
                _ => {}
            },
            Event::Eof => return groups,
            _ => {}
        }
    }
}

#[derive(Default)]
struct Test {
    documents: Vec<PathBuf>,
    valid: Option<bool>,
    disputed: bool,
    skip: bool,
}

fn attribute(start: &BytesStart<'_>, name: &str) -> Option<String> {
    start.attributes().flatten().find(|a| a.key.local_name().as_ref() == name).map(|a| a.value.into_owned())
}

/// `version` names other versions only.
fn not_for_10(start: &BytesStart<'_>) -> bool {
    attribute(start, "version").is_some_and(|v| !v.split_whitespace().any(|v| v == "1.0"))
}
