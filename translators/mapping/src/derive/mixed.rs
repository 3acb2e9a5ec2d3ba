// SPDX-License-Identifier: EUPL-1.2
//! Mixed content: an array of pieces, and what the schema asks of the elements among them.

use std::collections::HashSet;

use fachwerk_contract::QName;
use fachwerk_contract::schema::{Particle as SchemaParticle, Term};

use super::Builder;
use super::members::{Draft, Members};
use super::particles::{MAX_GROUP_DEPTH, any_draft};
use crate::{
    ContentKind, FieldKind, Model, ModelTerm, Particle, ParticleTerm, StructId, StructKind, ValueType,
};

/// Nodes of a model that are kept: groups that refer to groups multiply.
const MOST_NODES: u32 = 4_096;

impl<'c> Builder<'c> {
    /// The struct of one piece of mixed content: a run of text, or one of the elements. `None` where no element is
    /// allowed.
    pub(super) fn mixed_item(
        &mut self,
        particles: &[&'c SchemaParticle],
        members: &mut Members,
    ) -> Option<StructId> {
        let mut leaves = Vec::new();
        let mut seen = HashSet::new();
        for particle in particles {
            self.leaves(&particle.term, &mut leaves, &mut seen, 0);
        }
        if leaves.is_empty() {
            return None;
        }
        let parent = self.mapping.structure(members.id);
        let key = format!("{}/#content", parent.key);
        let wanted = format!("{}Content", parent.name);
        let id = self.reserve_struct(&key, &wanted, StructKind::GroupItem);
        let mut inner = Members::new(id);
        let string = self.plain_string();
        let mut choices = vec![inner.push(Draft {
            min: 1,
            ..Draft::plain("#text", "text", FieldKind::Text, ValueType::Scalar(string))
        })];
        let mut wildcard_seen = false;
        for leaf in leaves {
            let draft = match leaf {
                Term::Element(element) => Some(self.element_draft(element, &inner, false)),
                Term::ElementRef(name) => self.reference_draft(name, &inner),
                Term::Any(wildcard) if !wildcard_seen => {
                    wildcard_seen = true;
                    Some(any_draft(wildcard))
                }
                _ => None,
            };
            // The same element may stand at several places of the model; in mixed content they are one choice.
            if let Some(draft) = draft
                && !inner.has_key(&draft.key)
            {
                choices.push(inner.push(Draft { min: 1, max: Some(1), ..draft }));
            }
        }
        let term = ParticleTerm::Choice(
            choices.into_iter().map(|f| Particle { optional: false, term: ParticleTerm::Field(f) }).collect(),
        );
        let model = self.mixed_model(particles, &inner);
        self.mapping.structs[members.id.0 as usize].mixed = model;
        self.seal(inner, (ContentKind::Elements, Particle { optional: false, term }));
        Some(id)
    }

    /// Elements and wildcards of a content model; a group that is referred to again brings nothing new.
    pub(super) fn leaves(
        &self,
        from: &'c Term,
        found: &mut Vec<&'c Term>,
        seen: &mut HashSet<&'c QName>,
        depth: usize,
    ) {
        if depth > MAX_GROUP_DEPTH {
            return;
        }
        match from {
            Term::Element(_) | Term::ElementRef(_) | Term::Any(_) => found.push(from),
            Term::GroupRef(name) => {
                if let Some(group) = self.contract.schema.groups.get(name)
                    && seen.insert(name)
                {
                    self.leaves(&group.particle.term, found, seen, depth + 1);
                }
            }
            Term::Sequence(children) | Term::Choice(children) | Term::All(children) => {
                for child in children.iter().filter(|c| c.max != Some(0)) {
                    self.leaves(&child.term, found, seen, depth + 1);
                }
            }
        }
    }

    /// The content model over the pieces. Where wildcards are among them it is not kept: which element is theirs
    /// depends on what else is declared.
    fn mixed_model(&self, particles: &[&'c SchemaParticle], pieces: &Members) -> Option<Model> {
        let mut budget = MOST_NODES;
        let children: Option<Vec<Model>> =
            particles.iter().map(|particle| self.model(particle, pieces, &mut budget, 0)).collect();
        let model = Model { min: 1, max: Some(1), term: ModelTerm::Sequence(children?) };
        Some(model)
    }

    fn model(
        &self,
        particle: &'c SchemaParticle,
        pieces: &Members,
        budget: &mut u32,
        depth: usize,
    ) -> Option<Model> {
        *budget = budget.checked_sub(1)?;
        if depth > MAX_GROUP_DEPTH {
            return None;
        }
        let mut all = |children: &'c [SchemaParticle]| {
            children
                .iter()
                .map(|child| self.model(child, pieces, budget, depth + 1))
                .collect::<Option<Vec<_>>>()
        };
        let term = match &particle.term {
            Term::Element(element) => ModelTerm::Piece(pieces.index_of(&element.name.to_string())?),
            Term::ElementRef(name) => ModelTerm::Piece(pieces.index_of(&name.to_string())?),
            Term::Any(_) => return None,
            Term::GroupRef(name) => {
                let group = self.contract.schema.groups.get(name)?;
                ModelTerm::Sequence(vec![self.model(&group.particle, pieces, budget, depth + 1)?])
            }
            Term::Sequence(children) => ModelTerm::Sequence(all(children)?),
            Term::Choice(children) => ModelTerm::Choice(all(children)?),
            Term::All(children) => ModelTerm::All(all(children)?),
        };
        Some(Model { min: particle.min, max: particle.max, term })
    }
}
