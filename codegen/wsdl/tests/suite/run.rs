// SPDX-License-Identifier: EUPL-1.2
//! Running the suite: schemas through the reader, documents through the contract's validator.

use std::collections::BTreeMap;
use std::path::Path;

use fachwerk_wsdl::{Code, Limits, Options, Outcome, Severity, open, read};

use super::catalogue::Group;
use super::instance::{self, Verdict};

/// How many of which are judged as the suite does.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Share {
    pub(crate) right: u32,
    pub(crate) all: u32,
}

impl Share {
    pub(crate) fn count(&mut self, right: bool) {
        self.all += 1;
        self.right += u32::from(right);
    }

    pub(crate) fn percent(self) -> f64 {
        100.0 * f64::from(self.right) / f64::from(self.all.max(1))
    }
}

impl std::fmt::Display for Share {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} of {} ({:.2} %)", self.right, self.all, self.percent())
    }
}

/// What came of a run.
#[derive(Debug, Default)]
pub(crate) struct Result {
    pub(crate) valid_schemas: Share,
    pub(crate) invalid_schemas: Share,
    /// Valid schemas that normal reading has no error for.
    pub(crate) usable_schemas: Share,
    pub(crate) valid_documents: Share,
    pub(crate) invalid_documents: Share,
    /// Documents that say nothing about the validator, by reason.
    pub(crate) beside: BTreeMap<String, usize>,
    /// Class of disagreement to cases.
    pub(crate) disagreements: BTreeMap<String, Vec<String>>,
}

impl Result {
    fn disagree(&mut self, class: impl Into<String>, case: String) {
        self.disagreements.entry(class.into()).or_default().push(case);
    }
}

/// Read the schema documents of a group; `None` where there are none.
pub(crate) fn load(group: &Group, strict: bool) -> Option<Outcome> {
    let first = group.schemas.first()?;
    let mut input = open(first, &Limits::default()).ok()?;
    let directory = first.parent()?;
    for more in &group.schemas[1..] {
        input.entries.push(relative(directory, more));
    }
    Some(read(&input, &Options { strict, ..Options::default() }))
}

fn relative(directory: &Path, path: &Path) -> String {
    let plain = |path: &Path| std::fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    let (directory, path) = (plain(directory), plain(path));
    let shared = directory.components().zip(path.components()).take_while(|(a, b)| a == b).count();
    let mut parts: Vec<String> = directory.components().skip(shared).map(|_| "..".to_owned()).collect();
    parts.extend(path.components().skip(shared).map(|c| c.as_os_str().to_string_lossy().into_owned()));
    parts.join("/")
}

/// What makes a schema invalid; that a location leads nowhere does not (part 1, sections 4.2.1 and 4.2.3).
pub(crate) fn first_error(outcome: &Outcome) -> Option<&fachwerk_wsdl::Diagnostic> {
    outcome.diagnostics.iter().find(|d| {
        d.severity == Severity::Error
            && !matches!(d.code, Code::ImportNotFound | Code::RemoteLocation | Code::LocationRefused)
    })
}

/// Judge the schemas of all groups.
pub(crate) fn schemas(groups: &[Group], result: &mut Result) {
    for group in groups {
        let Some(valid) = group.valid else { continue };
        let Some(outcome) = load(group, true) else {
            result.disagree("schema: cannot be opened", group.name.clone());
            continue;
        };
        let error = first_error(&outcome);
        if valid {
            result.valid_schemas.count(error.is_none());
            let normal = load(group, false);
            result.usable_schemas.count(normal.is_some_and(|o| first_error(&o).is_none()));
        } else {
            result.invalid_schemas.count(error.is_some());
        }
        if valid == error.is_none() {
            continue;
        }
        let disputed = if group.disputed { " (disputed)" } else { "" };
        let about: String =
            group.documentation.split_whitespace().collect::<Vec<_>>().join(" ").chars().take(200).collect();
        match error {
            Some(error) => result.disagree(
                format!("schema: valid, rejected{disputed}: {} {}", error.code, error.code.name()),
                format!("{}\t{error}\t{about}", group.name),
            ),
            None => {
                let set = group.name.split('/').next().unwrap_or_default();
                let family: String = group
                    .name
                    .split('/')
                    .nth(1)
                    .unwrap_or_default()
                    .trim_end_matches(|c: char| c.is_ascii_digit() || c == '_')
                    .to_owned();
                result.disagree(
                    format!("schema: invalid, accepted{disputed}: {set} {family}"),
                    format!("{}\t{about}", group.name),
                );
            }
        }
    }
}

/// Judge the documents of all groups whose schema is usable.
pub(crate) fn documents(groups: &[Group], result: &mut Result) {
    for group in groups {
        if group.instances.is_empty() || group.valid == Some(false) {
            continue;
        }
        let Some(contract) = load(group, false).and_then(|o| o.contract) else { continue };
        for (path, valid, disputed) in &group.instances {
            let Ok(bytes) = std::fs::read(path) else {
                result.disagree("document: cannot be opened", group.name.clone());
                continue;
            };
            let file = path.file_name().unwrap_or_default().to_string_lossy();
            let case = format!("{}/{file}\t", group.name);
            let disputed = if *disputed { " (disputed)" } else { "" };
            match instance::validate(&contract, &bytes) {
                Verdict::Beside(why) => {
                    *result.beside.entry(why).or_default() += 1;
                }
                Verdict::Valid => {
                    if *valid {
                        result.valid_documents.count(true);
                    } else {
                        result.invalid_documents.count(false);
                        let set: String =
                            group.name.trim_end_matches(|c: char| c.is_ascii_digit()).to_owned();
                        result.disagree(format!("document: invalid, accepted{disputed}: {set}"), case);
                    }
                }
                Verdict::Invalid(why) => {
                    if *valid {
                        result.valid_documents.count(false);
                        let class: String = why.chars().filter(|c| !c.is_ascii_digit()).take(60).collect();
                        result.disagree(
                            format!("document: valid, rejected{disputed}: {class}"),
                            format!("{case}\t{why}"),
                        );
                    } else {
                        result.invalid_documents.count(true);
                    }
                }
            }
        }
    }
}
