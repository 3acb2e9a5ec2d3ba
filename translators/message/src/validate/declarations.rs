// SPDX-License-Identifier: EUPL-1.2
//! What is known of what wildcards let in (XML Schema part 1, section 3.10.1: process contents).

use std::fmt;

use super::Finding;

/// Global declarations of elements and attributes.
pub trait Declarations: fmt::Debug + Sync {
    /// What is wrong with an element, by its declaration; nothing where it has none. Paths begin with the element.
    fn element(&self, element: &str, most: usize) -> Vec<Finding>;
    /// What is wrong with an attribute, by its declaration.
    fn attribute(&self, namespace: &str, local: &str, value: &str) -> Option<String>;
}
