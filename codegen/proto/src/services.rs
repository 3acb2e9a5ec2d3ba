// SPDX-License-Identifier: EUPL-1.2
//! Services and their methods.

use fachwerk_contract::service::EffectClass;
use fachwerk_mapping::{Chunked, ListStream, Operation, Service};
use prost_types::method_options::IdempotencyLevel;
use prost_types::{MethodDescriptorProto, MethodOptions, ServiceDescriptorProto};

use crate::comments::tag;
use crate::file::File;

impl File<'_> {
    pub(crate) fn service(&mut self, position: i32, service: &Service) -> ServiceDescriptorProto {
        let mapping = self.mapping;
        self.comments.add(&[tag::SERVICE, position], service.documentation.as_deref());
        let mut method = Vec::with_capacity(service.operations.len());
        for id in &service.operations {
            let operation = mapping.operation(*id);
            self.method_comment(&[tag::SERVICE, position, tag::METHOD, method.len() as i32], operation);
            method.push(self.method(operation));
            if let Some(stream) = &operation.stream {
                let path = [tag::SERVICE, position, tag::METHOD, method.len() as i32];
                self.stream_comment(&path, operation);
                method.push(self.stream(operation, stream));
            }
            if let Some(chunked) = &operation.chunked {
                let path = [tag::SERVICE, position, tag::METHOD, method.len() as i32];
                self.chunked_comment(&path, operation);
                method.push(self.chunked(operation, chunked));
            }
        }
        ServiceDescriptorProto {
            name: Some(service.rpc_name.clone()),
            method,
            ..ServiceDescriptorProto::default()
        }
    }

    fn method(&self, operation: &Operation) -> MethodDescriptorProto {
        MethodDescriptorProto {
            name: Some(operation.rpc_name.clone()),
            input_type: Some(self.full_name(&operation.rpc_request)),
            output_type: Some(self.full_name(&operation.rpc_response)),
            options: idempotency(operation.effect).map(|level| MethodOptions {
                idempotency_level: Some(level as i32),
                ..MethodOptions::default()
            }),
            ..MethodDescriptorProto::default()
        }
    }

    /// The server-streaming twin.
    fn stream(&self, operation: &Operation, stream: &ListStream) -> MethodDescriptorProto {
        MethodDescriptorProto {
            name: Some(stream.rpc_name.clone()),
            input_type: Some(self.full_name(&stream.rpc_request)),
            output_type: Some(self.full_name(&stream.rpc_response)),
            server_streaming: Some(true),
            ..self.method(operation)
        }
    }

    /// The twin with chunks.
    fn chunked(&self, operation: &Operation, chunked: &Chunked) -> MethodDescriptorProto {
        MethodDescriptorProto {
            name: Some(chunked.rpc_name.clone()),
            input_type: Some(self.full_name(&chunked.rpc_request)),
            output_type: Some(self.full_name(&chunked.rpc_response)),
            client_streaming: chunked.input.then_some(true),
            server_streaming: chunked.output.then_some(true),
            ..self.method(operation)
        }
    }

    fn chunked_comment(&mut self, path: &[i32], operation: &Operation) {
        let paragraph = format!(
            "{}, whose attachments come in chunks behind the message. A binary value of the message that is `cid:` and an id is the content of the chunks with that id.",
            operation.rpc_name
        );
        self.comments.add(path, [paragraph.as_str()]);
    }

    fn stream_comment(&mut self, path: &[i32], operation: &Operation) {
        let name = &operation.rpc_name;
        let paragraph =
            format!("{name}, whose answer is a list: its items one by one, as the service gives them.");
        self.comments.add(path, [paragraph.as_str()]);
    }

    fn method_comment(&mut self, path: &[i32], operation: &Operation) {
        let mut paragraphs: Vec<String> = operation.documentation.iter().cloned().collect();
        if operation.output.is_none() {
            paragraphs.push("One-way: the answer says that the message was accepted.".to_owned());
        }
        for fault in &operation.faults {
            let message = &self.mapping.structure(fault.message.root).name;
            // Documentation of a fault may have lines; in a list each fault has one.
            let words: Vec<&str> = fault.documentation.iter().flat_map(|d| d.split_whitespace()).collect();
            let colon = if words.is_empty() { "" } else { ": " };
            paragraphs.push(format!(
                "Fault {}: details[] of google.rpc.Status holds {message}{colon}{}",
                fault.name,
                words.join(" ")
            ));
        }
        self.comments.add(path, paragraphs.iter().map(String::as_str));
    }
}

/// What somebody has said of the operation, in protobuf's words.
fn idempotency(effect: EffectClass) -> Option<IdempotencyLevel> {
    match effect {
        EffectClass::Read => Some(IdempotencyLevel::NoSideEffects),
        EffectClass::Idempotent => Some(IdempotencyLevel::Idempotent),
        EffectClass::Unknown | EffectClass::DryRun | EffectClass::Write => None,
    }
}
