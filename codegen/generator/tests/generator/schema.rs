// SPDX-License-Identifier: EUPL-1.2
//! The JSON Schemas in docs/schema: what the types say, and what the files that are written keep to.
//! `UPDATE_EXPECT=1` writes them anew.

use std::path::{Path, PathBuf};

use fachwerk_generator::{Generated, files, generate, schema};
use fachwerk_wsdl::{Limits, Options, open};
use serde_json::Value;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn generated(path: &Path) -> Generated {
    generate(&open(path, &Limits::default()).unwrap(), &Options::default(), None).unwrap()
}

fn json(generated: &Generated, name: &str) -> Value {
    serde_json::from_slice(&generated.files[name]).unwrap()
}

#[test]
fn the_schemas_in_the_documentation_are_those_of_the_types() {
    for (name, schema) in [("contract", schema::contract()), ("report", schema::report())] {
        let path = root().join(format!("docs/schema/{name}.schema.json"));
        let text = serde_json::to_string_pretty(&schema).unwrap() + "\n";
        if std::env::var("UPDATE_EXPECT").as_deref() == Ok("1") {
            std::fs::write(&path, &text).unwrap();
        }
        let written = std::fs::read_to_string(&path).unwrap_or_default();
        assert!(
            written == text,
            "docs/schema/{name}.schema.json is out of date; UPDATE_EXPECT=1 writes it anew"
        );
    }
}

#[test]
fn what_is_written_is_valid_by_them() {
    let contract = jsonschema::validator_for(&schema::contract()).unwrap();
    let report = jsonschema::validator_for(&schema::report()).unwrap();
    let mut inputs = vec![root().join("samples/melderegister/wsdl/melderegister.wsdl")];
    let shared = std::env::var_os("FACHWERK_SHARED").map_or_else(|| root().join("../shared"), PathBuf::from);
    for path in ["data/muenchen-eakte/wsdl/dmsin-eai-1.10.wsdl", "data/xta2-v3/XTA.wsdl"] {
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
            assert!(wrong.is_empty(), "{} of {}: {wrong:#?}", name, input.display());
        }
    }
}

#[test]
fn they_refuse_what_the_reader_of_the_file_refuses() {
    let validator = jsonschema::validator_for(&schema::contract()).unwrap();
    let good =
        json(&generated(&root().join("samples/melderegister/wsdl/melderegister.wsdl")), files::CONTRACT);
    let spoil = |change: &dyn Fn(&mut Value)| {
        let mut bad = good.clone();
        change(&mut bad);
        assert!(
            !validator.is_valid(&bad),
            "{}",
            serde_json::to_string(&bad).unwrap().chars().take(200).collect::<String>()
        );
        let text = serde_json::to_vec(&bad).unwrap();
        assert!(fachwerk_contract::Contract::from_json(&text).is_err());
    };
    spoil(&|bad| bad["fachwerk_contract"] = 2.into());
    spoil(&|bad| bad["services"][0]["nonsense"] = 1.into());
    spoil(&|bad| bad["bindings"][0]["protocol"] = "smoke".into());
    spoil(&|bad| drop(bad["interfaces"][0].as_object_mut().unwrap().remove("name")));
    spoil(&|bad| bad["messages"] = Value::Null);
}
