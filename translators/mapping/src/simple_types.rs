// SPDX-License-Identifier: EUPL-1.2
//! Which simple type is derived from which, for messages that say it with `xsi:type`.

mod naming;

use std::collections::{HashMap, HashSet};

use fachwerk_contract::QName;
use fachwerk_contract::schema::{Schema, SimpleType, Type, TypeRef, Variety, XSD};

use crate::{Mapping, Scalar, ScalarId};

/// Named simple types, each with the named one that it restricts, directly or over types without a name.
#[derive(Debug, Clone, Default)]
pub struct SimpleTypes {
    bases: HashMap<QName, QName>,
    /// All named ones.
    named: HashSet<QName>,
    /// Those that a named type is derived from; XML Schema's own are not among them.
    extended: HashSet<QName>,
    /// Types that no member has, but that a message may name instead of a member's.
    derived: HashMap<QName, ScalarId>,
    /// What their ids mean: scalars only.
    values: Option<Box<Mapping>>,
}

/// A chain longer than this is a cycle, which the reader of the schema has reported.
const MAX_STEPS: usize = 256;

impl SimpleTypes {
    pub(crate) fn of(schema: &Schema) -> Self {
        let simple = schema.types.iter().filter_map(|(name, definition)| match definition {
            Type::Simple(simple) => Some((name, simple)),
            Type::Complex(_) => None,
        });
        let mut types = Self::default();
        for (name, simple) in simple {
            types.named.insert(name.clone());
            if let Some(base) = base(simple) {
                types.bases.insert(name.clone(), base.clone());
            }
        }
        types.extended = types.bases.values().filter(|base| base.namespace != XSD).cloned().collect();
        types
    }

    /// Whether the schema has a type that is derived from this one, which is not one of XML Schema's own.
    pub(crate) fn is_extended(&self, name: &QName) -> bool {
        self.extended.contains(name)
    }

    /// Whether this is a simple type.
    pub fn knows(&self, name: &QName) -> bool {
        self.named.contains(name) || name.namespace == XSD && BUILT_IN.contains(&name.local.as_str())
    }

    /// The names that are derived from one of these, or are one; everything is derived from `anySimpleType`.
    pub(crate) fn below(&self, declared: &HashSet<&QName>) -> Vec<QName> {
        let all = declared.iter().any(|name| is_any_simple(name));
        let built_in = BUILT_IN.iter().map(|local| QName::new(XSD, *local));
        let mut found: Vec<QName> = self
            .named
            .iter()
            .cloned()
            .chain(built_in)
            .filter(|name| all || self.chain(name).any(|n| declared.contains(&n)))
            .collect();
        found.sort();
        found
    }

    pub(crate) fn keep(&mut self, derived: HashMap<QName, ScalarId>, scalars: Vec<Scalar>) {
        self.derived = derived;
        self.values = Some(Box::new(Mapping { scalars, ..Mapping::default() }));
    }

    /// The names of derived types that a message may name.
    pub fn names(&self) -> impl Iterator<Item = &QName> {
        self.derived.keys()
    }

    /// A derived type, and the mapping that its id belongs to.
    pub fn derived(&self, name: &QName) -> Option<(&Mapping, ScalarId)> {
        self.values.as_deref().zip(self.derived.get(name).copied())
    }

    /// Whether values of `name` may stand where `declared` is asked for (XML Schema part 1, section 3.14.6: Type
    /// Derivation OK), by restriction; what a union allows besides, its members say.
    pub fn derives(&self, name: &QName, declared: &QName) -> bool {
        is_any_simple(declared) && self.knows(name) || self.chain(name).any(|n| n == *declared)
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

pub(crate) fn is_any_simple(name: &QName) -> bool {
    name.namespace == XSD && name.local == "anySimpleType"
}

/// XML Schema's own simple types (part 2, section 3).
const BUILT_IN: [&str; 45] = [
    "ENTITIES",
    "ENTITY",
    "ID",
    "IDREF",
    "IDREFS",
    "NCName",
    "NMTOKEN",
    "NMTOKENS",
    "NOTATION",
    "Name",
    "QName",
    "anySimpleType",
    "anyURI",
    "base64Binary",
    "boolean",
    "byte",
    "date",
    "dateTime",
    "decimal",
    "double",
    "duration",
    "float",
    "gDay",
    "gMonth",
    "gMonthDay",
    "gYear",
    "gYearMonth",
    "hexBinary",
    "int",
    "integer",
    "language",
    "long",
    "negativeInteger",
    "nonNegativeInteger",
    "nonPositiveInteger",
    "normalizedString",
    "positiveInteger",
    "short",
    "string",
    "time",
    "token",
    "unsignedByte",
    "unsignedInt",
    "unsignedLong",
    "unsignedShort",
];

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
