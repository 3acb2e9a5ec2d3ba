// SPDX-License-Identifier: EUPL-1.2
//! Identity constraints (part 1, section 3.11).

use std::collections::BTreeMap;

use fachwerk_contract::QName;
use fachwerk_contract::schema::IdentityConstraint;

use super::reader::Reader;
use crate::names::XSD;
use crate::tree::Node;

impl<'a> Reader<'a> {
    /// `xs:key`, `xs:unique` or `xs:keyref`.
    pub(super) fn identity_constraint(&mut self, node: Node<'a>) -> IdentityConstraint {
        let name = self.local_name(node).unwrap_or_default();
        let mut namespaces = BTreeMap::new();
        for child in node.children().filter(|c| c.is(XSD, "selector") || c.is(XSD, "field")) {
            for step in child.attribute("xpath").unwrap_or_default().split(['/', '|', '@']) {
                let step = step.trim().rsplit("::").next().unwrap_or_default();
                if let Some((prefix, _)) = step.split_once(':')
                    && let Some(namespace) = child.namespace_of(prefix)
                {
                    namespaces.insert(prefix.to_owned(), namespace.to_owned());
                }
            }
        }
        let xpath = |child: Node<'a>| child.attribute("xpath").unwrap_or_default().trim().to_owned();
        let parts = |local| node.children().filter(move |c| c.is(XSD, local)).map(xpath);
        IdentityConstraint {
            kind: node.local().to_owned(),
            name: QName::new(self.target(), name),
            selector: parts("selector").next().unwrap_or_default(),
            fields: parts("field").collect(),
            refer: self.reference(node, "refer"),
            namespaces,
        }
    }
}
