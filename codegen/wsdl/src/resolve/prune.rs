// SPDX-License-Identifier: EUPL-1.2
//! Report what is missing, and leave out what cannot be used without it.

use std::collections::{HashMap, HashSet};

use fachwerk_contract::schema::Schema;
use fachwerk_contract::service::{Binding, BoundMessage, Message, PartContent};
use fachwerk_contract::{Location, QName};
use indexmap::IndexMap;

use super::circle::{Flaw, flaws};
use super::open::{Holes, Key, any_type, declare, open, spread};
use crate::Code;
use crate::datatypes::is_built_in;
use crate::diagnostic::Diagnostics;
use crate::load::Closure;
use crate::names::{XSD, is_undeclared};
use crate::schema::visit::{References, all};
use crate::schema::{Components, Kind};
use crate::wsdl::Definitions;

/// Take out every type and group that depends on something missing or impossible, open what is of such a type, and say
/// so. Operations are left out only where not even a name is known.
pub(crate) fn prune(
    components: &mut Components,
    definitions: &mut Definitions,
    closure: &Closure,
    limit: u32,
    diagnostics: &mut Diagnostics,
) {
    let mut pruner = Pruner { closure, diagnostics, said: HashSet::new() };
    let mut holes = Holes::new();
    let mut unsubstituted = HashSet::new();
    for (kind, name) in pruner.flawed(&components.schema, limit) {
        if kind == Kind::Element {
            unsubstituted.insert(name);
        } else {
            holes.insert((kind, name.clone()), format!("the {kind} `{name}`"));
        }
    }
    let mut declared = Vec::new();
    for (key, users) in pruner.undeclared(components, &definitions.messages) {
        let nameable = matches!(key.0, Kind::Element | Kind::Attribute) && !is_undeclared(&key.1.namespace);
        if nameable {
            declared.push((key, users));
        } else {
            let reason = format!("the {} `{}`", key.0, key.1);
            holes.entry(key).or_insert(reason);
        }
    }
    if holes.is_empty() && declared.is_empty() && unsubstituted.is_empty() {
        return;
    }
    spread(&mut holes, &components.schema);
    pruner.components(components, &holes);
    for opened in open(&mut components.schema, &holes, &unsubstituted) {
        let message = format!(
            "the {} `{}` is read as anything, because it needs {}",
            opened.kind, opened.name, opened.reason
        );
        pruner.report(opened.at, Code::ReadAsAnything, message, "mend what is missing");
    }
    for ((kind, name), users) in declared {
        for (user, at) in &users {
            let message = format!("{user} takes anything for the {kind} `{name}`");
            pruner.report(*at, Code::ReadAsAnything, message, "mend what is missing");
        }
        let first = users.first().map_or_else(Location::default, |(_, at)| *at);
        declare(&mut components.schema, kind, &name, first);
    }
    let broken_messages = pruner.messages(&mut definitions.messages, &holes);
    pruner.operations(definitions, &broken_messages);
    definitions.messages.retain(|message| !broken_messages.contains_key(&message.name));
}

struct Pruner<'a> {
    closure: &'a Closure,
    diagnostics: &'a mut Diagnostics,
    said: HashSet<Key>,
}

