// SPDX-License-Identifier: EUPL-1.2
//! JSON against the schemas of the OpenAPI document.

use std::collections::HashMap;

use fachwerk_mapping::{Mapping, StructId};
use jsonschema::Validator;
use serde_json::{Map, Value, json};

use crate::{Check, Finding};

/// Validators for the messages of a document: compiled together, so that what they share is compiled once.
#[derive(Debug)]
pub(crate) struct Schemas {
    validator: Validator,
    names: HashMap<StructId, String>,
}

impl Schemas {
    /// Compile the components of a document for these roots.
    pub(crate) fn compile(document: &Value, mapping: &Mapping, roots: &[StructId]) -> Result<Self, Finding> {
        let names: HashMap<StructId, String> =
            roots.iter().map(|root| (*root, mapping.structure(*root).name.clone())).collect();
        let mut members: Vec<&String> = names.values().collect();
        members.sort_unstable();
        let properties: Map<String, Value> = members
            .iter()
            .map(|name| {
                ((*name).clone(), json!({ "$ref": format!("#/components/schemas/{}", pointer(name)) }))
            })
            .collect();
        let schema = json!({
            "$schema": "https://json-schema.org/draft/2020-12/schema",
            "properties": properties,
            "additionalProperties": false,
            "components": { "schemas": document["components"]["schemas"] },
        });
        let validator = jsonschema::validator_for(&schema).map_err(|e| {
            Finding::new(
                Check::Openapi,
                format!("openapi.yaml{}", e.schema_path()),
                format!("the schemas cannot be compiled: {}", e.masked()),
            )
        })?;
        Ok(Self { validator, names })
    }

    /// Whether the JSON of a message is valid; else the class and text of the first error.
    pub(crate) fn check(&self, root: StructId, json: &[u8]) -> Result<(), (String, String)> {
        let value: Value = serde_json::from_slice(json)
            .map_err(|e| ("serde_json cannot read it".to_owned(), format!("serde_json: {e}")))?;
        self.check_value(root, value)
    }

    /// The same for JSON that is parsed.
    pub(crate) fn check_value(&self, root: StructId, value: Value) -> Result<(), (String, String)> {
        let Some(name) = self.names.get(&root) else { return Ok(()) };
        let wrapped = Value::Object(Map::from_iter([(name.clone(), value)]));
        self.validator.validate(&wrapped).map_err(|error| {
            let mut text = error.to_string();
            if let Some((end, _)) = text.char_indices().nth(300) {
                text.truncate(end);
            }
            let class = format!("`{}` is not met", error.kind().keyword());
            (class, format!("{text} at {} by {}", error.instance_path(), error.schema_path()))
        })
    }
}

/// A name as a step of a JSON Pointer in a URI fragment (RFC 6901, section 6).
fn pointer(name: &str) -> String {
    let escaped = name.replace('~', "~0").replace('/', "~1");
    let mut out = String::with_capacity(escaped.len());
    for byte in escaped.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => out.push(char::from(byte)),
            other => out.push_str(&format!("%{other:02X}")),
        }
    }
    out
}
