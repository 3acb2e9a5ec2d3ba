// SPDX-License-Identifier: EUPL-1.2
//! Elements with resolved names.

use crate::names;

/// A name with its namespace; the namespace is empty for names in none.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Name {
    pub(crate) namespace: String,
    pub(crate) local: String,
}

impl Name {
    /// Is it this name?
    pub(crate) fn is(&self, namespace: &str, local: &str) -> bool {
        self.namespace == namespace && self.local == local
    }
}

/// An attribute; namespace declarations are none.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Attribute {
    pub(crate) name: Name,
    pub(crate) value: String,
    /// The value read as a qualified name, only for `xsi:type`.
    pub(crate) type_name: Option<Name>,
}

/// An element with everything in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Element {
    pub(crate) name: Name,
    /// Where it stands, from the payload element down.
    pub(crate) path: String,
    pub(crate) attributes: Vec<Attribute>,
    pub(crate) children: Vec<Element>,
    /// Character data; empty when there are children.
    pub(crate) text: String,
}

impl Element {
    /// Value of an attribute.
    pub(crate) fn attribute(&self, namespace: &str, local: &str) -> Option<&str> {
        self.attributes.iter().find(|a| a.name.is(namespace, local)).map(|a| a.value.as_str())
    }

    /// The type the instance names with `xsi:type`.
    pub(crate) fn instance_type(&self) -> Option<&Name> {
        self.attributes.iter().find(|a| a.name.is(names::XSI, "type")).and_then(|a| a.type_name.as_ref())
    }
}
