// SPDX-License-Identifier: EUPL-1.2
//! Examples for the OpenAPI document: samples, written as JSON.

use std::sync::Arc;

use fachwerk_json::{JsonNames, JsonWriter};
use fachwerk_mapping::{Mapping, MessageRole, OperationId};
use fachwerk_sample::Sampler;

/// Makes a valid example of any message of one mapping, always the same.
#[derive(Debug)]
pub struct Examples<'m> {
    mapping: &'m Mapping,
    sampler: Sampler<'m>,
    names: Arc<JsonNames>,
}

impl<'m> Examples<'m> {
    /// Examples for the messages of this mapping.
    pub fn new(mapping: &'m Mapping) -> Self {
        Self {
            mapping,
            sampler: Sampler::new(mapping, &fachwerk_sample::Options::example()),
            names: Arc::new(JsonNames::new(mapping)),
        }
    }

    /// The example of one message; `None` where no message can be made.
    pub fn of(&self, operation: OperationId, role: MessageRole) -> Option<serde_json::Value> {
        let shape = self.mapping.operation(operation).message(&role)?;
        let mut writer = JsonWriter::with_names(self.mapping, self.names.clone(), Vec::new());
        self.sampler.sample(shape.root, 1, &mut writer).ok()?;
        serde_json::from_slice(&writer.finish().ok()?).ok()
    }
}
