// SPDX-License-Identifier: EUPL-1.2
//! Objects, alternatives and simple types.

use fachwerk_contract::schema::Type;
use fachwerk_contract::{Location, QName};
use fachwerk_mapping::{
    ContentKind, FamilyKind, JsonForm, Mapping, ProtoForm, Scalar, ScalarId, ScalarKind, StructKind,
    TYPE_MEMBER,
};

use crate::entry::step;
use crate::explain::{Context, type_name};
use crate::{Entry, Kind};

pub(crate) fn objects(context: &Context<'_>, is: &dyn Fn(&str) -> bool) -> Vec<Entry> {
    let mut found = Vec::new();
    for structure in &context.mapping.structs {
        let proto = context.proto_name(&structure.name);
        if !is(&structure.name) && !is(&proto) && !is_source(structure.source.as_ref(), is) {
            continue;
        }
        let mut notes = vec![match structure.content {
            ContentKind::Empty => "no content".to_owned(),
            ContentKind::Elements => "child elements".to_owned(),
            ContentKind::Simple => "text, with attributes where there are any".to_owned(),
            ContentKind::Mixed => "text and elements in any order: an array of pieces".to_owned(),
        }];
        let members: Vec<&str> = structure.fields.iter().map(|f| f.name.as_str()).collect();
        if !members.is_empty() {
            notes.push(format!("members: {}", members.join(", ")));
        }
        if structure.is_abstract {
            notes.push("abstract: only what is derived from it can stand in a message".to_owned());
        }
        if structure.tagged {
            notes.push(format!("`{TYPE_MEMBER}` in JSON says which of several types an object is"));
        }
        notes.extend(structure.documentation.clone());
        found.push(Entry {
            kind: Kind::Object,
            name: structure.name.clone(),
            declared: context.place(structure.source.as_ref().and_then(|name| located(context, name))),
            xml: match structure.kind {
                StructKind::Type => type_name(structure),
                StructKind::GroupItem => "one occurrence of a repeated group".to_owned(),
                StructKind::Message => "a message of several parts, headers, or a simple value".to_owned(),
            },
            json: format!("object {}", structure.name),
            openapi: component(&structure.name),
            protobuf: format!("message {proto}"),
            notes,
        });
    }
    found
}

pub(crate) fn alternatives(context: &Context<'_>, is: &dyn Fn(&str) -> bool) -> Vec<Entry> {
    let mut found = Vec::new();
    for family in &context.mapping.families {
        let proto = context.proto_name(&family.name);
        if !is(&family.name) && !is(&proto) {
            continue;
        }
        let xml = match family.kind {
            FamilyKind::Type => "a type with those derived from it; `xsi:type` says which",
            FamilyKind::Substitution => "a substitution group; the element's name says which",
        };
        let variants = family.variants.iter().map(|v| {
            format!("{}: {}, `{}` = {} in protobuf", v.tag, context.qname(&v.name), v.proto_name, v.number)
        });
        let head = family.declared.or(Some(0)).and_then(|v| family.variants.get(usize::from(v)));
        let head = head.map(|v| context.qname(&v.name));
        let location = head.as_ref().and_then(|name| match family.kind {
            FamilyKind::Type => located(context, name),
            FamilyKind::Substitution => context.declared.find(None, name, false),
        });
        found.push(Entry {
            kind: Kind::Alternatives,
            name: family.name.clone(),
            declared: context.place(location),
            xml: xml.to_owned(),
            json: format!("oneOf, told apart by `{TYPE_MEMBER}`"),
            openapi: component(&family.name),
            protobuf: format!("message {proto} with a oneof"),
            notes: variants.collect(),
        });
    }
    found
}

pub(crate) fn simple_types(context: &Context<'_>, is: &dyn Fn(&str) -> bool) -> Vec<Entry> {
    let mut found = Vec::new();
    for (index, scalar) in context.mapping.scalars.iter().enumerate() {
        let name = scalar.name.clone().or_else(|| scalar.source.as_ref().map(|s| s.local.clone()));
        let Some(name) = name else { continue };
        let own = scalar.source.as_ref().is_none_or(|s| s.namespace != fachwerk_contract::schema::XSD);
        if !own || (!is(&name) && !is(&context.proto_name(&name)) && !is_source(scalar.source.as_ref(), is)) {
            continue;
        }
        let id = ScalarId(index as u32);
        found.push(Entry {
            kind: Kind::SimpleType,
            name: name.clone(),
            declared: context.place(scalar.source.as_ref().and_then(|name| located(context, name))),
            xml: scalar
                .source
                .as_ref()
                .map_or_else(|| "an anonymous simple type".to_owned(), |s| format!("simple type {s}")),
            json: json_scalar(context.mapping, id),
            openapi: scalar.name.as_ref().map_or_else(|| "inline".to_owned(), |name| component(name)),
            protobuf: proto_scalar(context.mapping, id),
            notes: facets(scalar),
        });
    }
    found
}

