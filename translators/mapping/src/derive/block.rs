// SPDX-License-Identifier: EUPL-1.2
//! What `block` keeps from standing in: derived types (part 1, sections 3.3.4 and 3.4.6) and members of substitution
//! groups (section 3.3.6, Substitution Group OK).

use fachwerk_contract::schema::{ComplexType, DerivationMethod, DerivationSet, Element, Type, TypeRef};

use super::Builder;

/// Everything blocked by one or the other.
pub(super) fn either(a: DerivationSet, b: DerivationSet) -> DerivationSet {
    DerivationSet {
        extension: a.extension || b.extension,
        restriction: a.restriction || b.restriction,
        substitution: a.substitution || b.substitution,
    }
}

/// Whether a step of derivation is blocked.
pub(super) fn blocks(block: DerivationSet, complex: &ComplexType) -> bool {
    match complex.derivation.as_ref().map(|d| d.method) {
        Some(DerivationMethod::Extension) => block.extension,
        Some(DerivationMethod::Restriction) => block.restriction,
        None => false,
    }
}

impl Builder<'_> {
    /// Whether an element may stand for the head of its substitution group, as far as its type goes.
    pub(super) fn may_stand_for(&self, member: &Element, head: &Element) -> bool {
        let by_type = match self.named_complex(&head.type_ref) {
            Some(complex) => complex.block,
            None => DerivationSet::default(),
        };
        let block = either(head.block, by_type);
        if member.type_ref == head.type_ref || !(block.extension || block.restriction) {
            return true;
        }
        // From the member's type up to the head's, no step may be of a blocked kind.
        let mut at = &member.type_ref;
        let mut named;
        for _ in 0..256 {
            let definition = match at {
                _ if *at == head.type_ref => return true,
                TypeRef::Named(name) => self.contract.schema.types.get(name),
                TypeRef::Anonymous(definition) => Some(&**definition),
            };
            match definition {
                Some(Type::Complex(complex)) => {
                    if blocks(block, complex) {
                        return false;
                    }
                    let Some(derivation) = &complex.derivation else { return true };
                    named = TypeRef::Named(derivation.base.clone());
                    at = &named;
                }
                // A simple type restricts all the way up.
                _ => return !block.restriction,
            }
        }
        false
    }

    fn named_complex<'t>(&'t self, type_ref: &'t TypeRef) -> Option<&'t ComplexType> {
        let definition = match type_ref {
            TypeRef::Named(name) => self.contract.schema.types.get(name)?,
            TypeRef::Anonymous(definition) => definition,
        };
        match definition {
            Type::Complex(complex) => Some(complex),
            Type::Simple(_) => None,
        }
    }
}
