// SPDX-License-Identifier: EUPL-1.2
//! The OpenAPI document, read back and judged without knowing how it was made.

use std::collections::HashSet;

use fachwerk_mapping::Mapping;
use serde_json::Value;

use crate::{Check, Finding};

/// Read the document back; a finding for whatever is not as OpenAPI 3.1 has it.
pub(crate) fn read(yaml: &[u8]) -> Result<Value, Finding> {
    let text = std::str::from_utf8(yaml).map_err(|e| finding("", format!("not UTF-8: {e}")))?;
    // The document is ours; however large it is, it has to be readable.
    let options = serde_saphyr::options! { budget: None };
    serde_saphyr::from_str_with_options(text, options).map_err(|e| finding("", format!("not YAML: {e}")))
}

/// Everything that is wrong with a document.
pub(crate) fn judge(document: &Value, mapping: &Mapping) -> Vec<Finding> {
    let mut found = Vec::new();
    let version = document["openapi"].as_str().unwrap_or_default();
    if !version.starts_with("3.1.") {
        found.push(finding("/openapi", format!("`{version}` is not a version 3.1")));
    }
    for member in ["title", "version"] {
        if !document["info"][member].is_string() {
            found.push(finding("/info", format!("`{member}` is missing")));
        }
    }
    operations(document, mapping, &mut found);
    let mut wrong = Vec::new();
    references(document, document, &mut String::new(), &mut wrong);
    found.extend(wrong.into_iter().map(|(at, to)| finding(&at, format!("`{to}` leads nowhere"))));
    if let Some(schemas) = document["components"]["schemas"].as_object() {
        for (name, schema) in schemas {
            if let Err(error) = jsonschema::draft202012::meta::validate(schema) {
                let place = format!("/components/schemas/{name}{}", error.instance_path());
                found.push(finding(&place, format!("not a JSON Schema: {}", error.masked())));
            }
        }
    }
    found
}

fn operations(document: &Value, mapping: &Mapping, found: &mut Vec<Finding>) {
    const METHODS: [&str; 8] = ["get", "put", "post", "delete", "options", "head", "patch", "trace"];
    let Some(paths) = document["paths"].as_object() else {
        found.push(finding("/paths", "`paths` is missing".to_owned()));
        return;
    };
    let mut ids = HashSet::new();
    let mut count = 0;
    for (path, item) in paths {
        if !path.starts_with('/') {
            found.push(finding("/paths", format!("`{path}` is not a path")));
        }
        for (_, operation) in
            item.as_object().into_iter().flatten().filter(|(m, _)| METHODS.contains(&m.as_str()))
        {
            count += 1;
            let id = operation["operationId"].as_str().unwrap_or_default();
            if id.is_empty() || !ids.insert(id.to_owned()) {
                found.push(finding(path, format!("operationId `{id}` is missing or there twice")));
            }
            if operation["responses"].as_object().is_none_or(serde_json::Map::is_empty) {
                found.push(finding(path, "`responses` is missing".to_owned()));
            }
        }
    }
    if count < mapping.operations.len() {
        let message = format!("{count} operations, and the mapping has {}", mapping.operations.len());
        found.push(finding("/paths", message));
    }
}

/// Local references that lead nowhere, with where they stand.
fn references(document: &Value, at: &Value, path: &mut String, wrong: &mut Vec<(String, String)>) {
    match at {
        Value::Object(members) => {
            for (name, value) in members {
                if let ("$ref", Value::String(to)) = (name.as_str(), value) {
                    let target = to.strip_prefix('#').and_then(|p| document.pointer(&decoded(p)));
                    if target.is_none() {
                        wrong.push((path.clone(), to.clone()));
                    }
                    continue;
                }
                // What stands in examples is data.
                if matches!(name.as_str(), "example" | "examples" | "const" | "enum" | "default") {
                    continue;
                }
                let length = path.len();
                path.push('/');
                path.push_str(name);
                references(document, value, path, wrong);
                path.truncate(length);
            }
        }
        Value::Array(items) => items.iter().for_each(|item| references(document, item, path, wrong)),
        _ => {}
    }
}

/// A URI fragment without percent encoding.
fn decoded(fragment: &str) -> String {
    let mut out = Vec::with_capacity(fragment.len());
    let mut rest = fragment.as_bytes();
    while let Some((first, after)) = rest.split_first() {
        let hex = after.get(..2).and_then(|h| std::str::from_utf8(h).ok());
        match (first, hex.and_then(|h| u8::from_str_radix(h, 16).ok())) {
            (b'%', Some(byte)) => {
                out.push(byte);
                rest = &after[2..];
            }
            _ => {
                out.push(*first);
                rest = after;
            }
        }
    }
    String::from_utf8_lossy(&out).into_owned()
}

fn finding(place: &str, message: String) -> Finding {
    Finding::new(Check::Openapi, format!("openapi.yaml{place}"), message)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn references_that_lead_nowhere_are_found() {
        let document = json!({
            "a": { "$ref": "#/components/schemas/A%20b" },
            "b": [{ "$ref": "#/components/schemas/B" }],
            "example": { "$ref": "#/data" },
            "components": { "schemas": { "A b": {} } },
        });
        let mut wrong = Vec::new();
        references(&document, &document, &mut String::new(), &mut wrong);
        assert_eq!(wrong, [("/b".to_owned(), "#/components/schemas/B".to_owned())]);
    }

    #[test]
    fn an_empty_document_is_found_wanting() {
        let found = judge(&json!({}), &Mapping::default());
        let messages: Vec<&str> = found.iter().map(|f| f.message.as_str()).collect();
        assert_eq!(
            messages,
            ["`` is not a version 3.1", "`title` is missing", "`version` is missing", "`paths` is missing"]
        );
    }
}
