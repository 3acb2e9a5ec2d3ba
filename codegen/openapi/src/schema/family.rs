// SPDX-License-Identifier: EUPL-1.2
//! Families: one of several objects, told apart by `@type`.

use std::borrow::Cow;

use fachwerk_mapping::naming::pascal;
use fachwerk_mapping::{Family, FamilyId, FamilyKind, TYPE_MEMBER, VALUE_MEMBER, ValueType, Variant};

use super::Schemas;
use crate::extensions;
use crate::nodes::{Node, node, ordered, pointer, put, reference};
use crate::tree::{Tree, tree};

impl<'a> Schemas<'a> {
    /// The schema of a family, after those of variants that need a component of their own.
    pub(crate) fn family(&mut self, id: FamilyId) -> Vec<(Cow<'a, str>, Node<'a>)> {
        let family = self.mapping.family(id);
        let mut components = Vec::new();
        let mut alternatives = Vec::new();
        let mut tags = Node::new();
        for variant in &family.variants {
            let component = match (family.kind, variant.value) {
                (FamilyKind::Type, ValueType::Struct(structure)) => {
                    Cow::Borrowed(self.mapping.structure(structure).name.as_str())
                }
                _ => {
                    let name = self.names.take(&format!("{}{}", family.name, pascal(&variant.tag)));
                    let schema = self.element(variant, &name);
                    let name: Cow<'a, str> = Cow::Owned(name);
                    components.push((name.clone(), schema));
                    name
                }
            };
            alternatives.push(reference(&component));
            tags.insert(&variant.tag, pointer(&component));
        }
        if alternatives.is_empty() {
            // An abstract type that nothing is derived from: no message can have it.
            let nothing = [("not", tree!({})), (extensions::KEY, Tree::Node(self.family_extension(family)))];
            components.push((Cow::Borrowed(&family.name), node(nothing)));
            return components;
        }
        let schema = node([
            ("oneOf", alternatives.into()),
            ("discriminator", tree!({ "propertyName": TYPE_MEMBER, "mapping": tags })),
            (extensions::KEY, Tree::Node(self.family_extension(family))),
        ]);
        components.push((Cow::Borrowed(&family.name), schema));
        components
    }

    /// A variant of a substitution group.
    fn element(&mut self, variant: &'a Variant, component: &str) -> Node<'a> {
        if let ValueType::Struct(id) = variant.value
            && self.mapping.structure(id).is_object()
        {
            let tag = node([
                ("type", tree!("object")),
                ("properties", tree!({ TYPE_MEMBER: { "type": "string", "const": (&variant.tag) } })),
                ("required", tree!([TYPE_MEMBER])),
            ]);
            let object =
                node([("allOf", tree!([(reference(&self.mapping.structure(id).name)), (ordered(tag))]))]);
            let nil = if variant.nillable { self.nil(id, Some(&variant.tag)) } else { None };
            let Some(nil) = nil else { return object };
            let object = self.component(&format!("{component}Value"), object);
            return node([("oneOf", tree!([object, nil]))]);
        }
        let value = self.value(variant.value);
        let value = if variant.nillable { self.nullable(value, variant.value) } else { value };
        node([
            ("type", tree!("object")),
            (
                "properties",
                tree!({ TYPE_MEMBER: { "type": "string", "const": (&variant.tag) }, VALUE_MEMBER: (ordered(value)) }),
            ),
            ("required", tree!([TYPE_MEMBER, VALUE_MEMBER])),
            ("additionalProperties", tree!(false)),
        ])
    }

    pub(super) fn family_extension(&self, family: &'a Family) -> Node<'a> {
        let kind = match family.kind {
            FamilyKind::Type => "type",
            FamilyKind::Substitution => "substitution",
        };
        let mut variants = Node::with_capacity(family.variants.len());
        for variant in &family.variants {
            variants.insert(&variant.tag, extensions::wire_name(self.mapping, &variant.name));
        }
        let mut extension = node([("kind", tree!(kind)), ("variants", variants.into())]);
        let declared = family.declared.and_then(|index| family.variants.get(index as usize));
        put(&mut extension, "declared", declared.map(|v| v.tag.as_str()));
        extension
    }
}
