// SPDX-License-Identifier: EUPL-1.2
//! Writes `convert.rs`: from the types to the messages and back.

use std::collections::BTreeSet;

use fachwerk_mapping::{FamilyId, ScalarId, StructId, ValueType};

use crate::layout::{Code, literal};
use crate::names::{fields, identifier, variants};
use crate::recursion::Node;
use crate::shape::Plan;
use crate::types::{Nil, attributes, members, nil_variants, values};

const HEAD: &str = "\
//! From the types to the messages and back.

";

pub(crate) fn write(plan: &Plan<'_>) -> String {
    let mut body = Code::default();
    for index in 0..plan.mapping.structs.len() {
        structure(plan, StructId(index as u32), &mut body);
    }
    for index in 0..plan.mapping.families.len() {
        family(plan, FamilyId(index as u32), &mut body);
    }
    let nil = Nil::new(plan.mapping);
    for id in &nil.structs {
        nil_structure(plan, *id, &mut body);
    }
    for id in &nil.families {
        nil_family(plan, *id, &mut body);
    }
    for id in plan.names.enumerations.keys() {
        enumeration(plan, *id, &mut body);
    }
    let body = body.finish();
    let mut used = vec!["Invalid", "Wire"];
    // Names of functions come after those of types.
    used.extend(["field", "required"].into_iter().filter(|name| {
        let call = format!("{name}(");
        body.match_indices(&call)
            .any(|(at, _)| !body[..at].ends_with(|c: char| c.is_alphanumeric() || c == '_'))
    }));
    format!("{HEAD}use crate::wire::{{{}}};\nuse crate::{{messages, types}};\n{body}", used.join(", "))
}

/// `impl Wire<messages::M> for types::T`, with what makes the one from the other.
struct Pair<'n> {
    message: &'n str,
    name: &'n str,
}

impl Pair<'_> {
    fn open(&self, code: &mut Code) {
        code.blank();
        let (message, name) = (self.message, self.name);
        code.implement(&format!("impl Wire<messages::{message}>"), &format!("types::{name}"));
        code.open(&format!("fn into_wire(self) -> messages::{message} {{"));
    }

    fn turn(&self, parameter: &str, code: &mut Code) {
        code.close("}");
        code.blank();
        let wire = format!("{parameter}: messages::{}", self.message);
        code.function("fn from_wire", &[&wire], " -> Result<Self, Invalid>");
    }

    fn close(code: &mut Code) {
        code.close("}");
        code.close("}");
    }

    /// Both are enums with the same alternatives.
    fn alternatives(&self, names: &[(String, String)], code: &mut Code) {
        let message = self.message;
        self.open(code);
        code.open("match self {");
        for (identifier, _) in names {
            let body = format!("messages::{message}::{identifier}");
            code.arm_call(&format!("Self::{identifier}(value)"), &body, &["value.into_wire()"]);
        }
        code.close("}");
        self.turn("wire", code);
        code.open("match wire {");
        for (identifier, path) in names {
            let pattern = format!("messages::{message}::{identifier}(value)");
            code.arm(&pattern, &format!("field({}, value).map(Self::{identifier})", literal(path)));
        }
        code.close("}");
        Self::close(code);
    }

    /// The message has one `oneof` and nothing else.
    fn only(&self, field: &str, path: &str, code: &mut Code) {
        self.open(code);
        code.literal(
            &format!("messages::{}", self.message),
            &[format!("{field}: Some(self.into_wire())")],
            "",
        );
        self.turn("wire", code);
        code.line(&format!("required({}, wire.{field})", literal(path)));
        Self::close(code);
    }
}

/// The attributes of a nil element whose value stands in a box.
fn boxed(message: &str, name: &str, code: &mut Code) {
    code.blank();
    code.implement(&format!("impl Wire<Box<messages::{message}>>"), &format!("types::{name}"));
    code.open(&format!("fn into_wire(self) -> Box<messages::{message}> {{"));
    code.line("Box::new(self.into_wire())");
    code.close("}");
    code.blank();
    code.function("fn from_wire", &[&format!("wire: Box<messages::{message}>")], " -> Result<Self, Invalid>");
    code.line("Self::from_wire(*wire)");
    Pair::close(code);
}

