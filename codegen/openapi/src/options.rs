// SPDX-License-Identifier: EUPL-1.2
//! What a caller may add.

use std::fmt;

use fachwerk_mapping::{MessageRole, OperationId};
use serde_json::Value;

/// What cannot be read off the contract.
#[derive(Clone, Copy, Default)]
pub struct Options<'a> {
    /// `info.title`; the services' names if not given.
    pub title: Option<&'a str>,
    /// `info.version`; read off the first service's namespace if not given, and `1.0.0` where that says nothing.
    pub version: Option<&'a str>,
    /// `servers`; the root of where the document comes from if empty.
    pub servers: &'a [String],
    /// A valid example of a message, as the JSON that the codec writes.
    pub examples: Option<&'a dyn Fn(OperationId, MessageRole) -> Option<Value>>,
}

impl Options<'_> {
    pub(crate) fn example(&self, operation: OperationId, role: MessageRole) -> Option<Value> {
        self.examples.and_then(|examples| examples(operation, role))
    }
}

impl fmt::Debug for Options<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Options")
            .field("title", &self.title)
            .field("version", &self.version)
            .field("servers", &self.servers)
            .field("examples", &self.examples.is_some())
            .finish()
    }
}
