// SPDX-License-Identifier: EUPL-1.2
//! A contract with one of everything, for the tests of this crate.

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
use fachwerk_mapping::{FamilyId, Lock, Mapping, ScalarId, StructId, derive};
use fachwerk_message::{Limits, Result, Sink};

const NS: &str = "urn:test";

fn name(local: &str) -> QName {
    match local.strip_prefix("xs:") {
        Some(local) => QName::new(XSD, local),
        None => QName::new(NS, local),
    }
}

fn named(local: &str) -> TypeRef {
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

fn occurs(min: u32, max: Option<u32>, term: Term) -> Particle {
    Particle { min, max, term }
}

fn member(local: &str, type_name: &str) -> Particle {
    occurs(0, Some(1), Term::Element(Box::new(element(local, named(type_name)))))
}

fn many(particle: Particle) -> Particle {
    Particle { max: None, ..particle }
}

fn nil(mut particle: Particle) -> Particle {
    if let Term::Element(element) = &mut particle.term {
        element.nillable = true;
    }
    particle
}

fn complex(local: Option<&str>, content: Content) -> ComplexType {
    ComplexType {
        name: local.map(name),
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
    Content::Elements(occurs(1, Some(1), Term::Sequence(children)))
}

fn attribute(local: &str) -> AttributeUse {
    AttributeUse {
        usage: Usage::Optional,
        attribute: AttributeTerm::Local(Attribute {
            name: QName::new("", local),
            type_ref: named("xs:string"),
            default: None,
            fixed: None,
            documentation: None,
            location: Location::default(),
        }),
        default: None,
        fixed: None,
        array_type: None,
    }
}

fn wildcard() -> Wildcard {
    Wildcard {
        namespaces: NamespaceConstraint::Any,
        process: ProcessContents::Lax,
        location: Location::default(),
    }
}

fn extension(local: &str, base: &str, content: Content) -> ComplexType {
    let derivation = Some(Derivation { method: DerivationMethod::Extension, base: name(base) });
    ComplexType { derivation, ..complex(Some(local), content) }
}

fn list(local: &str, item: &str) -> SimpleType {
    SimpleType {
        name: Some(name(local)),
        variety: Variety::List { item: named(item) },
        r#final: DerivationSet::default(),
        documentation: None,
        location: Location::default(),
    }
}

fn root() -> ComplexType {
    let mut root = complex(
        None,
        sequence(vec![
            member("text", "xs:string"),
            member("token", "xs:token"),
            member("int", "xs:int"),
            member("long", "xs:long"),
            member("decimal", "xs:decimal"),
            member("double", "xs:double"),
            member("flag", "xs:boolean"),
            member("binary", "xs:base64Binary"),
            many(member("texts", "xs:string")),
            member("list", "Numbers"),
            many(member("lists", "Numbers")),
            nil(member("nilText", "xs:string")),
            many(nil(member("nilInts", "xs:int"))),
            nil(member("nilObject", "Plain")),
            member("object", "Plain"),
            many(member("shape", "Shape")),
            member("priced", "Priced"),
            occurs(0, None, Term::ElementRef(name("head"))),
            occurs(0, None, Term::Choice(vec![member("left", "xs:int"), member("right", "xs:string")])),
            member("anything", "xs:anyType"),
            member("quote\"d", "xs:string"),
            occurs(0, None, Term::Any(wildcard())),
            member("again", "Again"),
        ]),
    );
    root.attributes = vec![attribute("attr")];
    root.any_attribute = Some(wildcard());
    root
}

fn schema(contract: &mut Contract) {
    let types = &mut contract.schema.types;
    let mut add = |t: ComplexType| {
        types.insert(t.name.clone().unwrap(), Type::Complex(t));
    };
    let mut plain = complex(Some("Plain"), sequence(vec![member("a", "xs:int"), member("b", "xs:string")]));
    plain.attributes = vec![attribute("id"), attribute("x")];
    add(plain);
    add(complex(Some("Shape"), sequence(vec![member("label", "xs:string"), member("inner", "Shape")])));
    add(extension("Circle", "Shape", sequence(vec![member("radius", "xs:int")])));
    add(complex(Some("Again"), sequence(vec![member("again", "Again"), many(member("n", "xs:int"))])));
    let simple = Content::Simple { type_ref: Some(named("xs:decimal")), facets: Facets::default() };
    add(ComplexType { attributes: vec![attribute("currency")], ..extension("Priced", "xs:decimal", simple) });
    types.insert(name("Numbers"), Type::Simple(list("Numbers", "xs:int")));
    let elements = &mut contract.schema.elements;
    let mut add = |e: Element, head: Option<&str>| {
        elements.insert(e.name.clone(), Element { substitution_group: head.map(name), ..e });
    };
    add(Element { is_abstract: true, ..element("head", named("xs:anyType")) }, None);
    add(Element { nillable: true, ..element("number", named("xs:int")) }, Some("head"));
    add(element("plain", named("Plain")), Some("head"));
    add(element("shaped", named("Shape")), Some("head"));
    add(element("circle", named("Circle")), Some("head"));
    add(element("root", TypeRef::Anonymous(Box::new(Type::Complex(root())))), None);
}

/// The mapping of that contract, and the struct of its only message.
pub(crate) fn everything() -> (Mapping, StructId) {
    let mut contract = Contract::default();
    schema(&mut contract);
    contract.messages.push(Message {
        name: name("In"),
        parts: vec![Part {
            name: "p".into(),
            content: PartContent::Element(name("root")),
            documentation: None,
        }],
        documentation: None,
        location: Location::default(),
    });
    contract.interfaces.push(Interface {
        name: name("I"),
        documentation: None,
        operations: vec![Operation {
            name: "op".into(),
            documentation: None,
            pattern: Pattern::OneWay,
            input: Some(MessageRef {
                name: "op".into(),
                message: name("In"),
                action: None,
                documentation: None,
            }),
            output: None,
            faults: Vec::new(),
            parameter_order: Vec::new(),
            effect: EffectClass::Unknown,
            location: Location::default(),
        }],
        location: Location::default(),
    });
    contract.bindings.push(Binding {
        name: name("B"),
        interface: name("I"),
        protocol: Protocol::Soap11,
        transport: None,
        operations: vec![BindingOperation {
            name: "op".into(),
            soap_action: None,
            style: Style::Document,
            input: Some(BoundMessage::default()),
            output: None,
            faults: Vec::new(),
            documentation: None,
            location: Location::default(),
        }],
        documentation: None,
        location: Location::default(),
    });
    contract.services.push(Service {
        name: name("S"),
        documentation: None,
        ports: vec![Port {
            name: "P".into(),
            binding: name("B"),
            address: None,
            location: Location::default(),
        }],
        location: Location::default(),
    });
    let (mapping, _, notes) = derive(&contract, &Lock::new());
    assert_eq!(notes, []);
    let root = mapping.operations[0].input.root;
    (mapping, root)
}

/// Events as text: `field(`, `)`, `=scalar`, `#variant`, `<xml`, `@attribute`.
pub(crate) struct Events<'m> {
    mapping: &'m Mapping,
    open: Vec<StructId>,
    pub(crate) log: Vec<String>,
}

impl<'m> Events<'m> {
    pub(crate) fn new(mapping: &'m Mapping) -> Self {
        Self { mapping, open: Vec::new(), log: Vec::new() }
    }

    #[expect(clippy::unnecessary_wraps, reason = "it is the whole body of most methods below")]
    fn add(&mut self, event: String) -> Result<()> {
        self.log.push(event);
        Ok(())
    }
}

impl Sink for Events<'_> {
    fn begin_struct(&mut self, id: StructId, nil: bool) -> Result<()> {
        self.open.push(id);
        self.add(if nil { "{nil".to_owned() } else { "{".to_owned() })
    }
    fn end_struct(&mut self) -> Result<()> {
        self.open.pop();
        self.add("}".to_owned())
    }
    fn begin_field(&mut self, field: u16) -> Result<()> {
        let structure = self.mapping.structure(*self.open.last().unwrap());
        self.add(format!("{}(", structure.fields[field as usize].name))
    }
    fn end_field(&mut self) -> Result<()> {
        self.add(")".to_owned())
    }
    fn scalar(&mut self, _: ScalarId, text: &str) -> Result<()> {
        self.add(format!("={text}"))
    }
    fn nil(&mut self) -> Result<()> {
        self.add("nil".to_owned())
    }
    fn variant(&mut self, family: FamilyId, variant: u16) -> Result<()> {
        self.add(format!("#{}", self.mapping.family(family).variants[variant as usize].tag))
    }
    fn xml(&mut self, element: &str) -> Result<()> {
        self.add(format!("<{element}"))
    }
    fn attribute(&mut self, name: &str, value: &str) -> Result<()> {
        self.add(format!("@{name}={value}"))
    }
}

/// The events that a JSON text gives.
pub(crate) fn events(json: &[u8], limits: &Limits) -> Result<String> {
    let (mapping, root) = everything();
    let mut events = Events::new(&mapping);
    crate::read(&mapping, root, json, limits, &mut events)?;
    Ok(events.log.join(" "))
}
