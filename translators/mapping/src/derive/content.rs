// SPDX-License-Identifier: EUPL-1.2
//! Content of a complex type after derivation (XML Schema part 1, section 3.4.2).

use fachwerk_contract::schema::{
    ComplexType, Content, DerivationMethod, Facets, Particle as SchemaParticle, Type, TypeRef,
};

use super::Builder;
use super::members::{Draft, Members};
use super::structs::{Owner, is_builtin};
use crate::{ContentKind, FieldKind, Particle, ParticleTerm, ScalarId, ValueType};

/// What stands between an element's tags.
pub(super) enum Effective<'c> {
    Empty,
    /// Particles one after the other: the base's first.
    Elements {
        particles: Vec<&'c SchemaParticle>,
        mixed: bool,
    },
    Simple(ScalarId),
}

impl<'c> Builder<'c> {
    pub(super) fn content_of(&mut self, complex: &'c ComplexType) -> Effective<'c> {
        self.effective(complex, 0)
    }

    fn effective(&mut self, complex: &'c ComplexType, depth: usize) -> Effective<'c> {
        // A derivation chain this long is a cycle that the reader has reported.
        if depth > 256 {
            return Effective::Empty;
        }
        let base = complex.derivation.as_ref().and_then(|d| match self.contract.schema.types.get(&d.base) {
            Some(Type::Complex(base)) => Some((d.method, base)),
            _ => None,
        });
        match &complex.content {
            Content::Simple { type_ref, facets } => {
                Effective::Simple(self.simple_content(complex, type_ref.as_ref(), facets, depth))
            }
            own => {
                let own = match own {
                    Content::Elements(particle) => Some(particle),
                    _ => None,
                };
                if let Some((DerivationMethod::Extension, base)) = base {
                    match self.effective(base, depth + 1) {
                        Effective::Elements { mut particles, mixed } => {
                            particles.extend(own);
                            return Effective::Elements { particles, mixed: mixed || complex.mixed };
                        }
                        Effective::Simple(scalar) => return Effective::Simple(scalar),
                        Effective::Empty => {}
                    }
                }
                match own {
                    Some(particle) => Effective::Elements { particles: vec![particle], mixed: complex.mixed },
                    None if complex.mixed => Effective::Elements { particles: Vec::new(), mixed: true },
                    None => Effective::Empty,
                }
            }
        }
    }

    fn simple_content(
        &mut self,
        complex: &'c ComplexType,
        type_ref: Option<&'c TypeRef>,
        facets: &'c Facets,
        depth: usize,
    ) -> ScalarId {
        let key = match &complex.name {
            Some(name) => format!("type {name}/#text"),
            None => "#text".to_owned(),
        };
        let wanted = complex.name.as_ref().map_or("Text", |n| n.local.as_str());
        let owner = Owner::new(&key, wanted);
        let base = match (type_ref, &complex.derivation) {
            (Some(type_ref), _) => self.scalar(type_ref, &owner),
            (None, Some(derivation)) => match self.contract.schema.types.get(&derivation.base) {
                Some(Type::Complex(base)) => match self.effective(base, depth + 1) {
                    Effective::Simple(scalar) => scalar,
                    _ => self.plain_string(),
                },
                _ if is_builtin(&derivation.base)
                    || self.contract.schema.types.contains_key(&derivation.base) =>
                {
                    let name = derivation.base.clone();
                    self.scalar_by_name(&name)
                }
                _ => self.plain_string(),
            },
            (None, None) => self.plain_string(),
        };
        if *facets == Facets::default() { base } else { self.narrow_anonymous(base, facets, &owner) }
    }

    /// Turn content into fields and the constraint on them.
    pub(super) fn content_members(
        &mut self,
        content: Effective<'c>,
        members: &mut Members,
    ) -> (ContentKind, Particle) {
        match content {
            Effective::Empty => (ContentKind::Empty, Particle::empty()),
            Effective::Simple(scalar) => (ContentKind::Simple, Self::text(scalar, members)),
            Effective::Elements { particles, mixed: true } => {
                let item = self.mixed_item(&particles, members);
                match item {
                    // Nothing but text may stand there: that is simple content in all but name.
                    None => {
                        let string = self.plain_string();
                        (ContentKind::Simple, Self::text(string, members))
                    }
                    Some(item) => {
                        let index = members.push(Draft {
                            min: 0,
                            max: None,
                            ..Draft::plain("#content", "content", FieldKind::Group, ValueType::Struct(item))
                        });
                        (ContentKind::Mixed, Particle { optional: false, term: ParticleTerm::Field(index) })
                    }
                }
            }
            Effective::Elements { particles, mixed: false } => {
                let always = true;
                let mut lowered: Vec<Particle> =
                    particles.into_iter().filter_map(|p| self.lower(p, members, always, 0)).collect();
                let kind = if lowered.is_empty() { ContentKind::Empty } else { ContentKind::Elements };
                let particle = if lowered.len() == 1 {
                    lowered.remove(0)
                } else {
                    Particle { optional: false, term: ParticleTerm::Sequence(flatten(lowered)) }
                };
                (kind, particle)
            }
        }
    }

    fn text(scalar: ScalarId, members: &mut Members) -> Particle {
        let index = members.push(Draft {
            min: 1,
            required: true,
            ..Draft::plain("#text", "value", FieldKind::Text, ValueType::Scalar(scalar))
        });
        Particle { optional: false, term: ParticleTerm::Field(index) }
    }
}

/// A sequence within a sequence, both exactly once, is one sequence: an extension of an extension reads flat.
fn flatten(particles: Vec<Particle>) -> Vec<Particle> {
    let mut flat = Vec::new();
    for particle in particles {
        match particle {
            Particle { optional: false, term: ParticleTerm::Sequence(children) } => flat.extend(children),
            other => flat.push(other),
        }
    }
    flat
}
