// SPDX-License-Identifier: EUPL-1.2
//! Joining definitions: every reference checked, what leads nowhere reported and left out.

use std::collections::{HashMap, HashSet};

use fachwerk_contract::service::{Binding, Message, Operation, PartContent, Style};
use fachwerk_contract::{Location, QName};

use super::Definitions;
use super::assume::bind;
use super::interface::default_name;
use crate::Code;
use crate::datatypes::is_built_in;
use crate::diagnostic::Diagnostics;
use crate::load::Closure;
use crate::names::{WSDL, XSD, is_undeclared};
use crate::schema::{Components, Kind};

/// Let parts whose element or type is not declared as written lead to one of the target namespace, or to a type of
/// XML Schema, where their name has no prefix of its own or one that is not declared; in that case also to the only
/// one of that name.
pub(crate) fn link_parts(
    definitions: &mut Definitions,
    components: &Components,
    closure: &Closure,
    diagnostics: &mut Diagnostics,
) {
    let mut linker = Linker { closure, diagnostics };
    let mut by_local = None;
    for message in &mut definitions.messages {
        let target = message.name.namespace.clone();
        for part in &mut message.parts {
            let (kind, name) = match &mut part.content {
                PartContent::Element(name) => (Kind::Element, name),
                PartContent::Type(name) => (Kind::Type, name),
            };
            let known = |name: &QName| {
                components.contains(kind, name)
                    || kind == Kind::Type && name.namespace == XSD && is_built_in(&name.local)
            };
            let lost = is_undeclared(&name.namespace);
            if known(name) || !lost && !matches!(name.namespace.as_str(), "" | WSDL) {
                continue;
            }
            let there = [QName::new(&target, &name.local), QName::new(XSD, &name.local)]
                .into_iter()
                .find(known)
                .or_else(|| {
                    let (elements, types) = by_local.get_or_insert_with(|| {
                        (only(components.schema.elements.keys()), only(components.schema.types.keys()))
                    });
                    let names = if kind == Kind::Element { elements } else { types };
                    names.get(name.local.as_str()).copied().flatten().filter(|_| lost).cloned()
                });
            if let Some(there) = there {
                let text = format!("the {kind} `{name}` is not declared, `{there}` is read for it");
                linker.report(message.location, Code::NameInTargetNamespace, text, "correct the prefix");
                *name = there;
            }
        }
    }
}

/// Names by their local parts, where there is only one of a local part.
fn only<'n>(names: impl Iterator<Item = &'n QName>) -> HashMap<&'n str, Option<&'n QName>> {
    let mut found: HashMap<&str, Option<&QName>> = HashMap::new();
    for name in names {
        found.entry(&name.local).and_modify(|one| *one = None).or_insert(Some(name));
    }
    found
}

/// Join the definitions of all documents.
pub(crate) fn link(definitions: &mut Definitions, closure: &Closure, diagnostics: &mut Diagnostics) {
    let mut linker = Linker { closure, diagnostics };
    let parts: HashMap<QName, HashSet<String>> = definitions.messages.iter().map(parts_of).collect();
    let messages = |name: &QName| parts.contains_key(name);
    linker.interfaces(definitions, &messages);
    linker.bindings(definitions, &parts);
    linker.services(definitions);
}

fn parts_of(message: &Message) -> (QName, HashSet<String>) {
    (message.name.clone(), message.parts.iter().map(|p| p.name.clone()).collect())
}

struct Linker<'a> {
    closure: &'a Closure,
    diagnostics: &'a mut Diagnostics,
}