fn structure(plan: &Plan<'_>, id: StructId, code: &mut Code) {
    let structure = plan.mapping.structure(id);
    let name = &plan.names.structs[id.0 as usize];
    let choices = &plan.names.choices[id.0 as usize];
    let choice = |oneof: u16| {
        let members = members(structure, oneof);
        let identifiers = variants(members.iter().map(|f| f.name.as_str()));
        identifiers.into_iter().zip(members.iter().map(|f| f.proto_name.clone())).collect::<Vec<_>>()
    };
    let pair = Pair { message: name, name };
    if plan.as_enum[id.0 as usize] {
        let oneof = &structure.oneofs[0];
        pair.only(&identifier(oneof), oneof, code);
        Pair { message: &choices[0], name }.alternatives(&choice(0), code);
        return;
    }
    pair.open(code);
    let identifiers = fields(structure);
    let (mut into, mut from, mut chosen) = (Vec::new(), Vec::new(), BTreeSet::new());
    for (field, name) in structure.fields.iter().zip(&identifiers) {
        if let Some(oneof) = field.oneof {
            if chosen.insert(oneof) {
                let path = literal(&structure.oneofs[usize::from(oneof)]);
                let name = identifier(&structure.oneofs[usize::from(oneof)]);
                if Plan::choice_required(structure, oneof) {
                    into.push(format!("{name}: Some(self.{name}.into_wire())"));
                    from.push(format!("{name}: required({path}, wire.{name})?"));
                } else {
                    into.push(format!("{name}: self.{name}.into_wire()"));
                    from.push(format!("{name}: field({path}, wire.{name})?"));
                }
            }
            continue;
        }
        let shape = plan.field(Node::Struct(id), field);
        let path = literal(&field.proto_name);
        if shape.required_message {
            into.push(format!("{name}: Some(self.{name}.into_wire())"));
            from.push(format!("{name}: required({path}, wire.{name})?"));
        } else {
            into.push(format!("{name}: self.{name}.into_wire()"));
            from.push(format!("{name}: field({path}, wire.{name})?"));
        }
    }
    code.literal(&format!("messages::{}", pair.message), &into, "");
    pair.turn(if from.is_empty() { "_" } else { "wire" }, code);
    code.literal("Ok(Self", &from, ")");
    Pair::close(code);
    for oneof in chosen {
        let name = &choices[usize::from(oneof)];
        Pair { message: name, name }.alternatives(&choice(oneof), code);
    }
}

fn family(plan: &Plan<'_>, id: FamilyId, code: &mut Code) {
    let family = plan.mapping.family(id);
    let name = &plan.names.families[id.0 as usize];
    let identifiers = variants(family.variants.iter().map(|v| v.tag.as_str()));
    let paths = family.variants.iter().map(|v| v.proto_name.clone());
    let names: Vec<_> = identifiers.into_iter().zip(paths).collect();
    Pair { message: name, name }.only("value", "value", code);
    Pair { message: &plan.names.oneofs[id.0 as usize], name }.alternatives(&names, code);
}

fn nil_structure(plan: &Plan<'_>, id: StructId, code: &mut Code) {
    let structure = plan.mapping.structure(id);
    let pair =
        Pair { message: &plan.names.structs[id.0 as usize], name: &plan.names.nil_structs[id.0 as usize] };
    pair.open(code);
    let identifiers = fields(structure);
    let (mut into, mut from) = (Vec::new(), Vec::new());
    for (field, name) in attributes(structure).zip(&identifiers) {
        let shape = plan.field(Node::Struct(id), field);
        let path = literal(&field.proto_name);
        if shape.optional || shape.map {
            into.push(format!("{name}: self.{name}.into_wire()"));
            from.push(format!("{name}: field({path}, wire.{name})?"));
        } else {
            into.push(format!("{name}: self.{name}.map(Wire::into_wire).unwrap_or_default()"));
            from.push(format!("{name}: field({path}, Some(wire.{name}))?"));
        }
    }
    if structure.fields.len() > into.len() {
        into.push("..Default::default()".to_owned());
    }
    code.literal(&format!("messages::{}", pair.message), &into, "");
    pair.turn("wire", code);
    code.literal("Ok(Self", &from, ")");
    Pair::close(code);
    if plan.recursion.is_recursive(Node::Struct(id)) {
        boxed(pair.message, pair.name, code);
    }
}

