// SPDX-License-Identifier: EUPL-1.2
//! From a contract and a lock to a mapping.
//!
//! One pass over the operations; types are built when first met, through a work list rather than recursion, so that
//! a schema cannot exhaust the stack. Names and numbers are given out in that order, which is document order.

mod arrays;
mod attachments;
mod attributes;
mod block;
mod content;
mod described;
mod enumerations;
mod families;
mod finish;
mod global;
mod http;
mod identities;
mod members;
mod mixed;
mod operations;
mod package;
mod particles;
mod rpcs;
mod scalars;
mod sizes;
mod streams;
mod structs;
mod surroundings;

use std::collections::{HashMap, VecDeque};

use fachwerk_contract::schema::{ComplexType, Type};
use fachwerk_contract::service::Message;
use fachwerk_contract::{Contract, Location, QName};

pub use global::globals;
pub use scalars::builtin_scalar;

use crate::naming::Names;
use crate::{
    FamilyId, Lock, LockedMethod, Mapping, Name, NamespaceId, ScalarId, SimpleTypes, StructId, ValueType,
};

/// Something the mapping could not keep or had to decide, for the report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note {
    /// Stable code.
    pub code: &'static str,
    /// Where in the sources.
    pub location: Location,
    /// One sentence.
    pub message: String,
}

/// Derive the mapping of a contract. What `lock` already names keeps its names and numbers; the lock returned is
/// the one to write back. Deterministic.
///
/// Operations that cannot be carried (solicit and notification, HTTP bindings of other than XML) are left out, each with
/// a [`Note`].
pub fn derive(contract: &Contract, lock: &Lock) -> (Mapping, Lock, Vec<Note>) {
    let mut builder = Builder::new(contract, lock);
    builder.operations();
    builder.drain();
    builder.finish()
}

/// A complex type that has an id but no fields yet.
struct Pending<'c> {
    id: StructId,
    complex: &'c ComplexType,
}

struct Builder<'c> {
    contract: &'c Contract,
    messages: HashMap<&'c QName, &'c Message>,
    old: &'c Lock,
    lock: Lock,
    mapping: Mapping,
    notes: Vec<Note>,
    components: Names,
    enumerations: enumerations::Enumerations,
    namespaces: HashMap<String, NamespaceId>,
    structs: HashMap<String, StructId>,
    scalars: HashMap<QName, ScalarId>,
    families: HashMap<String, FamilyId>,
    /// What elements of a named complex type hold, by what they block.
    values: HashMap<(&'c QName, bool, bool), ValueType>,
    /// Direct derivations of each named complex type, in document order.
    derived: HashMap<&'c QName, Vec<&'c QName>>,
    /// Direct members of each substitution group, in document order.
    substitutes: HashMap<&'c QName, Vec<&'c QName>>,
    identities: HashMap<&'c QName, u32>,
    /// Constraints that refer to others.
    references: Vec<(u32, &'c QName)>,
    pending: VecDeque<Pending<'c>>,
    sizes: sizes::Sizes<'c>,
}

impl<'c> Builder<'c> {
    fn new(contract: &'c Contract, old: &'c Lock) -> Self {
        let mut derived: HashMap<&QName, Vec<&QName>> = HashMap::new();
        for (name, definition) in &contract.schema.types {
            if let Type::Complex(ComplexType { derivation: Some(derivation), .. }) = definition {
                derived.entry(&derivation.base).or_default().push(name);
            }
        }
        let mut substitutes: HashMap<&QName, Vec<&QName>> = HashMap::new();
        for (name, element) in &contract.schema.elements {
            if let Some(head) = &element.substitution_group {
                substitutes.entry(head).or_default().push(name);
            }
        }
        let mut components = Names::ignoring_case();
        for name in old
            .structs
            .values()
            .chain(old.families.values())
            .map(|s| &s.name)
            .chain(old.enumerations.values().map(|e| &e.name))
        {
            components.reserve(name);
        }
        let rpcs = old.services.values().flat_map(|s| {
            let messages = s.methods.values().flat_map(LockedMethod::messages);
            std::iter::once(s.rpc.as_str()).chain(messages)
        });
        for name in rpcs {
            components.reserve(name);
        }
        // The shape of problem details is a component of every facade.
        components.reserve("Problem");
        let mut lock = old.clone();
        lock.fachwerk_lock = Lock::new().fachwerk_lock;
        Self {
            contract,
            // The first of a name, as `Contract::message` finds it.
            messages: contract.messages.iter().rev().map(|m| (&m.name, m)).collect(),
            old,
            lock,
            mapping: Mapping {
                namespaces: vec![String::new()],
                simple_types: SimpleTypes::of(&contract.schema),
                ..Mapping::default()
            },
            notes: Vec::new(),
            components,
            enumerations: enumerations::Enumerations::new(&old.enumerations),
            namespaces: HashMap::from([(String::new(), NamespaceId::NONE)]),
            structs: HashMap::new(),
            scalars: HashMap::new(),
            families: HashMap::new(),
            values: HashMap::new(),
            derived,
            substitutes,
            identities: HashMap::new(),
            references: Vec::new(),
            pending: VecDeque::new(),
            sizes: sizes::Sizes::default(),
        }
    }

    fn namespace(&mut self, name: &str) -> NamespaceId {
        if let Some(id) = self.namespaces.get(name) {
            return *id;
        }
        let id = NamespaceId(self.mapping.namespaces.len() as u32);
        self.mapping.namespaces.push(name.to_owned());
        self.namespaces.insert(name.to_owned(), id);
        id
    }

    fn name(&mut self, name: &QName) -> Name {
        Name { namespace: self.namespace(&name.namespace), local: name.local.clone() }
    }

    fn note(&mut self, code: &'static str, location: Location, message: impl Into<String>) {
        self.notes.push(Note { code, location, message: message.into() });
    }

    /// As [`note`](Self::note), where the same may be found more than once.
    fn note_once(&mut self, code: &'static str, location: Location, message: String) {
        let note = Note { code, location, message };
        if !self.notes.contains(&note) {
            self.notes.push(note);
        }
    }

    /// Build what has been named but not yet built.
    fn drain(&mut self) {
        while let Some(next) = self.pending.pop_front() {
            self.complete(next.id, next.complex);
        }
    }
}

#[cfg(test)]
mod tests;
