// SPDX-License-Identifier: EUPL-1.2
//! Complex types (part 1, section 3.4).

use fachwerk_contract::QName;
use fachwerk_contract::schema::{
    ComplexType, Content, Derivation, DerivationMethod, Facets, Particle, Term, Type, TypeRef,
};

use super::attribute::Attributes;
use super::reader::Reader;
use super::simple::FacetReader;
use crate::Code;
use crate::names::XSD;
use crate::tree::Node;

/// Content of a type while it is read.
#[derive(Default)]
struct Body {
    particle: Option<Particle>,
    attributes: Attributes,
}

impl<'a> Reader<'a> {
    /// `xs:complexType`.
    pub(super) fn complex_type(&mut self, node: Node<'a>, name: Option<QName>) -> ComplexType {
        let mut mixed = self.flag(node, "mixed");
        let mut derivation = None;
        let mut content = None;
        let mut body = Body::default();
        for child in node.children() {
            let local = if child.namespace() == XSD { child.local() } else { "" };
            match local {
                "simpleContent" | "complexContent" if content.is_some() => {
                    self.unexpected(child, "complexType");
                }
                "simpleContent" => {
                    content = Some(self.simple_content(child, node, &mut derivation, &mut body));
                }
                "complexContent" => {
                    if child.attribute("mixed").is_some() {
                        mixed = self.flag(child, "mixed");
                    }
                    self.complex_content(child, &mut derivation, &mut body);
                    content = Some(Content::Empty);
                }
                _ => self.body_child(child, &mut body, "complexType"),
            }
        }
        let content = match content {
            Some(simple @ Content::Simple { .. }) => simple,
            _ => body.particle.map_or(Content::Empty, content_of),
        };
        ComplexType {
            name,
            is_abstract: self.flag(node, "abstract"),
            mixed,
            derivation,
            content,
            attributes: body.attributes.uses,
            attribute_groups: body.attributes.groups,
            any_attribute: body.attributes.any,
            block: self.type_block(node),
            r#final: self.finals(node),
            documentation: Self::documentation(node),
            location: self.location(node),
        }
    }

    fn type_block(&self, node: Node<'a>) -> fachwerk_contract::schema::DerivationSet {
        let mut block = self.block(node);
        // types are derived; only elements are substituted
        block.substitution = false;
        block
    }

    /// Particles and attributes.
    fn body_child(&mut self, child: Node<'a>, body: &mut Body, parent: &str) {
        if Self::is_particle(child) && !matches!(child.local(), "element" | "any") {
            if body.particle.is_some() {
                let message = format!("`{parent}` has more than one model group");
                self.warn(
                    child,
                    Code::UnexpectedElement,
                    message,
                    "put them into one sequence; the first is read",
                );
            } else {
                body.particle = self.particle(child);
            }
        } else if !self.attribute_child(child, &mut body.attributes) {
            self.unexpected(child, parent);
        }
    }

    /// The extension or restriction of a `simpleContent` or `complexContent`, with its base.
    fn derivation(&mut self, node: Node<'a>) -> Option<(Node<'a>, Derivation)> {
        let mut found = None;
        for child in node.children() {
            let method = match child.local() {
                "extension" if child.namespace() == XSD => DerivationMethod::Extension,
                "restriction" if child.namespace() == XSD => DerivationMethod::Restriction,
                _ => {
                    self.unexpected(child, node.local());
                    continue;
                }
            };
            match self.reference(child, "base") {
                Some(base) => found = Some((child, Derivation { method, base })),
                None => {
                    let message = format!("`{}` without `base`", child.local());
                    self.warn(child, Code::MissingAttribute, message, "say what is derived from");
                    // restricting anything to this content is what a type without derivation does
                    let base = QName::new(XSD, "anyType");
                    found = Some((child, Derivation { method: DerivationMethod::Restriction, base }));
                }
            }
        }
        if found.is_none() {
            let message = format!("`{}` without extension or restriction", node.local());
            self.warn(node, Code::BadDerivation, message, "add one of them; it is read as empty");
        }
        found
    }

    fn complex_content(&mut self, node: Node<'a>, derivation: &mut Option<Derivation>, body: &mut Body) {
        let Some((step, found)) = self.derivation(node) else { return };
        for child in step.children() {
            self.body_child(child, body, step.local());
        }
        let any_type = found.base.namespace == XSD && found.base.local == "anyType";
        // a restriction of anyType is the long way to write a type without derivation
        if !(any_type && found.method == DerivationMethod::Restriction) {
            *derivation = Some(found);
        }
    }

    fn simple_content(
        &mut self,
        node: Node<'a>,
        owner: Node<'a>,
        derivation: &mut Option<Derivation>,
        body: &mut Body,
    ) -> Content {
        let Some((step, found)) = self.derivation(node) else {
            return Content::Simple {
                type_ref: Some(TypeRef::Named(QName::new(XSD, "string"))),
                facets: Facets::default(),
            };
        };
        let mut own = None;
        let mut facets = FacetReader::default();
        for child in step.children() {
            if child.is(XSD, "simpleType") && own.is_none() {
                own = Some(TypeRef::Anonymous(Box::new(Type::Simple(self.simple_type(child, None)))));
            } else if !self.facet(child, &mut facets) && !self.attribute_child(child, &mut body.attributes) {
                self.unexpected(child, step.local());
            }
        }
        let base = TypeRef::Named(found.base.clone());
        let facets = self.facets(facets, owner, Some(own.as_ref().unwrap_or(&base)));
        *derivation = Some(found);
        // where the base turns out to be complex, `finish` takes the base out again
        Content::Simple { type_ref: Some(own.unwrap_or(base)), facets }
    }
}

/// A sequence or all without anything in it is empty content (part 1, section 3.4.2).
fn content_of(particle: Particle) -> Content {
    match &particle.term {
        Term::Sequence(particles) | Term::All(particles) if particles.is_empty() => Content::Empty,
        Term::Choice(particles) if particles.is_empty() && particle.min == 0 => Content::Empty,
        _ => Content::Elements(particle),
    }
}
