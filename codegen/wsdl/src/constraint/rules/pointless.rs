// SPDX-License-Identifier: EUPL-1.2
//! Particles without pointless groups (part 1, section 3.9.6, before Particle Valid (Restriction)).

use std::rc::Rc;

use crate::constraint::Checker;
use crate::constraint::model::{Group, GroupKind, Particle, Term};

impl Checker<'_> {
    /// Take out groups that say nothing; heads of substitution groups become choices of their members. At most
    /// `budget` particles come out, `None` where there would be more.
    pub(super) fn normal(&self, particle: &Particle, budget: &mut u32) -> Option<Particle> {
        *budget = budget.checked_sub(1)?;
        let group = match &particle.term {
            Term::Element(id) => {
                let members = self.members.get(id).map_or(&[][..], Vec::as_slice);
                if members.is_empty() || !self.elements[*id].global {
                    return Some(particle.clone());
                }
                *budget = budget.checked_sub(members.len() as u32)?;
                let one = |id: usize| Particle { min: 1, max: Some(1), term: Term::Element(id) };
                // in the order of their declarations, so that the members of two heads are compared in one order
                let mut ids: Vec<usize> = std::iter::once(*id).chain(members.iter().copied()).collect();
                ids.sort_unstable();
                let particles = ids.into_iter().map(one).collect();
                let group = Rc::new(Group::new(GroupKind::Choice, particles));
                return Some(Particle { term: Term::Group(group), ..particle.clone() });
            }
            Term::Any(_) => return Some(particle.clone()),
            Term::Group(group) => group,
        };
        let mut particles = Vec::with_capacity(group.particles.len());
        for inner in &group.particles {
            let inner = self.normal(inner, budget)?;
            match &inner.term {
                // what holds nothing, and may stand as often as it likes
                Term::Group(nested) if nested.particles.is_empty() && nested.kind != GroupKind::Choice => {}
                Term::Group(nested)
                    if nested.kind == group.kind
                        && group.kind != GroupKind::All
                        && inner.min == 1
                        && inner.max == Some(1) =>
                {
                    particles.extend(nested.particles.iter().cloned());
                }
                _ => particles.push(inner),
            }
        }
        if particles.len() == 1
            && particle.min == 1
            && particle.max == Some(1)
            && let Some(only) = particles.first()
        {
            return Some(only.clone());
        }
        let group = Rc::new(Group::new(group.kind, particles));
        Some(Particle { term: Term::Group(group), ..particle.clone() })
    }
}
