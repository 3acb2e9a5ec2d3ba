// SPDX-License-Identifier: EUPL-1.2
//! Services of the wild: their examples are valid by their own documents, and the way back to the XML is in there.

use std::path::{Path, PathBuf};

use fachwerk_json::JsonWriter;
use fachwerk_mapping::MessageRole;
use fachwerk_openapi::{Options, generate};
use fachwerk_sample::Sampler;
use serde_json::{Map, Value, json};

use crate::facade::{Facade, shared};
use crate::way_back;

/// Operations of each service whose samples go to XML and back, and
const MOST_OPERATIONS: usize = 8;
/// examples of each service that are validated: the giants have more than a debug build likes.
const MOST_EXAMPLES: usize = 60;

/// Entries of the corpus, by its manifest.
fn entries(corpus: &Path) -> Vec<PathBuf> {
    let manifest = std::fs::read_to_string(corpus.join("MANIFEST.tsv")).unwrap();
    let mut lines = manifest.lines();
    let column = lines.next().unwrap().split('\t').position(|name| name == "entry").unwrap();
    let entries = lines.map(|line| line.split('\t').nth(column).unwrap());
    // The first step of an entry is the set it belongs to, which is no directory.
    let paths: Vec<PathBuf> = entries
        .map(|entry| {
            let direct = corpus.join(entry);
            if direct.exists() {
                direct
            } else {
                corpus.join(entry.split_once('/').map_or(entry, |(_, rest)| rest))
            }
        })
        .collect();
    assert!(paths.len() > 500 && paths.iter().all(|path| path.exists()));
    paths
}

/// All examples of a document with the schemas beside them.
fn examples<'a>(value: &'a Value, found: &mut Vec<(&'a Value, &'a Value)>) {
    match value {
        Value::Object(node) => {
            if let Some(schema) = node.get("schema") {
                found.extend(node.get("example").map(|example| (schema, example)));
                if let Some(Value::Object(several)) = node.get("examples") {
                    found.extend(several.values().map(|example| (schema, &example["value"])));
                }
            }
            for (key, inner) in node {
                if key != "schemas" && key != "example" && key != "examples" {
                    examples(inner, found);
                }
            }
        }
        Value::Array(list) => list.iter().for_each(|inner| examples(inner, found)),
        _ => {}
    }
}

/// How many examples a document has; they are valid.
fn valid_examples(document: &Value) -> usize {
    let mut found = Vec::new();
    examples(document, &mut found);
    let count = found.len();
    found.truncate(MOST_EXAMPLES);
    // One schema and one instance for all: compiling is what takes time.
    let schemas: Map<String, Value> =
        found.iter().enumerate().map(|(i, (schema, _))| (i.to_string(), (*schema).clone())).collect();
    let instance: Map<String, Value> =
        found.iter().enumerate().map(|(i, (_, example))| (i.to_string(), (*example).clone())).collect();
    let schema = json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "properties": schemas,
        "components": document["components"],
    });
    let validator = jsonschema::options().should_validate_formats(true).build(&schema).unwrap();
    let errors: Vec<String> = validator
        .iter_errors(&Value::Object(instance))
        .map(|error| format!("{error} at {}", error.instance_path()))
        .take(5)
        .collect();
    assert!(errors.is_empty(), "{errors:#?}");
    count
}

fn document(facade: &Facade) -> Value {
    let mapping = &facade.mapping;
    let sampler = Sampler::new(mapping, &fachwerk_sample::Options::example());
    let example = |operation, role: MessageRole| {
        let message = mapping.operation(operation).message(&role)?;
        let mut writer = JsonWriter::new(mapping, Vec::new());
        sampler.sample(message.root, 1, &mut writer).ok()?;
        writer.finish().ok()
    };
    let options = Options { examples: Some(&example), ..Options::default() };
    generate(&facade.contract, mapping, &options).value().clone()
}

#[test]
fn every_service_is_shown_and_told_completely() {
    let Some(corpus) = shared("corpus") else { return };
    let (mut facades, mut messages, mut shown) = (0, 0, 0);
    for path in entries(&corpus) {
        let Some(facade) = Facade::usable(&path) else { continue };
        let case = std::panic::catch_unwind(|| {
            let document = document(&facade);
            let shown = valid_examples(&document);
            way_back::check(&facade, &document, 0..1, MOST_OPERATIONS);
            shown
        });
        let Ok(examples) = case else { panic!("{}", path.display()) };
        facades += 1;
        shown += examples;
        messages += facade
            .mapping
            .operations
            .iter()
            .map(|o| 1 + usize::from(o.output.is_some()) + o.faults.len())
            .sum::<usize>();
    }
    assert!(facades > 400, "{facades}");
    // What cannot be sampled is a type that needs itself without end, or the like.
    assert!(shown * 100 >= messages * 99, "{shown} examples for {messages} messages");
    #[expect(clippy::print_stdout, reason = "figures")]
    {
        println!("{facades} facades, {messages} messages, {shown} examples, all valid");
    }
}
