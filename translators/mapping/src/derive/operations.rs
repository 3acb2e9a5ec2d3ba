// SPDX-License-Identifier: EUPL-1.2
//! Services and operations, and how their messages lie in the envelope.

use std::collections::HashSet;

use fachwerk_contract::schema::{Element, Type, TypeRef};
use fachwerk_contract::service::{
    Binding, BindingOperation, BoundMessage, Interface, Message, Operation as AbstractOperation, Part,
    PartContent, Pattern, Protocol, Service as WsdlService, Style, Use,
};
use fachwerk_contract::{Contract, QName};

use super::Builder;
use super::members::{Draft, Members};
use super::structs::Owner;
use crate::lock::LockedService;
use crate::naming::{Names, type_name};
use crate::{
    ContentKind, FAULT_STATUS, Fault, FieldKind, Layout, MessageShape, Operation, OperationBinding,
    OperationId, Particle, ParticleTerm, Service, StructKind, ValueType,
};

/// One operation with where it was found.
struct Found<'c> {
    binding: &'c Binding,
    bound: &'c BindingOperation,
    interface: &'c Interface,
    operation: &'c AbstractOperation,
}

impl<'c> Builder<'c> {
    pub(super) fn operations(&mut self) {
        let contract = self.contract;
        let mut names = Names::default();
        for locked in self.old.services.values() {
            names.reserve(&locked.name);
        }
        self.mapping.package = self.package();
        self.lock.package.clone_from(&self.mapping.package);
        for service in &contract.services {
            self.service(service, &mut names);
        }
    }

    fn service(&mut self, service: &'c WsdlService, names: &mut Names) {
        let key = service.name.to_string();
        let name = match self.old.services.get(&key) {
            Some(locked) => locked.name.clone(),
            None => names.take(&service.name.local),
        };
        self.lock.services.entry(key.clone()).or_default().name.clone_from(&name);
        let index = self.mapping.services.len();
        self.mapping.services.push(Service {
            name: name.clone(),
            rpc_name: String::new(),
            source: service.name.clone(),
            documentation: service.documentation.clone(),
            operations: Vec::new(),
        });
        let mut operation_names = Names::default();
        if let Some(locked) = self.old.services.get(&key) {
            locked.operations.values().for_each(|n| operation_names.reserve(n));
        }
        let mut known: Vec<(String, OperationId)> = Vec::new();
        for port in &service.ports {
            let Some(binding) = self.contract.binding(&port.binding) else { continue };
            if binding.protocol == Protocol::Http {
                self.note(
                    "FW-1601",
                    port.location,
                    format!("port `{}` has an HTTP binding, which is not supported yet: its operations are left out", port.name),
                );
                continue;
            }
            let Some(interface) = self.contract.interface(&binding.interface) else { continue };
            for (position, bound) in binding.operations.iter().enumerate() {
                let Some(operation) = matching(interface, binding, bound, position) else { continue };
                let found = Found { binding, bound, interface, operation };
                let operation_key = operation_key(&found, self.old.services.get(&key));
                let wire = OperationBinding {
                    port: port.name.clone(),
                    protocol: binding.protocol,
                    soap_action: bound.soap_action.clone(),
                    style: bound.style,
                    body_use: bound.input.as_ref().map(|b| b.body_use).unwrap_or_default(),
                    address: port.address.clone(),
                };
                if let Some((_, id)) = known.iter().find(|(k, _)| *k == operation_key) {
                    self.mapping.operations[id.0 as usize].bindings.push(wire);
                    continue;
                }
                if !self.supported(&found) {
                    continue;
                }
                let operation_name =
                    match self.old.services.get(&key).and_then(|s| s.operations.get(&operation_key)) {
                        Some(name) => name.clone(),
                        None => operation_names.take(&operation.name),
                    };
                self.lock
                    .services
                    .entry(key.clone())
                    .or_default()
                    .operations
                    .insert(operation_key.clone(), operation_name.clone());
                let locked = self.lock.services.entry(key.clone()).or_default();
                let input = operation.input.as_ref().map_or("", |input| input.name.as_str());
                locked.methods.entry(operation_key.clone()).or_default().input = input.to_owned();
                let id = self.operation(index, &name, operation_name, &found, wire, operation_key.clone());
                known.push((operation_key, id));
                self.mapping.services[index].operations.push(id);
            }
        }
    }

