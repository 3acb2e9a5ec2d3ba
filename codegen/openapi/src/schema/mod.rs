// SPDX-License-Identifier: EUPL-1.2
//! Schemas (JSON Schema 2020-12) of objects, families and simple types.

mod content;
mod facets;
mod family;
mod field;
mod moment;
mod named;
mod scalar;
mod structure;
mod union;
mod value;

use std::collections::{HashMap, HashSet};

use fachwerk_contract::{Contract, QName};
use fachwerk_mapping::naming::{Names, pascal};
use fachwerk_mapping::{Mapping, Name, Particle, StructId};
use fachwerk_message::value::Patterns;

use crate::faults::{self, PROBLEM};
use crate::reach::Reach;
use crate::xml::{self, Prefixes};
use crate::{Warning, warnings};
use named::Named;

/// Makes schemas, and remembers what they need.
pub(crate) struct Schemas<'a> {
    pub(crate) mapping: &'a Mapping,
    pub(crate) reach: Reach,
    pub(crate) prefixes: Prefixes,
    contract: &'a Contract,
    /// Component names that are taken.
    names: Names,
    named: Named<'a>,
    /// The element that an object is the content of, as a message.
    roots: HashMap<StructId, &'a Name>,
    /// `@type` of objects that stand in substitution groups.
    tags: HashMap<StructId, Vec<&'a str>>,
    /// Fault name, component of the detail and status to component of the problem details.
    faults: HashMap<(&'a str, &'a str, u16), String>,
    /// Object and the members that are parameters to the component of the rest, a body.
    bodies: HashMap<(StructId, Vec<u16>), String>,
    /// For default and fixed values.
    patterns: Patterns,
    warnings: Vec<Warning>,
    warned: HashSet<(&'static str, String)>,
}

impl<'a> Schemas<'a> {
    pub(crate) fn new(contract: &'a Contract, mapping: &'a Mapping) -> Self {
        let mut names = Names::default();
        names.reserve(PROBLEM);
        for structure in &mapping.structs {
            names.reserve(&structure.name);
        }
        for family in &mapping.families {
            names.reserve(&family.name);
        }
        for name in mapping.scalars.iter().filter_map(|s| s.name.as_ref()) {
            names.reserve(name);
        }
        let reach = Reach::of(mapping);
        let tags = reach.element_tags(mapping);
        Self {
            mapping,
            reach,
            prefixes: Prefixes::new(mapping),
            contract,
            names,
            named: Named::default(),
            roots: xml::roots(mapping),
            tags,
            faults: HashMap::new(),
            bodies: HashMap::new(),
            patterns: Patterns::new(mapping),
            warnings: Vec::new(),
            warned: HashSet::new(),
        }
    }

    /// The component for problem details of a fault. Operations that declare the same fault share it.
    pub(crate) fn fault_component(&mut self, fault: &'a str, detail: &'a str, status: u16) -> String {
        let key = (fault, detail, status);
        if let Some(component) = self.faults.get(&key) {
            return component.clone();
        }
        let component = self.names.take(&format!("{}Problem", pascal(fault)));
        let members = self.names.take(&format!("{component}Detail"));
        self.named.add(&component, faults::component(fault, &members, status));
        self.named.add(&members, faults::members(fault, detail));
        self.faults.insert(key, component.clone());
        component
    }

    /// The component for several problem details of which an operation has one.
    pub(crate) fn problems(&mut self, operation: &str, alternatives: Vec<(&'a str, String)>) -> String {
        let component = self.names.take(&format!("{}Problem", pascal(operation)));
        self.named.add(&component, faults::alternatives(operation, alternatives));
        component
    }

    /// The component for an object without these members; `rest` is what is left of its content model.
    pub(crate) fn body_component(&mut self, root: StructId, outside: &[u16], rest: &Particle) -> String {
        let key = (root, outside.to_vec());
        if let Some(component) = self.bodies.get(&key) {
            return component.clone();
        }
        let component = self.names.take(&format!("{}Body", self.mapping.structure(root).name));
        let schema = self.object(root, outside, rest);
        self.named.add(&component, schema);
        self.bodies.insert(key, component.clone());
        component
    }

    /// The components for one thing that is wrong with a message, and for what a fault says in one language.
    pub(crate) fn problem_parts(&mut self) -> (String, String) {
        let (error, reason) = (self.names.take("ProblemError"), self.names.take("ProblemReason"));
        self.named.add(&error, faults::error());
        self.named.add(&reason, faults::reason());
        (error, reason)
    }

    /// What the schemas could not say.
    pub(crate) fn into_warnings(self) -> Vec<Warning> {
        self.warnings
    }

    fn warn(&mut self, code: &'static str, source: Option<&QName>, message: String) {
        // A type without a name has its schema wherever it is used.
        if self.warned.insert((code, message.clone())) {
            let location = warnings::location(self.contract, source);
            self.warnings.push(Warning { code, location, message });
        }
    }
}
