// SPDX-License-Identifier: EUPL-1.2
//! A document of OpenAPI 3.1 in the words of OpenAPI 3.0.3.
//!
//! | 3.1 | 3.0.3 |
//! |---|---|
//! | `type: [T, "null"]`, an alternative `type: "null"` | `nullable: true` |
//! | `const` | `enum` of one value |
//! | `exclusiveMinimum: 1` | `minimum: 1`, `exclusiveMinimum: true` |
//! | `contentEncoding: base64` | `format: byte` |
//! | `contentMediaType` | `contentTypes` in `x-fachwerk` |
//! | `contentMediaType` without a type | `format: binary` |
//! | `dependentRequired` | alternatives: either the member is not there, or all that it requires are |
//! | `$ref` beside other keywords | `allOf` of the reference |
//!
//! `nullable: true` beside `allOf` or `oneOf` is meant to allow `null`, as all generators read it, although the
//! specification lets the parts of `allOf` refuse it.

use std::collections::HashMap;

use serde_json::{Map, Value, json};

use crate::extensions;
use crate::nodes::{pointer, rank};

type Node = Map<String, Value>;

/// Rewrite a whole document.
pub(crate) fn lower(document: &mut Node) {
    let lowering = Lowering::new(document);
    lowering.walk(document);
}

/// What a component allows, as far as `nullable` beside a reference to it has to know.
enum Target {
    /// One type of JSON.
    Type(Value),
    /// Alternatives of different types.
    Alternatives(Value),
}

struct Lowering {
    targets: HashMap<String, Target>,
}

impl Lowering {
    fn new(document: &Node) -> Self {
        let schemas = document.get("components").and_then(|c| c.get("schemas")).and_then(Value::as_object);
        let targets = schemas.into_iter().flatten().map(|(name, schema)| {
            let target = match (schema.get("type"), schema.get("oneOf")) {
                (Some(kind @ Value::String(_)), _) => Target::Type(kind.clone()),
                (_, Some(Value::Array(list))) if list.iter().all(|a| a.get("type").is_some()) => {
                    Target::Alternatives(Value::Array(list.clone()))
                }
                // Families and problems: whatever is put together by reference is an object.
                _ => Target::Type(json!("object")),
            };
            (pointer(name), target)
        });
        Self { targets: targets.collect() }
    }

    fn walk(&self, document: &mut Node) {
        for (key, value) in document.iter_mut() {
            match value {
                _ if is_data(key) => {}
                Value::Object(node) if key == "schema" => self.schema(node),
                Value::Object(node) if key == "schemas" => {
                    node.values_mut().for_each(|value| self.schema_value(value));
                }
                Value::Object(node) => self.walk(node),
                Value::Array(list) => {
                    list.iter_mut().filter_map(Value::as_object_mut).for_each(|node| self.walk(node));
                }
                _ => {}
            }
        }
    }

    fn schema_value(&self, value: &mut Value) {
        if let Value::Object(node) = value {
            self.schema(node);
        }
    }

    fn schema(&self, node: &mut Node) {
        for (key, value) in node.iter_mut() {
            match (key.as_str(), value) {
                ("properties", Value::Object(members)) => {
                    members.values_mut().for_each(|member| self.schema_value(member));
                }
                ("allOf" | "anyOf" | "oneOf", Value::Array(list)) => {
                    for part in list {
                        self.schema_value(part);
                    }
                }
                ("items" | "additionalProperties" | "not", value) => self.schema_value(value),
                _ => {}
            }
        }
        let before = node.len();
        if null(node) {
            self.nullable(node);
        }
        constant(node);
        bound(node, "minimum", "exclusiveMinimum");
        bound(node, "maximum", "exclusiveMaximum");
        content(node);
        dependent(node);
        reference(node);
        if node.len() != before || node.contains_key("nullable") {
            order(node);
        }
    }

    /// OpenAPI 3.0.3, Schema Object: `nullable` says something only beside `type`.
    fn nullable(&self, node: &mut Node) {
        let target = node.get("$ref").and_then(Value::as_str).and_then(|target| self.targets.get(target));
        if let Some(Target::Alternatives(list)) = target {
            let mut list = list.clone();
            list.as_array_mut().into_iter().flatten().for_each(|part| self.schema_value(part));
            node.shift_remove("$ref");
            node.insert("oneOf".to_owned(), list);
        }
        if !node.contains_key("type")
            && let Some(Value::Array(list)) = node.get_mut("oneOf")
            && let Some(Value::Object(first)) = list.first_mut()
            && first.contains_key("type")
        {
            first.insert("nullable".to_owned(), json!(true));
            return;
        }
        if !node.contains_key("type") {
            let kind = match target {
                Some(Target::Type(kind)) => kind.clone(),
                _ => json!("object"),
            };
            if kind == "array" {
                // OpenAPI 3.0.3: `items` must be there; what they are the reference says.
                node.entry("items").or_insert_with(|| json!({}));
            }
            node.insert("type".to_owned(), kind);
        }
        node.insert("nullable".to_owned(), json!(true));
        // Of a list of values, null has to be one.
        if let Some(Value::Array(values)) = node.get_mut("enum")
            && !values.contains(&Value::Null)
        {
            values.push(Value::Null);
        }
    }
}

