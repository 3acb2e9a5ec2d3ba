// SPDX-License-Identifier: EUPL-1.2
//! Two sets of protobuf descriptors (descriptor.proto), as protoc and every other compiler writes them.
//!
//! Judged by the wire and by generated code: numbers, types and labels must stay, and so must names, which generated
//! code and the JSON form use.

use std::collections::BTreeMap;

use prost_types::field_descriptor_proto::{Label, Type};
use prost_types::{
    DescriptorProto, EnumDescriptorProto, FieldDescriptorProto, FileDescriptorSet, ServiceDescriptorProto,
};

use crate::change::{Change, Impact};

/// The changes from one set of descriptors to another, for gRPC callers.
pub fn descriptors(old: &FileDescriptorSet, new: &FileDescriptorSet) -> Vec<Change> {
    let (old, new) = (Names::of(old), Names::of(new));
    let mut found = Vec::new();
    for (name, service) in &old.services {
        match new.services.get(name) {
            Some(other) => services(&mut found, name, service, other),
            None => tell(&mut found, name, "service is gone", Impact::Breaking),
        }
    }
    for (name, message) in &old.messages {
        match new.messages.get(name) {
            Some(other) => messages(&mut found, name, message, other),
            None => tell(&mut found, name, "message is gone", Impact::Breaking),
        }
    }
    for (name, enumeration) in &old.enums {
        match new.enums.get(name) {
            Some(other) => enums(&mut found, name, enumeration, other),
            None => tell(&mut found, name, "enumeration is gone", Impact::Breaking),
        }
    }
    for name in new.services.keys().filter(|name| !old.services.contains_key(*name)) {
        tell(&mut found, name, "service is new", Impact::Compatible);
    }
    for name in new.messages.keys().filter(|name| !old.messages.contains_key(*name)) {
        tell(&mut found, name, "message is new", Impact::Compatible);
    }
    for name in new.enums.keys().filter(|name| !old.enums.contains_key(*name)) {
        tell(&mut found, name, "enumeration is new", Impact::Compatible);
    }
    found
}

fn tell(found: &mut Vec<Change>, subject: &str, what: impl Into<String>, grpc: Impact) {
    found.push(Change::new(subject, what).for_callers(Impact::None, Impact::None, grpc));
}

/// Everything in a set by its full name.
#[derive(Default)]
struct Names<'a> {
    messages: BTreeMap<String, &'a DescriptorProto>,
    enums: BTreeMap<String, &'a EnumDescriptorProto>,
    services: BTreeMap<String, &'a ServiceDescriptorProto>,
}

impl<'a> Names<'a> {
    fn of(set: &'a FileDescriptorSet) -> Self {
        let mut names = Self::default();
        // What protobuf itself brings along is not part of the interface.
        for file in set.file.iter().filter(|file| !file.package().starts_with("google.")) {
            let mut open: Vec<(String, &DescriptorProto)> =
                file.message_type.iter().map(|message| (file.package().to_owned(), message)).collect();
            names.add_enums(file.package(), &file.enum_type);
            for service in &file.service {
                names.services.insert(join(file.package(), service.name()), service);
            }
            while let Some((scope, message)) = open.pop() {
                let name = join(&scope, message.name());
                names.add_enums(&name, &message.enum_type);
                open.extend(message.nested_type.iter().map(|nested| (name.clone(), nested)));
                names.messages.insert(name, message);
            }
        }
        names
    }

    fn add_enums(&mut self, scope: &str, enums: &'a [EnumDescriptorProto]) {
        for enumeration in enums {
            self.enums.insert(join(scope, enumeration.name()), enumeration);
        }
    }
}

fn join(scope: &str, name: &str) -> String {
    if scope.is_empty() { name.to_owned() } else { format!("{scope}.{name}") }
}

