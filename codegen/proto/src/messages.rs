// SPDX-License-Identifier: EUPL-1.2
//! Messages of structs and families.

use std::collections::HashSet;

use fachwerk_mapping::naming::lower_camel;
use fachwerk_mapping::{Family, Field, Mapping, ProtoForm, ScalarId, ScalarKind, Struct, ValueType, Variant};
use prost_types::descriptor_proto::ReservedRange;
use prost_types::field_descriptor_proto::{Label, Type};
use prost_types::{DescriptorProto, FieldDescriptorProto, MessageOptions, OneofDescriptorProto};

use crate::comments::tag;
use crate::file::File;
use crate::{enums, facts, names};

impl File<'_> {
    /// The message of an object, called `name`.
    pub(crate) fn structure(&mut self, position: i32, structure: &Struct, name: &str) -> DescriptorProto {
        self.comments.add(&[tag::MESSAGE, position], structure.documentation.as_deref());
        let mut message = Message::new(name);
        message.reserve(&structure.reserved);
        for field in &structure.fields {
            if field.wrapped {
                let wrapper = self.wrapper(name, &field.proto_name, field.value);
                self.comments.add(&wrapper_path(position, &message), [wrapper_comment(field.nillable)]);
                message.descriptor.nested_type.push(wrapper);
            }
        }
        for field in grouped(&structure.fields) {
            let path = [tag::MESSAGE, position, tag::FIELD, message.descriptor.field.len() as i32];
            let documentation =
                field.documentation.as_deref().or_else(|| type_documentation(self.mapping, field.value));
            let facts = facts::of_field(self.mapping, field);
            self.comments.add(&path, documentation.into_iter().chain(facts.as_deref()));
            let oneof = field.oneof.and_then(|i| structure.oneofs.get(usize::from(i)));
            let descriptor = self.field(&mut message, name, field, oneof.map(String::as_str));
            message.descriptor.field.push(descriptor);
        }
        message.finish()
    }

    /// The answer of a one-way operation: a message of its own, so that it can get fields later.
    pub(crate) fn empty(name: &str) -> DescriptorProto {
        Message::new(name).finish()
    }

    pub(crate) fn family(&mut self, position: i32, family: &Family) -> DescriptorProto {
        self.comments.add(&[tag::MESSAGE, position], ["Exactly one of the alternatives."]);
        let mut message = Message::new(&family.name);
        message.reserve(&family.reserved);
        let mapping = self.mapping;
        let wrapped = |v: &&Variant| is_wrapped(mapping, v);
        for variant in family.variants.iter().filter(wrapped) {
            let wrapper = self.wrapper(&family.name, &variant.proto_name, variant.value);
            self.comments.add(&wrapper_path(position, &message), [wrapper_comment(variant.nillable)]);
            message.descriptor.nested_type.push(wrapper);
        }
        let mut oneof = "value".to_owned();
        while family.variants.iter().any(|v| v.proto_name == oneof) {
            oneof.push_str("_choice");
        }
        for variant in &family.variants {
            let mut field = plain(&variant.proto_name, variant.number);
            if is_wrapped(self.mapping, variant) {
                self.refer_nested(
                    &mut field,
                    &family.name,
                    &names::wrapper(&family.name, &variant.proto_name),
                );
            } else {
                self.set_type(&mut field, variant.value);
            }
            field.oneof_index = Some(message.oneof(&oneof));
            message.descriptor.field.push(field);
        }
        message.finish()
    }

    /// `{ bool nil = 1; T value = 2; }`.
    fn wrapper(&self, owner: &str, field: &str, value: ValueType) -> DescriptorProto {
        let mut nil = plain("nil", 1);
        nil.set_type(Type::Bool);
        let mut inner = plain("value", 2);
        self.set_type(&mut inner, value);
        if list_item(self.mapping, value).is_some() {
            inner.set_label(Label::Repeated);
        }
        if value == ValueType::Attributes {
            // Not something that a contract can ask for; a string keeps the message well-formed.
            inner.set_type(Type::String);
        }
        DescriptorProto {
            name: Some(names::wrapper(owner, field)),
            field: vec![nil, inner],
            ..DescriptorProto::default()
        }
    }

    fn field(
        &self,
        message: &mut Message,
        owner: &str,
        field: &Field,
        oneof: Option<&str>,
    ) -> FieldDescriptorProto {
        let mut descriptor = plain(&field.proto_name, field.number);
        // The name in protobuf's JSON form is the one that the REST facade has.
        descriptor.json_name = Some(field.name.clone());
        if field.wrapped {
            self.refer_nested(&mut descriptor, owner, &names::wrapper(owner, &field.proto_name));
        } else if field.value == ValueType::Attributes {
            let entry = map_entry(&field.proto_name);
            self.refer_nested(&mut descriptor, owner, entry.name());
            message.descriptor.nested_type.push(entry);
            descriptor.set_label(Label::Repeated);
            return descriptor;
        } else {
            self.set_type(&mut descriptor, field.value);
        }
        let list = !field.wrapped && list_item(self.mapping, field.value).is_some();
        if field.array || list {
            descriptor.set_label(Label::Repeated);
        } else if let Some(oneof) = oneof {
            descriptor.oneof_index = Some(message.oneof(oneof));
        } else if descriptor.r#type() != Type::Message && !is_implicit(field) {
            descriptor.proto3_optional = Some(true);
        }
        descriptor
    }

    /// Type of one value that is not wrapped.
    fn set_type(&self, field: &mut FieldDescriptorProto, value: ValueType) {
        match value {
            ValueType::Struct(id) => self.refer(field, Type::Message, &self.mapping.structure(id).name),
            ValueType::Family(id) => self.refer(field, Type::Message, &self.mapping.family(id).name),
            ValueType::Xml | ValueType::Attributes => field.set_type(Type::String),
            ValueType::Scalar(id) => self.set_scalar(field, list_item(self.mapping, value).unwrap_or(id)),
        }
    }

    fn set_scalar(&self, field: &mut FieldDescriptorProto, id: ScalarId) {
        field.set_type(match self.mapping.scalar(id).proto {
            ProtoForm::Enum => return self.refer(field, Type::Enum, &enums::name(self.mapping, id)),
            // A list of lists is not something that XML Schema has.
            ProtoForm::String | ProtoForm::Repeated => Type::String,
            ProtoForm::Bool => Type::Bool,
            ProtoForm::Int32 => Type::Int32,
            ProtoForm::UInt32 => Type::Uint32,
            ProtoForm::Int64 => Type::Int64,
            ProtoForm::UInt64 => Type::Uint64,
            ProtoForm::Float => Type::Float,
            ProtoForm::Double => Type::Double,
            ProtoForm::Bytes => Type::Bytes,
        });
    }

    fn refer(&self, field: &mut FieldDescriptorProto, kind: Type, name: &str) {
        field.set_type(kind);
        field.type_name = Some(self.full_name(name));
    }

    fn refer_nested(&self, field: &mut FieldDescriptorProto, owner: &str, name: &str) {
        field.set_type(Type::Message);
        field.type_name = Some(format!("{}.{name}", self.full_name(owner)));
    }
}

