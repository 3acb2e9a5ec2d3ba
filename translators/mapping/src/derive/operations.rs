// SPDX-License-Identifier: EUPL-1.2
//! Services and operations, and how their messages lie in the envelope.

use std::collections::HashMap;

use fachwerk_contract::schema::{DerivationSet, Element, Type, TypeRef};
use fachwerk_contract::service::{
    Binding, BindingOperation, BoundMessage, Interface, Message, Operation as AbstractOperation, Part,
    PartContent, Pattern, Port, Protocol, Service as WsdlService, Style, Use,
};
use fachwerk_contract::{Contract, QName};

use super::Builder;
use super::arrays::is_anything;
use super::described::sentence;
use super::members::{Draft, Members};
use super::sizes::MOST_OF_A_TYPE;
use super::structs::Owner;
use super::surroundings::Surroundings;
use crate::lock::LockedService;
use crate::naming::{Names, type_name};
use crate::{
    ANSWER_STATUS, Binaries, ContentKind, FAULT_STATUS, Fault, FieldKind, Layout, MessageShape,
    ONE_WAY_STATUS, Operation, OperationBinding, OperationId, Particle, ParticleTerm, Service, StructKind,
    ValueType,
};

/// One operation with where it was found.
pub(super) struct Found<'c> {
    binding: &'c Binding,
    pub(super) bound: &'c BindingOperation,
    interface: &'c Interface,
    pub(super) operation: &'c AbstractOperation,
    /// The interface has several operations of this name.
    overloaded: bool,
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
        let mut known: HashMap<String, OperationId> = HashMap::new();
        // Where an operation can be reached by SOAP, it is.
        let is_http =
            |port: &&Port| self.contract.binding(&port.binding).is_some_and(|b| b.protocol == Protocol::Http);
        let (http, soap): (Vec<_>, Vec<_>) = service.ports.iter().partition(is_http);
        let mut not_carried = Vec::new();
        for port in soap.into_iter().chain(http) {
            let Some(binding) = self.contract.binding(&port.binding) else { continue };
            let Some(interface) = self.contract.interface(&binding.interface) else { continue };
            let mut overloads = Overloads::of(interface);
            for bound in &binding.operations {
                let Some((operation, overloaded)) = overloads.next(&bound.name) else { continue };
                let found = Found { binding, bound, interface, operation, overloaded };
                let operation_key = operation_key(&found, self.old.services.get(&key));
                let http = if binding.protocol == Protocol::Http {
                    if self.is_reached(index, &operation.name) {
                        self.note_once(
                            "FW-1601",
                            port.location,
                            format!("port `{}` has an HTTP binding: it is left out as a way to reach what another port offers", port.name),
                        );
                        continue;
                    }
                    match self.http(&found) {
                        Ok(http) => Some(http),
                        Err(why) => {
                            not_carried.push((
                                &operation.name,
                                bound.location,
                                format!(
                                    "operation `{}` of the HTTP binding `{}` is left out at port `{}`: {why}",
                                    operation.name, binding.name.local, port.name
                                ),
                            ));
                            continue;
                        }
                    }
                } else {
                    None
                };
                let wire = OperationBinding {
                    port: port.name.clone(),
                    protocol: binding.protocol,
                    soap_action: bound.soap_action.clone(),
                    style: bound.style,
                    body_use: bound.input.as_ref().map(|b| b.body_use).unwrap_or_default(),
                    mtom: self.asks_for_mtom(&binding.name, &service.name, &port.name),
                    address: port.address.clone(),
                    http,
                };
                if let Some(id) = known.get(&operation_key) {
                    let bindings = &mut self.mapping.operations[id.0 as usize].bindings;
                    let first = bindings.first().map(|first| (first.style, first.body_use));
                    if first.is_none_or(|first| first == (wire.style, wire.body_use)) {
                        bindings.push(wire);
                        continue;
                    }
                    self.note(
                        "FW-1607",
                        bound.location,
                        format!("port `{}` writes the messages of operation `{}` in another style than the first port that has it: it is left out as a way to reach the operation", port.name, operation.name),
                    );
                    continue;
                }
                if !self.supported(&found) {
                    continue;
                }
                let operation_name =
                    match self.old.services.get(&key).and_then(|s| s.operations.get(&operation_key)) {
                        Some(name) => name.clone(),
                        None => operation_names.take(&wanted_name(&found, &operation_names)),
                    };
                self.lock
                    .services
                    .entry(key.clone())
                    .or_default()
                    .operations
                    .insert(operation_key.clone(), operation_name.clone());
                let locked = self.lock.services.entry(key.clone()).or_default();
                let input = operation.input.as_ref().map_or("", |input| input.name.as_str());
                input.clone_into(&mut locked.methods.entry(operation_key.clone()).or_default().input);
                let id = self.operation(index, &name, operation_name, &found, wire, operation_key.clone());
                known.insert(operation_key, id);
                self.mapping.services[index].operations.push(id);
            }
        }
        // Another port may have carried it.
        for (name, location, why) in not_carried {
            if !self.is_reached(index, name) {
                self.note("FW-1620", location, why);
            }
        }
    }

    /// Whether a service has an operation of this name already.
    fn is_reached(&self, service: usize, name: &str) -> bool {
        let operations = &self.mapping.services[service].operations;
        operations.iter().any(|id| self.mapping.operation(*id).source == name)
    }

    /// Whether an operation can be carried; says why not.
    fn supported(&mut self, found: &Found<'c>) -> bool {
        let location = found.operation.location;
        let name = &found.operation.name;
        if matches!(found.operation.pattern, Pattern::SolicitResponse | Pattern::Notification) {
            self.note("FW-1602", location, format!("operation `{name}` is started by the service, which a facade cannot offer: it is left out"));
            return false;
        }
        let operation = found.operation;
        let messages = operation.input.iter().chain(&operation.output).map(|m| &m.message);
        let messages = messages.chain(operation.faults.iter().map(|f| &f.message));
        let bound = found.bound.input.iter().chain(&found.bound.output);
        let most = messages
            .filter_map(|name| self.messages.get(name))
            .map(|message| message.parts.len())
            .chain(bound.map(|bound| bound.headers.len()))
            .max();
        if most.is_some_and(|most| most > MOST_OF_A_TYPE) {
            self.note("FW-1510", location, format!("operation `{name}` has a message of more than {MOST_OF_A_TYPE} parts or headers: it is left out"));
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
        // Nothing of a message in HTTP lies beside its parts.
        let soap = wire.http.is_none();
        let style = if soap { found.bound.style } else { Style::Document };
        let input = found.operation.input.as_ref().and_then(|m| self.messages.get(&m.message).copied());
        let input = self.message(&Place {
            key: format!("{key}/input"),
            name: format!("{name} Request"),
            style,
            wrapper: name_of_wrapper(found, ""),
            message: input,
            bound: found.bound.input.as_ref().filter(|_| soap),
            encoded: is_encoded(found.bound.input.as_ref()),
            header_fault: None,
        });
        let output = found.operation.output.as_ref().map(|reference| {
            let message = self.messages.get(&reference.message).copied();
            self.message(&Place {
                key: format!("{key}/output"),
                name: format!("{name} Response"),
                style,
                wrapper: name_of_wrapper(found, "Response"),
                message,
                bound: found.bound.output.as_ref().filter(|_| soap),
                encoded: is_encoded(found.bound.output.as_ref()),
                header_fault: None,
            })
        });
        let mut faults = Vec::new();
        for reference in &found.operation.faults {
            let message = self.messages.get(&reference.message).copied();
            let shape = self.message(&Place {
                key: format!("{key}/fault {}", reference.name),
                name: format!("{name} {} Fault", reference.name),
                // A fault's detail is always document style (WSDL 1.1, section 3.6).
                style: Style::Document,
                wrapper: QName::default(),
                message,
                bound: None,
                encoded: found
                    .bound
                    .faults
                    .iter()
                    .any(|f| f.name == reference.name && f.fault_use == Use::Encoded),
                header_fault: None,
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
        self.header_faults(found, &key, &name, &mut faults);
        let id = OperationId(self.mapping.operations.len() as u32);
        let documentation =
            found.operation.documentation.clone().or_else(|| found.bound.documentation.clone());
        let documentation = self.with_constraints(documentation, found);
        self.mapping.operations.push(Operation {
            path: format!("/{service_name}/{name}"),
            method: "POST".to_owned(),
            rpc_name: String::new(),
            rpc_request: String::new(),
            rpc_response: String::new(),
            stream: None,
            chunked: None,
            parameters: Vec::new(),
            body: true,
            status: if output.is_some() { ANSWER_STATUS } else { ONE_WAY_STATUS },
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

    /// Documentation of an operation with the identity constraints of its messages' elements, unless these have types of
    /// their own that say it.
    fn with_constraints(&self, documentation: Option<String>, found: &Found<'c>) -> Option<String> {
        let messages = [found.operation.input.as_ref(), found.operation.output.as_ref()];
        let parts = messages.into_iter().flatten().filter_map(|r| self.messages.get(&r.message));
        let elements = parts.flat_map(|message| &message.parts).filter_map(|part| match &part.content {
            PartContent::Element(name) => self.contract.schema.elements.get(name),
            PartContent::Type(_) => None,
        });
        let constraints = elements
            .filter(|element| matches!(element.type_ref, TypeRef::Named(_)))
            .flat_map(|element| &element.identity_constraints);
        let lines: Vec<String> = documentation.into_iter().chain(constraints.map(sentence)).collect();
        (!lines.is_empty()).then(|| lines.join("\n"))
    }

    /// What is wrong with a header block is said in a header block (WSDL 1.1, section 3.7; SOAP 1.1, section 4.4): faults
    /// of the operation whose message has nothing but that.
    fn header_faults(&mut self, found: &Found<'c>, key: &str, operation: &str, faults: &mut Vec<Fault>) {
        let bound = [found.bound.input.as_ref(), found.bound.output.as_ref()].into_iter().flatten();
        let mut seen = Vec::new();
        for (header, (message, part)) in
            bound.flat_map(|b| &b.headers).flat_map(|h| h.faults.iter().map(move |f| (h, f)))
        {
            if seen.contains(&(message, part)) {
                continue;
            }
            seen.push((message, part));
            let mut names = Names::default();
            for fault in faults.iter() {
                names.reserve(&fault.name);
            }
            let name = names.take(part);
            let namespace = header.namespace.as_deref();
            let shape = self.message(&Place {
                key: format!("{key}/headerfault {message} {part}"),
                name: format!("{operation} {name} Fault"),
                style: Style::Document,
                wrapper: QName::default(),
                message: None,
                bound: None,
                encoded: false,
                header_fault: Some(HeaderPart { message, part, namespace, required: true }),
            });
            let documentation = self.messages.get(message).and_then(|m| m.documentation.clone());
            faults.push(Fault { name, status: FAULT_STATUS, message: shape, documentation });
        }
    }

    fn message(&mut self, place: &Place<'c>) -> MessageShape {
        let no_parts: &[Part] = &[];
        let parts = place.message.map_or(no_parts, |m| m.parts.as_slice());
        let body: Vec<&'c Part> = parts
            .iter()
            .filter(|part| match place.bound {
                Some(bound) if bound.mime_parts.iter().any(|mime| mime.part == part.name) => false,
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
        let around = Surroundings { headers: self.headers(place), attachments: self.attachments(place) };
        let shape = match place.style {
            Style::Rpc => self.rpc(place, &body),
            Style::Document => self.document(place, &body),
        };
        let shape = MessageShape { encoded: place.encoded, ..shape };
        match around {
            Surroundings { headers: None, attachments: None } => shape,
            around => self.surrounded(place, &around, shape),
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
                PartContent::Type(_) => self.typed_part(part, &QName::new("", &part.name)),
                PartContent::Element(name) => self.reference_draft(name, &members),
            };
            if let Some(draft) = draft {
                children.push(members.push(Draft { min: 1, max: Some(1), required: true, ..draft }));
            }
        }
        self.seal(members, (ContentKind::Elements, sequence(children)));
        let wrapper = self.name(&place.wrapper);
        shape(id, Layout::Direct { element: wrapper, headers: None })
    }

    /// A part with a type: an element of this name.
    pub(super) fn typed_part(&mut self, part: &'c Part, name: &QName) -> Option<Draft> {
        let PartContent::Type(type_name) = &part.content else { return None };
        let value = self.value_of_name(type_name);
        let wire = self.name(name);
        Some(Draft {
            nillable: Self::is_nullable(type_name),
            documentation: part.documentation.clone(),
            ..Draft::plain(&part.name, &part.name, FieldKind::Element(wire), value)
        })
    }

    pub(super) fn value_of_name(&mut self, name: &'c QName) -> ValueType {
        match self.contract.schema.types.get(name) {
            Some(Type::Complex(complex)) => self.complex_value(name, complex, DerivationSet::default()),
            _ if Self::is_swa_ref(name) => ValueType::Struct(self.attachment()),
            None if is_anything(name) => ValueType::Xml,
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
                        && self.mapping.structure(root).array.is_none()
                        && !self.is_pending_array(root)
                    {
                        let wire = self.name(name);
                        let identities = self.identities_of(element);
                        let shape = shape(root, Layout::Direct { element: wire, headers: None });
                        return MessageShape { identities, ..shape };
                    }
                }
                PartContent::Type(name) => {
                    if let Some(Type::Complex(complex)) = self.contract.schema.types.get(name)
                        && !place.encoded
                        && !self.is_array(complex)
                        && self.fits(complex, &name.local)
                    {
                        let root = self.struct_of(complex, &Owner::new("", &name.local));
                        return shape(root, Layout::Fields { headers: None });
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
                PartContent::Type(_) => self.typed_part(part, &QName::new("", &part.name)),
            };
            if let Some(draft) = draft {
                children.push(members.push(Draft { min: 1, max: Some(1), required: true, ..draft }));
            }
        }
        let content = if children.is_empty() { ContentKind::Empty } else { ContentKind::Elements };
        self.seal(members, (content, sequence(children)));
        shape(id, Layout::Fields { headers: None })
    }
}

/// A message of an operation under construction.
pub(super) struct Place<'c> {
    pub(super) key: String,
    pub(super) name: String,
    style: Style,
    wrapper: QName,
    pub(super) message: Option<&'c Message>,
    pub(super) bound: Option<&'c BoundMessage>,
    encoded: bool,
    /// The message is but this header block.
    header_fault: Option<HeaderPart<'c>>,
}

/// A part that is a header block.
#[derive(Clone, Copy)]
pub(super) struct HeaderPart<'c> {
    pub(super) message: &'c QName,
    pub(super) part: &'c str,
    pub(super) namespace: Option<&'c str>,
    pub(super) required: bool,
}

impl<'c> Place<'c> {
    /// The declared header blocks.
    pub(super) fn headers(&self) -> Vec<HeaderPart<'c>> {
        let bound = self.bound.into_iter().flat_map(|bound| &bound.headers).map(|header| HeaderPart {
            message: &header.message,
            part: &header.part,
            namespace: header.namespace.as_deref(),
            required: header.required,
        });
        bound.chain(self.header_fault).collect()
    }
}

fn is_encoded(bound: Option<&BoundMessage>) -> bool {
    bound.is_some_and(|b| b.body_use == Use::Encoded)
}

/// A literal message without anything beside its envelope.
fn shape(root: crate::StructId, layout: Layout) -> MessageShape {
    let (attachments, identities) = (None, Vec::new());
    MessageShape { root, layout, encoded: false, attachments, identities, binaries: Binaries::None }
}

fn sequence(fields: Vec<u16>) -> Particle {
    let children =
        fields.into_iter().map(|f| Particle { optional: false, term: ParticleTerm::Field(f) }).collect();
    Particle { optional: false, term: ParticleTerm::Sequence(children) }
}

/// The abstract operations that bound ones mean. Overloads have the same name; they stand in the same order.
struct Overloads<'c> {
    by_name: HashMap<&'c str, (Vec<&'c AbstractOperation>, usize)>,
}

impl<'c> Overloads<'c> {
    fn of(interface: &'c Interface) -> Self {
        let mut by_name: HashMap<&str, (Vec<&AbstractOperation>, usize)> = HashMap::new();
        for operation in &interface.operations {
            by_name.entry(&operation.name).or_default().0.push(operation);
        }
        Self { by_name }
    }

    /// The operation that the next bound one of this name means, and whether there are others of the name.
    fn next(&mut self, name: &str) -> Option<(&'c AbstractOperation, bool)> {
        let (operations, seen) = self.by_name.get_mut(name)?;
        let operation = operations.get(*seen).or(operations.first())?;
        *seen += 1;
        Some((operation, operations.len() > 1))
    }
}

/// Stable key of an operation within its service: interface, name, and for overloads the input's name, unless it is
/// the operation that the lock knew before it had overloads.
fn operation_key(found: &Found<'_>, locked: Option<&LockedService>) -> String {
    let base = format!("{}/{}", found.interface.name.local, found.operation.name);
    let Some(input) = &found.operation.input else { return base };
    let long = format!("{base}({})", input.name);
    let known = |key: &str| locked.and_then(|s| s.methods.get(key));
    if known(&long).is_some() {
        return long;
    }
    match known(&base) {
        Some(method) if found.overloaded && method.input != input.name => long,
        None if found.overloaded => long,
        _ => base,
    }
}

/// Facade name of an operation, before it is made unique: its own, for overloads the first of these that says more and
/// is free: what its input is called, what the input's message is called.
fn wanted_name(found: &Found<'_>, taken: &Names) -> String {
    let own = &found.operation.name;
    let input = found.operation.input.as_ref().filter(|_| found.overloaded);
    let Some(input) = input else { return own.clone() };
    let words = |name: &str| {
        let end =
            ["Request", "Input", "Message", "Msg", "In", "_"].iter().find_map(|end| name.strip_suffix(end));
        end.unwrap_or(name).to_owned()
    };
    [words(&input.name), words(&input.message.local)]
        .into_iter()
        .find(|name| name != own && !name.is_empty() && taken.is_free(name))
        .unwrap_or_else(|| own.clone())
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