impl Pruner<'_> {
    fn report(&mut self, at: Location, code: Code, message: String, advice: &str) {
        self.closure.report(self.diagnostics, at, code, message, advice);
    }

    /// Components that are made of themselves, or of too many others.
    fn flawed(&mut self, schema: &Schema, limit: u32) -> Vec<Key> {
        let mut flawed = Vec::new();
        for (key, flaw) in flaws(schema, limit) {
            let at = place(schema, &key);
            let (kind, name) = &key;
            match flaw {
                Flaw::Circle(circle) => {
                    if circle.iter().any(|member| self.said.contains(&(*kind, member.clone()))) {
                        self.said.insert(key.clone());
                    } else {
                        let names: Vec<String> = circle.iter().map(|n| format!("`{}`", n.local)).collect();
                        let message = format!("the {kind} `{name}` is made of itself: {}", names.join(", "));
                        self.report(
                            at,
                            Code::Circular,
                            message,
                            "break the circle; none of them can be built",
                        );
                        self.said.insert(key.clone());
                    }
                }
                Flaw::Deep => {
                    let message = format!("the {kind} `{name}` is derived in more than {limit} steps");
                    self.report(
                        at,
                        Code::DerivationTooDeep,
                        message,
                        "no schema of the wild is; it is left out",
                    );
                }
            }
            flawed.push(key);
        }
        flawed
    }

    /// Report references to what is not declared; who refers to each.
    fn undeclared(
        &mut self,
        components: &Components,
        messages: &[Message],
    ) -> IndexMap<Key, Vec<(String, Location)>> {
        let mut missing: IndexMap<Key, Vec<(String, Location)>> = IndexMap::new();
        for (kind, name) in all(&components.schema) {
            for reference in References::of(&components.schema, kind, name) {
                if self.is_missing(components, reference.kind, reference.name, reference.at) {
                    let users = missing.entry((reference.kind, reference.name.clone())).or_default();
                    let user = format!("the {kind} `{name}`");
                    if users.last().is_none_or(|(last, _)| *last != user) {
                        users.push((user, reference.at));
                    }
                }
            }
        }
        for message in messages {
            for part in &message.parts {
                let (kind, name) = match &part.content {
                    PartContent::Element(name) => (Kind::Element, name),
                    PartContent::Type(name) => (Kind::Type, name),
                };
                if self.is_missing(components, kind, name, message.location) {
                    let user = format!("the message `{}`", message.name.local);
                    missing.entry((kind, name.clone())).or_default().push((user, message.location));
                }
            }
        }
        missing
    }

    fn is_missing(&mut self, components: &Components, kind: Kind, name: &QName, at: Location) -> bool {
        if components.contains(kind, name)
            || kind == Kind::Type && name.namespace == XSD && is_built_in(&name.local)
        {
            return false;
        }
        if !is_undeclared(&name.namespace) && self.said.insert((kind, name.clone())) {
            let message = format!("the {kind} `{name}` is not declared");
            let advice = if self.closure.holes.contains(&name.namespace) {
                "it may be in the file that could not be read"
            } else if self.closure.has_schema(&name.namespace) {
                "check the name, or add it to the schema of its namespace"
            } else {
                "import a schema for its namespace, with a schemaLocation"
            };
            self.report(at, Code::Undeclared, message, advice);
        }
        true
    }

    /// Open parts of types that are not there; messages with parts of which not even the name is known, and why.
    fn messages(&mut self, messages: &mut [Message], holes: &Holes) -> HashMap<QName, String> {
        let mut broken = HashMap::new();
        for message in messages {
            for part in &mut message.parts {
                match &mut part.content {
                    PartContent::Element(name) => {
                        if let Some(reason) = holes.get(&(Kind::Element, name.clone())) {
                            broken.entry(message.name.clone()).or_insert(reason.clone());
                        }
                    }
                    PartContent::Type(name) => {
                        let Some(reason) = holes.get(&(Kind::Type, name.clone())) else { continue };
                        let text = format!(
                            "the part `{}` is read as anything, because it needs {reason}",
                            part.name
                        );
                        *name = any_type();
                        self.report(message.location, Code::ReadAsAnything, text, "mend what is missing");
                    }
                }
            }
        }
        broken
    }

    fn components(&mut self, components: &mut Components, broken: &Holes) {
        for (kind, name) in all(&components.schema) {
            let key = (kind, name.clone());
            if let Some(reason) = broken.get(&key) {
                let at = place(&components.schema, &key);
                if !self.said.contains(&key) {
                    let message = format!("the {kind} `{name}` is left out, because it needs {reason}");
                    self.report(at, Code::ComponentLeftOut, message, "mend what is missing");
                }
            }
        }
        let schema = &mut components.schema;
        schema.types.retain(|name, _| !broken.contains_key(&(Kind::Type, name.clone())));
        schema.groups.retain(|name, _| !broken.contains_key(&(Kind::Group, name.clone())));
        schema.attribute_groups.retain(|name, _| !broken.contains_key(&(Kind::AttributeGroup, name.clone())));
    }

    fn operations(&mut self, definitions: &mut Definitions, messages: &HashMap<QName, String>) {
        let mut dropped: HashMap<QName, HashSet<(String, usize)>> = HashMap::new();
        // headers stand in bindings, and an operation without its header is another one
        for binding in &definitions.bindings {
            for (position, operation) in numbered(binding) {
                let bound = operation.input.iter().chain(&operation.output);
                if let Some(reason) = bound.flat_map(header_messages).find_map(|name| messages.get(name)) {
                    let key = (operation.name.clone(), position);
                    if dropped.entry(binding.interface.clone()).or_default().insert(key) {
                        let name = &operation.name;
                        let message =
                            format!("the operation `{name}` is left out, because a header needs {reason}");
                        self.report(
                            operation.location,
                            Code::OperationLeftOut,
                            message,
                            "mend what is missing",
                        );
                    }
                }
            }
        }
        for interface in &mut definitions.interfaces {
            let gone = dropped.entry(interface.name.clone()).or_default();
            let mut positions: HashMap<String, usize> = HashMap::new();
            interface.operations.retain_mut(|operation| {
                let position = positions.entry(operation.name.clone()).or_default();
                let key = (operation.name.clone(), *position);
                *position += 1;
                let mut all = operation.input.iter().chain(&operation.output);
                if let Some(reason) = all.find_map(|m| messages.get(&m.message))
                    && gone.insert(key.clone())
                {
                    let name = &operation.name;
                    let message = format!("the operation `{name}` is left out, because it needs {reason}");
                    self.report(operation.location, Code::OperationLeftOut, message, "mend what is missing");
                }
                if gone.contains(&key) {
                    return false;
                }
                operation.faults.retain(|fault| {
                    let Some(reason) = messages.get(&fault.message) else { return true };
                    let message = format!(
                        "the fault `{}` of `{}` is left out, because it needs {reason}",
                        fault.name, operation.name
                    );
                    self.report(operation.location, Code::FaultLeftOut, message, "mend what is missing");
                    false
                });
                true
            });
        }
        Self::bound(definitions, messages, &dropped);
    }

    /// What is left out of the port types is left out of the bindings.
    fn bound(
        definitions: &mut Definitions,
        messages: &HashMap<QName, String>,
        dropped: &HashMap<QName, HashSet<(String, usize)>>,
    ) {
        let faults: HashMap<(&QName, &str), HashSet<&str>> = definitions
            .interfaces
            .iter()
            .flat_map(|i| i.operations.iter().map(move |o| (i, o)))
            .fold(HashMap::new(), |mut faults, (interface, operation)| {
                let names = operation.faults.iter().map(|f| f.name.as_str());
                faults
                    .entry((&interface.name, operation.name.as_str()))
                    .or_insert_with(HashSet::new)
                    .extend(names);
                faults
            });
        for binding in &mut definitions.bindings {
            let Some(gone) = dropped.get(&binding.interface) else { continue };
            let keep: Vec<bool> =
                numbered(binding).map(|(position, o)| !gone.contains(&(o.name.clone(), position))).collect();
            let mut keep = keep.into_iter();
            binding.operations.retain(|_| keep.next().unwrap_or(true));
            for operation in &mut binding.operations {
                let known = faults.get(&(&binding.interface, operation.name.as_str()));
                operation
                    .faults
                    .retain(|fault| known.is_some_and(|known| known.contains(fault.name.as_str())));
                for bound in operation.input.iter_mut().chain(&mut operation.output) {
                    for header in &mut bound.headers {
                        header.faults.retain(|(message, _)| !messages.contains_key(message));
                    }
                }
            }
        }
    }
}

/// Bound operations with their number among those of the same name.
fn numbered(
    binding: &Binding,
) -> impl Iterator<Item = (usize, &fachwerk_contract::service::BindingOperation)> {
    let mut positions: HashMap<&str, usize> = HashMap::new();
    binding.operations.iter().map(move |operation| {
        let position = positions.entry(&operation.name).or_default();
        *position += 1;
        (*position - 1, operation)
    })
}

fn header_messages(bound: &BoundMessage) -> impl Iterator<Item = &QName> {
    bound.headers.iter().map(|header| &header.message)
}

fn place(schema: &Schema, (kind, name): &Key) -> Location {
    use fachwerk_contract::schema::Type;
    let place = match kind {
        Kind::Element => schema.elements.get(name).map(|c| c.location),
        Kind::Type => schema.types.get(name).map(|definition| match definition {
            Type::Simple(simple) => simple.location,
            Type::Complex(complex) => complex.location,
        }),
        Kind::Attribute => schema.attributes.get(name).map(|c| c.location),
        Kind::Group => schema.groups.get(name).map(|c| c.location),
        Kind::AttributeGroup => schema.attribute_groups.get(name).map(|c| c.location),
    };
    place.unwrap_or_default()
}
