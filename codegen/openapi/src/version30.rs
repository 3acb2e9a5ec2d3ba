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
//! | `dependentRequired` | alternatives: either the member is not there, or all that it requires are |
//! | `$ref` beside other keywords | `allOf` of the reference |
//!
//! `nullable: true` beside `allOf` or `oneOf` is meant to allow `null`, as all generators read it, although the
//! specification lets the parts of `allOf` refuse it.

use serde_json::{Value, json};

use crate::extensions;
use crate::nodes::{Node, ordered};

/// Rewrite a whole document.
pub(crate) fn lower(document: &mut Node) {
    for (key, value) in document.iter_mut() {
        match value {
            _ if is_data(key) => {}
            Value::Object(node) if key == "schema" => schema(node),
            Value::Object(node) if key == "schemas" => node.values_mut().for_each(schema_value),
            Value::Object(node) => lower(node),
            Value::Array(list) => list.iter_mut().filter_map(Value::as_object_mut).for_each(lower),
            _ => {}
        }
    }
}

/// Members that hold values of the described API, or extensions.
fn is_data(key: &str) -> bool {
    key == "example" || key == "examples" || key.starts_with("x-")
}

fn schema_value(value: &mut Value) {
    if let Value::Object(node) = value {
        schema(node);
    }
}

fn schema(node: &mut Node) {
    for (key, value) in node.iter_mut() {
        match (key.as_str(), value) {
            ("properties", Value::Object(members)) => members.values_mut().for_each(schema_value),
            ("allOf" | "anyOf" | "oneOf", Value::Array(list)) => list.iter_mut().for_each(schema_value),
            ("items" | "additionalProperties" | "not", value) => schema_value(value),
            _ => {}
        }
    }
    let before = node.len();
    null(node);
    constant(node);
    bound(node, "minimum", "exclusiveMinimum");
    bound(node, "maximum", "exclusiveMaximum");
    content(node);
    dependent(node);
    reference(node);
    if node.len() != before || node.contains_key("nullable") {
        *node = ordered(std::mem::take(node));
    }
}

fn null(node: &mut Node) {
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
    if nullable {
        node.insert("nullable".to_owned(), json!(true));
        // Of a list of values, null has to be one.
        if let Some(Value::Array(values)) = node.get_mut("enum")
            && !values.contains(&Value::Null)
        {
            values.push(Value::Null);
        }
    }
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
                json!({ "allOf": [{ "$ref": "#/a" }], "nullable": true, "xml": { "name": "n" } }),
            ),
            (
                json!({ "oneOf": [{ "$ref": "#/a" }, { "$ref": "#/b" }, { "type": "null" }] }),
                json!({ "oneOf": [{ "$ref": "#/a" }, { "$ref": "#/b" }], "nullable": true }),
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
