// SPDX-License-Identifier: EUPL-1.2
//! Content models to fields.
//!
//! A group that occurs at most once is transparent: its elements become fields of the struct. A group that repeats
//! and has one member multiplies that member's occurrences. Any other group that repeats becomes a field of its own,
//! an array of item structs, so that the order of its occurrences survives.

use fachwerk_contract::QName;
use fachwerk_contract::schema::{Element, Particle as SchemaParticle, Term, TypeRef, Wildcard};

use super::Builder;
use super::described::described;
use super::members::{Draft, Members};
use super::structs::Owner;
use crate::naming::type_name;
use crate::{ContentKind, FieldKind, Particle, ParticleTerm, StructId, StructKind, ValueType};

/// Deeper nesting of groups than any schema has; stops references in circles, which the reader has reported.
pub(super) const MAX_GROUP_DEPTH: usize = 300;

/// A term with the occurrences it has after the groups around it are taken into account.
#[derive(Clone, Copy)]
struct Occurring<'c> {
    min: u32,
    max: Option<u32>,
    term: &'c Term,
    /// The named group the term stands for, which names the item struct.
    group: Option<&'c QName>,
}

#[derive(Clone, Copy, PartialEq)]
enum Order {
    Sequence,
    Choice,
    All,
}

impl<'c> Builder<'c> {
    /// Add the fields of a particle. `always`: everything around it is there in every instance.
    pub(super) fn lower(
        &mut self,
        particle: &'c SchemaParticle,
        members: &mut Members,
        always: bool,
        depth: usize,
    ) -> Option<Particle> {
        let occurring = Occurring { min: particle.min, max: particle.max, term: &particle.term, group: None };
        self.lower_occurring(occurring, members, always, depth)
    }

    fn lower_occurring(
        &mut self,
        particle: Occurring<'c>,
        members: &mut Members,
        always: bool,
        depth: usize,
    ) -> Option<Particle> {
        if particle.max == Some(0) || depth > MAX_GROUP_DEPTH {
            return None;
        }
        let required = always && particle.min > 0;
        match particle.term {
            Term::Element(element) => {
                let draft = self.element_draft(element, members, false);
                Some(Self::field(draft, particle, required, members))
            }
            Term::ElementRef(name) => {
                let draft = self.reference_draft(name, members)?;
                Some(Self::field(draft, particle, required, members))
            }
            Term::Any(wildcard) => Some(Self::field(any_draft(wildcard), particle, required, members)),
            Term::GroupRef(name) => {
                let group = self.contract.schema.groups.get(name)?;
                let inner = Occurring { term: &group.particle.term, group: Some(name), ..particle };
                self.lower_occurring(inner, members, always, depth + 1)
            }
            Term::Sequence(children) => {
                self.group(Order::Sequence, children, particle, members, always, depth)
            }
            Term::Choice(children) => self.group(Order::Choice, children, particle, members, always, depth),
            Term::All(children) => self.group(Order::All, children, particle, members, always, depth),
        }
    }

    fn group(
        &mut self,
        order: Order,
        children: &'c [SchemaParticle],
        particle: Occurring<'c>,
        members: &mut Members,
        always: bool,
        depth: usize,
    ) -> Option<Particle> {
        let children: Vec<&SchemaParticle> = children.iter().filter(|c| c.max != Some(0)).collect();
        match children.as_slice() {
            [] => None,
            [only] => {
                let inner = Occurring {
                    min: particle.min.saturating_mul(only.min),
                    max: product(particle.max, only.max),
                    term: &only.term,
                    group: particle.group,
                };
                self.lower_occurring(inner, members, always, depth + 1)
            }
            _ if particle.max == Some(1) => {
                let optional = particle.min == 0;
                let inside = always && !optional && order != Order::Choice;
                let lowered: Vec<Particle> =
                    children.into_iter().filter_map(|c| self.lower(c, members, inside, depth + 1)).collect();
                Some(Particle { optional, term: term(order, lowered) })
            }
            _ => {
                let (key, item) = self.group_item(order, &children, particle.group, members, depth);
                let wanted = particle.group.map_or("items", |g| g.local.as_str());
                let draft = Draft::plain(&key, wanted, FieldKind::Group, ValueType::Struct(item));
                let required = always && particle.min > 0;
                Some(Self::field(draft, particle, required, members))
            }
        }
    }

    fn field(mut draft: Draft, particle: Occurring<'_>, required: bool, members: &mut Members) -> Particle {
        draft.min = particle.min;
        draft.max = particle.max;
        draft.required = required;
        let index = members.push(draft);
        Particle { optional: false, term: ParticleTerm::Field(index) }
    }

