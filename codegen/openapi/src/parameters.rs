// SPDX-License-Identifier: EUPL-1.2
//! Members of a message that are parameters, and the body that is left.

use fachwerk_mapping::{
    Field, Mapping, Operation, Parameter, ParameterIn, Particle, ParticleTerm, Struct, ValueType,
};
use serde_json::{Value, json};

use crate::nodes::{Node, node, put, reference};
use crate::schema::Schemas;
use crate::{extensions, text};

/// The parameters of an operation. `example` is one of its whole message.
pub(crate) fn describe(
    schemas: &mut Schemas<'_>,
    operation: &Operation,
    example: Option<&Value>,
) -> Vec<Value> {
    operation
        .parameters
        .iter()
        .map(|parameter| {
            let (structure, field) = member(schemas.mapping, operation, parameter);
            let given = Field { nillable: false, ..field.clone() };
            let mut schema = schemas.field(structure, &given);
            let mut description = schema
                .shift_remove("description")
                .and_then(|text| text.as_str().map(str::to_owned))
                .or_else(|| {
                    schemas
                        .mapping
                        .scalar(parameter.scalar)
                        .documentation
                        .as_deref()
                        .and_then(text::description)
                });
            if parameter.location == ParameterIn::Header {
                let encoding = "Percent-encoded UTF-8 where it is not plain ASCII.";
                description = Some(match description {
                    Some(text) => format!("{text}\n\n{encoding}"),
                    None => encoding.to_owned(),
                });
            }
            let mut described =
                node([("name", json!(parameter.name)), ("in", json!(parameter.location.as_str()))]);
            put(&mut described, "description", description);
            if parameter.required {
                described.insert("required".to_owned(), json!(true));
            }
            if parameter.repeated {
                described.insert("style".to_owned(), json!("form"));
                described.insert("explode".to_owned(), json!(true));
            }
            described.insert("schema".to_owned(), Value::Object(schema));
            put(
                &mut described,
                "example",
                example.and_then(|whole| whole.pointer(&parameter.pointer)).cloned(),
            );
            described.insert(extensions::KEY.to_owned(), json!({ "member": parameter.pointer }));
            Value::Object(described)
        })
        .collect()
}

/// The request body: the message, or what is left of it.
pub(crate) fn body(
    schemas: &mut Schemas<'_>,
    operation: &Operation,
    example: Option<Value>,
) -> Option<Value> {
    if !operation.body {
        return None;
    }
    let mapping = schemas.mapping;
    let root = operation.input.root;
    let whole = mapping.structure(root);
    if operation.parameters.is_empty() {
        let media = media(&whole.name, example);
        return Some(json!({ "required": true, "content": { "application/json": media } }));
    }
    let outside = outside(operation);
    let part = without(whole, &outside);
    let component = schemas.body_component(root, &outside, &part);
    let example = example.map(|mut example| {
        if let Value::Object(members) = &mut example {
            for index in &outside {
                members.shift_remove(&whole.fields[usize::from(*index)].name);
            }
        }
        example
    });
    let required = part.fields.iter().any(|field| field.required);
    Some(json!({ "required": required, "content": { "application/json": media(&component, example) } }))
}

fn media(component: &str, example: Option<Value>) -> Node {
    let mut media = node([("schema", json!(reference(component)))]);
    put(&mut media, "example", example);
    media
}

/// What the schemas of an operation with parameters need: of its input the values, not the object itself.
pub(crate) fn values(mapping: &Mapping, operation: &Operation) -> Vec<ValueType> {
    if operation.parameters.is_empty() {
        return Vec::new();
    }
    let outside = outside(operation);
    let fields = mapping.structure(operation.input.root).fields.iter().enumerate();
    let inside =
        fields.filter(|(index, _)| !outside.contains(&(*index as u16))).map(|(_, field)| field.value);
    inside.chain(operation.parameters.iter().map(|parameter| ValueType::Scalar(parameter.scalar))).collect()
}

/// The field that a parameter stands for, and the struct that has it.
fn member<'m>(mapping: &'m Mapping, operation: &Operation, parameter: &Parameter) -> (&'m Struct, &'m Field) {
    let mut structure = mapping.structure(operation.input.root);
    let (last, steps) = parameter.member.split_last().unwrap_or((&0, &[]));
    for step in steps {
        if let ValueType::Struct(id) = structure.fields[usize::from(*step)].value {
            structure = mapping.structure(id);
        }
    }
    (structure, &structure.fields[usize::from(*last)])
}

/// Fields of the message's object that are told by parameters.
fn outside(operation: &Operation) -> Vec<u16> {
    let mut fields: Vec<u16> = operation.parameters.iter().map(|parameter| parameter.member[0]).collect();
    fields.sort_unstable();
    fields.dedup();
    fields
}

/// An object without some of its fields.
fn without(structure: &Struct, outside: &[u16]) -> Struct {
    let mut part = structure.clone();
    let mut index = 0;
    part.fields.retain(|_| {
        index += 1;
        !outside.contains(&(index - 1))
    });
    let attributes = outside.iter().filter(|field| **field < structure.first_child).count();
    part.first_child -= attributes as u16;
    part.particle = remaining(&structure.particle, outside)
        .unwrap_or(Particle { optional: true, term: ParticleTerm::Sequence(Vec::new()) });
    part
}

/// What is left of a content model; `None` where nothing is.
fn remaining(particle: &Particle, outside: &[u16]) -> Option<Particle> {
    let all = |children: &[Particle]| -> Vec<Particle> {
        children.iter().filter_map(|child| remaining(child, outside)).collect()
    };
    let mut optional = particle.optional;
    let term = match &particle.term {
        ParticleTerm::Field(field) if outside.contains(field) => return None,
        ParticleTerm::Field(field) => {
            let before = outside.iter().filter(|other| *other < field).count();
            ParticleTerm::Field(field - before as u16)
        }
        ParticleTerm::Sequence(children) => ParticleTerm::Sequence(all(children)),
        ParticleTerm::All(children) => ParticleTerm::All(all(children)),
        ParticleTerm::Choice(children) => {
            let left = all(children);
            // The branch may be one that a parameter takes.
            optional |= left.len() < children.len();
            ParticleTerm::Choice(left)
        }
    };
    let empty = matches!(&term, ParticleTerm::Sequence(c) | ParticleTerm::All(c) | ParticleTerm::Choice(c) if c.is_empty());
    (!empty).then_some(Particle { optional, term })
}
