// SPDX-License-Identifier: EUPL-1.2
//! What is not known is open: where a component depends on something missing or impossible, it takes anything.
//!
//! A type that cannot be built is left out, and whatever is of that type is of `xs:anyType` (an attribute of
//! `xs:anySimpleType`), which every instance of the missing type is valid by. An element or attribute that is referred
//! to and not declared is one of those types. So a hole costs the types in it, and no operation.

use std::collections::{HashMap, HashSet};

use fachwerk_contract::schema::{
    Attribute, AttributeTerm, AttributeUse, ComplexType, Content, Element, Particle, Schema, SimpleType,
    Term, Type, TypeRef, Variety,
};
use fachwerk_contract::{Location, QName};

use crate::names::XSD;
use crate::schema::Kind;

pub(super) type Key = (Kind, QName);

/// Components that cannot be used, and why: what is missing at the end of the chain.
pub(super) type Holes = HashMap<Key, String>;

/// Types, groups and attribute groups that cannot be built without one of the holes are holes.
pub(super) fn spread(holes: &mut Holes, schema: &Schema) {
    let mut dependents: HashMap<Key, Vec<Key>> = HashMap::new();
    let mut depends = |key: Key, needs: Vec<(Kind, &QName)>| {
        for (kind, name) in needs {
            dependents.entry((kind, name.clone())).or_default().push(key.clone());
        }
    };
    for (name, definition) in &schema.types {
        depends((Kind::Type, name.clone()), needs_of_type(definition));
    }
    for (name, group) in &schema.groups {
        let mut needs = Vec::new();
        needs_of_particle(&group.particle, &mut needs);
        depends((Kind::Group, name.clone()), needs);
    }
    for (name, group) in &schema.attribute_groups {
        let mut needs = Vec::new();
        needs_of_attributes(&group.attributes, &group.attribute_groups, &mut needs);
        depends((Kind::AttributeGroup, name.clone()), needs);
    }
    let mut open: Vec<Key> = holes.keys().cloned().collect();
    // the reason that is told does not depend on the order of a hash table
    open.sort();
    let mut next = 0;
    while next < open.len() {
        let key = open[next].clone();
        next += 1;
        let reason = holes.get(&key).cloned().unwrap_or_default();
        for dependent in dependents.get(&key).into_iter().flatten() {
            if !holes.contains_key(dependent) {
                holes.insert(dependent.clone(), reason.clone());
                open.push(dependent.clone());
            }
        }
    }
}

/// What a type cannot be built without. Elements and attributes in it are no reason: they can be opened themselves.
fn needs_of_type(definition: &Type) -> Vec<(Kind, &QName)> {
    let mut needs = Vec::new();
    match definition {
        Type::Simple(simple) => needs_of_simple(simple, &mut needs),
        Type::Complex(complex) => needs_of_complex(complex, &mut needs),
    }
    needs
}

fn needs_of_simple<'s>(simple: &'s SimpleType, needs: &mut Vec<(Kind, &'s QName)>) {
    let members = match &simple.variety {
        Variety::Restriction { base: inner, .. } | Variety::List { item: inner } => {
            std::slice::from_ref(inner)
        }
        Variety::Union { members } => members,
    };
    for member in members {
        match member {
            TypeRef::Named(name) => needs.push((Kind::Type, name)),
            TypeRef::Anonymous(inner) => needs.append(&mut needs_of_type(inner)),
        }
    }
}

fn needs_of_complex<'s>(complex: &'s ComplexType, needs: &mut Vec<(Kind, &'s QName)>) {
    needs.extend(complex.derivation.as_ref().map(|derivation| (Kind::Type, &derivation.base)));
    match &complex.content {
        Content::Elements(particle) => needs_of_particle(particle, needs),
        Content::Simple { type_ref: Some(TypeRef::Named(name)), .. } => needs.push((Kind::Type, name)),
        Content::Simple { type_ref: Some(TypeRef::Anonymous(inner)), .. } => {
            needs.append(&mut needs_of_type(inner));
        }
        Content::Empty | Content::Simple { type_ref: None, .. } => {}
    }
    needs_of_attributes(&complex.attributes, &complex.attribute_groups, needs);
}

fn needs_of_particle<'s>(particle: &'s Particle, needs: &mut Vec<(Kind, &'s QName)>) {
    match &particle.term {
        Term::ElementRef(name) => needs.push((Kind::Element, name)),
        Term::GroupRef(name) => needs.push((Kind::Group, name)),
        Term::Sequence(inner) | Term::Choice(inner) | Term::All(inner) => {
            for particle in inner {
                needs_of_particle(particle, needs);
            }
        }
        Term::Element(_) | Term::Any(_) => {}
    }
}

