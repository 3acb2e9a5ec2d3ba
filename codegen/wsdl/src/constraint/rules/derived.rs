// SPDX-License-Identifier: EUPL-1.2
//! Type derivation (part 1, sections 3.4.6 and 3.14.6).

use crate::constraint::Checker;
use crate::constraint::build::simple::Variety;
use crate::constraint::model::{ANY_SIMPLE, ANY_TYPE, Methods, TypeId};

impl Checker<'_> {
    /// Whether a simple type is another one or restricts it, over any number of steps.
    pub(in crate::constraint) fn simple_derives_from(&self, mut id: usize, base: usize) -> bool {
        loop {
            if id == base {
                return true;
            }
            let next = self.simples[id].base;
            if next == id {
                return false;
            }
            id = next;
        }
    }

    /// Type Derivation OK (Simple).
    pub(in crate::constraint) fn simple_derived_ok(
        &self,
        mut id: usize,
        base: usize,
        without: Methods,
    ) -> bool {
        let members = match &self.simples[base].variety {
            Variety::Union(members) => members.clone(),
            _ => Vec::new(),
        };
        loop {
            if id == base {
                return true;
            }
            if members.iter().any(|member| *member != base && self.simple_derived_ok(id, *member, without)) {
                return true;
            }
            let simple = &self.simples[id];
            if without.has(Methods::RESTRICTION)
                || self.simples[simple.base].finals.has(Methods::RESTRICTION) && simple.base != id
            {
                return false;
            }
            if base == ANY_SIMPLE {
                return true;
            }
            if simple.base == ANY_SIMPLE {
                return false;
            }
            id = simple.base;
        }
    }

    /// Type Derivation OK, for any two types.
    pub(in crate::constraint) fn derived_ok(&self, id: TypeId, base: TypeId, without: Methods) -> bool {
        match (id, base) {
            _ if id == base => true,
            (TypeId::Simple(_), ANY_TYPE) => !without.has(Methods::RESTRICTION),
            (TypeId::Simple(id), TypeId::Simple(base)) => self.simple_derived_ok(id, base, without),
            (TypeId::Simple(_), TypeId::Complex(_)) => false,
            (TypeId::Complex(id), _) => {
                let complex = &self.complexes[id];
                if complex.place.is_none() || without.has(complex.method) {
                    return false;
                }
                complex.base == base || self.derived_ok(complex.base, base, without)
            }
        }
    }
}
