// SPDX-License-Identifier: EUPL-1.2
//! Schemas of two documents, walked side by side. What JSON Schema may say in many ways is judged keyword by keyword;
//! where two keywords cannot be set against each other the change counts as breaking.

use std::collections::{BTreeSet, HashSet};

use serde_json::{Map, Value};

use crate::change::{Change, Impact};

/// Who writes the value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Direction {
    Input,
    Output,
}

impl Direction {
    fn narrowed(self) -> Impact {
        if self == Self::Input { Impact::Breaking } else { Impact::Compatible }
    }
    fn widened(self) -> Impact {
        if self == Self::Input { Impact::Compatible } else { Impact::Breaking }
    }
}

/// How many references may lead to another reference.
const REFERENCES: usize = 32;

pub(super) struct Schemas<'a> {
    old: &'a Value,
    new: &'a Value,
    seen: HashSet<(String, String, Direction)>,
    told: HashSet<(String, String)>,
    pub(super) changes: Vec<Change>,
}

impl<'a> Schemas<'a> {
    pub(super) fn new(old: &'a Value, new: &'a Value) -> Self {
        Self { old, new, seen: HashSet::new(), told: HashSet::new(), changes: Vec::new() }
    }

    /// What an object of the old document refers to.
    pub(super) fn old(&self, value: &Value) -> Value {
        resolve(self.old, value)
    }

    /// What an object of the new document refers to.
    pub(super) fn new_one(&self, value: &Value) -> Value {
        resolve(self.new, value)
    }

    pub(super) fn tell(&mut self, subject: &str, what: &str, rest: Impact) {
        if self.told.insert((subject.to_owned(), what.to_owned())) {
            self.changes.push(Change::new(subject, what).for_callers(Impact::None, rest, Impact::None));
        }
    }

    /// Compare two schemas that stand in the same place.
    pub(super) fn compare(&mut self, subject: &str, old: &Value, new: &Value, direction: Direction) {
        let mut open = vec![(subject.to_owned(), old.clone(), new.clone())];
        while let Some((subject, old, new)) = open.pop() {
            let (named, subject) = match (old["$ref"].as_str(), new["$ref"].as_str()) {
                (Some(old), Some(new)) => {
                    (Some((old.to_owned(), new.to_owned(), direction)), component(new).to_owned())
                }
                _ => (None, subject),
            };
            if named.is_some_and(|pair| !self.seen.insert(pair)) {
                continue;
            }
            let (old, new) = (flat(self.old, &old), flat(self.new, &new));
            self.keywords(&subject, &old, &new, direction);
            self.properties(&subject, &old, &new, direction, &mut open);
            self.alternatives(&subject, &old, &new, direction, &mut open);
            if let (Some(old), Some(new)) = (old.get("items"), new.get("items")) {
                open.push((format!("{subject}[]"), old.clone(), new.clone()));
            }
            if let (Some(old @ Value::Object(_)), Some(new @ Value::Object(_))) =
                (old.get("additionalProperties"), new.get("additionalProperties"))
            {
                open.push((format!("{subject}.*"), old.clone(), new.clone()));
            }
        }
    }

    fn keywords(
        &mut self,
        subject: &str,
        old: &Map<String, Value>,
        new: &Map<String, Value>,
        direction: Direction,
    ) {
        self.sets(subject, "type", &types(old), &types(new), direction);
        self.sets(subject, "value", &values(old), &values(new), direction);
        for keyword in ["format", "pattern", "contentEncoding"] {
            let (before, after) = (old.get(keyword), new.get(keyword));
            if before != after {
                let impact = match (before, after) {
                    (None, _) => direction.narrowed(),
                    (_, None) => direction.widened(),
                    _ => Impact::Breaking,
                };
                self.tell(subject, &format!("{keyword} is {}, was {}", show(after), show(before)), impact);
            }
        }
        const BOUNDS: [(&str, bool); 8] = [
            ("minimum", false),
            ("exclusiveMinimum", false),
            ("minLength", false),
            ("minItems", false),
            ("maximum", true),
            ("exclusiveMaximum", true),
            ("maxLength", true),
            ("maxItems", true),
        ];
        for (keyword, upper) in BOUNDS {
            let (before, after) = (old.get(keyword), new.get(keyword));
            if before == after {
                continue;
            }
            let impact = match (before, after) {
                (None, _) => direction.narrowed(),
                (_, None) => direction.widened(),
                (Some(before), Some(after)) => match (before.as_f64(), after.as_f64()) {
                    (Some(before), Some(after)) if (after > before) == upper => direction.widened(),
                    (Some(_), Some(_)) => direction.narrowed(),
                    _ => Impact::Breaking,
                },
            };
            self.tell(subject, &format!("{keyword} is {}, was {}", show(after), show(before)), impact);
        }
    }

    /// Two sets of which the empty one stands for everything.
    fn sets(
        &mut self,
        subject: &str,
        noun: &str,
        old: &BTreeSet<String>,
        new: &BTreeSet<String>,
        direction: Direction,
    ) {
        if old == new {
            return;
        }
        if old.is_empty() || new.is_empty() {
            let (what, impact) = if old.is_empty() {
                (format!("allows only some {noun}s now"), direction.narrowed())
            } else {
                (format!("allows any {noun} now"), direction.widened())
            };
            self.tell(subject, &what, impact);
            return;
        }
        for gone in old.difference(new) {
            self.tell(subject, &format!("{noun} `{gone}` is gone"), direction.narrowed());
        }
        for added in new.difference(old) {
            self.tell(subject, &format!("{noun} `{added}` is new"), direction.widened());
        }
    }

