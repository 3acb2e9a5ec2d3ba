// SPDX-License-Identifier: EUPL-1.2
//! Wildcards and their algebra (part 1, section 3.10.6).

use fachwerk_contract::schema::{NamespaceConstraint, ProcessContents};

use crate::constraint::Checker;
use crate::constraint::model::Wildcard;
use crate::tree::Node;

impl<'a> Checker<'a> {
    pub(super) fn wildcard(&self, unit: usize, node: Node<'a>) -> Wildcard {
        let target = self.target(unit);
        let namespaces = match node.attribute("namespace").map(str::trim) {
            None | Some("##any") => NamespaceConstraint::Any,
            Some("##other") => NamespaceConstraint::Not(target.to_owned()),
            Some(list) => NamespaceConstraint::OneOf(
                list.split_ascii_whitespace()
                    .map(|item| match item {
                        "##local" => String::new(),
                        "##targetNamespace" => target.to_owned(),
                        other => other.to_owned(),
                    })
                    .collect(),
            ),
        };
        let process = match node.attribute("processContents").map(str::trim) {
            Some("lax") => ProcessContents::Lax,
            Some("skip") => ProcessContents::Skip,
            _ => ProcessContents::Strict,
        };
        Wildcard { namespaces, process }
    }
}
