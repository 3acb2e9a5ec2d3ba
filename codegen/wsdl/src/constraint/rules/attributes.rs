// SPDX-License-Identifier: EUPL-1.2
//! Attribute declarations and uses (part 1, sections 3.2.6 and 3.5.6).

use std::collections::HashSet;

use fachwerk_contract::schema::ProcessContents;

use super::elements::short;
use crate::Code;
use crate::constraint::Checker;
use crate::constraint::model::{AttributeUse, Attributes, Methods, Place, TypeId};
use crate::constraint::table::Symbol;

impl Checker<'_> {
    /// Every declaration and use, each once.
    pub(super) fn check_attributes(&mut self) {
        let mut seen: HashSet<Place> = HashSet::new();
        let in_types = self.complexes.iter().flat_map(|c| &c.attributes.uses);
        let in_groups = self.attribute_groups.values().flat_map(|g| &g.uses);
        let mut uses: Vec<AttributeUse> =
            in_types.chain(in_groups).filter(|used| seen.insert(used.place)).cloned().collect();
        uses.sort_by_key(|used| (used.place.unit, used.place.node));
        for used in uses {
            self.check_attribute(&used);
        }
        for declaration in 0..self.table.declarations.len() {
            let declared = &self.table.declarations[declaration];
            if declared.symbol == Symbol::Attribute {
                let (place, name) = (declared.place, declared.name.clone());
                let (type_id, value) = self.declared_attribute(declaration);
                self.check_attribute(&AttributeUse { name, type_id, required: false, value, place });
            }
        }
    }

    fn check_attribute(&mut self, used: &AttributeUse) {
        if self.is_bare_notation(used.type_id) {
            let message = "NOTATION is only used through an enumeration (enumeration-required-notation)";
            self.report(used.place, Code::SimpleTypeProperties, message);
        }
        let Some(value) = &used.value else { return };
        if let Some(flaw) = self.value_flaw(used.type_id, &value.value, used.place) {
            let kind = if value.fixed { "fixed value" } else { "default" };
            let message = format!("the {kind} `{}` {flaw} (a-props-correct.2)", short(&value.value));
            self.report(used.place, Code::ValueInvalid, message);
        } else if self.is_id(used.type_id) {
            let message = "an attribute of type ID has no default and no fixed value (a-props-correct.3)";
            self.report(used.place, Code::AttributeProperties, message);
        }
    }

    /// The attributes of a restriction against those of its base (derivation-ok-restriction.2 to .4).
    pub(super) fn restricted_attributes(&mut self, id: usize, base: usize) {
        let Some(place) = self.complexes[id].place else { return };
        let (own, of) = (&self.complexes[id].attributes, &self.complexes[base].attributes);
        for flaw in self.attribute_flaws(own, of) {
            self.report(place, Code::RestrictionInvalid, flaw);
        }
    }

    pub(super) fn attribute_flaws(&self, own: &Attributes, of: &Attributes) -> Vec<String> {
        let mut flaws = Vec::new();
        for used in &own.uses {
            let name = &used.name.local;
            let Some(there) = of.uses.iter().find(|b| b.name == used.name) else {
                if !of.any.as_ref().is_some_and(|any| any.namespaces.allows(&used.name.namespace)) {
                    flaws.push(format!("the base has no attribute `{name}` (derivation-ok-restriction.2.2)"));
                }
                continue;
            };
            if there.required && !used.required {
                flaws.push(format!("the base requires `{name}` (derivation-ok-restriction.2.1.1)"));
            }
            if !self.derived_ok(TypeId::Simple(used.type_id), TypeId::Simple(there.type_id), Methods::NONE) {
                flaws.push(format!(
                    "the type of `{name}` is not derived from the base's (derivation-ok-restriction.2.1.2)"
                ));
            }
            if let Some(fixed) = there.value.as_ref().filter(|v| v.fixed)
                && !used
                    .value
                    .as_ref()
                    .is_some_and(|v| v.fixed && self.same_value(there.type_id, &v.value, &fixed.value))
            {
                flaws.push(format!("the base fixes the value of `{name}` (derivation-ok-restriction.2.1.3)"));
            }
        }
        for there in of.uses.iter().filter(|b| b.required) {
            if !own.uses.iter().any(|used| used.name == there.name) {
                let name = &there.name.local;
                flaws.push(format!("the base requires `{name}` (derivation-ok-restriction.3)"));
            }
        }
        if let Some(any) = &own.any {
            let fine = of.any.as_ref().is_some_and(|base| {
                any.namespaces.is_subset(&base.namespaces) && strength(any.process) >= strength(base.process)
            });
            if !fine {
                flaws
                    .push("the base has no such attribute wildcard (derivation-ok-restriction.4)".to_owned());
            }
        }
        flaws
    }
}

/// How much is asked of what a wildcard lets in.
pub(super) fn strength(process: ProcessContents) -> u8 {
    match process {
        ProcessContents::Skip => 0,
        ProcessContents::Lax => 1,
        ProcessContents::Strict => 2,
    }
}
