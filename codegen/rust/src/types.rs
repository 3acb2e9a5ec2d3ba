// SPDX-License-Identifier: EUPL-1.2
//! Writes `types.rs`: what a developer works with.

use std::collections::BTreeSet;

use fachwerk_mapping::{
    Family, FamilyId, FamilyKind, Field, Mapping, ProtoForm, ScalarId, Struct, StructId, ValueType, Variant,
};

use crate::layout::{Code, Doc, literal};
use crate::names::{fields, variants};
use crate::recursion::Node;
use crate::shape::{Plan, Shape};

const HEAD: &str = "\
//! The types of the contract: what operations take and answer, with the facade's JSON.
#![allow(
    clippy::large_enum_variant,
    reason = \"alternatives are as large as the contract has them\"
)]

";

pub(crate) fn write(plan: &Plan<'_>) -> String {
    let mut body = Code::default();
    let mapping = plan.mapping;
    for index in 0..mapping.structs.len() {
        structure(plan, StructId(index as u32), &mut body);
    }
    for index in 0..mapping.families.len() {
        family(plan, FamilyId(index as u32), &mut body);
    }
    let nil = Nil::new(mapping);
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
    let mut head = HEAD.to_owned();
    if body.contains("BTreeMap<") {
        head.push_str("use std::collections::BTreeMap;\n\n");
    }
    if body.contains("D::Error::custom") {
        head.push_str("use serde::de::Error as _;\n");
    }
    let by_hand = body.contains("D: Deserializer");
    head.push_str(match (by_hand, body.contains("S: Serializer")) {
        (true, true) => "use serde::{Deserialize, Deserializer, Serialize, Serializer};\n",
        (true, false) => "use serde::{Deserialize, Deserializer, Serialize};\n",
        _ => "use serde::{Deserialize, Serialize};\n",
    });
    match (body.contains("json::"), body.contains("values::")) {
        (true, true) => head.push_str("\nuse crate::{json, values};\n"),
        (true, false) => head.push_str("\nuse crate::json;\n"),
        (false, true) => head.push_str("\nuse crate::values;\n"),
        (false, false) => {}
    }
    head + &body
}

/// Types of which nil elements with attributes are needed.
pub(crate) struct Nil {
    pub(crate) structs: BTreeSet<StructId>,
    pub(crate) families: BTreeSet<FamilyId>,
}

impl Nil {
    pub(crate) fn new(mapping: &Mapping) -> Self {
        let fields = mapping.structs.iter().flat_map(|s| &s.fields).filter(|f| f.nillable).map(|f| f.value);
        let variants =
            mapping.families.iter().flat_map(|f| &f.variants).filter(|v| v.nillable).map(|v| v.value);
        let mut nil = Self { structs: BTreeSet::new(), families: BTreeSet::new() };
        for value in fields.chain(variants) {
            match value {
                ValueType::Struct(id) => nil.add(mapping, id),
                ValueType::Family(id) => {
                    nil.families.insert(id);
                    for variant in &mapping.family(id).variants {
                        if let ValueType::Struct(id) = variant.value {
                            nil.add(mapping, id);
                        }
                    }
                }
                _ => {}
            }
        }
        nil
    }

    fn add(&mut self, mapping: &Mapping, id: StructId) {
        if mapping.structure(id).first_child > 0 {
            self.structs.insert(id);
        }
    }
}

fn structure(plan: &Plan<'_>, id: StructId, code: &mut Code) {
    let structure = plan.mapping.structure(id);
    let name = &plan.names.structs[id.0 as usize];
    code.blank();
    code.docs(structure.documentation.as_deref().map(Doc::Text));
    if plan.as_enum[id.0 as usize] {
        code.line("#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]");
        return alternatives(plan, id, 0, name, code);
    }
    code.line("#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]");
    open(code, name, structure);
    let identifiers = fields(structure);
    let mut chosen = BTreeSet::new();
    for (field, identifier) in structure.fields.iter().zip(&identifiers) {
        if let Some(oneof) = field.oneof {
            if chosen.insert(oneof) {
                choice_field(plan, id, oneof, code);
            }
            continue;
        }
        let shape = plan.field(Node::Struct(id), field);
        field_docs(plan.mapping, field, code);
        member(code, &field.name, identifier, &shape);
        code.field(identifier, &shape.rust);
    }
    code.close("}");
    tagged(code, name, structure);
    for oneof in chosen {
        let name = &plan.names.choices[id.0 as usize][usize::from(oneof)];
        code.blank();
        code.docs([Doc::Markdown(&format!(
            "One of the members of [`{}`].",
            plan.names.structs[id.0 as usize]
        ))]);
        code.line("#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]");
        alternatives(plan, id, oneof, name, code);
        if !Plan::choice_required(structure, oneof) {
            code.blank();
            code.implement("impl json::Choice", name);
            let members: Vec<String> = structure
                .fields
                .iter()
                .filter(|f| f.oneof == Some(oneof))
                .map(|f| literal(&f.name))
                .collect();
            code.array("const MEMBERS: &'static [&'static str] = &", &members, ";");
            code.close("}");
        }
    }
}

