// SPDX-License-Identifier: EUPL-1.2
//! Redefinitions (part 1, section 4.2.2, src-redefine).

use crate::Code;
use crate::constraint::Checker;
use crate::constraint::model::Place;
use crate::constraint::table::Symbol;
use crate::names::XSD;
use crate::tree::Node;

impl<'a> Checker<'a> {
    pub(super) fn check_redefinitions(&mut self) {
        for declaration in 0..self.table.declarations.len() {
            let declared = &self.table.declarations[declaration];
            if declared.original.is_none() {
                continue;
            }
            let (symbol, place, name) = (declared.symbol, declared.place, declared.name.clone());
            let node = self.node(place);
            let own = |node: Node<'a>, attribute: &str| {
                node.attribute(attribute).and_then(|text| self.expand(place.unit, node, text)).as_ref()
                    == Some(&name)
            };
            let flaw = match symbol {
                Symbol::Type => {
                    let mut step = None;
                    for child in node.children().filter(|c| c.namespace() == XSD) {
                        match child.local() {
                            "restriction" => step = Some(child),
                            "simpleContent" | "complexContent" => {
                                step = child.children().find(|c| {
                                    c.namespace() == XSD && matches!(c.local(), "restriction" | "extension")
                                });
                            }
                            _ => {}
                        }
                    }
                    (!step.is_some_and(|step| own(step, "base")))
                        .then_some("a redefined type is derived from itself (src-redefine.5)")
                }
                Symbol::Group => {
                    let mut references = Vec::new();
                    below(node, "group", &mut references);
                    references.retain(|r| own(*r, "ref"));
                    let once = |node: Node<'a>, name| node.attribute(name).is_none_or(|n| n.trim() == "1");
                    if references.len() > 1 {
                        Some("a redefined group refers to itself once (src-redefine.6.1.1)")
                    } else if references.iter().any(|r| !once(*r, "minOccurs") || !once(*r, "maxOccurs")) {
                        Some("a redefined group stands exactly once in itself (src-redefine.6.1.2)")
                    } else {
                        if references.is_empty() {
                            self.group_restriction(declaration, place);
                        }
                        None
                    }
                }
                Symbol::AttributeGroup => {
                    let mut references = Vec::new();
                    below(node, "attributeGroup", &mut references);
                    references.retain(|r| own(*r, "ref"));
                    if references.is_empty() {
                        self.attribute_group_restriction(declaration, place);
                    }
                    (references.len() > 1)
                        .then_some("a redefined attribute group refers to itself once (src-redefine.7.1)")
                }
                _ => None,
            };
            if let Some(flaw) = flaw {
                self.report(place, Code::RedefinitionInvalid, flaw);
            }
        }
    }

    /// A group that does not refer to itself is a restriction of what it redefines (src-redefine.6.2.2).
    fn group_restriction(&mut self, declaration: usize, place: Place) {
        use crate::constraint::model::{Particle, Term};
        let Some(original) = self.table.declarations[declaration].original else { return };
        let group = |checker: &Self, id: usize| {
            let group = checker.groups.get(&id).cloned().flatten()?;
            Some(Particle { min: 1, max: Some(1), term: Term::Group(group) })
        };
        let Some((own, base)) = group(self, declaration).zip(group(self, original)) else { return };
        if let Some(flaw) = self.particle_restriction_flaw(place, &own, &base) {
            let message =
                format!("it does not restrict the group that it redefines: {flaw} (src-redefine.6.2.2)");
            self.report(place, Code::RedefinitionInvalid, message);
        }
    }

    /// The same for attribute groups (src-redefine.7.2.2).
    fn attribute_group_restriction(&mut self, declaration: usize, place: Place) {
        let Some(original) = self.table.declarations[declaration].original else { return };
        let groups = self.attribute_groups.get(&declaration).zip(self.attribute_groups.get(&original));
        let Some((own, of)) = groups else { return };
        for flaw in self.attribute_flaws(own, of) {
            let message =
                format!("it does not restrict the group that it redefines: {flaw} (src-redefine.7.2.2)");
            self.report(place, Code::RedefinitionInvalid, message);
        }
    }
}

fn below<'a>(node: Node<'a>, local: &str, found: &mut Vec<Node<'a>>) {
    for child in node.children().filter(|c| c.namespace() == XSD) {
        if child.local() == local {
            found.push(child);
        }
        below(child, local, found);
    }
}
