// SPDX-License-Identifier: EUPL-1.2
//! Where binary values stand in a message: what may travel beside it.

use std::collections::{HashMap, HashSet};

use crate::{FamilyId, Field, Mapping, MessageShape, ScalarKind, StructId, ValueType};

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
    /// Whether there are any.
    pub fn any(&self) -> bool {
        *self != Self::None
    }
}

/// Looks for binary values in messages. What holds none, however deep, is known beforehand: messages of large contracts
/// reach most of it, one like the other.
pub(crate) struct Places<'m> {
    mapping: &'m Mapping,
    all: Holders,
    attachments: Holders,
}

impl<'m> Places<'m> {
    pub(crate) fn new(mapping: &'m Mapping) -> Self {
        Self { mapping, all: Holders::new(mapping, true), attachments: Holders::new(mapping, false) }
    }

    /// Those of a message.
    pub(crate) fn of(&self, shape: &MessageShape) -> Binaries {
        let mut walk = Walk {
            mapping: self.mapping,
            holders: &self.all,
            known: HashMap::new(),
            open: HashSet::new(),
            nested: HashSet::new(),
        };
        match walk.structure(shape.root) {
            Found::Nothing => Binaries::None,
            Found::One(media_types) => Binaries::One { media_types },
            Found::Several => Binaries::Several,
        }
    }

    /// Whether a message has attachments, whatever the binding says of other binary values.
    pub(crate) fn has_attachments(&self, shape: &MessageShape) -> bool {
        self.attachments.structure(shape.root)
    }
}

/// Whether a value is a binary one itself. `values`: those count, too, that are no attachments.
fn is_binary(mapping: &Mapping, value: ValueType, values: bool) -> bool {
    match value {
        ValueType::Scalar(id) => values && mapping.scalar(id).kind == ScalarKind::Base64Binary,
        ValueType::Struct(id) => mapping.structure(id).attachment,
        ValueType::Family(_) | ValueType::Xml | ValueType::Attributes => false,
    }
}

/// Objects and families that hold a binary value, however deep.
struct Holders {
    /// Objects, then families.
    holds: Vec<bool>,
    structs: usize,
}

impl Holders {
    fn new(mapping: &Mapping, values: bool) -> Self {
        let structs = mapping.structs.len();
        let mut users: Vec<Vec<u32>> = vec![Vec::new(); structs + mapping.families.len()];
        let mut waiting: Vec<u32> = Vec::new();
        let mut note = |user: usize, value: ValueType| {
            let user = user as u32;
            match value {
                value if is_binary(mapping, value, values) => waiting.push(user),
                ValueType::Struct(id) => users[id.0 as usize].push(user),
                ValueType::Family(id) => users[structs + id.0 as usize].push(user),
                ValueType::Scalar(_) | ValueType::Xml | ValueType::Attributes => {}
            }
        };
        for (at, structure) in mapping.structs.iter().enumerate() {
            structure.fields.iter().for_each(|field| note(at, field.value));
        }
        for (at, family) in mapping.families.iter().enumerate() {
            family.variants.iter().for_each(|variant| note(structs + at, variant.value));
        }
        let mut holds = vec![false; users.len()];
        while let Some(at) = waiting.pop() {
            if !std::mem::replace(&mut holds[at as usize], true) {
                waiting.extend(&users[at as usize]);
            }
        }
        Self { holds, structs }
    }

    fn structure(&self, id: StructId) -> bool {
        self.holds[id.0 as usize]
    }

    fn family(&self, id: FamilyId) -> bool {
        self.holds[self.structs + id.0 as usize]
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
    holders: &'m Holders,
    known: HashMap<StructId, Found>,
    open: HashSet<StructId>,
    /// Objects that may hold themselves.
    nested: HashSet<StructId>,
}

impl Walk<'_> {
    fn structure(&mut self, id: StructId) -> Found {
        if !self.holders.structure(id) {
            return Found::Nothing;
        }
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
        match value {
            value if is_binary(self.mapping, value, true) => Found::One(field.content_types.clone()),
            ValueType::Struct(id) => self.structure(id),
            ValueType::Family(id) if self.holders.family(id) => {
                let variants = &self.mapping.family(id).variants;
                variants
                    .iter()
                    .fold(Found::Nothing, |found, variant| found.and(self.value(field, variant.value)))
            }
            ValueType::Family(_) | ValueType::Scalar(_) | ValueType::Xml | ValueType::Attributes => {
                Found::Nothing
            }
        }
    }
}
