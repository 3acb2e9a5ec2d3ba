// SPDX-License-Identifier: EUPL-1.2
//! The member that names the thing an operation is about.

use std::collections::HashSet;

use fachwerk_mapping::naming::words;
use fachwerk_mapping::{Leaf, Mapping, Operation, ScalarKind};

/// Last words of names that identify something.
const ENDS: &[&str] = &[
    "id", "ids", "identifier", "key", "uuid", "guid", "oid", "nr", "number", "nummer", "no", "kennung", "schluessel",
    "aktenzeichen", "kennzeichen", "code", "ref", "reference", "kennnummer",
];

/// A simple member at the top of a message that is always there, once.
pub(crate) struct Candidate {
    pub(crate) name: String,
    pub(crate) leaf: Leaf,
}

/// Members that could be an identifier, in schema order; those in `context` are about the caller.
pub(crate) fn candidates(mapping: &Mapping, operation: &Operation, context: &HashSet<String>) -> Vec<Candidate> {
    let root = operation.input.root;
    let fields = mapping.structure(root).fields.iter().enumerate();
    fields
        .filter(|(_, field)| !context.contains(&field.name))
        .filter_map(|(index, field)| {
            let mut leaves = mapping.leaves(root, index as u16)?;
            let leaf = leaves.pop().filter(|leaf| leaf.member.len() == 1)?;
            (leaf.required && !leaf.nillable && !leaf.repeated && names_things(mapping, &leaf))
                .then(|| Candidate { name: field.name.clone(), leaf })
        })
        .collect()
}

/// Text or a whole number, one of many.
fn names_things(mapping: &Mapping, leaf: &Leaf) -> bool {
    let scalar = mapping.scalar(leaf.scalar);
    matches!(scalar.kind, ScalarKind::String | ScalarKind::Integer | ScalarKind::AnyUri)
        && scalar.facets.enumeration.is_empty()
}

/// The candidate that names the thing, and why. `known` are names that do in other operations of the service.
pub(crate) fn choose<'c>(
    candidates: &'c [Candidate],
    noun: &[String],
    known: &HashSet<String>,
) -> Option<(&'c Candidate, &'static str)> {
    let parts = |candidate: &Candidate| crate::noun::lower(&words(&candidate.name));
    let ends = |parts: &[String]| parts.last().is_some_and(|last| ENDS.contains(&last.as_str()));
    let joined: String = noun.concat();
    // `personId`, `person_nr`, `PERSONID` of a person.
    let own = candidates.iter().find(|candidate| {
        let name = parts(candidate).concat();
        name.strip_prefix(joined.as_str())
            .or_else(|| name.strip_prefix(noun.last().map_or("", String::as_str)))
            .is_some_and(|end| ENDS.contains(&end))
    });
    if let Some(own) = own {
        return Some((own, "is named after it"));
    }
    let bare = candidates.iter().find(|candidate| parts(candidate).len() == 1 && ends(&parts(candidate)));
    if let Some(bare) = bare {
        return Some((bare, "is an identifier by its name"));
    }
    let others: Vec<&Candidate> = candidates.iter().filter(|candidate| known.contains(&candidate.name)).collect();
    if let [only] = others.as_slice() {
        return Some((only, "identifies things in other operations of the service"));
    }
    match candidates {
        [only] => Some((only, "is the only member that is always there")),
        several => {
            let mut ending = several.iter().filter(|candidate| ends(&parts(candidate)));
            match (ending.next(), ending.next()) {
                (Some(only), None) => Some((only, "is the only one named like an identifier")),
                _ => None,
            }
        }
    }
}