    /// Whether an operation can be carried; says why not.
    fn supported(&mut self, found: &Found<'c>) -> bool {
        let location = found.operation.location;
        let name = &found.operation.name;
        if matches!(found.operation.pattern, Pattern::SolicitResponse | Pattern::Notification) {
            self.note("FW-1602", location, format!("operation `{name}` is started by the service, which a facade cannot offer: it is left out"));
            return false;
        }
        let messages = [found.bound.input.as_ref(), found.bound.output.as_ref()];
        if messages.into_iter().flatten().any(|m| m.body_use == Use::Encoded) {
            self.note(
                "FW-1603",
                location,
                format!("operation `{name}` is rpc/encoded, which is not supported yet: it is left out"),
            );
            return false;
        }
        if messages.into_iter().flatten().any(|m| !m.mime_parts.is_empty()) {
            self.note(
                "FW-1604",
                location,
                format!(
                    "operation `{name}` has MIME attachments, which are not supported yet: it is left out"
                ),
            );
            return false;
        }
        true
    }

    fn operation(
        &mut self,
        service: usize,
        service_name: &str,
        name: String,
        found: &Found<'c>,
        wire: OperationBinding,
        operation_key: String,
    ) -> OperationId {
        let key = format!(
            "operation {}",
            QName::new(found.interface.name.namespace.clone(), operation_key.as_str())
        );
        let style = found.bound.style;
        let input = found.operation.input.as_ref().and_then(|m| self.contract.message(&m.message));
        let input = self.message(&Place {
            key: format!("{key}/input"),
            name: format!("{name} Request"),
            style,
            wrapper: name_of_wrapper(found, ""),
            message: input,
            bound: found.bound.input.as_ref(),
        });
        let output = found.operation.output.as_ref().map(|reference| {
            let message = self.contract.message(&reference.message);
            self.message(&Place {
                key: format!("{key}/output"),
                name: format!("{name} Response"),
                style,
                wrapper: name_of_wrapper(found, "Response"),
                message,
                bound: found.bound.output.as_ref(),
            })
        });
        let mut faults = Vec::new();
        for reference in &found.operation.faults {
            let message = self.contract.message(&reference.message);
            let shape = self.message(&Place {
                key: format!("{key}/fault {}", reference.name),
                name: format!("{name} {} Fault", reference.name),
                // A fault's detail is always document style (WSDL 1.1, section 3.6).
                style: Style::Document,
                wrapper: QName::default(),
                message,
                bound: None,
            });
            faults.push(Fault {
                name: reference.name.clone(),
                status: FAULT_STATUS,
                message: shape,
                documentation: reference
                    .documentation
                    .clone()
                    .or_else(|| message.and_then(|m| m.documentation.clone())),
            });
        }
        let id = OperationId(self.mapping.operations.len() as u32);
        let documentation =
            found.operation.documentation.clone().or_else(|| found.bound.documentation.clone());
        self.mapping.operations.push(Operation {
            path: format!("/{service_name}/{name}"),
            method: "POST".to_owned(),
            rpc_name: String::new(),
            rpc_request: String::new(),
            rpc_response: String::new(),
            parameters: Vec::new(),
            body: true,
            tags: Vec::new(),
            name,
            key: operation_key,
            source: found.operation.name.clone(),
            service,
            documentation,
            pattern: found.operation.pattern,
            effect: found.operation.effect,
            bindings: vec![wire],
            input,
            output,
            faults,
        });
        id
    }

