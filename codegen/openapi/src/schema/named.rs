// SPDX-License-Identifier: EUPL-1.2
//! Components beside those of the mapping: objects that are nil, built-in types with a form of their own.

use std::collections::HashMap;

use fachwerk_contract::schema::XSD;
use fachwerk_mapping::naming::pascal;
use fachwerk_mapping::{
    FamilyId, FamilyKind, JsonForm, NIL_MEMBER, ScalarId, ScalarKind, StructId, ValueType,
};

use super::Schemas;
use super::structure::nil_member;
use crate::nodes::{Node, node, ordered, pointer, put, reference};
use crate::tree::{Tree, tree};

/// Which component it is.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
enum Key {
    /// A built-in type by its local name.
    BuiltIn(String),
    /// An object of this type that is nil, with its `@type`.
    Nil(StructId, Option<String>),
    /// An object that is nil and may be of several types.
    NilObject,
    /// One of several objects, or one that is nil.
    OrNil(FamilyId),
    /// One element, verbatim.
    XmlElement,
    /// Attributes that a wildcard allows.
    AnyAttributes,
    SimpleTypes,
}

/// Components made on the way.
#[derive(Debug, Default)]
pub(crate) struct Named<'a> {
    names: HashMap<Key, String>,
    made: Vec<(String, Node<'a>)>,
}

impl<'a> Named<'a> {
    pub(super) fn add(&mut self, name: &str, schema: Node<'a>) {
        self.made.push((name.to_owned(), ordered(schema)));
    }
}

impl<'a> Schemas<'a> {
    /// Components made on the way since last asked.
    pub(crate) fn take_named(&mut self) -> Vec<(String, Node<'a>)> {
        std::mem::take(&mut self.named.made)
    }

    /// A component of its own.
    pub(super) fn component(&mut self, wanted: &str, schema: Node<'a>) -> Node<'a> {
        let name = self.names.take(wanted);
        self.named.add(&name, schema);
        reference(&name)
    }

    fn named(&mut self, key: Key, wanted: &str, make: impl FnOnce(&mut Self) -> Node<'a>) -> Node<'a> {
        if let Some(name) = self.named.names.get(&key) {
            return reference(name);
        }
        let name = self.names.take(wanted);
        self.named.names.insert(key, name.clone());
        let schema = make(self);
        self.named.add(&name, schema);
        reference(&name)
    }

    /// A built-in type: a component of its own where more than `type` and `format` is to be said.
    pub(super) fn built_in(&mut self, id: ScalarId) -> Option<Node<'a>> {
        let scalar = self.mapping.scalar(id);
        let source = scalar.source.as_ref().filter(|source| source.namespace == XSD)?;
        let (_, description) = DESCRIPTIONS.iter().find(|(name, _)| *name == source.local)?;
        if matches!(scalar.kind, ScalarKind::Integer) && scalar.json == JsonForm::Number {
            return None;
        }
        let wanted = format!("Xs{}", pascal(&source.local));
        Some(self.named(Key::BuiltIn(source.local.clone()), &wanted, |schemas| {
            let mut schema = schemas.scalar(id);
            schema.insert("description", *description);
            schema
        }))
    }

    /// An object of this type that is nil and yet has attributes, or says its type; `None` where it has neither.
    pub(super) fn nil(&mut self, id: StructId, tag: Option<&'a str>) -> Option<Node<'a>> {
        let key = Key::Nil(id, tag.map(str::to_owned));
        if let Some(name) = self.named.names.get(&key) {
            return Some(reference(name));
        }
        let schema = self.nil_object(id, tag)?;
        let wanted = match tag {
            Some(tag) => format!("{}{}Nil", self.mapping.structure(id).name, pascal(tag)),
            None => format!("{}Nil", self.mapping.structure(id).name),
        };
        Some(self.named(key, &wanted, |_| schema))
    }

    /// One of a family, or an object that is nil. The alternatives stand side by side: generators have no words for one
    /// `oneOf` with a discriminator in another without.
    pub(super) fn family_or_nil(&mut self, id: FamilyId) -> Node<'a> {
        let family = self.mapping.family(id);
        self.named(Key::OrNil(id), &format!("{}OrNil", family.name), |schemas| {
            let mut alternatives: Vec<Node<'a>> = Vec::new();
            let mut extension = Node::new();
            if family.kind == FamilyKind::Type {
                extension = schemas.family_extension(family);
                let mut components = Node::with_capacity(family.variants.len());
                for variant in &family.variants {
                    if let ValueType::Struct(id) = variant.value {
                        let name = &schemas.mapping.structure(id).name;
                        alternatives.push(reference(name));
                        components.insert(&variant.tag, pointer(name));
                    }
                }
                extension.insert("components", components);
            } else {
                // Each element of a substitution group says itself whether it may be nil.
                alternatives.push(reference(&family.name));
            }
            alternatives.push(schemas.any_nil());
            let mut schema = node([("oneOf", alternatives.into())]);
            put(&mut schema, "x-fachwerk", (!extension.is_empty()).then_some(extension));
            schema
        })
    }

    /// An object of any type that is nil.
    fn any_nil(&mut self) -> Node<'a> {
        self.named(Key::NilObject, "NilObject", |_| {
            node([
                ("type", tree!("object")),
                ("description", tree!("`xsi:nil`, with the attributes of its type.")),
                ("properties", tree!({ NIL_MEMBER: (nil_member()) })),
                ("required", tree!([NIL_MEMBER])),
            ])
        })
    }

