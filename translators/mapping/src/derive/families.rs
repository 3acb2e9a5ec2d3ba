// SPDX-License-Identifier: EUPL-1.2
//! Alternatives: derived types (`xsi:type`) and substitution groups.

use std::collections::HashSet;

use fachwerk_contract::QName;
use fachwerk_contract::schema::{ComplexType, DerivationSet, Element, Type};

use super::Builder;
use super::block::{blocks, either};
use super::members::take_proto;
use super::sizes::MOST_OF_A_TYPE;
use super::structs::Owner;
use crate::by_key::ByKey;
use crate::lock::LockedField;
use crate::naming::{Names, lower_camel, pascal};
use crate::structure::{Family, FamilyKind, Variant};
use crate::{FamilyId, Name, ValueType};

impl<'c> Builder<'c> {
    /// A named complex type where an element uses it: a family if other types may stand in for it, as far as the
    /// element does not block them.
    pub(super) fn polymorphic(
        &mut self,
        name: &'c QName,
        complex: &'c ComplexType,
        block: DerivationSet,
    ) -> ValueType {
        let cached = (name, block.extension, block.restriction);
        if let Some(value) = self.values.get(&cached) {
            return *value;
        }
        let value = self.alternatives(name, complex, block);
        self.values.insert(cached, value);
        value
    }

    fn alternatives(&mut self, name: &'c QName, complex: &'c ComplexType, block: DerivationSet) -> ValueType {
        let derived = self.derivations(name, complex, block);
        // A type that cannot be mapped may stand there: whatever does is kept as it is.
        let all_fit =
            derived.iter().fold(self.fits(complex, ""), |fit, (_, other)| self.fits(other, "") && fit);
        if !all_fit {
            return ValueType::Xml;
        }
        if derived.len() >= MOST_OF_A_TYPE {
            let message = format!(
                "type `{}` has more than {MOST_OF_A_TYPE} derived types: its values are kept as XML",
                name.local
            );
            self.note("FW-1510", complex.location, message);
            return ValueType::Xml;
        }
        if derived.is_empty() {
            return ValueType::Struct(self.struct_of(complex, &Owner::new("", &name.local)));
        }
        let mut key = format!("type {name}");
        let blocked = block.extension || block.restriction;
        if blocked && derived.len() != self.derivations(name, complex, DerivationSet::default()).len() {
            let word = |blocked, word| if blocked { word } else { "" };
            key.push_str(" without");
            key.push_str(word(block.extension, " extension"));
            key.push_str(word(block.restriction, " restriction"));
        }
        if let Some(id) = self.families.get(&key) {
            return ValueType::Family(*id);
        }
        let (id, mut draft) =
            self.reserve_family(&key, &format!("{}Variant", pascal(&name.local)), FamilyKind::Type);
        let mut all = Vec::new();
        if !complex.is_abstract {
            draft.family.declared = Some(0);
            all.push((name, complex));
        }
        all.extend(derived.into_iter().filter(|(_, c)| !c.is_abstract));
        for (name, complex) in all {
            let structure = self.struct_of(complex, &Owner::new("", &name.local));
            let slot = &mut self.mapping.structs[structure.0 as usize];
            slot.tagged = true;
            let tag = slot.name.clone();
            let wire = self.name(name);
            draft.add(name.to_text(), tag, &name.local, wire, ValueType::Struct(structure));
        }
        self.seal_family(id, draft);
        ValueType::Family(id)
    }

    /// All types that may stand in for `name`, in document order, depth first.
    fn derivations(
        &self,
        name: &'c QName,
        complex: &'c ComplexType,
        block: DerivationSet,
    ) -> Vec<(&'c QName, &'c ComplexType)> {
        let block = either(complex.block, block);
        let mut found = Vec::new();
        let mut seen = HashSet::from([name]);
        let mut stack: Vec<&QName> = self.derived.get(name).into_iter().flatten().rev().copied().collect();
        while let Some(next) = stack.pop() {
            if !seen.insert(next) {
                continue;
            }
            let Some(Type::Complex(candidate)) = self.contract.schema.types.get(next) else { continue };
            if !blocks(block, candidate) {
                found.push((next, candidate));
                stack.extend(self.derived.get(next).into_iter().flatten().rev().copied());
            }
        }
        found
    }

