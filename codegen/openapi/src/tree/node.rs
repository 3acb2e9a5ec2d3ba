// SPDX-License-Identifier: EUPL-1.2
//! Objects of the document.

use std::borrow::Cow;

use super::Tree;

/// An object of the document; members keep their order.
#[derive(Debug, Clone, Default)]
pub(crate) struct Node<'a> {
    members: Vec<(Cow<'a, str>, Tree<'a>)>,
}

impl<'a> Node<'a> {
    pub(crate) const fn new() -> Self {
        Self { members: Vec::new() }
    }

    pub(crate) fn with_capacity(members: usize) -> Self {
        Self { members: Vec::with_capacity(members) }
    }

    /// With these members, whose names are all different.
    pub(crate) fn of<const N: usize>(members: [(Cow<'a, str>, Tree<'a>); N]) -> Self {
        Self { members: members.into() }
    }

    /// Put a member in, or in the place of the one of that name.
    pub(crate) fn insert(&mut self, key: impl Into<Cow<'a, str>>, value: impl Into<Tree<'a>>) {
        let (key, value) = (key.into(), value.into());
        match self.get_mut(&key) {
            Some(there) => *there = value,
            None => self.members.push((key, value)),
        }
    }

    /// Put a member in of whose name there is none: in objects with any number of members, among which nobody wants to
    /// look for every new one.
    pub(crate) fn push(&mut self, key: impl Into<Cow<'a, str>>, value: impl Into<Tree<'a>>) {
        self.members.push((key.into(), value.into()));
    }

    pub(crate) fn get(&self, key: &str) -> Option<&Tree<'a>> {
        self.members.iter().find(|(name, _)| name == key).map(|(_, value)| value)
    }

    pub(crate) fn get_mut(&mut self, key: &str) -> Option<&mut Tree<'a>> {
        self.members.iter_mut().find(|(name, _)| name == key).map(|(_, value)| value)
    }

    pub(crate) fn contains_key(&self, key: &str) -> bool {
        self.get(key).is_some()
    }

    /// Take a member out; the others keep their order.
    pub(crate) fn remove(&mut self, key: &str) -> Option<Tree<'a>> {
        let at = self.members.iter().position(|(name, _)| name == key)?;
        Some(self.members.remove(at).1)
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.members.is_empty()
    }

    pub(crate) fn len(&self) -> usize {
        self.members.len()
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = (&str, &Tree<'a>)> {
        self.members.iter().map(|(key, value)| (&**key, value))
    }

    pub(crate) fn iter_mut(&mut self) -> impl Iterator<Item = (&str, &mut Tree<'a>)> {
        self.members.iter_mut().map(|(key, value)| (&**key, value))
    }

    /// Put the members in the order of this rank; equals stay as they are.
    pub(crate) fn sort_by_rank(&mut self, rank: impl Fn(&str) -> usize) {
        if !self.members.is_sorted_by_key(|(key, _)| rank(key)) {
            self.members.sort_by_key(|(key, _)| rank(key));
        }
    }
}

/// Objects are equal in whatever order their members stand.
impl PartialEq for Node<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.len() == other.len() && self.iter().all(|(key, value)| other.get(key) == Some(value))
    }
}

impl<'a> Extend<(Cow<'a, str>, Tree<'a>)> for Node<'a> {
    fn extend<T: IntoIterator<Item = (Cow<'a, str>, Tree<'a>)>>(&mut self, members: T) {
        for (key, value) in members {
            self.insert(key, value);
        }
    }
}

/// Of members whose names are all different.
impl<'a> FromIterator<(Cow<'a, str>, Tree<'a>)> for Node<'a> {
    fn from_iter<T: IntoIterator<Item = (Cow<'a, str>, Tree<'a>)>>(members: T) -> Self {
        Self { members: members.into_iter().collect() }
    }
}

impl<'a> IntoIterator for Node<'a> {
    type Item = (Cow<'a, str>, Tree<'a>);
    type IntoIter = std::vec::IntoIter<Self::Item>;

    fn into_iter(self) -> Self::IntoIter {
        self.members.into_iter()
    }
}
