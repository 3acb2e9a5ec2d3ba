// SPDX-License-Identifier: EUPL-1.2
//! Occurrences of repeated groups, and mixed content.
//!
//! A reader of XML sees no borders between occurrences: an element belongs to the occurrence before it as long as it
//! may follow there. Samples are made so that the reader draws the same borders.

use fachwerk_mapping::{Field, FieldKind, Name, Struct, StructId, ValueType};
use fachwerk_message::{Result, Sink};

use crate::content::Selection;
use crate::generator::{Declared, Generator};
use crate::plan::{NEVER, is_open};
use crate::scalar;

/// Tries to find an occurrence that cannot be taken for the end of the one before.
const ATTEMPTS: usize = 12;
/// Mixed content with more different elements than this is a choice that repeats, in all schemas one meets.
const MOST_IN_ORDER: usize = 8;

impl<'m> Generator<'_, 'm> {
    /// So many occurrences of a group; less where more could not be told apart.
    pub(crate) fn group(&mut self, field: &'m Field, item: StructId, count: u32, depth: usize) -> Result<()> {
        let structure = self.mapping.structure(item);
        let mut chosen: Vec<Selection> = Vec::new();
        for done in 0..count {
            let mut next = self.apart(structure, chosen.last(), depth);
            for _ in 0..ATTEMPTS {
                if next.is_some() || chosen.pop().is_none() {
                    break;
                }
                // Perhaps with another one before it.
                let before = self.apart(structure, chosen.last(), depth);
                chosen.push(before.unwrap_or_else(|| self.selection(structure, depth + 1)));
                next = self.apart(structure, chosen.last(), depth);
            }
            match next {
                Some(next) => chosen.push(next),
                None if done >= field.min => break,
                None => chosen.push(self.selection(structure, depth + 1)),
            }
        }
        chosen.iter().try_for_each(|selection| self.item(item, selection, depth))
    }

    /// An occurrence that cannot be taken for the end of the one before.
    fn apart(
        &mut self,
        structure: &'m Struct,
        before: Option<&Selection>,
        depth: usize,
    ) -> Option<Selection> {
        let last = before.and_then(|selection| selection.last()).map(|(index, _)| *index);
        for _ in 0..ATTEMPTS {
            let selection = self.selection(structure, depth + 1);
            if !self.runs_on(structure, last, &selection) {
                return Some(selection);
            }
        }
        None
    }

    fn item(&mut self, item: StructId, selection: &Selection, depth: usize) -> Result<()> {
        self.nodes += 1;
        self.out.begin_struct(item, false)?;
        for (index, count) in selection {
            self.field((item, *index), *count, depth + 1, Declared::default())?;
        }
        self.out.end_struct()
    }

    /// Whether the first element of an occurrence could still belong to the one before, whose last field is `last`.
    fn runs_on(&self, structure: &Struct, last: Option<u16>, next: &Selection) -> bool {
        let (Some(last), Some((first, _))) = (last, next.first()) else { return false };
        let mut names = Vec::new();
        let mut wildcard = false;
        self.names(&structure.fields[usize::from(*first)], &mut names, &mut wildcard, 0);
        let mut places = names.iter().flat_map(|name| structure.element_fields(name.namespace, &name.local));
        places.any(|place| structure.may_follow(Some(last), *place))
            || (wildcard
                && structure.wildcard_fields().iter().any(|place| structure.may_follow(Some(last), *place)))
    }

    /// Elements that a field holds.
    fn names(&self, field: &'m Field, names: &mut Vec<&'m Name>, wildcard: &mut bool, depth: usize) {
        match (&field.kind, field.value) {
            (FieldKind::Element(name), _) => names.push(name),
            (FieldKind::Substitution, ValueType::Family(family)) => {
                names.extend(self.mapping.family(family).variants.iter().map(|v| &v.name));
            }
            (FieldKind::Any(_), _) => *wildcard = true,
            (FieldKind::Group, ValueType::Struct(item)) if depth < 32 => {
                for inner in &self.mapping.structure(item).fields {
                    self.names(inner, names, wildcard, depth + 1);
                }
            }
            _ => {}
        }
    }

    /// Text with elements in it.
    ///
    /// The mapping does not keep which order the schema asks of the elements. Each once, as they are declared, is
    /// right for sequences and for choices that repeat; where that grows too large there is text alone. One alone is
    /// right for choices.
    pub(crate) fn mixed(
        &mut self,
        field: &'m Field,
        index: u16,
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
        let elements = self.elements(pieces, depth);
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

    fn elements(&mut self, pieces: &Struct, depth: usize) -> Vec<u16> {
        let needs: Vec<usize> = pieces
            .fields
            .iter()
            .map(|field| match field.kind {
                FieldKind::Text => NEVER,
                _ => self.sampler.plan.field_value(self.mapping, pieces, field),
            })
            .collect();
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
