// SPDX-License-Identifier: EUPL-1.2
//! What a contract makes use of, and how it is carried.

use std::collections::HashSet;

use fachwerk_contract::Contract;
use fachwerk_contract::service::{Interface, Pattern, Style, Use};
use fachwerk_mapping::{
    ContentKind, FamilyKind, FieldKind, Mapping, MessageShape, Particle, ParticleTerm, ProtoForm, Scalar,
    ScalarKind, Struct, StructKind, ValueType,
};
use fachwerk_message::value::Patterns;
use serde::Serialize;

use crate::identity;

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
    /// Not in the facade.
    LeftOut,
}

impl Level {
    /// The level in words.
    pub fn name(self) -> &'static str {
        match self {
            Self::Supported => "supported",
            Self::Verbatim => "verbatim",
            Self::Unchecked => "not checked",
            Self::LeftOut => "left out",
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
    use Level::{LeftOut, Supported, Unchecked, Verbatim};
    let fields = || mapping.structs.iter().flat_map(|s| &s.fields);
    let kinds = |wanted: fn(&FieldKind) -> bool| fields().filter(|f| wanted(&f.kind)).count();
    let structs = |wanted: fn(&Struct) -> bool| mapping.structs.iter().filter(|s| wanted(s)).count();
    let scalars = |wanted: fn(&Scalar) -> bool| mapping.scalars.iter().filter(|s| wanted(s)).count();
    let families = |wanted| mapping.families.iter().filter(|f| f.kind == wanted).count();
    let messages = |wanted: fn(&MessageShape) -> bool| {
        mapping
            .operations
            .iter()
            .flat_map(fachwerk_mapping::Operation::messages)
            .filter(|m| wanted(m))
            .count()
    };
    let bindings = |style, body_use| {
        let bound = mapping.operations.iter().filter_map(|o| o.bindings.first());
        bound.filter(|b| b.style == style && b.body_use == body_use).count()
    };
    let groups = fields()
        .filter(|f| matches!(f.kind, FieldKind::Group) && f.array)
        .filter(|f| matches!(f.value, ValueType::Struct(id) if mapping.structure(id).kind == StructKind::GroupItem))
        .count();
    let refers = |wanted: fn(&Struct) -> bool| {
        let to = |value| matches!(value, ValueType::Struct(id) if wanted(mapping.structure(id)));
        fields().filter(|f| to(f.value)).count()
    };
    let xml =
        || fields().filter(|f| f.value == ValueType::Xml && !matches!(f.kind, FieldKind::Any(_))).count();
    let all = [
        ("document/literal", Supported, bindings(Style::Document, Use::Literal), "an operation each"),
        ("document/encoded", Supported, bindings(Style::Document, Use::Encoded), "an operation each"),
        ("rpc/literal", Supported, bindings(Style::Rpc, Use::Literal), "an operation each"),
        ("rpc/encoded", Supported, bindings(Style::Rpc, Use::Encoded), "an operation each"),
        ("overloaded operation", Supported, overloads(contract), "an operation each, named after its input"),
        (
            "one-way operation",
            Supported,
            mapping.operations.iter().filter(|o| o.output.is_none()).count(),
            "a status without a body, a message without fields",
        ),
        ("operation that the service starts", LeftOut, started(contract), "nothing"),
        (
            "declared fault",
            Supported,
            mapping.operations.iter().map(|o| o.faults.len()).sum(),
            "problem details, google.rpc.Status",
        ),
        ("SOAP header", Supported, messages(|m| m.layout.headers().is_some()), "member `headers`"),
        ("header fault", Supported, header_faults(contract), "a declared fault with member `headers`"),
        ("MIME attachment", Supported, messages(|m| m.attachments.is_some()), "member `attachments`"),
        (
            "reference to an attachment (swaRef)",
            Supported,
            refers(|s| s.attachment),
            "object with media type and bytes",
        ),
        (
            "MTOM",
            Supported,
            mapping.operations.iter().filter(|o| o.bindings.iter().any(|b| b.mtom)).count(),
            "binary values as always",
        ),
        ("array of SOAP encoding", Supported, structs(|s| s.array.is_some()), "array"),
        ("attribute", Supported, kinds(|k| matches!(k, FieldKind::Attribute(_))), "a member as any other"),
        ("text with attributes", Supported, structs(|s| s.content == ContentKind::Simple), "member `value`"),
        (
            "choice",
            Supported,
            structs(|s| has_choice(&s.particle)),
            "oneOf; oneof where it is of single elements",
        ),
        ("repeated element", Supported, fields().filter(|f| f.array).count(), "array, repeated"),
        ("repeated group", Supported, groups, "array of objects, so that order survives"),
        ("derived types (xsi:type)", Supported, families(FamilyKind::Type), "oneOf with `@type`"),
        ("substitution group", Supported, families(FamilyKind::Substitution), "oneOf with `@type`"),
        ("nillable", Supported, fields().filter(|f| f.nillable).count(), "null"),
        ("fixed value", Supported, fields().filter(|f| f.fixed.is_some()).count(), "const"),
        ("default value", Supported, fields().filter(|f| f.default.is_some()).count(), "default"),
        ("enumeration", Supported, scalars(|s| s.proto == ProtoForm::Enum), "enum"),
        ("list", Supported, scalars(|s| matches!(s.kind, ScalarKind::List(_))), "array"),
        (
            "union",
            Supported,
            scalars(|s| matches!(s.kind, ScalarKind::Union(_))),
            "string with the value's text",
        ),
        (
            "mixed content",
            Supported,
            structs(|s| s.content == ContentKind::Mixed),
            "array of text and elements",
        ),
        ("xs:any", Verbatim, kinds(|k| matches!(k, FieldKind::Any(_))), "string with the element"),
        ("xs:anyType, array of several dimensions", Verbatim, xml(), "string with the element"),
        (
            "xs:anyAttribute",
            Supported,
            kinds(|k| matches!(k, FieldKind::AnyAttribute(_))),
            "object from name to value",
        ),
        ("identity constraint", Supported, identity::count(contract), "checked by validation"),
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

/// Operations that share a name with one before them in their interface.
fn overloads(contract: &Contract) -> usize {
    let of = |interface: &Interface| {
        let names: HashSet<&str> = interface.operations.iter().map(|o| o.name.as_str()).collect();
        interface.operations.len() - names.len()
    };
    contract.interfaces.iter().map(of).sum()
}

fn started(contract: &Contract) -> usize {
    let operations = contract.interfaces.iter().flat_map(|interface| &interface.operations);
    operations.filter(|o| matches!(o.pattern, Pattern::SolicitResponse | Pattern::Notification)).count()
}

fn header_faults(contract: &Contract) -> usize {
    let operations = contract.bindings.iter().flat_map(|binding| &binding.operations);
    let messages = operations.flat_map(|o| o.input.iter().chain(&o.output));
    messages.flat_map(|m| &m.headers).map(|header| header.faults.len()).sum()
}

fn has_choice(particle: &Particle) -> bool {
    match &particle.term {
        ParticleTerm::Choice(children) => children.len() > 1 || children.iter().any(has_choice),
        ParticleTerm::Sequence(children) | ParticleTerm::All(children) => children.iter().any(has_choice),
        ParticleTerm::Field(_) => false,
    }
}
