// SPDX-License-Identifier: EUPL-1.2
//! Which simple type is derived from which, for messages that say it with `xsi:type`.

use std::collections::{HashMap, HashSet};

use fachwerk_contract::QName;
use fachwerk_contract::schema::{Schema, SimpleType, Type, TypeRef, Variety, XSD};

use crate::{Mapping, Scalar, ScalarId};

/// Named simple types, each with the named one that it restricts, directly or over types without a name.
#[derive(Debug, Clone, Default)]
pub struct SimpleTypes {
    bases: HashMap<QName, QName>,
    /// Types that no member has, but that a message may name instead of a member's.
    derived: HashMap<QName, ScalarId>,
    /// What their ids mean: scalars only.
    values: Option<Box<Mapping>>,
}

/// A chain longer than this is a cycle, which the reader of the schema has reported.
const MAX_STEPS: usize = 256;

impl SimpleTypes {
    pub(crate) fn of(schema: &Schema) -> Self {
        let named = schema.types.iter().filter_map(|(name, definition)| match definition {
            Type::Simple(simple) => Some((name.clone(), base(simple)?.clone())),
            Type::Complex(_) => None,
        });
        Self { bases: named.collect(), ..Self::default() }
    }

    /// The names that are derived from one of these.
    pub(crate) fn below(&self, declared: &HashSet<&QName>) -> Vec<QName> {
        let mut found: Vec<QName> = self
            .bases
            .keys()
            .filter(|name| self.chain(name).skip(1).any(|n| declared.contains(&n)))
            .cloned()
            .collect();
        found.sort();
        found
    }

    pub(crate) fn keep(&mut self, derived: HashMap<QName, ScalarId>, scalars: Vec<Scalar>) {
        self.derived = derived;
        self.values = Some(Box::new(Mapping { scalars, ..Mapping::default() }));
    }

    /// A derived type, and the mapping that its id belongs to.
    pub fn derived(&self, name: &QName) -> Option<(&Mapping, ScalarId)> {
        self.values.as_deref().zip(self.derived.get(name).copied())
    }

    /// Whether values of `name` may stand where `declared` is asked for (XML Schema part 1, section 3.14.6: Type
    /// Derivation OK), by restriction; what a union allows besides, its members say.
    pub fn derives(&self, name: &QName, declared: &QName) -> bool {
        self.chain(name).any(|n| n == *declared)
    }

    /// A type and those that it is derived from.
    fn chain(&self, name: &QName) -> impl Iterator<Item = QName> {
        std::iter::successors(Some(name.clone()), |name| match self.bases.get(name) {
            Some(base) => Some(base.clone()),
            None if name.namespace == XSD => built_in_base(&name.local).map(|base| QName::new(XSD, base)),
            None => None,
        })
        .take(MAX_STEPS)
    }
}

/// The nearest named type that a type restricts.
fn base(simple: &SimpleType) -> Option<&QName> {
    let mut simple = simple;
    for _ in 0..MAX_STEPS {
        let Variety::Restriction { base, .. } = &simple.variety else { return None };
        match base {
            TypeRef::Named(name) => return Some(name),
            TypeRef::Anonymous(definition) => match &**definition {
                Type::Simple(inner) => simple = inner,
                Type::Complex(_) => return None,
            },
        }
    }
    None
}

/// The hierarchy of XML Schema part 2, section 3, below the primitive types.
fn built_in_base(local: &str) -> Option<&'static str> {
    Some(match local {
        "normalizedString" => "string",
        "token" => "normalizedString",
        "language" | "NMTOKEN" | "Name" => "token",
        "NCName" => "Name",
        "ID" | "IDREF" | "ENTITY" => "NCName",
        "integer" => "decimal",
        "nonPositiveInteger" | "long" | "nonNegativeInteger" => "integer",
        "negativeInteger" => "nonPositiveInteger",
        "int" => "long",
        "short" => "int",
        "byte" => "short",
        "unsignedLong" | "positiveInteger" => "nonNegativeInteger",
        "unsignedInt" => "unsignedLong",
        "unsignedShort" => "unsignedInt",
        "unsignedByte" => "unsignedShort",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn derivation_goes_over_named_and_built_in_types() {
        let name = |local| QName::new("urn:t", local);
        let xs = |local| QName::new(XSD, local);
        let types = SimpleTypes {
            bases: HashMap::from([
                (name("long"), name("short")),
                (name("short"), xs("token")),
                (name("cycle"), name("cycle")),
            ]),
            ..SimpleTypes::default()
        };
        assert!(types.derives(&name("long"), &name("short")));
        assert!(types.derives(&name("long"), &xs("string")));
        assert!(types.derives(&xs("byte"), &xs("decimal")));
        assert!(!types.derives(&name("short"), &name("long")), "the other way round");
        assert!(!types.derives(&xs("byte"), &xs("unsignedInt")));
        assert!(!types.derives(&name("cycle"), &name("long")), "ends");
    }
}
