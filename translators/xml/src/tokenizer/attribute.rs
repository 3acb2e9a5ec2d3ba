// SPDX-License-Identifier: EUPL-1.2
//! An attribute of a start tag.

use std::borrow::Cow;

use super::Namespace;

/// An attribute that is no namespace declaration.
#[derive(Debug, Clone)]
pub struct Attribute<'a> {
    pub(super) name: &'a str,
    pub(super) local: &'a str,
    pub(super) value: Cow<'a, str>,
    pub(super) namespace: Namespace,
    pub(super) offset: usize,
}

impl<'a> Attribute<'a> {
    /// Local part of its name.
    pub fn local(&self) -> &'a str {
        self.local
    }

    /// Its name as written.
    pub fn qualified_name(&self) -> &'a str {
        self.name
    }

    /// Its value, references resolved and white space normalised (XML 1.0, section 3.3.3).
    pub fn value(&self) -> &str {
        &self.value
    }

    /// Byte offset of its name.
    pub fn offset(&self) -> usize {
        self.offset
    }

    pub(super) fn prefix(&self) -> &'a str {
        // A qualified name has one colon at most.
        if self.name.len() == self.local.len() {
            ""
        } else {
            &self.name[..self.name.len() - self.local.len() - 1]
        }
    }
}
