// SPDX-License-Identifier: EUPL-1.2
//! OpenAPI Overlay 1.0: changes to a document, kept in a document of their own.

use serde::Deserialize;
use serde_json::Value;
use serde_json_path::{JsonPath, NormalizedPath};

use crate::Document;

/// An Overlay document (Overlay Specification 1.0, section 4.4).
#[derive(Debug, Clone)]
pub struct Overlay {
    actions: Vec<(String, JsonPath, Change)>,
}

#[derive(Debug, Clone)]
enum Change {
    Update(Value),
    Remove,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Raw {
    overlay: String,
    #[serde(rename = "info")]
    _info: Info,
    #[serde(rename = "extends", default)]
    _extends: Option<String>,
    actions: Vec<RawAction>,
    #[serde(flatten)]
    extensions: Extensions,
}

#[derive(Deserialize)]
struct Info {
    #[serde(rename = "title")]
    _title: String,
    #[serde(rename = "version")]
    _version: String,
}

#[derive(Deserialize)]
struct RawAction {
    target: String,
    #[serde(default)]
    update: Option<Value>,
    #[serde(default)]
    remove: bool,
    #[serde(flatten)]
    other: Extensions,
}

type Extensions = serde_json::Map<String, Value>;

/// Why an Overlay document cannot be applied.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum OverlayError {
    /// Not YAML or JSON of the shape of an Overlay.
    #[error("FW-1530: not an Overlay 1.0 document: {message}")]
    Shape {
        /// Line, from 1; 0 where there is none.
        line: u32,
        /// Column, from 1; 0 where there is none.
        column: u32,
        /// What is wrong.
        message: String,
    },
    /// A target is no JSONPath (RFC 9535).
    #[error("FW-1531: action {action}: the target `{target}` is no JSONPath (RFC 9535): {message}")]
    Target {
        /// Which action, from 1.
        action: usize,
        /// The target.
        target: String,
        /// What is wrong.
        message: String,
    },
    /// A target names something that cannot be updated.
    #[error("FW-1533: action {action}: the target `{target}` is neither an object nor an array at {place}")]
    Update {
        /// Which action, from 1.
        action: usize,
        /// The target.
        target: String,
        /// JSON Pointer of the place.
        place: String,
    },
}

/// An action whose target matched nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unmatched {
    /// Which action, from 1.
    pub action: usize,
    /// Its target.
    pub target: String,
}

impl Overlay {
    /// Read an Overlay, YAML or JSON.
    ///
    /// # Errors
    /// It is none, or has a target that is no JSONPath.
    pub fn from_yaml(text: &str) -> Result<Self, OverlayError> {
        let fail = |message: String| OverlayError::Shape { line: 0, column: 0, message };
        // Overlays are YAML 1.2, in which `n` and `off` are texts.
        let options = serde_saphyr::options! { strict_booleans: true };
        let raw: Raw = serde_saphyr::from_str_with_options(text, options).map_err(|error| {
            let error = error.without_snippet();
            let place = error.location();
            let message = error.to_string();
            let message =
                message.lines().next().unwrap_or_default().split(" at line ").next().unwrap_or_default();
            OverlayError::Shape {
                line: place.map_or(0, |at| u32::try_from(at.line()).unwrap_or(0)),
                column: place.map_or(0, |at| u32::try_from(at.column()).unwrap_or(0)),
                message: message.trim_start_matches("error: ").to_owned(),
            }
        })?;
        if !raw.overlay.starts_with("1.0.") {
            return Err(fail(format!("version `{}`; 1.0.0 is known", raw.overlay)));
        }
        if let Some(key) = raw.extensions.keys().find(|key| !key.starts_with("x-")) {
            return Err(fail(format!("unknown key `{key}`")));
        }
        let mut actions = Vec::with_capacity(raw.actions.len());
        for (index, action) in raw.actions.into_iter().enumerate() {
            let number = index + 1;
            let unknown = action.other.keys().find(|key| !key.starts_with("x-") && *key != "description");
            if let Some(key) = unknown {
                return Err(fail(format!("action {number} has the unknown key `{key}`")));
            }
            let path = JsonPath::parse(&action.target).map_err(|error| OverlayError::Target {
                action: number,
                target: action.target.clone(),
                message: error.to_string(),
            })?;
            // `update` has no effect where `remove` is true (section 4.4.3.1).
            let change = match (action.remove, action.update) {
                (true, _) => Change::Remove,
                (false, Some(update)) => Change::Update(update),
                (false, None) => return Err(fail(format!("action {number} neither updates nor removes"))),
            };
            actions.push((action.target, path, change));
        }
        if actions.is_empty() {
            return Err(fail("no action".to_owned()));
        }
        Ok(Self { actions })
    }
}

