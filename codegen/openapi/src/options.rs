// SPDX-License-Identifier: EUPL-1.2
//! What a caller may add.

use std::fmt;

use crate::tree::Tree;
use fachwerk_mapping::{MessageRole, OperationId};

/// Version of the OpenAPI specification that a document follows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Specification {
    /// OpenAPI 3.1: schemas are JSON Schema 2020-12.
    #[default]
    OpenApi31,
    /// OpenAPI 3.0.3, for tools that know nothing newer. Says the same in its own words, as far as it has them.
    OpenApi30,
}

impl Specification {
    /// The `openapi` member.
    pub fn version(self) -> &'static str {
        match self {
            Self::OpenApi31 => "3.1.0",
            Self::OpenApi30 => "3.0.3",
        }
    }
}

/// What cannot be read off the contract.
#[derive(Clone, Copy, Default)]
pub struct Options<'a> {
    /// Which OpenAPI it is.
    pub specification: Specification,
    /// `info.title`; the services' names if not given.
    pub title: Option<&'a str>,
    /// `info.version`; read off the first service's namespace if not given, and `1.0.0` where that says nothing.
    pub version: Option<&'a str>,
    /// `servers`; the root of where the document comes from if empty.
    pub servers: &'a [String],
    /// A valid example of a message, as the JSON that the codec writes.
    pub examples: Option<&'a dyn Fn(OperationId, MessageRole) -> Option<Vec<u8>>>,
}

impl Options<'_> {
    pub(crate) fn example(&self, operation: OperationId, role: MessageRole) -> Option<Tree<'static>> {
        let json = self.examples?(operation, role)?;
        serde_json::from_slice(&json).ok()
    }
}

impl fmt::Debug for Options<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Options")
            .field("specification", &self.specification)
            .field("title", &self.title)
            .field("version", &self.version)
            .field("servers", &self.servers)
            .field("examples", &self.examples.is_some())
            .finish()
    }
}
