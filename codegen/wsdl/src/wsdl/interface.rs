// SPDX-License-Identifier: EUPL-1.2
//! `wsdl:portType` (WSDL 1.1, section 2.4).

use fachwerk_contract::service::{EffectClass, Interface, MessageRef, Operation, Pattern};

use super::reader::Reader;
use crate::names::{ACTION, WSDL};
use crate::tree::Node;

impl<'a> Reader<'a> {
    pub(super) fn interface(&mut self, node: Node<'a>) {
        let Some(name) = self.fresh_name(node, "port type") else { return };
        let mut operations = Vec::new();
        for child in node.children() {
            if child.is(WSDL, "operation") {
                operations.extend(self.operation(child));
            } else if child.namespace() != WSDL {
                self.extension(child);
            } else if child.local() != "documentation" {
                self.unexpected(child, "portType");
            }
        }
        let documentation = Self::documentation(node);
        let location = self.document.location(node);
        self.definitions.interfaces.push(Interface { name, documentation, operations, location });
    }

    fn operation(&mut self, node: Node<'a>) -> Option<Operation> {
        let name = self.required(node, "name")?.to_owned();
        let mut input = None;
        let mut output = None;
        let mut faults = Vec::new();
        let mut output_first = false;
        for child in node.children() {
            if child.namespace() != WSDL {
                self.extension(child);
                continue;
            }
            match child.local() {
                "input" if input.is_none() => input = self.message_ref(child),
                "output" if output.is_none() => {
                    output_first = input.is_none();
                    output = self.message_ref(child);
                }
                "fault" => faults.extend(self.message_ref(child)),
                "documentation" => {}
                _ => self.unexpected(child, "operation"),
            }
        }
        let pattern = match (&input, &output) {
            (Some(_), Some(_)) if output_first => Pattern::SolicitResponse,
            (None, Some(_)) => Pattern::Notification,
            (Some(_), None) => Pattern::OneWay,
            _ => Pattern::RequestResponse,
        };
        name_messages(&name, pattern, input.as_mut(), output.as_mut());
        let order = node.attribute("parameterOrder").unwrap_or_default();
        Some(Operation {
            name,
            documentation: Self::documentation(node),
            pattern,
            input,
            output,
            faults,
            parameter_order: order.split_ascii_whitespace().map(str::to_owned).collect(),
            effect: EffectClass::Unknown,
            location: self.document.location(node),
        })
    }

    fn message_ref(&mut self, node: Node<'a>) -> Option<MessageRef> {
        let message = self.reference(node, "message")?;
        let name = match node.attribute("name") {
            None if node.local() == "fault" => message.local.clone(),
            name => name.unwrap_or_default().to_owned(),
        };
        Some(MessageRef { name, message, action: action(node), documentation: Self::documentation(node) })
    }
}

/// Give input and output the names that they have where none is written (WSDL 1.1, section 2.4.5).
pub(in crate::wsdl) fn name_messages(
    operation: &str,
    pattern: Pattern,
    input: Option<&mut MessageRef>,
    output: Option<&mut MessageRef>,
) {
    for (message, is_output) in [(input, false), (output, true)] {
        if let Some(message) = message.filter(|message| message.name.is_empty()) {
            message.name = default_name(operation, pattern, is_output);
        }
    }
}

/// The WS-Addressing action that an input, output or fault gives.
pub(in crate::wsdl) fn action(node: Node<'_>) -> Option<String> {
    let action = ACTION.iter().find_map(|namespace| node.attribute_in(namespace, "Action"));
    action.map(str::trim).filter(|a| !a.is_empty()).map(str::to_owned)
}

/// Names of inputs and outputs without one.
pub(in crate::wsdl) fn default_name(operation: &str, pattern: Pattern, output: bool) -> String {
    match (pattern, output) {
        (Pattern::OneWay | Pattern::Notification, _) => operation.to_owned(),
        (Pattern::RequestResponse, false) => format!("{operation}Request"),
        (Pattern::SolicitResponse, true) => format!("{operation}Solicit"),
        _ => format!("{operation}Response"),
    }
}
