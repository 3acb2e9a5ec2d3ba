// SPDX-License-Identifier: EUPL-1.2
//! Contracts by hand, in few words.

use fachwerk_contract::schema::{
    Attribute, AttributeTerm, AttributeUse, ComplexType, Content, Derivation, DerivationMethod,
    DerivationSet, Element, Facets, NamespaceConstraint, Particle, ProcessContents, SimpleType, Term, Type,
    TypeRef, Usage, Variety, Wildcard, XSD,
};
use fachwerk_contract::service::{
    Binding, BindingOperation, BoundMessage, EffectClass, Interface, Message, MessageRef, Operation, Part,
    PartContent, Pattern, Port, Protocol, Service, Style,
};
use fachwerk_contract::{Contract, Location, QName};
use fachwerk_mapping::{Lock, Mapping, derive};

pub(crate) const NS: &str = "urn:test";
pub(crate) const OTHER: &str = "urn:other";

const HERE: Location = Location { document: 0, line: 1, column: 1 };

pub(crate) fn ns(local: &str) -> QName {
    QName::new(NS, local)
}

pub(crate) fn xs(local: &str) -> TypeRef {
    TypeRef::Named(QName::new(XSD, local))
}

pub(crate) fn named(local: &str) -> TypeRef {
    TypeRef::Named(ns(local))
}

pub(crate) fn element(name: QName, type_ref: TypeRef) -> Element {
    Element {
        name,
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
        location: HERE,
    }
}

/// A local element that occurs so often; 0 for unbounded.
pub(crate) fn local(name: &str, type_ref: TypeRef, min: u32, max: u32) -> Particle {
    term(Term::Element(Box::new(element(ns(name), type_ref))), min, max)
}

pub(crate) fn nillable(name: &str, type_ref: TypeRef, min: u32, max: u32) -> Particle {
    term(Term::Element(Box::new(Element { nillable: true, ..element(ns(name), type_ref) })), min, max)
}

pub(crate) fn term(term: Term, min: u32, max: u32) -> Particle {
    Particle { min, max: if max == 0 { None } else { Some(max) }, term }
}

pub(crate) fn sequence(children: Vec<Particle>) -> Particle {
    term(Term::Sequence(children), 1, 1)
}

pub(crate) fn wildcard(namespaces: NamespaceConstraint) -> Wildcard {
    Wildcard { namespaces, process: ProcessContents::Lax, location: HERE }
}

pub(crate) fn complex(content: Content) -> ComplexType {
    ComplexType {
        name: None,
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
        location: HERE,
    }
}

pub(crate) fn elements(children: Vec<Particle>) -> ComplexType {
    complex(Content::Elements(sequence(children)))
}

pub(crate) fn simple_content(type_ref: TypeRef) -> ComplexType {
    complex(Content::Simple { type_ref: Some(type_ref), facets: Facets::default() })
}

pub(crate) fn extending(base: &str, content: Content) -> ComplexType {
    ComplexType {
        derivation: Some(Derivation { method: DerivationMethod::Extension, base: ns(base) }),
        ..complex(content)
    }
}

pub(crate) fn anonymous(complex: ComplexType) -> TypeRef {
    TypeRef::Anonymous(Box::new(Type::Complex(complex)))
}

pub(crate) fn list(item: TypeRef) -> TypeRef {
    TypeRef::Anonymous(Box::new(Type::Simple(SimpleType {
        name: None,
        variety: Variety::List { item },
        r#final: DerivationSet::default(),
        documentation: None,
        location: HERE,
    })))
}

pub(crate) fn attribute(name: QName, type_ref: TypeRef) -> AttributeUse {
    AttributeUse {
        usage: Usage::Optional,
        attribute: AttributeTerm::Local(Attribute {
            name,
            type_ref,
            default: None,
            fixed: None,
            documentation: None,
            location: HERE,
        }),
        default: None,
        fixed: None,
        array_type: None,
    }
}