fn nil_family(plan: &Plan<'_>, id: FamilyId, code: &mut Code) {
    let family = plan.mapping.family(id);
    let oneof = &plan.names.oneofs[id.0 as usize];
    let pair =
        Pair { message: &plan.names.families[id.0 as usize], name: &plan.names.nil_families[id.0 as usize] };
    let names = nil_variants(family);
    // The message's alternatives are not called as those of the type, if one of them is `Declared`.
    let theirs = variants(family.variants.iter().map(|v| v.tag.as_str()));
    pair.open(code);
    code.open("let value = match self {");
    code.line("Self::Declared => None,");
    for ((variant, name), theirs) in family.variants.iter().zip(&names).zip(&theirs) {
        let boxed = match variant.value {
            ValueType::Struct(inner) => plan.recursion.is_within(Node::Family(id), Node::Struct(inner)),
            _ => false,
        };
        let into = format!("Some(messages::{oneof}::{theirs}");
        match (plan.nil_type(variant.value), boxed) {
            (Some(_), true) => {
                code.open(&format!("Self::{name}(value) => {{"));
                code.line("let value = Box::new(value.into_wire());");
                code.line(&format!("{into}(value))"));
                code.close("}");
            }
            (Some(_), false) => {
                code.arm(&format!("Self::{name}(value)"), &format!("{into}(value.into_wire()))"));
            }
            (None, _) => code.arm(&format!("Self::{name}"), &format!("{into}(Default::default()))")),
        }
    }
    code.close("};");
    code.literal(&format!("messages::{}", pair.message), &["value".to_owned()], "");
    pair.turn("wire", code);
    code.open("match wire.value {");
    code.line("None => Ok(Self::Declared),");
    for ((variant, name), theirs) in family.variants.iter().zip(&names).zip(&theirs) {
        let path = literal(&variant.proto_name);
        let boxed = match variant.value {
            ValueType::Struct(inner) => plan.recursion.is_within(Node::Family(id), Node::Struct(inner)),
            _ => false,
        };
        if plan.nil_type(variant.value).is_some() {
            let value = if boxed { "*value" } else { "value" };
            let pattern = format!("Some(messages::{oneof}::{theirs}(value))");
            code.arm(&pattern, &format!("field({path}, {value}).map(Self::{name})"));
        } else {
            code.arm(&format!("Some(messages::{oneof}::{theirs}(_))"), &format!("Ok(Self::{name})"));
        }
    }
    code.close("}");
    Pair::close(code);
    if plan.recursion.is_recursive(Node::Family(id)) {
        boxed(pair.message, pair.name, code);
    }
}

fn enumeration(plan: &Plan<'_>, id: ScalarId, code: &mut Code) {
    let name = &plan.names.enumerations[&id];
    let values = values(plan.mapping, id);
    let identifiers = variants(values.iter().map(|v| v.value.as_str()));
    code.blank();
    code.implement("impl Wire<i32>", &format!("types::{name}"));
    code.open("fn into_wire(self) -> i32 {");
    code.open("match self {");
    for (value, identifier) in values.iter().zip(&identifiers) {
        code.line(&format!("Self::{identifier} => {},", value.number));
    }
    code.close("}");
    code.close("}");
    code.blank();
    code.open("fn from_wire(wire: i32) -> Result<Self, Invalid> {");
    code.open("match wire {");
    for (value, identifier) in values.iter().zip(&identifiers) {
        code.line(&format!("{} => Ok(Self::{identifier}),", value.number));
    }
    code.arm_call("_", "Err", &[&format!("Invalid::here({})", literal(&format!("is no value of {name}")))]);
    code.close("}");
    code.close("}");
    code.close("}");
}