fn services(found: &mut Vec<Change>, name: &str, old: &ServiceDescriptorProto, new: &ServiceDescriptorProto) {
    for method in &old.method {
        let subject = format!("{name}/{}", method.name());
        let Some(other) = new.method.iter().find(|other| other.name() == method.name()) else {
            tell(found, &subject, "method is gone", Impact::Breaking);
            continue;
        };
        let types = [
            ("request", method.input_type(), other.input_type()),
            ("answer", method.output_type(), other.output_type()),
        ];
        for (what, before, after) in types.into_iter().filter(|(_, before, after)| before != after) {
            let what = format!(
                "{what} is `{}`, was `{}`",
                after.trim_start_matches('.'),
                before.trim_start_matches('.')
            );
            tell(found, &subject, what, Impact::Breaking);
        }
        let streams =
            |of: &prost_types::MethodDescriptorProto| (of.client_streaming(), of.server_streaming());
        if streams(method) != streams(other) {
            tell(found, &subject, "streams differently", Impact::Breaking);
        }
    }
    for method in new.method.iter().filter(|m| !old.method.iter().any(|o| o.name() == m.name())) {
        tell(found, &format!("{name}/{}", method.name()), "method is new", Impact::Compatible);
    }
}

fn messages(found: &mut Vec<Change>, name: &str, old: &DescriptorProto, new: &DescriptorProto) {
    for field in &old.field {
        let subject = format!("{name}.{}", field.name());
        let Some(other) = new.field.iter().find(|other| other.number() == field.number()) else {
            tell(found, &subject, format!("field {} is gone", field.number()), Impact::Breaking);
            continue;
        };
        if field.name() != other.name() {
            tell(found, &subject, format!("field is called `{}`", other.name()), Impact::Breaking);
        }
        if kind(field) != kind(other) {
            let what = format!("is `{}`, was `{}`", kind(other), kind(field));
            tell(found, &subject, what, Impact::Breaking);
        }
        let oneof = |of: &DescriptorProto, field: &FieldDescriptorProto| {
            let declared = field.oneof_index.filter(|_| !field.proto3_optional())?;
            of.oneof_decl.get(usize::try_from(declared).ok()?).map(|oneof| oneof.name().to_owned())
        };
        if oneof(old, field) != oneof(new, other) {
            tell(found, &subject, "has moved into or out of a oneof", Impact::Breaking);
        }
        if field.proto3_optional() != other.proto3_optional() && kind(field) == kind(other) {
            tell(found, &subject, "tells absence from the zero value differently", Impact::Compatible);
        }
    }
    for field in new.field.iter().filter(|f| !old.field.iter().any(|o| o.number() == f.number())) {
        let subject = format!("{name}.{}", field.name());
        tell(found, &subject, format!("field {} is new", field.number()), Impact::Compatible);
    }
}

/// Label and type, as a .proto file has them.
fn kind(field: &FieldDescriptorProto) -> String {
    let repeated = if field.label() == Label::Repeated { "repeated " } else { "" };
    let of = match field.r#type() {
        Type::Message | Type::Enum | Type::Group => field.type_name().trim_start_matches('.').to_owned(),
        scalar => scalar.as_str_name().trim_start_matches("TYPE_").to_lowercase(),
    };
    format!("{repeated}{of}")
}

fn enums(found: &mut Vec<Change>, name: &str, old: &EnumDescriptorProto, new: &EnumDescriptorProto) {
    for value in &old.value {
        let subject = format!("{name}.{}", value.name());
        match new.value.iter().find(|other| other.number() == value.number()) {
            None => tell(found, &subject, format!("value {} is gone", value.number()), Impact::Breaking),
            Some(other) if other.name() != value.name() => {
                tell(found, &subject, format!("value is called `{}`", other.name()), Impact::Breaking);
            }
            Some(_) => {}
        }
    }
    for value in new.value.iter().filter(|v| !old.value.iter().any(|o| o.number() == v.number())) {
        // Enumerations of proto3 are open.
        let subject = format!("{name}.{}", value.name());
        tell(found, &subject, format!("value {} is new", value.number()), Impact::Compatible);
    }
}
