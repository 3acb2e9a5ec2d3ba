// SPDX-License-Identifier: EUPL-1.2
//! Writes protobuf from events.

mod number;

use fachwerk_mapping::{FamilyId, Field, Mapping, ProtoForm, Scalar, ScalarId, Struct, StructId, ValueType};
use fachwerk_message::{CodecError, ErrorKind, Result, Sink};

use crate::form::{MAP_KEY, MAP_VALUE, NIL, VALUE, is_implicit, is_wrapped, list_item, wire_type};
use crate::wire::{WireType, close_length, open_length, put_number, put_tag, put_varint};

/// A [`Sink`] that writes one protobuf message.
///
/// Fields are written in the order in which they arrive, numbers of array fields and lists packed. A length takes
/// one byte until the end of its message is known, and then what it needs.
///
/// Errors have no position: the reader that pushes the events knows where they come from.
#[derive(Debug)]
pub struct ProtobufWriter<'m> {
    mapping: &'m Mapping,
    out: Vec<u8>,
    frames: Vec<Frame>,
    /// Places of the lengths that are not known yet.
    lengths: Vec<usize>,
    /// The alternatives that the next value is: a variant of one family may be a family itself.
    variants: Vec<(FamilyId, u16)>,
    done: bool,
}

#[derive(Debug)]
struct Frame {
    id: StructId,
    nil: bool,
    /// Lengths that were open before the value that this struct is.
    lengths: usize,
    field: Option<Current>,
}

/// The field that is being written.
#[derive(Debug)]
struct Current {
    index: u16,
    /// It has had a value.
    some: bool,
    /// Its packed numbers have begun.
    packed: bool,
}

/// Done, or what is wrong with the text.
type Written = std::result::Result<(), &'static str>;

/// Where one value goes, after its wrappers are written.
struct Place {
    number: u32,
    value: ValueType,
    /// Zero is left out.
    implicit: bool,
    /// A wrapper can say, or has said, that the value is nil.
    nillable: bool,
}

impl<'m> ProtobufWriter<'m> {
    /// A writer that appends to `buffer`.
    pub fn new(mapping: &'m Mapping, buffer: Vec<u8>) -> Self {
        Self { mapping, out: buffer, frames: Vec::new(), lengths: Vec::new(), variants: Vec::new(), done: false }
    }

    /// The buffer with the message.
    ///
    /// # Errors
    /// The message has not ended.
    pub fn finish(self) -> Result<Vec<u8>> {
        if self.done { Ok(self.out) } else { Err(structure("the message has not ended")) }
    }

    /// The field that is being written, and its struct.
    fn field(&mut self) -> Result<(&'m Struct, &'m Field, &mut Current)> {
        let mapping = self.mapping;
        let frame = self.frames.last_mut().ok_or_else(|| structure("a value stands outside of the message"))?;
        let owner = mapping.structure(frame.id);
        match &mut frame.field {
            Some(current) => Ok((owner, &owner.fields[usize::from(current.index)], current)),
            None => Err(structure(format!("`{}` has a value outside of its fields", owner.name))),
        }
    }

    /// Write what stands in front of one value: wrapper and family messages. `bare`: the value is nil and nothing
    /// else.
    fn enter(&mut self, nil: bool, bare: bool) -> Result<Place> {
        let (owner, field, current) = self.field()?;
        if current.some && !field.array {
            return Err(wrong(owner, field, "has more than one value"));
        }
        current.some = true;
        let mut place = Place {
            number: field.number,
            value: field.value,
            implicit: is_implicit(field),
            nillable: false,
        };
        let mut wrapped = field.wrapped;
        let mut used = 0;
        loop {
            if wrapped {
                self.begin(place.number);
                if nil {
                    put_tag(&mut self.out, NIL, WireType::Varint);
                    self.out.push(1);
                }
                place = Place { number: VALUE, implicit: true, nillable: true, ..place };
            }
            let ValueType::Family(id) = place.value else { break };
            if bare && place.nillable {
                break;
            }
            let family = self.mapping.family(id);
            let index = match self.variants.get(used) {
                Some((named, index)) if *named == id => Some(*index),
                Some(_) => return Err(wrong(owner, field, "has a variant of another family")),
                None => family.declared,
            };
            used += 1;
            let variant = index.and_then(|i| family.variants.get(usize::from(i)));
            let Some(variant) = variant else {
                return Err(missing(owner, field, "does not say which variant it is"));
            };
            self.begin(place.number);
            place = Place { number: variant.number, value: variant.value, implicit: false, ..place };
            wrapped = is_wrapped(self.mapping, variant);
        }
        if used < self.variants.len() {
            return Err(wrong(owner, field, "has a variant and is no family"));
        }
        self.variants.clear();
        if nil && !place.nillable {
            return Err(wrong(owner, field, "cannot be nil"));
        }
        Ok(place)
    }

