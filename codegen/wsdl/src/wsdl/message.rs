// SPDX-License-Identifier: EUPL-1.2
//! `wsdl:message` (WSDL 1.1, section 2.3).

use std::collections::HashSet;

use fachwerk_contract::QName;
use fachwerk_contract::service::{Message, Part, PartContent};

use super::reader::Reader;
use crate::Code;
use crate::names::{WSDL, XSD};
use crate::tree::Node;

impl<'a> Reader<'a> {
    pub(super) fn message(&mut self, node: Node<'a>) {
        let Some(name) = self.fresh_name(node, "message") else { return };
        let mut parts: Vec<Part> = Vec::new();
        let mut names = HashSet::new();
        for child in node.children() {
            if child.is(WSDL, "part") {
                if let Some(part) = self.part(child) {
                    if names.insert(part.name.clone()) {
                        parts.push(part);
                    } else {
                        let message = format!("the part `{}` stands twice in `{name}`", part.name);
                        self.report(
                            child,
                            Code::DuplicateDefinition,
                            message,
                            "rename one of them; the first is read",
                        );
                    }
                }
            } else if child.namespace() != WSDL {
                self.extension(child);
            } else if child.local() != "documentation" {
                self.unexpected(child, "message");
            }
        }
        let documentation = Self::documentation(node);
        let location = self.document.location(node);
        self.definitions.messages.push(Message { name, parts, documentation, location });
    }

    fn part(&mut self, node: Node<'a>) -> Option<Part> {
        let name = self.required(node, "name")?.to_owned();
        let reference = |reader: &mut Self, attribute: &str| {
            let value = node.attribute(attribute).map(str::trim).filter(|v| !v.is_empty())?;
            Some(reader.expand(node, attribute, value))
        };
        let content = if let Some(element) = reference(self, "element") {
            PartContent::Element(element)
        } else if let Some(definition) = reference(self, "type") {
            PartContent::Type(definition)
        } else {
            let message = format!("the part `{name}` has neither `element` nor `type`");
            self.report(node, Code::PartWithoutContent, message, "add one; it is read as xs:anyType");
            PartContent::Type(QName::new(XSD, "anyType"))
        };
        Some(Part { name, content, documentation: Self::documentation(node) })
    }
}
