// SPDX-License-Identifier: EUPL-1.2
//! `xs:ID` and `xs:IDREF`.

use fachwerk_contract::schema::XSD;
use fachwerk_mapping::{FamilyId, Mapping, ScalarId, ScalarKind, StructId};
use fachwerk_message::{Result, Sink};
use fastrand::Rng;

/// What a type has to do with identifiers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Role {
    None,
    /// Unique in the message.
    Id,
    /// Refers to one in the same message.
    Reference,
    /// A list of references.
    References,
}

impl Role {
    pub(crate) fn of(mapping: &Mapping, id: ScalarId) -> Self {
        let scalar = mapping.scalar(id);
        if let ScalarKind::List(item) = scalar.kind {
            return match Self::of(mapping, item) {
                Self::Reference => Self::References,
                _ => Self::None,
            };
        }
        match &scalar.source {
            Some(name) if name.namespace == XSD && name.local == "ID" => Self::Id,
            Some(name) if name.namespace == XSD && name.local == "IDREF" => Self::Reference,
            _ => Self::None,
        }
    }

    pub(crate) fn refers(self) -> bool {
        matches!(self, Self::Reference | Self::References)
    }
}

/// Puts identifiers in the place of references, once all identifiers of a message are known.
pub(crate) struct Resolve<'a, S: ?Sized> {
    pub(crate) mapping: &'a Mapping,
    pub(crate) ids: &'a [String],
    pub(crate) rng: Rng,
    pub(crate) sink: &'a mut S,
}

impl<S: Sink + ?Sized> Sink for Resolve<'_, S> {
    fn scalar(&mut self, id: ScalarId, text: &str) -> Result<()> {
        if !Role::of(self.mapping, id).refers() {
            return self.sink.scalar(id, text);
        }
        let mut resolved = String::new();
        for _ in text.split(' ') {
            if let Some(found) = self.rng.choice(self.ids) {
                if !resolved.is_empty() {
                    resolved.push(' ');
                }
                resolved.push_str(found);
            }
        }
        self.sink.scalar(id, &resolved)
    }
    fn begin_struct(&mut self, id: StructId, nil: bool) -> Result<()> {
        self.sink.begin_struct(id, nil)
    }
    fn end_struct(&mut self) -> Result<()> {
        self.sink.end_struct()
    }
    fn begin_field(&mut self, field: u16) -> Result<()> {
        self.sink.begin_field(field)
    }
    fn end_field(&mut self) -> Result<()> {
        self.sink.end_field()
    }
    fn nil(&mut self) -> Result<()> {
        self.sink.nil()
    }
    fn variant(&mut self, family: FamilyId, variant: u16) -> Result<()> {
        self.sink.variant(family, variant)
    }
    fn xml(&mut self, element: &str) -> Result<()> {
        self.sink.xml(element)
    }
    fn attribute(&mut self, name: &str, value: &str) -> Result<()> {
        self.sink.attribute(name, value)
    }
}
