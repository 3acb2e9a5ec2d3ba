// SPDX-License-Identifier: EUPL-1.2
//! Events, kept for comparison.

use fachwerk_mapping::{FamilyId, Mapping, ProtoForm, ScalarId, ScalarKind, StructId};
use fachwerk_message::{Result, Sink};

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Event {
    BeginStruct(StructId, bool),
    EndStruct,
    BeginField(u16),
    EndField,
    Scalar(ScalarId, String),
    Nil,
    Variant(FamilyId, u16),
    Xml(String),
    Attribute(String, String),
}

#[derive(Debug, Default)]
pub(crate) struct Events(pub(crate) Vec<Event>);

impl Events {
    /// Push everything into another sink.
    pub(crate) fn replay(&self, sink: &mut impl Sink) -> Result<()> {
        for event in &self.0 {
            match event {
                Event::BeginStruct(id, nil) => sink.begin_struct(*id, *nil)?,
                Event::EndStruct => sink.end_struct()?,
                Event::BeginField(field) => sink.begin_field(*field)?,
                Event::EndField => sink.end_field()?,
                Event::Scalar(id, text) => sink.scalar(*id, text)?,
                Event::Nil => sink.nil()?,
                Event::Variant(family, variant) => sink.variant(*family, *variant)?,
                Event::Xml(element) => sink.xml(element)?,
                Event::Attribute(name, value) => sink.attribute(name, value)?,
            }
        }
        Ok(())
    }

    /// The same message with the fields of each object in another order.
    pub(crate) fn shuffled(&self, rng: &mut fastrand::Rng) -> Self {
        let mut out = Self::default();
        let mut rest = self.0.as_slice();
        while !rest.is_empty() {
            shuffle(&mut rest, rng, &mut out.0);
        }
        out
    }

    /// Without what makes no difference: attributes of a wildcard have no order, a float has many forms.
    pub(crate) fn normal(mut self, mapping: &Mapping) -> Self {
        for event in &mut self.0 {
            let Event::Scalar(id, text) = event else { continue };
            let scalar = mapping.scalar(*id);
            let form = match scalar.kind {
                ScalarKind::List(item) => mapping.scalar(item).proto,
                _ => scalar.proto,
            };
            if matches!(form, ProtoForm::Float | ProtoForm::Double) {
                let single = form == ProtoForm::Float;
                *text = text.split(' ').map(|t| float(t, single)).collect::<Vec<_>>().join(" ");
            }
        }
        let mut rest = self.0.as_mut_slice();
        while let Some(start) = rest.iter().position(|e| matches!(e, Event::Attribute(..))) {
            let run = &mut rest[start..];
            let length = run.iter().position(|e| !matches!(e, Event::Attribute(..))).unwrap_or(run.len());
            run[..length].sort_by(|a, b| match (a, b) {
                (Event::Attribute(a, _), Event::Attribute(b, _)) => a.cmp(b),
                _ => std::cmp::Ordering::Equal,
            });
            rest = &mut run[length..];
        }
        self
    }
}

/// Move one event over, and with the beginning of an object all of the object.
fn shuffle(rest: &mut &[Event], rng: &mut fastrand::Rng, out: &mut Vec<Event>) {
    let Some((first, after)) = rest.split_first() else { return };
    *rest = after;
    out.push(first.clone());
    if !matches!(first, Event::BeginStruct(..)) {
        return;
    }
    let mut fields = Vec::new();
    while let Some(Event::BeginField(_)) = rest.first() {
        let mut field = Vec::new();
        while !matches!(field.last(), Some(Event::EndField)) {
            shuffle(rest, rng, &mut field);
        }
        fields.push(field);
    }
    rng.shuffle(&mut fields);
    out.extend(fields.into_iter().flatten());
    shuffle(rest, rng, out);
}

fn float(text: &str, single: bool) -> String {
    match text.parse::<f64>() {
        Ok(value) if single => format!("{:e}", value as f32),
        Ok(value) => format!("{value:e}"),
        Err(_) => text.to_owned(),
    }
}

impl Sink for Events {
    fn begin_struct(&mut self, id: StructId, nil: bool) -> Result<()> {
        self.0.push(Event::BeginStruct(id, nil));
        Ok(())
    }
    fn end_struct(&mut self) -> Result<()> {
        self.0.push(Event::EndStruct);
        Ok(())
    }
    fn begin_field(&mut self, field: u16) -> Result<()> {
        self.0.push(Event::BeginField(field));
        Ok(())
    }
    fn end_field(&mut self) -> Result<()> {
        self.0.push(Event::EndField);
        Ok(())
    }
    fn scalar(&mut self, id: ScalarId, text: &str) -> Result<()> {
        self.0.push(Event::Scalar(id, text.to_owned()));
        Ok(())
    }
    fn nil(&mut self) -> Result<()> {
        self.0.push(Event::Nil);
        Ok(())
    }
    fn variant(&mut self, family: FamilyId, variant: u16) -> Result<()> {
        self.0.push(Event::Variant(family, variant));
        Ok(())
    }
    fn xml(&mut self, element: &str) -> Result<()> {
        self.0.push(Event::Xml(element.to_owned()));
        Ok(())
    }
    fn attribute(&mut self, name: &str, value: &str) -> Result<()> {
        self.0.push(Event::Attribute(name.to_owned(), value.to_owned()));
        Ok(())
    }
}
