// SPDX-License-Identifier: EUPL-1.2
//! Mixed content.

use fachwerk_mapping::{Field, FieldKind, Model, ModelTerm, Struct, StructId, ValueType};
use fachwerk_message::{Result, Sink};

use crate::generator::Generator;
use crate::plan::{NEVER, is_open};
use crate::scalar;

/// Mixed content with more different elements than this is a choice that repeats, in all schemas one meets.
const MOST_IN_ORDER: usize = 8;
/// Elements in one mixed content beyond which nobody looks.
const MOST_ELEMENTS: usize = 10_000;

impl<'m> Generator<'_, 'm> {
    /// Text with elements in it.
    ///
    /// Where the mapping keeps the order that the schema asks of the elements, they come in it. Elsewhere there are
    /// wildcards among them; one element alone is right for choices.
    pub(crate) fn mixed(
        &mut self,
        field: &'m Field,
        index: u16,
        model: Option<&'m Model>,
        depth: usize,
        fixed: Option<&str>,
    ) -> Result<()> {
        let ValueType::Struct(item) = field.value else { return Ok(()) };
        let pieces = self.mapping.structure(item);
        let text = pieces.fields.iter().position(|f| matches!(f.kind, FieldKind::Text));
        self.out.begin_field(index)?;
        if let (Some(fixed), Some(text)) = (fixed, text) {
            // A fixed value leaves no room for elements.
            self.run_of_text(item, text as u16, fixed)?;
            return self.out.end_field();
        }
        let elements = self.elements(pieces, model, depth);
        for element in std::iter::once(None).chain(elements.into_iter().map(Some)) {
            if let Some(element) = element {
                self.item(item, &vec![(element, 1)], depth)?;
            }
            if let Some(text) = text
                && self.rng.f64() < 0.7
            {
                let run = scalar::text_run(self.sampler, &mut self.rng);
                self.run_of_text(item, text as u16, &run)?;
            }
        }
        self.out.end_field()
    }

    fn elements(&mut self, pieces: &Struct, model: Option<&'m Model>, depth: usize) -> Vec<u16> {
        let needs: Vec<usize> = pieces
            .fields
            .iter()
            .map(|field| match field.kind {
                FieldKind::Text => NEVER,
                _ => self.sampler.plan.field_value(self.mapping, pieces, field),
            })
            .collect();
        if let Some(model) = model {
            let mut elements = Vec::new();
            self.by_model(model, &needs, depth, &mut elements);
            return elements;
        }
        if is_open(pieces) {
            // As in XML signatures: either a choice, or elements that need not be.
            return self.cheapest_or_any(&needs, depth).map(|index| index as u16).into_iter().collect();
        }
        let deepest = needs.iter().copied().filter(|n| *n != NEVER).max().unwrap_or(0);
        if depth.saturating_add(deepest).saturating_add(1) > self.sampler.options.max_depth
            || self.nodes >= self.sampler.options.max_nodes
        {
            return Vec::new();
        }
        let possible: Vec<u16> =
            (0_u16..).zip(&needs).filter(|(_, n)| **n != NEVER).map(|(i, _)| i).collect();
        if possible.len() <= MOST_IN_ORDER {
            return possible;
        }
        let count = self.rng.usize(0..=4);
        (0..count).filter_map(|_| self.rng.choice(possible.iter().copied())).collect()
    }

    /// Elements that fulfil a model.
    fn by_model(&mut self, model: &Model, needs: &[usize], depth: usize, out: &mut Vec<u16>) {
        let least = model_needs(model, needs, true);
        let room = self.sampler.options.max_depth.saturating_sub(depth);
        let affordable = least != NEVER && least < room && self.nodes < self.sampler.options.max_nodes;
        let mut count = model.min;
        while affordable
            && count < model.min + 3
            && model.max.is_none_or(|max| count < max)
            && self.rng.bool()
        {
            count += 1;
        }
        for _ in 0..count {
            if out.len() >= MOST_ELEMENTS {
                return;
            }
            match &model.term {
                ModelTerm::Piece(index) => out.push(*index),
                ModelTerm::Sequence(children) | ModelTerm::All(children) => {
                    for child in children {
                        self.by_model(child, needs, depth, out);
                    }
                }
                ModelTerm::Choice(children) => {
                    let each: Vec<usize> = children.iter().map(|c| model_needs(c, needs, false)).collect();
                    if let Some(chosen) = self.cheapest_or_any(&each, depth) {
                        self.by_model(&children[chosen], needs, depth, out);
                    }
                }
            }
        }
    }

    fn run_of_text(&mut self, item: StructId, field: u16, text: &str) -> Result<()> {
        self.out.begin_struct(item, false)?;
        self.out.begin_field(field)?;
        if let ValueType::Scalar(id) = self.mapping.structure(item).fields[usize::from(field)].value {
            self.out.scalar(id, text)?;
        }
        self.out.end_field()?;
        self.out.end_struct()
    }
}

/// Depth that a model needs at least. `there`: it occurs even if it need not.
pub(crate) fn model_needs(model: &Model, needs: &[usize], there: bool) -> usize {
    if model.min == 0 && !there {
        return 0;
    }
    match &model.term {
        ModelTerm::Piece(index) => needs.get(usize::from(*index)).copied().unwrap_or(NEVER),
        ModelTerm::Sequence(children) | ModelTerm::All(children) => {
            children.iter().map(|child| model_needs(child, needs, false)).max().unwrap_or(0)
        }
        ModelTerm::Choice(children) => {
            children.iter().map(|child| model_needs(child, needs, false)).min().unwrap_or(0)
        }
    }
}
