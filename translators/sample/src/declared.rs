// SPDX-License-Identifier: EUPL-1.2
//! What a mapping knows about elements beyond the objects they stand in: those that a wildcard may take although it asks
//! for a declaration, and those that one member takes from another.

use std::collections::{HashMap, HashSet};

use fachwerk_contract::schema::{NamespaceConstraint, Wildcard};
use fachwerk_mapping::{
    ContentKind, FieldKind, JsonForm, Layout, Mapping, Name, Particle, ParticleTerm, ScalarKind, Struct,
    StructId, ValueType,
};
use fastrand::Rng;

/// Global elements that are valid without any content.
#[derive(Debug, Default)]
pub(crate) struct Empty {
    names: Vec<Name>,
}

impl Empty {
    /// Global elements are those of messages, headers and substitution groups; others a mapping does not know.
    pub(crate) fn of(mapping: &Mapping) -> Self {
        let mut names: Vec<Name> = Vec::new();
        let mut seen = HashSet::new();
        let mut add = |name: &Name, value: ValueType| {
            if may_be_empty(mapping, value) && seen.insert(name.clone()) {
                names.push(name.clone());
            }
        };
        for operation in &mapping.operations {
            let faults = operation.faults.iter().map(|f| &f.message);
            for shape in std::iter::once(&operation.input).chain(&operation.output).chain(faults) {
                let root = mapping.structure(shape.root);
                // With headers the object is not that of the element alone.
                if let (Layout::Direct { element, .. }, None) = (&shape.layout, shape.layout.headers())
                    && operation
                        .bindings
                        .iter()
                        .all(|b| b.style == fachwerk_contract::service::Style::Document)
                {
                    add(element, ValueType::Struct(shape.root));
                }
                let headers = shape.layout.headers().and_then(|at| root.fields.get(usize::from(at)));
                if let Some(ValueType::Struct(id)) = headers.map(|f| f.value) {
                    for field in &mapping.structure(id).fields {
                        if let FieldKind::Element(name) = &field.kind {
                            add(name, field.value);
                        }
                    }
                }
            }
        }
        for family in mapping.families.iter().filter(|f| f.kind == fachwerk_mapping::FamilyKind::Substitution)
        {
            for variant in &family.variants {
                add(&variant.name, variant.value);
            }
        }
        Self { names }
    }

    /// One that the wildcard allows and no member of its object takes.
    pub(crate) fn choose<'a>(
        &'a self,
        rng: &mut Rng,
        mapping: &'a Mapping,
        owner: &'a Struct,
        wildcard: &'a Wildcard,
    ) -> Option<&'a Name> {
        rng.choice(self.fitting(mapping, owner, wildcard).collect::<Vec<_>>())
    }

    /// Those that the wildcard allows and no member of its object takes.
    pub(crate) fn fitting<'a>(
        &'a self,
        mapping: &'a Mapping,
        owner: &'a Struct,
        wildcard: &'a Wildcard,
    ) -> impl Iterator<Item = &'a Name> {
        self.names.iter().filter(move |name| {
            allows(&wildcard.namespaces, mapping.namespace(name.namespace))
                && owner.element_fields(name.namespace, &name.local).is_empty()
        })
    }
}

fn allows(namespaces: &NamespaceConstraint, namespace: &str) -> bool {
    match namespaces {
        NamespaceConstraint::Any => true,
        // An element without namespace is not of another namespace (part 1, section 3.10.1).
        NamespaceConstraint::Not(other) => !namespace.is_empty() && namespace != other.as_str(),
        NamespaceConstraint::OneOf(list) => list.iter().any(|n| n == namespace),
    }
}

fn may_be_empty(mapping: &Mapping, value: ValueType) -> bool {
    match value {
        ValueType::Struct(id) => {
            let structure = mapping.structure(id);
            let attributes = structure.fields.iter().take(usize::from(structure.first_child));
            let text = structure.fields.iter().find(|f| matches!(f.kind, FieldKind::Text));
            // The mapping does not keep what mixed content asks for.
            !structure.is_abstract
                && structure.content != ContentKind::Mixed
                && attributes.into_iter().all(|f| f.min == 0)
                && text.is_none_or(|text| may_be_empty(mapping, text.value))
                && is_emptiable(structure, &structure.particle)
        }
        ValueType::Scalar(id) => {
            let scalar = mapping.scalar(id);
            let facets = &scalar.facets;
            scalar.kind == ScalarKind::String
                && scalar.json == JsonForm::String
                && facets.patterns.is_empty()
                && facets.enumeration.is_empty()
                && facets.length.unwrap_or(0) == 0
                && facets.min_length.unwrap_or(0) == 0
                // Names and the like are derived from string and have no empty value.
                && scalar.source.as_ref().is_none_or(|s| matches!(s.local.as_str(), "string" | "token" | "normalizedString"))
        }
        ValueType::Xml => true,
        _ => false,
    }
}

fn is_emptiable(structure: &Struct, particle: &Particle) -> bool {
    particle.optional
        || match &particle.term {
            ParticleTerm::Field(at) => structure
                .fields
                .get(usize::from(*at))
                .is_none_or(|f| f.min == 0 || matches!(f.kind, FieldKind::Text)),
            ParticleTerm::Sequence(children) | ParticleTerm::All(children) => {
                children.iter().all(|c| is_emptiable(structure, c))
            }
            ParticleTerm::Choice(children) => {
                children.is_empty() || children.iter().any(|c| is_emptiable(structure, c))
            }
        }
}

/// Alternatives of substitution groups that an earlier member of the same object declares by name: a reader takes them
/// for that one. Such schemas break the rule of unique particle attribution (part 1, section 3.8.6), and exist.
pub(crate) fn taken(mapping: &Mapping) -> HashMap<(StructId, u16), Vec<u16>> {
    let mut taken = HashMap::new();
    for (at, structure) in mapping.structs.iter().enumerate() {
        for (index, field) in structure.fields.iter().enumerate() {
            let (FieldKind::Substitution, ValueType::Family(family)) = (&field.kind, field.value) else {
                continue;
            };
            let index = index as u16;
            let variants = (0_u16..).zip(&mapping.family(family).variants);
            let others: Vec<u16> = variants
                .filter(|(_, variant)| {
                    let places = structure.element_fields(variant.name.namespace, &variant.name.local);
                    places.first().is_some_and(|first| *first < index)
                })
                .map(|(variant, _)| variant)
                .collect();
            if !others.is_empty() {
                taken.insert((StructId(at as u32), index), others);
            }
        }
    }
    taken
}