fn needs_of_attributes<'s>(
    uses: &'s [AttributeUse],
    groups: &'s [QName],
    needs: &mut Vec<(Kind, &'s QName)>,
) {
    for attribute in uses {
        if let AttributeTerm::Ref(name) = &attribute.attribute {
            needs.push((Kind::Attribute, name));
        }
    }
    needs.extend(groups.iter().map(|name| (Kind::AttributeGroup, name)));
}

/// A declaration that was opened.
#[derive(Debug)]
pub(super) struct Opened {
    pub(super) kind: Kind,
    pub(super) name: QName,
    pub(super) at: Location,
    pub(super) reason: String,
}

/// Open every declaration whose type is a hole. The types, groups and attribute groups that are holes must have been
/// taken out before.
pub(super) fn open(schema: &mut Schema, holes: &Holes, unsubstituted: &HashSet<QName>) -> Vec<Opened> {
    let mut opener = Opener { holes, opened: Vec::new() };
    for (name, element) in &mut schema.elements {
        let head = element.substitution_group.as_ref();
        let unknown = head.is_some_and(|head| holes.contains_key(&(Kind::Element, head.clone())));
        if unknown || unsubstituted.contains(name) {
            element.substitution_group = None;
        }
        opener.element(element);
    }
    for definition in schema.types.values_mut() {
        opener.definition(definition);
    }
    schema.attributes.values_mut().for_each(|attribute| opener.attribute(attribute));
    schema.groups.values_mut().for_each(|group| opener.particle(&mut group.particle));
    for group in schema.attribute_groups.values_mut() {
        opener.attributes(&mut group.attributes);
    }
    opener.opened
}

struct Opener<'h> {
    holes: &'h Holes,
    opened: Vec<Opened>,
}

impl Opener<'_> {
    fn reason(&self, type_ref: &TypeRef) -> Option<String> {
        let hole = |kind: Kind, name: &QName| self.holes.get(&(kind, name.clone())).cloned();
        match type_ref {
            TypeRef::Named(name) => hole(Kind::Type, name),
            TypeRef::Anonymous(definition) => {
                needs_of_type(definition).into_iter().find_map(|(kind, name)| hole(kind, name))
            }
        }
    }

    fn element(&mut self, element: &mut Element) {
        if let Some(reason) = self.reason(&element.type_ref) {
            element.type_ref = TypeRef::Named(any_type());
            (element.default, element.fixed) = (None, None);
            self.opened(Kind::Element, &element.name, element.location, reason);
        } else if let TypeRef::Anonymous(definition) = &mut element.type_ref {
            self.definition(definition);
        }
    }

    fn definition(&mut self, definition: &mut Type) {
        let Type::Complex(complex) = definition else { return };
        if let Content::Elements(particle) = &mut complex.content {
            self.particle(particle);
        }
        self.attributes(&mut complex.attributes);
    }

    fn particle(&mut self, particle: &mut Particle) {
        match &mut particle.term {
            Term::Element(element) => self.element(element),
            Term::Sequence(inner) | Term::Choice(inner) | Term::All(inner) => {
                for particle in inner {
                    self.particle(particle);
                }
            }
            Term::ElementRef(_) | Term::GroupRef(_) | Term::Any(_) => {}
        }
    }

    fn attributes(&mut self, uses: &mut [AttributeUse]) {
        for attribute in uses {
            if let AttributeTerm::Local(local) = &mut attribute.attribute {
                self.attribute(local);
            }
        }
    }

    fn attribute(&mut self, attribute: &mut Attribute) {
        if let Some(reason) = self.reason(&attribute.type_ref) {
            attribute.type_ref = TypeRef::Named(any_simple_type());
            self.opened(Kind::Attribute, &attribute.name, attribute.location, reason);
        }
    }

    fn opened(&mut self, kind: Kind, name: &QName, at: Location, reason: String) {
        self.opened.push(Opened { kind, name: name.clone(), at, reason });
    }
}

pub(super) fn any_type() -> QName {
    QName::new(XSD, "anyType")
}

fn any_simple_type() -> QName {
    QName::new(XSD, "anySimpleType")
}

/// A global element or attribute that is referred to and declared nowhere.
pub(super) fn declare(schema: &mut Schema, kind: Kind, name: &QName, location: Location) {
    if kind == Kind::Element {
        let element = Element {
            name: name.clone(),
            type_ref: TypeRef::Named(any_type()),
            nillable: false,
            default: None,
            fixed: None,
            is_abstract: false,
            substitution_group: None,
            block: fachwerk_contract::schema::DerivationSet::default(),
            expected_content_types: None,
            identity_constraints: Vec::new(),
            documentation: None,
            location,
        };
        schema.elements.insert(name.clone(), element);
    } else {
        let attribute = Attribute {
            name: name.clone(),
            type_ref: TypeRef::Named(any_simple_type()),
            default: None,
            fixed: None,
            documentation: None,
            location,
        };
        schema.attributes.insert(name.clone(), attribute);
    }
}
