// SPDX-License-Identifier: EUPL-1.2
//! Members of objects.

use fachwerk_contract::schema::{NamespaceConstraint, ProcessContents, Wildcard};
use fachwerk_mapping::{Field, FieldKind, JsonForm, ScalarId, ScalarKind, Struct, StructKind, ValueType};
use fachwerk_message::value::{check, white_space};
use serde_json::{Value, json};

use super::{Schemas, scalar, value};
use crate::nodes::{Node, node, ordered, put, reference};
use crate::{extensions, text, warnings};

impl Schemas<'_> {
    /// The schema of a member.
    pub(crate) fn field(&mut self, structure: &Struct, field: &Field) -> Node {
        let mut extension = Node::new();
        let mut item = self.value(field.value);
        self.media_type(field, &mut item, &mut extension);
        if field.nillable {
            item = self.nullable(item, field.value);
        }
        self.given(structure, field, &mut item, &mut extension);
        let xml = match &field.kind {
            FieldKind::Element(name) => self.prefixes.member(self.mapping, &field.name, name, false),
            FieldKind::Attribute(name) => self.prefixes.member(self.mapping, &field.name, name, true),
            _ => None,
        };
        put(&mut item, "xml", xml.map(Value::Object));
        kind(structure, field, &mut extension);

        let description = field.documentation.as_deref().and_then(text::description);
        let mut schema = if field.array {
            let mut array = node([("type", json!("array")), ("items", Value::Object(ordered(item)))]);
            if field.min > 0 {
                array.insert("minItems".to_owned(), json!(field.min));
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
                Some(Value::Object(existing)) => existing.extend(extension),
                _ => put(&mut schema, extensions::KEY, Some(Value::Object(extension))),
            }
        }
        ordered(schema)
    }

    /// The schema of a value, as a reference wherever there is a component for it.
    pub(super) fn value(&mut self, value: ValueType) -> Node {
        match value {
            ValueType::Scalar(id) => self.scalar_use(id),
            ValueType::Struct(id) => reference(&self.mapping.structure(id).name),
            ValueType::Family(id) => reference(&self.mapping.family(id).name),
            ValueType::Xml => self.xml_element(),
            ValueType::Attributes => self.any_attributes(),
        }
    }

    /// The same, or `null`, or an object that is nil.
    pub(super) fn nullable(&mut self, mut schema: Node, value: ValueType) -> Node {
        if let ValueType::Family(id) = value {
            let alternatives = [self.family_or_nil(id), node([("type", json!("null"))])];
            return node([("oneOf", json!(alternatives))]);
        }
        let nil = match value {
            ValueType::Struct(id) => {
                let structure = self.mapping.structure(id);
                if structure.first_child > 0 { self.nil(id, None) } else { None }
            }
            _ => None,
        };
        if let Some(Value::String(kind)) = schema.get("type")
            && !["enum", "const", "oneOf", "anyOf"].iter().any(|key| schema.contains_key(*key))
        {
            let both = json!([kind, "null"]);
            schema.insert("type".to_owned(), both);
            return schema;
        }
        let extension = schema.shift_remove(extensions::KEY);
        let mut alternatives = vec![Value::Object(ordered(schema))];
        alternatives.extend(nil.map(Value::Object));
        alternatives.push(json!({ "type": "null" }));
        let mut both = node([("oneOf", Value::Array(alternatives))]);
        put(&mut both, extensions::KEY, extension);
        both
    }

    fn media_type(&self, field: &Field, item: &mut Node, extension: &mut Node) {
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
            item.insert("contentMediaType".to_owned(), json!(types));
        } else {
            extension.insert("contentTypes".to_owned(), json!(types));
        }
    }

    /// Default and fixed value.
    fn given(&mut self, structure: &Struct, field: &Field, item: &mut Node, extension: &mut Node) {
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
                    item.insert(keyword.to_owned(), value);
                }
                // The same value may be written in another way, which `const` would refuse.
                Some((id, Some(value))) if self.is_literal(id) && !field.nillable => {
                    *item = self.constant(id, &value);
                }
                Some((_, None)) => {
                    extension.insert(name.to_owned(), json!(text));
                    let message = format!(
                        "the {name} value of `{}` in `{}` is not of its type",
                        field.name, structure.name
                    );
                    self.warn(warnings::VALUE, structure.source.as_ref(), message);
                }
                _ => {
                    extension.insert(name.to_owned(), json!(text));
                }
            }
        }
    }

    /// A lexical value as it looks in JSON, if it is of its type.
    fn valid(&self, id: ScalarId, text: &str) -> Option<Value> {
        let normal = white_space(self.mapping.scalar(id), text);
        check(self.mapping, &self.patterns, id, &normal).ok()?;
        value::json_value(self.mapping, id, &normal)
    }

    /// The schema of one value of a type. Without a reference to the type's component, which generators do not combine
    /// with `const`.
    fn constant(&self, id: ScalarId, value: &Value) -> Node {
        let mut schema = match value {
            // As a constant it would be an enumeration, which generators cannot make of booleans.
            Value::Bool(value) => node([("type", json!("boolean")), ("not", json!({ "const": !value }))]),
            Value::String(_) => node([("type", json!("string")), ("const", value.clone())]),
            Value::Number(number) if number.is_f64() => {
                node([("type", json!("number")), ("const", value.clone())])
            }
            _ => node([("type", json!("integer")), ("const", value.clone())]),
        };
        let mut extension = Node::new();
        scalar::identity(self.mapping.scalar(id), &mut extension);
        put(&mut schema, extensions::KEY, (!extension.is_empty()).then_some(Value::Object(extension)));
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
fn kind(structure: &Struct, field: &Field, extension: &mut Node) {
    let kind = match &field.kind {
        FieldKind::Attribute(_) | FieldKind::Element(_) => return,
        FieldKind::AnyAttribute(_) => "anyAttribute",
        FieldKind::Text => "text",
        FieldKind::Substitution => "substitution",
        FieldKind::Group if structure.kind == StructKind::Message && !field.array => {
            if field.name.starts_with("attachments") { "attachments" } else { "headers" }
        }
        FieldKind::Group => "group",
        FieldKind::Any(_) => "any",
    };
    extension.insert("kind".to_owned(), json!(kind));
    if let FieldKind::AnyAttribute(wildcard) | FieldKind::Any(wildcard) = &field.kind {
        describe_wildcard(wildcard, extension);
    }
}

fn describe_wildcard(wildcard: &Wildcard, extension: &mut Node) {
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
    extension.insert("namespaces".to_owned(), json!(namespaces));
    extension.insert("process".to_owned(), json!(process));
}
