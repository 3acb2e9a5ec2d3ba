// SPDX-License-Identifier: EUPL-1.2
//! Members of objects, and values of enumerations.

use fachwerk_mapping::naming::screaming;
use fachwerk_mapping::{Field, FieldKind, ProtoForm, Struct, ValueType};

use crate::entry::step;
use crate::explain::{Context, json_type, proto_type, xml_place};
use crate::types::{component, facets, located};
use crate::{Entry, Kind};

pub(crate) fn members(context: &Context<'_>, is: &dyn Fn(&str) -> bool) -> Vec<Entry> {
    let mut found = Vec::new();
    for structure in &context.mapping.structs {
        let proto = context.proto_name(&structure.name);
        for field in &structure.fields {
            let mut names = vec![field.name.clone(), field.proto_name.clone()];
            if let FieldKind::Element(name) | FieldKind::Attribute(name) = &field.kind {
                names.push(name.local.clone());
                names.push(context.qname(name).to_string());
            }
            let owners = [structure.name.as_str(), proto.as_str()];
            let source = structure.source.as_ref().map(|s| s.local.as_str());
            let qualified = || {
                owners.into_iter().chain(source).flat_map(|o| names.iter().map(move |n| format!("{o}.{n}")))
            };
            if names.iter().any(|n| is(n)) || qualified().any(|n| is(&n)) {
                found.push(member(context, structure, field));
            }
        }
    }
    found
}

fn member(context: &Context<'_>, structure: &Struct, field: &Field) -> Entry {
    let mapping = context.mapping;
    let name = match &field.kind {
        FieldKind::Element(name) => Some((context.qname(name), false)),
        FieldKind::Attribute(name) => Some((context.qname(name), true)),
        _ => None,
    };
    let location =
        name.and_then(|(name, attribute)| context.declared.find(structure.source.as_ref(), &name, attribute));
    let occurs = match (field.min, field.max) {
        (1, Some(1)) => "once".to_owned(),
        (0, Some(1)) => "at most once".to_owned(),
        (min, Some(max)) => format!("{min} to {max} times"),
        (min, None) => format!("{min} times or more"),
    };
    let json = json_type(mapping, field.value);
    let json = if field.array { format!("array of {json}") } else { json };
    let label = match (field.array, field.required) {
        (true, _) => "repeated ",
        (false, true) => "",
        (false, false) => "optional ",
    };
    let kind = proto_type(mapping, field.value);
    let label = if kind.starts_with("repeated ") || kind.starts_with("map<") { "" } else { label };
    let mut notes = Vec::new();
    if field.nillable {
        notes.push("may be nil: null in JSON".to_owned());
    }
    if field.wrapped {
        notes.push(
            "wrapped in a message of its own in protobuf, which could not tell nil from absent".to_owned(),
        );
    }
    if let Some(name) = field.oneof.and_then(|o| structure.oneofs.get(usize::from(o))) {
        notes.push(format!("one of the alternatives of oneof {name}"));
    }
    notes.extend(field.default.as_ref().map(|d| format!("default {d:?}")));
    notes.extend(field.fixed.as_ref().map(|d| format!("fixed {d:?}")));
    notes.extend(field.content_types.as_ref().map(|t| format!("media types {t}")));
    if let ValueType::Scalar(id) = field.value {
        notes.extend(facets(mapping.scalar(id)));
    }
    notes.extend(field.documentation.clone());
    Entry {
        kind: Kind::Member,
        name: format!("{}.{}", structure.name, field.name),
        declared: context.place(location),
        xml: format!("{}, {occurs}", xml_place(context, &field.kind)),
        json: format!("member {:?}: {json}{}", field.name, if field.required { ", required" } else { "" }),
        openapi: format!("{}/properties/{}", component(&structure.name), step(&field.name)),
        protobuf: format!(
            "{}.{}: {label}{kind} {} = {}",
            context.mapping.package, structure.name, field.proto_name, field.number
        ),
        notes,
    }
}

pub(crate) fn values(context: &Context<'_>, is: &dyn Fn(&str) -> bool) -> Vec<Entry> {
    let mut found = Vec::new();
    for scalar in &context.mapping.scalars {
        let Some(name) = &scalar.name else { continue };
        for value in &scalar.facets.enumeration {
            let proto = format!("{}_{}", screaming(name), value.proto_name);
            let candidates = [
                value.value.clone(),
                proto.clone(),
                format!("{name}.{}", value.value),
                format!("{name}.{proto}"),
            ];
            if !candidates.iter().any(|c| is(c)) {
                continue;
            }
            let location = scalar.source.as_ref().and_then(|name| located(context, name));
            let protobuf = if scalar.proto == ProtoForm::Enum {
                format!("{}: {proto} = {}", context.proto_name(name), value.number)
            } else {
                format!("string {:?}", value.value)
            };
            found.push(Entry {
                kind: Kind::Value,
                name: format!("{name}.{}", value.value),
                declared: context.place(location),
                xml: format!(
                    "{:?}, a value of {}",
                    value.value,
                    scalar
                        .source
                        .as_ref()
                        .map_or_else(|| "an anonymous type".to_owned(), ToString::to_string)
                ),
                json: format!("{:?}", value.value),
                openapi: format!("{}/enum", component(name)),
                protobuf,
                notes: value.documentation.clone().into_iter().collect(),
            });
        }
    }
    found
}
