// SPDX-License-Identifier: EUPL-1.2
//! Particle Valid (Restriction) (part 1, section 3.9.6): rule by rule, as the table there says.

use crate::Code;
use crate::constraint::Checker;
use crate::constraint::model::{
    ANY_TYPE, Group, GroupKind, Methods, Particle, Place, Term, TypeId, Wildcard,
};
use crate::constraint::rules::attributes::strength;

/// Comparisons of one pair of content models.
const BUDGET: u32 = 200_000;

type Flaw = Option<String>;

struct Comparison<'c, 'a> {
    checker: &'c Checker<'a>,
    left: u32,
}

impl Checker<'_> {
    /// Why a content model does not restrict another one.
    pub(super) fn particle_restriction_flaw(
        &mut self,
        place: Place,
        own: &Particle,
        base: &Particle,
    ) -> Flaw {
        let mut size = BUDGET;
        let normal = self.normal(own, &mut size).zip(self.normal(base, &mut size));
        let mut comparison = Comparison { checker: self, left: BUDGET };
        let flaw = normal.as_ref().and_then(|(own, base)| {
            if is_nothing(own) && base.emptiable() { None } else { comparison.restricts(own, base) }
        });
        if normal.is_none() || comparison.left == 0 {
            let message = "a content model too large to be compared with its base's is not looked at";
            self.report(place, Code::NotEvaluated, message);
            return None;
        }
        flaw
    }
}

fn is_nothing(particle: &Particle) -> bool {
    matches!(&particle.term, Term::Group(group) if group.particles.is_empty())
}

fn range_ok(own: (u32, Option<u32>), base: (u32, Option<u32>)) -> bool {
    own.0 >= base.0 && base.1.is_none_or(|most| own.1.is_some_and(|own| own <= most))
}

impl Comparison<'_, '_> {
    fn restricts(&mut self, own: &Particle, base: &Particle) -> Flaw {
        if self.left == 0 {
            return None;
        }
        self.left -= 1;
        let once = (own.min, own.max);
        let base_once = (base.min, base.max);
        match (&own.term, &base.term) {
            (Term::Element(a), Term::Element(b)) => self.element(*a, once, *b, base_once),
            (Term::Element(a), Term::Any(any)) => {
                let name = &self.checker.elements[*a].name;
                if !any.namespaces.allows(&name.namespace) {
                    return Some(format!(
                        "the base's wildcard does not allow `{}` (rcase-NSCompat.1)",
                        name.local
                    ));
                }
                occurs(once, base_once, "rcase-NSCompat.2")
            }
            (Term::Element(_), Term::Group(group)) => {
                // a group of the same kind around the element
                let inner = [own.clone()];
                match group.kind {
                    GroupKind::Choice => self.lax(&inner, (1, Some(1)), group, base_once),
                    GroupKind::Sequence | GroupKind::All => {
                        self.recurse(&inner, (1, Some(1)), group, base_once)
                    }
                }
            }
            (Term::Any(a), Term::Any(b)) => Self::wildcard(a, once, b, base_once),
            (Term::Any(_), _) => Some("a wildcard stands for elements (rcase-NSSubset)".to_owned()),
            (Term::Group(group), Term::Any(_)) => {
                for inner in &group.particles {
                    let unbounded = Particle { min: 0, max: None, term: base.term.clone() };
                    if let Some(flaw) = self.restricts(inner, &unbounded) {
                        return Some(flaw);
                    }
                }
                let range = own.range();
                occurs(range, base_once, "rcase-NSRecurseCheckCardinality.2")
            }
            (Term::Group(_), Term::Element(_)) => {
                Some("a group stands for an element (part 1, 3.9.6)".to_owned())
            }
            (Term::Group(a), Term::Group(b)) => match (a.kind, b.kind) {
                (GroupKind::All, GroupKind::All) | (GroupKind::Sequence, GroupKind::Sequence) => {
                    self.recurse(&a.particles, once, b, base_once)
                }
                (GroupKind::Choice, GroupKind::Choice) => self.lax(&a.particles, once, b, base_once),
                (GroupKind::Sequence, GroupKind::All) => self.unordered(a, once, b, base_once),
                (GroupKind::Sequence, GroupKind::Choice) => self.map_and_sum(a, once, b, base_once),
                _ => Some("one kind of group stands for another (part 1, 3.9.6)".to_owned()),
            },
        }
    }

    /// NameAndTypeOK.
    fn element(&self, a: usize, once: (u32, Option<u32>), b: usize, base_once: (u32, Option<u32>)) -> Flaw {
        let (own, base) = (&self.checker.elements[a], &self.checker.elements[b]);
        if own.name != base.name {
            return Some(format!(
                "`{}` stands where the base has `{}` (rcase-NameAndTypeOK.1)",
                own.name.local, base.name.local
            ));
        }
        let name = &own.name.local;
        if let Some(flaw) = occurs(once, base_once, "rcase-NameAndTypeOK.3") {
            return Some(format!("`{name}`: {flaw}"));
        }
        if a == b {
            return None;
        }
        if own.nillable && !base.nillable {
            return Some(format!("`{name}` may be nil and in the base not (rcase-NameAndTypeOK.2)"));
        }
        let (own_type, base_type) = (own.type_id.unwrap_or(ANY_TYPE), base.type_id.unwrap_or(ANY_TYPE));
        if let Some(fixed) = base.value.as_ref().filter(|v| v.fixed) {
            let text = match own_type {
                TypeId::Simple(id) => id,
                TypeId::Complex(_) => crate::constraint::model::ANY_SIMPLE,
            };
            if !own
                .value
                .as_ref()
                .is_some_and(|v| v.fixed && self.checker.same_value(text, &v.value, &fixed.value))
            {
                return Some(format!("the base fixes the value of `{name}` (rcase-NameAndTypeOK.4)"));
            }
        }
        if own.block.0 & base.block.0 != base.block.0 {
            return Some(format!("`{name}` blocks less than in the base (rcase-NameAndTypeOK.6)"));
        }
        let without = Methods::EXTENSION.and(Methods::LIST).and(Methods::UNION);
        if !self.checker.derived_ok(own_type, base_type, without) {
            return Some(format!(
                "the type of `{name}` does not restrict the base's (rcase-NameAndTypeOK.7)"
            ));
        }
        None
    }

