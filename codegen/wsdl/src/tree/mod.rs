// SPDX-License-Identifier: EUPL-1.2
//! One XML document as an arena of nodes with namespaces resolved and byte offsets kept.
//!
//! Names and values are spans of the document's text wherever they stand there literally, so a tree costs little
//! more than its text. Comments and processing instructions are not kept.

mod attributes;
mod build;
mod name;
mod node;
mod position;
mod problem;
mod scope;

pub(crate) use build::parse;
pub(crate) use name::{is_ncname, split};
pub(crate) use node::Node;
pub(crate) use position::Positions;
pub(crate) use problem::Problem;

/// No node, no scope.
const NONE: u32 = u32::MAX;

/// A parsed document.
#[derive(Debug)]
pub(crate) struct Tree {
    text: String,
    positions: Positions,
    nodes: Vec<NodeData>,
    attributes: Vec<AttributeData>,
    scopes: Vec<Scope>,
    namespaces: Vec<String>,
    owned: Vec<String>,
    root: u32,
    /// Where an XML Schema namespace of before 2001 is declared; names in it are read as of 2001.
    pub(crate) old_schema_namespace: Option<usize>,
}

impl Tree {
    /// The document element.
    pub(crate) fn root(&self) -> Node<'_> {
        self.node(self.root)
    }

    pub(crate) fn node(&self, index: u32) -> Node<'_> {
        Node { tree: self, index }
    }

    pub(crate) fn position(&self, offset: usize) -> (u32, u32) {
        self.positions.at(&self.text, offset)
    }

    pub(crate) fn snippet(&self, line: u32, column: u32) -> (String, u32) {
        self.positions.snippet(&self.text, line, column)
    }

    /// All elements in document order.
    pub(crate) fn elements(&self) -> impl Iterator<Item = Node<'_>> {
        self.nodes
            .iter()
            .enumerate()
            .filter(|(_, node)| node.kind == Kind::Element)
            .map(|(index, _)| self.node(index as u32))
    }

    fn value(&self, value: Value) -> &str {
        match value {
            Value::Span(start, end) => &self.text[start as usize..end as usize],
            Value::Owned(index) => &self.owned[index as usize],
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Element,
    Text,
}

#[derive(Debug, Clone, Copy)]
enum Value {
    Span(u32, u32),
    Owned(u32),
}

#[derive(Debug)]
struct NodeData {
    kind: Kind,
    /// Local name, or the text.
    value: Value,
    namespace: u32,
    offset: u32,
    end: u32,
    attributes: (u32, u32),
    scope: u32,
    first_child: u32,
    next: u32,
}

#[derive(Debug)]
struct AttributeData {
    namespace: u32,
    local: (u32, u32),
    offset: u32,
    value: Value,
}

/// One namespace declaration and the one it stands in.
#[derive(Debug)]
struct Scope {
    prefix: (u32, u32),
    namespace: u32,
    outer: u32,
    depth: u32,
}
