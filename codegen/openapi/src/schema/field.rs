// SPDX-License-Identifier: EUPL-1.2
//! Members of objects.

use fachwerk_contract::schema::{NamespaceConstraint, ProcessContents, Wildcard};
use fachwerk_mapping::{Field, FieldKind, JsonForm, ScalarId, ScalarKind, Struct, StructKind, ValueType};
use fachwerk_message::value::{check, white_space};

use super::{Schemas, scalar, value};
use crate::nodes::{Node, node, ordered, put, reference};
use crate::tree::{Tree, tree};
use crate::{extensions, text, warnings};

impl<'a> Schemas<'a> {
    /// The schema of a member.
    pub(crate) fn field(&mut self, structure: &'a Struct, field: &'a Field) -> Node<'a> {
        self.member(structure, field, field.nillable)
    }

    /// The same, with `null` or without.
    pub(crate) fn member(&mut self, structure: &'a Struct, field: &'a Field, nillable: bool) -> Node<'a> {
        let mut extension = Node::new();
        let mut item = match field.kind {
            FieldKind::TypeNames => self.type_names(),
            _ => self.value(field.value),
        };
        self.media_type(field, &mut item, &mut extension);
        if nillable {
            item = self.nullable(item, field.value);
        }
        self.given(structure, field, nillable, &mut item, &mut extension);
        let xml = match &field.kind {
            FieldKind::Element(name) => self.prefixes.member(self.mapping, &field.name, name, false),
            FieldKind::Attribute(name) => self.prefixes.member(self.mapping, &field.name, name, true),
            _ => None,
        };
        put(&mut item, "xml", xml);
        kind(structure, field, &mut extension);

        let description = field.documentation.as_deref().and_then(text::description);
        let mut schema = if field.array {
            let mut array = node([("type", tree!("array")), ("items", Tree::Node(ordered(item)))]);
            if field.min > 0 {
                array.insert("minItems", field.min);
            }
            put(&mut array, "maxItems", field.max);
            array
        } else {
            item
        };
        put(&mut schema, "description", description);
        if !extension.is_empty() {
            // A simple type without a component has its own extension; what the member says comes to it.
            match schema.get_mut(extensions::KEY) {
                Some(Tree::Node(existing)) => existing.extend(extension),
                _ => put(&mut schema, extensions::KEY, Some(Tree::Node(extension))),
            }
        }
        ordered(schema)
    }

    /// The schema of a value, as a reference wherever there is a component for it.
    pub(super) fn value(&mut self, value: ValueType) -> Node<'a> {
        match value {
            ValueType::Scalar(id) => self.scalar_use(id),
            ValueType::Struct(id) => reference(&self.mapping.structure(id).name),
            ValueType::Family(id) => reference(&self.mapping.family(id).name),
            ValueType::Xml => self.xml_element(),
            ValueType::Attributes => self.any_attributes(),
        }
    }

    /// The same, or `null`, or an object that is nil.
    pub(super) fn nullable(&mut self, mut schema: Node<'a>, value: ValueType) -> Node<'a> {
        if let ValueType::Family(id) = value {
            let alternatives = [self.family_or_nil(id), node([("type", tree!("null"))])];
            return node([("oneOf", alternatives.into())]);
        }
        let nil = match value {
            ValueType::Struct(id) => {
                let structure = self.mapping.structure(id);
                if structure.first_child > 0 { self.nil(id, None) } else { None }
            }
            _ => None,
        };
        if let Some(Tree::Text(kind)) = schema.get("type")
            && !["enum", "const", "oneOf", "anyOf"].iter().any(|key| schema.contains_key(key))
        {
            let both = tree!([(kind.clone()), "null"]);
            schema.insert("type", both);
            return schema;
        }
        let extension = schema.remove(extensions::KEY);
        let mut alternatives = vec![Tree::Node(ordered(schema))];
        alternatives.extend(nil.map(Tree::Node));
        alternatives.push(tree!({ "type": "null" }));
        let mut both = node([("oneOf", Tree::List(alternatives))]);
        put(&mut both, extensions::KEY, extension);
        both
    }

    fn media_type(&self, field: &'a Field, item: &mut Node<'a>, extension: &mut Node<'a>) {
        let Some(types) = field.content_types.as_deref().map(str::trim).filter(|t| !t.is_empty()) else {
            return;
        };
        let binary = match field.value {
            ValueType::Scalar(id) => {
                matches!(self.mapping.scalar(id).kind, ScalarKind::Base64Binary | ScalarKind::HexBinary)
            }
            _ => false,
        };
        if binary && !types.contains([',', '*']) {
            item.insert("contentMediaType", types);
        } else {
            extension.insert("contentTypes", types);
        }
    }

    /// Default and fixed value.
    fn given(
        &mut self,
        structure: &Struct,
        field: &'a Field,
        nillable: bool,
        item: &mut Node<'a>,
        extension: &mut Node<'a>,
    ) {
        for (keyword, name, text) in
            [("default", "default", &field.default), ("const", "fixed", &field.fixed)]
        {
            let Some(text) = text else { continue };
            let simple = match field.value {
                // Its prefix is one of the schema document, which nobody has here.
                ValueType::Scalar(id) if self.mapping.scalar(id).kind == ScalarKind::QName => None,
                ValueType::Scalar(id) => Some((id, self.valid(id, text))),
                _ => None,
            };
            match simple {
                Some((_, Some(value))) if keyword == "default" => {
                    item.insert(keyword, value);
                }
                // The same value may be written in another way, which `const` would refuse.
                Some((id, Some(value))) if self.is_literal(id) && !nillable => {
                    *item = self.constant(id, value);
                }
                Some((_, None)) => {
                    extension.insert(name, text);
                    let message = format!(
                        "the {name} value of `{}` in `{}` is not of its type",
                        field.name, structure.name
                    );
                    self.warn(warnings::VALUE, structure.source.as_ref(), message);
                }
                _ => {
                    extension.insert(name, text);
                }
            }
        }
    }

    /// A lexical value as it looks in JSON, if it is of its type.
    fn valid(&self, id: ScalarId, text: &str) -> Option<Tree<'a>> {
        let normal = white_space(self.mapping.scalar(id), text);
        check(self.mapping, &self.patterns, id, &normal).ok()?;
        value::json_value(self.mapping, id, &normal)
    }

    /// The schema of one value of a type. Without a reference to the type's component, which generators do not combine
    /// with `const`.
    fn constant(&self, id: ScalarId, value: Tree<'a>) -> Node<'a> {
        let mut schema = match value {
            // As a constant it would be an enumeration, which generators cannot make of booleans.
            Tree::Bool(value) => node([("type", tree!("boolean")), ("not", tree!({ "const": (!value) }))]),
            Tree::Text(_) => node([("type", tree!("string")), ("const", value)]),
            Tree::Number(ref number) if number.is_f64() => {
                node([("type", tree!("number")), ("const", value)])
            }
            _ => node([("type", tree!("integer")), ("const", value)]),
        };
        let mut extension = Node::new();
        scalar::identity(self.mapping.scalar(id), &mut extension);
        put(&mut schema, extensions::KEY, (!extension.is_empty()).then_some(Tree::Node(extension)));
        schema
    }

    /// Whether equal values of a type are always written alike in JSON.
    fn is_literal(&self, id: ScalarId) -> bool {
        let scalar = self.mapping.scalar(id);
        match scalar.json {
            JsonForm::Boolean | JsonForm::Number => true,
            JsonForm::String => {
                matches!(scalar.kind, ScalarKind::String | ScalarKind::AnyUri | ScalarKind::QName)
            }
            JsonForm::Array => false,
        }
    }
}

