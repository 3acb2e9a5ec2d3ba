// SPDX-License-Identifier: EUPL-1.2
//! Members of a message that are parameters, and the body that is left.

use fachwerk_mapping::{
    Field, Mapping, Operation, Parameter, ParameterIn, Particle, ParticleTerm, Struct, ValueType,
};

use crate::nodes::{Node, node, put, reference};
use crate::schema::Schemas;
use crate::tree::{Tree, tree};
use crate::{attachments, extensions, text};

/// The parameters of an operation. `example` is one of its whole message.
pub(crate) fn describe<'a>(
    schemas: &mut Schemas<'a>,
    operation: &'a Operation,
    example: Option<&Tree<'a>>,
) -> Vec<Tree<'a>> {
    operation
        .parameters
        .iter()
        .map(|parameter| {
            let (structure, field) = member(schemas.mapping, operation, parameter);
            let mut schema = schemas.member(structure, field, false);
            let mut description = schema
                .remove("description")
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
                node([("name", (&parameter.name).into()), ("in", parameter.location.as_str().into())]);
            put(&mut described, "description", description);
            if parameter.required {
                described.insert("required", true);
            }
            if parameter.repeated {
                described.insert("style", "form");
                described.insert("explode", true);
            }
            described.insert("schema", schema);
            put(
                &mut described,
                "example",
                example.and_then(|whole| whole.pointer(&parameter.pointer)).cloned(),
            );
            described.insert(extensions::KEY, tree!({ "member": (&parameter.pointer) }));
            Tree::Node(described)
        })
        .collect()
}

/// The request body: the message, or what is left of it.
pub(crate) fn body<'a>(
    schemas: &mut Schemas<'a>,
    operation: &Operation,
    example: Option<Tree<'a>>,
) -> Option<Tree<'a>> {
    if !operation.body {
        return None;
    }
    let mapping = schemas.mapping;
    let root = operation.input.root;
    let whole = mapping.structure(root);
    if operation.parameters.is_empty() {
        let content = content(operation, &whole.name, example);
        return Some(tree!({ "required": true, "content": content }));
    }
    let outside = outside(operation);
    let rest = remaining(&whole.particle, &outside)
        .unwrap_or(Particle { optional: true, term: ParticleTerm::Sequence(Vec::new()) });
    let component = schemas.body_component(root, &outside, &rest);
    let example = example.map(|mut example| {
        if let Tree::Node(members) = &mut example {
            for index in &outside {
                members.remove(&whole.fields[usize::from(*index)].name);
            }
        }
        example
    });
    let mut inside = whole.fields.iter().enumerate().filter(|(at, _)| !outside.contains(&(*at as u16)));
    let required = inside.any(|(_, field)| field.required);
    Some(tree!({ "required": required, "content": (content(operation, &component, example)) }))
}

fn content<'a>(operation: &Operation, component: &str, example: Option<Tree<'a>>) -> Node<'a> {
    let mut media = node([("schema", reference(component).into())]);
    put(&mut media, "example", example);
    let mut content = node([("application/json", media.into())]);
    attachments::request(operation, component, &mut content);
    content
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

/// What is left of a content model; `None` where nothing is.
fn remaining(particle: &Particle, outside: &[u16]) -> Option<Particle> {
    let all = |children: &[Particle]| -> Vec<Particle> {
        children.iter().filter_map(|child| remaining(child, outside)).collect()
    };
    let mut optional = particle.optional;
    let term = match &particle.term {
        ParticleTerm::Field(field) if outside.contains(field) => return None,
        ParticleTerm::Field(field) => ParticleTerm::Field(*field),
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
