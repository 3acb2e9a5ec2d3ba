// SPDX-License-Identifier: EUPL-1.2
//! What the report says of a mapping.

use fachwerk_mapping::{Binaries, Mapping, Operation, list_of};

use crate::report::{Counts, OperationReport, ServiceReport};

/// `why`: by operation, why its REST shape is as it is.
pub(crate) fn services(mapping: &Mapping, why: &[Vec<String>]) -> Vec<ServiceReport> {
    mapping
        .services
        .iter()
        .map(|service| ServiceReport {
            name: service.name.clone(),
            wsdl: service.source.to_string(),
            operations: service
                .operations
                .iter()
                .map(|id| {
                    let why = why.get(id.0 as usize).cloned().unwrap_or_default();
                    operation(mapping, mapping.operation(*id), why)
                })
                .collect(),
        })
        .collect()
}

fn operation(mapping: &Mapping, operation: &Operation, rest_because: Vec<String>) -> OperationReport {
    let service_name = fachwerk_proto::service_name(mapping, operation.service);
    let effect = serde_json::to_value(operation.effect).ok();
    OperationReport {
        name: operation.name.clone(),
        rest: format!("{} {}", operation.method, operation.path),
        rest_because,
        grpc: format!("{}.{service_name}/{}", mapping.package, operation.rpc_name),
        grpc_stream: operation
            .stream
            .as_ref()
            .map(|stream| format!("{}.{service_name}/{}", mapping.package, stream.rpc_name)),
        grpc_chunked: operation
            .chunked
            .as_ref()
            .map(|chunked| format!("{}.{service_name}/{}", mapping.package, chunked.rpc_name)),
        attachments: attachments(operation),
        no_grpc_stream_because: list_of(mapping, operation).err().map(|why| why.to_string()),
        soap_action: operation.bindings.first().and_then(|b| b.soap_action.clone()),
        effect: effect.as_ref().and_then(|v| v.as_str()).unwrap_or("unknown").to_owned(),
        input: mapping.structure(operation.input.root).name.clone(),
        output: operation.output.as_ref().map(|o| mapping.structure(o.root).name.clone()),
        faults: operation.faults.iter().map(|f| f.name.clone()).collect(),
    }
}

/// Media types of bodies with attachments.
fn attachments(operation: &Operation) -> Vec<&'static str> {
    let soap = operation.bindings.iter().any(|binding| binding.http.is_none());
    let mut forms = Vec::new();
    if soap && operation.input.binaries.any() {
        forms.push("request: multipart/form-data, multipart/related");
    }
    match operation.output_binaries() {
        Binaries::None => {}
        Binaries::One { .. } => {
            forms.push("answer: multipart/related, multipart/form-data, application/octet-stream");
        }
        Binaries::Several => forms.push("answer: multipart/related, multipart/form-data"),
    }
    forms
}

pub(crate) fn counts(mapping: &Mapping) -> Counts {
    Counts {
        services: mapping.services.len(),
        operations: mapping.operations.len(),
        objects: mapping.structs.len(),
        enumerations: mapping.scalars.iter().filter(|s| s.proto == fachwerk_mapping::ProtoForm::Enum).count(),
        families: mapping.families.len(),
        errors: 0,
        warnings: 0,
    }
}
