// SPDX-License-Identifier: EUPL-1.2
//! Families: one of several objects, told apart by `@type`.

use fachwerk_mapping::naming::pascal;
use fachwerk_mapping::{Family, FamilyId, FamilyKind, TYPE_MEMBER, VALUE_MEMBER, ValueType, Variant};
use serde_json::{Value, json};

use super::Schemas;
use crate::extensions;
use crate::nodes::{Node, node, ordered, pointer, put, reference};

impl Schemas<'_> {
    /// The schema of a family, after those of variants that need a component of their own.
    pub(crate) fn family(&mut self, id: FamilyId) -> Vec<(String, Node)> {
        let family = self.mapping.family(id);
        let mut components = Vec::new();
        let mut alternatives = Vec::new();
        let mut tags = Node::new();
        for variant in &family.variants {
            let component = match (family.kind, variant.value) {
                (FamilyKind::Type, ValueType::Struct(structure)) => {
                    self.mapping.structure(structure).name.clone()
                }
                _ => {
                    let name = self.names.take(&format!("{}{}", family.name, pascal(&variant.tag)));
                    let schema = self.element(variant, &name);
                    components.push((name.clone(), schema));
                    name
                }
            };
            alternatives.push(Value::Object(reference(&component)));
            tags.insert(variant.tag.clone(), json!(pointer(&component)));
        }
        if alternatives.is_empty() {
            // An abstract type that nothing is derived from: no message can have it.
            let nothing =
                [("not", json!({})), (extensions::KEY, Value::Object(self.family_extension(family)))];
            components.push((family.name.clone(), node(nothing)));
            return components;
        }
        let schema = node([
            ("oneOf", Value::Array(alternatives)),
            ("discriminator", json!({ "propertyName": TYPE_MEMBER, "mapping": tags })),
            (extensions::KEY, Value::Object(self.family_extension(family))),
        ]);
        components.push((family.name.clone(), schema));
        components
    }

    /// A variant of a substitution group.
    fn element(&mut self, variant: &Variant, component: &str) -> Node {
        if let ValueType::Struct(id) = variant.value
            && self.mapping.structure(id).is_object()
        {
            let tag = node([
                ("type", json!("object")),
                ("properties", json!({ TYPE_MEMBER: { "type": "string", "const": variant.tag } })),
                ("required", json!([TYPE_MEMBER])),
            ]);
            let object =
                node([("allOf", json!([reference(&self.mapping.structure(id).name), ordered(tag)]))]);
            let nil = if variant.nillable { self.nil(id, Some(&variant.tag)) } else { None };
            let Some(nil) = nil else { return object };
            let object = self.component(&format!("{component}Value"), object);
            return node([("oneOf", json!([object, nil]))]);
        }
        let value = self.value(variant.value);
        let value = if variant.nillable { self.nullable(value, variant.value) } else { value };
        node([
            ("type", json!("object")),
            (
                "properties",
                json!({ TYPE_MEMBER: { "type": "string", "const": variant.tag }, VALUE_MEMBER: ordered(value) }),
            ),
            ("required", json!([TYPE_MEMBER, VALUE_MEMBER])),
            ("additionalProperties", json!(false)),
        ])
    }

    pub(super) fn family_extension(&self, family: &Family) -> Node {
        let kind = match family.kind {
            FamilyKind::Type => "type",
            FamilyKind::Substitution => "substitution",
        };
        let variants: Node = family
            .variants
            .iter()
            .map(|v| (v.tag.clone(), json!(extensions::wire_name(self.mapping, &v.name))))
            .collect();
        let mut extension = node([("kind", json!(kind)), ("variants", Value::Object(variants))]);
        let declared = family.declared.and_then(|index| family.variants.get(index as usize));
        put(&mut extension, "declared", declared.map(|v| v.tag.as_str()));
        extension
    }
}
