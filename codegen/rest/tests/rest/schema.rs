// SPDX-License-Identifier: EUPL-1.2
//! The shipped schema of overrides.yaml says what the reader takes.

use fachwerk_rest::Overrides;
use serde_json::{Value, json};

fn validator() -> jsonschema::Validator {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/schema/overrides.schema.json");
    let schema: Value =
        serde_json::from_str(&std::fs::read_to_string(path).expect("the schema")).expect("JSON");
    jsonschema::validator_for(&schema).expect("a schema")
}

#[test]
fn reader_and_schema_agree() {
    let whole = json!({
        "style": "resource",
        "operations": {
            "a": {
                "name": "b", "method": "GET", "path": "/a/{b}", "tags": ["x"], "status": 201, "faults": { "F": 404 },
                "effect": "dry-run", "parameters": [{ "name": "b", "in": "path", "member": "/b" }, { "name": "c", "in": "query" }],
            },
            "s/b": {},
        },
    });
    let validator = validator();
    // JSON is YAML.
    let both = |value: &Value| (validator.is_valid(value), Overrides::from_yaml(&value.to_string()).is_ok());
    assert_eq!(both(&whole), (true, true));
    assert_eq!(both(&json!({})), (true, true));
    for (pointer, value) in [
        ("/style", json!("rest")),
        ("/style", json!(1)),
        ("/operations", json!([])),
        ("/operations/a/effect", json!("safe")),
        ("/operations/a/tags", json!("x")),
        ("/operations/a/status", json!("created")),
        ("/operations/a/status", json!(-1)),
        ("/operations/a/faults/F", json!("not found")),
        ("/operations/a/parameters/0/in", json!("cookie")),
        ("/operations/a/parameters/0", json!({ "name": "b" })),
        ("/operations/a/parameters/0", json!({ "in": "query" })),
    ] {
        let mut wrong = whole.clone();
        *wrong.pointer_mut(pointer).expect("a place") = value;
        assert_eq!(both(&wrong), (false, false), "{wrong}");
    }
    for pointer in ["", "/operations/a", "/operations/a/parameters/0"] {
        let mut wrong = whole.clone();
        wrong
            .pointer_mut(pointer)
            .and_then(Value::as_object_mut)
            .expect("an object")
            .insert("more".into(), json!(1));
        assert_eq!(both(&wrong), (false, false), "{pointer}");
    }
}
