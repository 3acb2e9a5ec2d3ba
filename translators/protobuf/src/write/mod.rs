// SPDX-License-Identifier: EUPL-1.2
//! Writes protobuf from events.

mod error;
mod number;
mod sink;

use fachwerk_mapping::{FamilyId, Field, Mapping, ProtoForm, Scalar, Struct, StructId, ValueType};
use fachwerk_message::Result;

use crate::form::{NIL, VALUE, is_implicit, is_wrapped, wire_type};
use crate::wire::{WireType, close_length, open_length, put_number, put_tag, put_varint};
use error::{missing, structure, value, wrong};

/// A [`Sink`](fachwerk_message::Sink) that writes one protobuf message.
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
        Self {
            mapping,
            out: buffer,
            frames: Vec::new(),
            lengths: Vec::new(),
            variants: Vec::new(),
            done: false,
        }
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
        let frame =
            self.frames.last_mut().ok_or_else(|| structure("a value stands outside of the message"))?;
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
        let mut place =
            Place { number: field.number, value: field.value, implicit: is_implicit(field), nillable: false };
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
        if !field.array
            || field.wrapped
            || wire == WireType::Len
            || !matches!(field.value, ValueType::Scalar(_))
        {
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