/// Put the keywords in the order in which people like to read them.
fn order(node: &mut Node) {
    if !node.keys().map(|key| rank(key)).is_sorted() {
        let mut members: Vec<_> = std::mem::take(node).into_iter().collect();
        members.sort_by_key(|(key, _)| rank(key));
        node.extend(members);
    }
}

/// Members that hold values of the described API, or extensions.
fn is_data(key: &str) -> bool {
    key == "example" || key == "examples" || key.starts_with("x-")
}

/// Take the alternative `null` out; whether there was one.
fn null(node: &mut Node) -> bool {
    let mut nullable = false;
    if let Some(Value::Array(types)) = node.get_mut("type") {
        types.retain(|name| name != "null");
        nullable = true;
        if let [only] = types.as_slice() {
            let only = only.clone();
            node.insert("type".to_owned(), only);
        }
    }
    for key in ["oneOf", "anyOf"] {
        let Some(Value::Array(list)) = node.get_mut(key) else { continue };
        let count = list.len();
        list.retain(|alternative| *alternative != json!({ "type": "null" }));
        if list.len() == count {
            continue;
        }
        nullable = true;
        if list.len() == 1 {
            let only = list.pop();
            node.shift_remove(key);
            if let Some(Value::Object(only)) = only {
                // What stands outside is what the member says; it goes before what its type says.
                for (key, value) in only {
                    node.entry(key).or_insert(value);
                }
            }
        }
    }
    nullable
}

fn constant(node: &mut Node) {
    if let Some(value) = node.shift_remove("const") {
        node.insert("enum".to_owned(), json!([value]));
    }
}

/// Of two bounds the narrower one.
fn bound(node: &mut Node, inclusive: &str, exclusive: &str) {
    let Some(limit) = node.shift_remove(exclusive) else { return };
    let narrower = match (node.get(inclusive).and_then(Value::as_f64), limit.as_f64()) {
        (Some(other), Some(limit)) if inclusive == "minimum" => limit >= other,
        (Some(other), Some(limit)) => limit <= other,
        _ => true,
    };
    if narrower {
        node.insert(inclusive.to_owned(), limit);
        node.insert(exclusive.to_owned(), json!(true));
    }
}

fn content(node: &mut Node) {
    if node.contains_key("contentMediaType") && !node.contains_key("type") && !node.contains_key("$ref") {
        // Any bytes, which 3.0 has another word for.
        node.shift_remove("contentMediaType");
        node.insert("type".to_owned(), json!("string"));
        node.insert("format".to_owned(), json!("binary"));
        return;
    }
    match node.shift_remove("contentEncoding") {
        Some(encoding) if encoding == "base64" => {
            node.insert("format".to_owned(), json!("byte"));
        }
        _ => {}
    }
    if let Some(media_type) = node.shift_remove("contentMediaType")
        && let Value::Object(extension) =
            node.entry(extensions::KEY).or_insert_with(|| Value::Object(Node::new()))
    {
        extension.insert("contentTypes".to_owned(), media_type);
    }
}

fn dependent(node: &mut Node) {
    let Some(Value::Object(dependent)) = node.shift_remove("dependentRequired") else { return };
    let rules = dependent.into_iter().map(|(member, required)| {
        json!({ "anyOf": [{ "not": { "required": [member] } }, { "required": required }] })
    });
    if let Value::Array(all) = node.entry("allOf").or_insert_with(|| json!([])) {
        all.extend(rules);
    }
}

