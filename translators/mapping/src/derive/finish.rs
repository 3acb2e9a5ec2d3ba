// SPDX-License-Identifier: EUPL-1.2
//! The last step: lookups, once every struct and family is there.

use std::collections::HashSet;

use fachwerk_contract::Location;

use super::{Builder, Note};
use crate::index::Index;
use crate::{
    FamilyId, Field, FieldKind, Lock, Mapping, Name, Operation, ScalarKind, Struct, StructId, StructKind,
    ValueType,
};

impl Builder<'_> {
    pub(super) fn finish(mut self) -> (Mapping, Lock, Vec<Note>) {
        self.prune();
        self.streams();
        self.chunks();
        self.name_values();
        self.name_rpcs();
        self.name_types();
        // What the lookups take comes in the place of what was to be known while names were given.
        self.structs.clear();
        self.structs.shrink_to_fit();
        self.values.clear();
        self.values.shrink_to_fit();
        self.index_all();
        self.routes();
        self.refer();
        self.derived_simple_types();
        (self.mapping, self.lock, self.notes)
    }

    /// Lookups of all structs.
    pub(super) fn index_all(&mut self) {
        for at in 0..self.mapping.structs.len() {
            self.mapping.structs[at].index = self.index(&self.mapping.structs[at]);
        }
    }

    fn index(&self, structure: &Struct) -> Index {
        let message = structure.kind == StructKind::Message;
        Index::new(structure, &|field| {
            if message && !field.array && matches!(field.kind, FieldKind::Group) {
                // Headers are found in the envelope's header, not among the body's children.
                return (Vec::new(), false);
            }
            let mut names = Vec::new();
            let mut wildcard = false;
            self.names_within(field, &mut names, &mut wildcard, &mut HashSet::new());
            (names, wildcard)
        })
    }

    /// Simple types that a message may name with `xsi:type`. They have no form of their own in JSON and protobuf, so they
    /// get neither name nor number.
    pub(super) fn derived_simple_types(&mut self) {
        let mut declared = HashSet::new();
        for field in self.mapping.structs.iter().filter(|s| s.type_names.is_some()).flat_map(|s| &s.fields) {
            let (true, ValueType::Scalar(id)) =
                (self.mapping.keeps_type_name(&field.kind, field.value), field.value)
            else {
                continue;
            };
            let scalar = self.mapping.scalar(id);
            declared.extend(&scalar.source);
            if let ScalarKind::Union(members) = &scalar.kind {
                declared.extend(members.iter().filter_map(|id| self.mapping.scalar(*id).source.as_ref()));
            }
        }
        if declared.is_empty() {
            return;
        }
        let names = self.mapping.simple_types.below(&declared);
        let unlocked = Lock::new();
        let mut apart = Builder::new(self.contract, &unlocked);
        let derived = names.into_iter().map(|name| (name.clone(), apart.scalar_by_name(&name))).collect();
        self.mapping.simple_types.keep(derived, apart.mapping.scalars);
    }

    /// The REST shapes that the lock keeps.
    fn routes(&mut self) {
        for (id, error) in self.mapping.apply_routes(self.old) {
            let operation = self.mapping.operation(id);
            let message = format!(
                "the REST shape kept for operation `{}` cannot be served any more: {error}; it is called by {} {}",
                operation.name, operation.method, operation.path
            );
            self.note("FW-1520", Location::default(), message);
        }
    }

    /// Encoded messages name types, so the namespaces of types need a number too.
    fn name_types(&mut self) {
        if !self.mapping.operations.iter().flat_map(Operation::messages).any(|shape| shape.encoded) {
            return;
        }
        let structs = self.mapping.structs.iter();
        let scalars = self.mapping.scalars.iter().filter_map(|s| s.source.as_ref());
        let sources = structs.flat_map(|s| s.source.iter().chain(s.array.as_ref().map(|a| &a.item)));
        let names: Vec<String> = sources.chain(scalars).map(|name| name.namespace.clone()).collect();
        for name in names {
            self.namespace(&name);
        }
    }

    /// Leave out structs that no message reaches: the type of a body whose message has headers, for one.
    fn prune(&mut self) {
        let mut reached = vec![false; self.mapping.structs.len()];
        let mut families = vec![false; self.mapping.families.len()];
        let mut stack: Vec<ValueType> = Vec::new();
        for operation in &self.mapping.operations {
            let faults = operation.faults.iter().map(|f| &f.message);
            stack.extend(
                std::iter::once(&operation.input)
                    .chain(&operation.output)
                    .chain(faults)
                    .map(|shape| ValueType::Struct(shape.root)),
            );
        }
        while let Some(value) = stack.pop() {
            match value {
                ValueType::Struct(id) if !std::mem::replace(&mut reached[id.0 as usize], true) => {
                    stack.extend(self.mapping.structure(id).fields.iter().map(|f| f.value));
                }
                ValueType::Family(id) if !std::mem::replace(&mut families[id.0 as usize], true) => {
                    stack.extend(self.mapping.family(id).variants.iter().map(|v| v.value));
                }
                _ => {}
            }
        }
        let structs = renumbered(&reached);
        let kept_families = renumbered(&families);
        let renumber = |value: &mut ValueType| match value {
            ValueType::Struct(id) => *id = StructId(structs[id.0 as usize]),
            ValueType::Family(id) => *id = FamilyId(kept_families[id.0 as usize]),
            _ => {}
        };
        retain(&mut self.mapping.structs, &reached);
        retain(&mut self.mapping.families, &families);
        for structure in &mut self.mapping.structs {
            structure.fields.iter_mut().for_each(|f| renumber(&mut f.value));
        }
        for family in &mut self.mapping.families {
            family.variants.iter_mut().for_each(|v| renumber(&mut v.value));
        }
        for operation in &mut self.mapping.operations {
            let faults = operation.faults.iter_mut().map(|f| &mut f.message);
            for shape in std::iter::once(&mut operation.input).chain(operation.output.as_mut()).chain(faults)
            {
                shape.root = StructId(structs[shape.root.0 as usize]);
            }
        }
    }

    /// Element names that a group or substitution field holds.
    fn names_within(
        &self,
        field: &Field,
        names: &mut Vec<Name>,
        wildcard: &mut bool,
        seen: &mut HashSet<StructId>,
    ) {
        match (&field.kind, field.value) {
            (FieldKind::Substitution, ValueType::Family(family)) => {
                names.extend(self.mapping.family(family).variants.iter().map(|v| v.name.clone()));
            }
            (FieldKind::Element(name), _) => names.push(name.clone()),
            (FieldKind::Any(_), _) => *wildcard = true,
            (FieldKind::Group, ValueType::Struct(item)) if seen.insert(item) => {
                for inner in &self.mapping.structure(item).fields {
                    self.names_within(inner, names, wildcard, seen);
                }
            }
            _ => {}
        }
    }
}

/// New index of each kept element.
fn renumbered(kept: &[bool]) -> Vec<u32> {
    let mut next = 0;
    kept.iter()
        .map(|keep| {
            let index = next;
            next += u32::from(*keep);
            index
        })
        .collect()
}

fn retain<T>(list: &mut Vec<T>, kept: &[bool]) {
    let mut keep = kept.iter();
    list.retain(|_| keep.next().copied().unwrap_or(false));
}
