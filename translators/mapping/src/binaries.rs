// SPDX-License-Identifier: EUPL-1.2
//! Where binary values stand in a message: what may travel beside it.

use std::collections::{HashMap, HashSet};

use crate::{Field, Mapping, MessageShape, ScalarKind, StructId, ValueType};

/// What begins a reference to a part (RFC 2392) that stands in the place of a binary value. No base64 contains a colon.
pub const REFERENCE: &str = "cid:";

/// The places of binary values (`xs:base64Binary`, attachments) in a message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Binaries {
    /// There are none.
    None,
    /// There is one, and it holds one value at most.
    One {
        /// The media types that are expected there (`xmime:expectedContentTypes`, `mime:content`).
        media_types: Option<String>,
    },
    /// There are several, or one that repeats.
    Several,
}

impl Binaries {
    /// Those of a message.
    pub fn of(mapping: &Mapping, shape: &MessageShape) -> Self {
        Self::walk(mapping, shape, true)
    }

    /// Those of a message that are attachments, whatever the binding says of other binary values.
    pub(crate) fn attachments_of(mapping: &Mapping, shape: &MessageShape) -> Self {
        Self::walk(mapping, shape, false)
    }

    fn walk(mapping: &Mapping, shape: &MessageShape, values: bool) -> Self {
        let mut walk =
            Walk { mapping, values, known: HashMap::new(), open: HashSet::new(), nested: HashSet::new() };
        match walk.structure(shape.root) {
            Found::Nothing => Self::None,
            Found::One(media_types) => Self::One { media_types },
            Found::Several => Self::Several,
        }
    }

    /// Whether there are any.
    pub fn any(&self) -> bool {
        *self != Self::None
    }
}

#[derive(Debug, Clone)]
enum Found {
    Nothing,
    One(Option<String>),
    Several,
}

impl Found {
    fn and(self, other: Self) -> Self {
        match (self, other) {
            (Self::Nothing, one) | (one, Self::Nothing) => one,
            _ => Self::Several,
        }
    }

    fn repeated(self) -> Self {
        match self {
            Self::Nothing => Self::Nothing,
            _ => Self::Several,
        }
    }
}

struct Walk<'m> {
    mapping: &'m Mapping,
    /// Binary values count that are no attachments.
    values: bool,
    known: HashMap<StructId, Found>,
    open: HashSet<StructId>,
    /// Objects that may hold themselves.
    nested: HashSet<StructId>,
}

impl Walk<'_> {
    fn structure(&mut self, id: StructId) -> Found {
        if let Some(found) = self.known.get(&id) {
            return found.clone();
        }
        if !self.open.insert(id) {
            self.nested.insert(id);
            return Found::Nothing;
        }
        let mapping = self.mapping;
        let mut found = Found::Nothing;
        for field in &mapping.structure(id).fields {
            let value = self.value(field, field.value);
            found = found.and(if field.array { value.repeated() } else { value });
        }
        self.open.remove(&id);
        if self.nested.contains(&id) {
            found = found.repeated();
        }
        self.known.insert(id, found.clone());
        found
    }

    fn value(&mut self, field: &Field, value: ValueType) -> Found {
        let one = || Found::One(field.content_types.clone());
        match value {
            ValueType::Scalar(id)
                if self.values && self.mapping.scalar(id).kind == ScalarKind::Base64Binary =>
            {
                one()
            }
            ValueType::Struct(id) if self.mapping.structure(id).attachment => one(),
            ValueType::Struct(id) => self.structure(id),
            ValueType::Family(id) => {
                let variants = &self.mapping.family(id).variants;
                variants
                    .iter()
                    .fold(Found::Nothing, |found, variant| found.and(self.value(field, variant.value)))
            }
            ValueType::Scalar(_) | ValueType::Xml | ValueType::Attributes => Found::Nothing,
        }
    }
}
