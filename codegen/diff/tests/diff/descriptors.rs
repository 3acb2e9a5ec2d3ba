// SPDX-License-Identifier: EUPL-1.2
//! Two sets of descriptors that differ in one thing.

use fachwerk_diff::descriptors;
use prost_types::field_descriptor_proto::{Label, Type};
use prost_types::{
    DescriptorProto, EnumDescriptorProto, EnumValueDescriptorProto, FieldDescriptorProto,
    FileDescriptorProto, FileDescriptorSet, MethodDescriptorProto, ServiceDescriptorProto,
};

use crate::short;

fn field(name: &str, number: i32, of: Type) -> FieldDescriptorProto {
    FieldDescriptorProto {
        name: Some(name.to_owned()),
        number: Some(number),
        label: Some(Label::Optional.into()),
        r#type: Some(of.into()),
        ..Default::default()
    }
}

fn set(fields: Vec<FieldDescriptorProto>) -> FileDescriptorSet {
    let nested = DescriptorProto { name: Some("N".to_owned()), field: fields, ..Default::default() };
    let message =
        DescriptorProto { name: Some("M".to_owned()), nested_type: vec![nested], ..Default::default() };
    FileDescriptorSet {
        file: vec![FileDescriptorProto {
            package: Some("p.v1".to_owned()),
            message_type: vec![message],
            ..Default::default()
        }],
    }
}

fn fields(old: Vec<FieldDescriptorProto>, new: Vec<FieldDescriptorProto>) -> Vec<String> {
    short(&descriptors(&set(old), &set(new)))
}

#[test]
fn fields_by_number() {
    let a = || field("a", 1, Type::String);
    assert_eq!(fields(vec![a()], vec![a()]), Vec::<String>::new());
    assert_eq!(fields(vec![a()], vec![]), ["p.v1.M.N.a: field 1 is gone (--B)"]);
    assert_eq!(fields(vec![], vec![a()]), ["p.v1.M.N.a: field 1 is new (--c)"]);
    assert_eq!(
        fields(vec![a()], vec![field("b", 1, Type::String)]),
        ["p.v1.M.N.a: field is called `b` (--B)"]
    );
    assert_eq!(
        fields(vec![a()], vec![field("a", 1, Type::Int64)]),
        ["p.v1.M.N.a: is `int64`, was `string` (--B)"]
    );
    let repeated = FieldDescriptorProto { label: Some(Label::Repeated.into()), ..a() };
    assert_eq!(fields(vec![a()], vec![repeated]), ["p.v1.M.N.a: is `repeated string`, was `string` (--B)"]);
}

#[test]
fn services_and_enumerations() {
    let with = |stream: bool, values: &[(&str, i32)]| {
        let mut set = set(vec![]);
        set.file[0].service = vec![ServiceDescriptorProto {
            name: Some("S".to_owned()),
            method: vec![MethodDescriptorProto {
                name: Some("Go".to_owned()),
                server_streaming: Some(stream),
                ..Default::default()
            }],
            ..Default::default()
        }];
        set.file[0].enum_type = vec![EnumDescriptorProto {
            name: Some("E".to_owned()),
            value: values
                .iter()
                .map(|(name, number)| EnumValueDescriptorProto {
                    name: Some((*name).to_owned()),
                    number: Some(*number),
                    ..Default::default()
                })
                .collect(),
            ..Default::default()
        }];
        set
    };
    let old = with(false, &[("E_A", 1)]);
    assert_eq!(
        short(&descriptors(&old, &with(true, &[("E_A", 1)]))),
        ["p.v1.S/Go: streams differently (--B)"]
    );
    assert_eq!(
        short(&descriptors(&old, &with(false, &[("E_A", 1), ("E_B", 2)]))),
        ["p.v1.E.E_B: value 2 is new (--c)"]
    );
    assert_eq!(
        short(&descriptors(&old, &with(false, &[("E_C", 1)]))),
        ["p.v1.E.E_A: value is called `E_C` (--B)"]
    );
}
