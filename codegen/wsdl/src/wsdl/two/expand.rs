// SPDX-License-Identifier: EUPL-1.2
//! From descriptions that say only what differs to definitions that say everything.

use std::collections::{HashMap, HashSet};

use fachwerk_contract::service::{
    Binding, BindingOperation, BoundFault, EffectClass, HttpRequest, HttpSerialization, Interface, MimePart,
    Operation, Protocol, Style, Use,
};
use fachwerk_contract::{Location, QName, default_fault_action};

use super::{OperationRules, Rules};
use crate::Code;
use crate::diagnostic::Diagnostics;
use crate::load::Closure;
use crate::wsdl::Definitions;

/// Operations that are inherited and bound, all together: a description multiplies them, and no honest one so far.
const MAX_OPERATIONS: usize = 200_000;

/// Inherit operations and faults, and bind all operations.
pub(crate) fn expand(
    definitions: &mut Definitions,
    closure: &Closure,
    limit: u32,
    diagnostics: &mut Diagnostics,
) {
    if definitions.descriptions.extends.is_empty() && definitions.descriptions.bindings.is_empty() {
        return;
    }
    let mut expander =
        Expander { definitions, closure, diagnostics, limit: limit as usize, left: MAX_OPERATIONS };
    expander.interfaces();
    expander.bindings();
}

struct Expander<'a> {
    definitions: &'a mut Definitions,
    closure: &'a Closure,
    diagnostics: &'a mut Diagnostics,
    /// Interfaces that one may extend.
    limit: usize,
    /// Operations that may still be made.
    left: usize,
}

