// SPDX-License-Identifier: EUPL-1.2
//! Building blocks of the document tree.

use serde_json::{Map, Value, json};

/// An object of the document.
pub(crate) type Node = Map<String, Value>;

/// Where components of the document live.
const SCHEMAS: &str = "#/components/schemas/";

/// Keywords of a schema, in the order in which people like to read them.
const ORDER: &[&str] = &[
    "$ref",
    "type",
    "nullable",
    "format",
    "description",
    "const",
    "enum",
    "x-enum-descriptions",
    "default",
    "pattern",
    "minLength",
    "maxLength",
    "minimum",
    "exclusiveMinimum",
    "maximum",
    "exclusiveMaximum",
    "contentEncoding",
    "contentMediaType",
    "items",
    "minItems",
    "maxItems",
    "properties",
    "required",
    "dependentRequired",
    "additionalProperties",
    "allOf",
    "anyOf",
    "oneOf",
    "not",
    "discriminator",
    "xml",
    "x-fachwerk",
];

/// The same node with its keywords in order.
pub(crate) fn ordered(mut node: Node) -> Node {
    let rank = |key: &String| ORDER.iter().position(|known| known == key).unwrap_or(ORDER.len());
    if node.keys().map(rank).is_sorted() {
        return node;
    }
    let mut sorted = Node::new();
    for key in ORDER {
        if let Some(value) = node.shift_remove(*key) {
            sorted.insert((*key).to_owned(), value);
        }
    }
    sorted.extend(node);
    sorted
}

/// The pointer to a component.
pub(crate) fn pointer(component: &str) -> String {
    format!("{SCHEMAS}{component}")
}

/// A reference to a component.
pub(crate) fn reference(component: &str) -> Node {
    node([("$ref", json!(pointer(component)))])
}

/// A node with these members.
pub(crate) fn node<const N: usize>(members: [(&str, Value); N]) -> Node {
    members.into_iter().map(|(key, value)| (key.to_owned(), value)).collect()
}

/// Put a member in if there is a value for it.
pub(crate) fn put(node: &mut Node, key: &str, value: Option<impl Into<Value>>) {
    if let Some(value) = value {
        node.insert(key.to_owned(), value.into());
    }
}
