// SPDX-License-Identifier: EUPL-1.2
//! What a mock is told to answer.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::time::Duration;

use serde::Deserialize;
use serde_json::Value;

/// Rules, in their order: the first that fits is followed.
#[derive(Debug, Default)]
pub struct Script {
    pub(crate) rules: Vec<Rule>,
}

/// Why a script cannot be followed.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ScriptError {
    /// It, or a file that it names, cannot be read.
    #[error("FW-3301: {}: {error}; check the path and its permissions", .file.display())]
    File {
        /// The file.
        file: PathBuf,
        /// What the system says.
        error: std::io::Error,
    },
    /// It is not YAML, or not of the right shape.
    #[error("FW-3302: {}: {message}; docs/mock.md describes every key", .file.display())]
    Shape {
        /// The file.
        file: PathBuf,
        /// What is wrong, with line and column.
        message: String,
    },
    /// A rule cannot be followed.
    #[error("FW-3303: rule {number}: {message}")]
    Rule {
        /// Its number from 1.
        number: usize,
        /// What is wrong.
        message: String,
    },
}

/// One rule.
#[derive(Debug, Default)]
pub(crate) struct Rule {
    pub(crate) operation: Option<String>,
    /// Members of the request's JSON, by their names with points between, and what they must be.
    pub(crate) when: BTreeMap<String, Value>,
    pub(crate) times: Option<u64>,
    pub(crate) what: What,
    pub(crate) delay: Duration,
    pub(crate) status: Option<u16>,
    pub(crate) content_type: Option<String>,
    pub(crate) cut: Option<usize>,
}

/// What a rule answers.
#[derive(Debug, Default)]
pub(crate) enum What {
    /// A random valid answer.
    #[default]
    Sample,
    /// A message as the REST facade has it: JSON.
    Json(Vec<u8>),
    /// A declared fault, with a random valid detail.
    Fault(String),
    /// These bytes, whatever they are.
    Bytes(Vec<u8>),
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    #[serde(default)]
    answers: Vec<WrittenRule>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenRule {
    operation: Option<String>,
    #[serde(default)]
    when: BTreeMap<String, Value>,
    times: Option<u64>,
    answer: Option<String>,
    fault: Option<String>,
    body: Option<String>,
    file: Option<String>,
    #[serde(default)]
    delay_ms: u64,
    status: Option<u16>,
    content_type: Option<String>,
    cut: Option<usize>,
}

impl Script {
    /// Reads a script and the files that it names, which are relative to its directory.
    ///
    /// # Errors
    /// Something cannot be read, or is not of the right shape.
    pub fn read(file: &Path) -> Result<Self, ScriptError> {
        let text = std::fs::read_to_string(file)
            .map_err(|error| ScriptError::File { file: file.to_owned(), error })?;
        let directory = file.parent().unwrap_or(Path::new(""));
        Self::from_yaml(&text, file, |name| {
            let path = directory.join(name);
            std::fs::read(&path).map_err(|error| ScriptError::File { file: path, error })
        })
    }