/// The head of a struct with the attributes of its object.
fn open(code: &mut Code, name: &str, structure: &Struct) {
    if structure.tagged {
        code.attribute("serde", &["remote = \"Self\"".to_owned(), "tag = \"@type\"".to_owned()]);
        if structure.name != name {
            code.attribute("serde", &[format!("rename = {}", literal(&structure.name))]);
        }
    }
    code.line("#[serde(deny_unknown_fields)]");
    code.open(&format!("pub struct {name} {{"));
}

/// The two halves of serde for an object that says its type.
fn tagged(code: &mut Code, name: &str, structure: &Struct) {
    if !structure.tagged {
        return;
    }
    code.blank();
    code.implement("impl Serialize", name);
    code.open("fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {");
    code.line("Self::serialize(self, serializer)");
    code.close("}");
    code.close("}");
    code.blank();
    code.implement("impl<'de> Deserialize<'de>", name);
    code.open("fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {");
    code.call("let members = json::members", &["deserializer", &literal(&structure.name)], "?;");
    code.line("Self::deserialize(members).map_err(D::Error::custom)");
    code.close("}");
    code.close("}");
}

/// The attributes of a member.
fn member(code: &mut Code, name: &str, identifier: &str, shape: &Shape) {
    if identifier.strip_prefix("r#").unwrap_or(identifier) != name {
        code.attribute("serde", &[format!("rename = {}", literal(name))]);
    }
    let absent = if shape.optional {
        Some("Option::is_none")
    } else if shape.array {
        Some("Vec::is_empty")
    } else if shape.map {
        Some("BTreeMap::is_empty")
    } else {
        None
    };
    if let Some(absent) = absent {
        code.attribute("serde", &["default".to_owned(), format!("skip_serializing_if = \"{absent}\"")]);
    }
    if shape.exact {
        code.line("#[serde(with = \"json::exact\")]");
    } else if shape.optional && shape.nil {
        code.line("#[serde(deserialize_with = \"json::present\")]");
    }
}

fn choice_field(plan: &Plan<'_>, id: StructId, oneof: u16, code: &mut Code) {
    let structure = plan.mapping.structure(id);
    let name = &plan.names.choices[id.0 as usize][usize::from(oneof)];
    let field = crate::names::identifier(&structure.oneofs[usize::from(oneof)]);
    if Plan::choice_required(structure, oneof) {
        code.docs([Doc::Markdown("Exactly one of these.")]);
        code.line("#[serde(flatten)]");
        code.field(&field, name);
    } else {
        code.docs([Doc::Markdown("At most one of these.")]);
        code.line("#[serde(flatten, deserialize_with = \"json::optional_choice\")]");
        code.field(&field, &format!("Option<{name}>"));
    }
}

/// The enum of a choice.
fn alternatives(plan: &Plan<'_>, id: StructId, oneof: u16, name: &str, code: &mut Code) {
    let structure = plan.mapping.structure(id);
    let members = members(structure, oneof);
    let identifiers = variants(members.iter().map(|f| f.name.as_str()));
    code.open(&format!("pub enum {name} {{"));
    for (field, identifier) in members.iter().zip(&identifiers) {
        let shape = plan.field(Node::Struct(id), field);
        field_docs(plan.mapping, field, code);
        if field.name != *identifier {
            code.attribute("serde", &[format!("rename = {}", literal(&field.name))]);
        }
        if shape.exact {
            code.line("#[serde(with = \"json::exact\")]");
        }
        code.variant(identifier, &shape.rust);
    }
    code.close("}");
}

/// The fields of a choice.
pub(crate) fn members(structure: &Struct, oneof: u16) -> Vec<&Field> {
    structure.fields.iter().filter(|field| field.oneof == Some(oneof)).collect()
}

