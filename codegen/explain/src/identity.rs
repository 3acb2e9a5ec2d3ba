// SPDX-License-Identifier: EUPL-1.2
//! Identity constraints (XML Schema part 1, section 3.11), wherever an element is declared.

use fachwerk_contract::Contract;
use fachwerk_contract::schema::{Content, Element, Particle, Term, Type, TypeRef};

/// How many there are.
pub(crate) fn count(contract: &Contract) -> usize {
    let schema = &contract.schema;
    let elements: usize = schema.elements.values().map(in_element).sum();
    let types = schema.types.values().map(in_type).sum::<usize>();
    elements + types + schema.groups.values().map(|g| in_particle(&g.particle)).sum::<usize>()
}

fn in_element(element: &Element) -> usize {
    let own = element.identity_constraints.len();
    match &element.type_ref {
        TypeRef::Anonymous(found) => own + in_type(found),
        TypeRef::Named(_) => own,
    }
}

fn in_type(found: &Type) -> usize {
    match found {
        Type::Complex(complex) => match &complex.content {
            Content::Elements(particle) => in_particle(particle),
            _ => 0,
        },
        Type::Simple(_) => 0,
    }
}

fn in_particle(particle: &Particle) -> usize {
    match &particle.term {
        Term::Element(element) => in_element(element),
        Term::Sequence(children) | Term::Choice(children) | Term::All(children) => {
            children.iter().map(in_particle).sum()
        }
        _ => 0,
    }
}
