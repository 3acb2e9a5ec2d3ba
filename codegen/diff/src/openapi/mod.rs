// SPDX-License-Identifier: EUPL-1.2
//! Two OpenAPI documents, 3.0 or 3.1, whoever wrote them.

mod schema;

use serde_json::{Map, Value};

use crate::change::{Change, Impact};
use schema::{Direction, Schemas};

/// Methods of a path item (OpenAPI 3.1, section 4.8.9).
const METHODS: &[&str] = &["get", "put", "post", "delete", "options", "head", "patch", "trace"];

/// The changes from one document to another, for REST callers.
pub fn openapi(old: &Value, new: &Value) -> Vec<Change> {
    let (before, after) = (operations(old), operations(new));
    let mut documents = Schemas::new(old, new);
    for (key, operation) in &before {
        match after.iter().find(|(other, _)| other == key) {
            Some((_, other)) => compare(&mut documents, key, operation, other),
            None => documents.tell(key, "operation is gone", Impact::Breaking),
        }
    }
    for (key, _) in after.iter().filter(|(key, _)| !before.iter().any(|(other, _)| other == key)) {
        documents.tell(key, "operation is new", Impact::Compatible);
    }
    documents.changes
}

/// Operations by `METHOD /path`, whatever the path's parameters are called, with the parameters of the path item.
fn operations(document: &Value) -> Vec<(String, Value)> {
    let mut found = Vec::new();
    for (path, item) in document["paths"].as_object().into_iter().flatten() {
        for method in METHODS {
            let Some(operation) = item.get(method) else { continue };
            let mut operation = operation.clone();
            if let (Some(shared), Some(own)) = (item["parameters"].as_array(), operation.as_object_mut()) {
                let list = own.entry("parameters").or_insert_with(|| Value::Array(Vec::new()));
                if let Some(list) = list.as_array_mut() {
                    list.extend(shared.iter().cloned());
                }
            }
            found.push((format!("{} {}", method.to_uppercase(), plain(path)), operation));
        }
    }
    found
}

/// A path with its parameters without names.
fn plain(path: &str) -> String {
    let mut text = String::new();
    let mut inside = false;
    for c in path.chars() {
        match c {
            '{' => {
                inside = true;
                text.push_str("{}");
            }
            '}' => inside = false,
            c if !inside => text.push(c),
            _ => {}
        }
    }
    text
}

fn compare(documents: &mut Schemas<'_>, key: &str, old: &Value, new: &Value) {
    parameters(documents, key, old, new);
    let (before, after) = (documents.old(&old["requestBody"]), documents.new_one(&new["requestBody"]));
    let must = |body: &Value| body["required"].as_bool().unwrap_or(false);
    match (before.is_null(), after.is_null()) {
        (true, false) if must(&after) => documents.tell(key, "a body is required now", Impact::Breaking),
        (true, false) => documents.tell(key, "may have a body now", Impact::Compatible),
        (false, true) => documents.tell(key, "has no body any more", Impact::Breaking),
        _ => {
            if !must(&before) && must(&after) {
                documents.tell(key, "the body is required now", Impact::Breaking);
            }
            contents(documents, &format!("{key} request"), &before, &after, Direction::Input);
        }
    }
    let empty = Map::new();
    let statuses = |of: &Value| of["responses"].as_object().cloned().unwrap_or_else(|| empty.clone());
    let (before, after) = (statuses(old), statuses(new));
    for (status, response) in &before {
        let Some(other) = after.get(status) else {
            let impact = if status.starts_with('2') { Impact::Breaking } else { Impact::Compatible };
            documents.tell(key, &format!("status {status} is gone"), impact);
            continue;
        };
        let (response, other) = (documents.old(response), documents.new_one(other));
        contents(documents, &format!("{key} {status}"), &response, &other, Direction::Output);
    }
    for status in after.keys().filter(|status| !before.contains_key(*status)) {
        documents.tell(key, &format!("status {status} is new"), Impact::Compatible);
    }
}

fn parameters(documents: &mut Schemas<'_>, key: &str, old: &Value, new: &Value) {
    let list = |of: &Value| of["parameters"].as_array().cloned().unwrap_or_default();
    let before: Vec<Value> = list(old).iter().map(|p| documents.old(p)).collect();
    let after: Vec<Value> = list(new).iter().map(|p| documents.new_one(p)).collect();
    let same = |a: &Value, b: &Value| a["in"] == b["in"] && a["name"] == b["name"];
    let title = |p: &Value| format!("{} parameter `{}`", text(&p["in"]), text(&p["name"]));
    let must = |p: &Value| p["required"].as_bool().unwrap_or(false);
    for parameter in &before {
        match after.iter().find(|other| same(parameter, other)) {
            // A path parameter may be called something else without anybody noticing.
            None if parameter["in"] == "path" => {}
            None => documents.tell(key, &format!("{} is gone", title(parameter)), Impact::Breaking),
            Some(other) => {
                if !must(parameter) && must(other) {
                    documents.tell(key, &format!("{} is required now", title(other)), Impact::Breaking);
                }
                let subject = format!("{key} {}", title(other));
                documents.compare(&subject, &parameter["schema"], &other["schema"], Direction::Input);
            }
        }
    }
    for parameter in after.iter().filter(|p| p["in"] != "path" && !before.iter().any(|o| same(o, p))) {
        let (need, impact) =
            if must(parameter) { ("required", Impact::Breaking) } else { ("optional", Impact::Compatible) };
        documents.tell(key, &format!("{need} {} is new", title(parameter)), impact);
    }
}

fn contents(documents: &mut Schemas<'_>, subject: &str, old: &Value, new: &Value, direction: Direction) {
    for (media_type, content) in old["content"].as_object().into_iter().flatten() {
        match new["content"].get(media_type) {
            None => documents.tell(subject, &format!("media type {media_type} is gone"), Impact::Breaking),
            Some(other) => documents.compare(subject, &content["schema"], &other["schema"], direction),
        }
    }
    for media_type in new["content"].as_object().into_iter().flat_map(Map::keys) {
        if old["content"].get(media_type).is_none() {
            documents.tell(subject, &format!("media type {media_type} is new"), Impact::Compatible);
        }
    }
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}