/// OpenAPI 3.0.3, Reference Object: whatever stands beside `$ref` is ignored.
fn reference(node: &mut Node) {
    if node.len() < 2 {
        return;
    }
    if let Some(target) = node.shift_remove("$ref")
        && let Value::Array(all) = node.entry("allOf").or_insert_with(|| json!([]))
    {
        all.insert(0, json!({ "$ref": target }));
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::lower;

    fn lowered(schema: &Value) -> Value {
        let mut document = json!({ "components": { "schemas": { "S": schema } } });
        lower(document.as_object_mut().unwrap());
        document["components"]["schemas"]["S"].take()
    }

    #[test]
    fn keywords_of_json_schema_become_those_of_openapi_3_0() {
        for (new, old) in [
            (
                json!({ "type": ["string", "null"], "maxLength": 3 }),
                json!({ "type": "string", "maxLength": 3, "nullable": true }),
            ),
            (
                json!({ "oneOf": [{ "$ref": "#/a" }, { "type": "null" }], "xml": { "name": "n" } }),
                json!({ "type": "object", "nullable": true, "allOf": [{ "$ref": "#/a" }], "xml": { "name": "n" } }),
            ),
            (
                json!({ "oneOf": [{ "$ref": "#/a" }, { "$ref": "#/b" }, { "type": "null" }] }),
                json!({ "type": "object", "nullable": true, "oneOf": [{ "$ref": "#/a" }, { "$ref": "#/b" }] }),
            ),
            (
                json!({ "oneOf": [{ "type": "string", "enum": ["x"] }, { "type": "null" }] }),
                json!({ "type": "string", "enum": ["x", null], "nullable": true }),
            ),
            (json!({ "type": "string", "const": "x" }), json!({ "type": "string", "enum": ["x"] })),
            (
                json!({ "type": "number", "exclusiveMinimum": 1, "maximum": 5, "exclusiveMaximum": 6 }),
                json!({ "type": "number", "minimum": 1, "exclusiveMinimum": true, "maximum": 5 }),
            ),
            (
                json!({ "type": "string", "contentEncoding": "base64", "contentMediaType": "image/png" }),
                json!({ "type": "string", "format": "byte", "x-fachwerk": { "contentTypes": "image/png" } }),
            ),
            (json!({ "$ref": "#/a" }), json!({ "$ref": "#/a" })),
            (
                json!({ "$ref": "#/a", "description": "d" }),
                json!({ "allOf": [{ "$ref": "#/a" }], "description": "d" }),
            ),
            (
                json!({ "type": "object", "dependentRequired": { "a": ["b"] } }),
                json!({ "type": "object", "allOf": [{ "anyOf": [{ "not": { "required": ["a"] } }, { "required": ["b"] }] }] }),
            ),
            (
                json!({ "type": "array", "items": { "properties": { "const": { "const": 1 } } } }),
                json!({ "type": "array", "items": { "properties": { "const": { "enum": [1] } } } }),
            ),
        ] {
            assert_eq!(lowered(&new), old, "{new}");
        }
    }

    #[test]
    fn nullable_stands_beside_the_type_of_what_is_referred_to() {
        let reference = |name: &str| json!({ "oneOf": [{ "$ref": format!("#/components/schemas/{name}") }, { "type": "null" }] });
        let float = json!([{ "type": "number" }, { "type": "string", "enum": ["INF"] }]);
        let mut document = json!({ "components": { "schemas": {
            "Text": { "type": "string" },
            "Float": { "oneOf": float },
            "List": { "type": "array", "items": { "type": "string" } },
            "S": { "properties": { "text": reference("Text"), "float": reference("Float"), "list": reference("List") } },
        } } });
        lower(document.as_object_mut().unwrap());
        let members = &document["components"]["schemas"]["S"]["properties"];
        assert_eq!(
            members["text"],
            json!({ "type": "string", "nullable": true, "allOf": [{ "$ref": "#/components/schemas/Text" }] })
        );
        assert_eq!(
            members["float"],
            json!({ "oneOf": [{ "type": "number", "nullable": true }, { "type": "string", "enum": ["INF"] }] })
        );
        assert_eq!(
            members["list"],
            json!({ "type": "array", "nullable": true, "items": {}, "allOf": [{ "$ref": "#/components/schemas/List" }] })
        );
    }

    #[test]
    fn values_stay_as_they_are() {
        let mut document = json!({
            "content": { "example": { "const": 1, "schema": { "const": 1 } }, "schema": { "const": 1, "default": { "const": 1 } } },
            "x-fachwerk": { "schema": { "const": 1 } },
        });
        lower(document.as_object_mut().unwrap());
        assert_eq!(document["content"]["example"], json!({ "const": 1, "schema": { "const": 1 } }));
        assert_eq!(document["content"]["schema"], json!({ "enum": [1], "default": { "const": 1 } }));
        assert_eq!(document["x-fachwerk"], json!({ "schema": { "const": 1 } }));
    }
}
