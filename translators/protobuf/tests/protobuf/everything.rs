// SPDX-License-Identifier: EUPL-1.2
//! A contract that has one of everything that the mapping knows.

use fachwerk_contract::schema::{
    Attribute, AttributeTerm, AttributeUse, ComplexType, Content, Derivation, DerivationMethod, Element,
    Enumeration, Facets, NamespaceConstraint, Particle, ProcessContents, SimpleType, Term, Type, TypeRef,
    Usage, Variety, Wildcard, XSD,
};
use fachwerk_contract::service::{
    Binding, BindingOperation, BoundMessage, EffectClass, Interface, Message, MessageRef, Operation, Part,
    PartContent, Pattern, Port, Protocol, Service, Style,
};
use fachwerk_contract::{Contract, Location, QName, SourceDocument};

const NS: &str = "urn:example:everything";

fn q(local: &str) -> QName {
    QName::new(NS, local)
}

/// `xs:int` is XML Schema's, everything else ours.
fn type_name(name: &str) -> QName {
    match name.strip_prefix("xs:") {
        Some(local) => QName::new(XSD, local),
        None => q(name),
    }
}

fn named(name: &str) -> TypeRef {
    TypeRef::Named(type_name(name))
}

fn declared(name: &str, type_ref: TypeRef) -> Element {
    Element {
        name: q(name),
        type_ref,
        nillable: false,
        default: None,
        fixed: None,
        is_abstract: false,
        substitution_group: None,
        block: fachwerk_contract::schema::DerivationSet::default(),
        expected_content_types: None,
        identity_constraints: Vec::new(),
        documentation: None,
        location: Location::default(),
    }
}

fn particle(min: u32, max: Option<u32>, term: Term) -> Particle {
    Particle { min, max, term }
}

/// `"name? : type"` and so on: `?` optional, `*` any number, `+` at least one, `~` nillable.
fn element(spec: &str) -> Particle {
    let (name, type_ref) = spec.split_once(" : ").expect("a name and a type");
    let nillable = name.contains('~');
    let (min, max) = match name.trim_end_matches('~').chars().last() {
        Some('?') => (0, Some(1)),
        Some('*') => (0, None),
        Some('+') => (1, None),
        _ => (1, Some(1)),
    };
    let mut element = declared(name.trim_end_matches(['?', '*', '+', '~']), named(type_ref));
    element.nillable = nillable;
    particle(min, max, Term::Element(Box::new(element)))
}

fn sequence(children: Vec<Particle>) -> Content {
    Content::Elements(particle(1, Some(1), Term::Sequence(children)))
}

fn elements(specs: &[&str]) -> Vec<Particle> {
    specs.iter().map(|s| element(s)).collect()
}

fn complex(name: &str, content: Content) -> ComplexType {
    ComplexType {
        name: Some(q(name)),
        is_abstract: false,
        mixed: false,
        derivation: None,
        content,
        attributes: Vec::new(),
        attribute_groups: Vec::new(),
        any_attribute: None,
        block: fachwerk_contract::schema::DerivationSet::default(),
        r#final: fachwerk_contract::schema::DerivationSet::default(),
        documentation: Some(format!("Type {name}.\n\n    With a second paragraph */ in it.")),
        location: Location::default(),
    }
}

