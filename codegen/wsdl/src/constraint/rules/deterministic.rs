// SPDX-License-Identifier: EUPL-1.2
//! Unique Particle Attribution (part 1, section 3.8.6).
//!
//! A model is deterministic where no two particles compete: in the first set of a choice, after an emptiable
//! member of a sequence, and after a member that may go on. `first` and `after` (what may follow within a particle
//! once it could be over) are sets of positions; occurrences are never unrolled. A particle that occurs exactly n
//! times does not compete with what comes after it, because counting says where it ends.

use std::collections::HashMap;
use std::rc::Rc;

use fachwerk_contract::QName;

use crate::Code;
use crate::constraint::Checker;
use crate::constraint::model::{GroupKind, Particle, Place, Term, Wildcard};

/// Positions of one content model that are looked at.
const BUDGET: u32 = 20_000;

/// Positions that may come next.
#[derive(Default)]
struct Set {
    elements: HashMap<QName, u32>,
    wildcards: Vec<(Rc<Wildcard>, u32)>,
}

/// A particle as far as determinism goes.
struct Shape {
    emptiable: bool,
    first: Set,
    /// What may follow within, where the particle could be over.
    after: Set,
}

struct Walk<'c, 'a> {
    checker: &'c Checker<'a>,
    position: u32,
    flaw: Option<String>,
}

impl Checker<'_> {
    pub(super) fn deterministic(&mut self, place: Place, particle: &Particle) {
        let mut walk = Walk { checker: self, position: 0, flaw: None };
        walk.particle(particle);
        let (flaw, spent) = (walk.flaw, walk.position > BUDGET);
        if let Some(name) = flaw {
            let message = format!("{name} may be one of two particles (cos-nonambig)");
            self.report(place, Code::Ambiguous, message);
        } else if spent {
            let message =
                format!("a content model of more than {BUDGET} particles is not looked at (cos-nonambig)");
            self.report(place, Code::NotEvaluated, message);
        }
    }
}

impl Walk<'_, '_> {
    fn particle(&mut self, particle: &Particle) -> Shape {
        if self.position > BUDGET || self.flaw.is_some() {
            return Shape { emptiable: true, first: Set::default(), after: Set::default() };
        }
        let mut shape = match &particle.term {
            Term::Element(id) => {
                self.position += 1;
                let mut first = Set::default();
                let substitutes = self.checker.members.get(id).into_iter().flatten();
                for id in substitutes.chain([id]) {
                    first.elements.insert(self.checker.elements[*id].name.clone(), self.position);
                }
                Shape { emptiable: false, first, after: Set::default() }
            }
            Term::Any(wildcard) => {
                self.position += 1;
                let first =
                    Set { elements: HashMap::new(), wildcards: vec![(Rc::clone(wildcard), self.position)] };
                Shape { emptiable: false, first, after: Set::default() }
            }
            Term::Group(group) if group.kind == GroupKind::Sequence => self.sequence(&group.particles),
            Term::Group(group) => self.choice(&group.particles, group.kind == GroupKind::All),
        };
        let repeats = particle.max != Some(1);
        if repeats {
            self.compete(&shape.after, &shape.first);
            // only where one may stop or go on does what follows compete with another round
            if particle.max != Some(particle.min) || shape.emptiable {
                shape.after.add_copy(&shape.first);
            }
        }
        shape.emptiable |= particle.min == 0;
        shape
    }

    fn sequence(&mut self, particles: &[Particle]) -> Shape {
        let mut all = Shape { emptiable: true, first: Set::default(), after: Set::default() };
        for particle in particles {
            let next = self.particle(particle);
            self.compete(&all.after, &next.first);
            if all.emptiable {
                self.compete(&all.first, &next.first);
                all.first.add_copy(&next.first);
            }
            if next.emptiable {
                all.after.add(next.after);
                all.after.add(next.first);
            } else {
                all.after = next.after;
            }
            all.emptiable &= next.emptiable;
        }
        all
    }

    /// Alternatives; the members of an `all` compete in the same way.
    fn choice(&mut self, particles: &[Particle], all: bool) -> Shape {
        let mut whole =
            Shape { emptiable: all || particles.is_empty(), first: Set::default(), after: Set::default() };
        for particle in particles {
            let next = self.particle(particle);
            self.compete(&whole.first, &next.first);
            if all {
                whole.after.add_copy(&next.first);
                whole.emptiable &= next.emptiable;
            } else {
                whole.emptiable |= next.emptiable;
            }
            whole.first.add(next.first);
            whole.after.add(next.after);
        }
        whole
    }

    fn compete(&mut self, a: &Set, b: &Set) {
        let (few, many) = if a.elements.len() < b.elements.len() { (a, b) } else { (b, a) };
        for (name, position) in &few.elements {
            if many.elements.get(name).is_some_and(|other| other != position) {
                self.flaw.get_or_insert_with(|| format!("`{}`", name.local));
                return;
            }
        }
        for (one, other) in [(a, b), (b, a)] {
            for (wildcard, position) in &one.wildcards {
                let element = other
                    .elements
                    .iter()
                    .filter(|(name, at)| *at != position && wildcard.namespaces.allows(&name.namespace));
                if let Some(name) = element.map(|(name, _)| &name.local).min() {
                    self.flaw.get_or_insert_with(|| format!("`{name}`"));
                    return;
                }
                let wild = other
                    .wildcards
                    .iter()
                    .any(|(w, at)| at != position && w.namespaces.overlaps(&wildcard.namespaces));
                if wild {
                    self.flaw.get_or_insert_with(|| "an element that two wildcards allow".to_owned());
                    return;
                }
            }
        }
    }
}

impl Set {
    fn add(&mut self, other: Self) {
        if self.elements.len() < other.elements.len() {
            let small = std::mem::replace(&mut self.elements, other.elements);
            self.elements.extend(small);
        } else {
            self.elements.extend(other.elements);
        }
        self.wildcards.extend(other.wildcards);
    }

    fn add_copy(&mut self, other: &Self) {
        self.elements.extend(other.elements.iter().map(|(name, at)| (name.clone(), *at)));
        self.wildcards.extend(other.wildcards.iter().cloned());
    }
}
