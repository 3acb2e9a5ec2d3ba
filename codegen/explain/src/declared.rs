// SPDX-License-Identifier: EUPL-1.2
//! Where elements and attributes are declared.

use std::collections::HashMap;

use fachwerk_contract::schema::{
    Attribute, AttributeTerm, AttributeUse, ComplexType, Content, Element, Particle, Term, Type, TypeRef,
};
use fachwerk_contract::{Contract, Location, QName};

/// Declarations by the type they stand in, and by name alone.
#[derive(Debug, Default)]
pub(crate) struct Declared<'c> {
    /// By named type, name, and whether it is an attribute.
    within: HashMap<(&'c QName, &'c QName, bool), Location>,
    anywhere: HashMap<(&'c QName, bool), Location>,
    bases: HashMap<&'c QName, &'c QName>,
}

impl<'c> Declared<'c> {
    pub(crate) fn of(contract: &'c Contract) -> Self {
        let mut declared = Self::default();
        let schema = &contract.schema;
        for element in schema.elements.values() {
            declared.element(None, element);
        }
        for attribute in schema.attributes.values() {
            declared.attribute(None, attribute);
        }
        for (name, found) in &schema.types {
            if let Type::Complex(complex) = found {
                declared.complex(Some(name), complex);
            }
        }
        for group in schema.groups.values() {
            declared.particle(None, &group.particle);
        }
        for group in schema.attribute_groups.values() {
            declared.attributes(None, &group.attributes);
        }
        declared
    }

    /// Where an element or attribute of a type is declared: in the type, in a type it is derived from, or anywhere.
    pub(crate) fn find(&self, owner: Option<&QName>, name: &QName, attribute: bool) -> Option<Location> {
        let mut owner = owner.and_then(|o| self.bases.get_key_value(o).map(|(k, _)| *k).or(Some(o)));
        // A chain of derivations has an end: the reader refuses circles.
        while let Some(current) = owner {
            if let Some(location) = self.within.get(&(current, name, attribute)) {
                return Some(*location);
            }
            owner = self.bases.get(current).copied();
        }
        self.anywhere.get(&(name, attribute)).copied()
    }

    fn keep(&mut self, owner: Option<&'c QName>, name: &'c QName, attribute: bool, location: Location) {
        if let Some(owner) = owner {
            self.within.entry((owner, name, attribute)).or_insert(location);
        }
        self.anywhere.entry((name, attribute)).or_insert(location);
    }

    fn element(&mut self, owner: Option<&'c QName>, element: &'c Element) {
        self.keep(owner, &element.name, false, element.location);
        if let TypeRef::Anonymous(found) = &element.type_ref
            && let Type::Complex(complex) = found.as_ref()
        {
            self.complex(None, complex);
        }
    }

    fn attribute(&mut self, owner: Option<&'c QName>, attribute: &'c Attribute) {
        self.keep(owner, &attribute.name, true, attribute.location);
    }

    fn attributes(&mut self, owner: Option<&'c QName>, uses: &'c [AttributeUse]) {
        for used in uses {
            if let AttributeTerm::Local(attribute) = &used.attribute {
                self.attribute(owner, attribute);
            }
        }
    }

    fn complex(&mut self, owner: Option<&'c QName>, complex: &'c ComplexType) {
        if let (Some(owner), Some(derivation)) = (owner, &complex.derivation) {
            self.bases.insert(owner, &derivation.base);
        }
        self.attributes(owner, &complex.attributes);
        if let Content::Elements(particle) = &complex.content {
            self.particle(owner, particle);
        }
    }

    fn particle(&mut self, owner: Option<&'c QName>, particle: &'c Particle) {
        match &particle.term {
            Term::Element(element) => self.element(owner, element),
            Term::Sequence(children) | Term::Choice(children) | Term::All(children) => {
                for child in children {
                    self.particle(owner, child);
                }
            }
            _ => {}
        }
    }
}