fn is_source(source: Option<&QName>, is: &dyn Fn(&str) -> bool) -> bool {
    source.is_some_and(|name| is(&name.local) || is(&name.to_string()))
}

/// Pointer to a component.
pub(crate) fn component(name: &str) -> String {
    format!("#/components/schemas/{}", step(name))
}

/// Where a type is declared.
pub(crate) fn located(context: &Context<'_>, name: &QName) -> Option<Location> {
    match context.contract.schema.types.get(name)? {
        Type::Simple(simple) => Some(simple.location),
        Type::Complex(complex) => Some(complex.location),
    }
}

/// A simple type in JSON.
pub(crate) fn json_scalar(mapping: &Mapping, id: ScalarId) -> String {
    let scalar = mapping.scalar(id);
    match (scalar.json, &scalar.kind) {
        (JsonForm::Array, ScalarKind::List(item)) => format!("array of {}", json_scalar(mapping, *item)),
        (JsonForm::Array, _) => "array".to_owned(),
        (JsonForm::Boolean, _) => "boolean".to_owned(),
        (JsonForm::Number, _) => "number".to_owned(),
        (JsonForm::String, ScalarKind::String) if !scalar.facets.enumeration.is_empty() => {
            format!("string, one of {}", scalar.facets.enumeration.len())
        }
        (JsonForm::String, ScalarKind::String) => "string".to_owned(),
        (JsonForm::String, ScalarKind::Base64Binary) => "string, base64".to_owned(),
        (JsonForm::String, kind) => format!("string ({kind:?} as in XML)"),
    }
}

/// A simple type in protobuf.
pub(crate) fn proto_scalar(mapping: &Mapping, id: ScalarId) -> String {
    let scalar = mapping.scalar(id);
    match scalar.proto {
        ProtoForm::String => "string".to_owned(),
        ProtoForm::Bool => "bool".to_owned(),
        ProtoForm::Int32 => "int32".to_owned(),
        ProtoForm::UInt32 => "uint32".to_owned(),
        ProtoForm::Int64 => "int64".to_owned(),
        ProtoForm::UInt64 => "uint64".to_owned(),
        ProtoForm::Float => "float".to_owned(),
        ProtoForm::Double => "double".to_owned(),
        ProtoForm::Bytes => "bytes".to_owned(),
        ProtoForm::Enum => format!("enum {}", scalar.name.as_deref().unwrap_or("of this type")),
        ProtoForm::Repeated => match scalar.kind {
            ScalarKind::List(item) => format!("repeated {}", proto_scalar(mapping, item)),
            _ => "repeated".to_owned(),
        },
    }
}

/// What a simple type allows.
pub(crate) fn facets(scalar: &Scalar) -> Vec<String> {
    let facets = &scalar.facets;
    let mut notes = Vec::new();
    let mut say = |name: &str, value: Option<String>| {
        notes.extend(value.map(|value| format!("{name} {value}")));
    };
    say("length", facets.length.map(|n| n.to_string()));
    say("minLength", facets.min_length.map(|n| n.to_string()));
    say("maxLength", facets.max_length.map(|n| n.to_string()));
    say("minInclusive", facets.min_inclusive.clone());
    say("maxInclusive", facets.max_inclusive.clone());
    say("minExclusive", facets.min_exclusive.clone());
    say("maxExclusive", facets.max_exclusive.clone());
    say("totalDigits", facets.total_digits.map(|n| n.to_string()));
    say("fractionDigits", facets.fraction_digits.map(|n| n.to_string()));
    for step in &facets.patterns {
        say("pattern", Some(step.join(" or ")));
    }
    if !facets.enumeration.is_empty() {
        let values: Vec<&str> = facets.enumeration.iter().map(|v| v.value.as_str()).collect();
        say("values", Some(values.join(", ")));
    }
    notes.extend(scalar.documentation.clone());
    notes
}
