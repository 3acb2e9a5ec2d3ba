// SPDX-License-Identifier: EUPL-1.2
//! Examples for the OpenAPI document: samples, written as JSON.

use std::cell::RefCell;
use std::collections::HashMap;
use std::sync::Arc;

use fachwerk_json::{JsonNames, JsonWriter};
use fachwerk_mapping::{Mapping, MessageRole, OperationId, StructId};
use fachwerk_sample::Sampler;

/// Makes a valid example of any message of one mapping, always the same.
#[derive(Debug)]
pub struct Examples<'m> {
    mapping: &'m Mapping,
    sampler: Sampler<'m>,
    names: Arc<JsonNames>,
    /// Many operations share messages, faults above all.
    made: RefCell<HashMap<StructId, Option<Vec<u8>>>>,
}

impl<'m> Examples<'m> {
    /// Examples for the messages of this mapping.
    pub fn new(mapping: &'m Mapping) -> Self {
        Self {
            mapping,
            sampler: Sampler::new(mapping, &fachwerk_sample::Options::example()),
            names: Arc::new(JsonNames::new(mapping)),
            made: RefCell::default(),
        }
    }

    /// The example of one message as JSON; `None` where no message can be made.
    pub fn of(&self, operation: OperationId, role: MessageRole) -> Option<Vec<u8>> {
        let shape = self.mapping.operation(operation).message(&role)?;
        self.made.borrow_mut().entry(shape.root).or_insert_with(|| self.make(shape.root)).clone()
    }

    fn make(&self, root: StructId) -> Option<Vec<u8>> {
        let mut writer = JsonWriter::with_names(self.mapping, self.names.clone(), Vec::new());
        self.sampler.sample(root, 1, &mut writer).ok()?;
        writer.finish().ok()
    }
}
