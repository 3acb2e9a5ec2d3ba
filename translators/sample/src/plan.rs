// SPDX-License-Identifier: EUPL-1.2
//! How deep a message must at least become below each object.

use crate::declared::Empty;
use fachwerk_contract::schema::{ProcessContents, XSD};
use fachwerk_mapping::{
    ContentKind, Field, FieldKind, Mapping, Particle, ParticleTerm, ScalarId, ScalarKind, Struct, StructId,
    ValueType,
};

use crate::mixed::model_needs;

/// So deep that no message can be: a type that contains itself without end, or what cannot be sampled.
pub(crate) const NEVER: usize = usize::MAX;

/// Items beyond which an array is none that anybody wants to see.
const MOST_ITEMS: u32 = 10_000;

/// Least depths, found once for a mapping.
#[derive(Debug)]
pub(crate) struct Plan {
    structs: Vec<usize>,
    /// What strict wildcards can hold.
    pub(crate) empty: Empty,
}

impl Plan {
    pub(crate) fn of(mapping: &Mapping) -> Self {
        let mut plan = Self { structs: vec![NEVER; mapping.structs.len()], empty: Empty::of(mapping) };
        // Each round settles at least one more object, or nothing changes any more.
        loop {
            let mut changed = false;
            for (index, structure) in mapping.structs.iter().enumerate() {
                let depth = plan.structure_depth(mapping, structure);
                if depth < plan.structs[index] {
                    plan.structs[index] = depth;
                    changed = true;
                }
            }
            if !changed {
                return plan;
            }
        }
    }

    pub(crate) fn structure(&self, id: StructId) -> usize {
        self.structs.get(id.0 as usize).copied().unwrap_or(NEVER)
    }

    fn structure_depth(&self, mapping: &Mapping, structure: &Struct) -> usize {
        let attributes = structure
            .fields
            .iter()
            .take(usize::from(structure.first_child))
            .map(|field| self.field(mapping, structure, field, false))
            .max()
            .unwrap_or(0);
        // An occurrence of a group without any element would be invisible.
        let visible = structure.kind == fachwerk_mapping::StructKind::GroupItem;
        let content = match mixed_pieces(mapping, structure) {
            Some(pieces) if structure.mixed.is_some() => {
                let needs: Vec<usize> =
                    pieces.fields.iter().map(|field| self.field_value(mapping, pieces, field)).collect();
                structure.mixed.as_ref().map_or(0, |model| model_needs(model, &needs, false))
            }
            Some(pieces) if is_open(pieces) => {
                let elements = pieces.fields.iter().filter(|f| !matches!(f.kind, FieldKind::Text));
                elements.map(|field| self.field_value(mapping, pieces, field)).min().unwrap_or(0)
            }
            _ => self.particle(mapping, structure, &structure.particle, visible),
        };
        attributes.max(content).saturating_add(1)
    }

    /// `there`: it has to occur even if it is optional.
    pub(crate) fn particle(
        &self,
        mapping: &Mapping,
        structure: &Struct,
        particle: &Particle,
        there: bool,
    ) -> usize {
        if particle.optional && !there {
            return 0;
        }
        match &particle.term {
            ParticleTerm::Field(index) => structure
                .fields
                .get(usize::from(*index))
                .map_or(NEVER, |field| self.field(mapping, structure, field, there)),
            ParticleTerm::Sequence(children) | ParticleTerm::All(children) => {
                let all =
                    children.iter().map(|c| self.particle(mapping, structure, c, false)).max().unwrap_or(0);
                if !there {
                    return all;
                }
                let any = children
                    .iter()
                    .map(|c| self.particle(mapping, structure, c, true))
                    .min()
                    .unwrap_or(NEVER);
                all.max(any)
            }
            ParticleTerm::Choice(children) => {
                let least = children.iter().map(|c| self.particle(mapping, structure, c, there)).min();
                least.unwrap_or(if there { NEVER } else { 0 })
            }
        }
    }

    fn field(&self, mapping: &Mapping, structure: &Struct, field: &Field, there: bool) -> usize {
        if field.min == 0 && !there {
            0
        } else if field.min > MOST_ITEMS {
            NEVER
        } else {
            self.field_value(mapping, structure, field)
        }
    }

    /// A value of the field of this object.
    pub(crate) fn field_value(&self, mapping: &Mapping, structure: &Struct, field: &Field) -> usize {
        if let FieldKind::Any(wildcard) = &field.kind
            && wildcard.process == ProcessContents::Strict
            && self.empty.fitting(mapping, structure, wildcard).next().is_none()
        {
            return NEVER;
        }
        let full = self.value(mapping, field.value);
        if can_be_nil(mapping, field) { full.min(self.nil(mapping, field)) } else { full }
    }

    /// Depth of the field's value where that is nil.
    fn nil(&self, mapping: &Mapping, field: &Field) -> usize {
        let id = match field.value {
            ValueType::Struct(id) => id,
            ValueType::Family(family) => {
                let family = mapping.family(family);
                match family.declared.and_then(|d| family.variants.get(usize::from(d))).map(|v| v.value) {
                    Some(ValueType::Struct(id)) => id,
                    _ => return NEVER,
                }
            }
            _ => return 0,
        };
        let structure = mapping.structure(id);
        let attributes = structure.fields.iter().take(usize::from(structure.first_child));
        attributes
            .map(|field| self.field(mapping, structure, field, false))
            .max()
            .unwrap_or(0)
            .saturating_add(1)
    }

    pub(crate) fn value(&self, mapping: &Mapping, value: ValueType) -> usize {
        match value {
            ValueType::Scalar(id) if is_entity(mapping, id) => NEVER,
            ValueType::Scalar(_) | ValueType::Attributes | ValueType::Xml => 0,
            ValueType::Struct(id) if mapping.structure(id).is_abstract => NEVER,
            ValueType::Struct(id) => self.structure(id),
            ValueType::Family(id) => mapping
                .family(id)
                .variants
                .iter()
                .map(|v| self.value(mapping, v.value))
                .min()
                .unwrap_or(NEVER),
        }
    }
}

/// The pieces of mixed content.
fn mixed_pieces<'m>(mapping: &'m Mapping, structure: &Struct) -> Option<&'m Struct> {
    let content = structure.fields.iter().find(|f| f.array && matches!(f.kind, FieldKind::Group));
    match content?.value {
        ValueType::Struct(item) if structure.content == ContentKind::Mixed => Some(mapping.structure(item)),
        _ => None,
    }
}

/// Whether a wildcard is among the pieces of mixed content.
pub(crate) fn is_open(pieces: &Struct) -> bool {
    pieces.fields.iter().any(|field| matches!(field.kind, FieldKind::Any(_)))
}

/// Whether the field may be nil by itself; members of substitution groups say that each for itself.
pub(crate) fn can_be_nil(mapping: &Mapping, field: &Field) -> bool {
    let abstract_type = match field.value {
        // The element would have to name a type that it then has no content of.
        ValueType::Family(id) => mapping.family(id).declared.is_none(),
        ValueType::Struct(id) => mapping.structure(id).is_abstract,
        _ => false,
    };
    field.nillable
        && field.fixed.is_none()
        && !abstract_type
        && !matches!(field.kind, FieldKind::Substitution)
}

/// Entities need a DTD, which no message has.
fn is_entity(mapping: &Mapping, id: ScalarId) -> bool {
    let scalar = mapping.scalar(id);
    match scalar.kind {
        ScalarKind::List(item) => is_entity(mapping, item),
        _ => scalar.source.as_ref().is_some_and(|s| s.namespace == XSD && s.local == "ENTITY"),
    }
}
