// SPDX-License-Identifier: EUPL-1.2
//! Validation follows the events.

use fachwerk_mapping::{FamilyId, FieldKind, ScalarId, StructId, StructKind};

use fachwerk_contract::schema::ProcessContents;

use super::content::Occurrences;
use super::path::{Frame, NO_FIELD};
use super::{Validate, wildcard};
use crate::{CodecError, ErrorKind, Result, Sink};

impl<S: Sink> Sink for Validate<'_, S> {
    fn begin_struct(&mut self, id: StructId, nil: bool) -> Result<()> {
        self.value(nil);
        if self.frames.is_empty()
            && let Some(identities) = &mut self.identities
        {
            identities.begin(fachwerk_mapping::NamespaceId::NONE, "", self.constraints);
        }
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
                values: self.named.values(),
                types: self.named.types(),
            });
            self.counts.resize(self.counts.len() + structure.fields.len(), 0);
        }
        self.pass(|inner| inner.begin_struct(id, nil))
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
            if self.identities.is_some() {
                self.declared_attributes(&frame, structure);
                if frame.nil
                    && let Some(identities) = &mut self.identities
                {
                    identities.nil();
                }
            }
            if structure.type_names.is_some() {
                self.check_named(&frame, structure);
            }
            self.frames.pop();
            self.counts.truncate(frame.counts);
            if structure.kind != StructKind::GroupItem {
                self.siblings.truncate(frame.siblings);
            }
            if self.identities.is_some() {
                self.element_ended();
            }
            self.value_ended();
        }
        self.pass(S::end_struct)
    }

    fn begin_field(&mut self, field: u16) -> Result<()> {
        self.field_begins(field);
        self.pass(|inner| inner.begin_field(field))
    }

    fn end_field(&mut self) -> Result<()> {
        self.field_ends();
        self.pass(S::end_field)
    }

    fn member(&mut self, field: u16, id: ScalarId, text: &str) -> Result<()> {
        self.field_begins(field);
        self.simple_value(id, text);
        self.field_ends();
        self.pass(|inner| inner.member(field, id, text))
    }

    fn scalar(&mut self, id: ScalarId, text: &str) -> Result<()> {
        self.simple_value(id, text);
        self.pass(|inner| inner.scalar(id, text))
    }

    fn nil(&mut self) -> Result<()> {
        self.value(true);
        if let Some(identities) = &mut self.identities {
            identities.nil();
            self.element_ended();
        }
        self.value_ended();
        self.pass(S::nil)
    }

    fn variant(&mut self, family: FamilyId, variant: u16) -> Result<()> {
        if let Some(frame) = self.frames.last_mut() {
            match frame.variant {
                Some((outer, _)) if outer != family => frame.derived = Some((family, variant)),
                _ => frame.variant = Some((family, variant)),
            }
        }
        self.pass(|inner| inner.variant(family, variant))
    }

    fn xml(&mut self, element: &str) -> Result<()> {
        self.value(false);
        self.check_xml(element);
        if let Some(identities) = &mut self.identities {
            identities.opaque();
            self.element_ended();
        }
        self.value_ended();
        self.pass(|inner| inner.xml(element))
    }

    fn reject(&mut self, error: Box<CodecError>) -> Result<()> {
        self.add((*error).clone());
        self.broken.get_or_insert(error);
        // Something was there, if not what should be.
        if let Some(frame) = self.frames.last_mut()
            && frame.field != NO_FIELD
            && frame.position == 0
        {
            frame.position = 1;
            if let Some(count) = self.counts.get_mut(frame.counts + usize::from(frame.field)) {
                *count = (*count).max(1);
            }
        }
        Ok(())
    }

    fn attribute(&mut self, name: &str, value: &str) -> Result<()> {
        if self.open_field().is_some_and(|field| matches!(field.kind, FieldKind::TypeNames)) {
            self.named.name(name, value);
        } else if let Some(field) = self.open_field()
            && let FieldKind::AnyAttribute(any) = &field.kind
        {
            let (namespace, local) = wildcard::expanded(name);
            if let Some(identities) = &mut self.identities
                && any.process != ProcessContents::Skip
            {
                // Its declaration, if there is one, says what it is.
                identities.attribute(namespace, local, || None);
            }
            self.check_attribute(any, namespace, local, value);
            if !wildcard::allows(&any.namespaces, namespace) {
                self.find(ErrorKind::Structure, || {
                    format!("`{}` must not hold an attribute of its namespace", field.name)
                });
            }
        }
        self.pass(|inner| inner.attribute(name, value))
    }
}

impl<S: Sink> Validate<'_, S> {
    fn simple_value(&mut self, id: ScalarId, text: &str) {
        self.value(false);
        self.check_scalar(id, text);
        self.keep_named(text);
        if self.identities.is_some() {
            self.element_has(id, text);
            self.element_ended();
        }
        self.value_ended();
    }

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
            && !(field.array
                || field.required
                || matches!(field.kind, FieldKind::AnyAttribute(_) | FieldKind::TypeNames))
            && self.frames.last().is_some_and(|frame| frame.position == 0)
        {
            self.find(ErrorKind::Missing, || format!("`{}` has no value", field.name));
        }
        if let Some(frame) = self.frames.last_mut() {
            frame.field = NO_FIELD;
        }
    }
}
