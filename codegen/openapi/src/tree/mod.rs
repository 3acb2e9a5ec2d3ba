// SPDX-License-Identifier: EUPL-1.2
//! Pieces of the document as light trees.
//!
//! A piece is built, written and dropped before the next one, so what counts is how cheaply that goes: members stand in
//! a list, names and texts are borrowed from the mapping. [`Node`] keeps the order of its members.

mod node;
mod read;
mod write;
pub(crate) mod yaml;

use std::borrow::Cow;

use serde_json::Number;

pub(crate) use node::Node;

/// A value of the document.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Tree<'a> {
    Null,
    Bool(bool),
    Number(Number),
    Text(Cow<'a, str>),
    List(Vec<Tree<'a>>),
    Node(Node<'a>),
}

impl<'a> Tree<'a> {
    /// A list of these.
    pub(crate) fn list<T: Into<Tree<'a>>>(items: impl IntoIterator<Item = T>) -> Self {
        Self::List(items.into_iter().map(Into::into).collect())
    }

    pub(crate) fn as_str(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            _ => None,
        }
    }

    pub(crate) fn is_number(&self) -> bool {
        matches!(self, Self::Number(_))
    }

    /// The value at a JSON Pointer (RFC 6901).
    pub(crate) fn pointer(&self, pointer: &str) -> Option<&Self> {
        if pointer.is_empty() {
            return Some(self);
        }
        let mut value = self;
        for step in pointer.strip_prefix('/')?.split('/') {
            value = match value {
                Self::Node(node) => node.get(&step.replace("~1", "/").replace("~0", "~"))?,
                Self::List(items) => items.get(step.parse::<usize>().ok()?)?,
                _ => return None,
            };
        }
        Some(value)
    }
}

impl<'a> From<&'a str> for Tree<'a> {
    fn from(text: &'a str) -> Self {
        Self::Text(Cow::Borrowed(text))
    }
}

impl<'a> From<&'a String> for Tree<'a> {
    fn from(text: &'a String) -> Self {
        Self::Text(Cow::Borrowed(text))
    }
}

impl From<String> for Tree<'_> {
    fn from(text: String) -> Self {
        Self::Text(Cow::Owned(text))
    }
}

impl<'a> From<Cow<'a, str>> for Tree<'a> {
    fn from(text: Cow<'a, str>) -> Self {
        Self::Text(text)
    }
}

impl From<bool> for Tree<'_> {
    fn from(value: bool) -> Self {
        Self::Bool(value)
    }
}

impl From<Number> for Tree<'_> {
    fn from(value: Number) -> Self {
        Self::Number(value)
    }
}

impl<'a> From<Node<'a>> for Tree<'a> {
    fn from(node: Node<'a>) -> Self {
        Self::Node(node)
    }
}

impl<'a, T: Into<Tree<'a>>> From<Vec<T>> for Tree<'a> {
    fn from(items: Vec<T>) -> Self {
        Self::list(items)
    }
}

impl<'a, T: Into<Tree<'a>>, const N: usize> From<[T; N]> for Tree<'a> {
    fn from(items: [T; N]) -> Self {
        Self::list(items)
    }
}

macro_rules! integers {
    ($($integer:ty),*) => {
        $(impl From<$integer> for Tree<'_> {
            fn from(value: $integer) -> Self {
                Self::Number(value.into())
            }
        })*
    };
}
integers!(u16, u32, u64, i32, i64);

/// A value as JSON writes it. Whatever is neither one token, a list nor an object stands in parentheses.
macro_rules! tree {
    ({ $($key:tt : $value:tt),* $(,)? }) => {
        $crate::tree::Tree::Node($crate::tree::Node::of([$((std::borrow::Cow::from($key), tree!($value))),*]))
    };
    ([ $($value:tt),* $(,)? ]) => { $crate::tree::Tree::List(vec![$(tree!($value)),*]) };
    ($value:expr) => { $crate::tree::Tree::from($value) };
}
pub(crate) use tree;
