// SPDX-License-Identifier: EUPL-1.2
//! Particles and model groups (part 1, sections 3.7 to 3.9).

use std::rc::Rc;

use super::Around;
use crate::Code;
use crate::constraint::Checker;
use crate::constraint::model::{Group, GroupKind, Particle, Place, Term};
use crate::constraint::table::Symbol;
use crate::names::XSD;
use crate::tree::Node;

impl Checker<'_> {
    /// A particle; `None` where it never occurs, or refers to nothing. `top`: it is the whole of a content model.
    pub(super) fn particle(&mut self, place: Place, around: Around, top: bool) -> Option<Particle> {
        let node = self.node(place);
        let (min, max) = occurs(node);
        let term = match node.local() {
            "element" if node.attribute("ref").is_some() => {
                let name = self.reference(place, node, "ref")?;
                let declaration = self.find(Symbol::Element, &name, None)?;
                Term::Element(self.global_element(declaration))
            }
            "element" => Term::Element(self.local_element(place)?),
            "any" => Term::Any(Rc::new(self.wildcard(place.unit, node))),
            "group" => {
                let name = self.reference(place, node, "ref")?;
                let group = self.find(Symbol::Group, &name, around.declaration)?;
                let group = self.group(group)?;
                if group.kind == GroupKind::All && !(top && max == Some(1)) {
                    let message =
                        "a group that is an `all` has to be the whole content, once (cos-all-limited)";
                    self.report(place, Code::AllLimited, message);
                }
                Term::Group(group)
            }
            _ => Term::Group(self.model_group(place, around)?),
        };
        (max != Some(0)).then_some(Particle { min, max, term })
    }

    fn model_group(&mut self, place: Place, around: Around) -> Option<Rc<Group>> {
        let node = self.node(place);
        let kind = match node.local() {
            "all" => GroupKind::All,
            "choice" => GroupKind::Choice,
            "sequence" => GroupKind::Sequence,
            _ => return None,
        };
        let mut particles = Vec::new();
        for child in node.children().filter(|c| is_particle(*c)) {
            let at = Place { unit: place.unit, node: child.index() };
            particles.extend(self.particle(at, around, false));
        }
        Some(Rc::new(Group::new(kind, particles)))
    }

    /// A named group, built once however often it is referred to.
    pub(super) fn group(&mut self, declaration: usize) -> Option<Rc<Group>> {
        if let Some(known) = self.groups.get(&declaration) {
            return known.clone();
        }
        self.groups.insert(declaration, None);
        if self.depth > super::DEPTH {
            return None;
        }
        self.depth += 1;
        let place = self.table.declarations[declaration].place;
        let around = Around { declaration: Some(declaration) };
        let inner = self.node(place).children().find(|c| c.namespace() == XSD && c.local() != "annotation");
        let group =
            inner.and_then(|inner| self.model_group(Place { unit: place.unit, node: inner.index() }, around));
        self.depth -= 1;
        self.groups.insert(declaration, group.clone());
        group
    }
}

pub(super) fn is_particle(node: Node<'_>) -> bool {
    node.namespace() == XSD
        && matches!(node.local(), "element" | "group" | "any" | "all" | "choice" | "sequence")
}

/// Occurrences; beyond what a number holds there is no difference.
fn occurs(node: Node<'_>) -> (u32, Option<u32>) {
    let read = |text: &str| text.trim().trim_start_matches('+').parse::<u64>().ok();
    let clamp = |n: u64| n.min(u64::from(u32::MAX)) as u32;
    let min = node.attribute("minOccurs").and_then(read).map_or(1, clamp);
    let max = match node.attribute("maxOccurs").map(str::trim) {
        Some("unbounded") => None,
        other => Some(other.and_then(read).map_or(1, clamp)),
    };
    (min, max)
}
