// SPDX-License-Identifier: EUPL-1.2
//! What the codec writes is what the document says: samples of every message, checked against their components.

use std::path::Path;
use std::sync::Arc;

use fachwerk_json::{JsonNames, JsonWriter, read};
use fachwerk_mapping::{Mapping, MessageRole, StructId};
use fachwerk_message::Limits;
use fachwerk_openapi::{Options, faults, generate};
use fachwerk_sample::Sampler;
use serde_json::{Value, json};

use crate::facade::{Facade, shared, validator};

const SEEDS: u64 = 20;

/// All messages of a mapping, each once.
fn roots(mapping: &Mapping) -> Vec<StructId> {
    let mut roots: Vec<StructId> = mapping
        .operations
        .iter()
        .flat_map(|o| std::iter::once(&o.input).chain(&o.output).chain(o.faults.iter().map(|f| &f.message)))
        .map(|message| message.root)
        .collect();
    roots.sort_unstable();
    roots.dedup();
    roots
}

fn check(facade: &Facade) {
    let mapping = &facade.mapping;
    let document = facade.document();
    let names = Arc::new(JsonNames::new(mapping));
    let options = fachwerk_sample::Options::default();
    let sampler = Sampler::new(mapping, &options);
    for root in roots(mapping) {
        let name = &mapping.structure(root).name;
        let validator = validator(document.value(), name);
        for seed in 0..SEEDS {
            let mut writer = JsonWriter::with_names(mapping, names.clone(), Vec::new());
            sampler.sample(root, seed, &mut writer).unwrap_or_else(|e| panic!("{name} {seed}: {e}"));
            let json = writer.finish().unwrap();
            let value: Value = serde_json::from_slice(&json).unwrap();
            if let Err(error) = validator.validate(&value) {
                panic!("{name} {seed}: {error} at {}\n{value:#}", error.instance_path());
            }
            let mut again = JsonWriter::with_names(mapping, names.clone(), Vec::new());
            read(mapping, root, &json, &Limits::default(), &mut again)
                .unwrap_or_else(|e| panic!("{name} {seed}: {e}\n{value:#}"));
            assert_eq!(String::from_utf8(again.finish().unwrap()), String::from_utf8(json), "{name} {seed}");
        }
    }
}

fn melderegister() -> Facade {
    Facade::open(
        &Path::new(env!("CARGO_MANIFEST_DIR")).join("../../samples/melderegister/wsdl/melderegister.wsdl"),
    )
}

#[test]
fn melderegister_samples_are_valid() {
    check(&melderegister());
}

#[test]
fn eakte_samples_are_valid() {
    if let Some(path) = shared("data/muenchen-eakte/wsdl/dmsin-eai-1.10.wsdl") {
        check(&Facade::open(&path));
    }
}

#[test]
fn xta_samples_are_valid() {
    if let Some(path) = shared("data/xta2-v3/XTA.wsdl") {
        check(&Facade::open(&path));
    }
}

#[test]
fn examples_stand_where_they_belong_and_are_valid() {
    let facade = melderegister();
    let mapping = &facade.mapping;
    let options = fachwerk_sample::Options::default();
    let sampler = Sampler::new(mapping, &options);
    let examples = |operation, role: MessageRole| {
        let message = mapping.operation(operation).message(&role)?;
        let mut writer = JsonWriter::new(mapping, Vec::new());
        sampler.sample(message.root, 1, &mut writer).ok()?;
        writer.finish().ok()
    };
    let document =
        generate(&facade.contract, mapping, &Options { examples: Some(&examples), ..Options::default() });
    let operation = &document.value()["paths"]["/Melderegister/lesePerson"]["post"];
    let request = &operation["requestBody"]["content"]["application/json"]["example"];
    assert!(request["personId"].is_string());
    assert!(operation["responses"]["200"]["content"]["application/json"]["example"]["person"].is_object());
    let faults = &operation["responses"]["422"]["content"][faults::MEDIA_TYPE]["examples"];
    let fault = &faults["PersonNichtGefunden"]["value"];
    assert_eq!(fault["type"], faults::fault_type("Melderegister", "lesePerson", "PersonNichtGefunden"));
    assert_eq!(fault["status"], json!(faults::FAULT_STATUS));
    let validator = validator(document.value(), "PersonNichtGefundenProblem");
    if let Err(error) = validator.validate(fault) {
        panic!("{error}\n{fault:#}");
    }
}
