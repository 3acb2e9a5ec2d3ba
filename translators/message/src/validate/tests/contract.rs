// SPDX-License-Identifier: EUPL-1.2
//! A small contract.

use fachwerk_contract::schema::{
    AttributeTerm, AttributeUse, ComplexType, Content, Derivation, DerivationMethod, DerivationSet, Element,
    Facets, NamespaceConstraint, Particle, ProcessContents, Term, Type, TypeRef, Usage, Wildcard, XSD,
};
use fachwerk_contract::service::{
    Binding, BindingOperation, BoundMessage, EffectClass, Interface, Message, MessageRef, Operation, Part,
    PartContent, Pattern, Port, Protocol, Service, Style,
};
use fachwerk_contract::{Contract, Location, QName, schema};
use fachwerk_mapping::{Lock, Mapping, derive};

const NS: &str = "urn:t";

fn name(local: &str) -> QName {
    QName::new(NS, local)
}

fn built_in(local: &str) -> TypeRef {
    TypeRef::Named(QName::new(XSD, local))
}

fn own(local: &str) -> TypeRef {
    TypeRef::Named(name(local))
}

fn element(local: &str, type_ref: TypeRef) -> Element {
    Element {
        name: name(local),
        type_ref,
        nillable: false,
        default: None,
        fixed: None,
        is_abstract: false,
        substitution_group: None,
        block: DerivationSet::default(),
        expected_content_types: None,
        identity_constraints: Vec::new(),
        documentation: None,
        location: Location::default(),
    }
}

fn particle(min: u32, max: Option<u32>, term: Term) -> Particle {
    Particle { min, max, term }
}

fn local(min: u32, max: Option<u32>, element: Element) -> Particle {
    particle(min, max, Term::Element(Box::new(element)))
}

fn complex(local: &str, content: Content) -> ComplexType {
    ComplexType {
        name: Some(name(local)),
        is_abstract: false,
        mixed: false,
        derivation: None,
        content,
        attributes: Vec::new(),
        attribute_groups: Vec::new(),
        any_attribute: None,
        block: DerivationSet::default(),
        r#final: DerivationSet::default(),
        documentation: None,
        location: Location::default(),
    }
}

fn sequence(children: Vec<Particle>) -> Content {
    Content::Elements(particle(1, Some(1), Term::Sequence(children)))
}

fn attribute(local: &str, usage: Usage, fixed: Option<&str>) -> AttributeUse {
    let attribute = schema::Attribute {
        name: QName::new("", local),
        type_ref: built_in("int"),
        default: None,
        fixed: None,
        documentation: None,
        location: Location::default(),
    };
    AttributeUse {
        usage,
        attribute: AttributeTerm::Local(attribute),
        default: None,
        fixed: fixed.map(str::to_owned),
        array_type: None,
    }
}

fn other(process: ProcessContents) -> Wildcard {
    Wildcard { namespaces: NamespaceConstraint::Not(NS.to_owned()), process, location: Location::default() }
}

/// `root`: @id, @version, anyAttribute, a{2,3}, (b | (c, d?))?, item/(x, y?)*, base, any, money, nilly?
fn types() -> Vec<ComplexType> {
    let choice = particle(
        0,
        Some(1),
        Term::Choice(vec![
            local(1, Some(1), element("b", built_in("string"))),
            particle(
                1,
                Some(1),
                Term::Sequence(vec![
                    local(1, Some(1), element("c", built_in("date"))),
                    local(0, Some(1), element("d", built_in("date"))),
                ]),
            ),
        ]),
    );
    let group = particle(
        0,
        None,
        Term::Sequence(vec![
            local(1, Some(1), element("x", built_in("int"))),
            local(0, Some(1), element("y", built_in("int"))),
        ]),
    );
    let mut root = complex(
        "Root",
        sequence(vec![
            local(2, Some(3), element("a", built_in("int"))),
            choice,
            group,
            local(1, Some(1), element("base", own("Base"))),
            particle(0, None, Term::Any(other(ProcessContents::Lax))),
            local(0, Some(1), Element { fixed: Some("1.0".to_owned()), ..element("money", own("Money")) }),
            local(0, Some(1), Element { nillable: true, ..element("nilly", own("Money")) }),
        ]),
    );
    root.attributes =
        vec![attribute("id", Usage::Required, None), attribute("version", Usage::Optional, Some("1"))];
    root.any_attribute = Some(other(ProcessContents::Lax));
    let mut base = complex("Base", sequence(vec![local(1, Some(1), element("k", built_in("string")))]));
    base.is_abstract = true;
    let mut derived =
        complex("Derived", sequence(vec![local(0, Some(1), element("l/m~n", built_in("int")))]));
    derived.derivation = Some(Derivation { method: DerivationMethod::Extension, base: name("Base") });
    let mut money =
        complex("Money", Content::Simple { type_ref: Some(built_in("decimal")), facets: Facets::default() });
    money.attributes = vec![attribute("currency", Usage::Required, None)];
    vec![root, base, derived, money]
}

pub(super) fn mapping() -> Mapping {
    let mut contract = Contract::default();
    for complex in types() {
        let name = complex.name.clone().unwrap();
        contract.schema.types.insert(name, Type::Complex(complex));
    }
    contract.schema.elements.insert(name("root"), element("root", own("Root")));
    let location = Location::default();
    let documentation = None;
    contract.messages.push(Message {
        name: name("in"),
        parts: vec![Part {
            name: "p".to_owned(),
            content: PartContent::Element(name("root")),
            documentation: None,
        }],
        documentation: None,
        location,
    });
    contract.interfaces.push(Interface {
        name: name("i"),
        documentation: None,
        operations: vec![Operation {
            name: "op".to_owned(),
            documentation: None,
            pattern: Pattern::OneWay,
            input: Some(MessageRef {
                name: "in".to_owned(),
                message: name("in"),
                action: None,
                documentation: None,
            }),
            output: None,
            faults: Vec::new(),
            parameter_order: Vec::new(),
            effect: EffectClass::Unknown,
            location,
        }],
        location,
    });
    contract.bindings.push(Binding {
        name: name("b"),
        interface: name("i"),
        protocol: Protocol::Soap11,
        transport: None,
        operations: vec![BindingOperation {
            name: "op".to_owned(),
            soap_action: None,
            style: Style::Document,
            input: Some(BoundMessage::default()),
            output: None,
            faults: Vec::new(),
            documentation: None,
            location,
        }],
        documentation: None,
        location,
    });
    let port = Port { name: "p".to_owned(), binding: name("b"), address: None, location };
    contract.services.push(Service { name: name("s"), documentation, ports: vec![port], location });
    derive(&contract, &Lock::new()).0
}