/// A message while it is being built.
struct Message {
    descriptor: DescriptorProto,
}

impl Message {
    fn new(name: &str) -> Self {
        Self { descriptor: DescriptorProto { name: Some(name.to_owned()), ..DescriptorProto::default() } }
    }

    fn reserve(&mut self, reserved: &[(u32, String)]) {
        let mut numbers: Vec<i32> = reserved.iter().map(|(number, _)| *number as i32).collect();
        numbers.sort_unstable();
        numbers.dedup();
        self.descriptor.reserved_range =
            numbers.into_iter().map(|n| ReservedRange { start: Some(n), end: Some(n + 1) }).collect();
        let mut names: Vec<String> = reserved.iter().map(|(_, name)| name.clone()).collect();
        names.sort_unstable();
        names.dedup();
        self.descriptor.reserved_name = names;
    }

    /// Index of a `oneof`, made when first asked for.
    fn oneof(&mut self, name: &str) -> i32 {
        let oneofs = &mut self.descriptor.oneof_decl;
        let index = oneofs.iter().position(|o| o.name() == name).unwrap_or_else(|| {
            oneofs.push(OneofDescriptorProto { name: Some(name.to_owned()), options: None });
            oneofs.len() - 1
        });
        index as i32
    }

    /// Add the `oneof`s that protoc makes for `optional` fields, after the real ones.
    fn finish(mut self) -> DescriptorProto {
        let message = &mut self.descriptor;
        let fields = message.field.iter().map(FieldDescriptorProto::name);
        let oneofs = message.oneof_decl.iter().map(OneofDescriptorProto::name);
        let nested = message.nested_type.iter().map(DescriptorProto::name);
        // Only such a name can meet one of those that are made.
        let like = fields.chain(oneofs).chain(nested).filter(|name| name.starts_with(['_', 'X']));
        let mut taken: HashSet<String> = like.map(str::to_owned).collect();
        for field in message.field.iter_mut().filter(|f| f.proto3_optional()) {
            let name = names::synthetic_oneof(field.name(), &mut taken);
            field.oneof_index = Some(message.oneof_decl.len() as i32);
            message.oneof_decl.push(OneofDescriptorProto { name: Some(name), options: None });
        }
        self.descriptor
    }
}

