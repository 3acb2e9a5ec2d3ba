// SPDX-License-Identifier: EUPL-1.2
//! Member names, escaped once.

use fachwerk_mapping::{Family, FamilyId, Mapping, NIL_MEMBER, Struct, StructId, TYPE_MEMBER, VALUE_MEMBER};

use super::escape;

/// What a [`JsonWriter`](crate::JsonWriter) writes that does not depend on values: names with their quotes and colons,
/// and `@type` members. Made once per mapping and shared.
#[derive(Debug, Clone, Default)]
pub struct JsonNames {
    structs: Vec<StructNames>,
    /// By family, then variant: `"@type":"tag"`.
    tags: Vec<Vec<Box<[u8]>>>,
}

#[derive(Debug, Clone, Default)]
struct StructNames {
    /// `,"name":"`
    fields: Vec<Box<[u8]>>,
    /// `"@type":"Name"`, empty where the struct is not tagged.
    tag: Box<[u8]>,
}

impl JsonNames {
    /// The names of a mapping.
    pub fn new(mapping: &Mapping) -> Self {
        Self {
            structs: mapping.structs.iter().map(struct_names).collect(),
            tags: mapping.families.iter().map(family_tags).collect(),
        }
    }

    /// `,"name":"` of a field: a comma before it and the quotation mark of a string behind.
    #[inline]
    pub(super) fn field(&self, id: StructId, field: u16) -> Option<&[u8]> {
        self.structs.get(id.0 as usize)?.fields.get(field as usize).map(|name| &**name)
    }

    /// `"@type":"Name"` of a struct; empty where it is not tagged.
    pub(super) fn struct_tag(&self, id: StructId) -> &[u8] {
        self.structs.get(id.0 as usize).map_or(&[], |s| &s.tag)
    }

    /// `"@type":"tag"` of a variant.
    pub(super) fn variant_tag(&self, family: FamilyId, variant: u16) -> &[u8] {
        self.tags.get(family.0 as usize).and_then(|f| f.get(variant as usize)).map_or(&[], |tag| tag)
    }

    /// `"@nil":true`.
    pub(super) const NIL: &'static [u8] = b"\"@nil\":true";
}

// What is written as a whole has to follow the constants of the table.
const _: () =
    assert!(matches!(NIL_MEMBER.as_bytes(), b"@nil") && matches!(VALUE_MEMBER.as_bytes(), b"value"));

fn struct_names(structure: &Struct) -> StructNames {
    let name = |text: &str| {
        let mut out = vec![b','];
        escape::string(&mut out, text);
        out.extend_from_slice(b":\"");
        out.into_boxed_slice()
    };
    StructNames {
        fields: structure.fields.iter().map(|f| name(&f.name)).collect(),
        tag: if structure.tagged { tag(&structure.name) } else { Box::default() },
    }
}

fn family_tags(family: &Family) -> Vec<Box<[u8]>> {
    family.variants.iter().map(|v| tag(&v.tag)).collect()
}

fn tag(value: &str) -> Box<[u8]> {
    let mut out = Vec::new();
    escape::string(&mut out, TYPE_MEMBER);
    out.push(b':');
    escape::string(&mut out, value);
    out.into_boxed_slice()
}
