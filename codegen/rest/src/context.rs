// SPDX-License-Identifier: EUPL-1.2
//! What holds for all operations of a service: words in their names, members about the caller, identifiers, nouns.

use std::collections::{HashMap, HashSet};

use fachwerk_mapping::naming::words;
use fachwerk_mapping::{Mapping, Operation, ScalarId};

use crate::action::Action;
use crate::identifier;
use crate::noun;
use crate::verb::Verb;

/// With fewer operations a member that all have is no habit.
const FEWEST: usize = 5;

/// What the operations of a service have in common.
#[derive(Debug, Default)]
pub(crate) struct Context {
    /// Words without meaning.
    pub(crate) noise: HashSet<String>,
    /// Simple members that nearly every operation has: about the caller, not about the thing.
    pub(crate) members: HashSet<String>,
    /// Members that identify things, with how many operations read by them.
    pub(crate) identifiers: HashMap<String, usize>,
    /// Things that one operation reads by identifier.
    pub(crate) nouns: HashSet<Vec<String>>,
}

impl Context {
    /// What the operations of a service have in common.
    pub(crate) fn of(mapping: &Mapping, service: usize) -> Self {
        let name = &mapping.services[service].name;
        let operations: Vec<&Operation> =
            mapping.services[service].operations.iter().map(|id| mapping.operation(*id)).collect();
        let names: Vec<Vec<String>> = operations.iter().map(|operation| words(&operation.name)).collect();
        let mut context = Self { noise: noun::noise(&names), ..Self::default() };
        context.members = shared_members(mapping, &operations);
        let actions: Vec<Option<Action>> =
            operations.iter().map(|operation| Action::of(&operation.name, name, &context.noise)).collect();
        for (operation, action) in operations.iter().zip(&actions) {
            let Some(action) = action.as_ref().filter(|action| action.verb == Verb::Read) else { continue };
            let candidates = identifier::candidates(mapping, operation, &context.members);
            if let Some((chosen, _)) = identifier::choose(&candidates, &action.noun, &HashMap::new()) {
                *context.identifiers.entry(chosen.name.clone()).or_default() += 1;
                context.nouns.insert(action.noun.clone());
            }
        }
        context
    }
}

/// Simple members at the top of the input of at least nine in ten operations, of one type, that are no identifiers by
/// their names.
fn shared_members(mapping: &Mapping, operations: &[&Operation]) -> HashSet<String> {
    if operations.len() < FEWEST {
        return HashSet::new();
    }
    let mut counts: HashMap<(String, ScalarId), usize> = HashMap::new();
    for operation in operations {
        let root = operation.input.root;
        for (index, field) in mapping.structure(root).fields.iter().enumerate() {
            let leaves = mapping.leaves(root, index as u16).unwrap_or_default();
            if let [leaf] = leaves.as_slice()
                && leaf.member.len() == 1
                && !leaf.repeated
                && !leaf.nillable
            {
                *counts.entry((field.name.clone(), leaf.scalar)).or_default() += 1;
            }
        }
    }
    counts
        .into_iter()
        .filter(|(_, count)| *count * 10 >= operations.len() * 9)
        .map(|((name, _), _)| name)
        .collect()
}
