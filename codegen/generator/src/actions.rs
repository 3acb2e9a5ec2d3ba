// SPDX-License-Identifier: EUPL-1.2
//! The actions that callers have to send where WS-Addressing is asked for (WS-Addressing 1.0 - Metadata, section 4.4):
//! given, those of SOAP, or the defaults.

use std::collections::HashMap;

use fachwerk_contract::Contract;
use fachwerk_contract::service::{Binding, Interface, Operation, Policy};

use crate::report::{Action, ActionFrom};

/// Whether an assertion asks for WS-Addressing headers.
fn asks(policy: &Policy) -> bool {
    policy.assertions.iter().any(|name| matches!(name.local.as_str(), "Addressing" | "UsingAddressing"))
}

/// The actions of every message that a policy with WS-Addressing is about, in the order of the bindings; none where it
/// asks for something else.
pub(crate) fn actions(contract: &Contract, policy: &Policy) -> Vec<Action> {
    let mut found: Vec<Action> = Vec::new();
    if !asks(policy) {
        return found;
    }
    let subject = Subject::of(contract, &policy.subject);
    for binding in subject.bindings {
        let Some(interface) = contract.interface(&binding.interface) else { continue };
        let mut seen: HashMap<&str, usize> = HashMap::new();
        for bound in &binding.operations {
            // Overloads stand in the same order in both.
            let times = seen.entry(&bound.name).or_default();
            let operation = interface.operations.iter().filter(|o| o.name == bound.name).nth(*times);
            *times += 1;
            let Some(operation) = operation.filter(|o| subject.operation.is_none_or(|name| name == o.name))
            else {
                continue;
            };
            for action in of_operation(interface, operation, bound.soap_action.as_deref()) {
                let asked = subject.message.as_deref().is_none_or(|message| message == action.message);
                if asked && !found.contains(&action) {
                    found.push(action);
                }
            }
        }
    }
    found
}

fn of_operation(interface: &Interface, operation: &Operation, soap_action: Option<&str>) -> Vec<Action> {
    let one = |message: String, given: bool, action: String| Action {
        operation: operation.name.clone(),
        message,
        from: if given { ActionFrom::Given } else { ActionFrom::Default },
        action,
    };
    let mut found = Vec::new();
    if let (Some(input), Some(action)) = (&operation.input, interface.input_action(operation, soap_action)) {
        let mut input = one("input".to_owned(), input.action.is_some(), action);
        if input.from == ActionFrom::Default && soap_action.is_some_and(|spoken| !spoken.trim().is_empty()) {
            input.from = ActionFrom::SoapAction;
        }
        found.push(input);
    }
    if let (Some(output), Some(action)) = (&operation.output, interface.output_action(operation)) {
        found.push(one("output".to_owned(), output.action.is_some(), action));
    }
    for fault in &operation.faults {
        let action = interface.fault_action(operation, fault);
        found.push(one(format!("fault:{}", fault.name), fault.action.is_some(), action));
    }
    found
}

/// What a policy is about.
struct Subject<'c> {
    bindings: Vec<&'c Binding>,
    operation: Option<&'c str>,
    /// `input`, `output` or `fault:NAME`.
    message: Option<String>,
}

impl<'c> Subject<'c> {
    /// Names of the path, as WS-Policy attachment has read them: `binding/B/operation/o/input`.
    fn of(contract: &'c Contract, path: &'c str) -> Self {
        let steps: Vec<&str> = path.split('/').collect();
        let bindings = |wanted: &dyn Fn(&Binding) -> bool| {
            contract.bindings.iter().filter(|binding| wanted(binding)).collect::<Vec<_>>()
        };
        let of_ports = |service: &str, port: Option<&str>| {
            let services = contract.services.iter().filter(|s| s.name.local == service);
            let ports = services.flat_map(|s| &s.ports).filter(|p| port.is_none_or(|name| name == p.name));
            ports.filter_map(|port| contract.binding(&port.binding)).collect::<Vec<_>>()
        };
        let (bindings, rest) = match steps.as_slice() {
            ["binding", name, rest @ ..] => (bindings(&|b| b.name.local == *name), rest),
            ["portType" | "interface", name, rest @ ..] => (bindings(&|b| b.interface.local == *name), rest),
            ["service", service, "port" | "endpoint", port, ..] => (of_ports(service, Some(port)), &[][..]),
            ["service", service, ..] => (of_ports(service, None), &[][..]),
            _ => (Vec::new(), &[][..]),
        };
        let (operation, message) = match rest {
            ["operation", name] => (Some(*name), None),
            ["operation", name, "fault", fault, ..] => (Some(*name), Some(format!("fault:{fault}"))),
            ["operation", name, message, ..] => (Some(*name), Some((*message).to_owned())),
            _ => (None, None),
        };
        Self { bindings, operation, message }
    }
}