fn attribute(name: &str, type_ref: &str, usage: Usage) -> AttributeUse {
    AttributeUse {
        usage,
        attribute: AttributeTerm::Local(Attribute {
            name: QName::new("", name),
            type_ref: named(type_ref),
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

fn extension(base: &str, complex: ComplexType) -> ComplexType {
    ComplexType {
        derivation: Some(Derivation { method: DerivationMethod::Extension, base: type_name(base) }),
        ..complex
    }
}

fn simple(name: &str, variety: Variety) -> (QName, Type) {
    let simple = SimpleType {
        name: Some(q(name)),
        variety,
        r#final: fachwerk_contract::schema::DerivationSet::default(),
        documentation: Some(format!("Simple type {name}.")),
        location: Location::default(),
    };
    (q(name), Type::Simple(simple))
}

fn enumeration(name: &str, values: &[&str]) -> (QName, Type) {
    let enumeration =
        values.iter().map(|v| Enumeration { value: (*v).to_owned(), documentation: None }).collect();
    let facets = Facets { enumeration, ..Facets::default() };
    simple(name, Variety::Restriction { base: named("xs:token"), facets })
}

fn list(name: &str, item: &str) -> (QName, Type) {
    simple(name, Variety::List { item: named(item) })
}

fn types() -> Vec<(QName, Type)> {
    let scalars = [
        "string",
        "token",
        "boolean",
        "int",
        "unsignedInt",
        "long",
        "unsignedLong",
        "integer",
        "decimal",
        "float",
        "double",
        "base64Binary",
        "hexBinary",
        "date",
        "dateTime",
        "QName",
        "anyURI",
    ];
    let scalars_with = |mark: &str| {
        let mut all: Vec<Particle> =
            scalars.iter().map(|s| element(&format!("{s}{mark} : xs:{s}"))).collect();
        all.push(element(&format!("colour{mark} : Colour")));
        all.push(element(&format!("short{mark} : ShortText")));
        all
    };
    let choice = particle(
        1,
        Some(1),
        Term::Choice(elements(&[
            "number : xs:int",
            "text : xs:string",
            "leaf : Leaf",
            "words : Words",
            "maybe~ : xs:int",
        ])),
    );
    let group = particle(0, None, Term::Choice(elements(&["a : xs:string", "b : xs:int", "leaf : Leaf"])));
    let pairs = particle(1, None, Term::Sequence(elements(&["key : xs:string", "value? : xs:string"])));

    let mut all: Vec<(QName, Type)> = vec![
        enumeration("Colour", &["red", "green", "dark-blue", "Grün", "unspecified"]),
        // Wants the same names for its values as `Colour` if one is careless with prefixes.
        enumeration("ColourDark", &["blue", "BLUE", "a_1", "a1"]),
        simple(
            "ShortText",
            Variety::Restriction {
                base: named("xs:string"),
                facets: Facets {
                    max_length: Some(5),
                    patterns: vec!["[a-z]*".to_owned()],
                    ..Facets::default()
                },
            },
        ),
        list("Words", "xs:token"),
        list("Numbers", "xs:int"),
        list("Colours", "Colour"),
        list("Doubles", "xs:double"),
        simple("Either", Variety::Union { members: vec![named("xs:int"), named("xs:date")] }),
    ];
    let mut structs = vec![
        complex("Leaf", sequence(elements(&["name? : xs:string"]))),
        complex("Required", sequence(scalars_with(""))),
        complex("Optional", sequence(scalars_with("?"))),
        complex("Many", sequence(scalars_with("*"))),
        complex("Nillable", sequence(scalars_with("~"))),
        complex("NillableMany", sequence(scalars_with("*~"))),
        complex(
            "Lists",
            sequence(elements(&[
                "words : Words",
                "wordsMaybe? : Words",
                "wordsMany* : Words",
                "wordsNil~ : Words",
                "numbers : Numbers",
                "numbersMaybe? : Numbers",
                "numbersMany* : Numbers",
                "colours : Colours",
                "coloursMany* : Colours",
                "doubles? : Doubles",
                "dark* : ColourDark",
                "either? : Either",
            ])),
        ),
        complex("Choice", sequence(vec![element("before : xs:string"), choice])),
        complex("Groups", sequence(vec![group, pairs])),
        complex(
            "Wild",
            sequence(vec![
                particle(0, None, Term::Any(wildcard())),
                element("anything? : xs:anyType"),
                element("always : xs:anyType"),
            ]),
        ),
        complex("Base", sequence(elements(&["id : xs:int", "next? : Base"]))),
        extension("Base", complex("Derived", sequence(elements(&["extra? : xs:string"])))),
        extension("Derived", complex("Further", sequence(elements(&["more* : Base"])))),
        // Shadows the wrapper message of a field called `shadow`.
        complex("ShadowValue", sequence(elements(&["shadow~ : Leaf", "real? : ShadowValue"]))),
        complex("Empty", Content::Empty),
    ];
    let mut attributed = complex("Attributed", sequence(elements(&["child? : Leaf"])));
    attributed.attributes = vec![
        attribute("required", "xs:string", Usage::Required),
        attribute("optional", "xs:int", Usage::Optional),
        attribute("words", "Words", Usage::Optional),
    ];
    attributed.any_attribute = Some(wildcard());
    structs.push(attributed);
    let mut text =
        complex("Amount", Content::Simple { type_ref: Some(named("xs:decimal")), facets: Facets::default() });
    text.derivation = Some(Derivation { method: DerivationMethod::Extension, base: type_name("xs:decimal") });
    text.attributes = vec![attribute("currency", "xs:string", Usage::Required)];
    structs.push(text);
    let mut mixed = complex("Mixed", sequence(elements(&["b : xs:string", "leaf : Leaf"])));
    mixed.mixed = true;
    structs.push(mixed);
    let heads = [("head", 1, Some(1)), ("head", 0, None)];
    let substitution =
        heads.into_iter().map(|(name, min, max)| particle(min, max, Term::ElementRef(q(name)))).collect();
    structs.push(complex("Substitution", sequence(substitution)));
    structs.push(complex(
        "Everything",
        sequence(elements(&[
            "required? : Required",
            "optional? : Optional",
            "many? : Many",
            "nillable? : Nillable",
            "nillableMany? : NillableMany",
            "lists? : Lists",
            "choice? : Choice",
            "groups? : Groups",
            "wild? : Wild",
            "base? : Base",
            "bases* : Base",
            "baseNil?~ : Base",
            "attributed? : Attributed",
            "attributedNil?~ : Attributed",
            "attributedNils*~ : Attributed",
            "amount? : Amount",
            "amounts* : Amount",
            "mixed? : Mixed",
            "substitution? : Substitution",
            "shadow? : ShadowValue",
            "empty? : Empty",
            "self? : Everything",
        ])),
    ));
    all.extend(structs.into_iter().map(|s| (s.name.clone().expect("all are named"), Type::Complex(s))));
    all
}

fn message_ref(name: &str, message: &str) -> MessageRef {
    MessageRef { name: name.to_owned(), message: q(message), action: None, documentation: None }
}

fn operation(name: &str, output: bool) -> Operation {
    Operation {
        name: name.to_owned(),
        documentation: Some(format!("Does {name}.")),
        pattern: if output { Pattern::RequestResponse } else { Pattern::OneWay },
        input: Some(message_ref("in", "Everything")),
        output: output.then(|| message_ref("out", "Everything")),
        faults: if output { vec![message_ref("Sad", "Sad")] } else { Vec::new() },
        parameter_order: Vec::new(),
        effect: if output { EffectClass::Read } else { EffectClass::Unknown },
        location: Location::default(),
    }
}

fn bound(name: &str, output: bool) -> BindingOperation {
    BindingOperation {
        name: name.to_owned(),
        soap_action: Some(name.to_owned()),
        style: Style::Document,
        input: Some(BoundMessage::default()),
        output: output.then(BoundMessage::default),
        faults: Vec::new(),
        documentation: None,
        location: Location::default(),
    }
}

fn message(name: &str, element: &str) -> Message {
    let part =
        Part { name: "body".to_owned(), content: PartContent::Element(q(element)), documentation: None };
    Message { name: q(name), parts: vec![part], documentation: None, location: Location::default() }
}

/// The contract.
pub(crate) fn contract() -> Contract {
    let mut contract = Contract::default();
    contract.documents.push(SourceDocument { path: "everything.wsdl".to_owned() });
    contract.schema.types = types().into_iter().collect();
    let mut head = declared("head", named("Leaf"));
    head.nillable = true;
    let mut globals = vec![
        head,
        declared("everything", named("Everything")),
        declared("sad", named("Leaf")),
        declared("member", named("Amount")),
        declared("number", named("xs:int")),
        declared("wordsMember", named("Words")),
        declared("value", named("xs:string")),
        declared("polymorphic", named("Base")),
    ];
    for member in globals.iter_mut().skip(3) {
        member.substitution_group = Some(q("head"));
    }
    globals[4].nillable = true;
    contract.schema.elements = globals.into_iter().map(|e| (e.name.clone(), e)).collect();
    contract.messages = vec![message("Everything", "everything"), message("Sad", "sad")];
    contract.interfaces.push(Interface {
        name: q("Port"),
        documentation: None,
        operations: vec![operation("roundTrip", true), operation("tell", false)],
        location: Location::default(),
    });
    contract.bindings.push(Binding {
        name: q("Binding"),
        interface: q("Port"),
        protocol: Protocol::Soap11,
        transport: None,
        operations: vec![bound("roundTrip", true), bound("tell", false)],
        documentation: None,
        location: Location::default(),
    });
    contract.services.push(Service {
        // Also the name of a type.
        name: q("Everything"),
        documentation: Some("A service that has everything.".to_owned()),
        ports: vec![Port {
            name: "port".to_owned(),
            binding: q("Binding"),
            address: None,
            location: Location::default(),
        }],
        location: Location::default(),
    });
    contract
}
