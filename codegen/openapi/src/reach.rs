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
                    work.extend(mapping.structure(id).fields.iter().map(|f| f.value));
                }
                ValueType::Family(id) if reach.families.insert(id) => {
                    work.extend(mapping.family(id).variants.iter().map(|v| v.value));
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
