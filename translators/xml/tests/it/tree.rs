// SPDX-License-Identifier: EUPL-1.2
//! Events as a tree, to give them again with members in another order.

use fachwerk_mapping::{FamilyId, ScalarId, StructId};
use fachwerk_message::{Result, Sink};

#[derive(Debug, Clone)]
pub(crate) enum Value {
    Scalar(ScalarId, String),
    Struct(Object),
    Xml(String),
    Attribute(String, String),
    Nil,
    Variant(FamilyId, u16),
}

#[derive(Debug, Clone)]
pub(crate) struct Object {
    id: StructId,
    nil: bool,
    pub(crate) fields: Vec<(u16, Vec<Value>)>,
}

/// Builds the tree.
#[derive(Debug, Default)]
pub(crate) struct Tree {
    open: Vec<Object>,
    pub(crate) root: Option<Object>,
}

impl Tree {
    fn add(&mut self, value: Value) {
        self.open.last_mut().expect("an object").fields.last_mut().expect("a member").1.push(value);
    }
}

impl Sink for Tree {
    fn begin_struct(&mut self, id: StructId, nil: bool) -> Result<()> {
        self.open.push(Object { id, nil, fields: Vec::new() });
        Ok(())
    }
    fn end_struct(&mut self) -> Result<()> {
        let object = self.open.pop().expect("balanced");
        if self.open.is_empty() {
            self.root = Some(object);
        } else {
            self.add(Value::Struct(object));
        }
        Ok(())
    }
    fn begin_field(&mut self, field: u16) -> Result<()> {
        let object = self.open.last_mut().expect("an object");
        assert!(object.fields.iter().all(|(f, _)| *f != field), "a member begins once");
        object.fields.push((field, Vec::new()));
        Ok(())
    }
    fn end_field(&mut self) -> Result<()> {
        Ok(())
    }
    fn scalar(&mut self, id: ScalarId, text: &str) -> Result<()> {
        self.add(Value::Scalar(id, text.to_owned()));
        Ok(())
    }
    fn nil(&mut self) -> Result<()> {
        self.add(Value::Nil);
        Ok(())
    }
    fn variant(&mut self, family: FamilyId, variant: u16) -> Result<()> {
        self.add(Value::Variant(family, variant));
        Ok(())
    }
    fn xml(&mut self, element: &str) -> Result<()> {
        self.add(Value::Xml(element.to_owned()));
        Ok(())
    }
    fn attribute(&mut self, name: &str, value: &str) -> Result<()> {
        self.add(Value::Attribute(name.to_owned(), value.to_owned()));
        Ok(())
    }
}

impl Object {
    /// Put the members of every object in an order that `order` chooses: it gives a number below its argument.
    pub(crate) fn shuffle(&mut self, order: &mut impl FnMut(usize) -> usize) {
        for at in (1..self.fields.len()).rev() {
            let other = order(at + 1);
            self.fields.swap(at, other);
        }
        for (_, values) in &mut self.fields {
            for value in values {
                if let Value::Struct(object) = value {
                    object.shuffle(order);
                }
            }
        }
    }

    pub(crate) fn replay(&self, sink: &mut impl Sink) -> Result<()> {
        sink.begin_struct(self.id, self.nil)?;
        for (field, values) in &self.fields {
            sink.begin_field(*field)?;
            for value in values {
                match value {
                    Value::Scalar(id, text) => sink.scalar(*id, text)?,
                    Value::Struct(object) => object.replay(sink)?,
                    Value::Xml(element) => sink.xml(element)?,
                    Value::Attribute(name, value) => sink.attribute(name, value)?,
                    Value::Nil => sink.nil()?,
                    Value::Variant(family, variant) => sink.variant(*family, *variant)?,
                }
            }
            sink.end_field()?;
        }
        sink.end_struct()
    }
}
