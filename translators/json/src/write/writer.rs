// SPDX-License-Identifier: EUPL-1.2
//! The sink that writes JSON.

use std::sync::Arc;

use fachwerk_mapping::{
    FamilyId, FamilyKind, JsonForm, Mapping, Scalar, ScalarId, ScalarKind, Struct, StructId, ValueType,
};
use fachwerk_message::{CodecError, ErrorKind, Result, Sink};

use super::{JsonNames, escape, number};

/// Writes one message as compact JSON (UTF-8, no white space, members in the order of the events).
///
/// It writes well-formed JSON whatever the events say, but does not check them against the schema. Array fields that
/// are never begun are left out.
#[derive(Debug)]
pub struct JsonWriter<'m> {
    mapping: &'m Mapping,
    names: Arc<JsonNames>,
    out: Vec<u8>,
    stack: Vec<Frame<'m>>,
    /// The tag to write first in the struct that comes next.
    pending_tag: Option<(FamilyId, u16)>,
    /// The message's object has ended.
    done: bool,
}

/// An open object.
#[derive(Debug)]
struct Frame<'m> {
    id: StructId,
    structure: &'m Struct,
    /// Nothing stands between its braces yet.
    empty: bool,
    /// It is an array: its only field are the items.
    array: bool,
    /// Braces to close after its end: `{"@type": tag, "value":` was written before it.
    wrappers: u8,
    field: Option<Open>,
}

/// An open field.
#[derive(Debug, Clone, Copy)]
struct Open {
    declared: ValueType,
    /// What the next value is: the declared type, or what `variant` made of it.
    next: ValueType,
    array: bool,
    /// It had a value.
    filled: bool,
    /// The value that comes next has its comma already.
    begun: bool,
    /// Wrappers open around the value that comes next.
    wrappers: u8,
}

impl<'m> JsonWriter<'m> {
    /// A writer that appends to `out`. Makes the names anew; whoever writes more than one message keeps them and uses
    /// [`with_names`](Self::with_names).
    pub fn new(mapping: &'m Mapping, out: Vec<u8>) -> Self {
        Self::with_names(mapping, Arc::new(JsonNames::new(mapping)), out)
    }

    /// A writer that appends to `out`. `names` are those of the same mapping.
    pub fn with_names(mapping: &'m Mapping, names: Arc<JsonNames>, out: Vec<u8>) -> Self {
        Self { mapping, names, out, stack: Vec::with_capacity(16), pending_tag: None, done: false }
    }

    /// Take out what has been written so far: it stays as it is.
    pub fn take(&mut self, out: &mut Vec<u8>) {
        out.append(&mut self.out);
    }

    /// The bytes, after the last event.
    ///
    /// # Errors
    /// Where the message is not complete.
    pub fn finish(self) -> Result<Vec<u8>> {
        if self.done { Ok(self.out) } else { Err(out_of_place()) }
    }

    fn open(&mut self) -> Result<&mut Open> {
        self.stack.last_mut().and_then(|frame| frame.field.as_mut()).ok_or_else(out_of_place)
    }

    /// Write what stands before a value: a comma, and for a substitution group that names no variant the declared one.
    fn begin_value(&mut self) -> Result<()> {
        let open = self.stack.last_mut().and_then(|frame| frame.field.as_mut()).ok_or_else(out_of_place)?;
        if !open.begun {
            open.begun = true;
            if open.filled {
                if !open.array {
                    return Err(out_of_place());
                }
                self.out.push(b',');
            }
            open.filled = true;
        }
        Ok(())
    }

    /// As [`begin_value`](Self::begin_value), then choose the declared variant where none was named.
    fn begin_typed(&mut self) -> Result<()> {
        self.begin_value()?;
        while let ValueType::Family(id) = self.open()?.next {
            let family = self.mapping.families.get(id.0 as usize).ok_or_else(out_of_place)?;
            match family.declared {
                Some(declared) => self.variant(id, declared)?,
                None if family.kind == FamilyKind::Type => break,
                None => return Err(out_of_place()),
            }
        }
        Ok(())
    }

    /// The value is complete.
    fn end_value(&mut self, wrappers: u8) -> Result<()> {
        if self.pending_tag.is_some() {
            return Err(out_of_place());
        }
        for _ in 0..wrappers {
            self.out.push(b'}');
        }
        let open = self.open()?;
        open.next = open.declared;
        open.begun = false;
        open.wrappers = 0;
        Ok(())
    }

    fn end_simple(&mut self) -> Result<()> {
        let wrappers = self.open()?.wrappers;
        self.end_value(wrappers)
    }

