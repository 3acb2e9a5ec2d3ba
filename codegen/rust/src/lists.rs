// SPDX-License-Identifier: EUPL-1.2
//! Server-streaming twins: what takes the items out of an answer.

use fachwerk_mapping::{Field, ListStream, Mapping, Operation, Service, ValueType};

use crate::layout::{Code, literal};
use crate::names::{Services, fields};
use crate::server::{message_name, services};
use crate::shape::Plan;

/// Whether anything has a twin.
pub(crate) fn any(mapping: &Mapping) -> bool {
    services(mapping).any(|(_, service)| of(mapping, service).next().is_some())
}

/// Operations of a service that have a twin, by their place in the mapping.
pub(crate) fn of<'m>(
    mapping: &'m Mapping,
    service: &'m Service,
) -> impl Iterator<Item = (usize, &'m Operation, &'m ListStream)> {
    service.operations.iter().filter_map(|id| {
        let operation = mapping.operation(*id);
        Some((id.0 as usize, operation, operation.stream.as_ref()?))
    })
}

/// Name of the function that makes the routes of a service's lists.
pub(crate) fn function(names: &Services, index: usize) -> String {
    format!("lists_of_{}", names.functions[index].trim_start_matches("r#"))
}

/// The part of `grpc.rs` for twins; empty where there are none.
pub(crate) fn write(plan: &Plan<'_>, names: &Services) -> String {
    let mapping = plan.mapping;
    if !any(mapping) {
        return String::new();
    }
    let mut code = Code::default();
    code.blank();
    code.open("lists! {");
    for (index, service) in services(mapping).filter(|(_, service)| of(mapping, service).next().is_some()) {
        code.line(&format!("/// The lists of `{}`.", service.name));
        code.open(&format!("{} for {} {{", function(names, index), names.traits[index]));
        for (operation_index, operation, stream) in of(mapping, service) {
            let message = |id: fachwerk_mapping::StructId| &plan.names.structs[id.0 as usize];
            let (input, item) = (message(operation.input.root), message(stream.item));
            let path = format!("/{}/{}", message_name(mapping, &service.rpc_name), stream.rpc_name);
            let method = &names.methods[operation_index];
            code.line(&format!(
                "{} => {method}(messages::{input}) -> messages::{item}, {};",
                literal(&path),
                items(plan, operation, stream)
            ));
        }
        code.close("}");
    }
    code.close("}");
    code.finish()
}

/// A closure from the answer to its items.
fn items(plan: &Plan<'_>, operation: &Operation, stream: &ListStream) -> String {
    let mapping = plan.mapping;
    let Some(output) = &operation.output else { return "|()| Vec::new()".to_owned() };
    let root = mapping.structure(output.root);
    let name = |structure: &fachwerk_mapping::Struct, at: u16| fields(structure)[usize::from(at)].clone();
    let answer = &plan.names.structs[output.root.0 as usize];
    let item = &plan.names.structs[stream.item.0 as usize];
    let mut list = format!("answer.{}", name(root, stream.path[0]));
    if let [first, second] = stream.path.as_slice() {
        let holder: &Field = &root.fields[usize::from(*first)];
        let ValueType::Struct(inner) = holder.value else { return "|_| Vec::new()".to_owned() };
        let inner = name(mapping.structure(inner), *second);
        list = match (holder.required, holder.nillable) {
            (true, false) => format!("{list}.{inner}"),
            (false, false) => format!("{list}.map(|holder| holder.{inner}).unwrap_or_default()"),
            (true, true) => format!("{list}.into_value().map(|holder| holder.{inner}).unwrap_or_default()"),
            (false, true) => format!(
                "{list}.and_then(|holder| holder.into_value()).map(|holder| holder.{inner}).unwrap_or_default()"
            ),
        };
    }
    let field = name(mapping.structure(stream.item), 0);
    format!(
        "|answer: types::{answer}| {list}.into_iter().map(|item| types::{item} {{ {field}: item }}).collect::<Vec<_>>()"
    )
}
