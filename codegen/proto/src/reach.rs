// SPDX-License-Identifier: EUPL-1.2
//! What the operations' messages use: abstract types that nothing refers to need no message.

use fachwerk_mapping::{FamilyId, Mapping, ProtoForm, ScalarId, ScalarKind, StructId, ValueType};

/// What is used, in the order of the tables.
#[derive(Debug)]
pub(crate) struct Reach {
    structs: Vec<bool>,
    families: Vec<bool>,
    scalars: Vec<bool>,
}

impl Reach {
    pub(crate) fn of(mapping: &Mapping) -> Self {
        let mut reach = Self {
            structs: vec![false; mapping.structs.len()],
            families: vec![false; mapping.families.len()],
            scalars: vec![false; mapping.scalars.len()],
        };
        let mut open = Vec::new();
        for operation in &mapping.operations {
            let messages = [Some(&operation.input), operation.output.as_ref()];
            let faults = operation.faults.iter().map(|f| &f.message);
            open.extend(messages.into_iter().flatten().chain(faults).map(|m| ValueType::Struct(m.root)));
        }
        while let Some(value) = open.pop() {
            match value {
                ValueType::Struct(id) => {
                    if !std::mem::replace(&mut reach.structs[id.0 as usize], true) {
                        open.extend(mapping.structure(id).fields.iter().map(|f| f.value));
                    }
                }
                ValueType::Family(id) => {
                    if !std::mem::replace(&mut reach.families[id.0 as usize], true) {
                        open.extend(mapping.family(id).variants.iter().map(|v| v.value));
                    }
                }
                ValueType::Scalar(id) => {
                    reach.scalars[id.0 as usize] = true;
                    if let ScalarKind::List(item) = mapping.scalar(id).kind {
                        reach.scalars[item.0 as usize] = true;
                    }
                }
                ValueType::Xml | ValueType::Attributes => {}
            }
        }
        reach
    }

    pub(crate) fn structs(&self) -> impl Iterator<Item = StructId> {
        used(&self.structs).map(StructId)
    }

    pub(crate) fn families(&self) -> impl Iterator<Item = FamilyId> {
        used(&self.families).map(FamilyId)
    }

    pub(crate) fn enums(&self, mapping: &Mapping) -> impl Iterator<Item = ScalarId> {
        used(&self.scalars).map(ScalarId).filter(|id| mapping.scalar(*id).proto == ProtoForm::Enum)
    }
}

fn used(flags: &[bool]) -> impl Iterator<Item = u32> {
    flags.iter().enumerate().filter(|(_, used)| **used).map(|(index, _)| index as u32)
}