    fn message(&mut self, place: &Place<'c>) -> MessageShape {
        let no_parts: &[Part] = &[];
        let parts = place.message.map_or(no_parts, |m| m.parts.as_slice());
        let body: Vec<&'c Part> = parts
            .iter()
            .filter(|part| match place.bound {
                Some(bound) => bound.parts.as_ref().map_or_else(
                    || {
                        !bound.headers.iter().any(|h| {
                            Some(&h.message) == place.message.map(|m| &m.name) && h.part == part.name
                        })
                    },
                    |names| names.contains(&part.name),
                ),
                None => true,
            })
            .collect();
        let headers = self.headers(place);
        let shape = match place.style {
            Style::Rpc => self.rpc(place, &body),
            Style::Document => self.document(place, &body),
        };
        match headers {
            None => shape,
            Some(header_struct) => self.with_headers(place, header_struct, shape),
        }
    }

    /// rpc: a wrapper element whose children are the parts (WSDL 1.1, section 3.5).
    fn rpc(&mut self, place: &Place<'c>, body: &[&'c Part]) -> MessageShape {
        let id = self.reserve_struct(&place.key, &type_name(&place.name), StructKind::Message);
        self.mapping.structs[id.0 as usize].documentation =
            place.message.and_then(|m| m.documentation.clone());
        let mut members = Members::new(id);
        let mut children = Vec::new();
        for part in body {
            let draft = match &part.content {
                PartContent::Type(_) => self.typed_part(part, &members),
                PartContent::Element(name) => self.reference_draft(name, &members),
            };
            if let Some(draft) = draft {
                children.push(members.push(Draft { min: 1, max: Some(1), required: true, ..draft }));
            }
        }
        self.seal(members, (ContentKind::Elements, sequence(children)));
        let wrapper = self.name(&place.wrapper);
        MessageShape { root: id, layout: Layout::Direct { element: wrapper, headers: None } }
    }

    fn typed_part(&mut self, part: &'c Part, members: &Members) -> Option<Draft> {
        let PartContent::Type(name) = &part.content else { return None };
        let value = self.value_of_name(name);
        let wire = crate::Name { namespace: crate::NamespaceId::NONE, local: part.name.clone() };
        let _ = members;
        Some(Draft {
            documentation: part.documentation.clone(),
            ..Draft::plain(&part.name, &part.name, FieldKind::Element(wire), value)
        })
    }

    fn value_of_name(&mut self, name: &'c QName) -> ValueType {
        match self.contract.schema.types.get(name) {
            Some(Type::Complex(complex)) => self.polymorphic(name, complex),
            None if *name == QName::new(fachwerk_contract::schema::XSD, "anyType") => ValueType::Xml,
            _ => ValueType::Scalar(self.scalar_by_name(name)),
        }
    }

    fn document(&mut self, place: &Place<'c>, body: &[&'c Part]) -> MessageShape {
        if let [only] = body {
            match &only.content {
                PartContent::Element(name) => {
                    let element = self.contract.schema.elements.get(name);
                    if let Some(element) = element
                        && !element.nillable
                        && !element.is_abstract
                        && !self.substitutes.contains_key(name)
                        && is_complex(self.contract, element)
                        && let ValueType::Struct(root) = self.global_value(element)
                    {
                        let wire = self.name(name);
                        return MessageShape {
                            root,
                            layout: Layout::Direct { element: wire, headers: None },
                        };
                    }
                }
                PartContent::Type(name) => {
                    if let Some(Type::Complex(complex)) = self.contract.schema.types.get(name) {
                        let root = self.struct_of(complex, &Owner::new("", &name.local));
                        return MessageShape { root, layout: Layout::Fields { headers: None } };
                    }
                }
            }
        }
        let id = self.reserve_struct(&place.key, &type_name(&place.name), StructKind::Message);
        self.mapping.structs[id.0 as usize].documentation =
            place.message.and_then(|m| m.documentation.clone());
        let mut members = Members::new(id);
        let mut children = Vec::new();
        for part in body {
            let draft = match &part.content {
                PartContent::Element(name) => self.reference_draft(name, &members),
                PartContent::Type(_) => self.typed_part(part, &members),
            };
            if let Some(draft) = draft {
                children.push(members.push(Draft { min: 1, max: Some(1), required: true, ..draft }));
            }
        }
        let content = if children.is_empty() { ContentKind::Empty } else { ContentKind::Elements };
        self.seal(members, (content, sequence(children)));
        MessageShape { root: id, layout: Layout::Fields { headers: None } }
    }

    /// The struct whose fields are a message's declared header blocks.
    fn headers(&mut self, place: &Place<'c>) -> Option<crate::StructId> {
        let bound = place.bound?;
        if bound.headers.is_empty() {
            return None;
        }
        let key = format!("{}/#headers", place.key);
        let id =
            self.reserve_struct(&key, &type_name(&format!("{} Headers", place.name)), StructKind::GroupItem);
        let mut members = Members::new(id);
        let mut children = Vec::new();
        let mut seen: HashSet<&QName> = HashSet::new();
        for header in &bound.headers {
            let part = self
                .contract
                .message(&header.message)
                .and_then(|m| m.parts.iter().find(|p| p.name == header.part));
            let Some(part) = part else { continue };
            match &part.content {
                PartContent::Element(name) if seen.insert(name) => {
                    if let Some(draft) = self.reference_draft(name, &members) {
                        let min = u32::from(header.required);
                        children.push(members.push(Draft { min, required: header.required, ..draft }));
                    }
                }
                PartContent::Element(_) => {}
                PartContent::Type(_) => self.note(
                    "FW-1605",
                    place.message.map(|m| m.location).unwrap_or_default(),
                    format!("header part `{}` has a type instead of an element (not allowed by WSDL 1.1, section 3.7): it is left out", part.name),
                ),
            }
        }
        // Header blocks have no order.
        let term = ParticleTerm::All(
            children.iter().map(|f| Particle { optional: false, term: ParticleTerm::Field(*f) }).collect(),
        );
        self.seal(members, (ContentKind::Elements, Particle { optional: false, term }));
        Some(id)
    }

    /// A message with headers: the body's object with one more member, `headers`, before its content.
    fn with_headers(
        &mut self,
        place: &Place<'c>,
        headers: crate::StructId,
        shape: MessageShape,
    ) -> MessageShape {
        // The body's type may still be waiting to be built.
        self.drain();
        let body = self.mapping.structure(shape.root).clone();
        let element = match shape.layout {
            Layout::Direct { element, .. } => Some(element),
            Layout::Fields { .. } => None,
        };
        // A type may serve elsewhere without headers, so the message gets a struct of its own.
        let root = if body.kind == StructKind::Type {
            let key = format!("{}/#message", place.key);
            let root = self.reserve_struct(&key, &type_name(&place.name), StructKind::Message);
            self.mapping.structs[root.0 as usize].documentation.clone_from(&body.documentation);
            root
        } else {
            shape.root
        };
        let key = self.mapping.structure(root).key.clone();
        let keys = self.lock.structs.get(&body.key).map(|s| s.fields.clone()).unwrap_or_default();
        // Numbers given out when the struct was sealed without headers were never seen by anybody.
        self.lock.structs.entry(key.clone()).or_default().fields =
            self.old.structs.get(&key).map(|s| s.fields.clone()).unwrap_or_default();
        let mut members = Members::new(root);
        let key_of = |field: &crate::Field| {
            let found =
                keys.iter().find(|(_, locked)| locked.number == field.number).map(|(key, _)| key.clone());
            found.unwrap_or_else(|| format!("#{}", field.name))
        };
        let mut position = None;
        let add_headers = |members: &mut Members| {
            members.push(Draft::plain("#headers", "headers", FieldKind::Group, ValueType::Struct(headers)))
        };
        for (index, field) in body.fields.iter().enumerate() {
            if index == body.first_child as usize {
                position = Some(add_headers(&mut members));
            }
            members.push(Draft {
                key: key_of(field),
                wanted: field.name.clone(),
                kind: field.kind.clone(),
                value: field.value,
                min: field.min,
                max: field.max,
                required: field.required,
                nillable: field.nillable,
                default: field.default.clone(),
                fixed: field.fixed.clone(),
                content_types: field.content_types.clone(),
                documentation: field.documentation.clone(),
            });
        }
        let headers_field = position.unwrap_or_else(|| add_headers(&mut members));
        let shifted = shift(&body.particle, headers_field);
        let first = Particle { optional: false, term: ParticleTerm::Field(headers_field) };
        let children = match shifted {
            Particle { optional: false, term: ParticleTerm::Sequence(children) } => {
                std::iter::once(first).chain(children).collect()
            }
            other => vec![first, other],
        };
        let particle = Particle { optional: false, term: ParticleTerm::Sequence(children) };
        let content = if body.content == ContentKind::Empty { ContentKind::Elements } else { body.content };
        self.seal(members, (content, particle));
        let headers = Some(headers_field);
        let layout = match element {
            Some(element) => Layout::Direct { element, headers },
            None => Layout::Fields { headers },
        };
        MessageShape { root, layout }
    }
}

