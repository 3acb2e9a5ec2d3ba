// SPDX-License-Identifier: EUPL-1.2
//! Services and operations.

use fachwerk_contract::Location;
use fachwerk_contract::service::{Protocol, Style, Use};
use fachwerk_mapping::{Layout, MessageShape, Operation, list_of};

use crate::entry::step;
use crate::explain::Context;
use crate::{Entry, Kind};

pub(crate) fn services(context: &Context<'_>, is: &dyn Fn(&str) -> bool) -> Vec<Entry> {
    let mapping = context.mapping;
    let mut found = Vec::new();
    for (index, service) in mapping.services.iter().enumerate() {
        let proto = context.proto_name(fachwerk_proto::service_name(mapping, index));
        let short = proto.rsplit('.').next().unwrap_or_default();
        let source = service.source.to_string();
        if ![service.name.as_str(), &service.source.local, &source, &proto, short].into_iter().any(is) {
            continue;
        }
        let declared =
            context.contract.services.iter().find(|s| s.name == service.source).map(|s| s.location);
        found.push(Entry {
            kind: Kind::Service,
            name: service.name.clone(),
            declared: context.place(declared),
            xml: format!("wsdl:service {source}"),
            json: format!("paths /{}/…", service.name),
            openapi: format!("#/tags ({})", service.name),
            protobuf: format!("service {proto}"),
            notes: vec![format!("{} operations", service.operations.len())],
        });
    }
    found
}

pub(crate) fn operations(context: &Context<'_>, is: &dyn Fn(&str) -> bool) -> Vec<Entry> {
    let mapping = context.mapping;
    let mut found = Vec::new();
    for operation in &mapping.operations {
        let service = &mapping.services[operation.service];
        let grpc = format!(
            "{}/{}",
            context.proto_name(fachwerk_proto::service_name(mapping, operation.service)),
            operation.rpc_name
        );
        let rest = format!("{} {}", operation.method, operation.path);
        let mut candidates = vec![
            operation.name.clone(),
            operation.source.clone(),
            format!("{}/{}", service.name, operation.name),
            operation.path.clone(),
            rest.clone(),
            operation.rpc_name.clone(),
            format!("/{grpc}"),
            grpc.clone(),
            grpc.replace('/', "."),
            format!("{}_{}", service.name, operation.name),
        ];
        if let Some(stream) = &operation.stream {
            let path = grpc.rsplit_once('/').map_or("", |(service, _)| service);
            let full = format!("{path}/{}", stream.rpc_name);
            candidates.extend([stream.rpc_name.clone(), format!("/{full}"), full.replace('/', "."), full]);
        }
        if let Some(chunked) = &operation.chunked {
            let path = grpc.rsplit_once('/').map_or("", |(service, _)| service);
            let full = format!("{path}/{}", chunked.rpc_name);
            candidates.extend([chunked.rpc_name.clone(), format!("/{full}"), full.replace('/', "."), full]);
        }
        candidates.extend(operation.bindings.iter().filter_map(|b| b.soap_action.clone()));
        candidates.extend(body_element(context, &operation.input));
        candidates.extend(operation.output.iter().filter_map(|o| body_element(context, o)));
        if candidates.iter().any(|c| !c.is_empty() && is(c)) {
            found.push(entry(context, operation, &rest, &grpc));
        }
    }
    found
}