/// How the alternatives of a substitution group look in JSON.
enum Form {
    /// `@type` among the members of the object.
    Members,
    /// The same, and the object may be nil.
    Nillable,
    /// `{"@type": …, "value": …}`.
    Value,
    /// The same with a number that needs `json::exact`.
    Exact,
}

fn form(plan: &Plan<'_>, family: &Family, variant: &Variant, shape: &Shape) -> Form {
    match variant.value {
        _ if family.kind == FamilyKind::Type => Form::Members,
        ValueType::Struct(id) if !plan.mapping.structure(id).tagged => {
            if variant.nillable {
                Form::Nillable
            } else {
                Form::Members
            }
        }
        _ if shape.exact => Form::Exact,
        _ => Form::Value,
    }
}

fn family(plan: &Plan<'_>, id: FamilyId, code: &mut Code) {
    let family = plan.mapping.family(id);
    let name = &plan.names.families[id.0 as usize];
    let identifiers = variants(family.variants.iter().map(|v| v.tag.as_str()));
    let shapes: Vec<Shape> = family.variants.iter().map(|v| plan.variant(Node::Family(id), v)).collect();
    code.blank();
    code.docs([Doc::Markdown("Exactly one of the alternatives; `@type` says which.")]);
    let types = family.kind == FamilyKind::Type;
    if types {
        code.line("#[derive(Debug, Clone, PartialEq, Serialize)]");
        code.line("#[serde(untagged)]");
    } else {
        code.line("#[derive(Debug, Clone, PartialEq)]");
    }
    code.open(&format!("pub enum {name} {{"));
    for (identifier, shape) in identifiers.iter().zip(&shapes) {
        code.variant(identifier, &shape.rust);
    }
    code.close("}");
    if !types {
        code.blank();
        code.implement("impl Serialize", name);
        code.open("fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {");
        code.open("match self {");
        for ((variant, identifier), shape) in family.variants.iter().zip(&identifiers).zip(&shapes) {
            let (callee, value) = match form(plan, family, variant, shape) {
                Form::Members => ("json::tag_members", "value"),
                Form::Nillable => ("json::tag_nillable", "value"),
                Form::Value => ("json::tag_value", "value"),
                Form::Exact => ("json::tag_value", "&json::ByExact(value)"),
            };
            let pattern = format!("Self::{identifier}(value)");
            code.arm_call(&pattern, callee, &[&literal(&variant.tag), value, "serializer"]);
        }
        code.close("}");
        code.close("}");
        code.close("}");
    }
    code.blank();
    code.implement("impl<'de> Deserialize<'de>", name);
    code.open("fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {");
    code.line("let object = json::Tagged::deserialize(deserializer)?;");
    code.open("match object.tag() {");
    for (index, ((variant, identifier), shape)) in
        family.variants.iter().zip(&identifiers).zip(&shapes).enumerate()
    {
        let callee = match form(plan, family, variant, shape) {
            Form::Members | Form::Nillable => "json::read",
            Form::Value => "json::read_value",
            Form::Exact => "json::read_exact",
        };
        let tag = format!("Some({})", literal(&variant.tag));
        let pattern = if family.declared == Some(index as u16) { format!("None | {tag}") } else { tag };
        code.arm_call(&pattern, callee, &["object", &format!("Self::{identifier}")]);
    }
    code.arm_call("_", "Err", &[&format!("object.unknown({})", literal(name))]);
    code.close("}");
    code.close("}");
    code.close("}");
}

fn nil_structure(plan: &Plan<'_>, id: StructId, code: &mut Code) {
    let structure = plan.mapping.structure(id);
    let name = &plan.names.nil_structs[id.0 as usize];
    code.blank();
    code.docs([Doc::Markdown(&format!(
        "The attributes of a nil [`{}`].",
        plan.names.structs[id.0 as usize]
    ))]);
    code.line("#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]");
    open(code, name, structure);
    let identifiers = fields(structure);
    for (field, identifier) in attributes(structure).zip(&identifiers) {
        let shape = plan.nil_field(Node::Struct(id), field);
        member(code, &field.name, identifier, &shape);
        code.field(identifier, &shape.rust);
    }
    code.close("}");
    tagged(code, name, structure);
}

/// The attributes of a struct.
pub(crate) fn attributes(structure: &Struct) -> impl Iterator<Item = &Field> {
    structure.fields.iter().take(usize::from(structure.first_child))
}

