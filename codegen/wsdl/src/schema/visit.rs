// SPDX-License-Identifier: EUPL-1.2
//! Walking components: every reference in them, every type in them.

use fachwerk_contract::schema::{
    AttributeGroup, AttributeTerm, AttributeUse, ComplexType, Content, Element, Particle, Schema, SimpleType,
    Term, Type, TypeRef, Variety, Wildcard,
};
use fachwerk_contract::{Location, QName};

use super::Kind;

/// A reference of one component to another.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Reference<'c> {
    pub(crate) kind: Kind,
    pub(crate) name: &'c QName,
    /// The nearest declaration around it.
    pub(crate) at: Location,
    /// Whether the referring component is made of the other one, so that a circle cannot be built.
    pub(crate) structural: bool,
}

/// Collects references.
#[derive(Debug, Default)]
pub(crate) struct References<'c> {
    pub(crate) list: Vec<Reference<'c>>,
}

impl<'c> References<'c> {
    fn add(&mut self, kind: Kind, name: &'c QName, at: Location, structural: bool) {
        self.list.push(Reference { kind, name, at, structural });
    }

    pub(crate) fn element(&mut self, element: &'c Element) {
        if let Some(head) = &element.substitution_group {
            self.add(Kind::Element, head, element.location, true);
        }
        self.type_ref(&element.type_ref, element.location, false);
    }

    fn type_ref(&mut self, type_ref: &'c TypeRef, at: Location, structural: bool) {
        match type_ref {
            TypeRef::Named(name) => self.add(Kind::Type, name, at, structural),
            TypeRef::Anonymous(definition) => self.definition(definition, structural),
        }
    }

    pub(crate) fn definition(&mut self, definition: &'c Type, structural: bool) {
        match definition {
            Type::Simple(simple) => self.simple(simple, structural),
            Type::Complex(complex) => self.complex(complex, structural),
        }
    }

    fn simple(&mut self, simple: &'c SimpleType, structural: bool) {
        match &simple.variety {
            Variety::Restriction { base: inner, .. } | Variety::List { item: inner } => {
                self.type_ref(inner, simple.location, structural);
            }
            Variety::Union { members } => {
                for member in members {
                    self.type_ref(member, simple.location, structural);
                }
            }
        }
    }

    fn complex(&mut self, complex: &'c ComplexType, structural: bool) {
        if let Some(derivation) = &complex.derivation {
            self.add(Kind::Type, &derivation.base, complex.location, structural);
        }
        match &complex.content {
            Content::Empty | Content::Simple { type_ref: None, .. } => {}
            // content that a type gets from its groups is no circle: it passes through elements
            Content::Elements(particle) => self.particle(particle, complex.location, false),
            Content::Simple { type_ref: Some(inner), .. } => {
                self.type_ref(inner, complex.location, structural);
            }
        }
        self.attributes(&complex.attributes, &complex.attribute_groups, complex.location, false);
    }

    pub(crate) fn particle(&mut self, particle: &'c Particle, at: Location, structural: bool) {
        match &particle.term {
            Term::Element(element) => self.element(element),
            Term::ElementRef(name) => self.add(Kind::Element, name, at, false),
            Term::GroupRef(name) => self.add(Kind::Group, name, at, structural),
            Term::Sequence(inner) | Term::Choice(inner) | Term::All(inner) => {
                for particle in inner {
                    self.particle(particle, at, structural);
                }
            }
            Term::Any(_) => {}
        }
    }

    pub(crate) fn attribute_group(&mut self, group: &'c AttributeGroup) {
        self.attributes(&group.attributes, &group.attribute_groups, group.location, true);
    }

    fn attributes(&mut self, uses: &'c [AttributeUse], groups: &'c [QName], at: Location, structural: bool) {
        for attribute in uses {
            match &attribute.attribute {
                AttributeTerm::Local(local) => self.type_ref(&local.type_ref, local.location, false),
                AttributeTerm::Ref(name) => self.add(Kind::Attribute, name, at, false),
            }
        }
        for group in groups {
            self.add(Kind::AttributeGroup, group, at, structural);
        }
    }

