// SPDX-License-Identifier: EUPL-1.2
//! The JSON Schemas in docs/schema: files that are written keep to them, and they refuse exactly what the reader of
//! the file refuses, so that schema and types cannot part.

use std::path::{Path, PathBuf};

use fachwerk_contract::Contract;
use fachwerk_generator::{Generated, files, generate};
use fachwerk_wsdl::{Limits, Options, open};
use jsonschema::Validator;
use serde_json::Value;

use crate::everything::everything;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn schema(name: &str) -> Validator {
    let path = root().join(format!("docs/schema/{name}.schema.json"));
    let text = std::fs::read(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    jsonschema::draft202012::new(&serde_json::from_slice(&text).unwrap()).unwrap()
}

fn generated(path: &Path) -> Generated {
    generate(&open(path, &Limits::default()).unwrap(), &Options::default(), None).unwrap()
}

fn json(generated: &Generated, name: &str) -> Value {
    serde_json::from_slice(&generated.files[name]).unwrap()
}

fn sample() -> Generated {
    generated(&root().join("samples/melderegister/wsdl/melderegister.wsdl"))
}

#[test]
fn what_is_written_is_valid() {
    let (contract, report) = (schema("contract"), schema("report"));
    let mut inputs = vec![root().join("samples/melderegister/wsdl/melderegister.wsdl")];
    let shared = std::env::var_os("FACHWERK_SHARED").map_or_else(|| root().join("../shared"), PathBuf::from);
    for path in [
        "data/muenchen-eakte/wsdl/dmsin-eai-1.10.wsdl",
        "data/xta2-v3/XTA.wsdl",
        "corpus/vpulim__node-soap/test/wsdl/binding-exception.wsdl",
        "corpus/postmanlabs__wsdl-to-postman/test/data/validWSDLs20/Axis2WSD20.wsdl",
    ] {
        let path = shared.join(path);
        if path.exists() {
            inputs.push(path);
        } else {
            assert!(std::env::var("CI").as_deref() != Ok("true"), "{} is missing", path.display());
            #[allow(clippy::print_stdout, reason = "a skipped test says so")]
            {
                println!("skipped: there is no {}", path.display());
            }
        }
    }
    for input in inputs {
        let generated = generated(&input);
        for (name, validator) in [(files::CONTRACT, &contract), (files::REPORT, &report)] {
            let written = json(&generated, name);
            let wrong: Vec<String> =
                validator.iter_errors(&written).map(|e| format!("{}: {e}", e.instance_path())).collect();
            assert!(wrong.is_empty(), "{name} of {}: {wrong:#?}", input.display());
        }
    }
}

/// Pointers to all objects, at most a few of each shape: of a hundred elements one says what the others say.
fn objects(value: &Value, at: &str, shape: &str, seen: &mut Vec<String>, found: &mut Vec<String>) {
    match value {
        Value::Object(members) => {
            let keys: Vec<&str> = members.keys().map(String::as_str).collect();
            let named = keys.iter().any(|key| key.starts_with('{') || key.contains(':'));
            let mine = format!("{shape} {}", if named { String::new() } else { keys.join(" ") });
            if !seen.contains(&mine) {
                seen.push(mine);
                if !named && !members.is_empty() {
                    found.push(at.to_owned());
                }
            }
            for (key, member) in members {
                let escaped = key.replace('~', "~0").replace('/', "~1");
                let inner = if named { format!("{shape}/*") } else { format!("{shape}/{key}") };
                objects(member, &format!("{at}/{escaped}"), &inner, seen, found);
            }
        }
        Value::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                objects(item, &format!("{at}/{index}"), shape, seen, found);
            }
        }
        _ => {}
    }
}

#[test]
fn the_schema_of_contracts_refuses_what_their_reader_refuses() {
    let validator = schema("contract");
    let good: Value = serde_json::from_str(&everything().to_json()).unwrap();
    let wrong: Vec<String> =
        validator.iter_errors(&good).map(|e| format!("{}: {e}", e.instance_path())).collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
    let (mut seen, mut pointers) = (Vec::new(), Vec::new());
    objects(&good, "", "", &mut seen, &mut pointers);
    assert!(pointers.len() > 40, "{}", pointers.len());
    let mut wrong = Vec::new();
    let mut tried = 0;
    let mut agree = |bad: &Value, what: String| {
        tried += 1;
        let read = Contract::from_json(&serde_json::to_vec(bad).unwrap()).is_ok();
        if read != validator.is_valid(bad) {
            wrong.push(format!("{what}: the reader says {read}"));
        }
    };
    for pointer in &pointers {
        let members: Vec<String> =
            good.pointer(pointer).and_then(Value::as_object).unwrap().keys().cloned().collect();
        let change = |with: &dyn Fn(&mut serde_json::Map<String, Value>)| {
            let mut bad = good.clone();
            with(bad.pointer_mut(pointer).and_then(Value::as_object_mut).unwrap());
            bad
        };
        // places are read leniently, which no schema has to be
        let place = members.iter().any(|m| m == "l");
        if !place && !pointer.is_empty() {
            agree(
                &change(&|o| drop(o.insert("nonsense".to_owned(), 1.into()))),
                format!("{pointer} + nonsense"),
            );
        }
        for member in &members {
            agree(&change(&|o| drop(o.remove(member))), format!("{pointer} - {member}"));
            agree(
                &change(&|o| drop(o.insert(member.clone(), true.into()))),
                format!("{pointer}/{member} = true"),
            );
            agree(
                &change(&|o| drop(o.insert(member.clone(), "x".into()))),
                format!("{pointer}/{member} = x"),
            );
        }
    }
    assert!(wrong.is_empty(), "{} of {tried}: {wrong:#?}", wrong.len());
}

#[test]
fn the_schema_of_reports_knows_every_member() {
    let validator = schema("report");
    let good = json(&sample(), files::REPORT);
    let (mut seen, mut pointers) = (Vec::new(), Vec::new());
    objects(&good, "", "", &mut seen, &mut pointers);
    assert!(pointers.len() > 3);
    for pointer in &pointers {
        let mut bad = good.clone();
        let object = bad.pointer_mut(pointer).and_then(Value::as_object_mut).unwrap();
        object.insert("nonsense".to_owned(), 1.into());
        assert!(!validator.is_valid(&bad), "{pointer}");
    }
}
