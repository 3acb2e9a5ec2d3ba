// SPDX-License-Identifier: EUPL-1.2
//! How many members types have, before any is built: groups that refer to groups multiply, and a page of schema can
//! stand for more members than there are atoms.

use std::collections::HashMap;

use fachwerk_contract::schema::{ComplexType, Content, DerivationMethod, Particle, Schema, Term, Type};
use fachwerk_contract::{QName, schema::AttributeUse};

use super::Builder;
use super::particles::MAX_GROUP_DEPTH;

/// Members and groups of one type, parts of one message, alternatives of one place, at most: their indices have 16 bits.
pub(super) const MOST_OF_A_TYPE: usize = 65_000;
/// Members and groups of all types together.
const MOST_OF_ALL: u64 = 500_000;
/// A derivation chain this long is a cycle that the reader has reported.
const MAX_STEPS: usize = 256;

/// Counts members, each group once.
#[derive(Default)]
pub(super) struct Sizes<'c> {
    groups: HashMap<&'c QName, u64>,
    attribute_groups: HashMap<&'c QName, u64>,
    /// Named types that were asked for, and whether they are mapped.
    known: HashMap<&'c QName, bool>,
    /// Members of the types mapped so far.
    used: u64,
}

impl<'c> Builder<'c> {
    /// Whether a type is small enough to be mapped; says so where it is not. `name` is for one without its own.
    pub(super) fn fits(&mut self, complex: &'c ComplexType, name: &str) -> bool {
        if let Some(known) = complex.name.as_ref().and_then(|name| self.sizes.known.get(name)) {
            return *known;
        }
        let size = self.sizes.complex(&self.contract.schema, complex);
        let used = self.sizes.used.saturating_add(size);
        let too_large = size > MOST_OF_A_TYPE as u64;
        let fits = !too_large && used <= MOST_OF_ALL;
        if fits {
            self.sizes.used = used;
        } else {
            let name = complex.name.as_ref().map_or(name, |name| name.local.as_str());
            let limit = if too_large {
                format!("more than {MOST_OF_A_TYPE} members")
            } else {
                format!("{size} members, and all types together more than {MOST_OF_ALL}")
            };
            let message = format!("type `{name}` has {limit}: its values are kept as XML");
            self.note_once("FW-1510", complex.location, message);
        }
        if let Some(name) = &complex.name {
            self.sizes.known.insert(name, fits);
        }
        fits
    }
}

impl<'c> Sizes<'c> {
    fn complex(&mut self, schema: &'c Schema, complex: &'c ComplexType) -> u64 {
        let mut size = 0_u64;
        let mut step = complex;
        let mut content = true;
        for _ in 0..MAX_STEPS {
            size = size.saturating_add(self.attributes(schema, &step.attributes, &step.attribute_groups, 0));
            if let Content::Elements(particle) = &step.content
                && content
            {
                size = size.saturating_add(self.particle(schema, particle, 0));
            }
            let Some(derivation) = &step.derivation else { break };
            // A restriction says its content anew.
            content &= derivation.method == DerivationMethod::Extension;
            match schema.types.get(&derivation.base) {
                Some(Type::Complex(base)) => step = base,
                _ => break,
            }
        }
        size
    }

    fn particle(&mut self, schema: &'c Schema, particle: &'c Particle, depth: usize) -> u64 {
        if particle.max == Some(0) {
            return 0;
        }
        if depth > MAX_GROUP_DEPTH {
            return u64::MAX;
        }
        match &particle.term {
            Term::Element(_) | Term::ElementRef(_) | Term::Any(_) => 1,
            Term::GroupRef(name) => {
                let Some(group) = schema.groups.get(name) else { return 0 };
                if let Some(known) = self.groups.get(name) {
                    return *known;
                }
                // Until it is counted: a group that is made of itself has no end.
                self.groups.insert(name, u64::MAX);
                let size = self.particle(schema, &group.particle, depth + 1);
                self.groups.insert(name, size);
                size
            }
            Term::Sequence(children) | Term::Choice(children) | Term::All(children) => children
                .iter()
                .fold(1, |sum: u64, child| sum.saturating_add(self.particle(schema, child, depth + 1))),
        }
    }

    fn attributes(
        &mut self,
        schema: &'c Schema,
        own: &[AttributeUse],
        groups: &'c [QName],
        depth: usize,
    ) -> u64 {
        if depth > MAX_STEPS {
            return u64::MAX;
        }
        let mut size = own.len() as u64;
        for name in groups {
            let Some(group) = schema.attribute_groups.get(name) else { continue };
            let inner = match self.attribute_groups.get(name) {
                Some(known) => *known,
                None => {
                    self.attribute_groups.insert(name, u64::MAX);
                    let inner =
                        self.attributes(schema, &group.attributes, &group.attribute_groups, depth + 1);
                    self.attribute_groups.insert(name, inner);
                    inner
                }
            };
            size = size.saturating_add(inner).saturating_add(1);
        }
        size
    }
}

#[cfg(test)]
mod tests {
    use fachwerk_contract::Contract;
    use fachwerk_contract::schema::{ComplexType, Content};

    use super::*;
    use crate::Lock;

    #[test]
    fn all_types_together_have_a_limit() {
        let complex = ComplexType {
            name: Some(QName::new("urn:t", "T")),
            is_abstract: false,
            mixed: false,
            derivation: None,
            content: Content::Elements(Particle { min: 1, max: Some(1), term: Term::Sequence(Vec::new()) }),
            attributes: Vec::new(),
            attribute_groups: Vec::new(),
            any_attribute: None,
            block: fachwerk_contract::schema::DerivationSet::default(),
            r#final: fachwerk_contract::schema::DerivationSet::default(),
            documentation: None,
            location: fachwerk_contract::Location { document: 0, line: 7, column: 3 },
        };
        let (contract, lock) = (Contract::default(), Lock::new());
        let mut builder = Builder::new(&contract, &lock);
        builder.sizes.used = MOST_OF_ALL - 1;
        assert!(builder.fits(&complex, ""));
        let other = ComplexType { name: Some(QName::new("urn:t", "U")), ..complex.clone() };
        assert!(!builder.fits(&other, ""));
        assert!(builder.fits(&complex, ""), "what was mapped stays so");
        assert_eq!(builder.notes.len(), 1);
        assert_eq!((builder.notes[0].code, builder.notes[0].location.line), ("FW-1510", 7));
    }
}
