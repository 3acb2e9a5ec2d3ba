// SPDX-License-Identifier: EUPL-1.2
//! Values against simple types: the value code that messages are validated with.

use std::borrow::Cow;
use std::cmp::Ordering;

use fachwerk_contract::QName;
use fachwerk_mapping::{ScalarId, ScalarKind};
use fachwerk_message::value::{check, compare, equal, white_space};

use crate::constraint::Checker;
use crate::constraint::model::{Content, Place, TypeId, ValueConstraint};
use crate::tree::split;

impl Checker<'_> {
    /// What is wrong with a value of a simple type, where it stands.
    pub(super) fn value_flaw(&self, id: usize, text: &str, at: Place) -> Option<String> {
        let scalar = self.mapping.scalar(ScalarId(id as u32));
        let text = white_space(scalar, text);
        let Some(text) = self.expanded(id, &text, at) else {
            return Some("has a prefix that is not declared".to_owned());
        };
        check(&self.mapping, &self.patterns, ScalarId(id as u32), &text).err()
    }

    /// A value with its QNames expanded, as values travel; `None` where a prefix is not declared.
    pub(in crate::constraint) fn expanded<'t>(
        &self,
        id: usize,
        text: &'t str,
        at: Place,
    ) -> Option<Cow<'t, str>> {
        let expand = |name: &str| {
            let (prefix, local) = split(name);
            let namespace = self.node(at).namespace_of(prefix)?;
            Some(QName::new(namespace, local).to_string())
        };
        match &self.mapping.scalars[id].kind {
            ScalarKind::QName => expand(text.trim()).map(Cow::Owned),
            ScalarKind::List(item) if self.mapping.scalar(*item).kind == ScalarKind::QName => {
                let items: Option<Vec<String>> = text.split_ascii_whitespace().map(expand).collect();
                items.map(|items| Cow::Owned(items.join(" ")))
            }
            _ => Some(Cow::Borrowed(text)),
        }
    }

    /// Whether two texts are one value.
    pub(in crate::constraint) fn same_value(&self, id: usize, a: &str, b: &str) -> bool {
        let id = ScalarId(id as u32);
        let a = white_space(self.mapping.scalar(id), a);
        a == b || equal(&self.mapping, &self.patterns, id, &a, b)
    }

    /// Order in the value space of a simple type.
    pub(super) fn order(&self, id: usize, a: &str, b: &str) -> Option<Ordering> {
        compare(&self.mapping.scalar(ScalarId(id as u32)).kind, a.trim(), b.trim())
    }

    /// What is wrong with a default or fixed value of a type (cos-valid-default).
    pub(super) fn default_flaw(&self, id: TypeId, value: &ValueConstraint, at: Place) -> Option<String> {
        match id {
            TypeId::Simple(id) => self.value_flaw(id, &value.value, at),
            TypeId::Complex(id) => match &self.complexes[id].content {
                Content::Simple(id) => self.value_flaw(*id, &value.value, at),
                Content::Elements { particle, mixed: true } if particle.emptiable() => None,
                _ => Some("is a value of a type without text".to_owned()),
            },
        }
    }

    /// Whether a type is `xs:ID`, or has text that is.
    pub(super) fn has_id_text(&self, id: TypeId) -> bool {
        match id {
            TypeId::Simple(id) => self.is_id(id),
            TypeId::Complex(id) => {
                matches!(&self.complexes[id].content, Content::Simple(id) if self.is_id(*id))
            }
        }
    }

    /// Whether a simple type is `xs:NOTATION` itself, which only an enumeration may use.
    pub(super) fn is_bare_notation(&self, id: usize) -> bool {
        self.built_in.get("NOTATION").is_some_and(|own| {
            self.simple_derives_from(id, *own) && self.mapping.scalars[id].facets.enumeration.is_empty()
        })
    }
}