/// The same particle after a field was put in at `from`.
fn shift(particle: &Particle, from: u16) -> Particle {
    let all = |children: &[Particle]| children.iter().map(|c| shift(c, from)).collect();
    let term = match &particle.term {
        ParticleTerm::Field(field) => ParticleTerm::Field(if *field >= from { field + 1 } else { *field }),
        ParticleTerm::Sequence(children) => ParticleTerm::Sequence(all(children)),
        ParticleTerm::Choice(children) => ParticleTerm::Choice(all(children)),
        ParticleTerm::All(children) => ParticleTerm::All(all(children)),
    };
    Particle { optional: particle.optional, term }
}

/// A message of an operation under construction.
struct Place<'c> {
    key: String,
    name: String,
    style: Style,
    wrapper: QName,
    message: Option<&'c Message>,
    bound: Option<&'c BoundMessage>,
}

fn sequence(fields: Vec<u16>) -> Particle {
    let children =
        fields.into_iter().map(|f| Particle { optional: false, term: ParticleTerm::Field(f) }).collect();
    Particle { optional: false, term: ParticleTerm::Sequence(children) }
}

/// The abstract operation that a bound one means. Overloads have the same name; they stand in the same order.
fn matching<'c>(
    interface: &'c Interface,
    binding: &'c Binding,
    bound: &'c BindingOperation,
    position: usize,
) -> Option<&'c AbstractOperation> {
    let nth = binding.operations[..position].iter().filter(|b| b.name == bound.name).count();
    let mut candidates = interface.operations.iter().filter(|o| o.name == bound.name);
    candidates.nth(nth).or_else(|| interface.operations.iter().find(|o| o.name == bound.name))
}

