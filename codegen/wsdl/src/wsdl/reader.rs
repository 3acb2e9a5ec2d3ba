// SPDX-License-Identifier: EUPL-1.2
//! One `wsdl:definitions` element, and what all its constructs need.

use std::collections::{HashMap, HashSet};

use fachwerk_contract::QName;
use fachwerk_contract::service::{Binding, Interface, Message, Service, Style};

use super::two::Descriptions;
use crate::Code;
use crate::diagnostic::Diagnostics;
use crate::document::Document;
use crate::documentation::dedent;
use crate::load::Closure;
use crate::names::{POLICY, WSDL, is_wsdl20, undeclared};
use crate::tree::Node;

/// Definitions of all documents, before they are joined.
#[derive(Debug, Default)]
pub(crate) struct Definitions {
    pub(crate) messages: Vec<Message>,
    pub(crate) interfaces: Vec<Interface>,
    pub(crate) bindings: Vec<Binding>,
    pub(crate) services: Vec<Service>,
    /// Where each definition was read, by the name of its element.
    pub(crate) names: HashMap<(&'static str, QName), (u32, u32)>,
    /// Bindings of other protocols or of no port type: their ports are skipped without another word.
    pub(crate) skipped_bindings: HashSet<QName>,
    /// Whether there are bindings of other protocols.
    pub(crate) foreign: bool,
    /// SOAP bindings that bind no operation by name, with their style.
    pub(crate) without_operations: HashMap<QName, Style>,
    /// Message names of each bound operation, in the order of the bindings and their operations: what tells
    /// overloads apart.
    pub(crate) bound_names: Vec<Vec<(Option<String>, Option<String>)>>,
    /// What descriptions of WSDL 2.0 leave open until all of them are read.
    pub(super) descriptions: Descriptions,
}

/// Reads the constructs of one document.
pub(super) struct Reader<'a> {
    closure: &'a Closure,
    pub(super) document: &'a Document,
    pub(super) target: &'a str,
    pub(super) definitions: &'a mut Definitions,
    pub(super) diagnostics: &'a mut Diagnostics,
}

/// Read all definitions of a closure.
pub(crate) fn read(closure: &Closure, diagnostics: &mut Diagnostics) -> Definitions {
    let mut definitions = Definitions::default();
    for index in &closure.definitions {
        let document = closure.document(*index);
        let root = document.tree.root();
        let target = root.attribute("targetNamespace").unwrap_or_default().trim();
        let mut reader = Reader { closure, document, target, definitions: &mut definitions, diagnostics };
        if is_wsdl20(root.namespace()) {
            reader.description(root);
        } else {
            reader.definitions(root);
        }
    }
    definitions
}

impl<'a> Reader<'a> {
    fn definitions(&mut self, root: Node<'a>) {
        for child in root.children() {
            if child.namespace() != WSDL {
                self.extension(child);
                continue;
            }
            match child.local() {
                "message" => self.message(child),
                "portType" => self.interface(child),
                "binding" => self.binding(child),
                "service" => self.service(child),
                "import" | "include" | "types" | "documentation" => {}
                _ => self.unexpected(child, "definitions"),
            }
        }
    }

    /// The expanded name of a definition, unless there is one of that name already.
    pub(super) fn fresh_name(&mut self, node: Node<'a>, what: &'static str) -> Option<QName> {
        let name = QName::new(self.target, self.required(node, "name")?);
        let here = (self.document.index, node.index());
        let (document, first) = *self.definitions.names.entry((what, name.clone())).or_insert(here);
        if (document, first) == here {
            return Some(name);
        }
        // the same file under two paths, or a copy of it, says nothing new
        if self.closure.document(document).tree.node(first).source() != node.source() {
            let message = format!("the {what} `{name}` is declared a second time, and differently");
            self.report(node, Code::DuplicateDefinition, message, "rename one of them; the first is read");
        }
        None
    }

    /// An attribute that has to be there.
    pub(super) fn required(&mut self, node: Node<'a>, attribute: &str) -> Option<&'a str> {
        let value = node.attribute(attribute).map(str::trim).filter(|v| !v.is_empty());
        if value.is_none() {
            let message = format!("`{}` without `{attribute}`", node.local());
            self.report(node, Code::MissingAttribute, message, "add it; the element is ignored");
        }
        value
    }

    /// An attribute that refers to a definition.
    pub(super) fn reference(&mut self, node: Node<'a>, attribute: &str) -> Option<QName> {
        let value = self.required(node, attribute)?;
        Some(self.expand(node, attribute, value))
    }

    pub(super) fn expand(&mut self, node: Node<'a>, attribute: &str, value: &'a str) -> QName {
        node.qname(value).unwrap_or_else(|prefix| {
            let message = format!("the prefix `{prefix}` is not declared");
            let at = node.attribute_offset(attribute);
            self.report_at(at, Code::UndeclaredPrefix, message, "add an `xmlns:` declaration for it");
            QName::new(undeclared(prefix), value.rsplit(':').next().unwrap_or(value))
        })
    }

    /// `wsdl:documentation`.
    pub(super) fn documentation(node: Node<'_>) -> Option<String> {
        let own = |c: &Node<'_>| c.namespace() == WSDL || is_wsdl20(c.namespace());
        node.children().find(|c| c.local() == "documentation" && own(c)).and_then(|c| dedent(&c.text()))
    }

    /// An element of another namespace that nothing here understands: only worth a word where it insists.
    pub(super) fn extension(&mut self, node: Node<'a>) {
        let required = node.attribute_in(WSDL, "required").is_some_and(|r| matches!(r.trim(), "true" | "1"));
        if required && !POLICY.contains(&node.namespace()) && !node.local().starts_with("UsingAddressing") {
            let name = QName::new(node.namespace(), node.local());
            let message = format!("`{name}` says that it is required, but it is not supported");
            self.report(
                node,
                Code::UnknownExtension,
                message,
                "check whether the service can be called without it",
            );
        }
    }

    pub(super) fn unexpected(&mut self, node: Node<'a>, parent: &str) {
        let message = format!("`{}` cannot stand in `{parent}`", node.local());
        self.report(node, Code::UnexpectedDefinition, message, "it is ignored; is the name right?");
    }

    pub(super) fn report(&mut self, node: Node<'a>, code: Code, message: impl Into<String>, advice: &str) {
        self.report_at(node.offset(), code, message, advice);
    }

    pub(super) fn report_at(&mut self, offset: usize, code: Code, message: impl Into<String>, advice: &str) {
        self.diagnostics.push(self.document.diagnostic(offset, code, message, advice));
    }
}
