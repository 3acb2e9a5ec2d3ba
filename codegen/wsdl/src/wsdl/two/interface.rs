// SPDX-License-Identifier: EUPL-1.2
//! `interface` (WSDL 2.0 part 1, sections 2.2 to 2.8; message exchange patterns: part 2, section 2).

use fachwerk_contract::QName;
use fachwerk_contract::service::{EffectClass, Interface, MessageRef, Operation, Pattern};

use crate::Code;
use crate::names::is_wsdl20;
use crate::tree::Node;
use crate::wsdl::interface::{action, name_messages};
use crate::wsdl::reader::Reader;

impl<'a> Reader<'a> {
    pub(super) fn interface20(&mut self, node: Node<'a>) {
        let Some(name) = self.fresh_name(node, "port type") else { return };
        let location = self.document.location(node);
        let extends = node.attribute("extends").unwrap_or_default();
        let extends = extends.split_ascii_whitespace().map(|e| self.expand(node, "extends", e)).collect();
        self.definitions.descriptions.extends.insert(name.clone(), (extends, location));
        let style = node.attribute("styleDefault").unwrap_or_default();
        let mut operations = Vec::new();
        for child in node.children() {
            if !is_wsdl20(child.namespace()) {
                self.extension(child);
                continue;
            }
            match child.local() {
                "operation" => operations.extend(self.operation20(child, &name, style)),
                "fault" => self.interface_fault(child, &name),
                "documentation" => {}
                _ => self.unexpected(child, "interface"),
            }
        }
        let documentation = Self::documentation(node);
        self.definitions.interfaces.push(Interface { name, documentation, operations, location });
    }

    fn interface_fault(&mut self, node: Node<'a>, interface: &QName) {
        let Some(name) = self.required(node, "name") else { return };
        let message = self.made_message(node, format!("{}.{name}", interface.local));
        let fault = QName::new(self.target, name);
        self.definitions.descriptions.faults.entry(interface.clone()).or_default().push((fault, message));
    }

    fn operation20(&mut self, node: Node<'a>, interface: &QName, style: &str) -> Option<Operation> {
        let name = self.required(node, "name")?.to_owned();
        let mut input = None;
        let mut output = None;
        let mut faults = Vec::new();
        for child in node.children() {
            if !is_wsdl20(child.namespace()) {
                self.extension(child);
                continue;
            }
            match child.local() {
                "input" if input.is_none() => input = Some(self.message20(child, interface, &name)),
                "output" if output.is_none() => output = Some(self.message20(child, interface, &name)),
                "infault" | "outfault" => faults.extend(self.fault_reference(child)),
                "documentation" => {}
                _ => self.unexpected(child, "operation"),
            }
        }
        let pattern = self.pattern(node, input.is_some(), output.is_some());
        name_messages(&name, pattern, input.as_mut(), output.as_mut());
        let styles = node.attribute("style").unwrap_or(style);
        if styles.split_ascii_whitespace().any(|s| s.ends_with("/rpc")) {
            let text = format!("the RPC signature of `{name}` is not needed: its elements say what is sent");
            self.report(node, Code::SignatureIgnored, text, "nothing has to be done");
        }
        // said by the author, not guessed (part 2, section 3.1)
        let safe = node.attributes().any(|a| {
            a.local == "safe" && a.namespace.ends_with("wsdl-extensions") && a.value.trim() == "true"
        });
        Some(Operation {
            name,
            documentation: Self::documentation(node),
            pattern,
            input,
            output,
            faults,
            parameter_order: Vec::new(),
            effect: if safe { EffectClass::Read } else { EffectClass::Unknown },
            location: self.document.location(node),
        })
    }

    fn pattern(&mut self, node: Node<'a>, input: bool, output: bool) -> Pattern {
        let uri = node.attribute("pattern").map_or("in-out", str::trim);
        match uri.rsplit('/').next().unwrap_or(uri) {
            "in-out" | "in-opt-out" if output => Pattern::RequestResponse,
            "in-only" | "robust-in-only" | "in-opt-out" | "in-out" if input => Pattern::OneWay,
            "out-in" | "out-opt-in" if input && output => Pattern::SolicitResponse,
            "out-only" | "robust-out-only" | "out-opt-in" => Pattern::Notification,
            _ => {
                let message =
                    format!("the message exchange pattern `{uri}` does not go with the messages given");
                let at = node.attribute_offset("pattern");
                self.report_at(
                    at,
                    Code::BadDefinitionValue,
                    message,
                    "the messages are read; correct the pattern",
                );
                match (input, output) {
                    (true, false) => Pattern::OneWay,
                    (false, true) => Pattern::Notification,
                    _ => Pattern::RequestResponse,
                }
            }
        }
    }

    fn message20(&mut self, node: Node<'a>, interface: &QName, operation: &str) -> MessageRef {
        let label = node.local();
        let message = self.made_message(node, format!("{}.{operation}.{label}", interface.local));
        MessageRef {
            name: String::new(),
            message,
            action: action(node),
            documentation: Self::documentation(node),
        }
    }

    /// The message is still the fault's name: the fault may be one of an interface that is extended.
    fn fault_reference(&mut self, node: Node<'a>) -> Option<MessageRef> {
        let fault = self.reference(node, "ref")?;
        Some(MessageRef {
            name: fault.local.clone(),
            message: fault,
            action: action(node),
            documentation: Self::documentation(node),
        })
    }
}