/// What kind of member it is, where it is neither an element nor an attribute.
fn kind(structure: &Struct, field: &Field, extension: &mut Node<'_>) {
    let kind = match &field.kind {
        FieldKind::Attribute(_) | FieldKind::Element(_) => return,
        FieldKind::AnyAttribute(_) => "anyAttribute",
        FieldKind::TypeNames => "simpleTypes",
        FieldKind::Text => "text",
        FieldKind::Substitution => "substitution",
        FieldKind::Group if structure.kind == StructKind::Message && !field.array => {
            if field.name.starts_with("attachments") { "attachments" } else { "headers" }
        }
        FieldKind::Group => "group",
        FieldKind::Any(_) => "any",
    };
    extension.insert("kind", kind);
    if let FieldKind::AnyAttribute(wildcard) | FieldKind::Any(wildcard) = &field.kind {
        describe_wildcard(wildcard, extension);
    }
}

fn describe_wildcard(wildcard: &Wildcard, extension: &mut Node<'_>) {
    let namespaces = match &wildcard.namespaces {
        NamespaceConstraint::Any => "##any".to_owned(),
        NamespaceConstraint::Not(namespace) => format!("not {namespace}"),
        NamespaceConstraint::OneOf(list) => {
            let names: Vec<&str> = list.iter().map(|n| if n.is_empty() { "##local" } else { n }).collect();
            names.join(" ")
        }
    };
    let process = match wildcard.process {
        ProcessContents::Strict => "strict",
        ProcessContents::Lax => "lax",
        ProcessContents::Skip => "skip",
    };
    extension.insert("namespaces", namespaces);
    extension.insert("process", process);
}
