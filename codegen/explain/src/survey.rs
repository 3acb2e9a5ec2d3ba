// SPDX-License-Identifier: EUPL-1.2
//! What a contract makes use of, and how it is carried.

use fachwerk_contract::Contract;
use fachwerk_contract::schema::{Content, Element, Particle, Term, Type, TypeRef};
use fachwerk_contract::service::{Style, Use};
use fachwerk_mapping::{
    ContentKind, FamilyKind, FieldKind, Layout, Mapping, ScalarKind, StructKind, ValueType,
};
use fachwerk_message::value::Patterns;
use serde::Serialize;

/// How a feature is carried.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Level {
    /// In full, as documents and validation say.
    Supported,
    /// In full, but as text that JSON and protobuf do not look into.
    Verbatim,
    /// The message comes through; what the schema asks for beyond is not checked.
    Unchecked,
}

impl Level {
    /// The level in words.
    pub fn name(self) -> &'static str {
        match self {
            Self::Supported => "supported",
            Self::Verbatim => "verbatim",
            Self::Unchecked => "not checked",
        }
    }
}

/// One feature that a contract makes use of.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Feature {
    /// Its name, in the words of WSDL and XML Schema.
    pub name: &'static str,
    /// How it is carried.
    pub level: Level,
    /// How often it occurs.
    pub count: usize,
    /// How it looks to callers.
    pub mapped: &'static str,
}

/// Everything that a contract makes use of, the same features in the same order for every contract; those that do not
/// occur are left out.
pub fn survey(contract: &Contract, mapping: &Mapping) -> Vec<Feature> {
    use Level::{Supported, Unchecked, Verbatim};
    let fields = || mapping.structs.iter().flat_map(|s| &s.fields);
    let kinds = |wanted: fn(&FieldKind) -> bool| fields().filter(|f| wanted(&f.kind)).count();
    let scalars =
        |wanted: fn(&ScalarKind) -> bool| mapping.scalars.iter().filter(|s| wanted(&s.kind)).count();
    let families = |wanted| mapping.families.iter().filter(|f| f.kind == wanted).count();
    let bindings = |style, body_use| {
        let bound = mapping.operations.iter().filter_map(|o| o.bindings.first());
        bound.filter(|b| b.style == style && b.body_use == body_use).count()
    };
    let headers = |layout: &Layout| usize::from(layout.headers().is_some());
    let with_headers: usize = mapping
        .operations
        .iter()
        .map(|o| headers(&o.input.layout) + o.output.as_ref().map_or(0, |m| headers(&m.layout)))
        .sum();
    let groups = fields()
        .filter(|f| matches!(f.kind, FieldKind::Group) && f.array)
        .filter(|f| matches!(f.value, ValueType::Struct(id) if mapping.structure(id).kind == StructKind::GroupItem))
        .count();
    let mixed = mapping.structs.iter().filter(|s| s.content == ContentKind::Mixed).count();
    let all = [
        ("document/literal", Supported, bindings(Style::Document, Use::Literal), "an operation each"),
        ("rpc/literal", Supported, bindings(Style::Rpc, Use::Literal), "an operation each"),
        ("rpc/encoded", Supported, bindings(Style::Rpc, Use::Encoded), "an operation each"),
        (
            "one-way operation",
            Supported,
            mapping.operations.iter().filter(|o| o.output.is_none()).count(),
            "202, Empty",
        ),
        (
            "declared fault",
            Supported,
            mapping.operations.iter().map(|o| o.faults.len()).sum(),
            "problem details, google.rpc.Status",
        ),
        ("SOAP header", Supported, with_headers, "member `headers`"),
        ("attribute", Supported, kinds(|k| matches!(k, FieldKind::Attribute(_))), "a member as any other"),
        ("repeated element", Supported, fields().filter(|f| f.array).count(), "array, repeated"),
        ("repeated group", Supported, groups, "array of objects, so that order survives"),
        ("derived types (xsi:type)", Supported, families(FamilyKind::Type), "oneOf with `@type`"),
        ("substitution group", Supported, families(FamilyKind::Substitution), "oneOf with `@type`"),
        ("nillable", Supported, fields().filter(|f| f.nillable).count(), "null"),
        ("fixed value", Supported, fields().filter(|f| f.fixed.is_some()).count(), "const"),
        ("default value", Supported, fields().filter(|f| f.default.is_some()).count(), "default"),
        ("list", Supported, scalars(|k| matches!(k, ScalarKind::List(_))), "array"),
        ("union", Verbatim, scalars(|k| matches!(k, ScalarKind::Union(_))), "string with the value's text"),
        ("mixed content", Supported, mixed, "array of text and elements"),
        ("xs:any", Verbatim, kinds(|k| matches!(k, FieldKind::Any(_))), "string with the element"),
        ("xs:anyType", Verbatim, any_types(mapping), "string with the element"),
        (
            "xs:anyAttribute",
            Supported,
            kinds(|k| matches!(k, FieldKind::AnyAttribute(_))),
            "object from name to value",
        ),
        ("identity constraint", Unchecked, identity_constraints(contract), "documentation only"),
        (
            "pattern that cannot be translated",
            Unchecked,
            Patterns::untranslatable(mapping).len(),
            "x-fachwerk only",
        ),
        (
            "policy assertion",
            Unchecked,
            contract.policies.iter().map(|p| p.assertions.len()).sum(),
            "listed; the backend asks for it",
        ),
    ];
    all.into_iter()
        .filter(|(_, _, count, _)| *count > 0)
        .map(|(name, level, count, mapped)| Feature { name, level, count, mapped })
        .collect()
}

fn any_types(mapping: &Mapping) -> usize {
    let xml = |field: &&fachwerk_mapping::Field| {
        field.value == ValueType::Xml && !matches!(field.kind, FieldKind::Any(_))
    };
    mapping.structs.iter().flat_map(|s| &s.fields).filter(xml).count()
}

fn identity_constraints(contract: &Contract) -> usize {
    let schema = &contract.schema;
    let elements: usize = schema.elements.values().map(in_element).sum();
    let types = schema.types.values().map(in_type).sum::<usize>();
    elements + types + schema.groups.values().map(|g| in_particle(&g.particle)).sum::<usize>()
}

fn in_element(element: &Element) -> usize {
    let own = element.identity_constraints.len();
    match &element.type_ref {
        TypeRef::Anonymous(found) => own + in_type(found),
        TypeRef::Named(_) => own,
    }
}

fn in_type(found: &Type) -> usize {
    match found {
        Type::Complex(complex) => match &complex.content {
            Content::Elements(particle) => in_particle(particle),
            _ => 0,
        },
        Type::Simple(_) => 0,
    }
}

fn in_particle(particle: &Particle) -> usize {
    match &particle.term {
        Term::Element(element) => in_element(element),
        Term::Sequence(children) | Term::Choice(children) | Term::All(children) => {
            children.iter().map(in_particle).sum()
        }
        _ => 0,
    }
}
