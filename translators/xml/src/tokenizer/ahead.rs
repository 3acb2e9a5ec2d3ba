// SPDX-License-Identifier: EUPL-1.2
//! Elements that are expected at a place, and taken whole where they are there.
//!
//! What stood at a place of the contract the last time mostly stands there again. A reader says which element it found
//! at which place ([`learn`](Tokenizer::learn)); when it comes to that place again, the bytes ahead are compared with
//! the tags of that element. Where they are not the same to the byte, or anything about the element is out of the
//! ordinary (attributes, references, CDATA, a limit), nothing has happened, and it is read token by token, which is
//! also what finds out what is wrong with it.

use fachwerk_mapping::{NamespaceId, ScalarId};

use super::{Namespace, Tokenizer};
use crate::characters::{is_same_name, skip_space};

/// So many places are kept, a power of two.
const KEPT: usize = 64;
/// Bits of a hash that choose among them.
const BITS: u32 = KEPT.trailing_zeros();

/// What stood at a place.
#[derive(Debug, Clone, Copy)]
struct Expected<'a> {
    /// The place, a number that the reader made up.
    place: u64,
    /// Its qualified name.
    full: &'a str,
    local: &'a str,
    namespace: Namespace,
    /// Number of that namespace.
    id: NamespaceId,
    /// The state of declarations for which that is its namespace.
    declarations: u64,
    /// What the reader made of it.
    field: u16,
    /// It holds text and nothing else.
    leaf: Option<Kind>,
}

/// By place, what stood there. A copy begins without any.
#[derive(Debug)]
pub(super) struct Places<'a> {
    known: Vec<Expected<'a>>,
    /// By hash of a place: one more than where it is in `known`.
    index: [u8; KEPT],
}

impl Default for Places<'_> {
    fn default() -> Self {
        Self { known: Vec::new(), index: [0; KEPT] }
    }
}

impl Clone for Places<'_> {
    fn clone(&self) -> Self {
        Self::default()
    }
}

/// Where a place is in the index. Places differ in their low bits.
#[inline]
fn slot(place: u64) -> usize {
    (place.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> (u64::BITS - BITS)) as usize
}

/// A text element, as far as the reader needs to know it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Kind {
    pub(crate) scalar: ScalarId,
    /// There may be more of them.
    pub(crate) array: bool,
}

/// An element without attributes that lies ahead whole, its text as it stands in the input.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Leaf<'a> {
    pub(crate) text: &'a str,
    pub(crate) field: u16,
    pub(crate) kind: Kind,
    /// Which of the places it is at.
    known: usize,
    start: usize,
    /// Where its end tag begins and where it ends.
    end: usize,
    after: usize,
}

impl<'a> Tokenizer<'a> {
    /// What stood at a place the last time, if its namespace is still the same.
    #[inline]
    fn expected(&mut self, place: u64) -> Option<usize> {
        let at = usize::from(self.places.index[slot(place)]).checked_sub(1)?;
        let found = self.places.known.get_mut(at).filter(|found| found.place == place)?;
        let declarations = self.scope.declarations();
        if found.declarations != declarations {
            let length = (found.full.len() - found.local.len()).saturating_sub(1);
            let prefix = &found.full.as_bytes()[..length];
            let namespace = match self.scope.find(prefix) {
                Some(namespace) => namespace,
                None if prefix.is_empty() => Namespace::NONE,
                None => return None,
            };
            if self.scope.id(namespace) != Some(found.id) {
                return None;
            }
            found.namespace = namespace;
            found.declarations = declarations;
        }
        Some(at)
    }

    /// The field of the element that just began, if it is the one that stood at a place the last time.
    pub(crate) fn field_at(&mut self, place: u64) -> Option<u16> {
        let known = self.expected(place)?;
        let found = &self.places.known[known];
        let is_same =
            self.namespace == found.namespace && is_same_name(self.local.as_bytes(), found.local.as_bytes());
        is_same.then_some(found.field)
    }

    /// Remember that the element that just began stood at a place.
    pub(crate) fn learn(&mut self, place: u64, field: u16, leaf: Option<Kind>) {
        let Some(id) = self.namespace_id() else { return };
        let expected = Expected {
            place,
            full: self.name,
            local: self.local,
            namespace: self.namespace,
            id,
            declarations: self.scope.declarations(),
            field,
            leaf,
        };
        let slot = &mut self.places.index[slot(place)];
        if let Some(known) = usize::from(*slot).checked_sub(1).and_then(|at| self.places.known.get_mut(at)) {
            *known = expected;
            return;
        }
        if self.places.known.is_empty() {
            self.places.known.reserve(KEPT / 4);
        }
        self.places.known.push(expected);
        *slot = self.places.known.len() as u8;
    }

    /// The element that stood at a place the last time, if it lies ahead, perhaps behind white space, with some text
    /// and nothing else.
    #[inline]
    pub(crate) fn leaf_ahead(&mut self, place: u64) -> Option<Leaf<'a>> {
        let known = self.expected(place)?;
        let found = &self.places.known[known];
        let (kind, field, name) = (found.leaf?, found.field, found.full.as_bytes());
        let input = self.input;
        let bytes = input.as_bytes();
        let mut at = self.position;
        if self.end_is_due {
            return None;
        }
        if bytes.get(at) != Some(&b'<') {
            at = skip_space(bytes, at);
            if at - self.position > self.limits.max_text_bytes {
                return None;
            }
        }
        let start = at + name.len() + 2;
        let [b'<', first @ .., b'>'] = bytes.get(at..start)? else { return None };
        if !is_same_name(first, name) {
            return None;
        }
        let end = start + memchr::memchr(b'<', bytes.get(start..)?)?;
        let after = end + name.len() + 3;
        let [b'<', b'/', last @ .., b'>'] = bytes.get(end..after)? else { return None };
        if self.next_special < start {
            self.find_special(start, end);
        }
        let is_plain = is_same_name(last, name)
            && start < end
            && self.next_special >= end
            && end - start <= self.limits.max_text_bytes
            && self.open.len() < self.limits.max_depth
            && self.nodes < self.limits.max_nodes
            && self.open.last().is_none_or(|parent| parent.children < self.limits.max_children);
        is_plain.then(|| Leaf { text: &input[start..end], field, kind, known, start, end, after })
    }

    /// Pass an element that lies ahead.
    #[inline]
    pub(crate) fn pass(&mut self, leaf: &Leaf<'a>) {
        let found = &self.places.known[leaf.known];
        (self.name, self.local, self.namespace) = (found.full, found.local, found.namespace);
        self.text.clear();
        self.attributes.clear();
        self.offset = leaf.end;
        self.position = leaf.after;
        self.nodes += 1;
        if let Some(parent) = self.open.last_mut() {
            parent.children += 1;
        }
    }

    /// Stand where the text of an element begins that lies ahead, as if it had been read up to there: for errors.
    #[cold]
    pub(crate) fn stand_in(&mut self, leaf: &Leaf<'a>) {
        self.pass(leaf);
        self.open.push(super::Open { name: self.name, scope: self.scope.len(), children: 0 });
        self.offset = leaf.start;
    }
}
