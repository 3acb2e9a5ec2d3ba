// SPDX-License-Identifier: EUPL-1.2
//! Checks structure and values of a message on its way to another sink, whatever form it came in.

mod content;
mod finding;
mod path;
mod sink;
#[cfg(test)]
mod tests;
mod wildcard;

use fachwerk_mapping::{
    ContentKind, FamilyKind, Field, FieldKind, Mapping, ScalarId, Struct, StructId, StructKind, ValueType,
};

pub use finding::{Finding, PathStyle};

use crate::value::{Patterns, check, equal};
use crate::{CodecError, ErrorKind, Result, Sink};
use path::Frame;

/// Findings that are kept; what comes after is only counted.
const MAX_FINDINGS: usize = 100;

/// A sink that passes everything on to another and collects what is wrong.
///
/// It checks values against their types and fixed values, occurrences, choices, sequences, nil, abstract types and
/// the namespaces of wildcards. The order of fields does not matter to it, so that it can follow any reader. An
/// error of the inner sink is returned as it is.
#[derive(Debug)]
pub struct Validate<'m, S> {
    mapping: &'m Mapping,
    patterns: &'m Patterns,
    style: PathStyle,
    prefix: String,
    inner: S,
    frames: Vec<Frame>,
    /// Occurrences of the fields of all open objects.
    counts: Vec<u32>,
    /// Elements in repeated groups of all open objects, with how often they have occurred; for XPath only.
    siblings: Vec<(&'m str, u32)>,
    /// Elements of all open mixed contents, as fields of their items.
    pieces: Vec<u16>,
    findings: Vec<Finding>,
    /// Findings beyond those that are kept.
    more: usize,
}

impl<'m, S: Sink> Validate<'m, S> {
    /// Validate a message on its way to `inner`.
    pub fn new(mapping: &'m Mapping, patterns: &'m Patterns, style: PathStyle, inner: S) -> Self {
        Self {
            mapping,
            patterns,
            style,
            prefix: String::new(),
            inner,
            frames: Vec::new(),
            counts: Vec::new(),
            siblings: Vec::new(),
            pieces: Vec::new(),
            findings: Vec::new(),
            more: 0,
        }
    }

    /// Write this before every path: where in a larger document the message stands.
    #[must_use]
    pub fn below(mut self, prefix: impl Into<String>) -> Self {
        self.prefix = prefix.into();
        self
    }

    /// The inner sink, while the message is read.
    pub fn inner(&mut self) -> &mut S {
        &mut self.inner
    }

    /// Whether nothing is wrong so far.
    pub fn is_clean(&self) -> bool {
        self.findings.is_empty()
    }

    /// What has been found so far.
    pub fn take_findings(&mut self) -> Vec<Finding> {
        std::mem::take(&mut self.findings)
    }

    /// The inner sink and what was found.
    pub fn finish(mut self) -> (S, Vec<Finding>) {
        if self.more > 0 {
            self.findings.push(Finding {
                kind: ErrorKind::Invalid,
                path: self.prefix,
                message: format!("and {} more", self.more),
            });
        }
        (self.inner, self.findings)
    }

    /// The inner sink, or the error that lists what was found.
    ///
    /// # Errors
    /// [`ErrorKind::Invalid`] where anything was found.
    pub fn accept(self) -> Result<S> {
        match self.finish() {
            (inner, findings) if findings.is_empty() => Ok(inner),
            (_, findings) => Err(CodecError::invalid(findings)),
        }
    }

    fn find(&mut self, kind: ErrorKind, message: impl FnOnce() -> String) {
        if self.findings.len() >= MAX_FINDINGS {
            self.more += 1;
            return;
        }
        let path = path::path(self.mapping, self.style, &self.prefix, &self.frames);
        self.findings.push(Finding { kind, path, message: message() });
    }

