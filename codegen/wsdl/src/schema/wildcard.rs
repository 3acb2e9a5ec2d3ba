// SPDX-License-Identifier: EUPL-1.2
//! Wildcards (part 1, section 3.10).

use fachwerk_contract::schema::{NamespaceConstraint, ProcessContents, Wildcard};

use super::reader::Reader;
use crate::Code;
use crate::tree::Node;

impl<'a> Reader<'a> {
    /// `xs:any` or `xs:anyAttribute`.
    pub(super) fn wildcard(&mut self, node: Node<'a>) -> Wildcard {
        let process = match node.attribute("processContents").map(str::trim) {
            None | Some("strict") => ProcessContents::Strict,
            Some("lax") => ProcessContents::Lax,
            Some("skip") => ProcessContents::Skip,
            Some(value) => {
                let message = format!("`processContents` is `{value}`");
                let at = node.attribute_offset("processContents");
                self.error(at, Code::BadValue, message, "write `strict`, `lax` or `skip`");
                ProcessContents::Strict
            }
        };
        for attribute in ["notNamespace", "notQName"] {
            if node.attribute(attribute).is_some() {
                let at = node.attribute_offset(attribute);
                let message = format!("`{attribute}` is of XML Schema 1.1 and is not evaluated");
                self.error(at, Code::Xsd11, message, "messages that it forbids pass");
            }
        }
        let namespaces = match node.attribute("namespace").map(str::trim) {
            None | Some("##any") => NamespaceConstraint::Any,
            Some("##other") => NamespaceConstraint::Not(self.target().to_owned()),
            Some(list) => NamespaceConstraint::OneOf(
                list.split_ascii_whitespace()
                    .map(|namespace| match namespace {
                        "##local" => String::new(),
                        "##targetNamespace" => self.target().to_owned(),
                        other => other.to_owned(),
                    })
                    .collect(),
            ),
        };
        Wildcard { namespaces, process, location: self.location(node) }
    }
}