    /// The family of a substitution group, if `head` is one.
    pub(super) fn substitution_family(&mut self, head: &'c QName, element: &'c Element) -> Option<FamilyId> {
        if !element.is_abstract && !self.substitutes.contains_key(head) {
            return None;
        }
        let key = format!("element {head}");
        if let Some(id) = self.families.get(&key) {
            return Some(*id);
        }
        let mut members: Vec<(&QName, &Element)> = Vec::new();
        let mut seen = HashSet::new();
        let mut stack = vec![head];
        while let Some(next) = stack.pop() {
            if !seen.insert(next) {
                continue;
            }
            if let Some(member) = self.contract.schema.elements.get(next) {
                let stands =
                    next == head || !element.block.substitution && self.may_stand_for(member, element);
                if !member.is_abstract && stands {
                    members.push((next, member));
                }
                stack.extend(self.substitutes.get(next).into_iter().flatten().rev().copied());
            }
        }
        if members.len() > MOST_OF_A_TYPE {
            members.truncate(MOST_OF_A_TYPE);
            let message = format!(
                "the substitution group of `{}` has more than {MOST_OF_A_TYPE} members: the others are left out",
                head.local
            );
            self.note("FW-1510", element.location, message);
        }
        let wanted = format!("{}Variant", pascal(&head.local));
        let (id, mut draft) = self.reserve_family(&key, &wanted, FamilyKind::Substitution);
        let mut tags = Names::default();
        for (name, member) in members {
            if name == head {
                draft.family.declared = Some(draft.family.variants.len() as u16);
            }
            let value = self.global_value(member);
            let wire = self.name(name);
            let tag = tags.take(&name.local);
            let variant = draft.add(name.to_text(), tag, &name.local, wire, value);
            variant.nillable = member.nillable;
            variant.identities = self.identities_of(member);
        }
        self.seal_family(id, draft);
        Some(id)
    }

    fn reserve_family(&mut self, key: &str, wanted: &str, kind: FamilyKind) -> (FamilyId, FamilyDraft) {
        let locked = self.old.families.get(key);
        let name = match locked {
            Some(locked) => locked.name.clone(),
            None => self.components.take(wanted),
        };
        let mut draft = FamilyDraft {
            family: Family {
                name,
                key: key.to_owned(),
                kind,
                variants: Vec::new(),
                declared: None,
                reserved: Vec::new(),
            },
            keys: Vec::new(),
            proto: Names::default(),
            next: 1,
            locked: locked.map(|l| l.fields.clone()).unwrap_or_default(),
        };
        for field in draft.locked.values() {
            draft.proto.reserve(&lower_camel(&field.proto));
            draft.next = draft.next.max(field.number + 1);
        }
        let id = FamilyId(self.mapping.families.len() as u32);
        self.families.insert(key.to_owned(), id);
        // The place is taken now, because the variants may refer to the family.
        self.mapping.families.push(draft.family.clone());
        (id, draft)
    }

    fn seal_family(&mut self, id: FamilyId, mut draft: FamilyDraft) {
        draft.family.reserved = draft
            .locked
            .iter()
            .filter(|(key, _)| !draft.keys.contains(key))
            .map(|(_, field)| (field.number, field.proto.clone()))
            .collect();
        let locked = self.lock.families.entry(draft.family.key.clone()).or_default();
        locked.name.clone_from(&draft.family.name);
        locked.fields.extend(draft.keys.into_iter().zip(&draft.family.variants).map(|(key, variant)| {
            let field = LockedField {
                json: variant.tag.clone(),
                proto: variant.proto_name.clone(),
                number: variant.number,
                oneof: None,
            };
            (key, field)
        }));
        self.mapping.families[id.0 as usize] = draft.family;
    }
}

struct FamilyDraft {
    family: Family,
    keys: Vec<String>,
    proto: Names,
    next: u32,
    locked: ByKey<LockedField>,
}

impl FamilyDraft {
    fn add(&mut self, key: String, tag: String, local: &str, name: Name, value: ValueType) -> &mut Variant {
        let (proto_name, number) = match self.locked.get(&key) {
            Some(field) => (field.proto.clone(), field.number),
            None => {
                if (19_000..20_000).contains(&self.next) {
                    self.next = 20_000;
                }
                self.next += 1;
                (take_proto(&mut self.proto, local), self.next - 1)
            }
        };
        self.keys.push(key);
        let at = self.family.variants.len();
        let identities = Vec::new();
        self.family.variants.push(Variant {
            tag,
            name,
            value,
            nillable: false,
            identities,
            proto_name,
            number,
        });
        &mut self.family.variants[at]
    }
}
