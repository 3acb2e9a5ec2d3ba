// SPDX-License-Identifier: EUPL-1.2
//! Walking a tree.

use fachwerk_contract::QName;

use super::{Kind, NONE, Tree, split};

/// An element of a tree.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Node<'t> {
    pub(super) tree: &'t Tree,
    pub(super) index: u32,
}

impl<'t> Node<'t> {
    pub(crate) fn index(self) -> u32 {
        self.index
    }

    fn data(self) -> &'t super::NodeData {
        &self.tree.nodes[self.index as usize]
    }

    pub(crate) fn local(self) -> &'t str {
        self.tree.value(self.data().value)
    }

    pub(crate) fn namespace(self) -> &'t str {
        &self.tree.namespaces[self.data().namespace as usize]
    }

    pub(crate) fn is(self, namespace: &str, local: &str) -> bool {
        self.local() == local && self.namespace() == namespace
    }

    /// Byte offset of the start tag.
    pub(crate) fn offset(self) -> usize {
        self.data().offset as usize
    }

    /// The element as it stands in the document.
    pub(crate) fn source(self) -> &'t str {
        &self.tree.text[self.data().offset as usize..self.data().end as usize]
    }

    /// Child elements.
    pub(crate) fn children(self) -> Children<'t> {
        Children { tree: self.tree, next: self.data().first_child }
    }

    /// Value of an attribute without a namespace.
    pub(crate) fn attribute(self, local: &str) -> Option<&'t str> {
        self.attribute_in("", local)
    }

    /// Value of an attribute in a namespace.
    pub(crate) fn attribute_in(self, namespace: &str, local: &str) -> Option<&'t str> {
        self.attributes().find(|a| a.local == local && a.namespace == namespace).map(|a| a.value)
    }

    /// Byte offset of an attribute without a namespace, or of the start tag where there is none.
    pub(crate) fn attribute_offset(self, local: &str) -> usize {
        self.attributes()
            .find(|a| a.local == local && a.namespace.is_empty())
            .map_or(self.offset(), |a| a.offset)
    }

    pub(crate) fn attributes(self) -> impl Iterator<Item = Attribute<'t>> {
        let (start, end) = self.data().attributes;
        let tree = self.tree;
        tree.attributes[start as usize..end as usize].iter().map(move |a| Attribute {
            namespace: &tree.namespaces[a.namespace as usize],
            local: &tree.text[a.local.0 as usize..a.local.1 as usize],
            value: tree.value(a.value),
            offset: a.offset as usize,
        })
    }

    /// All character data below this element.
    pub(crate) fn text(self) -> String {
        let mut text = String::new();
        let end = self.data().end;
        for node in &self.tree.nodes[self.index as usize + 1..] {
            if node.offset >= end {
                break;
            }
            if node.kind == Kind::Text {
                text.push_str(self.tree.value(node.value));
            }
        }
        text
    }

    /// Whether there is character data other than white space directly in this element.
    pub(crate) fn has_own_text(self) -> bool {
        let tree = self.tree;
        let mut next = self.data().first_child;
        while next != NONE {
            let data = &tree.nodes[next as usize];
            if data.kind == Kind::Text && !tree.value(data.value).trim().is_empty() {
                return true;
            }
            next = data.next;
        }
        false
    }

    /// The namespace bound to a prefix here.
    pub(crate) fn namespace_of(self, prefix: &str) -> Option<&'t str> {
        let tree = self.tree;
        let mut scope = self.data().scope;
        while scope != NONE {
            let entry = &tree.scopes[scope as usize];
            if &tree.text[entry.prefix.0 as usize..entry.prefix.1 as usize] == prefix {
                return Some(&tree.namespaces[entry.namespace as usize]);
            }
            scope = entry.outer;
        }
        match prefix {
            "" => Some(""),
            "xml" => Some("http://www.w3.org/XML/1998/namespace"),
            _ => None,
        }
    }

    /// A QName in attribute or text content, expanded; the prefix where it is not declared.
    pub(crate) fn qname(self, text: &'t str) -> Result<QName, &'t str> {
        let (prefix, local) = split(text.trim());
        self.namespace_of(prefix).map(|namespace| QName::new(namespace, local)).ok_or(prefix)
    }
}

/// An attribute of an element.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Attribute<'t> {
    pub(crate) namespace: &'t str,
    pub(crate) local: &'t str,
    pub(crate) value: &'t str,
    pub(crate) offset: usize,
}

/// Iterator over child elements.
#[derive(Debug, Clone)]
pub(crate) struct Children<'t> {
    tree: &'t Tree,
    next: u32,
}

impl<'t> Iterator for Children<'t> {
    type Item = Node<'t>;

    fn next(&mut self) -> Option<Node<'t>> {
        while self.next != NONE {
            let index = self.next;
            let data = &self.tree.nodes[index as usize];
            self.next = data.next;
            if data.kind == Kind::Element {
                return Some(Node { tree: self.tree, index });
            }
        }
        None
    }
}