    /// NSSubset.
    fn wildcard(
        own: &Wildcard,
        once: (u32, Option<u32>),
        base: &Wildcard,
        base_once: (u32, Option<u32>),
    ) -> Flaw {
        if !own.namespaces.is_subset(&base.namespaces) {
            return Some("a wildcard allows more namespaces than the base's (rcase-NSSubset.2)".to_owned());
        }
        if strength(own.process) < strength(base.process) {
            return Some("a wildcard asks for less than the base's (rcase-NSSubset.3)".to_owned());
        }
        occurs(once, base_once, "rcase-NSSubset.1")
    }

    /// Recurse: in order, and what is left out may be missing.
    fn recurse(
        &mut self,
        own: &[Particle],
        once: (u32, Option<u32>),
        base: &Group,
        base_once: (u32, Option<u32>),
    ) -> Flaw {
        if let Some(flaw) = occurs(once, base_once, "rcase-Recurse.1") {
            return Some(flaw);
        }
        let mut rest = base.particles.iter();
        let more = "it has more than the base (rcase-Recurse.2)";
        if let Some(flaw) = self.in_order(own, &mut rest, Particle::emptiable, more) {
            return Some(flaw);
        }
        rest.find(|particle| !particle.emptiable())
            .map(|_| "it leaves out what the base requires (rcase-Recurse.2.2)".to_owned())
    }

    /// RecurseLax: alternatives of the base, in order.
    fn lax(
        &mut self,
        own: &[Particle],
        once: (u32, Option<u32>),
        base: &Group,
        base_once: (u32, Option<u32>),
    ) -> Flaw {
        if let Some(flaw) = occurs(once, base_once, "rcase-RecurseLax.1") {
            return Some(flaw);
        }
        let more = "it has an alternative more than the base (rcase-RecurseLax.2)";
        self.in_order(own, &mut base.particles.iter(), |_| true, more)
    }

    /// Each particle restricts the next of the base that it can; those between `may_be_passed`.
    fn in_order<'p>(
        &mut self,
        own: &[Particle],
        base: &mut impl Iterator<Item = &'p Particle>,
        may_be_passed: impl Fn(&Particle) -> bool,
        more: &str,
    ) -> Flaw {
        for particle in own {
            let mut why = None;
            loop {
                let Some(next) = base.next() else {
                    return Some(why.unwrap_or_else(|| more.to_owned()));
                };
                match self.restricts(particle, next) {
                    None => break,
                    Some(flaw) if !may_be_passed(next) => return Some(flaw),
                    Some(flaw) => why = why.or(Some(flaw)),
                }
            }
        }
        None
    }

    /// RecurseUnordered: each to another member of the `all`.
    fn unordered(
        &mut self,
        own: &Group,
        once: (u32, Option<u32>),
        base: &Group,
        base_once: (u32, Option<u32>),
    ) -> Flaw {
        if let Some(flaw) = occurs(once, base_once, "rcase-RecurseUnordered.1") {
            return Some(flaw);
        }
        let mut used = vec![false; base.particles.len()];
        for particle in &own.particles {
            let found = base
                .particles
                .iter()
                .zip(&mut used)
                .find(|(candidate, used)| !**used && self.restricts(particle, candidate).is_none());
            match found {
                Some((_, used)) => *used = true,
                None => {
                    return Some(
                        "it has a member that the base has not (rcase-RecurseUnordered.2)".to_owned(),
                    );
                }
            }
        }
        base.particles
            .iter()
            .zip(used)
            .find(|(particle, used)| !used && !particle.emptiable())
            .map(|_| "it leaves out what the base requires (rcase-RecurseUnordered.2.3)".to_owned())
    }

    /// MapAndSum: each member to an alternative, and all together not too often.
    fn map_and_sum(
        &mut self,
        own: &Group,
        once: (u32, Option<u32>),
        base: &Group,
        base_once: (u32, Option<u32>),
    ) -> Flaw {
        for particle in &own.particles {
            if !base.particles.iter().any(|candidate| self.restricts(particle, candidate).is_none()) {
                return Some(
                    "it has a member that is no alternative of the base (rcase-MapAndSum.1)".to_owned(),
                );
            }
        }
        let count = own.particles.len() as u32;
        let range = (once.0.saturating_mul(count), once.1.map(|max| max.saturating_mul(count)));
        occurs(range, base_once, "rcase-MapAndSum.2")
    }
}

fn occurs(own: (u32, Option<u32>), base: (u32, Option<u32>), rule: &str) -> Flaw {
    (!range_ok(own, base)).then(|| {
        let most = |max: Option<u32>| max.map_or_else(|| "any number of".to_owned(), |max| max.to_string());
        format!(
            "it occurs {} to {} times, in the base {} to {} ({rule})",
            own.0,
            most(own.1),
            base.0,
            most(base.1)
        )
    })
}
