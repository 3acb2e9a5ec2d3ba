// SPDX-License-Identifier: EUPL-1.2
//! Two OpenAPI documents that differ in one thing.

use fachwerk_diff::openapi;
use serde_json::{Value, json};

use crate::short;

fn document(request: &Value, answer: &Value) -> Value {
    json!({
        "openapi": "3.1.0",
        "paths": { "/people/{id}": {
            "parameters": [{ "name": "id", "in": "path", "required": true, "schema": { "type": "string" } }],
            "post": {
                "requestBody": { "required": true, "content": { "application/json": { "schema": request } } },
                "responses": { "200": { "content": { "application/json": { "schema": answer } } } }
            }
        } }
    })
}

fn request(old: &Value, new: &Value) -> Vec<String> {
    short(&openapi(&document(old, &json!({})), &document(new, &json!({}))))
}

fn answer(old: &Value, new: &Value) -> Vec<String> {
    short(&openapi(&document(&json!({}), old), &document(&json!({}), new)))
}

#[test]
fn the_name_of_a_path_parameter_is_nobodys_business() {
    let old = document(&json!({}), &json!({}));
    let text = old.to_string().replace("{id}", "{person}").replace("\"id\"", "\"person\"");
    let new: Value = serde_json::from_str(&text).unwrap();
    assert_eq!(short(&openapi(&old, &new)), Vec::<String>::new());
}

#[test]
fn operations_and_parameters() {
    let old = document(&json!({}), &json!({}));
    let mut new = old.clone();
    new["paths"]["/people/{id}"]["get"] = json!({ "responses": {} });
    assert_eq!(short(&openapi(&old, &new)), ["GET /people/{}: operation is new (-c-)"]);
    assert_eq!(short(&openapi(&new, &old)), ["GET /people/{}: operation is gone (-B-)"]);
    let mut new = old.clone();
    new["paths"]["/people/{id}"]["post"]["parameters"] =
        json!([{ "name": "q", "in": "query", "schema": {} }]);
    assert_eq!(short(&openapi(&old, &new)), ["POST /people/{}: optional query parameter `q` is new (-c-)"]);
    assert_eq!(short(&openapi(&new, &old)), ["POST /people/{}: query parameter `q` is gone (-B-)"]);
    new["paths"]["/people/{id}"]["post"]["parameters"][0]["required"] = json!(true);
    assert_eq!(short(&openapi(&old, &new)), ["POST /people/{}: required query parameter `q` is new (-B-)"]);
}

#[test]
fn members_by_direction() {
    let one = json!({ "type": "object", "properties": { "x": {} } });
    let two = json!({ "type": "object", "properties": { "x": {}, "y": {} }, "required": ["y"] });
    assert_eq!(request(&one, &two), ["POST /people/{} request.y: required member is new (-B-)"]);
    assert_eq!(answer(&one, &two), ["POST /people/{} 200.y: required member is new (-c-)"]);
    assert_eq!(answer(&two, &one), ["POST /people/{} 200.y: member is gone (-B-)"]);
}

#[test]
fn allof_and_references_are_looked_through() {
    let mut old = document(&json!({ "$ref": "#/components/schemas/P" }), &json!({}));
    old["components"] = json!({ "schemas": { "P": { "type": "object", "properties": { "x": { "type": "string" }, "next": { "$ref": "#/components/schemas/P" } } } } });
    let mut new = document(&json!({ "$ref": "#/components/schemas/P" }), &json!({}));
    new["components"] = json!({ "schemas": {
        "B": { "type": "object", "properties": { "x": { "type": "integer" } } },
        "P": { "allOf": [{ "$ref": "#/components/schemas/B" }, { "properties": { "next": { "$ref": "#/components/schemas/P" } } }] } } });
    assert_eq!(
        short(&openapi(&old, &new)),
        ["P.x: type `string` is gone (-B-)", "P.x: type `integer` is new (-c-)"]
    );
}

#[test]
fn nullable_of_3_0_is_null_of_3_1() {
    let old = json!({ "type": "string", "nullable": true });
    let new = json!({ "type": ["string", "null"] });
    assert_eq!(request(&old, &new), Vec::<String>::new());
    assert_eq!(answer(&json!({ "type": "string" }), &new), ["POST /people/{} 200: type `null` is new (-B-)"]);
}

#[test]
fn bounds_and_values() {
    assert_eq!(
        request(&json!({ "maxLength": 5 }), &json!({ "maxLength": 4 })),
        ["POST /people/{} request: maxLength is `4`, was `5` (-B-)"]
    );
    assert_eq!(
        answer(&json!({ "minimum": 1 }), &json!({ "minimum": 0 })),
        ["POST /people/{} 200: minimum is `0`, was `1` (-B-)"]
    );
    assert_eq!(
        answer(&json!({ "enum": ["a", "b"] }), &json!({ "const": "a" })),
        ["POST /people/{} 200: value `b` is gone (-c-)"]
    );
}

#[test]
fn circles_of_references_end() {
    let mut document = document(&json!({ "$ref": "#/components/schemas/A" }), &json!({}));
    document["components"] = json!({ "schemas": {
        "A": { "$ref": "#/components/schemas/B" }, "B": { "$ref": "#/components/schemas/A" } } });
    assert_eq!(openapi(&document, &document), Vec::new());
}