impl Linker<'_> {
    fn report(&mut self, at: Location, code: Code, message: String, advice: &str) {
        self.closure.report(self.diagnostics, at, code, message, advice);
    }

    /// Whether a reference leads somewhere, at least in the target namespace.
    fn resolve(
        &mut self,
        reference: &mut QName,
        target: &str,
        known: &dyn Fn(&QName) -> bool,
        at: Location,
        (code, what): (Code, &str),
    ) -> bool {
        if known(reference) {
            return true;
        }
        let there = QName::new(target, reference.local.clone());
        if known(&there) {
            let message = format!("there is no {what} `{reference}`, `{there}` is read for it");
            self.report(at, Code::NameInTargetNamespace, message, "correct the prefix");
            *reference = there;
            return true;
        }
        if !is_undeclared(&reference.namespace) {
            let message = format!("there is no {what} `{reference}`");
            self.report(at, code, message, "check the name, its prefix, and whether an import is missing");
        }
        false
    }

    fn interfaces(&mut self, definitions: &mut Definitions, messages: &dyn Fn(&QName) -> bool) {
        for interface in &mut definitions.interfaces {
            let target = interface.name.namespace.clone();
            let local = interface.name.local.clone();
            interface.operations.retain_mut(|operation| {
                let at = operation.location;
                let code = (Code::UnknownMessage, "message");
                let mut whole = true;
                for reference in operation.input.iter_mut().chain(&mut operation.output) {
                    whole &= self.resolve(&mut reference.message, &target, messages, at, code);
                }
                operation.faults.retain_mut(|fault| {
                    let known = self.resolve(&mut fault.message, &target, messages, at, code);
                    if !known {
                        let message =
                            format!("the fault `{}` of `{}` is left out", fault.name, operation.name);
                        self.report(
                            at,
                            Code::FaultLeftOut,
                            message,
                            "mend its message; callers get it untyped",
                        );
                    }
                    known
                });
                if whole && operation.input.is_none() && operation.output.is_none() {
                    let message = format!("the operation `{}` has neither input nor output", operation.name);
                    self.report(at, Code::MissingAttribute, message, "add `wsdl:input`");
                    whole = false;
                }
                if !whole {
                    let message = format!("the operation `{}` of `{local}` is left out", operation.name);
                    self.report(at, Code::OperationLeftOut, message, "mend its messages");
                }
                whole
            });
        }
    }

    fn bindings(&mut self, definitions: &mut Definitions, parts: &HashMap<QName, HashSet<String>>) {
        let interfaces: HashMap<&QName, &[Operation]> =
            definitions.interfaces.iter().map(|i| (&i.name, i.operations.as_slice())).collect();
        let known = |name: &QName| interfaces.contains_key(name);
        let mut kept = Vec::new();
        let names = std::mem::take(&mut definitions.bound_names);
        for (mut binding, names) in std::mem::take(&mut definitions.bindings).into_iter().zip(names) {
            let (at, target) = (binding.location, binding.name.namespace.clone());
            let code = (Code::UnknownPortType, "port type");
            if !self.resolve(&mut binding.interface, &target, &known, at, code) {
                definitions.skipped_bindings.insert(binding.name);
                continue;
            }
            let operations = interfaces.get(&binding.interface).copied().unwrap_or_default();
            self.bound_operations(&mut binding, names, operations, parts);
            if let Some(style) = definitions.without_operations.get(&binding.name) {
                self.bind_all(&mut binding, *style, operations);
            }
            kept.push(binding);
        }
        definitions.bindings = kept;
    }

    /// Bind what the port type has, in the binding's style, where the binding names no operation (WSDL 1.1, section 2.5
    /// wants every operation bound).
    fn bind_all(&mut self, binding: &mut Binding, style: Style, operations: &[Operation]) {
        if operations.is_empty() {
            return;
        }
        let message = format!(
            "the binding `{}` has no operations: those of the port type are bound",
            binding.name.local
        );
        let advice = "add them, with their actions; literal messages without an action are assumed";
        self.report(binding.location, Code::OperationsAssumed, message, advice);
        let namespace = &binding.interface.namespace;
        binding.operations = operations.iter().map(|operation| bind(operation, style, namespace)).collect();
    }

    /// Check the bound operations and bring overloads into the order of the port type, which is how they are paired.
    fn bound_operations(
        &mut self,
        binding: &mut Binding,
        names: Vec<(Option<String>, Option<String>)>,
        operations: &[Operation],
        parts: &HashMap<QName, HashSet<String>>,
    ) {
        let target = binding.name.namespace.clone();
        let mut by_name: HashMap<&str, Vec<&Operation>> = HashMap::new();
        for operation in operations {
            by_name.entry(&operation.name).or_default().push(operation);
        }
        let mut bound = Vec::new();
        let mut taken: HashSet<Location> = HashSet::new();
        let mut place: HashMap<String, Vec<(usize, usize)>> = HashMap::new();
        for (mut operation, key) in std::mem::take(&mut binding.operations).into_iter().zip(names) {
            let at = operation.location;
            let Some(candidates) = by_name.get(operation.name.as_str()) else {
                let message = format!(
                    "the port type `{}` has no operation `{}`",
                    binding.interface.local, operation.name
                );
                self.report(
                    at,
                    Code::UnknownOperation,
                    message,
                    "add it there; the bound operation is ignored",
                );
                continue;
            };
            let free = || candidates.iter().enumerate().filter(|(_, c)| !taken.contains(&c.location));
            let chosen = free().find(|(_, c)| is_named(c, &key)).or_else(|| free().next());
            let Some((order, interface_operation)) = chosen else {
                let message = format!("the operation `{}` is bound twice", operation.name);
                self.report(at, Code::AmbiguousOverload, message, "remove one; the first is read");
                continue;
            };
            if candidates.len() > 1 && !is_named(interface_operation, &key) {
                let message =
                    format!("the operation `{}` is overloaded, and its binding names none", operation.name);
                let advice = "name the input as in the port type; they are paired in order";
                self.report(at, Code::AmbiguousOverload, message, advice);
            }
            taken.insert(interface_operation.location);
            place.entry(operation.name.clone()).or_default().push((order, bound.len()));
            self.bound_messages(&mut operation, interface_operation, &target, parts);
            bound.push(Some(operation));
        }
        // overloads take the places that their name has, in the order of the port type
        let mut ordered = vec![0; bound.len()];
        for places in place.values() {
            let mut sorted = places.clone();
            sorted.sort_unstable();
            for ((_, slot), (_, from)) in places.iter().zip(sorted) {
                ordered[*slot] = from;
            }
        }
        binding.operations = ordered.into_iter().filter_map(|from| bound[from].take()).collect();
    }

    fn bound_messages(
        &mut self,
        operation: &mut fachwerk_contract::service::BindingOperation,
        interface: &Operation,
        target: &str,
        parts: &HashMap<QName, HashSet<String>>,
    ) {
        let at = operation.location;
        // what the port type says counts: a binding that says nothing binds with the defaults
        if interface.input.is_some() != operation.input.is_some() {
            operation.input = interface.input.as_ref().map(|_| operation.input.take().unwrap_or_default());
        }
        if interface.output.is_some() != operation.output.is_some() {
            operation.output = interface.output.as_ref().map(|_| operation.output.take().unwrap_or_default());
        }
        let pairs = [
            (operation.input.as_mut(), interface.input.as_ref()),
            (operation.output.as_mut(), interface.output.as_ref()),
        ];
        for (bound, message) in pairs {
            let (Some(bound), Some(message)) = (bound, message) else { continue };
            let own = parts.get(&message.message);
            let has = |part: &str| own.is_some_and(|p| p.contains(part));
            if let Some(listed) = &mut bound.parts {
                listed.retain(|part| {
                    let known = has(part);
                    if !known {
                        let message = format!("the message `{}` has no part `{part}`", message.message.local);
                        self.report(at, Code::UnknownPart, message, "correct `parts`; it is ignored");
                    }
                    known
                });
            }
            bound.headers.retain_mut(|header| {
                let known = |name: &QName| parts.contains_key(name);
                if !self.resolve(&mut header.message, target, &known, at, (Code::UnknownMessage, "message")) {
                    return false;
                }
                header.faults.retain_mut(|(message, _)| {
                    self.resolve(message, target, &known, at, (Code::UnknownMessage, "message"))
                });
                let known = parts.get(&header.message).is_some_and(|p| p.contains(&header.part));
                if !known {
                    let message =
                        format!("the message `{}` has no part `{}`", header.message.local, header.part);
                    self.report(at, Code::UnknownPart, message, "correct `part`; the header is ignored");
                }
                known
            });
        }
        operation.faults.retain(|fault| {
            let known = interface.faults.iter().any(|f| f.name == fault.name);
            if !known {
                let message = format!("the operation `{}` has no fault `{}`", interface.name, fault.name);
                self.report(at, Code::UnknownPart, message, "declare it in the port type; it is ignored");
            }
            known
        });
    }

    fn services(&mut self, definitions: &mut Definitions) {
        let bindings: HashSet<QName> = definitions.bindings.iter().map(|b| b.name.clone()).collect();
        let skipped = &definitions.skipped_bindings;
        for service in &mut definitions.services {
            let target = service.name.namespace.clone();
            service.ports.retain_mut(|port| {
                let own = QName::new(target.clone(), port.binding.local.clone());
                if skipped.contains(&port.binding) || !bindings.contains(&own) && skipped.contains(&own) {
                    return false;
                }
                let known = |name: &QName| bindings.contains(name);
                self.resolve(
                    &mut port.binding,
                    &target,
                    &known,
                    port.location,
                    (Code::UnknownBinding, "binding"),
                )
            });
        }
    }
}

/// Whether the names in a binding are those of an operation.
fn is_named(operation: &Operation, (input, output): &(Option<String>, Option<String>)) -> bool {
    let same = |bound: &Option<String>, own: Option<&str>, default: String| match (bound, own) {
        (Some(bound), Some(own)) => bound == own,
        (None, Some(own)) => own == default,
        (bound, None) => bound.is_none(),
    };
    let pattern = operation.pattern;
    same(
        input,
        operation.input.as_ref().map(|m| m.name.as_str()),
        default_name(&operation.name, pattern, false),
    ) && same(
        output,
        operation.output.as_ref().map(|m| m.name.as_str()),
        default_name(&operation.name, pattern, true),
    )
}