#[derive(Default)]
pub(crate) struct Builder {
    contract: Contract,
}

impl Builder {
    pub(crate) fn types(mut self, name: &str, mut definition: ComplexType) -> Self {
        definition.name = Some(ns(name));
        self.contract.schema.types.insert(ns(name), Type::Complex(definition));
        self
    }

    pub(crate) fn element(mut self, element: Element) -> Self {
        self.contract.schema.elements.insert(element.name.clone(), element);
        self
    }

    /// An operation `op` whose input is the global element `root` of this type.
    pub(crate) fn root(self, root: ComplexType) -> Mapping {
        let mut this = self.element(element(ns("root"), anonymous(root)));
        let contract = &mut this.contract;
        contract.messages.push(Message {
            name: ns("in"),
            parts: vec![Part {
                name: "parameters".into(),
                content: PartContent::Element(ns("root")),
                documentation: None,
            }],
            documentation: None,
            location: HERE,
        });
        contract.interfaces.push(Interface {
            name: ns("Port"),
            documentation: None,
            operations: vec![Operation {
                name: "op".into(),
                documentation: None,
                pattern: Pattern::default(),
                input: Some(MessageRef {
                    name: "in".into(),
                    message: ns("in"),
                    action: None,
                    documentation: None,
                }),
                output: None,
                faults: Vec::new(),
                parameter_order: Vec::new(),
                effect: EffectClass::default(),
                location: HERE,
            }],
            location: HERE,
        });
        contract.bindings.push(Binding {
            name: ns("Binding"),
            interface: ns("Port"),
            protocol: Protocol::Soap11,
            transport: None,
            operations: vec![BindingOperation {
                name: "op".into(),
                soap_action: None,
                style: Style::default(),
                input: Some(BoundMessage::default()),
                output: None,
                faults: Vec::new(),
                documentation: None,
                location: HERE,
            }],
            documentation: None,
            location: HERE,
        });
        contract.services.push(Service {
            name: ns("Service"),
            documentation: None,
            ports: vec![Port { name: "Port".into(), binding: ns("Binding"), address: None, location: HERE }],
            location: HERE,
        });
        derive(contract, &Lock::new()).0
    }
}

