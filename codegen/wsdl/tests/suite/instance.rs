// SPDX-License-Identifier: EUPL-1.2
//! A document through mapping, XML reader and validation, as a message is.

use fachwerk_contract::schema::{
    ComplexType, Content, DerivationSet, Element, Particle, Term, Type, TypeRef,
};
use fachwerk_contract::service::{
    Binding, BindingOperation, BoundMessage, EffectClass, Interface, Message, MessageRef, Operation, Part,
    PartContent, Pattern, Port, Protocol, Service, Style,
};
use fachwerk_contract::{Contract, Location, QName};
use fachwerk_mapping::{Lock, Name, derive};
use fachwerk_message::value::Patterns;
use fachwerk_message::{Discard, Limits, PathStyle, Validate};

const NAMESPACE: &str = "urn:fachwerk:suite";
const HERE: Location = Location { document: 0, line: 1, column: 1 };

/// What the validator says of a document.
pub(crate) enum Verdict {
    Valid,
    Invalid(String),
    /// Nothing that this validator is for: no global element, not XML, a DTD.
    Beside(String),
}

/// Validate a document by a contract.
pub(crate) fn validate(contract: &Contract, document: &[u8]) -> Verdict {
    let text = match text(document) {
        Ok(text) => text,
        Err(why) => return Verdict::Beside(why),
    };
    let root = match root(&text) {
        Ok(root) => root,
        Err(why) => return Verdict::Beside(why),
    };
    if !contract.schema.elements.contains_key(&root) {
        return Verdict::Beside("the root is no global element".to_owned());
    }
    let contract = around(contract, root);
    let (mapping, _, _) = derive(&contract, &Lock::new());
    let Some(operation) = mapping.operations.first() else {
        return Verdict::Beside("no operation".to_owned());
    };
    let Some(namespace) = mapping.namespaces.iter().position(|n| n == NAMESPACE) else {
        return Verdict::Beside("no namespace".to_owned());
    };
    let name =
        Name { namespace: fachwerk_mapping::NamespaceId(namespace as u32), local: "document".to_owned() };
    let patterns = Patterns::new(&mapping);
    let globals = fachwerk_xml::Globals::new(&contract, &Limits::default());
    let mut sink = Validate::new(&mapping, &patterns, PathStyle::XPath, Discard)
        .constrained(&operation.input.identities)
        .knowing(&globals);
    let wrapped = format!("<w:document xmlns:w='{NAMESPACE}'>{}</w:document>", body(&text));
    let limits = Limits::default();
    let read = fachwerk_xml::read_document(
        &mapping,
        wrapped.as_bytes(),
        &limits,
        &name,
        operation.input.root,
        &mut sink,
    );
    if let Err(error) = read {
        return Verdict::Invalid(format!("{}: {}", error.kind.code(), error.message));
    }
    let (_, findings) = match sink.finish() {
        Ok(finished) => finished,
        Err(error) => return Verdict::Invalid(format!("{}: {}", error.kind.code(), error.message)),
    };
    match findings.first() {
        None => Verdict::Valid,
        Some(finding) => Verdict::Invalid(format!("{}: {}", finding.path, finding.message)),
    }
}

/// The documents are in a handful of encodings.
fn text(document: &[u8]) -> Result<String, String> {
    let wide = |bytes: &[u8], read: fn([u8; 2]) -> u16| {
        let units: Vec<u16> = bytes.chunks_exact(2).map(|pair| read([pair[0], pair[1]])).collect();
        String::from_utf16(&units).map_err(|e| e.to_string())
    };
    match document {
        [0xFF, 0xFE, rest @ ..] => wide(rest, u16::from_le_bytes),
        [0xFE, 0xFF, rest @ ..] => wide(rest, u16::from_be_bytes),
        [0xEF, 0xBB, 0xBF, rest @ ..] => String::from_utf8(rest.to_vec()).map_err(|e| e.to_string()),
        _ => match String::from_utf8(document.to_vec()) {
            Ok(text) => Ok(text),
            // ISO-8859-1, where it says so
            Err(_) if document.windows(10).take(200).any(|w| w.eq_ignore_ascii_case(b"iso-8859-1")) => {
                Ok(document.iter().map(|b| char::from(*b)).collect())
            }
            Err(error) => Err(error.to_string()),
        },
    }
}

