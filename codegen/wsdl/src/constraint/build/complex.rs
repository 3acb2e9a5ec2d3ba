// SPDX-License-Identifier: EUPL-1.2
//! Complex types (part 1, section 3.4.2).

use std::rc::Rc;

use fachwerk_contract::QName;
use fachwerk_contract::schema::{NamespaceConstraint, ProcessContents};

use super::Around;
use super::particle::is_particle;
use crate::Code;
use crate::constraint::Checker;
use crate::constraint::model::{
    ANY_TYPE, Attributes, Complex, Content, Group, GroupKind, Methods, Particle, Place, Term, TypeId,
    Wildcard,
};
use crate::names::XSD;
use crate::tree::Node;

impl<'a> Checker<'a> {
    /// `xs:anyType`, number 0.
    pub(super) fn any_type(&mut self) {
        let any = Wildcard { namespaces: NamespaceConstraint::Any, process: ProcessContents::Lax };
        let particles = vec![Particle { min: 0, max: None, term: Term::Any(Rc::new(any.clone())) }];
        let group = Group::new(GroupKind::Sequence, particles);
        self.complexes.push(Complex {
            name: Some(QName::new(XSD, "anyType")),
            place: None,
            base: ANY_TYPE,
            method: Methods::RESTRICTION,
            finals: Methods::NONE,
            block: Methods::NONE,
            content: Content::Elements {
                particle: Particle { min: 1, max: Some(1), term: Term::Group(Rc::new(group)) },
                mixed: true,
            },
            attributes: Attributes { any: Some(any), ..Attributes::default() },
        });
    }

    pub(super) fn complex_type(&mut self, place: Place, around: Around, name: Option<QName>) -> usize {
        let node = self.node(place);
        let schema = self.schema_node(place.unit);
        let flag = |node: Node<'_>, name| node.attribute(name).map(|v| matches!(v.trim(), "true" | "1"));
        let methods = Methods::EXTENSION.and(Methods::RESTRICTION);
        let set = |own: &str, default: &str| {
            let text = node.attribute(own).or_else(|| schema.attribute(default));
            Methods::read(text.unwrap_or_default(), methods)
        };
        let mut complex = Complex {
            name,
            place: Some(place),
            base: ANY_TYPE,
            method: Methods::RESTRICTION,
            finals: set("final", "finalDefault"),
            block: set("block", "blockDefault"),
            content: Content::Empty,
            attributes: Attributes::default(),
        };
        let mut mixed = flag(node, "mixed") == Some(true);
        let form = node
            .children()
            .find(|c| c.namespace() == XSD && matches!(c.local(), "simpleContent" | "complexContent"));
        let step = form.and_then(|form| {
            form.children().find(|c| c.namespace() == XSD && matches!(c.local(), "restriction" | "extension"))
        });
        let Some((form, step)) = form.zip(step) else {
            complex.attributes = self.attributes(node, place.unit, around, false);
            if form.is_none() {
                complex.content = self.explicit(node, place.unit, around, mixed);
            }
            return self.add_complex(complex);
        };
        let at = Place { unit: place.unit, node: step.index() };
        complex.base = self.type_in(at, "base", around).unwrap_or(ANY_TYPE);
        complex.method = if step.local() == "extension" { Methods::EXTENSION } else { Methods::RESTRICTION };
        let restricting = complex.method == Methods::RESTRICTION;
        let own = self.attributes(step, place.unit, around, restricting);
        complex.attributes = self.inherit(&complex, own, at);
        if form.local() == "simpleContent" {
            complex.content = self.simple_content(complex.base, restricting, step, at, around);
        } else {
            mixed = flag(form, "mixed").unwrap_or(mixed);
            let TypeId::Complex(base) = complex.base else {
                let message = "complex content is derived from a complex type (src-ct.1)";
                self.report(at, Code::ComplexTypeProperties, message);
                return self.add_complex(complex);
            };
            let own = self.explicit(step, place.unit, around, mixed);
            complex.content = if restricting { own } else { self.extended(base, own, mixed, at) };
        }
        self.add_complex(complex)
    }

    fn add_complex(&mut self, complex: Complex) -> usize {
        self.complexes.push(complex);
        self.complexes.len() - 1
    }

    /// Content of a model group among the children, if there is one that can occur.
    fn explicit(&mut self, node: Node<'a>, unit: usize, around: Around, mixed: bool) -> Content {
        let child = node.children().find(|c| is_particle(*c));
        let particle = child.and_then(|c| self.particle(Place { unit, node: c.index() }, around, true));
        let empty = |particle: &Particle| match &particle.term {
            Term::Group(group) => {
                group.particles.is_empty() && (group.kind != GroupKind::Choice || particle.min == 0)
            }
            _ => false,
        };
        match particle.filter(|p| !empty(p)) {
            Some(particle) => Content::Elements { particle, mixed },
            None if mixed => {
                let group = Rc::new(Group::new(GroupKind::Sequence, Vec::new()));
                let particle = Particle { min: 1, max: Some(1), term: Term::Group(group) };
                Content::Elements { particle, mixed }
            }
            None => Content::Empty,
        }
    }