    /// One XML element, verbatim.
    pub(super) fn xml_element(&mut self) -> Node<'a> {
        self.named(Key::XmlElement, "XmlElement", |_| {
            node([
                ("type", tree!("string")),
                (
                    "description",
                    tree!("One XML element as it stands, with all its namespaces declared on it."),
                ),
                ("contentMediaType", tree!("application/xml")),
                ("x-fachwerk", tree!({ "type": "xs:anyType" })),
            ])
        })
    }

    /// Simple types that members name.
    pub(super) fn type_names(&mut self) -> Node<'a> {
        self.named(Key::SimpleTypes, "SimpleTypes", |_| {
            let description = "Simple types that members are of, where that is one derived from the declared type \
                               (`xsi:type`): from the member, `number` or `number/0`, to `{namespace}local`.";
            node([
                ("type", tree!("object")),
                ("description", tree!(description)),
                ("additionalProperties", Tree::Node(node([("type", tree!("string"))]))),
            ])
        })
    }

    /// Attributes that a wildcard allows.
    pub(super) fn any_attributes(&mut self) -> Node<'a> {
        self.named(Key::AnyAttributes, "AnyAttributes", |_| {
            node([
                ("type", tree!("object")),
                ("description", tree!("Attributes by name, `{namespace}local`.")),
                ("additionalProperties", Tree::Node(node([("type", tree!("string"))]))),
            ])
        })
    }
}

/// Built-in types that are components, and what is to be known about them.
const DESCRIPTIONS: &[(&str, &str)] = &[
    (
        "date",
        "A date (ISO 8601), such as `2024-05-17`. It may have a time zone: `2024-05-17Z`, `2024-05-17+02:00`.",
    ),
    (
        "dateTime",
        "A date and time (ISO 8601), such as `2024-05-17T10:30:00`. It may have a time zone: `2024-05-17T10:30:00Z`.",
    ),
    ("time", "A time of day (ISO 8601), such as `10:30:00`. It may have a time zone: `10:30:00Z`."),
    ("duration", "A duration (ISO 8601), such as `P1Y2M3DT4H5M6.7S`. It may be negative: `-P1D`."),
    ("gYearMonth", "A month of a year, such as `2024-05`. It may have a time zone."),
    ("gYear", "A year, such as `2024`. It may have a time zone."),
    ("gMonthDay", "A day of every year, such as `--05-17`. It may have a time zone."),
    ("gDay", "A day of every month, such as `---17`. It may have a time zone."),
    ("gMonth", "A month of every year, such as `--05`. It may have a time zone."),
    ("decimal", "A decimal number, as text so that no digit is lost."),
    ("integer", "An integer of any size, as text so that no digit is lost."),
    (
        "nonPositiveInteger",
        "An integer of any size that is not above zero, as text so that no digit is lost.",
    ),
    ("negativeInteger", "An integer of any size below zero, as text so that no digit is lost."),
    (
        "nonNegativeInteger",
        "An integer of any size that is not below zero, as text so that no digit is lost.",
    ),
    ("positiveInteger", "An integer of any size above zero, as text so that no digit is lost."),
    ("long", "An integer of 64 bits, as text since a double does not hold it."),
    ("unsignedLong", "An integer of 64 bits without sign, as text since a double does not hold it."),
    ("float", "A number, or `INF`, `-INF`, `NaN`."),
    ("double", "A number, or `INF`, `-INF`, `NaN`."),
    ("hexBinary", "Octets as hexadecimal digits."),
    ("QName", "A qualified name, `{namespace}local`."),
    ("NOTATION", "A qualified name, `{namespace}local`."),
];

#[cfg(test)]
mod tests {
    use super::DESCRIPTIONS;

    #[test]
    fn descriptions_are_sentences() {
        for (name, text) in DESCRIPTIONS {
            assert!(text.ends_with('.') && text.len() < 120, "{name}");
        }
    }
}
