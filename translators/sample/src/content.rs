// SPDX-License-Identifier: EUPL-1.2
//! Which fields an object has, and how many values each.

use fachwerk_mapping::{Field, FieldKind, Particle, ParticleTerm, Struct, ValueType};

use crate::generator::Generator;

/// Fields in schema order with the number of their values.
pub(crate) type Selection = Vec<(u16, u32)>;

impl Generator<'_, '_> {
    /// Choose the content of an object.
    pub(crate) fn selection(&mut self, structure: &Struct, depth: usize) -> Selection {
        let visible = structure.kind == fachwerk_mapping::StructKind::GroupItem;
        let mut selection = Selection::new();
        self.select(structure, &structure.particle, depth, visible, &mut selection);
        // Schema order; a branch of a choice may have come out of order.
        selection.sort_by_key(|(index, _)| *index);
        selection
    }

    /// `there`: at least one value has to come out of it, even if it is optional.
    fn select(
        &mut self,
        structure: &Struct,
        particle: &Particle,
        depth: usize,
        there: bool,
        out: &mut Selection,
    ) {
        if particle.optional && !there {
            let needs = self.sampler.plan.particle(self.mapping, structure, particle, true);
            if !self.chooses(depth, needs) {
                return;
            }
        }
        match &particle.term {
            ParticleTerm::Field(index) => {
                if let Some(field) = structure.fields.get(usize::from(*index)) {
                    let count = self.count(structure, field, depth, there);
                    if count > 0 {
                        out.push((*index, count));
                    }
                }
            }
            ParticleTerm::Sequence(children) | ParticleTerm::All(children) => {
                let visible = if there { self.branch(structure, children, depth, true) } else { None };
                for (index, child) in children.iter().enumerate() {
                    self.select(structure, child, depth, visible == Some(index), out);
                }
            }
            ParticleTerm::Choice(children) => {
                if let Some(index) = self.branch(structure, children, depth, there) {
                    self.select(structure, &children[index], depth, there, out);
                }
            }
        }
    }

    /// One of several particles.
    fn branch(
        &mut self,
        structure: &Struct,
        children: &[Particle],
        depth: usize,
        there: bool,
    ) -> Option<usize> {
        let needs: Vec<usize> =
            children.iter().map(|c| self.sampler.plan.particle(self.mapping, structure, c, there)).collect();
        self.cheapest_or_any(&needs, depth)
    }

    fn count(&mut self, structure: &Struct, field: &Field, depth: usize, there: bool) -> u32 {
        if !self.allows(structure, field) {
            // Either nothing asks for it, or what asks for it has been refused before.
            return field.min;
        }
        if self.sampler.options.typical && matches!(field.kind, FieldKind::Any(_)) {
            return field.min.max(u32::from(there));
        }
        let needs = if self.sampler.options.typical {
            // Rather nothing than nil, which takes less room.
            self.sampler.plan.value(self.mapping, field.value)
        } else {
            self.sampler.plan.field_value(self.mapping, structure, field)
        };
        let least = field.min.max(u32::from(there || self.has_required_headers(field)));
        if !self.chooses(depth, needs) {
            return least;
        }
        let least = least.max(1);
        let most = field.max.unwrap_or(u32::MAX).min(least.saturating_add(self.sampler.options.max_items));
        self.rng.u32(least..=most.max(least))
    }

    /// Whether the field is the headers of a message and one of them is required.
    fn has_required_headers(&self, field: &Field) -> bool {
        match (&field.kind, field.value) {
            (FieldKind::Group, ValueType::Struct(id)) if !field.array => {
                self.mapping.structure(id).fields.iter().any(|header| header.required)
            }
            _ => false,
        }
    }
}