impl Expander<'_> {
    /// Whether so many operations may be made; the refusal is said once.
    fn room(&mut self, operations: usize, at: Location) -> bool {
        let room = operations <= self.left;
        if !room && self.left > 0 {
            let message = format!("more than {MAX_OPERATIONS} operations are inherited and bound");
            self.report(at, Code::TooLarge, message, "no service has as many; the rest is left out");
            self.left = 0;
        }
        self.left = self.left.saturating_sub(operations);
        room
    }

    fn report(&mut self, at: Location, code: Code, message: String, advice: &str) {
        self.closure.report(self.diagnostics, at, code, message, advice);
    }

    /// An interface has the operations and faults of those it extends (part 1, section 2.2.1).
    fn interfaces(&mut self) {
        let before: Vec<Interface> = self.definitions.interfaces.clone();
        let by_name: HashMap<&QName, &Interface> = before.iter().map(|i| (&i.name, i)).collect();
        for (index, interface) in before.iter().enumerate() {
            let Some((bases, at)) = self.definitions.descriptions.extends.get(&interface.name).cloned()
            else {
                continue;
            };
            let extends = &self.definitions.descriptions.extends;
            for name in bases.iter().filter(|name| !extends.contains_key(*name)).cloned().collect::<Vec<_>>()
            {
                let message = format!("there is no interface `{name}` to extend");
                let advice = "check the name, its prefix, and whether an import is missing; its operations are missing";
                self.report(at, Code::UnknownPortType, message, advice);
            }
            if self.left == 0 {
                continue;
            }
            let line = self.ancestors(&interface.name);
            // walking towers is work, too
            if !self.room(line.len(), at) {
                continue;
            }
            if line.len() > self.limit {
                let message = format!(
                    "the interface `{}` extends more than {} others",
                    interface.name.local, self.limit
                );
                self.report(
                    at,
                    Code::DerivationTooDeep,
                    message,
                    "no description of the wild does; it has its own operations only",
                );
                continue;
            }
            let extends = &self.definitions.descriptions.extends;
            if line.iter().any(|name| extends.get(name).is_some_and(|(b, _)| b.contains(&interface.name))) {
                let message = format!("the interface `{}` extends itself", interface.name.local);
                self.report(
                    at,
                    Code::Circular,
                    message,
                    "break the circle; it has the operations of all in it",
                );
            }
            let all = line.iter().filter_map(|name| by_name.get(name)).map(|i| i.operations.len()).sum();
            if !self.room(all, at) {
                continue;
            }
            let mut operations: Vec<Operation> = Vec::with_capacity(all);
            for name in &line {
                for operation in by_name.get(name).map(|i| i.operations.as_slice()).unwrap_or_default() {
                    operations.push(operation.clone());
                    if let Some(operation) = operations.last_mut() {
                        self.faults(operation, &line, *name == interface.name);
                    }
                }
            }
            self.definitions.interfaces[index].operations = operations;
        }
    }

    /// The interfaces that one extends, the farthest first, and itself.
    fn ancestors(&self, name: &QName) -> Vec<QName> {
        let extends = &self.definitions.descriptions.extends;
        let (mut line, mut seen) = (Vec::new(), HashSet::new());
        // with a stack of its own: a chain may be as long as there are interfaces, and go round in a circle
        let mut open = vec![(name.clone(), false)];
        while let Some((name, done)) = open.pop() {
            if seen.len() > self.limit {
                return seen.into_iter().collect();
            }
            if done {
                line.push(name);
                continue;
            }
            if !seen.insert(name.clone()) {
                continue;
            }
            let Some((bases, _)) = extends.get(&name) else { continue };
            open.push((name, true));
            open.extend(bases.iter().rev().map(|base| (base.clone(), false)));
        }
        line
    }

    fn faults(&mut self, operation: &mut Operation, line: &[QName], own: bool) {
        let mut lost = Vec::new();
        let faults = &self.definitions.descriptions.faults;
        operation.faults.retain_mut(|fault| {
            let declared =
                line.iter().rev().flat_map(|i| faults.get(i).into_iter().flatten().map(move |f| (i, f)));
            let known = declared.into_iter().find(|(_, (name, _))| *name == fault.message);
            match known {
                Some((interface, (_, message))) => {
                    fault.action.get_or_insert_with(|| default_fault_action(interface, &fault.name));
                    fault.message = message.clone();
                    true
                }
                None => {
                    lost.push(fault.name.clone());
                    false
                }
            }
        });
        // an infault and an outfault of one name are one fault
        let mut seen = HashSet::new();
        operation.faults.retain(|fault| seen.insert(fault.name.clone()));
        // said where it is declared, not again where it is inherited
        for name in lost.into_iter().filter(|_| own) {
            let message =
                format!("the interface has no fault `{name}`; `{}` goes without it", operation.name);
            self.report(
                operation.location,
                Code::FaultLeftOut,
                message,
                "declare it; callers get it untyped",
            );
        }
    }

    fn bindings(&mut self) {
        let interfaces = std::mem::take(&mut self.definitions.interfaces);
        let by_name: HashMap<&QName, &Interface> = interfaces.iter().map(|i| (&i.name, i)).collect();
        for (_, rules) in std::mem::take(&mut self.definitions.descriptions.bindings) {
            for (interface, name) in self.bound_interfaces(&rules) {
                let declared = by_name.get(&interface).copied();
                if !self.room(declared.map_or(0, |d| d.operations.len()), rules.location) {
                    continue;
                }
                let binding = self.binding(&rules, declared, interface, name);
                let operations = binding.operations.len();
                self.definitions.bindings.push(binding);
                self.definitions.bound_names.push(vec![(None, None); operations]);
            }
        }
        self.definitions.interfaces = interfaces;
    }

    /// A binding without an interface is one for whichever service has an endpoint with it (part 1, section 2.9.1);
    /// for a second interface it takes another name.
    fn bound_interfaces(&mut self, rules: &Rules) -> Vec<(QName, QName)> {
        if let Some(interface) = &rules.interface {
            return vec![(interface.clone(), rules.name.clone())];
        }
        let mut found: Vec<(QName, QName)> = Vec::new();
        for service in &mut self.definitions.services {
            let Some(interface) = self.definitions.descriptions.services.get(&service.name) else { continue };
            for port in service.ports.iter_mut().filter(|port| port.binding == rules.name) {
                let known = found.iter().find(|(other, _)| other == interface).map(|(_, name)| name.clone());
                let name = known.unwrap_or_else(|| {
                    let name = if found.is_empty() {
                        rules.name.clone()
                    } else {
                        let local = format!("{}.{}", rules.name.local, interface.local);
                        QName::new(rules.name.namespace.clone(), local)
                    };
                    found.push((interface.clone(), name.clone()));
                    name
                });
                port.binding = name;
            }
        }
        found
    }

    fn binding(
        &mut self,
        rules: &Rules,
        declared: Option<&Interface>,
        interface: QName,
        name: QName,
    ) -> Binding {
        let operations: Vec<BindingOperation> = declared
            .map(|declared| {
                let rules_of: HashMap<&str, &OperationRules> =
                    rules.operations.iter().rev().map(|r| (r.operation.local.as_str(), r)).collect();
                let rule = |o: &Operation| rules_of.get(o.name.as_str()).copied();
                declared.operations.iter().map(|o| bound(o, rules, rule(o))).collect()
            })
            .unwrap_or_default();
        let known: HashSet<&str> =
            declared.into_iter().flat_map(|d| &d.operations).map(|o| o.name.as_str()).collect();
        let mut said = Vec::new();
        for rule in rules.operations.iter().filter(|r| !known.contains(r.operation.local.as_str())) {
            let message =
                format!("the interface `{}` has no operation `{}`", interface.local, rule.operation.local);
            said.push((rule.location, message));
        }
        if declared.is_some() {
            for (at, message) in said {
                self.report(
                    at,
                    Code::UnknownOperation,
                    message,
                    "add it there; the bound operation is ignored",
                );
            }
        }
        Binding {
            name,
            interface,
            protocol: rules.protocol,
            transport: rules.transport.clone(),
            operations,
            documentation: rules.documentation.clone(),
            location: rules.location,
        }
    }
}