impl Document {
    /// Apply an Overlay, one action after the other. What matched nothing comes back.
    ///
    /// # Errors
    /// An update that cannot be merged into its target. The document may be half changed then.
    pub fn apply(&mut self, overlay: &Overlay) -> Result<Vec<Unmatched>, OverlayError> {
        let mut unmatched = Vec::new();
        for (index, (target, path, change)) in overlay.actions.iter().enumerate() {
            let action = index + 1;
            let places: Vec<String> =
                path.query_located(self.value()).locations().map(NormalizedPath::to_json_pointer).collect();
            if places.is_empty() {
                unmatched.push(Unmatched { action, target: target.clone() });
            }
            match change {
                // From the last to the first, so that the places of array items before stay what they were.
                Change::Remove => places.iter().rev().for_each(|place| remove(self.value_mut(), place)),
                Change::Update(update) => {
                    for place in places {
                        let Some(found) = self.value_mut().pointer_mut(&place) else { continue };
                        match found {
                            Value::Object(_) => merge(found, update),
                            Value::Array(items) => items.push(update.clone()),
                            _ => {
                                let target = target.clone();
                                return Err(OverlayError::Update { action, target, place });
                            }
                        }
                    }
                }
            }
        }
        Ok(unmatched)
    }
}

/// Objects are merged member by member, arrays are put together, everything else is replaced (section 4.4.3.1).
fn merge(into: &mut Value, update: &Value) {
    match (into, update) {
        (Value::Object(members), Value::Object(update)) => {
            for (name, value) in update {
                match members.get_mut(name) {
                    Some(there) => merge(there, value),
                    None => {
                        members.insert(name.clone(), value.clone());
                    }
                }
            }
        }
        (Value::Array(items), Value::Array(update)) => items.extend(update.iter().cloned()),
        (there, update) => *there = update.clone(),
    }
}

fn remove(root: &mut Value, place: &str) {
    let Some((parent, last)) = place.rsplit_once('/') else { return };
    match root.pointer_mut(parent) {
        Some(Value::Object(members)) => {
            members.shift_remove(&last.replace("~1", "/").replace("~0", "~"));
        }
        Some(Value::Array(items)) => {
            if let Some(index) = last.parse().ok().filter(|index: &usize| *index < items.len()) {
                items.remove(index);
            }
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn applied(document: Value, actions: &str) -> (Value, Vec<Unmatched>) {
        let text = format!("overlay: 1.0.0\ninfo: {{ title: T, version: '1' }}\nactions:\n{actions}");
        let mut document = Document::new(document, Vec::new());
        let unmatched = document.apply(&Overlay::from_yaml(&text).unwrap()).unwrap();
        (document.value().clone(), unmatched)
    }

    #[test]
    fn updates_merge_and_removals_remove() {
        let document =
            json!({ "info": { "title": "a" }, "tags": [{ "name": "x" }, { "name": "y" }, { "name": "z" }] });
        let (result, unmatched) = applied(
            document,
            "  - { target: $.info, update: { title: b, contact: { name: c } } }\n  - { target: '$.tags[?@.name != \"y\"]', remove: true }\n  - { target: $.tags, update: { name: n } }\n  - { target: $.nothing, remove: true }\n",
        );
        assert_eq!(
            result,
            json!({ "info": { "title": "b", "contact": { "name": "c" } }, "tags": [{ "name": "y" }, { "name": "n" }] })
        );
        assert_eq!(unmatched, [Unmatched { action: 4, target: "$.nothing".to_owned() }]);
    }

    #[test]
    fn actions_see_what_those_before_did() {
        let (result, _) = applied(
            json!({ "paths": {} }),
            "  - { target: $.paths, update: { /a: { get: {} } } }\n  - { target: '$.paths[\"/a\"].get', update: { summary: s } }\n",
        );
        assert_eq!(result, json!({ "paths": { "/a": { "get": { "summary": "s" } } } }));
    }

    #[test]
    fn what_is_no_overlay_is_an_error() {
        let head = "overlay: 1.0.0\ninfo: { title: T, version: '1' }\n";
        for (text, code) in [
            ("[]".to_owned(), "FW-1530"),
            (
                "overlay: 2.0.0\ninfo: { title: T, version: '1' }\nactions: [{ target: $, remove: true }]"
                    .to_owned(),
                "FW-1530",
            ),
            (format!("{head}actions: []"), "FW-1530"),
            (format!("{head}actions: [{{ target: $.a }}]"), "FW-1530"),
            (format!("{head}actions: [{{ target: $.a, remove: true, delete: true }}]"), "FW-1530"),
            (format!("{head}action: []"), "FW-1530"),
            (format!("{head}actions: [{{ target: a.b, remove: true }}]"), "FW-1531"),
        ] {
            let error = Overlay::from_yaml(&text).unwrap_err().to_string();
            assert!(error.starts_with(code), "{text}: {error}");
        }
        let mut document = Document::new(json!({ "a": 1 }), Vec::new());
        let overlay =
            Overlay::from_yaml(&format!("{head}actions: [{{ target: $.a, update: {{ b: 1 }} }}]")).unwrap();
        assert!(document.apply(&overlay).unwrap_err().to_string().starts_with("FW-1533"));
    }
}