/// Stable key of an operation within its service: interface, name, and for overloads the input's name, unless it is
/// the operation that the lock knew before it had overloads.
fn operation_key(found: &Found<'_>, locked: Option<&LockedService>) -> String {
    let overloaded = found.interface.operations.iter().filter(|o| o.name == found.operation.name).count() > 1;
    let base = format!("{}/{}", found.interface.name.local, found.operation.name);
    let Some(input) = &found.operation.input else { return base };
    let long = format!("{base}({})", input.name);
    let known = |key: &str| locked.and_then(|s| s.methods.get(key));
    if known(&long).is_some() {
        return long;
    }
    match known(&base) {
        Some(method) if overloaded && method.input != input.name => long,
        None if overloaded => long,
        _ => base,
    }
}

fn name_of_wrapper(found: &Found<'_>, suffix: &str) -> QName {
    let bound = if suffix.is_empty() { &found.bound.input } else { &found.bound.output };
    let namespace = bound.as_ref().and_then(|b| b.namespace.clone());
    let namespace = namespace.unwrap_or_else(|| found.binding.name.namespace.clone());
    QName::new(namespace, format!("{}{suffix}", found.operation.name))
}

fn is_complex(contract: &Contract, element: &Element) -> bool {
    match &element.type_ref {
        TypeRef::Named(name) => matches!(contract.schema.types.get(name), Some(Type::Complex(_))),
        TypeRef::Anonymous(definition) => matches!(**definition, Type::Complex(_)),
    }
}