fn bound(operation: &Operation, rules: &Rules, rule: Option<&OperationRules>) -> BindingOperation {
    let mut input = operation.input.as_ref().map(|_| rule.map(|r| r.input.clone()).unwrap_or_default());
    if let Some(input) = input.as_mut().filter(|_| rules.protocol == Protocol::Http) {
        let request = http(operation, rules, rule);
        if request.serialization == HttpSerialization::Body {
            let media =
                rule.and_then(|r| r.media_type.clone()).unwrap_or_else(|| "application/xml".to_owned());
            input.mime_parts.push(MimePart { part: "body".to_owned(), types: vec![media] });
        }
        input.http = Some(request);
    }
    let faults = operation.faults.iter();
    BindingOperation {
        name: operation.name.clone(),
        soap_action: rule.and_then(|r| r.soap_action.clone()).filter(|_| rules.protocol != Protocol::Http),
        style: Style::Document,
        input,
        output: operation.output.as_ref().map(|_| rule.map(|r| r.output.clone()).unwrap_or_default()),
        faults: faults.map(|f| BoundFault { name: f.name.clone(), fault_use: Use::Literal }).collect(),
        documentation: rule.and_then(|r| r.documentation.clone()),
        location: rule.map_or(rules.location, |r| r.location),
    }
}

/// The method: the operation's, the binding's, GET for what is safe, POST (part 2, section 6.3.1). What goes into the
/// body by default depends on it (section 6.3.2).
fn http(operation: &Operation, rules: &Rules, rule: Option<&OperationRules>) -> HttpRequest {
    let by_effect = if operation.effect == EffectClass::Read { "GET" } else { "POST" };
    let method = rule.and_then(|r| r.method.clone()).or_else(|| rules.transport.clone());
    let method = method.unwrap_or_else(|| by_effect.to_owned()).to_ascii_uppercase();
    let location = rule.and_then(|r| r.http_location.clone()).unwrap_or_default();
    let in_url = matches!(method.as_str(), "GET" | "DELETE");
    let by_method = if location.contains('{') {
        HttpSerialization::UrlReplacement
    } else if in_url {
        HttpSerialization::UrlEncoded
    } else {
        HttpSerialization::Body
    };
    let stated = rule.and_then(|r| r.serialization).filter(|_| in_url && !location.contains('{'));
    HttpRequest { method, location, serialization: stated.unwrap_or(by_method) }
}
