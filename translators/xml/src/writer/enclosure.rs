// SPDX-License-Identifier: EUPL-1.2
//! What stands around the object that a writer writes.

use fachwerk_mapping::{Name, StructId};

use super::XmlNames;

/// The tags around an object: one element, or an element within others.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Enclosure {
    /// Up to and including the name (and namespace declarations) of the element whose attributes and content the
    /// object is, without the closing `>`: `<soap:Body><n1:a`.
    pub start: Vec<u8>,
    /// That element's end tag: `</n1:a>`. Not used where it is empty.
    pub end: Vec<u8>,
    /// What follows it: `</soap:Body>`.
    pub after: Vec<u8>,
    /// Where one of the object's fields goes that does not lie in this element.
    pub headers: Option<HeaderTags>,
}

/// The place of a field before everything else.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct HeaderTags {
    /// The field, of kind `Group` and no array.
    pub field: u16,
    /// What stands before it: `<soap:Header>`.
    pub start: &'static str,
    /// What stands after it: `</soap:Header>`.
    pub end: &'static str,
}

impl Enclosure {
    /// One element that declares all the namespaces that it needs.
    pub fn document(names: &XmlNames, name: &Name, root: StructId) -> Self {
        let mut enclosure = Self::element(names, name);
        names.declarations(root, Some(name.namespace), &mut enclosure.start);
        enclosure
    }

    /// One element within others that declare the namespaces.
    pub fn element(names: &XmlNames, name: &Name) -> Self {
        let name = names.qualified(name);
        Self {
            start: format!("<{name}").into_bytes(),
            end: format!("</{name}>").into_bytes(),
            after: Vec::new(),
            headers: None,
        }
    }
}
