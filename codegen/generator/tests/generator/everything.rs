// SPDX-License-Identifier: EUPL-1.2
//! A contract in which every member of every type is written: whoever adds a member has to fill it here, and then the
//! schema in docs/schema has to know it.

use fachwerk_contract::schema::{
    Attribute, AttributeGroup, AttributeTerm, AttributeUse, ComplexType, Content, Derivation,
    DerivationMethod, DerivationSet, Element, Enumeration, Facets, IdentityConstraint, ModelGroup,
    NamespaceConstraint, Particle, ProcessContents, Schema, SimpleType, Term, Type, TypeRef, Usage, Variety,
    WhiteSpace, Wildcard,
};
use fachwerk_contract::service::{
    Binding, BindingOperation, BoundFault, BoundMessage, EffectClass, Header, HttpRequest, HttpSerialization,
    Interface, Message, MessageRef, MimePart, Operation, Part, PartContent, Pattern, Policy, Port, Protocol,
    Service, Style, Use,
};
use fachwerk_contract::{Contract, Location, QName, SourceDocument};

const AT: Location = Location { document: 0, line: 1, column: 1 };

fn name(local: &str) -> QName {
    QName::new("urn:x", local)
}

#[expect(clippy::unnecessary_wraps, reason = "every member that it fills is an option")]
fn said() -> Option<String> {
    Some("said".to_owned())
}

fn all() -> DerivationSet {
    DerivationSet { extension: true, restriction: true, substitution: true }
}

fn wildcard(namespaces: NamespaceConstraint, process: ProcessContents) -> Wildcard {
    Wildcard { namespaces, process, location: AT }
}

fn facets() -> Facets {
    Facets {
        length: Some(1),
        min_length: Some(1),
        max_length: Some(1),
        patterns: vec!["a".to_owned()],
        enumeration: vec![Enumeration { value: "a".to_owned(), documentation: said() }],
        white_space: Some(WhiteSpace::Collapse),
        min_inclusive: said(),
        max_inclusive: said(),
        min_exclusive: said(),
        max_exclusive: said(),
        total_digits: Some(1),
        fraction_digits: Some(1),
    }
}

fn simple(variety: Variety) -> Type {
    Type::Simple(SimpleType {
        name: Some(name("simple")),
        variety,
        r#final: all(),
        documentation: said(),
        location: AT,
    })
}

fn element(type_ref: TypeRef) -> Element {
    Element {
        name: name("element"),
        type_ref,
        nillable: true,
        default: said(),
        fixed: said(),
        is_abstract: true,
        substitution_group: Some(name("head")),
        block: all(),
        expected_content_types: said(),
        identity_constraints: vec![IdentityConstraint {
            namespaces: std::collections::BTreeMap::from([("p".into(), "urn:p".into())]),
            kind: "keyref".to_owned(),
            name: name("key"),
            selector: ".".to_owned(),
            fields: vec![".".to_owned()],
            refer: Some(name("other")),
        }],
        documentation: said(),
        location: AT,
    }
}

fn attribute() -> Attribute {
    Attribute {
        name: name("attribute"),
        type_ref: TypeRef::Named(name("simple")),
        default: said(),
        fixed: said(),
        documentation: said(),
        location: AT,
    }
}

fn uses() -> Vec<AttributeUse> {
    let written = |usage: Usage, attribute: AttributeTerm| AttributeUse {
        usage,
        attribute,
        default: said(),
        fixed: said(),
        array_type: said(),
    };
    vec![
        written(Usage::Required, AttributeTerm::Local(attribute())),
        written(Usage::Optional, AttributeTerm::Ref(name("attribute"))),
        written(Usage::Prohibited, AttributeTerm::Ref(name("attribute"))),
    ]
}

fn particle(term: Term) -> Particle {
    Particle { min: 0, max: None, term }
}

fn complex(content: Content, method: DerivationMethod) -> Type {
    Type::Complex(ComplexType {
        name: Some(name("complex")),
        is_abstract: true,
        mixed: true,
        derivation: Some(Derivation { method, base: name("base") }),
        content,
        attributes: uses(),
        attribute_groups: vec![name("attributes")],
        any_attribute: Some(wildcard(NamespaceConstraint::Any, ProcessContents::Strict)),
        block: all(),
        r#final: all(),
        documentation: said(),
        location: AT,
    })
}