    /// Content of an extension (cos-ct-extends).
    fn extended(&mut self, base: usize, own: Content, mixed: bool, at: Place) -> Content {
        let content = self.complexes[base].content.clone();
        let (inner, inner_mixed) = match (content, &own) {
            (Content::Empty, _) => return own,
            // the long way to add nothing but attributes
            (Content::Simple(text), Content::Empty) => return Content::Simple(text),
            (Content::Simple(_), _) => {
                let message = "complex content cannot extend simple content (cos-ct-extends.1.4)";
                self.report(at, Code::ComplexTypeProperties, message);
                return own;
            }
            (Content::Elements { particle, mixed: inner_mixed }, _) => (particle, inner_mixed),
        };
        let own = match own {
            Content::Elements { particle, .. } => Some(particle),
            _ => None,
        };
        // an extension that adds nothing takes the base's content as it is
        if inner_mixed != mixed && (own.is_some() || base != 0) && (own.is_some() || mixed) {
            let message =
                "an extension is mixed where its base is not, or the other way round (cos-ct-extends.1.4)";
            self.report(at, Code::ComplexTypeProperties, message);
        }
        let Some(own) = own.filter(|own| own.range().1 != Some(0) || !is_empty_group(own)) else {
            return Content::Elements { particle: inner, mixed: inner_mixed };
        };
        if is_empty_group(&inner) {
            return Content::Elements { particle: own, mixed };
        }
        let all = |particle: &Particle| matches!(&particle.term, Term::Group(g) if g.kind == GroupKind::All);
        if all(&inner) || all(&own) {
            let message = "an `all` cannot be part of an extended content (cos-all-limited)";
            self.report(at, Code::AllLimited, message);
        }
        let group = Group::new(GroupKind::Sequence, vec![inner, own]);
        let particle = Particle { min: 1, max: Some(1), term: Term::Group(Rc::new(group)) };
        Content::Elements { particle, mixed }
    }

    fn simple_content(
        &mut self,
        base: TypeId,
        restricting: bool,
        step: Node<'a>,
        at: Place,
        around: Around,
    ) -> Content {
        let inner = self.inner_simple(at, around).first().copied();
        let text = match base {
            TypeId::Simple(id) if !restricting => return Content::Simple(id),
            TypeId::Simple(_) => {
                let message = "simple content restricts a complex type (src-ct.2)";
                self.report(at, Code::ComplexTypeProperties, message);
                return Content::Simple(inner.unwrap_or(super::super::model::ANY_SIMPLE));
            }
            TypeId::Complex(id) => match &self.complexes[id].content {
                Content::Simple(text) => Some(*text),
                Content::Elements { particle, mixed: true } if restricting && particle.emptiable() => {
                    if inner.is_none() {
                        let message =
                            "a restriction of mixed content to simple content needs a type (src-ct.2)";
                        self.report(at, Code::ComplexTypeProperties, message);
                    }
                    None
                }
                _ => {
                    let message = "simple content is derived from simple content (src-ct.2)";
                    self.report(at, Code::ComplexTypeProperties, message);
                    None
                }
            },
        };
        if !restricting {
            return Content::Simple(text.unwrap_or(super::super::model::ANY_SIMPLE));
        }
        if let (Some(inner), Some(text)) = (inner, text)
            && !self.simple_derived_ok(inner, text, Methods::NONE)
        {
            let message =
                "the type of the content is not derived from the base's (derivation-ok-restriction.5.1)";
            self.report(at, Code::RestrictionInvalid, message);
        }
        let facets = Self::facets(step, at.unit);
        let under = inner.or(text).unwrap_or(super::super::model::ANY_SIMPLE);
        if facets.0.is_empty() {
            return Content::Simple(under);
        }
        Content::Simple(self.restrict(None, at, under, Methods::NONE, facets))
    }

    /// Attributes with those of the base.
    fn inherit(&mut self, complex: &Complex, own: Attributes, at: Place) -> Attributes {
        let inherited = match complex.base {
            TypeId::Simple(_) => Attributes::default(),
            TypeId::Complex(id) => self.complexes[id].attributes.clone(),
        };
        let mut all = Attributes { prohibited: own.prohibited.clone(), ..Attributes::default() };
        if complex.method == Methods::EXTENSION {
            all.uses = inherited.uses;
            all.uses.extend(own.uses);
            all.any = match (own.any, inherited.any) {
                (Some(own), Some(base)) => {
                    let namespaces = own.namespaces.union(&base.namespaces).unwrap_or_else(|| {
                        let message = "the union of the attribute wildcards cannot be expressed (src-ct.5)";
                        self.report(at, Code::ComplexTypeProperties, message);
                        own.namespaces.clone()
                    });
                    Some(Wildcard { namespaces, ..own })
                }
                (own, base) => own.or(base),
            };
        } else {
            let kept = inherited.uses.into_iter().filter(|used| {
                !own.prohibited.contains(&used.name) && !own.uses.iter().any(|o| o.name == used.name)
            });
            all.uses = kept.collect();
            all.uses.extend(own.uses);
            all.any = own.any;
        }
        all
    }
}

fn is_empty_group(particle: &Particle) -> bool {
    matches!(&particle.term, Term::Group(group) if group.particles.is_empty())
}
