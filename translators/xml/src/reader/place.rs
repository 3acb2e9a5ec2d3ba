// SPDX-License-Identifier: EUPL-1.2
//! Where a child element belongs.
//!
//! First by name, from the innermost group item outwards: ending an item and beginning the next one is what lets a
//! repeated group go on. Then by wildcard, in the same order. Too many occurrences are let pass where nothing else
//! fits: counting them is validation's business.

use std::collections::BTreeSet;

use fachwerk_mapping::{Field, FieldKind, Name, NamespaceId, StructId, ValueType};
use fachwerk_message::{CodecError, ErrorKind, Result, Sink};

use super::frame::{Children, Frame};
use super::strict::follows;
use super::{Reader, misuse};
use crate::characters::is_same_name;
use crate::tokenizer::Tokenizer;
use crate::wildcard::allows;

/// So many fields after the last one are compared by name before the lookup is asked.
const AHEAD: usize = 6;
/// So many names an error message lists.
const LISTED: usize = 8;

impl Reader<'_> {
    /// Index of the frame and its field that take the element that just began.
    pub(super) fn place(&self, tokens: &Tokenizer<'_>) -> Option<(usize, u16)> {
        let local = tokens.local();
        let namespace = tokens.namespace_id();
        if let Some(namespace) = namespace
            && let Some(found) = self.outwards(|frame| self.named(frame, namespace, local))
        {
            return Some(found);
        }
        if let Some(found) = self.outwards(|frame| self.wild(frame, tokens.namespace())) {
            return Some(found);
        }
        // Items of an array of SOAP encoding may have any name.
        if self.frames.last().is_some_and(|frame| frame.is_array) {
            return Some((self.frames.len() - 1, 0));
        }
        let namespace = namespace?;
        self.outwards(|frame| {
            let structure = self.mapping.structure(frame.structure);
            let fits = |field: &u16| Some(*field) == frame.field && structure.fields[*field as usize].array;
            structure.element_fields(namespace, local).iter().copied().find(fits)
        })
    }

    pub(super) fn outwards(&self, find: impl Fn(&Frame) -> Option<u16>) -> Option<(usize, u16)> {
        for (at, frame) in self.frames.iter().enumerate().rev() {
            if let Some(field) = find(frame) {
                return Some((at, field));
            }
            if !frame.is_item {
                return None;
            }
        }
        None
    }

    fn named(&self, frame: &Frame, namespace: NamespaceId, local: &str) -> Option<u16> {
        let structure = self.mapping.structure(frame.structure);
        if frame.is_unique {
            // What comes is nearly always one of the next few.
            let from = match frame.field {
                None => structure.first_child as usize,
                Some(field) => field as usize + usize::from(!structure.fields[field as usize].array),
            };
            for (at, field) in structure.fields.iter().enumerate().skip(from).take(AHEAD) {
                match &field.kind {
                    FieldKind::Element(name)
                        if name.namespace == namespace
                            && is_same_name(name.local.as_bytes(), local.as_bytes()) =>
                    {
                        if self.admits(frame, at as u16) {
                            return Some(at as u16);
                        }
                        break;
                    }
                    FieldKind::Element(_) => {}
                    _ => break,
                }
            }
        }
        let mut admitted = structure
            .element_fields(namespace, local)
            .iter()
            .copied()
            .filter(|field| self.admits(frame, *field));
        let first = admitted.next()?;
        if frame.is_unique {
            return Some(first);
        }
        // The next value of the same member needs no choice.
        let fits = |field: &u16| frame.field == Some(*field) || follows(structure, frame.field, *field);
        if fits(&first) { Some(first) } else { admitted.find(fits).or(Some(first)) }
    }

    fn wild(&self, frame: &Frame, namespace: &str) -> Option<u16> {
        let structure = self.mapping.structure(frame.structure);
        let mut candidates = structure.wildcard_fields().iter().copied();
        candidates.find(|field| {
            self.admits(frame, *field) && self.takes(&structure.fields[*field as usize], namespace)
        })
    }

    /// Whether a field's wildcard, or one within its group, allows a namespace.
    fn takes(&self, field: &Field, namespace: &str) -> bool {
        match (&field.kind, field.value) {
            (FieldKind::Any(wildcard), _) => allows(wildcard, namespace),
            (FieldKind::Group, ValueType::Struct(item)) => {
                let structure = self.mapping.structure(item);
                let mut inner = structure.wildcard_fields().iter();
                inner.any(|field| self.takes(&structure.fields[*field as usize], namespace))
            }
            _ => false,
        }
    }

    /// Whether a field may have a value now.
    pub(super) fn admits(&self, frame: &Frame, field: u16) -> bool {
        let structure = self.mapping.structure(frame.structure);
        if frame.field == Some(field) {
            let field = &structure.fields[field as usize];
            return field.array && field.max.is_none_or(|max| frame.count < max);
        }
        !self.has_seen(frame, field)
            && (frame.children == Children::AnyOrder || structure.may_follow(frame.field, field))
    }

    /// Make a field the current one, ending group items that are in the way and beginning those that lead there.
    /// The field that takes the element, in the innermost frame.
    pub(super) fn enter<S: Sink + ?Sized>(
        &mut self,
        frame: usize,
        mut field: u16,
        tokens: &Tokenizer<'_>,
        sink: &mut S,
    ) -> Result<u16> {
        while self.frames.len() > frame + 1 {
            self.end_frame(sink)?;
        }
        loop {
            self.begin_field(field, sink)?;
            let Some(frame) = self.frames.last() else { return Err(misuse()) };
            let target = &self.mapping.structure(frame.structure).fields[field as usize];
            let (FieldKind::Group, ValueType::Struct(item)) = (&target.kind, target.value) else {
                return Ok(field);
            };
            sink.begin_struct(item, false)?;
            self.push(item, true, Children::InOrder);
            let Some(frame) = self.frames.last() else { return Err(misuse()) };
            let named = tokens.namespace_id().and_then(|id| self.named(frame, id, tokens.local()));
            field = named.or_else(|| self.wild(frame, tokens.namespace())).ok_or_else(misuse)?;
        }
    }

    /// Why the element that just began has no place here.
    pub(super) fn not_expected(&self, tokens: &Tokenizer<'_>) -> Box<CodecError> {
        let mut expected = Vec::new();
        for frame in self.frames.iter().rev() {
            self.expected(frame, &mut expected);
            if !frame.is_item {
                break;
            }
        }
        let found = tokens.qualified_name();
        let elsewhere = expected.iter().find(|name| name.local == tokens.local());
        let message =
            if let Some(name) = elsewhere.filter(|name| Some(name.namespace) != tokens.namespace_id()) {
                format!(
                    "element `{found}` is in namespace `{}`, but the contract has it in `{}`",
                    tokens.namespace(),
                    self.mapping.namespace(name.namespace)
                )
            } else if expected.is_empty() {
                format!("element `{found}` is not expected here; no more elements are")
            } else {
                let names: Vec<&str> = expected.iter().take(LISTED).map(|name| name.local.as_str()).collect();
                let more = if expected.len() > LISTED { ", …" } else { "" };
                format!("element `{found}` is not expected here; expected one of {}{more}", names.join(", "))
            };
        CodecError::new(ErrorKind::Structure, message)
    }

    /// Names of elements that may come next.
    fn expected<'s>(&'s self, frame: &Frame, names: &mut Vec<&'s Name>) {
        let structure = self.mapping.structure(frame.structure);
        for (at, field) in structure.fields.iter().enumerate().skip(structure.first_child as usize) {
            if self.admits(frame, at as u16) {
                self.names_of(field, names, &mut BTreeSet::new());
            }
        }
    }

    fn names_of<'s>(&'s self, field: &'s Field, names: &mut Vec<&'s Name>, groups: &mut BTreeSet<StructId>) {
        match (&field.kind, field.value) {
            (FieldKind::Element(name), _) if !names.contains(&name) => names.push(name),
            (FieldKind::Substitution, ValueType::Family(family)) => {
                names.extend(self.mapping.family(family).variants.iter().map(|v| &v.name));
            }
            (FieldKind::Group, ValueType::Struct(item)) if groups.insert(item) => {
                for inner in &self.mapping.structure(item).fields {
                    self.names_of(inner, names, groups);
                }
            }
            _ => {}
        }
    }
}
