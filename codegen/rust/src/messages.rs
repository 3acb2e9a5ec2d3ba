// SPDX-License-Identifier: EUPL-1.2
//! Writes `messages.rs`: the protobuf messages, with the numbers of the `.proto` file.

use std::collections::{BTreeSet, HashMap};

use fachwerk_mapping::{FamilyId, StructId};

use crate::layout::Code;
use crate::names::{fields, identifier, variants};
use crate::recursion::Node;
use crate::shape::{Plan, wrapper_value};
use crate::types::members;

const HEAD: &str = "\
//! The messages of the contract as protobuf has them. Enumerations travel as their numbers.
#![allow(
    clippy::large_enum_variant,
    reason = \"alternatives are as large as the contract has them\"
)]

";

pub(crate) fn write(plan: &Plan<'_>) -> String {
    let mut body = Code::default();
    for index in 0..plan.mapping.structs.len() {
        structure(plan, StructId(index as u32), &mut body);
    }
    for index in 0..plan.mapping.families.len() {
        family(plan, FamilyId(index as u32), &mut body);
    }
    wrappers(plan, &mut body);
    let body = body.finish();
    let mut head = HEAD.to_owned();
    if body.contains("BTreeMap<") {
        head.push_str("use std::collections::BTreeMap;\n\n");
    }
    let bytes = body.contains("Bytes");
    if bytes {
        head.push_str("use bytes::Bytes;\n");
    }
    if !plan.names.wrappers.is_empty() {
        if bytes {
            head.push('\n');
        }
        head.push_str("use crate::wire::Wrapper;\n");
    }
    // Nothing imported: one blank line is enough.
    if head.ends_with("\n\n") {
        head.pop();
    }
    head + &body
}

fn structure(plan: &Plan<'_>, id: StructId, code: &mut Code) {
    let structure = plan.mapping.structure(id);
    let name = &plan.names.structs[id.0 as usize];
    code.blank();
    code.line("#[derive(Clone, PartialEq, prost::Message)]");
    code.open(&format!("pub struct {name} {{"));
    let identifiers = fields(structure);
    let mut chosen = BTreeSet::new();
    for (field, identifier_of_field) in structure.fields.iter().zip(&identifiers) {
        if let Some(oneof) = field.oneof {
            if chosen.insert(oneof) {
                let choice = &plan.names.choices[id.0 as usize][usize::from(oneof)];
                let tags: Vec<String> =
                    members(structure, oneof).iter().map(|field| field.number.to_string()).collect();
                let arguments = [format!("oneof = \"{choice}\""), format!("tags = \"{}\"", tags.join(", "))];
                code.attribute("prost", &arguments);
                let name = identifier(&structure.oneofs[usize::from(oneof)]);
                code.field(&name, &format!("Option<{choice}>"));
            }
            continue;
        }
        let shape = plan.field(Node::Struct(id), field);
        attribute(code, &shape.prost, field.number);
        code.field(identifier_of_field, &shape.wire);
    }
    code.close("}");
    for oneof in chosen {
        code.blank();
        code.line("#[derive(Clone, PartialEq, prost::Oneof)]");
        code.open(&format!("pub enum {} {{", plan.names.choices[id.0 as usize][usize::from(oneof)]));
        let members = members(structure, oneof);
        let identifiers = variants(members.iter().map(|f| f.name.as_str()));
        for (field, identifier) in members.iter().zip(&identifiers) {
            let shape = plan.field(Node::Struct(id), field);
            attribute(code, &shape.prost, field.number);
            code.variant(identifier, &shape.wire);
        }
        code.close("}");
    }
}

fn attribute(code: &mut Code, prost: &str, number: u32) {
    code.attribute("prost", &[prost.to_owned(), format!("tag = \"{number}\"")]);
}

fn family(plan: &Plan<'_>, id: FamilyId, code: &mut Code) {
    let family = plan.mapping.family(id);
    let name = &plan.names.families[id.0 as usize];
    let oneof = &plan.names.oneofs[id.0 as usize];
    let tags: Vec<String> = family.variants.iter().map(|v| v.number.to_string()).collect();
    code.blank();
    code.line("#[derive(Clone, PartialEq, prost::Message)]");
    code.open(&format!("pub struct {name} {{"));
    code.attribute("prost", &[format!("oneof = \"{oneof}\""), format!("tags = \"{}\"", tags.join(", "))]);
    code.field("value", &format!("Option<{oneof}>"));
    code.close("}");
    code.blank();
    code.line("#[derive(Clone, PartialEq, prost::Oneof)]");
    code.open(&format!("pub enum {oneof} {{"));
    let identifiers = variants(family.variants.iter().map(|v| v.tag.as_str()));
    for (variant, identifier) in family.variants.iter().zip(&identifiers) {
        let shape = plan.variant(Node::Family(id), variant);
        attribute(code, &shape.prost, variant.number);
        code.variant(identifier, &shape.wire);
    }
    code.close("}");
}

fn wrappers(plan: &Plan<'_>, code: &mut Code) {
    let names = &plan.names;
    let structs = names.structs.iter().enumerate().map(|(i, name)| (name, Node::Struct(StructId(i as u32))));
    let families =
        names.families.iter().enumerate().map(|(i, name)| (name, Node::Family(FamilyId(i as u32))));
    let nodes: HashMap<&String, Node> = structs.chain(families).collect();
    for (key, name) in &names.wrappers {
        let recursive = nodes.get(key).is_some_and(|node| plan.recursion.is_recursive(*node));
        let (wire, prost) = wrapper_value(key, recursive);
        code.blank();
        code.line("#[derive(Clone, PartialEq, prost::Message)]");
        code.open(&format!("pub struct {name} {{"));
        code.line("#[prost(bool, tag = \"1\")]");
        code.line("pub nil: bool,");
        attribute(code, &prost, 2);
        code.field("value", &wire);
        code.close("}");
        code.blank();
        code.implement("impl Wrapper", name);
        code.line(&format!("type Value = {wire};"));
        code.blank();
        code.open("fn wrap(nil: bool, value: Self::Value) -> Self {");
        code.line("Self { nil, value }");
        code.close("}");
        code.blank();
        code.open("fn unwrap(self) -> (bool, Self::Value) {");
        code.line("(self.nil, self.value)");
        code.close("}");
        code.close("}");
    }
}
