// SPDX-License-Identifier: EUPL-1.2
//! Names of start tags that have been read, to expect them again.
//!
//! Messages repeat themselves: what followed a tag the last time mostly follows it this time. A name that is expected
//! is compared instead of read, and its prefix is not looked up while no declaration has come or gone.

use super::Namespace;
use crate::characters::is_same_name;

/// So many names are kept.
const KEPT: usize = 32;

/// A name that has been read.
#[derive(Debug, Clone, Copy)]
pub(super) struct Name<'a> {
    /// The qualified name.
    pub(super) full: &'a str,
    /// Its local part.
    pub(super) local: &'a str,
    pub(super) namespace: Namespace,
    /// The state of declarations for which that is its namespace.
    pub(super) declarations: u64,
    /// What came after it the last time.
    next: usize,
}

/// The names, and which came last. A copy begins without any.
#[derive(Debug, Default)]
pub(super) struct Seen<'a> {
    names: Vec<Name<'a>>,
    last: usize,
    /// The one that is replaced next.
    oldest: usize,
}

impl Clone for Seen<'_> {
    fn clone(&self) -> Self {
        Self::default()
    }
}

impl<'a> Seen<'a> {
    /// The name that is expected next, if it is the one at the beginning of `bytes`.
    pub(super) fn expected(&mut self, bytes: &[u8]) -> Option<Name<'a>> {
        let next = self.names.get(self.last)?.next;
        let name = *self.names.get(next)?;
        // Anything else could go on as a name.
        let ends = matches!(bytes.get(name.full.len()), Some(b'>' | b'/' | b' ' | b'\t' | b'\r' | b'\n'));
        if ends && is_same_name(&bytes[..name.full.len()], name.full.as_bytes()) {
            self.last = next;
            return Some(name);
        }
        None
    }

    /// A name that was not expected.
    pub(super) fn add(&mut self, full: &'a str, local: &'a str, namespace: Namespace, declarations: u64) {
        let name = Name { full, local, namespace, declarations, next: usize::MAX };
        let at = match self.names.iter().position(|known| known.full == full) {
            Some(at) => at,
            None if self.names.len() < KEPT => {
                if self.names.is_empty() {
                    self.names.reserve(KEPT / 2);
                }
                self.names.push(name);
                self.names.len() - 1
            }
            None => {
                self.oldest = (self.oldest + 1) % KEPT;
                self.names[self.oldest] = name;
                self.oldest
            }
        };
        self.update(at, namespace, declarations);
        if let Some(last) = self.names.get_mut(self.last) {
            last.next = at;
        }
        self.last = at;
    }

    /// The namespace of the last name, in this state of declarations.
    pub(super) fn resolved(&mut self, namespace: Namespace, declarations: u64) {
        self.update(self.last, namespace, declarations);
    }

    fn update(&mut self, at: usize, namespace: Namespace, declarations: u64) {
        if let Some(name) = self.names.get_mut(at) {
            name.namespace = namespace;
            name.declarations = declarations;
        }
    }
}
