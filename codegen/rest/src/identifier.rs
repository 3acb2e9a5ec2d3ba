// SPDX-License-Identifier: EUPL-1.2
//! The member that names the thing an operation is about.

use std::collections::{HashMap, HashSet};

use fachwerk_mapping::naming::words;
use fachwerk_mapping::{FieldKind, Leaf, Mapping, Operation, ScalarKind};

/// Last words of names that identify something.
const ENDS: &[&str] = &[
    "id",
    "ids",
    "identifier",
    "key",
    "uuid",
    "guid",
    "oid",
    "nr",
    "number",
    "nummer",
    "no",
    "kennung",
    "schluessel",
    "aktenzeichen",
    "kennzeichen",
    "code",
    "ref",
    "reference",
    "kennnummer",
];

/// A simple member at the top of a message that is always there, once.
pub(crate) struct Candidate {
    pub(crate) name: String,
    pub(crate) leaf: Leaf,
}

/// Members that could be an identifier, in schema order; those in `context` are about the caller.
pub(crate) fn candidates(
    mapping: &Mapping,
    operation: &Operation,
    context: &HashSet<String>,
) -> Vec<Candidate> {
    let root = operation.input.root;
    let fields = mapping.structure(root).fields.iter().enumerate();
    fields
        .filter(|(_, field)| !context.contains(&field.name) && !matches!(field.kind, FieldKind::Text))
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

/// The candidate that names the thing, and why. `known` are names that do in other operations of the service, with how
/// often.
pub(crate) fn choose<'c>(
    candidates: &'c [Candidate],
    noun: &[String],
    known: &HashMap<String, usize>,
) -> Option<(&'c Candidate, &'static str)> {
    if let Some(own) = candidates.iter().find(|candidate| is_named_after(&candidate.name, noun)) {
        return Some((own, "is named after it"));
    }
    // Of several the one that identifies most often, if there is one.
    let count = |candidate: &&Candidate| known.get(&candidate.name).copied().unwrap_or(0);
    let most = candidates.iter().map(|candidate| count(&candidate)).max().unwrap_or(0);
    let mut often = candidates.iter().filter(|candidate| most > 0 && count(candidate) == most);
    if let (Some(only), None) = (often.next(), often.next()) {
        return Some((only, "identifies things in other operations of the service"));
    }
    let ends = |candidate: &&Candidate| {
        parts(&candidate.name).last().is_some_and(|last| ENDS.contains(&last.as_str()))
    };
    let bare = candidates.iter().filter(ends).find(|candidate| parts(&candidate.name).len() == 1);
    if let Some(bare) = bare {
        return Some((bare, "is an identifier by its name"));
    }
    if let [only] = candidates {
        return Some((only, "is the only member that is always there"));
    }
    let mut ending = candidates.iter().filter(ends);
    match (ending.next(), ending.next()) {
        (Some(only), None) => Some((only, "is the only one named like an identifier")),
        _ => None,
    }
}

/// The other known thing that an identifier is named after: the person of `personId`.
pub(crate) fn owner<'n>(name: &str, nouns: &'n HashSet<Vec<String>>) -> Option<&'n Vec<String>> {
    nouns.iter().find(|noun| is_named_after(name, noun))
}

/// Whether a name is a noun, or its last word, and a word for identifiers: `personId`, `person_nr`, `PERSONID`.
pub(crate) fn is_named_after(name: &str, noun: &[String]) -> bool {
    let name = parts(name).concat();
    let ends = |stem: &str| name.strip_prefix(stem).is_some_and(|end| ENDS.contains(&end));
    ends(&noun.concat()) || noun.last().is_some_and(|last| ends(last))
}

fn parts(name: &str) -> Vec<String> {
    crate::noun::lower(&words(name))
}
