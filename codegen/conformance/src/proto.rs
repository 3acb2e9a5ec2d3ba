// SPDX-License-Identifier: EUPL-1.2
//! The .proto text and the descriptor: each has to say what the other says.

use fachwerk_mapping::MessageRole;
use prost::Message as _;
use prost_reflect::{DescriptorPool, DynamicMessage, MethodDescriptor, ReflectMessage as _};
use prost_types::{DescriptorProto, FileDescriptorProto, FileDescriptorSet};

use crate::codecs::Message;
use crate::{Check, Finding};

/// The generated descriptors, as an independent implementation understands them.
#[derive(Debug)]
pub(crate) struct Descriptors {
    pool: DescriptorPool,
    package: String,
}

impl Descriptors {
    /// Read descriptor.binpb and hold the .proto files against it.
    pub(crate) fn read(package: &str, descriptor: &[u8], files: &[(&str, &[u8])]) -> Result<Self, Finding> {
        let finding = |place: &str, message: String| Finding::new(Check::Proto, place, message);
        let pool = DescriptorPool::decode(descriptor)
            .map_err(|e| finding("descriptor.binpb", format!("the descriptor is not consistent: {e}")))?;
        let set = FileDescriptorSet::decode(descriptor)
            .map_err(|e| finding("descriptor.binpb", format!("not a FileDescriptorSet: {e}")))?;
        let mut seen = 0;
        for (path, text) in files {
            let text = std::str::from_utf8(text).map_err(|e| finding(path, format!("not UTF-8: {e}")))?;
            let said = protox_parse::parse(path, text)
                .map_err(|e| finding(path, format!("the .proto file cannot be parsed: {e}")))?;
            let Some(meant) = set.file.iter().find(|f| f.name() == *path) else {
                return Err(finding(path, "the .proto file has no descriptor".to_owned()));
            };
            compare(path, said, meant.clone())?;
            seen += 1;
        }
        if seen == 0 {
            return Err(finding("proto", "there is no .proto file".to_owned()));
        }
        Ok(Self { pool, package: package.to_owned() })
    }

    /// What `prost-reflect` writes after it has read a message; no field may be unknown to the descriptor. `component`
    /// is the name of the message's object: what details of faults are called.
    pub(crate) fn encode_again(
        &self,
        message: &Message<'_>,
        component: &str,
        protobuf: &[u8],
    ) -> Result<Vec<u8>, String> {
        let descriptor = match message.role {
            MessageRole::Fault(_) => self.pool.get_message_by_name(&self.full_name(component)),
            role => self.method(message.rpc).map(|method| match role {
                MessageRole::Input => method.input(),
                _ => method.output(),
            }),
        };
        let descriptor = descriptor.ok_or_else(|| format!("there is no message `{component}`"))?;
        let dynamic = DynamicMessage::decode(descriptor, protobuf)
            .map_err(|e| format!("prost-reflect cannot read it: {e}"))?;
        if let Some(unknown) = unknown(&dynamic) {
            return Err(format!("a field `{unknown}` that the descriptor does not know"));
        }
        Ok(dynamic.encode_to_vec())
    }

    fn full_name(&self, name: &str) -> String {
        if self.package.is_empty() { name.to_owned() } else { format!("{}.{name}", self.package) }
    }

    fn method(&self, (service, method): (&str, &str)) -> Option<MethodDescriptor> {
        let service = self.pool.get_service_by_name(&self.full_name(service))?;
        service.methods().find(|found| found.name() == method)
    }
}

/// The number of an unknown field, with the message it stands in.
fn unknown(message: &DynamicMessage) -> Option<String> {
    if let Some(field) = message.unknown_fields().next() {
        return Some(format!("{} in {}", field.number(), message.descriptor().full_name()));
    }
    message.fields().find_map(|(_, value)| unknown_in(value))
}

fn unknown_in(value: &prost_reflect::Value) -> Option<String> {
    match value {
        prost_reflect::Value::Message(message) => unknown(message),
        prost_reflect::Value::List(items) => items.iter().find_map(unknown_in),
        _ => None,
    }
}

/// Text and descriptor, apart from what only a linker knows.
fn compare(path: &str, mut said: FileDescriptorProto, mut meant: FileDescriptorProto) -> Result<(), Finding> {
    for file in [&mut said, &mut meant] {
        file.source_code_info = None;
        file.name = None;
        file.options = None;
        for message in &mut file.message_type {
            plain_message(message);
        }
        for service in &mut file.service {
            for method in &mut service.method {
                method.input_type = method.input_type.take().map(|t| last(&t));
                method.output_type = method.output_type.take().map(|t| last(&t));
                method.client_streaming = Some(method.client_streaming());
                method.server_streaming = Some(method.server_streaming());
                method.options = None;
            }
        }
    }
    if said == meant {
        return Ok(());
    }
    let (said, meant) = (lines(&said), lines(&meant));
    let at = said.iter().zip(&meant).position(|(a, b)| a != b).unwrap_or(said.len().min(meant.len()));
    let shown = |lines: &[String]| lines.get(at).cloned().unwrap_or_else(|| "nothing".to_owned());
    let message = format!("the .proto text says {}, the descriptor {}", shown(&said), shown(&meant));
    Err(Finding::of_class(Check::Proto, "the .proto text and the descriptor differ", path, message))
}

/// A parser alone neither resolves names nor understands options: types are compared by their last name, kinds of
/// named types and options not at all.
fn plain_message(message: &mut DescriptorProto) {
    for field in &mut message.field {
        field.json_name = None;
        field.options = None;
        if let Some(name) = field.type_name.take() {
            field.type_name = Some(last(&name));
            field.r#type = None;
        }
    }
    for nested in &mut message.nested_type {
        plain_message(nested);
    }
}

fn last(name: &str) -> String {
    name.rsplit('.').next().unwrap_or(name).to_owned()
}

/// One line for each message, field, value and method.
fn lines(file: &FileDescriptorProto) -> Vec<String> {
    fn message(prefix: &str, m: &DescriptorProto, out: &mut Vec<String>) {
        let name = format!("{prefix}.{}", m.name());
        out.push(format!("message {name} {:?} {:?}", m.reserved_range, m.reserved_name));
        out.extend(m.field.iter().map(|f| format!("{name}.{f:?}")));
        out.extend(m.oneof_decl.iter().map(|o| format!("{name}.{o:?}")));
        out.extend(m.enum_type.iter().map(|e| format!("{name}.{e:?}")));
        m.nested_type.iter().for_each(|n| message(&name, n, out));
    }
    let mut out = vec![format!("{:?} {:?} {:?}", file.package, file.dependency, file.syntax)];
    file.message_type.iter().for_each(|m| message("", m, &mut out));
    out.extend(file.enum_type.iter().map(|e| format!("{e:?}")));
    out.extend(file.service.iter().flat_map(|s| s.method.iter().map(move |m| format!("{}.{m:?}", s.name()))));
    out
}
