// SPDX-License-Identifier: EUPL-1.2
//! Walks through the children of an element in the order the schema demands.

use crate::lexical;
use crate::names::XSI;
use crate::xml::{Element, Violation};

/// What an element may carry besides its content.
#[derive(Debug, Clone, Copy)]
pub(super) struct Shape {
    /// The declared type: the one name `xsi:type` may have.
    pub(super) type_name: Option<(&'static str, &'static str)>,
    /// Unqualified attributes.
    pub(super) attributes: &'static [&'static str],
    /// May `xsi:nil` be there?
    pub(super) nillable: bool,
}

impl Shape {
    /// An anonymous type without attributes.
    pub(super) const ANONYMOUS: Self = Self { type_name: None, attributes: &[], nillable: false };

    /// A named type without attributes.
    pub(super) const fn named(namespace: &'static str, local: &'static str) -> Self {
        Self { type_name: Some((namespace, local)), ..Self::ANONYMOUS }
    }

    /// The same with these attributes.
    pub(super) const fn with(self, attributes: &'static [&'static str]) -> Self {
        Self { attributes, ..self }
    }

    /// The same, nillable.
    pub(super) const fn nillable(self) -> Self {
        Self { nillable: true, ..self }
    }

    /// Refuses attributes that do not belong.
    pub(super) fn check(&self, element: &Element) -> Result<(), Violation> {
        for attribute in &element.attributes {
            let local = attribute.name.local.as_str();
            let allowed = match (attribute.name.namespace.as_str(), local) {
                ("", local) => self.attributes.contains(&local),
                (XSI, "schemaLocation" | "noNamespaceSchemaLocation") => true,
                (XSI, "nil") => self.nillable,
                (XSI, "type") => {
                    let named = attribute.type_name.as_ref();
                    self.type_name
                        .zip(named)
                        .is_some_and(|((namespace, local), name)| name.is(namespace, local))
                }
                _ => false,
            };
            if !allowed {
                return Err(Violation::new(format!(
                    "element '{}': attribute '{local}' with value '{}' is not allowed here",
                    element.path, attribute.value
                )));
            }
        }
        Ok(())
    }
}

/// Is the element `xsi:nil`? Then it must be empty.
pub(super) fn is_nil(element: &Element) -> Result<bool, Violation> {
    let Some(raw) = element.attribute(XSI, "nil") else { return Ok(false) };
    let nil = lexical::boolean(raw).map_err(|reason| at(element, &reason))?;
    if nil && (!element.text.is_empty() || !element.children.is_empty()) {
        return Err(at(element, "is xsi:nil and has content"));
    }
    Ok(nil)
}

/// A violation at this element.
pub(super) fn at(element: &Element, reason: &str) -> Violation {
    Violation::new(format!("element '{}': {reason}", element.path))
}

/// The children not read yet.
#[derive(Debug)]
pub(super) struct Fields<'e> {
    parent: &'e Element,
    rest: &'e [Element],
}

impl<'e> Fields<'e> {
    /// Starts at the first child after checking the attributes.
    pub(super) fn of(parent: &'e Element, shape: &Shape) -> Result<Self, Violation> {
        shape.check(parent)?;
        if !parent.text.trim_ascii().is_empty() {
            return Err(at(parent, "text is not allowed here"));
        }
        Ok(Self { parent, rest: &parent.children })
    }

    /// Is this the next child?
    pub(super) fn at(&self, namespace: &str, local: &str) -> bool {
        self.rest.first().is_some_and(|next| next.name.is(namespace, local))
    }

    /// The next child, if it is this one.
    pub(super) fn optional(&mut self, namespace: &str, local: &str) -> Option<&'e Element> {
        let (next, rest) = self.rest.split_first()?;
        next.name.is(namespace, local).then(|| {
            self.rest = rest;
            next
        })
    }

    /// The next child, which must be this one.
    pub(super) fn required(&mut self, namespace: &str, local: &str) -> Result<&'e Element, Violation> {
        self.optional(namespace, local).ok_or_else(|| self.instead_of(namespace, local))
    }

    /// All next children of that name.
    pub(super) fn repeated(&mut self, namespace: &str, local: &str) -> Vec<&'e Element> {
        std::iter::from_fn(|| self.optional(namespace, local)).collect()
    }

    /// There must be nothing left.
    pub(super) fn finish(self) -> Result<(), Violation> {
        match self.rest.first() {
            None => Ok(()),
            Some(next) => Err(Violation::new(format!(
                "element '{}' of namespace '{}' is not expected here in '{}'",
                next.path, next.name.namespace, self.parent.path
            ))),
        }
    }

    /// The sentence for a child that is not there.
    pub(super) fn instead_of(&self, namespace: &str, local: &str) -> Violation {
        let parent = &self.parent.path;
        Violation::new(match self.rest.first() {
            None => format!("element '{parent}/{local}' is missing"),
            Some(next) if next.name.local == local => format!(
                "element '{}' is in namespace '{}' instead of '{namespace}'",
                next.path, next.name.namespace
            ),
            Some(next) => format!("element '{}' stands where '{parent}/{local}' is expected", next.path),
        })
    }
}