    fn write_scalar(&mut self, scalar: &Scalar, text: &str) -> Result<()> {
        match scalar.json {
            JsonForm::String => escape::string(&mut self.out, text),
            JsonForm::Number => number::number(&mut self.out, scalar, text)?,
            JsonForm::Boolean => match text {
                "true" | "1" => self.out.extend_from_slice(b"true"),
                "false" | "0" => self.out.extend_from_slice(b"false"),
                _ => return Err(CodecError::new(ErrorKind::Value, "the value is not a boolean")),
            },
            JsonForm::Array => {
                let ScalarKind::List(item) = scalar.kind else { return Err(out_of_place()) };
                let item = self.mapping.scalars.get(item.0 as usize).ok_or_else(out_of_place)?;
                if item.json == JsonForm::Array {
                    return Err(out_of_place());
                }
                self.out.push(b'[');
                let mut first = true;
                for text in text.split(' ').filter(|t| !t.is_empty()) {
                    if !first {
                        self.out.push(b',');
                    }
                    first = false;
                    self.write_scalar(item, text)?;
                }
                self.out.push(b']');
            }
        }
        Ok(())
    }
}

impl Sink for JsonWriter<'_> {
    fn begin_struct(&mut self, id: StructId, nil: bool) -> Result<()> {
        let mut wrappers = 0;
        if self.stack.is_empty() {
            // One message only.
            if self.done {
                return Err(out_of_place());
            }
        } else {
            self.begin_typed()?;
            wrappers = self.open()?.wrappers;
        }
        let structure = self.mapping.structs.get(id.0 as usize).ok_or_else(out_of_place)?;
        if structure.array.is_some() {
            self.out.push(b'[');
            self.stack.push(Frame { id, structure, empty: true, array: true, wrappers, field: None });
            return Ok(());
        }
        self.out.push(b'{');
        let mut empty = true;
        let tag = match self.pending_tag.take() {
            Some((family, variant)) => self.names.variant_tag(family, variant),
            None => self.names.struct_tag(id),
        };
        if !tag.is_empty() {
            self.out.extend_from_slice(tag);
            empty = false;
        }
        if nil {
            if !empty {
                self.out.push(b',');
            }
            self.out.extend_from_slice(JsonNames::NIL);
            empty = false;
        }
        self.stack.push(Frame { id, structure, empty, array: false, wrappers, field: None });
        Ok(())
    }

    fn end_struct(&mut self) -> Result<()> {
        let frame = self.stack.pop().ok_or_else(out_of_place)?;
        if frame.field.is_some() {
            return Err(out_of_place());
        }
        self.out.push(if frame.array { b']' } else { b'}' });
        self.done = self.stack.is_empty();
        if self.done { Ok(()) } else { self.end_value(frame.wrappers) }
    }

    fn begin_field(&mut self, field: u16) -> Result<()> {
        let frame = self.stack.last_mut().ok_or_else(out_of_place)?;
        let name = self.names.field(frame.id, field).ok_or_else(out_of_place)?;
        let described = frame.structure.fields.get(field as usize).ok_or_else(out_of_place)?;
        if frame.field.is_some() {
            return Err(out_of_place());
        }
        let array = described.array && described.value != ValueType::Attributes;
        if frame.array {
            // The object's brackets are those of its items.
            if !frame.empty {
                return Err(out_of_place());
            }
            frame.empty = false;
        } else {
            // After a brace there is no comma.
            self.out.extend_from_slice(&name[usize::from(frame.empty)..name.len() - 1]);
            frame.empty = false;
            match described.value {
                ValueType::Attributes => self.out.push(b'{'),
                _ if array => self.out.push(b'['),
                _ => {}
            }
        }
        frame.field = Some(Open {
            declared: described.value,
            next: described.value,
            array,
            filled: false,
            begun: false,
            wrappers: 0,
        });
        Ok(())
    }

    fn end_field(&mut self) -> Result<()> {
        let frame = self.stack.last_mut().ok_or_else(out_of_place)?;
        let open = frame.field.take().ok_or_else(out_of_place)?;
        match open.declared {
            ValueType::Attributes => self.out.push(b'}'),
            _ if frame.array => {}
            _ if open.array => self.out.push(b']'),
            // A member without a value would not be JSON.
            _ if !open.filled => return Err(out_of_place()),
            _ => {}
        }
        if open.begun { Err(out_of_place()) } else { Ok(()) }
    }

    fn scalar(&mut self, id: ScalarId, text: &str) -> Result<()> {
        // What most values are: one whose type the table says, at its place.
        if let Some(open) = self.stack.last_mut().and_then(|frame| frame.field.as_mut())
            && open.next == ValueType::Scalar(id)
            && !open.begun
            && let Some(scalar) = self.mapping.scalars.get(id.0 as usize)
        {
            if open.filled {
                if !open.array {
                    return Err(out_of_place());
                }
                self.out.push(b',');
            }
            open.filled = true;
            return self.write_scalar(scalar, text);
        }
        self.begin_typed()?;
        let scalar = self.mapping.scalars.get(id.0 as usize).ok_or_else(out_of_place)?;
        self.write_scalar(scalar, text)?;
        self.end_simple()
    }

    fn nil(&mut self) -> Result<()> {
        self.begin_value()?;
        // `null` says it all for a family of types, but for a substitution group the element has to be named.
        if let ValueType::Family(id) = self.open()?.next
            && self.mapping.families.get(id.0 as usize).is_some_and(|f| f.kind == FamilyKind::Substitution)
        {
            self.begin_typed()?;
        }
        if let Some((family, variant)) = self.pending_tag.take() {
            self.out.push(b'{');
            self.out.extend_from_slice(self.names.variant_tag(family, variant));
            self.out.push(b',');
            self.out.extend_from_slice(JsonNames::NIL);
            self.out.push(b'}');
        } else {
            self.out.extend_from_slice(b"null");
        }
        self.end_simple()
    }

    fn variant(&mut self, family: FamilyId, variant: u16) -> Result<()> {
        self.begin_value()?;
        let described = self.mapping.families.get(family.0 as usize).ok_or_else(out_of_place)?;
        let chosen = described.variants.get(variant as usize).ok_or_else(out_of_place)?;
        if self.pending_tag.is_some() {
            return Err(out_of_place());
        }
        self.open()?.next = chosen.value;
        match chosen.value {
            // The struct writes its own tag.
            _ if described.kind == FamilyKind::Type => {}
            ValueType::Struct(id)
                if self.names.struct_tag(id).is_empty() && self.mapping.structure(id).array.is_none() =>
            {
                self.pending_tag = Some((family, variant));
            }
            _ => self.write_wrapper(family, variant)?,
        }
        Ok(())
    }

    fn xml(&mut self, element: &str) -> Result<()> {
        self.begin_typed()?;
        escape::string(&mut self.out, element);
        self.end_simple()
    }

    fn member(&mut self, field: u16, id: ScalarId, text: &str) -> Result<()> {
        if let Some(frame) = self.stack.last_mut()
            && frame.field.is_none()
            && !frame.array
            && let Some(described) = frame.structure.fields.get(field as usize)
            && described.value == ValueType::Scalar(id)
            && !described.array
            && let Some(name) = self.names.field(frame.id, field)
            && let Some(scalar) = self.mapping.scalars.get(id.0 as usize)
        {
            let name = &name[usize::from(frame.empty)..];
            frame.empty = false;
            if scalar.json == JsonForm::String {
                self.out.extend_from_slice(name);
                escape::rest_of_string(&mut self.out, text);
                return Ok(());
            }
            self.out.extend_from_slice(&name[..name.len() - 1]);
            return self.write_scalar(scalar, text);
        }
        self.begin_field(field)?;
        self.scalar(id, text)?;
        self.end_field()
    }

    fn attribute(&mut self, name: &str, value: &str) -> Result<()> {
        let open = self.stack.last_mut().and_then(|frame| frame.field.as_mut()).ok_or_else(out_of_place)?;
        if open.declared != ValueType::Attributes {
            return Err(out_of_place());
        }
        if open.filled {
            self.out.push(b',');
        }
        open.filled = true;
        escape::string(&mut self.out, name);
        self.out.push(b':');
        escape::string(&mut self.out, value);
        Ok(())
    }
}

impl JsonWriter<'_> {
    /// `{"@type":"tag","value":`, closed when the value is complete.
    fn write_wrapper(&mut self, family: FamilyId, variant: u16) -> Result<()> {
        let tag = self.names.variant_tag(family, variant);
        self.out.push(b'{');
        self.out.extend_from_slice(tag);
        self.out.extend_from_slice(b",\"value\":");
        let open = self.open()?;
        open.wrappers = open.wrappers.saturating_add(1);
        Ok(())
    }
}

/// Events that break the sink's grammar: a reader is at fault, not the message.
#[cold]
fn out_of_place() -> Box<CodecError> {
    CodecError::new(ErrorKind::Structure, "an event came where the grammar of events does not allow it")
}