    fn properties(
        &mut self,
        subject: &str,
        old: &Map<String, Value>,
        new: &Map<String, Value>,
        direction: Direction,
        open: &mut Vec<(String, Value, Value)>,
    ) {
        let empty = Map::new();
        let of = |schema: &Map<String, Value>| {
            schema.get("properties").and_then(Value::as_object).cloned().unwrap_or_else(|| empty.clone())
        };
        let must = |schema: &Map<String, Value>, name: &str| {
            schema
                .get("required")
                .and_then(Value::as_array)
                .is_some_and(|list| list.iter().any(|r| r == name))
        };
        let (before, after) = (of(old), of(new));
        for (name, schema) in &before {
            let subject = format!("{subject}.{name}");
            let Some(other) = after.get(name) else {
                let impact = match direction {
                    Direction::Output if !must(old, name) => Impact::Compatible,
                    _ => Impact::Breaking,
                };
                self.tell(&subject, "member is gone", impact);
                continue;
            };
            match (must(old, name), must(new, name)) {
                (false, true) => self.tell(&subject, "is now required", direction.narrowed()),
                (true, false) => self.tell(&subject, "is now optional", direction.widened()),
                _ => {}
            }
            open.push((subject, schema.clone(), other.clone()));
        }
        for name in after.keys().filter(|name| !before.contains_key(*name)) {
            let required = must(new, name);
            let impact =
                if required && direction == Direction::Input { Impact::Breaking } else { Impact::Compatible };
            let need = if required { "required" } else { "optional" };
            self.tell(&format!("{subject}.{name}"), &format!("{need} member is new"), impact);
        }
    }

    fn alternatives(
        &mut self,
        subject: &str,
        old: &Map<String, Value>,
        new: &Map<String, Value>,
        direction: Direction,
        open: &mut Vec<(String, Value, Value)>,
    ) {
        for keyword in ["oneOf", "anyOf"] {
            let list = |schema: &Map<String, Value>| {
                schema.get(keyword).and_then(Value::as_array).cloned().unwrap_or_default()
            };
            let (before, after) = (list(old), list(new));
            if before.is_empty() && after.is_empty() {
                continue;
            }
            let named = |list: &[Value]| list.iter().all(|schema| schema.get("$ref").is_some());
            if named(&before) && named(&after) {
                let names = |list: &[Value]| -> BTreeSet<String> {
                    list.iter().filter_map(|s| s["$ref"].as_str()).map(|r| component(r).to_owned()).collect()
                };
                self.sets(subject, "alternative", &names(&before), &names(&after), direction);
                for schema in &after {
                    let name = schema["$ref"].as_str().map(component);
                    if let Some(other) = before.iter().find(|o| o["$ref"].as_str().map(component) == name) {
                        open.push((subject.to_owned(), other.clone(), schema.clone()));
                    }
                }
            } else if before.len() == after.len() {
                open.extend(
                    before
                        .into_iter()
                        .zip(after)
                        .map(|(old, new)| (format!("{subject} ({keyword})"), old, new)),
                );
            } else {
                self.tell(subject, &format!("{keyword} has other alternatives"), Impact::Breaking);
            }
        }
    }
}

/// The last part of a reference.
fn component(reference: &str) -> &str {
    reference.rsplit('/').next().unwrap_or(reference)
}

fn resolve(document: &Value, value: &Value) -> Value {
    let mut value = value;
    for _ in 0..REFERENCES {
        let Some(reference) = value["$ref"].as_str() else { return value.clone() };
        let Some(target) = reference.strip_prefix('#').and_then(|pointer| document.pointer(pointer)) else {
            return Value::Null;
        };
        value = target;
    }
    Value::Null
}

/// A schema with its references and `allOf` folded in.
fn flat(document: &Value, schema: &Value) -> Map<String, Value> {
    let mut result = Map::new();
    let mut open = vec![schema.clone()];
    let mut steps = 0;
    while let Some(schema) = open.pop() {
        steps += 1;
        if steps > REFERENCES * 4 {
            break;
        }
        let Value::Object(mut schema) = resolve(document, &schema) else { continue };
        if let Some(Value::Array(parts)) = schema.remove("allOf") {
            open.extend(parts.into_iter().rev());
        }
        for (keyword, value) in schema {
            match (result.get_mut(&keyword), value) {
                (Some(Value::Object(known)), Value::Object(more)) if keyword == "properties" => {
                    known.extend(more);
                }
                (Some(Value::Array(known)), Value::Array(more)) if keyword == "required" => {
                    known.extend(more);
                }
                (Some(_), _) => {}
                (None, value) => {
                    result.insert(keyword, value);
                }
            }
        }
    }
    result
}

/// `type`, with `nullable` of OpenAPI 3.0 as the type `null`.
fn types(schema: &Map<String, Value>) -> BTreeSet<String> {
    let mut found: BTreeSet<String> = match schema.get("type") {
        Some(Value::String(one)) => BTreeSet::from([one.clone()]),
        Some(Value::Array(many)) => many.iter().filter_map(|t| t.as_str().map(str::to_owned)).collect(),
        _ => return BTreeSet::new(),
    };
    if schema.get("nullable") == Some(&Value::Bool(true)) {
        found.insert("null".to_owned());
    }
    found
}

/// `enum` and `const`.
fn values(schema: &Map<String, Value>) -> BTreeSet<String> {
    match (schema.get("enum"), schema.get("const")) {
        (Some(Value::Array(values)), _) => values.iter().map(plain).collect(),
        (_, Some(value)) => BTreeSet::from([plain(value)]),
        _ => BTreeSet::new(),
    }
}

fn plain(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

fn show(value: Option<&Value>) -> String {
    value.map_or_else(|| "none".to_owned(), |value| format!("`{}`", plain(value)))
}