    /// Begin a message in a field.
    fn begin(&mut self, number: u32) {
        put_tag(&mut self.out, number, WireType::Len);
        let place = open_length(&mut self.out);
        self.lengths.push(place);
    }

    /// End messages until so many are open.
    fn close_to(&mut self, lengths: usize) {
        while self.lengths.len() > lengths {
            if let Some(place) = self.lengths.pop() {
                close_length(&mut self.out, place);
            }
        }
    }

    /// One simple value that is no list.
    fn put_scalar(&mut self, number: u32, scalar: &Scalar, text: &str, implicit: bool) -> Written {
        match wire_type(scalar.proto) {
            WireType::Len if implicit && text.is_empty() => {}
            WireType::Len if scalar.proto == ProtoForm::Bytes => {
                put_tag(&mut self.out, number, WireType::Len);
                let place = open_length(&mut self.out);
                number::put_octets(scalar, text, &mut self.out)?;
                close_length(&mut self.out, place);
            }
            WireType::Len => self.put_string(number, text),
            wire => {
                let bits = number::bits(scalar, text)?;
                if !(implicit && bits == 0) {
                    put_tag(&mut self.out, number, wire);
                    put_number(&mut self.out, wire, bits);
                }
            }
        }
        Ok(())
    }

    fn put_string(&mut self, number: u32, text: &str) {
        put_tag(&mut self.out, number, WireType::Len);
        put_varint(&mut self.out, text.len() as u64);
        self.out.extend_from_slice(text.as_bytes());
    }

    /// The items of a list.
    fn put_list(&mut self, number: u32, item: &Scalar, text: &str) -> Written {
        let mut items = text.split(' ').filter(|item| !item.is_empty()).peekable();
        let wire = wire_type(item.proto);
        if wire == WireType::Len {
            return items.try_for_each(|text| self.put_scalar(number, item, text, false));
        }
        if items.peek().is_none() {
            return Ok(());
        }
        put_tag(&mut self.out, number, WireType::Len);
        let place = open_length(&mut self.out);
        for text in items {
            put_number(&mut self.out, wire, number::bits(item, text)?);
        }
        close_length(&mut self.out, place);
        Ok(())
    }

    /// A number of an array field; `false` if it is none.
    fn put_packed(&mut self, scalar: &Scalar, text: &str) -> Result<bool> {
        let wire = wire_type(scalar.proto);
        let (owner, field, current) = self.field()?;
        if !field.array || field.wrapped || wire == WireType::Len || !matches!(field.value, ValueType::Scalar(_)) {
            return Ok(false);
        }
        let bits = number::bits(scalar, text).map_err(|what| value(owner, field, what))?;
        current.some = true;
        if !std::mem::replace(&mut current.packed, true) {
            self.begin(field.number);
        }
        put_number(&mut self.out, wire, bits);
        Ok(true)
    }
}

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
        let frame = self.frames.last_mut().ok_or_else(|| structure("a field stands outside of the message"))?;
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

    fn nil(&mut self) -> Result<()> {
        let (_, field, _) = self.field()?;
        if field.wrapped && let Some((id, index)) = self.variants.last() {
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

fn structure(message: impl Into<String>) -> Box<CodecError> {
    CodecError::new(ErrorKind::Structure, message)
}

fn wrong(owner: &Struct, field: &Field, what: &str) -> Box<CodecError> {
    about(ErrorKind::Structure, owner, field, what)
}

fn missing(owner: &Struct, field: &Field, what: &str) -> Box<CodecError> {
    about(ErrorKind::Missing, owner, field, what)
}

fn value(owner: &Struct, field: &Field, what: &str) -> Box<CodecError> {
    about(ErrorKind::Value, owner, field, what)
}

fn about(kind: ErrorKind, owner: &Struct, field: &Field, what: &str) -> Box<CodecError> {
    CodecError::new(kind, format!("`{}.{}` {what}", owner.name, field.proto_name))
}
