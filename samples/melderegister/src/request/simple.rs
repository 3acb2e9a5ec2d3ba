// SPDX-License-Identifier: EUPL-1.2
//! Elements and attributes of simple types.

use super::fields::{Shape, at};
use crate::lexical::Lexical;
use crate::xml::{Element, Violation};

/// A simple type: its name and how to read its text.
pub(super) struct Simple<T: 'static> {
    /// Name of the type.
    pub(super) name: (&'static str, &'static str),
    /// Reads the text.
    pub(super) parse: fn(&str) -> Lexical<T>,
}

impl<T> Simple<T> {
    /// Content of an element of this type.
    pub(super) fn read(&self, element: &Element) -> Result<T, Violation> {
        self.shape().check(element)?;
        self.content(element)
    }

    /// The element's shape, for nillable elements.
    pub(super) const fn shape(&self) -> Shape {
        Shape::named(self.name.0, self.name.1)
    }

    /// Content of an element whose attributes were checked elsewhere.
    pub(super) fn content(&self, element: &Element) -> Result<T, Violation> {
        if let Some(child) = element.children.first() {
            return Err(at(element, &format!("'{}' inside a simple value", child.name.local)));
        }
        (self.parse)(&element.text).map_err(|reason| at(element, &reason))
    }

    /// An optional attribute of this type.
    pub(super) fn attribute(&self, element: &Element, name: &str) -> Result<Option<T>, Violation> {
        element
            .attribute("", name)
            .map(|raw| {
                (self.parse)(raw).map_err(|reason| at(element, &format!("attribute '{name}': {reason}")))
            })
            .transpose()
    }

    /// A required attribute of this type.
    pub(super) fn required_attribute(&self, element: &Element, name: &str) -> Result<T, Violation> {
        self.attribute(element, name)?.ok_or_else(|| at(element, &format!("attribute '{name}' is missing")))
    }
}
