// SPDX-License-Identifier: EUPL-1.2
//! Which components the operations need.

use std::collections::{HashMap, HashSet};

use crate::parameters;
use fachwerk_mapping::{FamilyId, FamilyKind, Mapping, ScalarId, ScalarKind, StructId, ValueType};

/// What operations reach.
#[derive(Debug, Default)]
pub(crate) struct Reach {
    pub(crate) structs: HashSet<StructId>,
    pub(crate) families: HashSet<FamilyId>,
    pub(crate) scalars: HashSet<ScalarId>,
    /// Families that stand somewhere by themselves, not only beside an object that is nil.
    pub(crate) plain: HashSet<FamilyId>,
}

impl Reach {
    pub(crate) fn of(mapping: &Mapping) -> Self {
        let mut reach = Self::default();
        let mut work: Vec<ValueType> = mapping
            .operations
            .iter()
            .flat_map(|o| {
                let faults = o.faults.iter().map(|f| &f.message);
                let input = o.parameters.is_empty().then_some(&o.input);
                input.into_iter().chain(&o.output).chain(faults)
            })
            .map(|message| ValueType::Struct(message.root))
            .chain(mapping.operations.iter().flat_map(|o| parameters::values(mapping, o)))
            .collect();
        while let Some(next) = work.pop() {
            match next {
                ValueType::Struct(id) if reach.structs.insert(id) => {
                    for field in &mapping.structure(id).fields {
                        work.push(field.value);
                        reach.note_plain(mapping, field.value, field.nillable);
                    }
                }
                ValueType::Family(id) if reach.families.insert(id) => {
                    for variant in &mapping.family(id).variants {
                        work.push(variant.value);
                        reach.note_plain(mapping, variant.value, variant.nillable);
                    }
                }
                ValueType::Scalar(id) if reach.scalars.insert(id) => match &mapping.scalar(id).kind {
                    ScalarKind::List(item) => work.push(ValueType::Scalar(*item)),
                    ScalarKind::Union(members) => work.extend(members.iter().map(|m| ValueType::Scalar(*m))),
                    _ => {}
                },
                _ => {}
            }
        }
        reach
    }

    fn note_plain(&mut self, mapping: &Mapping, value: ValueType, nillable: bool) {
        if let ValueType::Family(id) = value
            && (!nillable || mapping.family(id).kind == FamilyKind::Substitution)
        {
            self.plain.insert(id);
        }
    }

    /// `@type` values that objects carry although they are not tagged, by struct: variants of substitution groups.
    pub(crate) fn element_tags<'m>(&self, mapping: &'m Mapping) -> HashMap<StructId, Vec<&'m str>> {
        let mut all: HashMap<StructId, Vec<&str>> = HashMap::new();
        for (index, family) in mapping.families.iter().enumerate() {
            if family.kind != FamilyKind::Substitution || !self.families.contains(&FamilyId(index as u32)) {
                continue;
            }
            for variant in &family.variants {
                if let ValueType::Struct(id) = variant.value
                    && !mapping.structure(id).tagged
                {
                    let tags = all.entry(id).or_default();
                    if !tags.contains(&variant.tag.as_str()) {
                        tags.push(&variant.tag);
                    }
                }
            }
        }
        all
    }
}