fn wrapper_comment(nillable: bool) -> &'static str {
    if nillable { "`nil` stands for xsi:nil." } else { "Tells an empty list from none." }
}

fn wrapper_path(position: i32, message: &Message) -> [i32; 4] {
    [tag::MESSAGE, position, tag::NESTED, message.descriptor.nested_type.len() as i32]
}

/// Fields with the members of each `oneof` together, where its first member stands: so they stand in the text.
fn grouped(fields: &[Field]) -> Vec<&Field> {
    let mut ordered = Vec::with_capacity(fields.len());
    let mut done = HashSet::new();
    for field in fields {
        match field.oneof {
            None => ordered.push(field),
            Some(oneof) if done.insert(oneof) => {
                ordered.extend(fields.iter().filter(|f| f.oneof == Some(oneof)));
            }
            Some(_) => {}
        }
    }
    ordered
}

fn plain(name: &str, number: u32) -> FieldDescriptorProto {
    FieldDescriptorProto {
        name: Some(name.to_owned()),
        number: Some(number as i32),
        label: Some(Label::Optional as i32),
        json_name: Some(lower_camel(name)),
        ..FieldDescriptorProto::default()
    }
}

fn map_entry(field: &str) -> DescriptorProto {
    let mut fields = vec![plain("key", 1), plain("value", 2)];
    for field in &mut fields {
        field.set_type(Type::String);
    }
    DescriptorProto {
        name: Some(names::map_entry(field)),
        field: fields,
        options: Some(MessageOptions { map_entry: Some(true), ..MessageOptions::default() }),
        ..DescriptorProto::default()
    }
}

fn list_item(mapping: &Mapping, value: ValueType) -> Option<ScalarId> {
    match value {
        ValueType::Scalar(id) => match mapping.scalar(id).kind {
            ScalarKind::List(item) => Some(item),
            _ => None,
        },
        _ => None,
    }
}

/// Documentation of a simple type: it has no place of its own in protobuf, unless it is an enumeration.
fn type_documentation(mapping: &Mapping, value: ValueType) -> Option<&str> {
    let ValueType::Scalar(id) = value else { return None };
    let scalar = mapping.scalar(id);
    scalar.documentation.as_deref().filter(|_| scalar.proto != ProtoForm::Enum)
}

/// Zero stands for absence: the same rule as in `fachwerk-protobuf`.
fn is_implicit(field: &Field) -> bool {
    field.required
        && !field.wrapped
        && !field.array
        && field.oneof.is_none()
        && matches!(field.value, ValueType::Scalar(_))
}

/// A variant that can be nil, or a list, which a `oneof` cannot hold: the same rule as in `fachwerk-protobuf`.
pub(crate) fn is_wrapped(mapping: &Mapping, variant: &Variant) -> bool {
    variant.nillable || variant.value == ValueType::Attributes || list_item(mapping, variant.value).is_some()
}
