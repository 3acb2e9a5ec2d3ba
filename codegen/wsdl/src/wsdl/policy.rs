// SPDX-License-Identifier: EUPL-1.2
//! WS-Policy attachment (WS-Policy 1.5 - Attachment, section 4): which assertions are made about what.

use std::collections::{HashMap, HashSet};

use fachwerk_contract::QName;
use fachwerk_contract::service::Policy;

use crate::Code;
use crate::diagnostic::Diagnostics;
use crate::document::Document;
use crate::load::Closure;
use crate::names::{POLICY, WSDL, WSU, XML};
use crate::tree::Node;

/// Policies may refer to policies, to a depth that no person writes.
const MAX_DEPTH: usize = 32;
/// Assertions of one subject; references that fan out could multiply them without end.
const MAX_ASSERTIONS: usize = 1_000;

/// All policies attached to something, in document order.
pub(crate) fn policies(closure: &Closure, diagnostics: &mut Diagnostics) -> Vec<Policy> {
    let mut collector =
        Collector { known: HashMap::new(), found: Vec::new(), missing: HashSet::new(), diagnostics };
    for index in &closure.definitions {
        let document = closure.document(*index);
        for node in document.tree.elements().filter(|n| is_policy(*n, "Policy")) {
            collector.know(document, node);
        }
    }
    for index in &closure.definitions {
        let document = closure.document(*index);
        collector.attached(document, document.tree.root(), "");
    }
    collector.found
}

fn is_policy(node: Node<'_>, local: &str) -> bool {
    node.local() == local && POLICY.contains(&node.namespace())
}

struct Collector<'a> {
    /// Policies by name, and by `#id` in their document.
    known: HashMap<String, Node<'a>>,
    found: Vec<Policy>,
    missing: HashSet<String>,
    diagnostics: &'a mut Diagnostics,
}

impl<'a> Collector<'a> {
    fn know(&mut self, document: &Document, node: Node<'a>) {
        let id = node
            .attribute_in(WSU, "Id")
            .or_else(|| node.attribute_in(XML, "id"))
            .or_else(|| node.attributes().find(|a| a.local == "Id").map(|a| a.value));
        if let Some(id) = id {
            self.known.entry(format!("{}#{id}", document.index)).or_insert(node);
        }
        if let Some(name) = node.attribute("Name") {
            self.known.entry(name.to_owned()).or_insert(node);
        }
    }

    /// Policies of an element and of everything in it that can have some.
    fn attached(&mut self, document: &'a Document, node: Node<'a>, subject: &str) {
        let mut assertions = Vec::new();
        let mut place = None;
        let uris = node.attributes().filter(|a| a.local == "PolicyURIs" && POLICY.contains(&a.namespace));
        for attribute in uris {
            place.get_or_insert(attribute.offset);
            for uri in attribute.value.split_ascii_whitespace() {
                self.reference(document, uri, attribute.offset, &mut assertions, 0);
            }
        }
        // a policy right below the definitions is one to be referred to
        if !subject.is_empty() {
            for child in node.children() {
                if is_policy(child, "PolicyReference") || is_policy(child, "Policy") {
                    place.get_or_insert(child.offset());
                    self.assertions(document, child, &mut assertions, 0);
                }
            }
        }
        if let Some(place) = place.filter(|_| !assertions.is_empty()) {
            let location = document.location_at(place);
            self.found.push(Policy { subject: subject.to_owned(), assertions, location });
        }
        for child in node.children().filter(|c| c.namespace() == WSDL) {
            if !matches!(
                child.local(),
                "service"
                    | "port"
                    | "binding"
                    | "portType"
                    | "operation"
                    | "input"
                    | "output"
                    | "fault"
                    | "message"
            ) {
                continue;
            }
            let mut path = subject.to_owned();
            for step in [Some(child.local()), child.attribute("name")].into_iter().flatten() {
                // in and out stand for themselves, their names are given by nobody else
                if matches!(child.local(), "input" | "output") && step != child.local() {
                    continue;
                }
                if !path.is_empty() {
                    path.push('/');
                }
                path.push_str(step);
            }
            self.attached(document, child, &path);
        }
    }

    /// Assertions of a policy expression; operators (All, ExactlyOne, nested Policy) only group them.
    fn assertions(&mut self, document: &Document, node: Node<'a>, into: &mut Vec<QName>, depth: usize) {
        if depth > MAX_DEPTH || into.len() >= MAX_ASSERTIONS {
            return;
        }
        if is_policy(node, "PolicyReference") {
            let uri = node.attribute("URI").unwrap_or_default().trim();
            self.reference(document, uri, node.offset(), into, depth);
            return;
        }
        if !POLICY.contains(&node.namespace()) {
            into.push(QName::new(node.namespace(), node.local()));
        }
        for child in node.children() {
            self.assertions(document, child, into, depth + 1);
        }
    }

    fn reference(
        &mut self,
        document: &Document,
        uri: &str,
        offset: usize,
        into: &mut Vec<QName>,
        depth: usize,
    ) {
        let key = if uri.starts_with('#') { format!("{}{uri}", document.index) } else { uri.to_owned() };
        if let Some(policy) = self.known.get(&key).copied() {
            self.assertions(document, policy, into, depth + 1);
        } else if self.missing.insert(key) {
            self.diagnostics.push(document.diagnostic(
                offset,
                Code::UnknownPolicy,
                format!("there is no policy `{uri}`"),
                "check the reference; what the service asks of its callers is not known from here",
            ));
        }
    }
}
