// SPDX-License-Identifier: EUPL-1.2
//! WS-Policy attachment (WS-Policy 1.5 - Attachment, section 4): which assertions are made about what.

use std::collections::{HashMap, HashSet};

use fachwerk_contract::QName;
use fachwerk_contract::service::Policy;

use crate::Code;
use crate::diagnostic::Diagnostics;
use crate::document::Document;
use crate::load::Closure;
use crate::names::{ACTION, POLICY, WSDL, WSDL20, WSU, XML};
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

/// What is asked of one subject.
#[derive(Default)]
struct Asked {
    assertions: Vec<QName>,
    optional: Vec<QName>,
    alternatives: Vec<Vec<QName>>,
    /// Choices met; of several choices the alternatives are not told apart.
    choices: usize,
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
        let mut asked = Asked::default();
        let mut place = None;
        let uris = node.attributes().filter(|a| a.local == "PolicyURIs" && POLICY.contains(&a.namespace));
        for attribute in uris {
            place.get_or_insert(attribute.offset);
            for uri in attribute.value.split_ascii_whitespace() {
                self.reference(document, uri, attribute.offset, &mut asked, 0);
            }
        }
        // a policy right below the definitions is one to be referred to
        if !subject.is_empty() {
            for child in node.children() {
                if is_policy(child, "PolicyReference") || is_policy(child, "Policy") {
                    place.get_or_insert(child.offset());
                    self.assertions(document, child, &mut asked, 0, true);
                } else if child.local() == "UsingAddressing" && ACTION.contains(&child.namespace()) {
                    // not a policy, and asks for the same as one (WS-Addressing 1.0 - WSDL Binding, section 3.1)
                    place.get_or_insert(child.offset());
                    let name = QName::new(child.namespace(), child.local());
                    let required =
                        [WSDL].iter().chain(&WSDL20).find_map(|n| child.attribute_in(n, "required"));
                    if !required.is_some_and(is_true) {
                        asked.optional.push(name.clone());
                    }
                    asked.assertions.push(name);
                }
            }
        }
        if let Some(place) = place.filter(|_| !asked.assertions.is_empty()) {
            let location = document.location_at(place);
            let Asked { assertions, optional, alternatives, .. } = asked;
            self.found.push(Policy {
                subject: subject.to_owned(),
                assertions,
                optional,
                alternatives,
                location,
            });
        }
        for child in node.children().filter(|c| c.namespace() == WSDL || WSDL20.contains(&c.namespace())) {
            if !matches!(
                child.local(),
                "service"
                    | "port"
                    | "endpoint"
                    | "binding"
                    | "portType"
                    | "interface"
                    | "operation"
                    | "input"
                    | "output"
                    | "fault"
                    | "message"
            ) {
                continue;
            }
            let mut path = subject.to_owned();
            let name = child
                .attribute("name")
                .or_else(|| child.attribute("ref").map(|r| r.rsplit(':').next().unwrap_or(r)));
            for step in [Some(child.local()), name].into_iter().flatten() {
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

    /// Assertions of a policy expression; operators (All, ExactlyOne, nested Policy) only group them. `outer`: not yet
    /// within an assertion.
    fn assertions(
        &mut self,
        document: &Document,
        node: Node<'a>,
        into: &mut Asked,
        depth: usize,
        outer: bool,
    ) {
        if depth > MAX_DEPTH || into.assertions.len() >= MAX_ASSERTIONS {
            return;
        }
        if is_policy(node, "PolicyReference") {
            let uri = node.attribute("URI").unwrap_or_default().trim();
            self.reference(document, uri, node.offset(), into, depth);
            return;
        }
        let operator = POLICY.contains(&node.namespace());
        if !operator {
            let name = QName::new(node.namespace(), node.local());
            let optional = POLICY.iter().find_map(|n| node.attribute_in(n, "Optional"));
            if optional.is_some_and(is_true) {
                into.optional.push(name.clone());
            }
            into.assertions.push(name);
        }
        let choice = outer && is_policy(node, "ExactlyOne") && node.children().nth(1).is_some();
        if choice {
            into.choices += 1;
        }
        for child in node.children() {
            let before = into.assertions.len();
            self.assertions(document, child, into, depth + 1, outer && operator);
            if choice && into.choices == 1 {
                into.alternatives.push(into.assertions[before..].to_vec());
            }
        }
        if into.choices > 1 {
            into.alternatives.clear();
        }
    }

    fn reference(&mut self, document: &Document, uri: &str, offset: usize, into: &mut Asked, depth: usize) {
        let key = if uri.starts_with('#') { format!("{}{uri}", document.index) } else { uri.to_owned() };
        if let Some(policy) = self.known.get(&key).copied() {
            self.assertions(document, policy, into, depth + 1, true);
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

fn is_true(value: &str) -> bool {
    matches!(value.trim(), "true" | "1")
}
