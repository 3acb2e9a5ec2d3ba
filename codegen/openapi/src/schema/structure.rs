// SPDX-License-Identifier: EUPL-1.2
//! Objects.

use fachwerk_mapping::naming::pascal;
use fachwerk_mapping::{
    ContentKind, FieldKind, NIL_MEMBER, Particle, Struct, StructId, StructKind, TYPE_MEMBER,
};

use super::{Schemas, content};
use crate::constraints::Constraints;
use crate::nodes::{Node, node, ordered, put};
use crate::tree::{Tree, tree};
use crate::{extensions, text, warnings};

/// `@nil`, which is `true`.
pub(super) fn nil_member() -> Tree<'static> {
    tree!({ "type": "boolean", "not": { "const": false } })
}

impl<'a> Schemas<'a> {
    /// The schema of an object.
    pub(crate) fn structure(&mut self, id: StructId) -> Node<'a> {
        if self.mapping.structure(id).array.is_some() {
            return self.encoded_array(self.mapping.structure(id));
        }
        self.object(id, &[], &self.mapping.structure(id).particle)
    }

    /// The schema of an object, or of it without some members; `content` is what is left of its content model then.
    pub(crate) fn object(&mut self, id: StructId, without: &[u16], content: &Particle) -> Node<'a> {
        let structure = self.mapping.structure(id);
        let mut properties = Node::with_capacity(structure.fields.len() + 1);
        let mut required: Vec<&'a str> = Vec::new();
        if structure.tagged {
            properties.push(TYPE_MEMBER, tree!({ "type": "string", "const": (&structure.name) }));
            required.push(TYPE_MEMBER);
        } else {
            // As a variant of a substitution group the object says which element it is.
            match self.tags.get(&id).map_or(&[][..], Vec::as_slice) {
                [] => {}
                [only] => {
                    properties.push(TYPE_MEMBER, tree!({ "type": "string", "const": (*only) }));
                }
                tags => {
                    properties.push(TYPE_MEMBER, tree!({ "type": "string", "enum": (tags.to_vec()) }));
                }
            }
        }
        for (index, field) in structure.fields.iter().enumerate() {
            if without.contains(&(index as u16)) {
                continue;
            }
            properties.push(&field.name, self.field(structure, field));
            if field.required {
                required.push(&field.name);
            }
        }
        let mut schema = Node::with_capacity(8);
        schema.push("type", "object");
        put(&mut schema, "description", structure.documentation.as_deref().and_then(text::description));
        schema.insert("properties", properties);
        if !required.is_empty() {
            schema.insert("required", required);
        }
        schema.insert("additionalProperties", false);

        let mut extension = Node::new();
        put(&mut extension, "type", structure.source.as_ref().map(extensions::qname));
        put(&mut extension, "attachment", structure.attachment.then_some(true));
        match structure.kind {
            StructKind::Type => {}
            StructKind::GroupItem => put(&mut extension, "kind", Some("groupItem")),
            StructKind::Message => put(&mut extension, "kind", Some("message")),
        }
        put(&mut extension, "content", content::model(structure, content));
        if structure.content == ContentKind::Mixed {
            extension.insert("mixed", true);
        }
        let constraints = Constraints::of(structure, content);
        if constraints.incomplete {
            extension.insert("incomplete", true);
            let message = format!(
                "the content model of `{}` has too many combinations for a schema: the document allows more than the service does",
                structure.name
            );
            self.warn(warnings::CHOICE, structure.source.as_ref(), message);
        }
        if !constraints.dependent.is_empty() {
            schema.insert("dependentRequired", constraints.dependent);
        }
        if !constraints.choices.is_empty()
            && let Some(Tree::Node(properties)) = schema.get_mut("properties")
        {
            self.name_constants(&structure.name, properties);
        }
        match constraints.choices.len() {
            0 => {}
            1 => schema.extend(constraints.choices.into_iter().flatten()),
            _ => {
                schema.insert("allOf", constraints.choices);
            }
        }
        if let Some(name) = self.roots.get(&id) {
            schema.insert("xml", self.prefixes.root(self.mapping, name));
        }
        if !extension.is_empty() {
            schema.insert(extensions::KEY, extension);
        }
        schema
    }

    /// Enumerations of an object with choices become components of their own: generators lose those that stand in it.
    fn name_constants(&mut self, object: &str, properties: &mut Node<'a>) {
        for (name, property) in properties.iter_mut() {
            let Tree::Node(property) = property else { continue };
            if !(property.contains_key("const") || property.contains_key("enum")) {
                continue;
            }
            let mut own = Node::new();
            for key in ["type", "const", "enum"] {
                put(&mut own, key, property.remove(key));
            }
            let wanted = format!("{object}{}", pascal(name));
            let reference = self.component(&wanted, own);
            let rest = std::mem::replace(property, reference);
            property.extend(rest);
        }
    }

    /// The schema of an array of SOAP encoding.
    fn encoded_array(&mut self, structure: &'a Struct) -> Node<'a> {
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
        schema.insert(extensions::KEY, extension);
        schema
    }

    /// The schema of an object that is nil and yet has attributes; `None` where it has none.
    pub(super) fn nil_object(&mut self, id: StructId, tag: Option<&'a str>) -> Option<Node<'a>> {
        let structure = self.mapping.structure(id);
        let mut properties = Node::new();
        let mut required = Vec::new();
        let tag = tag.or(structure.tagged.then_some(structure.name.as_str()));
        if let Some(tag) = tag {
            properties.push(TYPE_MEMBER, tree!({ "type": "string", "const": tag }));
            required.push(TYPE_MEMBER);
        }
        properties.push(NIL_MEMBER, nil_member());
        required.push(NIL_MEMBER);
        let mut attributes = false;
        for field in &structure.fields {
            if matches!(field.kind, FieldKind::Attribute(_) | FieldKind::AnyAttribute(_)) {
                attributes = true;
                properties.push(&field.name, self.field(structure, field));
                if field.required {
                    required.push(&field.name);
                }
            }
        }
        let schema = ordered(node([
            ("type", tree!("object")),
            ("description", tree!("`xsi:nil`, with attributes.")),
            ("properties", properties.into()),
            ("required", required.into()),
            ("additionalProperties", tree!(false)),
        ]));
        (attributes || tag.is_some()).then_some(schema)
    }
}
