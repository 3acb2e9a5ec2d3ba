// SPDX-License-Identifier: EUPL-1.2
//! All files of an input: the entries and everything that they import, include and redefine.

mod closure;
mod fetch;
mod reference;

pub(crate) use closure::load;

use std::collections::{HashMap, HashSet};

use crate::diagnostic::Diagnostics;
use crate::document::Document;

/// Everything that was loaded, in the order in which it was met.
#[derive(Debug, Default)]
pub(crate) struct Closure {
    pub(crate) documents: Vec<Document>,
    /// Documents with a `wsdl:definitions`.
    pub(crate) definitions: Vec<u32>,
    pub(crate) schemas: Vec<SchemaUnit>,
    /// Which unit a redefinition (or override) is about.
    pub(crate) redefinitions: Vec<Redefinition>,
    /// Namespaces of which a document could not be loaded; the empty name where an include failed is in here, too.
    pub(crate) holes: HashSet<String>,
    units: HashMap<(u32, u32, String), usize>,
    /// Target namespaces of all schemas.
    targets: HashSet<String>,
}

/// One `xs:schema` element as read for one target namespace: a document without a target namespace is read once for
/// each namespace that includes it.
#[derive(Debug, Clone)]
pub(crate) struct SchemaUnit {
    pub(crate) document: u32,
    pub(crate) node: u32,
    pub(crate) target: String,
    /// The document has no target namespace of its own and takes the including one's.
    pub(crate) chameleon: bool,
}

/// An `xs:redefine` or `xs:override` element of a unit.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Redefinition {
    pub(crate) unit: usize,
    pub(crate) node: u32,
}

impl Closure {
    pub(crate) fn document(&self, index: u32) -> &Document {
        &self.documents[index as usize]
    }

    /// Whether the input itself has a schema for this namespace.
    pub(crate) fn has_schema(&self, namespace: &str) -> bool {
        self.targets.contains(namespace)
    }

    pub(super) fn add_schema(&mut self, unit: SchemaUnit) {
        self.targets.insert(unit.target.clone());
        self.schemas.push(unit);
    }

    /// Take a schema that this crate serves into the closure. True where there is one for the namespace.
    pub(crate) fn add_built_in(&mut self, namespace: &str) -> bool {
        let Some(text) = crate::builtin::schema(namespace) else { return false };
        let index = self.documents.len() as u32;
        let (tree, problems) = crate::tree::parse(text.to_owned(), &crate::Limits::default());
        debug_assert!(problems.is_empty(), "{problems:?}");
        let Ok(tree) = tree else { return false };
        let node = tree.root().index();
        self.documents.push(Document { index, path: namespace.to_owned(), tree, built_in: true });
        self.add_schema(SchemaUnit { document: index, node, target: namespace.to_owned(), chameleon: false });
        true
    }

    pub(crate) fn report(
        &self,
        diagnostics: &mut Diagnostics,
        at: fachwerk_contract::Location,
        code: crate::Code,
        message: impl Into<String>,
        advice: impl Into<String>,
    ) {
        diagnostics.push(self.document(at.document).diagnostic_at(at, code, message, advice));
    }
}
