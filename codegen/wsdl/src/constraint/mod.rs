// SPDX-License-Identifier: EUPL-1.2
//! Whether schemas are valid schemas: the constraints of XML Schema 1.0 part 1 that do not hinder reading.
//!
//! A WSDL of the wild is usable with many of these violated, so nobody asks unless [`Options::strict`] does. Then
//! the documents are looked at a second time, with everything in them that a contract has no place for: first each
//! document by itself (`structure`), then declarations and types (`table`, `build`), then the rules between them
//! (`rules`), each reported with the name that the specification gives it.
//!
//! Work is bounded: what a few thousand particles multiply to is not looked at, and said (`budget`).
//!
//! [`Options::strict`]: crate::Options::strict

mod build;
mod model;
mod rules;
mod structure;
mod table;

use std::collections::{HashMap, HashSet};
use std::rc::Rc;

use fachwerk_contract::QName;
use fachwerk_mapping::Mapping;
use fachwerk_message::value::Patterns;

use crate::Code;
use crate::diagnostic::Diagnostics;
use crate::document::Document;
use crate::load::Closure;
use build::simple::Simple;
use model::{Complex, Element, Group, Place, TypeId};
use table::Table;

/// Check all schemas of the input.
pub(crate) fn check(closure: &Closure, diagnostics: &mut Diagnostics) {
    let mut seen = HashSet::new();
    for unit in &closure.schemas {
        let document = closure.document(unit.document);
        if !document.built_in && seen.insert((unit.document, unit.node)) {
            structure::check(document, document.tree.node(unit.node), diagnostics);
        }
    }
    let mut checker = Checker::new(closure, diagnostics);
    checker.declare();
    checker.build();
    checker.rules();
}

/// Everything known about the schemas.
struct Checker<'a> {
    closure: &'a Closure,
    diagnostics: &'a mut Diagnostics,
    table: Table,
    simples: Vec<Simple>,
    complexes: Vec<Complex>,
    elements: Vec<Element>,
    /// Types by where they stand; `None` while they are being built.
    types: HashMap<Place, Option<TypeId>>,
    built_in: HashMap<&'static str, usize>,
    /// Elements by declaration.
    element_of: HashMap<usize, usize>,
    /// Groups by declaration; `None` while they are being built, or where they cannot be.
    groups: HashMap<usize, Option<Rc<Group>>>,
    attribute_groups: HashMap<usize, model::Attributes>,
    /// Members of substitution groups by head, transitive.
    members: HashMap<usize, Vec<usize>>,
    /// Scalars for [`simples`](Self::simples), number by number.
    mapping: Mapping,
    patterns: Patterns,
    depth: u32,
}

impl<'a> Checker<'a> {
    fn new(closure: &'a Closure, diagnostics: &'a mut Diagnostics) -> Self {
        let mapping = Mapping::default();
        let patterns = Patterns::new(&mapping);
        Self {
            closure,
            diagnostics,
            table: Table::default(),
            simples: Vec::new(),
            complexes: Vec::new(),
            elements: Vec::new(),
            types: HashMap::new(),
            built_in: HashMap::new(),
            element_of: HashMap::new(),
            groups: HashMap::new(),
            attribute_groups: HashMap::new(),
            members: HashMap::new(),
            mapping,
            patterns,
            depth: 0,
        }
    }

    fn document(&self, unit: usize) -> &'a Document {
        self.closure.document(self.closure.schemas[unit].document)
    }

    /// Report at a place; the message names the rule.
    fn report(&mut self, place: Place, code: Code, message: impl Into<String>) {
        let document = self.document(place.unit);
        if document.built_in {
            return;
        }
        let offset = document.tree.node(place.node).offset();
        let advice = "see XML Schema part 1 or 2, the constraint in brackets";
        self.diagnostics.push(document.diagnostic(offset, code, message, advice));
    }

    /// A type's name for people.
    fn type_name(&self, id: TypeId) -> String {
        let name: Option<&QName> = match id {
            TypeId::Simple(id) => self.simples[id].name.as_ref(),
            TypeId::Complex(id) => self.complexes[id].name.as_ref(),
        };
        name.map_or_else(|| "the anonymous type".to_owned(), |name| format!("`{}`", name.local))
    }
}