/// One contract with everything in it.
pub(crate) fn everything() -> Mapping {
    let item = elements(vec![local("sku", xs("string"), 1, 1), local("quantity", xs("int"), 0, 1)]);
    let item = ComplexType { attributes: vec![attribute(QName::new("", "id"), xs("int"))], ..item };
    let money = ComplexType {
        attributes: vec![attribute(QName::new("", "currency"), xs("token"))],
        ..simple_content(xs("decimal"))
    };
    let qualified = ComplexType {
        attributes: vec![attribute(QName::new("", "kind"), xs("QName"))],
        ..simple_content(xs("QName"))
    };
    let note = ComplexType {
        mixed: true,
        ..elements(vec![local("b", xs("string"), 0, 0), local("i", named("Item"), 0, 0)])
    };
    let shape = ComplexType { is_abstract: true, ..elements(vec![local("label", xs("string"), 0, 1)]) };
    let circle = extending("Shape", Content::Elements(sequence(vec![local("radius", xs("decimal"), 1, 1)])));
    let animal = elements(vec![local("name", xs("string"), 1, 1)]);
    let dog = ComplexType {
        attributes: vec![attribute(QName::new("", "tag"), xs("string"))],
        ..extending("Animal", Content::Elements(sequence(vec![local("tricks", xs("string"), 0, 0)])))
    };
    let pair = term(
        Term::Sequence(vec![
            local("key", xs("string"), 1, 1),
            local("value", xs("string"), 0, 2),
            term(Term::Choice(vec![local("left", xs("int"), 1, 1), local("right", xs("int"), 1, 1)]), 0, 0),
        ]),
        0,
        0,
    );
    let open = ComplexType {
        any_attribute: Some(wildcard(NamespaceConstraint::Any)),
        attributes: vec![attribute(QName::new("", "id"), xs("string"))],
        ..elements(vec![term(Term::Any(wildcard(NamespaceConstraint::Not(NS.into()))), 0, 0)])
    };
    let all = complex(Content::Elements(term(
        Term::All(vec![
            local("one", xs("string"), 1, 1),
            local("two", xs("string"), 0, 1),
            local("three", xs("string"), 0, 1),
        ]),
        1,
        1,
    )));
    let choice = complex(Content::Elements(term(
        Term::Choice(vec![
            local("left", xs("int"), 1, 1),
            local("right", named("Item"), 1, 1),
            sequence(vec![local("x", xs("int"), 1, 1), local("y", xs("int"), 1, 1)]),
        ]),
        1,
        1,
    )));
    let with_default = Element { default: Some("7".into()), ..element(ns("defaulted"), xs("int")) };
    let foreign = element(QName::new(OTHER, "foreign"), xs("string"));
    let vehicle = element(ns("vehicle"), named("Animal"));
    let root = elements(vec![
        local("text", xs("string"), 0, 1),
        local("number", xs("decimal"), 0, 1),
        local("token", xs("token"), 0, 0),
        local("data", xs("base64Binary"), 0, 1),
        local("list", list(xs("int")), 0, 1),
        local("name", xs("QName"), 0, 1),
        local("names", list(xs("QName")), 0, 1),
        nillable("nil", xs("string"), 0, 0),
        nillable("nilItem", named("Item"), 0, 0),
        local("item", named("Item"), 0, 0),
        local("money", named("Money"), 0, 1),
        local("qualified", named("Qualified"), 0, 1),
        local("note", named("Note"), 0, 1),
        local("shape", named("Shape"), 0, 0),
        local("animal", named("Animal"), 0, 0),
        nillable("nilAnimal", named("Animal"), 0, 1),
        pair,
        local("open", named("Open"), 0, 1),
        local("anything", xs("anyType"), 0, 0),
        local("all", named("All"), 0, 1),
        local("choice", named("Choice"), 0, 0),
        term(Term::Element(Box::new(with_default)), 0, 1),
        term(Term::Element(Box::new(foreign)), 0, 1),
        term(Term::ElementRef(ns("vehicle")), 0, 0),
        term(Term::ElementRef(ns("abstractHead")), 0, 0),
        local("again", named("Recursive"), 0, 1),
    ]);
    let root = ComplexType {
        attributes: vec![
            attribute(QName::new("", "version"), xs("token")),
            attribute(QName::new(OTHER, "ref"), xs("QName")),
            attribute(QName::new("http://www.w3.org/XML/1998/namespace", "lang"), xs("language")),
        ],
        ..root
    };
    Builder::default()
        .types("Item", item)
        .types("Money", money)
        .types("Qualified", qualified)
        .types("Note", note)
        .types("Shape", shape)
        .types("Circle", circle)
        .types("Animal", animal)
        .types("Dog", dog)
        .types("Open", open)
        .types("All", all)
        .types("Choice", choice)
        .types("Recursive", elements(vec![local("again", named("Recursive"), 0, 1)]))
        .element(vehicle)
        .element(Element { substitution_group: Some(ns("vehicle")), ..element(ns("car"), named("Item")) })
        .element(Element {
            substitution_group: Some(ns("vehicle")),
            nillable: true,
            ..element(QName::new(OTHER, "bike"), xs("int"))
        })
        .element(Element { is_abstract: true, ..element(ns("abstractHead"), xs("anyType")) })
        .element(Element {
            substitution_group: Some(ns("abstractHead")),
            ..element(ns("member"), xs("string"))
        })
        .element(Element {
            substitution_group: Some(ns("abstractHead")),
            ..element(ns("wild"), xs("anyType"))
        })
        .root(root)
}
