// SPDX-License-Identifier: EUPL-1.2
//! What prost-reflect makes of a message, as events: a second reader that shares nothing with the first but the table.

use base64::Engine as _;
use fachwerk_mapping::{Field, Mapping, ProtoForm, ScalarId, ScalarKind, StructId, ValueType, Variant};
use prost_reflect::{DynamicMessage, FieldDescriptor, ReflectMessage as _, Value};

use crate::draw::hex;
use crate::events::{Event, Events};

/// Events of a message; `None` where the message cannot be one of the contract's.
pub(crate) fn events(mapping: &Mapping, root: StructId, message: &DynamicMessage) -> Option<Events> {
    let mut oracle = Oracle { mapping, out: Vec::new() };
    oracle.structure(root, false, message)?;
    Some(Events(oracle.out))
}

struct Oracle<'m> {
    mapping: &'m Mapping,
    out: Vec<Event>,
}

impl Oracle<'_> {
    fn structure(&mut self, id: StructId, nil: bool, message: &DynamicMessage) -> Option<()> {
        let structure = self.mapping.structure(id);
        if message.unknown_fields().next().is_some() {
            return None;
        }
        self.out.push(Event::BeginStruct(id, nil));
        for (index, field) in structure.fields.iter().enumerate() {
            let descriptor = message.descriptor().get_field(field.number).unwrap();
            assert_eq!(descriptor.name(), field.proto_name);
            if nil && index >= usize::from(structure.first_child) {
                if message.has_field(&descriptor) {
                    return None;
                }
                continue;
            }
            let implicit = !descriptor.supports_presence() && !descriptor.is_list() && !descriptor.is_map();
            let list = matches!(field.value, ValueType::Scalar(s)
                if !field.wrapped && matches!(self.mapping.scalar(s).kind, ScalarKind::List(_)));
            let there = message.has_field(&descriptor) || implicit || (list && field.required);
            if !there {
                continue;
            }
            self.out.push(Event::BeginField(index as u16));
            self.field(field, &message.get_field(&descriptor), list)?;
            self.out.push(Event::EndField);
        }
        self.out.push(Event::EndStruct);
        Some(())
    }

    fn field(&mut self, field: &Field, value: &Value, list: bool) -> Option<()> {
        match value {
            Value::Map(entries) => {
                for (key, value) in entries {
                    let key = key.as_str()?;
                    if key.is_empty() {
                        return None;
                    }
                    self.out.push(Event::Attribute(key.to_owned(), value.as_str()?.to_owned()));
                }
                Some(())
            }
            Value::List(items) if !list => {
                items.iter().try_for_each(|v| self.value(field.value, field.wrapped, v))
            }
            other => self.value(field.value, field.wrapped, other),
        }
    }

    fn value(&mut self, value: ValueType, wrapped: bool, given: &Value) -> Option<()> {
        if !wrapped {
            return self.plain(value, false, given);
        }
        let wrapper = given.as_message()?;
        let (nil, inner) = (field(wrapper, "nil"), field(wrapper, "value"));
        if wrapper.unknown_fields().next().is_some() {
            return None;
        }
        let nil = wrapper.get_field(&nil).as_bool()?;
        let there = wrapper.has_field(&inner);
        if nil && !there {
            self.out.push(Event::Nil);
            return Some(());
        }
        if !there && inner.supports_presence() {
            return None;
        }
        self.plain(value, nil, &wrapper.get_field(&inner))
    }

    fn plain(&mut self, value: ValueType, nil: bool, given: &Value) -> Option<()> {
        match value {
            ValueType::Struct(id) => self.structure(id, nil, given.as_message()?),
            ValueType::Family(id) => {
                let message = given.as_message()?;
                if message.unknown_fields().next().is_some() {
                    return None;
                }
                let variants = &self.mapping.family(id).variants;
                let there = |v: &Variant| message.has_field(&field(message, &v.proto_name));
                let index = variants.iter().position(there)?;
                self.out.push(Event::Variant(id, index as u16));
                let variant = &variants[index];
                let descriptor = field(message, &variant.proto_name);
                let inner = message.get_field(&descriptor);
                let wrapped = descriptor.kind().as_message().is_some_and(|m| m.parent_message().is_some());
                if wrapped {
                    let at = self.out.len();
                    self.value(variant.value, true, &inner)?;
                    // Nil of the family's field holds for the variant's content.
                    if let (true, Event::BeginStruct(_, inside)) = (nil, &mut self.out[at]) {
                        *inside = true;
                    }
                    return Some(());
                }
                self.plain(variant.value, nil, &inner)
            }
            _ if nil => None,
            ValueType::Scalar(id) => {
                let text = self.text(id, given)?;
                self.out.push(Event::Scalar(id, text));
                Some(())
            }
            ValueType::Xml => {
                self.out.push(Event::Xml(given.as_str()?.to_owned()));
                Some(())
            }
            ValueType::Attributes => None,
        }
    }

    fn text(&self, id: ScalarId, given: &Value) -> Option<String> {
        let scalar = self.mapping.scalar(id);
        Some(match given {
            Value::List(items) => {
                let ScalarKind::List(item) = scalar.kind else { return None };
                let items: Option<Vec<String>> = items.iter().map(|v| self.text(item, v)).collect();
                items?.join(" ")
            }
            Value::Bool(value) => value.to_string(),
            Value::I32(value) => value.to_string(),
            Value::U32(value) => value.to_string(),
            Value::I64(value) => value.to_string(),
            Value::U64(value) => value.to_string(),
            Value::F32(value) => float(f64::from(*value), &value.to_string()),
            Value::F64(value) => float(*value, &value.to_string()),
            Value::EnumNumber(number) => {
                scalar.facets.enumeration.iter().find(|v| v.number == *number)?.value.clone()
            }
            Value::Bytes(bytes) => match scalar.kind {
                ScalarKind::HexBinary => hex(bytes),
                _ => base64::engine::general_purpose::STANDARD.encode(bytes),
            },
            Value::String(text) if scalar.proto == ProtoForm::String => {
                fachwerk_message::value::white_space(scalar, text).into_owned()
            }
            _ => return None,
        })
    }
}

fn field(message: &DynamicMessage, name: &str) -> FieldDescriptor {
    message.descriptor().get_field_by_name(name).unwrap()
}

fn float(value: f64, text: &str) -> String {
    if value.is_infinite() { if value > 0.0 { "INF" } else { "-INF" }.to_owned() } else { text.to_owned() }
}
