// SPDX-License-Identifier: EUPL-1.2
//! Random messages as events, drawn along the table.

use std::fmt::Write as _;

use base64::Engine as _;
use fachwerk_mapping::{Field, FieldKind, Mapping, ProtoForm, ScalarId, ScalarKind, StructId, ValueType};
use fachwerk_message::{Result, Sink};
use fastrand::Rng;

pub(crate) struct Draw<'m> {
    pub(crate) mapping: &'m Mapping,
    pub(crate) rng: Rng,
    /// Fewer optional things the deeper it is.
    depth: u32,
}

impl<'m> Draw<'m> {
    pub(crate) fn new(mapping: &'m Mapping, seed: u64) -> Self {
        Self { mapping, rng: Rng::with_seed(seed), depth: 0 }
    }

    pub(crate) fn message(&mut self, id: StructId, sink: &mut impl Sink) -> Result<()> {
        self.structure(id, false, sink)
    }

    fn structure(&mut self, id: StructId, nil: bool, sink: &mut impl Sink) -> Result<()> {
        let structure = self.mapping.structure(id);
        sink.begin_struct(id, nil)?;
        self.depth += 1;
        let members = |oneof: usize| {
            structure
                .fields
                .iter()
                .enumerate()
                .filter(move |(_, f)| f.oneof == Some(oneof as u16))
                .map(|(i, _)| i)
        };
        let chosen: Vec<Option<usize>> = (0..structure.oneofs.len())
            .map(|o| members(o).collect::<Vec<_>>())
            .map(|of| if self.rng.u8(..) < 230 { self.rng.choice(of) } else { None })
            .collect();
        for (index, field) in structure.fields.iter().enumerate() {
            let attribute = matches!(field.kind, FieldKind::Attribute(_) | FieldKind::AnyAttribute(_));
            if nil && !attribute {
                continue;
            }
            let likely = 200_u8.checked_shr(self.depth.saturating_sub(2)).unwrap_or(0);
            let count = match field.oneof {
                Some(oneof) => u32::from(chosen[usize::from(oneof)] == Some(index)),
                None if field.array && self.rng.u8(..) < likely => self.rng.u32(1..4),
                None if field.array => u32::from(field.required),
                None => u32::from(field.required || self.rng.u8(..) < likely),
            };
            if count == 0 {
                continue;
            }
            sink.begin_field(index as u16)?;
            for _ in 0..count {
                self.value(field, sink)?;
            }
            sink.end_field()?;
        }
        self.depth -= 1;
        sink.end_struct()
    }

    fn value(&mut self, field: &Field, sink: &mut impl Sink) -> Result<()> {
        let mut value = field.value;
        let mut nil = field.nillable && self.rng.u8(..) < 80;
        loop {
            match value {
                ValueType::Family(id) => {
                    if nil && self.rng.bool() {
                        return sink.nil();
                    }
                    let family = self.mapping.family(id);
                    let index = self.rng.usize(..family.variants.len());
                    sink.variant(id, index as u16)?;
                    let variant = &family.variants[index];
                    value = variant.value;
                    nil |= variant.nillable && self.rng.u8(..) < 80;
                }
                ValueType::Struct(id) => {
                    if nil && self.rng.bool() && !matches!(field.value, ValueType::Family(_)) {
                        return sink.nil();
                    }
                    return self.structure(id, nil, sink);
                }
                _ if nil => return sink.nil(),
                ValueType::Scalar(id) => {
                    let text = self.text(id);
                    return sink.scalar(id, &text);
                }
                ValueType::Xml => return sink.xml("<a xmlns=\"urn:a\">ä<b/></a>"),
                ValueType::Attributes => {
                    for index in 0..self.rng.u32(1..4) {
                        sink.attribute(&format!("{{urn:x}}a{index}"), &self.string())?;
                    }
                    return Ok(());
                }
            }
        }
    }

    fn string(&mut self) -> String {
        let alphabet = ['a', 'z', 'ä', '日', '𝄞', '"', '<', '&', '-', '0', '\u{FEFF}'];
        let length = if self.rng.u8(..) < 5 { self.rng.usize(100..300) } else { self.rng.usize(..8) };
        (0..length).map(|_| alphabet[self.rng.usize(..alphabet.len())]).collect()
    }

    /// Text as a reader gives it.
    fn text(&mut self, id: ScalarId) -> String {
        let scalar = self.mapping.scalar(id);
        if let ScalarKind::List(item) = scalar.kind {
            let items: Vec<String> =
                (0..self.rng.u32(..4)).map(|_| self.text(item)).filter(|i| !i.is_empty()).collect();
            return items.join(" ");
        }
        let rng = &mut self.rng;
        let floats = ["0", "1", "-2.5", "123456.75", "INF", "-INF", "NaN", "0.015625"];
        let bits = rng.u32(..64);
        match scalar.proto {
            ProtoForm::Bool => rng.bool().to_string(),
            ProtoForm::Int32 => (rng.i32(..) >> (bits % 32)).to_string(),
            ProtoForm::UInt32 => (rng.u32(..) >> (bits % 32)).to_string(),
            ProtoForm::Int64 => (rng.i64(..) >> bits).to_string(),
            ProtoForm::UInt64 => (rng.u64(..) >> bits).to_string(),
            ProtoForm::Float | ProtoForm::Double => floats[rng.usize(..floats.len())].to_owned(),
            ProtoForm::Enum => {
                let values = &scalar.facets.enumeration;
                values[rng.usize(..values.len())].value.clone()
            }
            ProtoForm::Bytes => {
                let bytes: Vec<u8> = (0..rng.usize(..200)).map(|_| rng.u8(..)).collect();
                match scalar.kind {
                    ScalarKind::HexBinary => hex(&bytes),
                    _ => base64::engine::general_purpose::STANDARD.encode(bytes),
                }
            }
            ProtoForm::String | ProtoForm::Repeated => self.string(),
        }
    }
}

pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut text, byte| {
        let _ = write!(text, "{byte:02X}");
        text
    })
}
