// SPDX-License-Identifier: EUPL-1.2
//! Bindings and services for a WSDL that has none: abstract definitions are published alone, and a facade is wanted
//! of them all the same.

use std::collections::{HashMap, HashSet};

use fachwerk_contract::service::{
    Binding, BindingOperation, BoundFault, BoundMessage, Interface, Message, Operation, PartContent, Port,
    Protocol, Service, Style, Use,
};
use fachwerk_contract::{Contract, QName};

use crate::Code;
use crate::diagnostic::Diagnostics;
use crate::load::Closure;

/// Where no service is declared, or none with a port that leads anywhere, assume SOAP 1.1 and one service for each
/// port type. Not where the bindings are of a `foreign` protocol: such a service does not speak SOAP over HTTP.
pub(crate) fn assume(
    contract: &mut Contract,
    foreign: bool,
    closure: &Closure,
    diagnostics: &mut Diagnostics,
) {
    if contract.services.iter().any(|s| !s.ports.is_empty()) || foreign && contract.bindings.is_empty() {
        return;
    }
    let messages: HashMap<&QName, &Message> = contract.messages.iter().map(|m| (&m.name, m)).collect();
    let mut by_interface: HashMap<QName, Vec<QName>> = HashMap::new();
    for binding in &contract.bindings {
        by_interface.entry(binding.interface.clone()).or_default().push(binding.name.clone());
    }
    let own: HashSet<&QName> = contract.interfaces.iter().map(|i| &i.name).collect();
    contract.services.retain(|service| !own.contains(&service.name));
    for interface in &contract.interfaces {
        if interface.operations.is_empty() {
            continue;
        }
        let bound = by_interface.remove(&interface.name).unwrap_or_default();
        let what = if bound.is_empty() { "binding or service" } else { "service" };
        let bound = if bound.is_empty() {
            contract.bindings.push(binding(interface, &messages));
            vec![interface.name.clone()]
        } else {
            bound
        };
        let message = format!("no {what} for the port type `{}`: one is assumed", interface.name.local);
        let advice = "give the WSDL with the binding and the service, if there is one";
        closure.report(diagnostics, interface.location, Code::BindingAssumed, message, advice);
        let ports = bound
            .iter()
            .map(|binding| Port {
                name: binding.local.clone(),
                binding: binding.clone(),
                address: None,
                location: interface.location,
            })
            .collect();
        contract.services.push(Service {
            name: interface.name.clone(),
            documentation: interface.documentation.clone(),
            ports,
            location: interface.location,
        });
    }
}

/// An operation bound with the defaults: no action, literal, everything in the body.
pub(super) fn bind(operation: &Operation, style: Style, namespace: &str) -> BindingOperation {
    let namespace = (style == Style::Rpc).then(|| namespace.to_owned());
    let message = || BoundMessage { namespace: namespace.clone(), ..BoundMessage::default() };
    let fault = |name: &String| BoundFault { name: name.clone(), fault_use: Use::Literal };
    BindingOperation {
        name: operation.name.clone(),
        soap_action: None,
        style,
        input: operation.input.as_ref().map(|_| message()),
        output: operation.output.as_ref().map(|_| message()),
        faults: operation.faults.iter().map(|f| fault(&f.name)).collect(),
        documentation: None,
        location: operation.location,
    }
}

fn binding(interface: &Interface, messages: &HashMap<&QName, &Message>) -> Binding {
    let by_type = |name: &QName| {
        let parts = messages.get(name).map(|m| m.parts.as_slice()).unwrap_or_default();
        parts.iter().any(|p| matches!(p.content, PartContent::Type(_)))
    };
    let style = |operation: &Operation| {
        let mut sent = operation.input.iter().chain(&operation.output);
        if sent.any(|m| by_type(&m.message)) { Style::Rpc } else { Style::Document }
    };
    let bound = |operation| bind(operation, style(operation), &interface.name.namespace);
    let operations = interface.operations.iter().map(bound).collect();
    Binding {
        name: interface.name.clone(),
        interface: interface.name.clone(),
        protocol: Protocol::Soap11,
        transport: Some("http://schemas.xmlsoap.org/soap/http".to_owned()),
        operations,
        documentation: None,
        location: interface.location,
    }
}
