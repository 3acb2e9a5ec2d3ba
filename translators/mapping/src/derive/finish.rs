// SPDX-License-Identifier: EUPL-1.2
//! The last step: lookups, once every struct and family is there.

use std::collections::HashSet;

use super::{Builder, Note};
use crate::{Field, FieldKind, Lock, Mapping, Name, StructId, StructKind, ValueType};

impl Builder<'_> {
    pub(super) fn finish(mut self) -> (Mapping, Lock, Vec<Note>) {
        let mut structs = std::mem::take(&mut self.mapping.structs);
        // The lookups of one struct need the fields of others, so they are read from a copy without lookups.
        self.mapping.structs.clone_from(&structs);
        for structure in &mut structs {
            let message = structure.kind == StructKind::Message;
            structure.build_index(&|field| {
                if message && !field.array && matches!(field.kind, FieldKind::Group) {
                    // Headers are found in the envelope's header, not among the body's children.
                    return (Vec::new(), false);
                }
                let mut names = Vec::new();
                let mut wildcard = false;
                self.names_within(field, &mut names, &mut wildcard, &mut HashSet::new());
                (names, wildcard)
            });
        }
        self.mapping.structs = structs;
        (self.mapping, self.lock, self.notes)
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