fn nil_family(plan: &Plan<'_>, id: FamilyId, code: &mut Code) {
    let family = plan.mapping.family(id);
    let name = &plan.names.nil_families[id.0 as usize];
    let identifiers = nil_variants(family);
    code.blank();
    code.docs([Doc::Markdown(&format!(
        "What a nil [`{}`] says: its type, where that is not the declared one, and attributes.",
        plan.names.families[id.0 as usize]
    ))]);
    code.line("#[derive(Debug, Clone, Default, PartialEq)]");
    code.open(&format!("pub enum {name} {{"));
    code.docs([Doc::Markdown("Nothing.")]);
    code.line("#[default]");
    code.line("Declared,");
    for (variant, identifier) in family.variants.iter().zip(&identifiers) {
        match plan.nil_type(variant.value) {
            Some(attributes) => code.variant(identifier, &attributes),
            None => code.line(&format!("{identifier},")),
        }
    }
    code.close("}");
    code.blank();
    code.implement("impl Serialize", name);
    code.open("fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {");
    code.open("match self {");
    code.line("Self::Declared => json::NoAttributes {}.serialize(serializer),");
    for (variant, identifier) in family.variants.iter().zip(&identifiers) {
        if plan.nil_type(variant.value).is_some() {
            code.arm(&format!("Self::{identifier}(value)"), "value.serialize(serializer)");
        } else {
            let arguments = [&*literal(&variant.tag), "&json::NoAttributes {}", "serializer"];
            code.arm_call(&format!("Self::{identifier}"), "json::tag_members", &arguments);
        }
    }
    code.close("}");
    code.close("}");
    code.close("}");
    code.blank();
    code.implement("impl<'de> Deserialize<'de>", name);
    code.open("fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {");
    code.line("let object = json::Tagged::deserialize(deserializer)?;");
    code.open("match object.tag() {");
    code.line("None => json::read(object, |_: json::NoAttributes| Self::Declared),");
    for (variant, identifier) in family.variants.iter().zip(&identifiers) {
        let pattern = format!("Some({})", literal(&variant.tag));
        let alternative = match plan.nil_type(variant.value) {
            Some(_) => format!("Self::{identifier}"),
            None => format!("|_: json::NoAttributes| Self::{identifier}"),
        };
        code.arm_call(&pattern, "json::read", &["object", &alternative]);
    }
    code.arm_call(
        "_",
        "Err",
        &[&format!("object.unknown({})", literal(&plan.names.families[id.0 as usize]))],
    );
    code.close("}");
    code.close("}");
    code.close("}");
}

/// Identifiers of the alternatives beside `Declared`.
pub(crate) fn nil_variants(family: &Family) -> Vec<String> {
    let all = std::iter::once("Declared").chain(family.variants.iter().map(|v| v.tag.as_str()));
    variants(all).split_off(1)
}

/// The values of an enumeration, each once: its text, its number, its documentation.
pub(crate) fn values(mapping: &Mapping, id: ScalarId) -> Vec<&fachwerk_mapping::EnumValue> {
    let mut seen = BTreeSet::new();
    mapping.scalar(id).facets.enumeration.iter().filter(|value| seen.insert(value.value.as_str())).collect()
}

fn enumeration(plan: &Plan<'_>, id: ScalarId, code: &mut Code) {
    let name = &plan.names.enumerations[&id];
    let values = values(plan.mapping, id);
    let identifiers = variants(values.iter().map(|v| v.value.as_str()));
    code.blank();
    code.docs(plan.mapping.scalar(id).documentation.as_deref().map(Doc::Text));
    code.line("#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]");
    code.open(&format!("pub enum {name} {{"));
    for (value, identifier) in values.iter().zip(&identifiers) {
        code.docs(value.documentation.as_deref().map(Doc::Text));
        if value.value != *identifier {
            code.attribute("serde", &[format!("rename = {}", literal(&value.value))]);
        }
        code.line(&format!("{identifier},"));
    }
    code.close("}");
}

fn field_docs(mapping: &Mapping, field: &Field, code: &mut Code) {
    let of_type = match field.value {
        ValueType::Scalar(id) if mapping.scalar(id).proto != ProtoForm::Enum => {
            mapping.scalar(id).documentation.as_deref()
        }
        _ => None,
    };
    let facts = fachwerk_proto::field_facts(mapping, field);
    let said = field.documentation.as_deref().or(of_type).map(Doc::Text);
    code.docs(said.into_iter().chain(facts.as_deref().map(Doc::Markdown)));
}
