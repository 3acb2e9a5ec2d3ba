// SPDX-License-Identifier: EUPL-1.2
//! Checks structure and values of a message on its way to another sink, whatever form it came in.

mod content;
mod declarations;
mod finding;
mod identity;
mod named;
mod path;
mod sink;
#[cfg(test)]
mod tests;
mod wildcard;

use fachwerk_contract::schema::{ProcessContents, Wildcard};
use fachwerk_mapping::{
    ContentKind, FamilyKind, Field, FieldKind, Mapping, REFERENCE, ScalarId, ScalarKind, Struct, StructId,
    StructKind, ValueType,
};

pub use declarations::Declarations;
pub use finding::{Finding, PathStyle};

use crate::value::{Patterns, check, equal};
use crate::{CodecError, ErrorKind, Result, Sink};
use path::Frame;

/// Findings that are kept unless told otherwise; what comes after is only counted.
pub const MAX_FINDINGS: usize = 100;

/// A sink that passes everything on to another and collects what is wrong.
///
/// It checks values against their types and fixed values, occurrences, choices, sequences, nil, abstract types and
/// the namespaces of wildcards. The order of fields does not matter to it, so that it can follow any reader. What a
/// reader can pass over is found, too, and the reader goes on; then the message cannot pass, and the inner sink hears
/// no more of it. So with an error of the inner sink itself, once something was found.
#[derive(Debug)]
pub struct Validate<'m, S> {
    mapping: &'m Mapping,
    patterns: &'m Patterns,
    style: PathStyle,
    prefix: String,
    /// A field of the root that stands elsewhere, and the prefix there.
    elsewhere: Option<(u16, String)>,
    max: usize,
    inner: S,
    /// Why the inner sink hears no more.
    broken: Option<Box<CodecError>>,
    frames: Vec<Frame>,
    /// Occurrences of the fields of all open objects.
    counts: Vec<u32>,
    /// Elements in repeated groups of all open objects, with how often they have occurred; for XPath only.
    siblings: Vec<(&'m str, u32)>,
    /// Elements of all open mixed contents, as fields of their items.
    pieces: Vec<u16>,
    named: named::Named,
    /// Identity constraints, where elements have any.
    identities: Option<identity::Identities<'m>>,
    /// Those of the element around the whole message.
    constraints: &'m [u32],
    /// What is known of elements and attributes that wildcards let in.
    declarations: Option<&'m dyn Declarations>,
    findings: Vec<Finding>,
    /// Findings beyond those that are kept.
    more: usize,
    /// Binary values may be references to what travels beside the message.
    references: bool,
}

impl<'m, S: Sink> Validate<'m, S> {
    /// Validate a message on its way to `inner`.
    pub fn new(mapping: &'m Mapping, patterns: &'m Patterns, style: PathStyle, inner: S) -> Self {
        Self {
            mapping,
            patterns,
            style,
            prefix: String::new(),
            elsewhere: None,
            max: MAX_FINDINGS,
            inner,
            broken: None,
            frames: Vec::new(),
            counts: Vec::new(),
            siblings: Vec::new(),
            pieces: Vec::new(),
            named: named::Named::default(),
            identities: identity::Identities::of(mapping),
            constraints: &[],
            declarations: None,
            findings: Vec::new(),
            more: 0,
            references: false,
        }
    }

    /// Write this before every path: where in a larger document the message stands.
    #[must_use]
    pub fn below(mut self, prefix: impl Into<String>) -> Self {
        self.prefix = prefix.into();
        self
    }

