// SPDX-License-Identifier: EUPL-1.2
//! Which elements may name a simple type that is not their own, and which one.

use fachwerk_contract::QName;

use super::is_any_simple;
use crate::{Field, FieldKind, Mapping, Scalar, ScalarFacets, ScalarId, ScalarKind, Struct, ValueType};

impl Mapping {
    /// Whether what an element says with `xsi:type` is kept: its declared type is `anySimpleType`, a union, or a type
    /// that others of the schema are derived from. Half of all elements are an `xs:string`, and every schema restricts
    /// that: for those there is no place.
    pub fn keeps_type_name(&self, kind: &FieldKind, value: ValueType) -> bool {
        let (FieldKind::Element(_), ValueType::Scalar(id)) = (kind, value) else { return false };
        let scalar = self.scalar(id);
        let may_be_narrowed = |name: &QName| is_any_simple(name) || self.simple_types.is_extended(name);
        matches!(scalar.kind, ScalarKind::Union(_)) && scalar.facets == ScalarFacets::default()
            || scalar.source.as_ref().is_some_and(may_be_narrowed)
    }

    /// Whether an element of a simple type may name this other type: one derived from it, or, where it is a union
    /// without facets, a member or one derived from a member (XML Schema part 1, section 3.14.6: Type Derivation OK).
    pub fn may_be_named(&self, id: ScalarId, name: &QName) -> bool {
        let scalar = self.scalar(id);
        let below = |scalar: &Scalar| {
            scalar.source.as_ref().is_some_and(|declared| self.simple_types.derives(name, declared))
        };
        scalar.source.as_ref() != Some(name) && below(scalar)
            || match &scalar.kind {
                ScalarKind::Union(members) if scalar.facets == ScalarFacets::default() => {
                    members.iter().any(|member| below(self.scalar(*member)))
                }
                _ => false,
            }
    }

    /// Whether a value of this type has another text than the element that names the type has in XML: then the name
    /// cannot be kept apart from the value.
    pub fn reads_otherwise(&self, id: ScalarId, name: &QName) -> bool {
        let qualified = |mapping: &Mapping, id: ScalarId| match &mapping.scalar(id).kind {
            ScalarKind::QName => true,
            ScalarKind::List(item) => mapping.scalar(*item).kind == ScalarKind::QName,
            _ => false,
        };
        !qualified(self, id)
            && self.simple_types.derived(name).is_some_and(|(values, derived)| qualified(values, derived))
    }
}

impl Struct {
    /// The member that a key of [`FieldKind::TypeNames`] means, and which of its values, from 0.
    pub fn type_name_key(&self, key: &str) -> Option<(u16, u32)> {
        let single = |name: &str| self.member(name).filter(|at| !self.named_field(*at).array);
        if let Some(at) = single(key) {
            return Some((at, 0));
        }
        let (name, index) = key.rsplit_once('/')?;
        let is_plain = index == "0" || !index.starts_with('0') && index.bytes().all(|b| b.is_ascii_digit());
        let index = index.parse().ok().filter(|_| is_plain)?;
        self.member(name).filter(|at| self.named_field(*at).array).map(|at| (at, index))
    }

    fn named_field(&self, at: u16) -> &Field {
        &self.fields[usize::from(at)]
    }
}