    /// The same from text; `read` gives the content of files that it names.
    ///
    /// # Errors
    /// It is not of the right shape, or what `read` says.
    pub fn from_yaml(
        text: &str,
        file: &Path,
        read: impl Fn(&str) -> Result<Vec<u8>, ScriptError>,
    ) -> Result<Self, ScriptError> {
        let written: Written = serde_saphyr::from_str(text).map_err(|error| ScriptError::Shape {
            file: file.to_owned(),
            message: error.without_snippet().to_string().lines().next().unwrap_or_default().to_owned(),
        })?;
        let rules = written.answers.into_iter().enumerate();
        rules
            .map(|(index, rule)| rule.checked(index + 1, &read))
            .collect::<Result<_, _>>()
            .map(|rules| Self { rules })
    }
}

impl WrittenRule {
    fn checked(
        self,
        number: usize,
        read: &impl Fn(&str) -> Result<Vec<u8>, ScriptError>,
    ) -> Result<Rule, ScriptError> {
        let wrong = |message: &str| Err(ScriptError::Rule { number, message: message.to_owned() });
        let what = match (self.answer, self.fault, self.body, self.file) {
            (None, None, None, None) => What::Sample,
            (Some(name), None, None, None) => What::Json(read(&name)?),
            (None, Some(fault), None, None) => What::Fault(fault),
            (None, None, Some(body), None) => What::Bytes(body.into_bytes()),
            (None, None, None, Some(name)) => What::Bytes(read(&name)?),
            _ => return wrong("write one of `answer`, `fault`, `body` and `file`"),
        };
        if self.status.is_some_and(|status| !(200..=599).contains(&status)) {
            return wrong("`status` must be from 200 to 599");
        }
        if matches!(what, What::Json(_) | What::Fault(_)) && self.operation.is_none() {
            return wrong("`answer` and `fault` need an `operation`, whose message they are");
        }
        Ok(Rule {
            operation: self.operation,
            when: self.when,
            times: self.times,
            what,
            delay: Duration::from_millis(self.delay_ms),
            status: self.status,
            content_type: self.content_type,
            cut: self.cut,
        })
    }
}

impl Rule {
    /// Whether a request of this operation, in JSON, is meant.
    pub(crate) fn fits(&self, request: &Value) -> bool {
        self.when.iter().all(|(path, wanted)| {
            let found = path.split('.').try_fold(request, |value, name| match value {
                Value::Array(items) => items.get(name.parse::<usize>().ok()?),
                value => value.get(name),
            });
            found.is_some_and(|found| found == wanted || as_text(found) == as_text(wanted))
        })
    }
}

/// YAML writes numbers where JSON has text, and the other way round.
fn as_text(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        Value::Bool(truth) => Some(truth.to_string()),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn script(text: &str) -> Result<Script, ScriptError> {
        Script::from_yaml(text, Path::new("mock.yaml"), |name| Ok(name.as_bytes().to_vec()))
    }

    #[test]
    fn rules_say_one_thing() {
        let rules = script(
            "answers: [{ operation: a, answer: a.json, times: 2 }, { body: '<x/>', status: 503, cut: 3 }, {}]",
        );
        let rules = rules.unwrap().rules;
        assert!(matches!(&rules[0].what, What::Json(bytes) if bytes == b"a.json"));
        assert!(matches!(&rules[1].what, What::Bytes(bytes) if bytes == b"<x/>"));
        assert!(matches!(&rules[2].what, What::Sample));
        assert_eq!((rules[0].times, rules[1].status, rules[1].cut), (Some(2), Some(503), Some(3)));
        for (wrong, why) in [
            ("answers: [{ answer: a, fault: b, operation: c }]", "FW-3303: rule 1: write one of"),
            ("answers: [{}, { fault: b }]", "FW-3303: rule 2: `answer` and `fault` need"),
            ("answers: [{ status: 99 }]", "FW-3303: rule 1: `status` must"),
            ("answers: [{ colour: red }]", "FW-3302: mock.yaml: "),
            ("answers: [", "FW-3302: mock.yaml: "),
        ] {
            let error = script(wrong).unwrap_err().to_string();
            assert!(error.starts_with(why), "{error}");
        }
    }

    #[test]
    fn requests_are_told_apart_by_their_members() {
        let when = |text: &str| script(&format!("answers: [{{ when: {text} }}]")).unwrap().rules.remove(0);
        let request =
            json!({ "id": "7", "persons": [{ "name": "A" }, { "name": "B" }], "deep": { "x": true } });
        for fits in ["{}", "{ id: 7 }", "{ id: '7', deep.x: true }", "{ persons.1.name: B }"] {
            assert!(when(fits).fits(&request), "{fits}");
        }
        for not in ["{ id: 8 }", "{ persons.2.name: B }", "{ deep: x }", "{ nothing: 1 }"] {
            assert!(!when(not).fits(&request), "{not}");
        }
    }
}
