// SPDX-License-Identifier: EUPL-1.2
//! Occurrences of repeated groups.
//!
//! A reader of XML sees no borders between occurrences: an element belongs to the occurrence before it as long as it
//! may follow there. Samples are made so that the reader draws the same borders.

use fachwerk_mapping::{Field, FieldKind, Name, Struct, StructId, ValueType};
use fachwerk_message::{Result, Sink};

use crate::content::Selection;
use crate::generator::{Declared, Generator};

/// Tries to find an occurrence that cannot be taken for the end of the one before.
const ATTEMPTS: usize = 12;

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

    pub(crate) fn item(&mut self, item: StructId, selection: &Selection, depth: usize) -> Result<()> {
        self.nodes += 1;
        self.out.begin_struct(item, false)?;
        let named = self.type_names.len();
        for (index, count) in selection {
            self.field((item, *index), *count, depth + 1, Declared::default())?;
        }
        self.say_type_names(self.mapping.structure(item), named)?;
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
}
