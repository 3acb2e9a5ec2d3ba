// SPDX-License-Identifier: EUPL-1.2
//! From declarations to components.

mod attributes;
mod complex;
mod element;
mod particle;
pub(super) mod simple;
pub(super) mod wildcard;

use fachwerk_contract::QName;
use fachwerk_message::value::Patterns;

use super::Checker;
use super::model::{ANY_TYPE, Place, TypeId};
use super::table::Symbol;
use crate::Code;
use crate::names::XSD;

/// Steps of derivation that are followed; the reader has reported longer chains.
const DEPTH: u32 = 260;

/// For which declaration something is being built: within a redefinition its own name means what it redefines.
#[derive(Debug, Clone, Copy)]
pub(super) struct Around {
    pub(super) declaration: Option<usize>,
}

impl Checker<'_> {
    /// Build everything.
    pub(super) fn build(&mut self) {
        self.built_in_types();
        self.any_type();
        for declaration in 0..self.table.declarations.len() {
            let (symbol, place) =
                (self.table.declarations[declaration].symbol, self.table.declarations[declaration].place);
            let around = Around { declaration: Some(declaration) };
            match symbol {
                Symbol::Type => drop(self.type_at(place, around)),
                Symbol::Element => drop(self.global_element(declaration)),
                Symbol::Group => drop(self.group(declaration)),
                Symbol::AttributeGroup => drop(self.attribute_group(declaration)),
                Symbol::Attribute => drop(self.attribute_declaration(place, around)),
                Symbol::Notation => {}
            }
        }
        // types of elements bring elements of their own
        let mut next = 0;
        while next < self.elements.len() {
            self.element_type(next);
            next += 1;
        }
        self.collect_members();
        self.patterns = Patterns::new(&self.mapping);
    }

    /// The type at a `simpleType` or `complexType`.
    pub(super) fn type_at(&mut self, place: Place, around: Around) -> Option<TypeId> {
        match self.types.get(&place) {
            Some(Some(id)) => return Some(*id),
            // a circle, which the reader reports
            Some(None) => return None,
            None => {}
        }
        if self.depth > DEPTH {
            return None;
        }
        self.types.insert(place, None);
        self.depth += 1;
        let node = self.node(place);
        let name = node.attribute("name").map(|n| QName::new(self.target(place.unit), n.trim()));
        let id = if node.local() == "complexType" {
            TypeId::Complex(self.complex_type(place, around, name))
        } else {
            TypeId::Simple(self.simple_type(place, around, name))
        };
        self.depth -= 1;
        self.types.insert(place, Some(id));
        Some(id)
    }

    /// A type by name; what is not there has been reported by the reader.
    pub(super) fn type_by_name(&mut self, name: &QName, at: Place, around: Around) -> Option<TypeId> {
        if name.namespace == XSD {
            if name.local == "anyType" {
                return Some(ANY_TYPE);
            }
            if let Some(id) = self.built_in.get(name.local.as_str()) {
                return Some(TypeId::Simple(*id));
            }
        }
        let Some(declaration) = self.find(Symbol::Type, name, around.declaration) else {
            let old = self.document(at.unit).tree.old_schema_namespace.is_some();
            if name.namespace == XSD && !old && !self.document(at.unit).built_in {
                let message = format!("XML Schema has no type `{}` (src-resolve)", name.local);
                self.report(at, Code::SimpleTypeProperties, message);
            }
            return None;
        };
        let place = self.table.declarations[declaration].place;
        self.type_at(place, Around { declaration: Some(declaration) })
    }

    /// The type that an attribute names.
    pub(super) fn type_in(&mut self, place: Place, attribute: &str, around: Around) -> Option<TypeId> {
        let name = self.reference(place, self.node(place), attribute)?;
        self.type_by_name(&name, place, around)
    }

    /// The simple type that an attribute names; a complex one is reported.
    pub(super) fn simple_in(&mut self, place: Place, attribute: &str, around: Around) -> Option<usize> {
        match self.type_in(place, attribute, around)? {
            TypeId::Simple(id) => Some(id),
            id @ TypeId::Complex(_) => {
                let message = format!("{} is not simple (src-resolve.1)", self.type_name(id));
                self.report(place, Code::SimpleTypeProperties, message);
                None
            }
        }
    }
}
