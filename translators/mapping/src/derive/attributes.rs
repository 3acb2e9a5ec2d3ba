// SPDX-License-Identifier: EUPL-1.2
//! Attribute uses of a complex type, with those it inherits (XML Schema part 1, section 3.4.2).

use fachwerk_contract::QName;
use fachwerk_contract::schema::{
    AttributeTerm, AttributeUse, ComplexType, DerivationMethod, NamespaceConstraint, Type, Usage, Wildcard,
};

use super::Builder;
use super::members::{Draft, Members};
use super::structs::Owner;
use crate::encoding::is_encoding;
use crate::{FieldKind, ValueType};

/// Attribute uses after inheritance, in document order, base first.
#[derive(Default)]
struct Uses<'c> {
    list: Vec<(&'c QName, &'c AttributeUse)>,
    wildcard: Option<Wildcard>,
}

impl<'c> Builder<'c> {
    /// Add a type's attributes to its members.
    pub(super) fn attributes_of(&mut self, complex: &'c ComplexType, members: &mut Members) {
        let mut uses = Uses::default();
        self.collect(complex, &mut uses, 0);
        for (name, attribute_use) in uses.list {
            let declared = match &attribute_use.attribute {
                AttributeTerm::Local(attribute) => Some(attribute),
                AttributeTerm::Ref(name) => self.contract.schema.attributes.get(name),
            };
            let parent = self.mapping.structure(members.id).name.clone();
            let key = format!("@{name}");
            let owner_key = format!("{}/{key}", self.mapping.structure(members.id).key);
            let owner_name = format!("{parent} {}", name.local);
            let value = match declared {
                Some(attribute) => {
                    ValueType::Scalar(self.scalar(&attribute.type_ref, &Owner::new(&owner_key, &owner_name)))
                }
                None => ValueType::Scalar(self.plain_string()),
            };
            let wire = self.name(name);
            members.push(Draft {
                key,
                wanted: name.local.clone(),
                kind: FieldKind::Attribute(wire),
                value,
                min: u32::from(attribute_use.usage == Usage::Required),
                max: Some(1),
                required: attribute_use.usage == Usage::Required,
                nillable: false,
                default: attribute_use.default.clone().or_else(|| declared.and_then(|d| d.default.clone())),
                fixed: attribute_use.fixed.clone().or_else(|| declared.and_then(|d| d.fixed.clone())),
                identities: Vec::new(),
                content_types: None,
                documentation: declared.and_then(|d| d.documentation.clone()),
            });
        }
        if let Some(wildcard) = uses.wildcard {
            members.push(Draft::plain(
                "#anyAttribute",
                "anyAttributes",
                FieldKind::AnyAttribute(wildcard),
                ValueType::Attributes,
            ));
        }
    }

    fn collect(&self, complex: &'c ComplexType, uses: &mut Uses<'c>, depth: usize) {
        // A derivation chain this long is a cycle that the reader has reported.
        if depth > 256 {
            return;
        }
        let mut extended = None;
        if let Some(derivation) = &complex.derivation
            && let Some(Type::Complex(base)) = self.contract.schema.types.get(&derivation.base)
        {
            self.collect(base, uses, depth + 1);
            // A restriction says anew whether there is a wildcard, an extension adds to the base's.
            extended = uses.wildcard.take();
            if derivation.method == DerivationMethod::Restriction {
                extended = None;
            }
        }
        let mut wildcards = Vec::new();
        self.collect_uses(&complex.attributes, &complex.attribute_groups, uses, &mut wildcards, 0);
        let own = complete(complex.any_attribute.as_ref(), &wildcards);
        uses.wildcard = match (own, extended) {
            (Some(own), Some(base)) => {
                // A union that cannot be expressed lets more in, never less.
                let namespaces = own.namespaces.union(&base.namespaces).unwrap_or(NamespaceConstraint::Any);
                Some(Wildcard { namespaces, ..own })
            }
            (own, base) => own.or(base),
        };
    }

    fn collect_uses(
        &self,
        attributes: &'c [AttributeUse],
        groups: &'c [QName],
        uses: &mut Uses<'c>,
        wildcards: &mut Vec<&'c Wildcard>,
        depth: usize,
    ) {
        if depth > 256 {
            return;
        }
        for attribute_use in attributes {
            let name = match &attribute_use.attribute {
                AttributeTerm::Local(attribute) => &attribute.name,
                AttributeTerm::Ref(name) => name,
            };
            // What SOAP encoding adds (`id`, `href`, `arrayType`) is how a value is written, not the value.
            if is_encoding(&name.namespace) {
                continue;
            }
            let existing = uses.list.iter().position(|(n, _)| *n == name);
            match (existing, attribute_use.usage) {
                // Within a group there is nothing to prohibit.
                (Some(index), Usage::Prohibited) if depth == 0 => {
                    uses.list.remove(index);
                }
                (_, Usage::Prohibited) => {}
                (Some(index), _) => uses.list[index].1 = attribute_use,
                (None, _) => uses.list.push((name, attribute_use)),
            }
        }
        for group in groups.iter().filter(|group| !is_encoding(&group.namespace)) {
            if let Some(group) = self.contract.schema.attribute_groups.get(group) {
                self.collect_uses(&group.attributes, &group.attribute_groups, uses, wildcards, depth + 1);
                wildcards.extend(&group.any_attribute);
            }
        }
    }
}

/// The wildcard of a type or step and all its groups (section 3.4.2, complete wildcard).
fn complete(own: Option<&Wildcard>, groups: &[&Wildcard]) -> Option<Wildcard> {
    let mut all = own.into_iter().chain(groups.iter().copied());
    let first = all.next()?.clone();
    Some(all.fold(first, |all, next| Wildcard {
        namespaces: all.namespaces.intersection(&next.namespaces).unwrap_or(all.namespaces),
        ..all
    }))
}
