// SPDX-License-Identifier: EUPL-1.2
//! Objects.

use fachwerk_mapping::naming::pascal;
use fachwerk_mapping::{ContentKind, FieldKind, NIL_MEMBER, Struct, StructId, StructKind, TYPE_MEMBER};
use serde_json::{Value, json};

use super::{Schemas, content};
use crate::constraints::Constraints;
use crate::nodes::{Node, node, ordered, put};
use crate::{extensions, text, warnings};

/// `@nil`, which is `true`.
pub(super) fn nil_member() -> Value {
    json!({ "type": "boolean", "not": { "const": false } })
}

impl Schemas<'_> {
    /// The schema of an object.
    pub(crate) fn structure(&mut self, id: StructId) -> Node {
        if self.mapping.structure(id).array.is_some() {
            return self.encoded_array(self.mapping.structure(id));
        }
        self.object(id, self.mapping.structure(id))
    }

    /// The schema of an object that is the one with this id, or part of it.
    pub(crate) fn object(&mut self, id: StructId, structure: &Struct) -> Node {
        let mut properties = Node::new();
        let mut required: Vec<&str> = Vec::new();
        if structure.tagged {
            properties.insert(TYPE_MEMBER.to_owned(), json!({ "type": "string", "const": structure.name }));
            required.push(TYPE_MEMBER);
        } else {
            // As a variant of a substitution group the object says which element it is.
            match self.tags.get(&id).map_or(&[][..], Vec::as_slice) {
                [] => {}
                [only] => {
                    properties.insert(TYPE_MEMBER.to_owned(), json!({ "type": "string", "const": only }));
                }
                tags => {
                    properties.insert(TYPE_MEMBER.to_owned(), json!({ "type": "string", "enum": tags }));
                }
            }
        }
        for field in &structure.fields {
            properties.insert(field.name.clone(), Value::Object(self.field(structure, field)));
            if field.required {
                required.push(&field.name);
            }
        }
        let mut schema = node([("type", json!("object"))]);
        put(&mut schema, "description", structure.documentation.as_deref().and_then(text::description));
        schema.insert("properties".to_owned(), Value::Object(properties));
        if !required.is_empty() {
            schema.insert("required".to_owned(), json!(required));
        }
        schema.insert("additionalProperties".to_owned(), json!(false));

        let mut extension = Node::new();
        put(&mut extension, "type", structure.source.as_ref().map(extensions::qname));
        put(&mut extension, "attachment", structure.attachment.then_some(true));
        match structure.kind {
            StructKind::Type => {}
            StructKind::GroupItem => put(&mut extension, "kind", Some("groupItem")),
            StructKind::Message => put(&mut extension, "kind", Some("message")),
        }
        put(&mut extension, "content", content::model(structure));
        if structure.content == ContentKind::Mixed {
            extension.insert("mixed".to_owned(), json!(true));
        }
        let constraints = Constraints::of(structure);
        if constraints.incomplete {
            extension.insert("incomplete".to_owned(), json!(true));
            let message = format!(
                "the content model of `{}` has too many combinations for a schema: the document allows more than the service does",
                structure.name
            );
            self.warn(warnings::CHOICE, structure.source.as_ref(), message);
        }
        if !constraints.dependent.is_empty() {
            schema.insert("dependentRequired".to_owned(), Value::Object(constraints.dependent));
        }
        if !constraints.choices.is_empty()
            && let Some(Value::Object(properties)) = schema.get_mut("properties")
        {
            self.name_constants(&structure.name, properties);
        }
        match constraints.choices.len() {
            0 => {}
            1 => schema.extend(constraints.choices.into_iter().flatten()),
            _ => {
                let all: Vec<Value> = constraints.choices.into_iter().map(Value::Object).collect();
                schema.insert("allOf".to_owned(), Value::Array(all));
            }
        }
        if let Some(name) = self.roots.get(&id) {
            schema.insert("xml".to_owned(), Value::Object(self.prefixes.root(self.mapping, name)));
        }
        if !extension.is_empty() {
            schema.insert(extensions::KEY.to_owned(), Value::Object(extension));
        }
        schema
    }

    /// Enumerations of an object with choices become components of their own: generators lose those that stand in it.
    fn name_constants(&mut self, object: &str, properties: &mut Node) {
        for (name, property) in properties {
            let Value::Object(property) = property else { continue };
            if !(property.contains_key("const") || property.contains_key("enum")) {
                continue;
            }
            let mut own = Node::new();
            for key in ["type", "const", "enum"] {
                put(&mut own, key, property.shift_remove(key));
            }
            let wanted = format!("{object}{}", pascal(name));
            let reference = self.component(&wanted, own);
            let rest = std::mem::replace(property, reference);
            property.extend(rest);
        }
    }

    /// The schema of an array of SOAP encoding.
    fn encoded_array(&mut self, structure: &Struct) -> Node {
        let mut schema =
            structure.fields.first().map_or_else(Node::new, |items| self.field(structure, items));
        let description = structure.documentation.as_deref().and_then(text::description);
        if description.is_some() {
            put(&mut schema, "description", description);
        }
        let mut extension = Node::new();
        put(&mut extension, "type", structure.source.as_ref().map(extensions::qname));
        if let Some(array) = &structure.array {
            let item = format!("{}{}[]", extensions::qname(&array.item), array.ranks);
            put(&mut extension, "arrayType", Some(item));
        }
        schema.insert(extensions::KEY.to_owned(), Value::Object(extension));
        schema
    }

    /// The schema of an object that is nil and yet has attributes; `None` where it has none.
    pub(super) fn nil_object(&mut self, id: StructId, tag: Option<&str>) -> Option<Node> {
        let structure = self.mapping.structure(id);
        let mut properties = Node::new();
        let mut required = Vec::new();
        let tag = tag.or(structure.tagged.then_some(structure.name.as_str()));
        if let Some(tag) = tag {
            properties.insert(TYPE_MEMBER.to_owned(), json!({ "type": "string", "const": tag }));
            required.push(TYPE_MEMBER);
        }
        properties.insert(NIL_MEMBER.to_owned(), nil_member());
        required.push(NIL_MEMBER);
        let mut attributes = false;
        for field in &structure.fields {
            if matches!(field.kind, FieldKind::Attribute(_) | FieldKind::AnyAttribute(_)) {
                attributes = true;
                properties.insert(field.name.clone(), Value::Object(self.field(structure, field)));
                if field.required {
                    required.push(&field.name);
                }
            }
        }
        let schema = ordered(node([
            ("type", json!("object")),
            ("description", json!("`xsi:nil`, with attributes.")),
            ("properties", Value::Object(properties)),
            ("required", json!(required)),
            ("additionalProperties", json!(false)),
        ]));
        (attributes || tag.is_some()).then_some(schema)
    }
}
