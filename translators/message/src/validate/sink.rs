// SPDX-License-Identifier: EUPL-1.2
//! Validation follows the events.

use fachwerk_mapping::{FamilyId, FieldKind, ScalarId, StructId, StructKind};

use super::content::Occurrences;
use super::path::{Frame, NO_FIELD};
use super::{Validate, wildcard};
use crate::{ErrorKind, Result, Sink};

impl<S: Sink> Sink for Validate<'_, S> {
    fn begin_struct(&mut self, id: StructId, nil: bool) -> Result<()> {
        self.value(nil);
        if let Some(structure) = self.structure(id) {
            if structure.is_abstract {
                self.find(ErrorKind::Structure, || {
                    format!("`{}` is abstract and cannot stand by itself", structure.name)
                });
            }
            self.frames.push(Frame {
                id,
                counts: self.counts.len(),
                siblings: self.siblings.len(),
                pieces: self.pieces.len(),
                field: NO_FIELD,
                position: 0,
                variant: None,
                derived: None,
                nil,
            });
            self.counts.resize(self.counts.len() + structure.fields.len(), 0);
        }
        self.inner.begin_struct(id, nil)
    }

    fn end_struct(&mut self) -> Result<()> {
        if let Some(frame) = self.frames.last().copied()
            && let Some(structure) = self.structure(frame.id)
        {
            let counts = self.counts.get(frame.counts..).unwrap_or_default();
            let mapping = self.mapping;
            let occurrences =
                Occurrences { mapping, structure, counts, nil: frame.nil, problems: Vec::new() };
            for (kind, message) in occurrences.check() {
                self.find(kind, || message);
            }
            if let Some(model) = &structure.mixed {
                let fits = frame.nil || model.accepts(self.pieces.get(frame.pieces..).unwrap_or_default());
                if !fits {
                    self.find(ErrorKind::Structure, || {
                        "the elements within the text are not the ones that have to be there, in this order"
                            .to_owned()
                    });
                }
                if self.pieces.len() > frame.pieces && self.fixed_content(self.frames.len()).is_some() {
                    self.find(ErrorKind::Structure, || {
                        "it has a fixed value and must hold no elements".to_owned()
                    });
                }
                self.pieces.truncate(frame.pieces);
            }
            self.frames.pop();
            self.counts.truncate(frame.counts);
            if structure.kind != StructKind::GroupItem {
                self.siblings.truncate(frame.siblings);
            }
            self.value_ended();
        }
        self.inner.end_struct()
    }

    fn begin_field(&mut self, field: u16) -> Result<()> {
        self.field_begins(field);
        self.inner.begin_field(field)
    }

    fn end_field(&mut self) -> Result<()> {
        self.field_ends();
        self.inner.end_field()
    }

    fn member(&mut self, field: u16, id: ScalarId, text: &str) -> Result<()> {
        self.field_begins(field);
        self.value(false);
        self.check_scalar(id, text);
        self.value_ended();
        self.field_ends();
        self.inner.member(field, id, text)
    }

    fn scalar(&mut self, id: ScalarId, text: &str) -> Result<()> {
        self.value(false);
        self.check_scalar(id, text);
        self.value_ended();
        self.inner.scalar(id, text)
    }

    fn nil(&mut self) -> Result<()> {
        self.value(true);
        self.value_ended();
        self.inner.nil()
    }

    fn variant(&mut self, family: FamilyId, variant: u16) -> Result<()> {
        if let Some(frame) = self.frames.last_mut() {
            match frame.variant {
                Some((outer, _)) if outer != family => frame.derived = Some((family, variant)),
                _ => frame.variant = Some((family, variant)),
            }
        }
        self.inner.variant(family, variant)
    }

    fn xml(&mut self, element: &str) -> Result<()> {
        self.value(false);
        self.check_xml(element);
        self.value_ended();
        self.inner.xml(element)
    }

    fn attribute(&mut self, name: &str, value: &str) -> Result<()> {
        if let Some(field) = self.open_field()
            && let FieldKind::AnyAttribute(any) = &field.kind
        {
            let (namespace, _) = wildcard::expanded(name);
            if !wildcard::allows(&any.namespaces, namespace) {
                self.find(ErrorKind::Structure, || {
                    format!("`{}` must not hold an attribute of its namespace", field.name)
                });
            }
        }
        self.inner.attribute(name, value)
    }
}

impl<S: Sink> Validate<'_, S> {
    fn field_begins(&mut self, field: u16) {
        if let Some(frame) = self.frames.last_mut() {
            frame.field = field;
            frame.position = 0;
            frame.variant = None;
            frame.derived = None;
        }
        let known = match (self.frames.last(), self.open_field()) {
            (Some(_), found) => found.is_some(),
            (None, _) => true,
        };
        if !known {
            self.find(ErrorKind::Structure, || "there is a member that is not known here".to_owned());
        }
    }

    fn field_ends(&mut self) {
        if let Some(field) = self.open_field()
            && !(field.array || field.required || matches!(field.kind, FieldKind::AnyAttribute(_)))
            && self.frames.last().is_some_and(|frame| frame.position == 0)
        {
            self.find(ErrorKind::Missing, || format!("`{}` has no value", field.name));
        }
        if let Some(frame) = self.frames.last_mut() {
            frame.field = NO_FIELD;
        }
    }
}
