// SPDX-License-Identifier: EUPL-1.2
//! Writes `rest.rs`: a route for each operation, and what of its message travels outside the body.

use std::collections::BTreeSet;

use fachwerk_mapping::{
    JsonForm, Mapping, Operation, Parameter, ParameterIn, ScalarKind, Segment, ValueType, segments,
};

use crate::layout::{Code, literal};
use crate::names::Services;
use crate::server::{encoded, services};

/// Characters that a path may have as they are, beside letters and digits (RFC 3986, section 3.3).
const PATH: &[u8] = b"-._~!$&'()*+,;=:@";

/// The path of an operation as the router has it. A template that cannot be a name there has its number.
pub(crate) fn path(operation: &Operation) -> String {
    let mut path = String::new();
    for (index, segment) in segments(&operation.path).unwrap_or_default().into_iter().enumerate() {
        path.push('/');
        match segment {
            Segment::Literal(text) => path.push_str(&encoded(text, PATH)),
            Segment::Template(name) if is_plain(name) => path.push_str(&format!("{{{name}}}")),
            Segment::Template(_) => path.push_str(&format!("{{{index}}}")),
        }
    }
    path
}

fn is_plain(name: &str) -> bool {
    name.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-'))
}

/// The parameters of an operation, those in the path first, from the left.
pub(crate) fn parameters(operation: &Operation) -> Vec<&Parameter> {
    let templates = segments(&operation.path).unwrap_or_default();
    let place = |parameter: &Parameter| {
        let is_it = |segment: &Segment<'_>| *segment == Segment::Template(&parameter.name);
        match parameter.location {
            ParameterIn::Path => templates.iter().position(is_it).unwrap_or(templates.len()),
            _ => templates.len(),
        }
    };
    let mut parameters: Vec<&Parameter> = operation.parameters.iter().collect();
    parameters.sort_by_key(|parameter| place(parameter));
    parameters
}

/// How often a parameter may be given: `One`, `Array`, or `List`.
pub(crate) fn times(mapping: &Mapping, parameter: &Parameter) -> &'static str {
    match mapping.scalar(parameter.scalar).kind {
        ScalarKind::List(_) => "List",
        _ if parameter.repeated => "Array",
        _ => "One",
    }
}

/// What one value is in JSON: `Text`, `Boolean` or `Number`.
fn form(mapping: &Mapping, parameter: &Parameter) -> &'static str {
    let item = match mapping.scalar(parameter.scalar).kind {
        ScalarKind::List(item) => item,
        _ => parameter.scalar,
    };
    match mapping.scalar(item).json {
        JsonForm::Boolean => "Boolean",
        JsonForm::Number => "Number",
        JsonForm::String | JsonForm::Array => "Text",
    }
}

/// Where a parameter stands.
pub(crate) fn location(parameter: &Parameter) -> &'static str {
    match parameter.location {
        ParameterIn::Path => "Path",
        ParameterIn::Query => "Query",
        ParameterIn::Header => "Header",
    }
}

/// Objects around parameters that are there wherever the one around them is: by the length of their path, outer ones
/// first.
fn objects(mapping: &Mapping, operation: &Operation) -> Vec<String> {
    let mut found = BTreeSet::new();
    for parameter in &operation.parameters {
        let mut structure = mapping.structure(operation.input.root);
        let mut pointer = String::new();
        let mut steps = parameter.pointer.split('/').skip(1);
        for (depth, field) in parameter.member.iter().enumerate() {
            let field = &structure.fields[usize::from(*field)];
            pointer.push('/');
            pointer.push_str(steps.next().unwrap_or_default());
            // The value itself is no object.
            let ValueType::Struct(inner) = field.value else { break };
            if field.required {
                found.insert((depth, pointer.clone()));
            }
            structure = mapping.structure(inner);
        }
    }
    found.into_iter().map(|(_, pointer)| pointer).collect()
}

/// The name of a status in the crate `http`.
pub(crate) fn status(operation: &Operation) -> &'static str {
    match operation.status {
        201 => "CREATED",
        202 => "ACCEPTED",
        204 => "NO_CONTENT",
        _ => "OK",
    }
}

/// `rest.rs`.
pub(crate) fn write(mapping: &Mapping, names: &Services) -> String {
    let mut code =
        Code::new("//! The REST facade: a route for each operation.\n\nuse crate::exchange::routes;\n\n");
    code.open("routes! {");
    for (index, service) in services(mapping) {
        code.line(&format!("/// The routes of `{}`.", service.name));
        code.open(&format!("{} for {} {{", names.functions[index], names.traits[index]));
        for id in &service.operations {
            let operation = mapping.operation(*id);
            let reply = if operation.output.is_some() { "answer" } else { "one_way" };
            let method = &names.methods[id.0 as usize];
            let route = format!(
                "{} {} => {reply} {} {method}",
                operation.method,
                literal(&path(operation)),
                status(operation)
            );
            if operation.parameters.is_empty() {
                code.line(&format!("{route};"));
                continue;
            }
            let objects: Vec<String> =
                objects(mapping, operation).iter().map(|object| literal(object)).collect();
            let objects =
                if objects.is_empty() { String::new() } else { format!(" [{}]", objects.join(", ")) };
            code.open(&format!("{route}{objects} {{"));
            for parameter in parameters(operation) {
                let presence = if parameter.required { "Required" } else { "Optional" };
                code.line(&format!(
                    "{} {} {presence} {} {} {};",
                    location(parameter),
                    literal(&parameter.name),
                    times(mapping, parameter),
                    form(mapping, parameter),
                    literal(&parameter.pointer)
                ));
            }
            code.close("};");
        }
        code.close("}");
    }
    code.close("}");
    code.finish()
}
