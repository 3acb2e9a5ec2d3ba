// SPDX-License-Identifier: EUPL-1.2
//! Paths: one operation each.

use fachwerk_contract::service::{Protocol, Style};
use fachwerk_mapping::naming::Names;
use fachwerk_mapping::{Layout, MessageRole, MessageShape, NO_CONTENT, Operation, OperationId};
use serde_json::{Value, json};

use crate::nodes::{Node, node, put, reference};
use crate::schema::Schemas;
use crate::{Options, extensions, faults, parameters, text};

/// The paths of all operations, in the order of the mapping.
pub(crate) fn paths(schemas: &mut Schemas<'_>, options: &Options<'_>) -> Node {
    let mapping = schemas.mapping;
    let mut paths = Node::new();
    let mut ids = Names::default();
    for index in 0..mapping.operations.len() {
        let id = OperationId(index as u32);
        let operation = mapping.operation(id);
        let service = &mapping.services[operation.service].name;
        let wanted = format!("{}_{}", text::identifier(service), text::identifier(&operation.name));
        let described = describe(schemas, id, &ids.take(&wanted), options);
        let item = paths.entry(operation.path.clone()).or_insert_with(|| json!({}));
        if let Value::Object(item) = item {
            item.insert(operation.method.to_ascii_lowercase(), Value::Object(described));
        }
    }
    paths
}

fn describe(schemas: &mut Schemas<'_>, id: OperationId, operation_id: &str, options: &Options<'_>) -> Node {
    let mapping = schemas.mapping;
    let operation = mapping.operation(id);
    let service = &mapping.services[operation.service].name;
    let documentation = operation.documentation.as_deref().and_then(text::description);
    let summary = documentation.as_deref().map(text::summary).filter(|s| !s.is_empty());
    let mut node = node([
        ("tags", if operation.tags.is_empty() { json!([service]) } else { json!(operation.tags) }),
        ("summary", json!(summary.unwrap_or_else(|| operation.name.clone()))),
    ]);
    put(&mut node, "description", documentation);
    node.insert("operationId".to_owned(), json!(operation_id));
    let example = options.example(id, MessageRole::Input);
    let parameters = parameters::describe(schemas, operation, example.as_ref());
    if !parameters.is_empty() {
        node.insert("parameters".to_owned(), Value::Array(parameters));
    }
    put(&mut node, "requestBody", parameters::body(schemas, operation, example));
    node.insert("responses".to_owned(), responses(schemas, id, options));
    node.insert(extensions::KEY.to_owned(), Value::Object(extension(schemas, operation)));
    node
}

fn content(schemas: &Schemas<'_>, message: &MessageShape, example: Option<Value>) -> Value {
    let mut media = node([("schema", json!(reference(&schemas.mapping.structure(message.root).name)))]);
    put(&mut media, "example", example);
    json!({ "application/json": media })
}

fn responses(schemas: &mut Schemas<'_>, id: OperationId, options: &Options<'_>) -> Value {
    let operation = schemas.mapping.operation(id);
    let mut responses = Node::new();
    match &operation.output {
        Some(output) => {
            let documentation = schemas.mapping.structure(output.root).documentation.as_deref();
            let description =
                documentation.and_then(text::description).unwrap_or_else(|| "The answer.".to_owned());
            let mut response = node([("description", json!(description))]);
            if operation.status != NO_CONTENT {
                let content = content(schemas, output, options.example(id, MessageRole::Output));
                response.insert("content".to_owned(), content);
            }
            responses.insert(operation.status.to_string(), Value::Object(response));
        }
        None => {
            let description = "Accepted; the operation has no answer.";
            responses.insert(operation.status.to_string(), json!({ "description": description }));
        }
    }
    responses.insert("400".to_owned(), json!({ "$ref": "#/components/responses/InvalidRequest" }));
    for (status, response) in faults::responses(schemas, id, options) {
        responses.insert(status.to_string(), response);
    }
    responses.insert("default".to_owned(), json!({ "$ref": "#/components/responses/Problem" }));
    Value::Object(responses)
}

/// How to reach the operation in SOAP.
fn extension(schemas: &Schemas<'_>, operation: &Operation) -> Node {
    let mapping = schemas.mapping;
    let mut extension = node([
        ("service", json!(extensions::qname(&mapping.services[operation.service].source))),
        ("operation", json!(operation.source)),
        ("effect", json!(operation.effect)),
    ]);
    let bindings: Vec<Value> = operation
        .bindings
        .iter()
        .map(|binding| {
            let mut node =
                node([("port", json!(binding.port)), ("protocol", json!(protocol(binding.protocol)))]);
            put(&mut node, "soapAction", binding.soap_action.as_deref());
            if binding.style == Style::Rpc {
                node.insert("style".to_owned(), json!(binding.style));
            }
            Value::Object(node)
        })
        .collect();
    extension.insert("bindings".to_owned(), Value::Array(bindings));
    extension.insert("input".to_owned(), layout(schemas, &operation.input));
    if let Some(output) = &operation.output {
        extension.insert("output".to_owned(), layout(schemas, output));
    }
    if !operation.faults.is_empty() {
        let faults: Node =
            operation.faults.iter().map(|f| (f.name.clone(), layout(schemas, &f.message))).collect();
        extension.insert("faults".to_owned(), Value::Object(faults));
    }
    extension
}

fn layout(schemas: &Schemas<'_>, message: &MessageShape) -> Value {
    let mut node = Node::new();
    if let Layout::Direct { element, .. } = &message.layout {
        node.insert("element".to_owned(), json!(extensions::wire_name(schemas.mapping, element)));
    }
    if let Some(headers) = message.layout.headers() {
        let field = &schemas.mapping.structure(message.root).fields[headers as usize];
        node.insert("headers".to_owned(), json!(field.name));
    }
    if let Some(attachments) = message.attachments {
        let field = &schemas.mapping.structure(message.root).fields[attachments as usize];
        node.insert("attachments".to_owned(), json!(field.name));
    }
    if message.encoded {
        node.insert("encoded".to_owned(), json!(true));
    }
    Value::Object(node)
}

fn protocol(protocol: Protocol) -> &'static str {
    match protocol {
        Protocol::Soap11 => "SOAP 1.1",
        Protocol::Soap12 => "SOAP 1.2",
        Protocol::Http => "HTTP",
    }
}