    /// Binary values may be references (`cid:…`) to what travels beside the message; of those only the place is checked.
    #[must_use]
    pub fn with_references(mut self, references: bool) -> Self {
        self.references = references;
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

    /// Write another prefix before the paths below one field of the root: header blocks stand elsewhere.
    #[must_use]
    pub fn below_field(mut self, field: u16, prefix: impl Into<String>) -> Self {
        self.elsewhere = Some((field, prefix.into()));
        self
    }

    /// Hold what wildcards let in against these, unless they say that it is to be skipped.
    #[must_use]
    pub fn knowing(mut self, declarations: &'m dyn Declarations) -> Self {
        self.declarations = Some(declarations);
        self
    }

    /// The element that the message is the content of has these identity constraints.
    #[must_use]
    pub fn constrained(mut self, identities: &'m [u32]) -> Self {
        self.constraints = identities;
        self
    }

    /// Keep at most so many findings; what comes after is only counted.
    #[must_use]
    pub fn at_most(mut self, findings: usize) -> Self {
        self.max = findings.max(1);
        self
    }

    /// The inner sink and what was found.
    ///
    /// # Errors
    /// The reader passed something over, so the inner sink does not have the whole message.
    pub fn finish(mut self) -> Result<(S, Vec<Finding>)> {
        self.count_rest();
        match self.broken {
            Some(error) if self.findings.len() == 1 && self.findings[0].message == error.message => {
                Err(error)
            }
            Some(_) => Err(CodecError::invalid(self.findings)),
            None => Ok((self.inner, self.findings)),
        }
    }

    /// What is wrong with a message whose reader gave up: that, and what was found before. One that is not well-formed
    /// or exceeds a limit is nothing else.
    pub fn failed(mut self, error: Box<CodecError>) -> Box<CodecError> {
        let alone = matches!(error.kind, ErrorKind::Syntax | ErrorKind::Forbidden | ErrorKind::Limit);
        if alone || self.findings.is_empty() {
            return error;
        }
        self.add(*error);
        self.count_rest();
        CodecError::invalid(self.findings)
    }

    fn count_rest(&mut self) {
        if self.more > 0 {
            self.findings.push(Finding {
                kind: ErrorKind::Invalid,
                path: self.prefix.clone(),
                message: format!("and {} more", self.more),
                offset: None,
                place: None,
            });
            self.more = 0;
        }
    }

    /// What somebody else found.
    fn add(&mut self, error: CodecError) {
        for finding in error.into_findings() {
            if self.findings.len() < self.max {
                self.findings.push(finding);
            } else {
                self.more += 1;
            }
        }
    }

    /// Tell the inner sink, as long as it listens.
    fn pass(&mut self, tell: impl FnOnce(&mut S) -> Result<()>) -> Result<()> {
        if self.broken.is_some() {
            return Ok(());
        }
        match tell(&mut self.inner) {
            Err(error) if !self.findings.is_empty() && error.kind != ErrorKind::Limit => {
                // It is the consequence of what was found.
                self.broken = Some(error);
                Ok(())
            }
            result => result,
        }
    }

    /// The inner sink, or the error that lists what was found.
    ///
    /// # Errors
    /// [`ErrorKind::Invalid`] where anything was found.
    pub fn accept(self) -> Result<S> {
        match self.finish()? {
            (inner, findings) if findings.is_empty() => Ok(inner),
            (_, findings) => Err(CodecError::invalid(findings)),
        }
    }

    fn find(&mut self, kind: ErrorKind, message: impl FnOnce() -> String) {
        if self.findings.len() >= self.max {
            self.more += 1;
            return;
        }
        let path = path::path(self.mapping, self.style, self.prefix(), &self.frames);
        self.findings.push(Finding { kind, path, message: message(), offset: None, place: None });
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
        if self.identities.is_some() {
            self.element_begins(&frame, field);
        }
    }

    /// Identity constraints hear of an element.
    fn element_begins(&mut self, frame: &Frame, field: &'m Field) {
        let Some(identities) = &mut self.identities else { return };
        match (&field.kind, field.value) {
            (FieldKind::Element(name), _) => {
                identities.begin(name.namespace, &name.local, &field.identities);
            }
            (FieldKind::Substitution, ValueType::Family(id)) => {
                let Some(family) = self.mapping.families.get(id.0 as usize) else { return };
                let own = frame.variant.filter(|(of, _)| *of == id).map(|(_, variant)| variant);
                let variant = own.or(family.declared).and_then(|v| family.variants.get(usize::from(v)));
                match variant {
                    Some(variant) => {
                        identities.begin(variant.name.namespace, &variant.name.local, &variant.identities);
                    }
                    None => identities.begin(fachwerk_mapping::NamespaceId::NONE, "", &[]),
                }
            }
            _ => {}
        }
    }

    /// They hear of a value: of an element, its text, or an attribute.
    fn element_has(&mut self, id: ScalarId, text: &str) {
        let Some(field) = self.open_field() else { return };
        let mixed = self
            .frames
            .last()
            .and_then(|own| self.structure(own.id))
            .is_some_and(|s| s.kind == StructKind::GroupItem);
        let (default, fixed) = self.declared_values(field);
        let (mapping, patterns) = (self.mapping, self.patterns);
        let Some(identities) = &mut self.identities else { return };
        let text = match default.or(fixed) {
            Some(declared) if text.is_empty() => declared,
            _ => text,
        };
        match &field.kind {
            FieldKind::Attribute(name) => {
                let namespace = mapping.namespaces.get(name.namespace.0 as usize).map_or("", String::as_str);
                identities.attribute(namespace, &name.local, || {
                    // No attribute names a type of its own.
                    let value = identity::value(mapping, patterns, id, text);
                    value.or_else(|| Some(format!("anySimpleType {text}")))
                });
            }
            FieldKind::Text if mixed => {}
            FieldKind::Text | FieldKind::Element(_) | FieldKind::Substitution => {
                identities.value(patterns, id, text);
            }
            _ => {}
        }
    }

    /// They hear of attributes that are not there and have a declared value all the same.
    fn declared_attributes(&mut self, frame: &Frame, structure: &'m Struct) {
        let (mapping, patterns) = (self.mapping, self.patterns);
        let Some(identities) = self.identities.as_mut().filter(|identities| identities.selects()) else {
            return;
        };
        for (at, field) in structure.fields.iter().enumerate().take(usize::from(structure.first_child)) {
            let absent = self.counts.get(frame.counts + at) == Some(&0);
            let declared = field.default.as_deref().or(field.fixed.as_deref());
            if let (true, FieldKind::Attribute(name), ValueType::Scalar(id), Some(text)) =
                (absent, &field.kind, field.value, declared)
            {
                let namespace = mapping.namespaces.get(name.namespace.0 as usize).map_or("", String::as_str);
                identities.attribute(namespace, &name.local, || {
                    // No attribute names a type of its own.
                    let value = identity::value(mapping, patterns, id, text);
                    value.or_else(|| Some(format!("anySimpleType {text}")))
                });
            }
        }
    }

    /// They hear that the value of the open member has ended; of the message, if none is open.
    fn element_ended(&mut self) {
        let field = self.open_field();
        if field.is_some_and(|f| !matches!(f.kind, FieldKind::Element(_) | FieldKind::Substitution)) {
            return;
        }
        let Some(mut identities) = self.identities.take() else { return };
        identities.end(|| path::path(self.mapping, self.style, self.prefix(), &self.frames));
        for (missing, message, place) in std::mem::take(&mut identities.problems) {
            self.find(if missing { ErrorKind::Missing } else { ErrorKind::Value }, || message);
            if let (Some(place), Some(finding)) = (place, self.findings.last_mut())
                && self.more == 0
            {
                finding.path = place;
            }
        }
        self.identities = Some(identities);
    }

    /// What is written before paths here.
    fn prefix(&self) -> &str {
        match (&self.elsewhere, self.frames.first()) {
            (Some((field, prefix)), Some(root)) if root.field == *field => prefix,
            _ => &self.prefix,
        }
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
        let Some(scalar) = self.mapping.scalars.get(id.0 as usize) else { return };
        if self.references && scalar.kind == ScalarKind::Base64Binary && text.starts_with(REFERENCE) {
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

    /// Hold an attribute that a wildcard lets in against its declaration.
    fn check_attribute(&mut self, any: &Wildcard, namespace: &str, local: &str, value: &str) {
        if any.process == ProcessContents::Skip {
            return;
        }
        if let Some(message) = self.declarations.and_then(|d| d.attribute(namespace, local, value)) {
            self.find(ErrorKind::Value, || format!("attribute `{local}` {message}"));
        }
    }

    /// Hold an element that a wildcard lets in against its declaration.
    fn check_content(&mut self, any: &Wildcard, element: &str) {
        if any.process == ProcessContents::Skip {
            return;
        }
        let found = self.declarations.map(|d| d.element(element, self.max)).unwrap_or_default();
        for Finding { kind, path, message, .. } in found {
            self.find(kind, || format!("within `{path}`: {message}"));
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
        if let FieldKind::Any(any) = &field.kind
            && wildcard::allows(&any.namespaces, namespace)
        {
            self.check_content(any, element);
        }
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
