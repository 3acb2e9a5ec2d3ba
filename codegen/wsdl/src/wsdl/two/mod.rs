// SPDX-License-Identifier: EUPL-1.2
//! WSDL 2.0 (W3C Recommendation 26 June 2007) in the words of the contract, which are those of WSDL 1.1.
//!
//! An operation of WSDL 2.0 names elements where one of WSDL 1.1 names messages: a message is made for each, with one
//! part. Faults belong to interfaces there and to operations here. A binding says only what differs from the defaults;
//! here every operation is bound.

mod binding;
mod expand;
mod interface;

use std::collections::HashMap;

use fachwerk_contract::service::{
    BoundMessage, HttpSerialization, Message, Part, PartContent, Port, Protocol,
};
use fachwerk_contract::{Location, QName};
use indexmap::IndexMap;

pub(crate) use expand::expand;

use super::reader::Reader;
use crate::Code;
use crate::names::is_wsdl20;
use crate::tree::Node;

/// What has to wait until all documents are read.
#[derive(Debug, Default)]
pub(crate) struct Descriptions {
    /// Which interfaces each one extends, and where it says so.
    extends: IndexMap<QName, (Vec<QName>, Location)>,
    /// Faults of each interface, and the messages made of them.
    faults: HashMap<QName, Vec<(QName, QName)>>,
    bindings: IndexMap<QName, Rules>,
    /// The interface of each service: what a binding without one is for.
    services: HashMap<QName, QName>,
}

/// What a binding of WSDL 2.0 says.
#[derive(Debug)]
struct Rules {
    name: QName,
    interface: Option<QName>,
    protocol: Protocol,
    transport: Option<String>,
    operations: Vec<OperationRules>,
    documentation: Option<String>,
    location: Location,
}

#[derive(Debug)]
struct OperationRules {
    operation: QName,
    soap_action: Option<String>,
    method: Option<String>,
    http_location: Option<String>,
    serialization: Option<HttpSerialization>,
    media_type: Option<String>,
    input: BoundMessage,
    output: BoundMessage,
    documentation: Option<String>,
    location: Location,
}

impl<'a> Reader<'a> {
    /// `description` (part 1, section 2.1).
    pub(super) fn description(&mut self, root: Node<'a>) {
        for child in root.children() {
            if !is_wsdl20(child.namespace()) {
                self.extension(child);
                continue;
            }
            match child.local() {
                "interface" => self.interface20(child),
                "binding" => self.binding20(child),
                "service" => self.service20(child),
                "import" | "include" | "types" | "documentation" => {}
                _ => self.unexpected(child, "description"),
            }
        }
    }

    /// `service` with its endpoints (part 1, sections 2.12 and 2.13).
    fn service20(&mut self, node: Node<'a>) {
        let name = node.attribute("name").map(str::trim).filter(|n| !n.is_empty());
        if let (Some(name), Some(interface)) = (name, self.reference(node, "interface")) {
            let services = &mut self.definitions.descriptions.services;
            services.entry(QName::new(self.target, name)).or_insert(interface);
        }
        self.service_of(node, is_wsdl20, "endpoint", Self::endpoint);
    }

    fn endpoint(&mut self, node: Node<'a>) -> Option<Port> {
        let name = self.required(node, "name")?.to_owned();
        let binding = self.reference(node, "binding")?;
        let address = node.attribute("address").map(str::trim).filter(|a| !a.is_empty()).map(str::to_owned);
        Some(Port { name, binding, address, location: self.document.location(node) })
    }

    /// A message of one element (part 1, section 2.5.1: `#none`, `#any`, `#other` or a name).
    fn made_message(&mut self, node: Node<'a>, local: String) -> QName {
        let name = QName::new(self.target, local);
        let content = match node.attribute("element").map(str::trim).filter(|e| !e.is_empty()) {
            Some("#none") => None,
            // no element at all means #other (section 2.5.2), which is not described by a schema
            None | Some("#any" | "#other") => {
                let message = format!("the content of `{}` is not described", name.local);
                self.report(
                    node,
                    Code::ContentNotDescribed,
                    message,
                    "it takes anything; name an `element` if you can",
                );
                Some(PartContent::Type(QName::new(crate::names::XSD, "anyType")))
            }
            Some(element) => Some(PartContent::Element(self.expand(node, "element", element))),
        };
        let parts = content
            .map(|content| Part { name: "body".to_owned(), content, documentation: None })
            .into_iter()
            .collect();
        let documentation = Self::documentation(node);
        let location = self.document.location(node);
        self.definitions.messages.push(Message { name: name.clone(), parts, documentation, location });
        name
    }
}
