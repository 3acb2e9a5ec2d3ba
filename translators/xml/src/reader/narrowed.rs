// SPDX-License-Identifier: EUPL-1.2
//! `xsi:type` on elements of simple types.
//!
//! The value is one of the declared type, as which it travels; that a narrower type was named is checked and not kept.

use fachwerk_contract::QName;
use fachwerk_contract::schema::XSD;
use fachwerk_mapping::{ScalarFacets, ScalarId, ScalarKind};
use fachwerk_message::value::{Patterns, check, white_space};
use fachwerk_message::{CodecError, ErrorKind, Result};

use super::Reader;
use super::instance::TypeName;

impl Reader<'_> {
    /// Whether a scalar may be announced by this type name: its own, one derived from it (XML Schema part 1, section
    /// 3.14.6), or another one with the same value space.
    pub(super) fn scalar_is(&self, id: ScalarId, name: &TypeName<'_>) -> bool {
        let scalar = self.mapping.scalar(id);
        let is = |source: &Option<QName>| {
            source.as_ref().is_some_and(|s| s.namespace == name.namespace && s.local == name.local)
        };
        if is(&scalar.source) {
            return true;
        }
        // Everything simple is derived from anySimpleType, and text is what such a value travels as.
        if scalar.source.as_ref().is_some_and(|s| s.namespace == XSD && s.local == "anySimpleType") {
            return true;
        }
        if self.mapping.scalars.iter().any(|other| other.kind == scalar.kind && is(&other.source)) {
            return true;
        }
        self.narrower(id, name).is_some()
    }

    /// The name of a type that is derived from a scalar's, or from that of a member of a union without facets.
    pub(super) fn narrower(&self, id: ScalarId, name: &TypeName<'_>) -> Option<QName> {
        let said = QName::new(name.namespace, name.local);
        let below = |declared: &Option<QName>| {
            declared.as_ref().is_some_and(|declared| self.mapping.simple_types.derives(&said, declared))
        };
        let scalar = self.mapping.scalar(id);
        let derived = below(&scalar.source)
            || match &scalar.kind {
                ScalarKind::Union(members) if scalar.facets == ScalarFacets::default() => {
                    members.iter().any(|member| below(&self.mapping.scalar(*member).source))
                }
                _ => false,
            };
        derived.then_some(said)
    }

    /// A value has to be one of the type that its element names.
    pub(super) fn must_be_of(&self, type_name: &QName, element: &str, text: &str) -> Result<()> {
        let Some((values, id)) = self.mapping.simple_types.derived(type_name) else { return Ok(()) };
        let patterns = self.narrow_patterns.get_or_init(|| Patterns::new(values));
        let text = white_space(values.scalar(id), text);
        check(values, patterns, id, &text).map_err(|message| {
            let local = &type_name.local;
            CodecError::new(
                ErrorKind::Value,
                format!("element `{element}`, of type `{local}` by xsi:type, {message}"),
            )
        })
    }
}