fn entry(context: &Context<'_>, operation: &Operation, rest: &str, grpc: &str) -> Entry {
    let mapping = context.mapping;
    let service = &mapping.services[operation.service];
    let name = |shape: &MessageShape| mapping.structure(shape.root).name.clone();
    let input = name(&operation.input);
    let output = operation.output.as_ref().map(&name);
    let mut notes = Vec::new();
    for binding in &operation.bindings {
        if let Some(http) = &binding.http {
            notes.push(format!("port {}: HTTP {} {}", binding.port, http.method, http.location));
            continue;
        }
        let protocol = match binding.protocol {
            Protocol::Soap11 => "SOAP 1.1",
            Protocol::Soap12 => "SOAP 1.2",
            Protocol::Http => "HTTP",
        };
        let style = match binding.style {
            Style::Document => "document",
            Style::Rpc => "rpc",
        };
        let used = match binding.body_use {
            Use::Literal => "literal",
            Use::Encoded => "encoded",
        };
        let action =
            binding.soap_action.as_deref().map(|a| format!(", SOAPAction \"{a}\"")).unwrap_or_default();
        notes.push(format!("port {}: {protocol}, {style}/{used}{action}", binding.port));
    }
    for fault in &operation.faults {
        notes.push(format!("fault {}: {} ({})", fault.name, name(&fault.message), fault.status));
    }
    if operation.output.is_none() {
        notes.push("one-way: it has no answer".to_owned());
    } else {
        notes.push(twin(context, operation, grpc, &input));
    }
    if let Some(chunked) = &operation.chunked {
        let service = grpc.rsplit_once('/').map_or("", |(service, _)| service);
        let stream = |streams: bool| if streams { "stream " } else { "" };
        notes.push(format!(
            "its attachments in chunks: rpc {service}/{}({}{}) → {}{}",
            chunked.rpc_name,
            stream(chunked.input),
            chunked.rpc_request,
            stream(chunked.output),
            chunked.rpc_response
        ));
    }
    let body = |shape: &MessageShape| body_element(context, shape).unwrap_or_else(|| "its parts".to_owned());
    let answer = operation.output.as_ref().map(|o| format!(", answered by {}", body(o))).unwrap_or_default();
    Entry {
        kind: Kind::Operation,
        name: format!("{}/{}", service.name, operation.name),
        declared: context.place(declared(context, operation)),
        xml: format!("wsdl:operation {}: body {}{answer}", operation.source, body(&operation.input)),
        json: format!("{rest}: {input} → {} ({})", output.as_deref().unwrap_or("nothing"), operation.status),
        openapi: format!("#/paths/{}/{}", step(&operation.path), operation.method.to_ascii_lowercase()),
        protobuf: format!("rpc {grpc}({}) → {}", operation.rpc_request, operation.rpc_response),
        notes,
    }
}

/// The server-streaming twin, or why there is none.
fn twin(context: &Context<'_>, operation: &Operation, grpc: &str, input: &str) -> String {
    let service = grpc.rsplit_once('/').map_or("", |(service, _)| service);
    match (&operation.stream, list_of(context.mapping, operation)) {
        (Some(stream), _) => {
            let item = &context.mapping.structure(stream.item).name;
            format!("its answer is one list: rpc {service}/{}({input}) → stream {item}", stream.rpc_name)
        }
        (None, Err(why)) => format!("no server-streaming twin: {why}"),
        (None, Ok(_)) => "no server-streaming twin".to_owned(),
    }
}

/// Name of the body's child, where there is exactly one.
fn body_element(context: &Context<'_>, shape: &MessageShape) -> Option<String> {
    match &shape.layout {
        Layout::Direct { element, .. } => Some(context.qname(element).to_string()),
        Layout::Fields { .. } => None,
    }
}

fn declared(context: &Context<'_>, operation: &Operation) -> Option<Location> {
    let service = &context.mapping.services[operation.service].source;
    let bindings = context
        .contract
        .services
        .iter()
        .filter(|s| s.name == *service)
        .flat_map(|s| s.ports.iter().filter_map(|p| context.contract.binding(&p.binding)));
    let interfaces: Vec<_> = bindings.filter_map(|b| context.contract.interface(&b.interface)).collect();
    let own = interfaces.iter().flat_map(|i| &i.operations).find(|o| o.name == operation.source);
    let any = || {
        context.contract.interfaces.iter().flat_map(|i| &i.operations).find(|o| o.name == operation.source)
    };
    own.or_else(any).map(|o| o.location)
}
