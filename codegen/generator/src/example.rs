// SPDX-License-Identifier: EUPL-1.2
//! Examples for the OpenAPI document: samples, written as JSON.

use fachwerk_json::JsonWriter;
use fachwerk_mapping::{Mapping, MessageRole, OperationId};

/// A valid example of one message, always the same.
pub(crate) fn example(
    mapping: &Mapping,
    operation: OperationId,
    role: MessageRole,
) -> Option<serde_json::Value> {
    let shape = mapping.operation(operation).message(&role)?;
    let mut writer = JsonWriter::new(mapping, Vec::new());
    // An example is for people: no unusual forms.
    let options = fachwerk_sample::Options { unusual: false, ..fachwerk_sample::Options::default() };
    fachwerk_sample::sample(mapping, shape.root, 1, &options, &mut writer).ok()?;
    serde_json::from_slice(&writer.finish().ok()?).ok()
}