/// What comes after the XML declaration.
fn body(text: &str) -> &str {
    let text = text.trim_start();
    match text.strip_prefix("<?xml ").and_then(|rest| rest.split_once("?>")) {
        Some((_, rest)) => rest,
        None => text,
    }
}

fn root(text: &str) -> Result<QName, String> {
    use quick_xml::events::Event;
    use quick_xml::name::ResolveResult;
    let mut reader = quick_xml::NsReader::from_str(body(text));
    loop {
        match reader.read_resolved_event().map_err(|e| e.to_string())? {
            (namespace, Event::Start(start) | Event::Empty(start)) => {
                let namespace = match namespace {
                    ResolveResult::Bound(namespace) => namespace.as_ref().to_owned(),
                    _ => String::new(),
                };
                return Ok(QName::new(namespace, start.local_name().as_ref()));
            }
            (_, Event::DocType(_)) => return Err("a DTD, which no message has".to_owned()),
            (_, Event::Eof) => return Err("no element".to_owned()),
            _ => {}
        }
    }
}

/// A service with one operation whose input holds one global element.
fn around(contract: &Contract, root: QName) -> Contract {
    let mut contract = contract.clone();
    let name = |local: &str| QName::new(NAMESPACE, local);
    let particle = Particle { min: 1, max: Some(1), term: Term::ElementRef(root) };
    let holder = ComplexType {
        name: None,
        is_abstract: false,
        mixed: false,
        derivation: None,
        content: Content::Elements(Particle { min: 1, max: Some(1), term: Term::Sequence(vec![particle]) }),
        attributes: Vec::new(),
        attribute_groups: Vec::new(),
        any_attribute: None,
        block: DerivationSet::default(),
        r#final: DerivationSet::default(),
        documentation: None,
        location: HERE,
    };
    let element = Element {
        name: name("document"),
        type_ref: TypeRef::Anonymous(Box::new(Type::Complex(holder))),
        nillable: false,
        default: None,
        fixed: None,
        is_abstract: false,
        substitution_group: None,
        block: DerivationSet::default(),
        expected_content_types: None,
        identity_constraints: Vec::new(),
        documentation: None,
        location: HERE,
    };
    contract.schema.elements.insert(name("document"), element);
    let content = PartContent::Element(name("document"));
    let part = Part { name: "parameters".into(), content, documentation: None };
    contract.messages =
        vec![Message { name: name("in"), parts: vec![part], documentation: None, location: HERE }];
    let input = MessageRef { name: "in".into(), message: name("in"), action: None, documentation: None };
    let operation = Operation {
        name: "validate".into(),
        documentation: None,
        pattern: Pattern::default(),
        input: Some(input),
        output: None,
        faults: Vec::new(),
        parameter_order: Vec::new(),
        effect: EffectClass::default(),
        location: HERE,
    };
    contract.interfaces = vec![Interface {
        name: name("Port"),
        documentation: None,
        operations: vec![operation],
        location: HERE,
    }];
    let bound = BindingOperation {
        name: "validate".into(),
        soap_action: None,
        style: Style::default(),
        input: Some(BoundMessage::default()),
        output: None,
        faults: Vec::new(),
        documentation: None,
        location: HERE,
    };
    contract.bindings = vec![Binding {
        name: name("Binding"),
        interface: name("Port"),
        protocol: Protocol::Soap11,
        transport: None,
        operations: vec![bound],
        documentation: None,
        location: HERE,
    }];
    let port = Port { name: "Port".into(), binding: name("Binding"), address: None, location: HERE };
    contract.services =
        vec![Service { name: name("Service"), documentation: None, ports: vec![port], location: HERE }];
    contract
}