fn schema() -> Schema {
    let anything = wildcard(NamespaceConstraint::Not("urn:x".to_owned()), ProcessContents::Lax);
    let some = wildcard(NamespaceConstraint::OneOf(vec![String::new()]), ProcessContents::Skip);
    let inner = simple(Variety::List { item: TypeRef::Named(name("simple")) });
    let terms = vec![
        particle(Term::Element(Box::new(element(TypeRef::Anonymous(Box::new(inner)))))),
        particle(Term::ElementRef(name("element"))),
        particle(Term::Choice(vec![particle(Term::Any(anything)), particle(Term::Any(some))])),
        particle(Term::All(Vec::new())),
        particle(Term::GroupRef(name("group"))),
    ];
    let text = Content::Simple { type_ref: Some(TypeRef::Named(name("simple"))), facets: facets() };
    let mut schema = Schema::default();
    schema.elements.insert(name("element"), element(TypeRef::Named(name("complex"))));
    let union = Variety::Union { members: vec![TypeRef::Named(name("simple"))] };
    let narrowed = Variety::Restriction { base: TypeRef::Named(name("simple")), facets: facets() };
    for (local, definition) in [
        ("union", simple(union)),
        ("narrowed", simple(narrowed)),
        ("text", complex(text, DerivationMethod::Restriction)),
        ("empty", complex(Content::Empty, DerivationMethod::Extension)),
        (
            "elements",
            complex(Content::Elements(particle(Term::Sequence(terms))), DerivationMethod::Extension),
        ),
    ] {
        schema.types.insert(name(local), definition);
    }
    schema.attributes.insert(name("attribute"), attribute());
    let group = ModelGroup {
        name: name("group"),
        particle: particle(Term::Sequence(Vec::new())),
        documentation: said(),
        location: AT,
    };
    schema.groups.insert(name("group"), group);
    let attributes = AttributeGroup {
        name: name("attributes"),
        attributes: uses(),
        attribute_groups: vec![name("more")],
        any_attribute: Some(wildcard(NamespaceConstraint::Any, ProcessContents::Lax)),
        location: AT,
    };
    schema.attribute_groups.insert(name("attributes"), attributes);
    schema
}

fn bound() -> BoundMessage {
    BoundMessage {
        body_use: Use::Encoded,
        namespace: said(),
        parts: Some(vec!["part".to_owned()]),
        headers: vec![Header {
            message: name("message"),
            part: "part".to_owned(),
            header_use: Use::Literal,
            namespace: said(),
            required: true,
            faults: vec![(name("message"), "part".to_owned())],
        }],
        mime_parts: vec![MimePart { part: "part".to_owned(), types: vec!["image/png".to_owned()] }],
        http: Some(HttpRequest {
            method: "GET".to_owned(),
            location: "/a".to_owned(),
            serialization: HttpSerialization::UrlEncoded,
        }),
    }
}

fn reference() -> MessageRef {
    MessageRef { name: "message".to_owned(), message: name("message"), action: said(), documentation: said() }
}

pub(crate) fn everything() -> Contract {
    Contract {
        documents: vec![SourceDocument { path: "a.wsdl".to_owned() }],
        services: vec![Service {
            name: name("service"),
            documentation: said(),
            ports: vec![Port {
                name: "port".to_owned(),
                binding: name("binding"),
                address: said(),
                location: AT,
            }],
            location: AT,
        }],
        bindings: vec![Binding {
            name: name("binding"),
            interface: name("interface"),
            protocol: Protocol::Http,
            transport: said(),
            operations: vec![BindingOperation {
                name: "operation".to_owned(),
                soap_action: said(),
                style: Style::Rpc,
                input: Some(bound()),
                output: Some(bound()),
                faults: vec![BoundFault { name: "fault".to_owned(), fault_use: Use::Literal }],
                documentation: said(),
                location: AT,
            }],
            documentation: said(),
            location: AT,
        }],
        interfaces: vec![Interface {
            name: name("interface"),
            documentation: said(),
            operations: vec![Operation {
                name: "operation".to_owned(),
                documentation: said(),
                pattern: Pattern::SolicitResponse,
                input: Some(reference()),
                output: Some(reference()),
                faults: vec![reference()],
                parameter_order: vec!["part".to_owned()],
                effect: EffectClass::Read,
                location: AT,
            }],
            location: AT,
        }],
        messages: vec![Message {
            name: name("message"),
            parts: vec![
                Part {
                    name: "part".to_owned(),
                    content: PartContent::Element(name("element")),
                    documentation: said(),
                },
                Part {
                    name: "typed".to_owned(),
                    content: PartContent::Type(name("simple")),
                    documentation: None,
                },
            ],
            documentation: said(),
            location: AT,
        }],
        schema: schema(),
        policies: vec![Policy {
            subject: "binding/binding".to_owned(),
            assertions: vec![name("a")],
            optional: vec![name("a")],
            alternatives: vec![vec![name("a")], Vec::new()],
            location: AT,
        }],
    }
}
