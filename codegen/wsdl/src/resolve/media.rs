// SPDX-License-Identifier: EUPL-1.2
//! Media types that a type expects its elements to have (Describing Media Content of Binary Data in XML, section 3).

use std::collections::HashMap;

use fachwerk_contract::QName;
use fachwerk_contract::schema::{Content, Element, Particle, Term, Type, TypeRef};

use crate::load::Closure;
use crate::names::XMIME;
use crate::schema::{Components, Kind};

/// Give elements the `xmime:expectedContentTypes` of their types, where they have none of their own.
pub(crate) fn media_types(components: &mut Components, closure: &Closure) {
    let expected: HashMap<QName, String> = components
        .origins
        .iter()
        .filter(|((kind, _), _)| *kind == Kind::Type)
        .filter_map(|((_, name), (document, node))| {
            let node = closure.document(*document).tree.node(*node);
            let value = XMIME.iter().find_map(|n| node.attribute_in(n, "expectedContentTypes"))?;
            Some((name.clone(), value.trim().to_owned()))
        })
        .collect();
    if expected.is_empty() {
        return;
    }
    let schema = &mut components.schema;
    schema.elements.values_mut().for_each(|element| of_element(element, &expected));
    schema.types.values_mut().for_each(|definition| of_type(definition, &expected));
    schema.groups.values_mut().for_each(|group| of_particle(&mut group.particle, &expected));
}

fn of_element(element: &mut Element, expected: &HashMap<QName, String>) {
    match &mut element.type_ref {
        TypeRef::Named(name) => {
            if element.expected_content_types.is_none() {
                element.expected_content_types = expected.get(name).cloned();
            }
        }
        TypeRef::Anonymous(definition) => of_type(definition, expected),
    }
}

fn of_type(definition: &mut Type, expected: &HashMap<QName, String>) {
    if let Type::Complex(complex) = definition
        && let Content::Elements(particle) = &mut complex.content
    {
        of_particle(particle, expected);
    }
}

fn of_particle(particle: &mut Particle, expected: &HashMap<QName, String>) {
    match &mut particle.term {
        Term::Element(element) => of_element(element, expected),
        Term::Sequence(inner) | Term::Choice(inner) | Term::All(inner) => {
            for particle in inner {
                of_particle(particle, expected);
            }
        }
        Term::ElementRef(_) | Term::GroupRef(_) | Term::Any(_) => {}
    }
}