    /// Key of a repeated group, and the struct of one of its occurrences.
    fn group_item(
        &mut self,
        order: Order,
        children: &[&'c SchemaParticle],
        group: Option<&'c QName>,
        members: &mut Members,
        depth: usize,
    ) -> (String, StructId) {
        let elements = self.element_keys(children);
        let parent = self.mapping.structure(members.id);
        let key = members.group_key(&parent.key, group, &elements, &self.old.structs);
        let wanted = match group {
            Some(name) => type_name(&name.local),
            None => format!("{}Item", parent.name),
        };
        let struct_key = format!("{}/{key}", parent.key);
        let id = self.reserve_struct(&struct_key, &wanted, StructKind::GroupItem);
        let mut inner = Members::new(id);
        let inside = order != Order::Choice;
        let lowered: Vec<Particle> =
            children.iter().filter_map(|c| self.lower(c, &mut inner, inside, depth + 1)).collect();
        self.seal(inner, (ContentKind::Elements, Particle { optional: false, term: term(order, lowered) }));
        (key, id)
    }

    /// Keys of the elements in a group, by which the lock knows it again.
    fn element_keys(&self, children: &[&'c SchemaParticle]) -> Vec<String> {
        if self.old.structs.is_empty() {
            return Vec::new();
        }
        let (mut leaves, mut seen) = (Vec::new(), std::collections::HashSet::new());
        for child in children {
            self.leaves(&child.term, &mut leaves, &mut seen, 0);
        }
        let key = |leaf: &Term| match leaf {
            Term::Element(element) => Some(element.name.to_string()),
            Term::ElementRef(name) => Some(name.to_string()),
            _ => None,
        };
        leaves.into_iter().filter_map(key).collect()
    }

    /// A reference to a global element, which may be the head of a substitution group.
    pub(super) fn reference_draft(&mut self, name: &'c QName, members: &Members) -> Option<Draft> {
        let element = self.contract.schema.elements.get(name)?;
        if let Some(family) = self.substitution_family(name, element) {
            return Some(Draft {
                documentation: described(element),
                ..Draft::plain(
                    name.to_text(),
                    &name.local,
                    FieldKind::Substitution,
                    ValueType::Family(family),
                )
            });
        }
        Some(self.element_draft(element, members, true))
    }

    /// A declared element, local or `global`.
    pub(super) fn element_draft(&mut self, element: &'c Element, members: &Members, global: bool) -> Draft {
        let value = if global {
            self.global_value(element)
        } else if let TypeRef::Named(_) = &element.type_ref {
            self.value_of(&element.type_ref, element.block, &Owner::new("", ""))
        } else {
            let parent = self.mapping.structure(members.id);
            let key = format!("{}/{}", parent.key, element.name);
            let wanted = format!("{} {}", parent.name, element.name.local);
            let owner = Owner { key: &key, name: &wanted, documentation: element.documentation.as_deref() };
            self.value_of(&element.type_ref, element.block, &owner)
        };
        let wire = self.name(&element.name);
        let nullable = match &element.type_ref {
            TypeRef::Named(name) => Self::is_nullable(name),
            TypeRef::Anonymous(_) => false,
        };
        Draft {
            nillable: element.nillable || nullable,
            default: element.default.clone(),
            fixed: element.fixed.clone(),
            identities: self.identities_of(element),
            content_types: element.expected_content_types.clone(),
            documentation: described(element),
            ..Draft::plain(element.name.to_text(), &element.name.local, FieldKind::Element(wire), value)
        }
    }

    /// What a global element holds.
    pub(super) fn global_value(&mut self, element: &'c Element) -> ValueType {
        if let TypeRef::Named(_) = &element.type_ref {
            return self.value_of(&element.type_ref, element.block, &Owner::new("", ""));
        }
        let key = format!("element {}", element.name);
        let documentation = described(element);
        let owner = Owner { key: &key, name: &element.name.local, documentation: documentation.as_deref() };
        self.value_of(&element.type_ref, element.block, &owner)
    }
}

pub(super) fn any_draft(wildcard: &Wildcard) -> Draft {
    Draft::plain("#any", "any", FieldKind::Any(wildcard.clone()), ValueType::Xml)
}

fn term(order: Order, children: Vec<Particle>) -> ParticleTerm {
    match order {
        Order::Sequence => ParticleTerm::Sequence(children),
        Order::Choice => ParticleTerm::Choice(children),
        Order::All => ParticleTerm::All(children),
    }
}

fn product(a: Option<u32>, b: Option<u32>) -> Option<u32> {
    Some(a?.saturating_mul(b?))
}
