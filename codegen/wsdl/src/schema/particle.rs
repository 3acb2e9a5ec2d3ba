// SPDX-License-Identifier: EUPL-1.2
//! Particles and model groups (part 1, sections 3.7 to 3.9).

use fachwerk_contract::QName;
use fachwerk_contract::schema::{ModelGroup, Particle, Term};

use super::reader::Reader;
use crate::Code;
use crate::names::XSD;
use crate::tree::Node;

impl<'a> Reader<'a> {
    /// `xs:group` with a name.
    pub(super) fn model_group(&mut self, node: Node<'a>, name: QName) -> ModelGroup {
        let mut particle = None;
        for child in node.children() {
            match child.local() {
                "all" | "choice" | "sequence" if child.namespace() == XSD && particle.is_none() => {
                    // its occurrences belong to the references
                    particle = self.term(child).map(|term| Particle { min: 1, max: Some(1), term });
                }
                _ => self.unexpected(child, "group"),
            }
        }
        if particle.is_none() {
            let message = format!("the group `{name}` has no sequence, choice or all");
            self.warn(node, Code::MissingAttribute, message, "add one; it is read as an empty sequence");
        }
        ModelGroup {
            name,
            particle: particle.unwrap_or(Particle { min: 1, max: Some(1), term: Term::Sequence(Vec::new()) }),
            documentation: Self::documentation(node),
            location: self.location(node),
        }
    }

    /// Whether an element is a particle.
    pub(super) fn is_particle(node: Node<'a>) -> bool {
        node.namespace() == XSD
            && matches!(node.local(), "element" | "group" | "any" | "all" | "choice" | "sequence")
    }

    /// A particle; `None` where it can never occur or is not readable.
    pub(super) fn particle(&mut self, node: Node<'a>) -> Option<Particle> {
        let occurs = self.occurs(node);
        let term = self.term(node)?;
        let (min, max) = occurs?;
        Some(Particle { min, max, term })
    }

    fn term(&mut self, node: Node<'a>) -> Option<Term> {
        Some(match node.local() {
            "element" => {
                if let Some(name) = self.reference(node, "ref") {
                    Term::ElementRef(name)
                } else {
                    Term::Element(Box::new(self.local_element(node)?))
                }
            }
            "group" => match self.reference(node, "ref") {
                Some(name) => Term::GroupRef(name),
                None => {
                    self.warn(
                        node,
                        Code::MissingAttribute,
                        "a group without `ref`",
                        "say which group is meant",
                    );
                    return None;
                }
            },
            "any" => Term::Any(self.wildcard(node)),
            "sequence" => Term::Sequence(self.particles(node)),
            "choice" => Term::Choice(self.particles(node)),
            _ => Term::All(self.particles(node)),
        })
    }

    fn particles(&mut self, node: Node<'a>) -> Vec<Particle> {
        let mut particles =
            Vec::with_capacity(node.children().filter(|child| Self::is_particle(*child)).count());
        for child in node.children() {
            if Self::is_particle(child) {
                particles.extend(self.particle(child));
            } else {
                self.unexpected(child, node.local());
            }
        }
        particles
    }
}
