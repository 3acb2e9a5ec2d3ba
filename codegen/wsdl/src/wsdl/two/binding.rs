// SPDX-License-Identifier: EUPL-1.2
//! `binding` (WSDL 2.0 part 1, sections 2.9 to 2.11; SOAP and HTTP: part 2, sections 5 and 6).

use fachwerk_contract::QName;
use fachwerk_contract::service::{
    BoundMessage, Header, HttpSerialization, Message, Part, PartContent, Protocol, Use,
};

use super::{OperationRules, Rules};
use crate::Code;
use crate::names::{extension_of_wsdl20, is_wsdl20};
use crate::tree::Node;
use crate::wsdl::reader::Reader;

/// Value of an attribute in a namespace of WSDL 2.0's SOAP or HTTP extensions, of whichever version.
fn extension<'a>(node: Node<'a>, kind: &str, local: &str) -> Option<&'a str> {
    let found =
        node.attributes().find(|a| a.local == local && is_wsdl20(a.namespace) && is_for(a.namespace, kind));
    found.map(|a| a.value.trim()).filter(|v| !v.is_empty())
}

/// Whether a namespace of WSDL 2.0 is for SOAP or HTTP; a draft had one for SOAP 1.2 alone.
fn is_for(namespace: &str, kind: &str) -> bool {
    extension_of_wsdl20(namespace).is_some_and(|own| own == kind || kind == SOAP && own == "/soap12")
}

const SOAP: &str = "/soap";
const HTTP: &str = "/http";

impl<'a> Reader<'a> {
    pub(super) fn binding20(&mut self, node: Node<'a>) {
        let Some(name) = self.fresh_name(node, "binding") else { return };
        let Some(kind) = self.required(node, "type") else { return };
        let protocol = if is_wsdl20(kind) && is_for(kind, SOAP) {
            match extension(node, SOAP, "version") {
                Some("1.1") => Protocol::Soap11,
                // the default (part 2, section 5.10.1)
                _ => Protocol::Soap12,
            }
        } else if is_wsdl20(kind) && is_for(kind, HTTP) {
            Protocol::Http
        } else {
            self.skip_binding(node, name, &format!("`{kind}`"), "endpoints");
            return;
        };
        let transport = match protocol {
            Protocol::Http => extension(node, HTTP, "methodDefault"),
            _ => extension(node, SOAP, "protocol"),
        };
        let interface = node.attribute("interface").map(str::trim).filter(|i| !i.is_empty());
        let mut rules = Rules {
            name: name.clone(),
            interface: interface.map(|i| self.expand(node, "interface", i)),
            protocol,
            transport: transport.map(str::to_owned),
            operations: Vec::new(),
            documentation: Self::documentation(node),
            location: self.document.location(node),
        };
        for child in node.children() {
            if !is_wsdl20(child.namespace()) {
                self.extension(child);
                continue;
            }
            match child.local() {
                "operation" => rules.operations.extend(self.operation_rules(child, &name)),
                "fault" | "documentation" => {}
                _ if is_wsdl20(child.namespace()) && is_for(child.namespace(), SOAP) => self.module(child),
                _ => self.unexpected(child, "binding"),
            }
        }
        self.definitions.descriptions.bindings.insert(name, rules);
    }

    /// `wsoap:module` (part 2, section 5.8): a feature that only its own specification explains.
    fn module(&mut self, node: Node<'a>) {
        if node.local() == "module"
            && node.attribute("required").is_some_and(|r| matches!(r.trim(), "true" | "1"))
        {
            let message = format!(
                "the SOAP module `{}` says that it is required, but it is not supported",
                node.attribute("ref").unwrap_or_default().trim()
            );
            self.report(
                node,
                Code::UnknownExtension,
                message,
                "check whether the service can be called without it",
            );
        }
    }

    fn operation_rules(&mut self, node: Node<'a>, binding: &QName) -> Option<OperationRules> {
        let operation = self.reference(node, "ref")?;
        let mut rules = OperationRules {
            soap_action: extension(node, SOAP, "action").map(str::to_owned),
            method: extension(node, HTTP, "method").map(str::to_ascii_uppercase),
            http_location: extension(node, HTTP, "location").map(str::to_owned),
            serialization: None,
            media_type: extension(node, HTTP, "inputSerialization").map(str::to_owned),
            input: BoundMessage::default(),
            output: BoundMessage::default(),
            documentation: Self::documentation(node),
            location: self.document.location(node),
            operation,
        };
        if rules.media_type.as_deref() == Some("application/x-www-form-urlencoded") {
            rules.serialization = Some(HttpSerialization::UrlEncoded);
        }
        for child in node.children().filter(|c| is_wsdl20(c.namespace())) {
            let local = &rules.operation.local;
            match child.local() {
                "input" => {
                    self.headers20(child, &format!("{}.{local}.input", binding.local), &mut rules.input);
                }
                "output" => {
                    self.headers20(child, &format!("{}.{local}.output", binding.local), &mut rules.output);
                }
                "infault" | "outfault" | "documentation" => {}
                _ if is_for(child.namespace(), SOAP) => self.module(child),
                _ => self.unexpected(child, "operation"),
            }
        }
        Some(rules)
    }

    /// `wsoap:header` (part 2, section 5.9): an element, for which a message is made.
    fn headers20(&mut self, node: Node<'a>, owner: &str, message: &mut BoundMessage) {
        for child in node.children().filter(|c| is_wsdl20(c.namespace()) && is_for(c.namespace(), SOAP)) {
            if child.local() != "header" {
                self.module(child);
                continue;
            }
            let Some(element) = self.reference(child, "element") else { continue };
            let name = QName::new(self.target, format!("{owner}.header{}", message.headers.len() + 1));
            let part = Part {
                name: "header".to_owned(),
                content: PartContent::Element(element),
                documentation: None,
            };
            self.definitions.messages.push(Message {
                name: name.clone(),
                parts: vec![part],
                documentation: Self::documentation(child),
                location: self.document.location(child),
            });
            message.headers.push(Header {
                message: name,
                part: "header".to_owned(),
                header_use: Use::Literal,
                namespace: None,
                required: child.attribute("required").is_some_and(|r| matches!(r.trim(), "true" | "1")),
                faults: Vec::new(),
            });
        }
    }
}
