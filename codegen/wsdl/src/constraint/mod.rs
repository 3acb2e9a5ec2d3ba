// SPDX-License-Identifier: EUPL-1.2
//! Whether schemas are valid schemas: the constraints of XML Schema 1.0 part 1 that do not hinder reading.
//!
//! A WSDL of the wild is usable with many of these violated, so nobody asks unless [`Options::strict`] does. Then
//! the documents are looked at a second time, with everything in them that a contract has no place for.
//!
//! [`Options::strict`]: crate::Options::strict

mod structure;

use std::collections::HashSet;

use crate::diagnostic::Diagnostics;
use crate::load::Closure;

/// Check all schemas of the input.
pub(crate) fn check(closure: &Closure, diagnostics: &mut Diagnostics) {
    let mut seen = HashSet::new();
    for unit in &closure.schemas {
        let document = closure.document(unit.document);
        if !document.built_in && seen.insert((unit.document, unit.node)) {
            structure::check(document, document.tree.node(unit.node), diagnostics);
        }
    }
}
