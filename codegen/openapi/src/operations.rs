// SPDX-License-Identifier: EUPL-1.2
//! Paths: one operation each.

use fachwerk_contract::service::{Protocol, Style};
use fachwerk_mapping::naming::Names;
use fachwerk_mapping::{Layout, MessageRole, MessageShape, NO_CONTENT, Operation, OperationId};

use crate::nodes::{Node, node, put, reference};
use crate::schema::Schemas;
use crate::tree::{Tree, tree};
use crate::{Options, attachments, extensions, faults, parameters, text};

/// Describes one operation after the other, in the order of the mapping.
#[derive(Default)]
pub(crate) struct Operations {
    ids: Names,
    next: u32,
}

impl Operations {
    /// Path, method and description of the next operation.
    pub(crate) fn next<'a>(
        &mut self,
        schemas: &mut Schemas<'a>,
        options: &Options<'_>,
    ) -> Option<(&'a str, String, Node<'a>)> {
        let mapping = schemas.mapping;
        let operation = mapping.operations.get(self.next as usize)?;
        let id = OperationId(self.next);
        self.next += 1;
        let service = &mapping.services[operation.service].name;
        let wanted = format!("{}_{}", text::identifier(service), text::identifier(&operation.name));
        let described = describe(schemas, id, self.ids.take(&wanted), options);
        Some((&operation.path, operation.method.to_ascii_lowercase(), described))
    }
}

fn describe<'a>(
    schemas: &mut Schemas<'a>,
    id: OperationId,
    operation_id: String,
    options: &Options<'_>,
) -> Node<'a> {
    let mapping = schemas.mapping;
    let operation = mapping.operation(id);
    let service = &mapping.services[operation.service].name;
    let documentation = operation.documentation.as_deref().and_then(text::description);
    let summary = documentation.as_deref().map(text::summary).filter(|s| !s.is_empty());
    let mut node = node([
        ("tags", if operation.tags.is_empty() { tree!([service]) } else { Tree::list(&operation.tags) }),
        ("summary", summary.map_or_else(|| Tree::from(&operation.name), Tree::from)),
    ]);
    put(&mut node, "description", documentation);
    node.insert("operationId", operation_id);
    let example = options.example(id, MessageRole::Input);
    let parameters = parameters::describe(schemas, operation, example.as_ref());
    if !parameters.is_empty() {
        node.insert("parameters", parameters);
    }
    put(&mut node, "requestBody", parameters::body(schemas, operation, example));
    node.insert("responses", responses(schemas, id, options));
    node.insert(extensions::KEY, extension(schemas, operation));
    node
}

fn content<'a>(schemas: &Schemas<'a>, message: &MessageShape, example: Option<Tree<'a>>) -> Tree<'a> {
    let mut media = node([("schema", reference(&schemas.mapping.structure(message.root).name).into())]);
    put(&mut media, "example", example);
    let mut content = node([("application/json", media.into())]);
    attachments::answer(schemas.mapping, message, &mut content);
    Tree::Node(content)
}

fn responses<'a>(schemas: &mut Schemas<'a>, id: OperationId, options: &Options<'_>) -> Tree<'a> {
    let operation = schemas.mapping.operation(id);
    let mut responses = Node::new();
    match &operation.output {
        Some(output) => {
            let documentation = schemas.mapping.structure(output.root).documentation.as_deref();
            let description =
                documentation.and_then(text::description).unwrap_or_else(|| "The answer.".to_owned());
            let mut response = node([("description", tree!(description))]);
            if operation.status != NO_CONTENT {
                let content = content(schemas, output, options.example(id, MessageRole::Output));
                response.insert("content", content);
            }
            responses.insert(operation.status.to_string(), response);
        }
        None => {
            let description = "Accepted; the operation has no answer.";
            responses.insert(operation.status.to_string(), tree!({ "description": description }));
        }
    }
    responses.insert("400", tree!({ "$ref": "#/components/responses/InvalidRequest" }));
    for (status, response) in faults::responses(schemas, id, options) {
        responses.insert(status.to_string(), response);
    }
    responses.insert("default", tree!({ "$ref": "#/components/responses/Problem" }));
    Tree::Node(responses)
}

/// How to reach the operation in SOAP.
fn extension<'a>(schemas: &Schemas<'a>, operation: &'a Operation) -> Node<'a> {
    let mapping = schemas.mapping;
    let mut extension = node([
        ("service", extensions::qname(&mapping.services[operation.service].source).into()),
        ("operation", (&operation.source).into()),
        ("effect", word(operation.effect)),
    ]);
    let bindings = operation.bindings.iter().map(|binding| {
        let mut node =
            node([("port", (&binding.port).into()), ("protocol", protocol(binding.protocol).into())]);
        put(&mut node, "soapAction", binding.soap_action.as_deref());
        if binding.style == Style::Rpc {
            node.insert("style", word(binding.style));
        }
        Tree::Node(node)
    });
    extension.insert("bindings", Tree::list(bindings));
    extension.insert("input", layout(schemas, &operation.input));
    if let Some(output) = &operation.output {
        extension.insert("output", layout(schemas, output));
    }
    if !operation.faults.is_empty() {
        let mut faults = Node::with_capacity(operation.faults.len());
        for fault in &operation.faults {
            faults.insert(&fault.name, layout(schemas, &fault.message));
        }
        extension.insert("faults", faults);
    }
    extension
}

fn layout<'a>(schemas: &Schemas<'a>, message: &'a MessageShape) -> Tree<'a> {
    let mut node = Node::new();
    if let Layout::Direct { element, .. } = &message.layout {
        node.insert("element", extensions::wire_name(schemas.mapping, element));
    }
    if let Some(headers) = message.layout.headers() {
        let field = &schemas.mapping.structure(message.root).fields[headers as usize];
        node.insert("headers", &field.name);
    }
    if let Some(attachments) = message.attachments {
        let field = &schemas.mapping.structure(message.root).fields[attachments as usize];
        node.insert("attachments", &field.name);
    }
    if message.encoded {
        node.insert("encoded", true);
    }
    Tree::Node(node)
}

/// The word that the contract file has for something.
fn word<'a>(value: impl serde::Serialize) -> Tree<'a> {
    match serde_json::to_value(value) {
        Ok(serde_json::Value::String(word)) => word.into(),
        _ => Tree::Null,
    }
}

fn protocol(protocol: Protocol) -> &'static str {
    match protocol {
        Protocol::Soap11 => "SOAP 1.1",
        Protocol::Soap12 => "SOAP 1.2",
        Protocol::Http => "HTTP",
    }
}
