// SPDX-License-Identifier: EUPL-1.2
//! The writer's side of the event interface.

use fachwerk_mapping::{FamilyId, ScalarId, StructId, ValueType};
use fachwerk_message::{Result, Sink};

use super::error::{structure, value, wrong};
use super::{Current, Frame, ProtobufWriter};
use crate::form::{MAP_KEY, MAP_VALUE, is_implicit, list_item, wire_type};
use crate::wire::WireType;

impl Sink for ProtobufWriter<'_> {
    fn begin_struct(&mut self, id: StructId, nil: bool) -> Result<()> {
        let lengths = self.lengths.len();
        if self.frames.is_empty() {
            if self.done {
                return Err(structure("a second message begins"));
            }
        } else {
            let place = self.enter(nil, false)?;
            if place.value != ValueType::Struct(id) {
                let (owner, field, _) = self.field()?;
                let what = format!("has a value of type `{}`", self.mapping.structure(id).name);
                return Err(wrong(owner, field, &what));
            }
            self.begin(place.number);
        }
        self.frames.push(Frame { id, nil, lengths, field: None });
        Ok(())
    }

    fn end_struct(&mut self) -> Result<()> {
        let frame = self.frames.pop().ok_or_else(|| structure("an object ends that has not begun"))?;
        self.close_to(frame.lengths);
        self.done = self.frames.is_empty();
        Ok(())
    }

    fn begin_field(&mut self, field: u16) -> Result<()> {
        let frame =
            self.frames.last_mut().ok_or_else(|| structure("a field stands outside of the message"))?;
        let owner = self.mapping.structure(frame.id);
        let Some(begun) = owner.fields.get(usize::from(field)) else {
            return Err(structure(format!("`{}` has no field with index {field}", owner.name)));
        };
        if frame.nil && field >= owner.first_child {
            return Err(wrong(owner, begun, "stands in an object that is nil"));
        }
        frame.field = Some(Current { index: field, some: false, packed: false });
        Ok(())
    }

    fn end_field(&mut self) -> Result<()> {
        let frame = self.frames.last_mut().ok_or_else(|| structure("a field ends outside of the message"))?;
        let ended = frame.field.take().ok_or_else(|| structure("a field ends that has not begun"))?;
        if ended.packed {
            self.close_to(self.lengths.len() - 1);
        }
        Ok(())
    }

    fn scalar(&mut self, id: ScalarId, text: &str) -> Result<()> {
        let mapping = self.mapping;
        let scalar = mapping.scalar(id);
        // What most values are: one that stands in its field as it is.
        let named = !self.variants.is_empty();
        let (owner, field, current) = self.field()?;
        let is_single = if field.array { wire_type(scalar.proto) == WireType::Len } else { !current.some };
        if is_single
            && !named
            && !field.wrapped
            && field.value == ValueType::Scalar(id)
            && list_item(mapping, id).is_none()
        {
            current.some = true;
            let written = self.put_scalar(field.number, scalar, text, is_implicit(field));
            return written.map_err(|what| value(owner, field, what));
        }
        if self.put_packed(scalar, text)? {
            return Ok(());
        }
        let lengths = self.lengths.len();
        let place = self.enter(false, false)?;
        let (owner, field, _) = self.field()?;
        if !matches!(place.value, ValueType::Scalar(_)) {
            return Err(wrong(owner, field, "has a simple value"));
        }
        let written = match list_item(mapping, id) {
            Some(item) => self.put_list(place.number, mapping.scalar(item), text),
            None => self.put_scalar(place.number, scalar, text, place.implicit),
        };
        written.map_err(|what| value(owner, field, what))?;
        self.close_to(lengths);
        Ok(())
    }

    fn member(&mut self, at: u16, id: ScalarId, text: &str) -> Result<()> {
        let mapping = self.mapping;
        if let Some(frame) = self.frames.last_mut()
            && !frame.nil
            && self.variants.is_empty()
            && let owner = mapping.structure(frame.id)
            && let Some(field) = owner.fields.get(usize::from(at))
            && field.value == ValueType::Scalar(id)
            && !field.array
            && !field.wrapped
            && list_item(mapping, id).is_none()
        {
            frame.field = None;
            let written = self.put_scalar(field.number, mapping.scalar(id), text, is_implicit(field));
            return written.map_err(|what| value(owner, field, what));
        }
        self.begin_field(at)?;
        self.scalar(id, text)?;
        self.end_field()
    }

    fn nil(&mut self) -> Result<()> {
        let (_, field, _) = self.field()?;
        if field.wrapped
            && let Some((id, index)) = self.variants.last()
        {
            let family = self.mapping.family(*id);
            // A type other than the declared one is said by an object of that type.
            if family.declared != Some(*index)
                && let Some(ValueType::Struct(id)) = family.variants.get(usize::from(*index)).map(|v| v.value)
            {
                self.begin_struct(id, true)?;
                return self.end_struct();
            }
            self.variants.clear();
        }
        let lengths = self.lengths.len();
        self.enter(true, true)?;
        self.close_to(lengths);
        Ok(())
    }

    fn variant(&mut self, family: FamilyId, variant: u16) -> Result<()> {
        self.field()?;
        self.variants.push((family, variant));
        Ok(())
    }

    fn xml(&mut self, element: &str) -> Result<()> {
        let lengths = self.lengths.len();
        let place = self.enter(false, false)?;
        if place.value != ValueType::Xml {
            let (owner, field, _) = self.field()?;
            return Err(wrong(owner, field, "has an element kept verbatim"));
        }
        self.put_string(place.number, element);
        self.close_to(lengths);
        Ok(())
    }

    fn attribute(&mut self, name: &str, text: &str) -> Result<()> {
        let (owner, field, _) = self.field()?;
        if field.value != ValueType::Attributes {
            return Err(wrong(owner, field, "has an attribute"));
        }
        let lengths = self.lengths.len();
        self.begin(field.number);
        self.put_string(MAP_KEY, name);
        self.put_string(MAP_VALUE, text);
        self.close_to(lengths);
        Ok(())
    }
}
