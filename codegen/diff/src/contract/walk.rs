// SPDX-License-Identifier: EUPL-1.2
//! Both versions side by side, from the operations down.

use std::collections::{HashMap, HashSet};

use fachwerk_mapping::{FamilyId, NamespaceId, ScalarId, ScalarKind, StructId, ValueType};

use super::judge::Used;
use super::{Version, scalars, structs};
use crate::change::{Change, Impact};

/// Two types that stand in the same place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Pair {
    Struct(StructId, StructId),
    Scalar(ScalarId, ScalarId),
    Family(FamilyId, FamilyId),
}

/// Where and how a pair is used.
#[derive(Debug, Default)]
pub(super) struct Use {
    pub(super) used: Used,
    /// The operations, in the order in which they were walked.
    pub(super) operations: Vec<String>,
    /// The member where it was met first: how an anonymous type is called.
    pub(super) met: String,
}

/// The direction of a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Direction {
    Input,
    Output,
}

pub(super) struct Walk<'a> {
    pub(super) old: Version<'a>,
    pub(super) new: Version<'a>,
    pub(super) changes: Vec<Change>,
    pairs: Vec<Pair>,
    uses: HashMap<Pair, Use>,
    /// Namespaces that were replaced, with how many names that touches.
    renamed: Vec<((String, String), usize)>,
}

impl<'a> Walk<'a> {
    pub(super) fn new(old: Version<'a>, new: Version<'a>) -> Self {
        Self { old, new, changes: Vec::new(), pairs: Vec::new(), uses: HashMap::new(), renamed: Vec::new() }
    }

    /// Walk everything below the message of an operation.
    pub(super) fn message(&mut self, operation: &str, direction: Direction, old: StructId, new: StructId) {
        let mut seen = HashSet::new();
        let mut open = vec![(Pair::Struct(old, new), String::new())];
        while let Some((pair, met)) = open.pop() {
            if !seen.insert(pair) {
                continue;
            }
            self.note(pair, met, operation, direction);
            self.below(pair, &mut open);
        }
    }

    fn note(&mut self, pair: Pair, met: String, operation: &str, direction: Direction) {
        let noted = self.uses.entry(pair).or_insert_with(|| {
            self.pairs.push(pair);
            Use { met, ..Use::default() }
        });
        match direction {
            Direction::Input => noted.used.input = true,
            Direction::Output => noted.used.output = true,
        }
        if noted.operations.last().is_none_or(|last| last != operation) {
            noted.operations.push(operation.to_owned());
        }
    }

    /// The pairs that a pair refers to.
    fn below(&self, pair: Pair, open: &mut Vec<(Pair, String)>) {
        match pair {
            Pair::Struct(old, new) => {
                let (old, new) = (self.old.mapping.structure(old), self.new.mapping.structure(new));
                // Reversed, because the last one is walked first.
                for field in new.fields.iter().rev() {
                    let Some(before) = old.member(&field.name) else { continue };
                    let before = &old.fields[usize::from(before)];
                    let met = format!("{}.{}", new.name, field.name);
                    open.extend(of_values(before.value, field.value).map(|pair| (pair, met)));
                }
            }
            Pair::Family(old, new) => {
                let (old, new) = (self.old.mapping.family(old), self.new.mapping.family(new));
                for variant in new.variants.iter().rev() {
                    let Some(before) = old.by_tag(&variant.tag) else { continue };
                    let before = &old.variants[usize::from(before)];
                    let met = format!("{}.{}", new.name, variant.tag);
                    open.extend(of_values(before.value, variant.value).map(|pair| (pair, met)));
                }
            }
            Pair::Scalar(old, new) => {
                let name = self.uses.get(&pair).map_or_else(String::new, |noted| noted.met.clone());
                match (&self.old.mapping.scalar(old).kind, &self.new.mapping.scalar(new).kind) {
                    (ScalarKind::List(old), ScalarKind::List(new)) => {
                        open.push((Pair::Scalar(*old, *new), name));
                    }
                    (ScalarKind::Union(old), ScalarKind::Union(new)) if old.len() == new.len() => {
                        let members = old.iter().zip(new).rev();
                        open.extend(members.map(|(old, new)| (Pair::Scalar(*old, *new), name.clone())));
                    }
                    _ => {}
                }
            }
        }
    }

    /// Whether two namespaces mean the same. Those that differ are kept and told once, at the end.
    pub(super) fn same_namespace(&mut self, old: NamespaceId, new: NamespaceId) -> bool {
        let (old, new) = (self.old.mapping.namespace(old), self.new.mapping.namespace(new));
        if old == new {
            return true;
        }
        // Something that is still there elsewhere is not renamed: the name has moved.
        if self.new.mapping.namespace_id(old).is_some() || self.old.mapping.namespace_id(new).is_some() {
            return false;
        }
        match self.renamed.iter_mut().find(|((from, to), _)| from == old && to == new) {
            Some((_, count)) => *count += 1,
            None => self.renamed.push(((old.to_owned(), new.to_owned()), 1)),
        }
        true
    }

    /// Judge what was walked.
    pub(super) fn finish(mut self) -> Vec<Change> {
        for pair in std::mem::take(&mut self.pairs) {
            let Some(noted) = self.uses.remove(&pair) else { continue };
            let from = self.changes.len();
            match pair {
                Pair::Struct(old, new) => structs::compare(&mut self, old, new, noted.used),
                Pair::Family(old, new) => structs::compare_families(&mut self, old, new, noted.used),
                Pair::Scalar(old, new) => scalars::compare(&mut self, old, new, &noted),
            }
            for change in &mut self.changes[from..] {
                change.operations.clone_from(&noted.operations);
            }
        }
        for ((old, new), names) in self.renamed {
            let what = format!("namespace is now `{new}`, for {names} names");
            self.changes.push(Change::new(format!("namespace {old}"), what).for_callers(
                Impact::Breaking,
                Impact::None,
                Impact::None,
            ));
        }
        self.changes
    }
}

/// The pair of two values of the same sort.
fn of_values(old: ValueType, new: ValueType) -> Option<Pair> {
    match (old, new) {
        (ValueType::Struct(old), ValueType::Struct(new)) => Some(Pair::Struct(old, new)),
        (ValueType::Scalar(old), ValueType::Scalar(new)) => Some(Pair::Scalar(old, new)),
        (ValueType::Family(old), ValueType::Family(new)) => Some(Pair::Family(old, new)),
        _ => None,
    }
}
