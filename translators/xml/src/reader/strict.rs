// SPDX-License-Identifier: EUPL-1.2
//! Which of several fields with the same element is meant.
//!
//! [`Struct::may_follow`](fachwerk_mapping::Struct::may_follow) lets required members be missing, because that is for
//! validation to say. Where an element may stand at two places of a model, such as the second branch of
//! `(id, key?) | key`, only the place that nothing required was left out for is right.

use fachwerk_mapping::{Field, Particle, ParticleTerm, Struct};

/// Whether a field may come right after another (`None`: first) in valid content.
pub(super) fn follows(structure: &Struct, previous: Option<u16>, next: u16) -> bool {
    let fields = &structure.fields;
    // Members outside the content model, such as headers, come before it.
    match previous.filter(|previous| contains(&structure.particle, *previous)) {
        None => begins(fields, &structure.particle, next),
        Some(previous) => comes_after(fields, &structure.particle, previous, next),
    }
}

fn contains(particle: &Particle, field: u16) -> bool {
    match &particle.term {
        ParticleTerm::Field(at) => *at == field,
        ParticleTerm::Sequence(children) | ParticleTerm::Choice(children) | ParticleTerm::All(children) => {
            children.iter().any(|child| contains(child, field))
        }
    }
}

fn may_be_missing(fields: &[Field], particle: &Particle) -> bool {
    particle.optional
        || match &particle.term {
            ParticleTerm::Field(at) => fields.get(*at as usize).is_none_or(|field| field.min == 0),
            ParticleTerm::Sequence(children) | ParticleTerm::All(children) => {
                children.iter().all(|child| may_be_missing(fields, child))
            }
            ParticleTerm::Choice(children) => {
                children.is_empty() || children.iter().any(|child| may_be_missing(fields, child))
            }
        }
}

/// Whether content of a particle may begin with a field.
fn begins(fields: &[Field], particle: &Particle, field: u16) -> bool {
    match &particle.term {
        ParticleTerm::Field(at) => *at == field,
        ParticleTerm::Choice(children) | ParticleTerm::All(children) => {
            children.iter().any(|child| begins(fields, child, field))
        }
        ParticleTerm::Sequence(children) => begins_one_of(fields, children, field),
    }
}

fn begins_one_of(fields: &[Field], children: &[Particle], field: u16) -> bool {
    for child in children {
        if begins(fields, child, field) {
            return true;
        }
        if !may_be_missing(fields, child) {
            return false;
        }
    }
    false
}

/// Whether content of a particle may end with a field.
fn ends(fields: &[Field], particle: &Particle, field: u16) -> bool {
    match &particle.term {
        ParticleTerm::Field(at) => *at == field,
        // Which members of an `all` were there already is not looked at here.
        ParticleTerm::Choice(children) | ParticleTerm::All(children) => {
            children.iter().any(|child| ends(fields, child, field))
        }
        ParticleTerm::Sequence(children) => {
            for child in children.iter().rev() {
                if ends(fields, child, field) {
                    return true;
                }
                if !may_be_missing(fields, child) {
                    return false;
                }
            }
            false
        }
    }
}

fn comes_after(fields: &[Field], particle: &Particle, previous: u16, next: u16) -> bool {
    match &particle.term {
        ParticleTerm::Field(_) => false,
        ParticleTerm::Choice(children) => {
            children.iter().any(|child| comes_after(fields, child, previous, next))
        }
        ParticleTerm::Sequence(children) => children.iter().enumerate().any(|(at, child)| {
            comes_after(fields, child, previous, next)
                || (ends(fields, child, previous) && begins_one_of(fields, &children[at + 1..], next))
        }),
        ParticleTerm::All(children) => children.iter().any(|child| {
            comes_after(fields, child, previous, next)
                || (ends(fields, child, previous)
                    && children
                        .iter()
                        .any(|other| !std::ptr::eq(other, child) && begins(fields, other, next)))
        }),
    }
}