    /// References of a global component.
    pub(crate) fn of(schema: &'c Schema, kind: Kind, name: &QName) -> Vec<Reference<'c>> {
        let mut references = Self::default();
        match kind {
            Kind::Element => schema.elements.get(name).into_iter().for_each(|e| references.element(e)),
            Kind::Type => schema.types.get(name).into_iter().for_each(|t| references.definition(t, true)),
            Kind::Attribute => {
                if let Some(attribute) = schema.attributes.get(name) {
                    references.type_ref(&attribute.type_ref, attribute.location, false);
                }
            }
            Kind::Group => {
                if let Some(group) = schema.groups.get(name) {
                    references.particle(&group.particle, group.location, true);
                }
            }
            Kind::AttributeGroup => {
                schema.attribute_groups.get(name).into_iter().for_each(|g| references.attribute_group(g));
            }
        }
        references.list
    }
}

/// All global components in the order of the maps.
pub(crate) fn all(schema: &Schema) -> impl Iterator<Item = (Kind, &QName)> {
    let elements = schema.elements.keys().map(|name| (Kind::Element, name));
    let types = schema.types.keys().map(|name| (Kind::Type, name));
    let attributes = schema.attributes.keys().map(|name| (Kind::Attribute, name));
    let groups = schema.groups.keys().map(|name| (Kind::Group, name));
    let attribute_groups = schema.attribute_groups.keys().map(|name| (Kind::AttributeGroup, name));
    elements.chain(types).chain(attributes).chain(groups).chain(attribute_groups)
}

/// What a change may want to see.
pub(crate) trait Change {
    /// A simple type, after what is in it.
    fn simple(&mut self, _: &mut SimpleType) {}
    /// A complex type, after what is in it.
    fn complex(&mut self, _: &mut ComplexType) {}
    /// A reference by name.
    fn reference(&mut self, _: Kind, _: &mut QName) {}
    /// A place.
    fn place(&mut self, _: &mut Location) {}
}

/// Change all components.
pub(crate) fn change(schema: &mut Schema, with: &mut impl Change) {
    schema.elements.values_mut().for_each(|element| change_element(element, with));
    schema.types.values_mut().for_each(|definition| change_type(definition, with));
    for attribute in schema.attributes.values_mut() {
        with.place(&mut attribute.location);
        change_type_ref(&mut attribute.type_ref, with);
    }
    for group in schema.groups.values_mut() {
        with.place(&mut group.location);
        change_particle(&mut group.particle, with);
    }
    for group in schema.attribute_groups.values_mut() {
        with.place(&mut group.location);
        change_attributes(
            &mut group.attributes,
            &mut group.attribute_groups,
            group.any_attribute.as_mut(),
            with,
        );
    }
}

fn change_element(element: &mut Element, with: &mut impl Change) {
    with.place(&mut element.location);
    if let Some(head) = &mut element.substitution_group {
        with.reference(Kind::Element, head);
    }
    change_type_ref(&mut element.type_ref, with);
}

fn change_type_ref(type_ref: &mut TypeRef, with: &mut impl Change) {
    match type_ref {
        TypeRef::Named(name) => with.reference(Kind::Type, name),
        TypeRef::Anonymous(definition) => change_type(definition, with),
    }
}

fn change_type(definition: &mut Type, with: &mut impl Change) {
    match definition {
        Type::Simple(simple) => {
            with.place(&mut simple.location);
            match &mut simple.variety {
                Variety::Restriction { base: inner, .. } | Variety::List { item: inner } => {
                    change_type_ref(inner, with);
                }
                Variety::Union { members } => {
                    for member in members {
                        change_type_ref(member, with);
                    }
                }
            }
            with.simple(simple);
        }
        Type::Complex(complex) => {
            with.place(&mut complex.location);
            if let Some(derivation) = &mut complex.derivation {
                with.reference(Kind::Type, &mut derivation.base);
            }
            match &mut complex.content {
                Content::Elements(particle) => change_particle(particle, with),
                Content::Simple { type_ref: Some(inner), .. } => change_type_ref(inner, with),
                _ => {}
            }
            let any = complex.any_attribute.as_mut();
            change_attributes(&mut complex.attributes, &mut complex.attribute_groups, any, with);
            with.complex(complex);
        }
    }
}

fn change_particle(particle: &mut Particle, with: &mut impl Change) {
    match &mut particle.term {
        Term::Element(element) => change_element(element, with),
        Term::ElementRef(name) => with.reference(Kind::Element, name),
        Term::GroupRef(name) => with.reference(Kind::Group, name),
        Term::Sequence(inner) | Term::Choice(inner) | Term::All(inner) => {
            for particle in inner {
                change_particle(particle, with);
            }
        }
        Term::Any(wildcard) => with.place(&mut wildcard.location),
    }
}

fn change_attributes(
    uses: &mut [AttributeUse],
    groups: &mut [QName],
    any: Option<&mut Wildcard>,
    with: &mut impl Change,
) {
    for attribute in uses {
        match &mut attribute.attribute {
            AttributeTerm::Local(local) => {
                with.place(&mut local.location);
                change_type_ref(&mut local.type_ref, with);
            }
            AttributeTerm::Ref(name) => with.reference(Kind::Attribute, name),
        }
    }
    for group in groups {
        with.reference(Kind::AttributeGroup, group);
    }
    if let Some(any) = any {
        with.place(&mut any.location);
    }
}

struct Nowhere;

impl Change for Nowhere {
    fn place(&mut self, location: &mut Location) {
        *location = Location::default();
    }
}

/// Whether two schemas say the same of one component, wherever they say it.
pub(crate) fn equal_but_for_places(a: &Schema, b: &Schema, kind: Kind, name: &QName) -> bool {
    let only = |schema: &Schema| {
        let mut one = Schema::default();
        match kind {
            Kind::Element => one.elements.extend(schema.elements.get_key_value(name).map(owned)),
            Kind::Type => one.types.extend(schema.types.get_key_value(name).map(owned)),
            Kind::Attribute => one.attributes.extend(schema.attributes.get_key_value(name).map(owned)),
            Kind::Group => one.groups.extend(schema.groups.get_key_value(name).map(owned)),
            Kind::AttributeGroup => {
                one.attribute_groups.extend(schema.attribute_groups.get_key_value(name).map(owned));
            }
        }
        change(&mut one, &mut Nowhere);
        one
    };
    only(a) == only(b)
}

fn owned<T: Clone>((name, component): (&QName, &T)) -> (QName, T) {
    (name.clone(), component.clone())
}
