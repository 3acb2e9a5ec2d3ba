// SPDX-License-Identifier: EUPL-1.2
//! Building blocks of the document.

use crate::tree::Tree;

pub(crate) use crate::tree::Node;

/// Where components of the document live.
const SCHEMAS: &str = "#/components/schemas/";

/// Place of a keyword among those of a schema: the order in which people like to read them.
pub(crate) fn rank(keyword: &str) -> usize {
    match keyword {
        "$ref" => 0,
        "type" => 1,
        "nullable" => 2,
        "format" => 3,
        "description" => 4,
        "const" => 5,
        "enum" => 6,
        "x-enum-descriptions" => 7,
        "default" => 8,
        "pattern" => 9,
        "minLength" => 10,
        "maxLength" => 11,
        "minimum" => 12,
        "exclusiveMinimum" => 13,
        "maximum" => 14,
        "exclusiveMaximum" => 15,
        "contentEncoding" => 16,
        "contentMediaType" => 17,
        "items" => 18,
        "minItems" => 19,
        "maxItems" => 20,
        "properties" => 21,
        "required" => 22,
        "dependentRequired" => 23,
        "additionalProperties" => 24,
        "allOf" => 25,
        "anyOf" => 26,
        "oneOf" => 27,
        "not" => 28,
        "discriminator" => 29,
        "xml" => 30,
        "x-fachwerk" => 31,
        _ => 32,
    }
}

/// The same node with its keywords in order.
pub(crate) fn ordered(mut node: Node<'_>) -> Node<'_> {
    node.sort_by_rank(rank);
    node
}

/// The pointer to a component.
pub(crate) fn pointer(component: &str) -> String {
    [SCHEMAS, component].concat()
}

/// A reference to a component.
pub(crate) fn reference<'a>(component: &str) -> Node<'a> {
    // Most references get company: what the member says.
    let mut node = Node::with_capacity(2);
    node.push("$ref", pointer(component));
    node
}

/// A node with these members.
pub(crate) fn node<'a, const N: usize>(members: [(&'a str, Tree<'a>); N]) -> Node<'a> {
    let mut node = Node::with_capacity(N);
    for (key, value) in members {
        node.push(key, value);
    }
    node
}

/// Put a member in if there is a value for it.
pub(crate) fn put<'a>(node: &mut Node<'a>, key: &'a str, value: Option<impl Into<Tree<'a>>>) {
    if let Some(value) = value {
        node.insert(key, value);
    }
}