    fn structure(&self, id: StructId) -> Option<&'m Struct> {
        self.mapping.structs.get(id.0 as usize)
    }

    fn open_field(&self) -> Option<&'m Field> {
        let frame = self.frames.last()?;
        self.structure(frame.id)?.fields.get(usize::from(frame.field))
    }

    /// A value of the open member begins.
    fn value(&mut self, nil: bool) {
        let Some(frame) = self.frames.last().copied() else { return };
        let Some(field) = self.open_field() else { return };
        if let [.., outer, _] = self.frames[..]
            && !matches!(field.kind, FieldKind::Text)
            && self.structure(outer.id).is_some_and(|s| s.mixed.is_some())
            && self.structure(frame.id).is_some_and(|s| s.kind == StructKind::GroupItem)
        {
            self.pieces.push(frame.field);
        }
        let mut position = 0;
        if let Some(count) = self.counts.get_mut(frame.counts + usize::from(frame.field)) {
            *count = count.saturating_add(1);
            position = *count;
        }
        if self.style == PathStyle::XPath
            && matches!(field.kind, FieldKind::Element(_) | FieldKind::Substitution)
            && self.structure(frame.id).is_some_and(|s| s.kind == StructKind::GroupItem)
        {
            position = self.sibling(path::element_name(self.mapping, &frame, field));
        }
        if let Some(frame) = self.frames.last_mut() {
            frame.position = position;
        }
        self.check_alternative(&frame, field, nil);
    }

    /// Whether the open value says what it is where it has to, and may be nil where it is.
    fn check_alternative(&mut self, frame: &Frame, field: &'m Field, nil: bool) {
        let mut nillable = field.nillable;
        let mut value = field.value;
        let mut chosen = frame.variant;
        let mut derived = frame.derived;
        if let (ValueType::Family(id), Some((family, _))) = (value, chosen)
            && id != family
        {
            // The declared member of a substitution group, of a type that says which it is.
            derived = chosen.take();
        }
        while let ValueType::Family(id) = value {
            let Some(family) = self.mapping.families.get(id.0 as usize) else { break };
            let variant = chosen.map(|(_, variant)| variant).or(family.declared);
            let Some(variant) = variant.and_then(|v| family.variants.get(usize::from(v))) else {
                if !nil {
                    self.find(ErrorKind::Missing, || {
                        let tags: Vec<&str> =
                            family.variants.iter().take(8).map(|v| v.tag.as_str()).collect();
                        format!("`{}` does not say what it is: {}", field.name, tags.join(", "))
                    });
                }
                break;
            };
            if family.kind == FamilyKind::Substitution {
                nillable = variant.nillable;
            }
            // Types do not nest in types: this ends after the derived type of a substitution.
            let done = family.kind == FamilyKind::Type;
            value = variant.value;
            chosen = derived;
            if done {
                break;
            }
        }
        if nil && !nillable {
            self.find(ErrorKind::Structure, || format!("`{}` must not be nil", field.name));
        } else if nil && field.fixed.is_some() {
            self.find(ErrorKind::Value, || format!("`{}` has a fixed value and must not be nil", field.name));
        }
    }

    /// The value of the open member has ended.
    fn value_ended(&mut self) {
        if let Some(frame) = self.frames.last_mut() {
            frame.variant = None;
            frame.derived = None;
        }
    }

    /// Count an element in a repeated group among all elements of its name below the same parent.
    fn sibling(&mut self, name: &'m str) -> u32 {
        let is_element = |frame: &&Frame| {
            self.mapping.structs.get(frame.id.0 as usize).is_some_and(|s| s.kind != StructKind::GroupItem)
        };
        let from = self.frames.iter().rev().find(is_element).map_or(0, |frame| frame.siblings);
        let seen = self.siblings.get_mut(from..).unwrap_or_default();
        if let Some((_, count)) = seen.iter_mut().find(|(seen, _)| *seen == name) {
            *count = count.saturating_add(1);
            return *count;
        }
        self.siblings.push((name, 1));
        1
    }

    /// A default or fixed value that the open element has, its own or as the element around its text.
    fn declared_values(&self, field: &'m Field) -> (Option<&'m str>, Option<&'m str>) {
        if matches!(field.kind, FieldKind::Text)
            && self
                .frames
                .last()
                .and_then(|own| self.structure(own.id))
                .is_some_and(|s| s.kind == StructKind::GroupItem)
        {
            // A run of text in mixed content: what is said of the element around all of it.
            return (None, self.fixed_content(self.frames.len().saturating_sub(1)));
        }
        let holder = match field.kind {
            FieldKind::Text => self.frames.len().checked_sub(2).and_then(|parent| {
                let (parent, own) = (self.frames.get(parent)?, self.frames.last()?);
                self.structure(own.id).filter(|s| s.content == ContentKind::Simple)?;
                self.structure(parent.id)?.fields.get(usize::from(parent.field))
            }),
            _ => Some(field),
        };
        holder.map_or((None, None), |f| (f.default.as_deref(), f.fixed.as_deref()))
    }

    /// The fixed value of the element whose mixed content is the last of so many frames.
    fn fixed_content(&self, frames: usize) -> Option<&'m str> {
        let [.., parent, own] = self.frames.get(..frames)? else { return None };
        self.structure(own.id).filter(|s| s.content == ContentKind::Mixed)?;
        self.structure(parent.id)?.fields.get(usize::from(parent.field))?.fixed.as_deref()
    }

    fn check_scalar(&mut self, id: ScalarId, text: &str) {
        let Some(field) = self.open_field() else { return };
        if self.mapping.scalars.get(id.0 as usize).is_none() {
            return;
        }
        let (default, fixed) = self.declared_values(field);
        let is_attribute = matches!(field.kind, FieldKind::Attribute(_));
        if text.is_empty() && !is_attribute && (default.is_some() || fixed.is_some()) {
            // The element is empty: the declared value stands for its own.
            return;
        }
        if let Err(message) = check(self.mapping, self.patterns, id, text) {
            self.find(ErrorKind::Value, || format!("`{}` {message}", field.name));
        } else if let Some(fixed) = fixed
            && !equal(self.mapping, self.patterns, id, text, fixed)
        {
            self.find(ErrorKind::Value, || format!("`{}` is not the fixed value", field.name));
        }
    }

    fn check_xml(&mut self, element: &str) {
        let (Some(field), Some((namespace, local))) = (self.open_field(), wildcard::root_name(element))
        else {
            return;
        };
        // Names of items do not matter in SOAP encoding (SOAP 1.1, section 5.4.2).
        let array =
            self.frames.last().and_then(|frame| self.structure(frame.id)).is_some_and(|s| s.array.is_some());
        match &field.kind {
            FieldKind::Any(any) if !wildcard::allows(&any.namespaces, namespace) => {
                self.find(ErrorKind::Structure, || {
                    format!("`{}` must not hold an element of its namespace", field.name)
                });
            }
            FieldKind::Element(name)
                if !array && (name.local != local || self.mapping.namespace(name.namespace) != namespace) =>
            {
                self.find(ErrorKind::Structure, || {
                    format!("`{}` has to hold the element `{}`", field.name, name.local)
                });
            }
            _ => {}
        }
    }
}
