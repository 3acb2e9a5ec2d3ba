// SPDX-License-Identifier: EUPL-1.2
//! Schemas (JSON Schema 2020-12) of objects, families and simple types.

mod content;
mod facets;
mod family;
mod field;
mod scalar;
mod structure;
mod union;
mod value;

use fachwerk_contract::{Contract, QName};
use fachwerk_mapping::Mapping;
use fachwerk_mapping::naming::{Names, pascal};

use crate::faults::PROBLEM;
use crate::reach::Reach;
use crate::{Warning, warnings};

/// Makes schemas, and remembers what they need.
pub(crate) struct Schemas<'a> {
    pub(crate) mapping: &'a Mapping,
    pub(crate) reach: Reach,
    contract: &'a Contract,
    /// Component names that are taken.
    names: Names,
    /// Fault name, component of the detail, component of the problem details.
    faults: Vec<(String, String, String)>,
    warnings: Vec<Warning>,
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
        Self { mapping, reach, contract, names, faults: Vec::new(), warnings: Vec::new() }
    }

    /// The component for problem details of a fault. Operations that declare the same fault share it.
    pub(crate) fn fault_component(&mut self, fault: &str, detail: &str) -> String {
        if let Some((_, _, component)) = self.faults.iter().find(|(f, d, _)| f == fault && d == detail) {
            return component.clone();
        }
        let component = self.names.take(&format!("{}Problem", pascal(fault)));
        self.faults.push((fault.to_owned(), detail.to_owned(), component.clone()));
        component
    }

    /// Fault name, component of the detail, component of the problem details.
    pub(crate) fn fault_components(&self) -> Vec<(String, String, String)> {
        self.faults.clone()
    }

    /// What the schemas could not say.
    pub(crate) fn into_warnings(self) -> Vec<Warning> {
        self.warnings
    }

    fn warn(&mut self, code: &'static str, source: Option<&QName>, message: String) {
        let location = warnings::location(self.contract, source);
        let warning = Warning { code, location, message };
        // A type without a name has its schema wherever it is used.
        if !self.warnings.contains(&warning) {
            self.warnings.push(warning);
        }
    }
}
