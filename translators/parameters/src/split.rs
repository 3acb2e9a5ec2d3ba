// SPDX-License-Identifier: EUPL-1.2
//! The message to parameters and body.

use fachwerk_mapping::{FamilyId, JsonForm, Mapping, ScalarId, StructId};
use fachwerk_message::{CodecError, ErrorKind, Result, Sink};

use crate::plan::item;
use crate::{Given, Parameters};

/// A sink that keeps the members that are parameters and passes the others on.
#[derive(Debug)]
pub struct Split<'a, S> {
    mapping: &'a Mapping,
    parameters: &'a Parameters,
    given: Given,
    /// Open objects outside of parameters.
    depth: usize,
    /// Open members from the message's object to the value, while inside a parameter.
    path: Vec<u16>,
    inner: S,
}

impl<'a, S: Sink> Split<'a, S> {
    /// Keep the members of these parameters on the way to `inner`.
    pub fn new(mapping: &'a Mapping, parameters: &'a Parameters, inner: S) -> Self {
        let given = Given { values: vec![Vec::new(); parameters.list.len()] };
        Self { mapping, parameters, given, depth: 0, path: Vec::new(), inner }
    }

    /// The inner sink and the parameters.
    pub fn finish(self) -> (S, Given) {
        (self.inner, self.given)
    }

    fn inside(&self) -> bool {
        !self.path.is_empty()
    }
}

/// Something that only a body can say.
fn refuse() -> Result<()> {
    let message = "the message has a value here that no parameter can carry";
    Err(CodecError::new(ErrorKind::Unsupported, message))
}

impl<S: Sink> Sink for Split<'_, S> {
    fn begin_struct(&mut self, id: StructId, nil: bool) -> Result<()> {
        if self.inside() {
            return if nil { refuse() } else { Ok(()) };
        }
        self.depth += 1;
        self.inner.begin_struct(id, nil)
    }

    fn end_struct(&mut self) -> Result<()> {
        if self.inside() {
            return Ok(());
        }
        self.depth = self.depth.saturating_sub(1);
        self.inner.end_struct()
    }

    fn begin_field(&mut self, field: u16) -> Result<()> {
        let owned =
            self.depth == 1 && self.parameters.owned.get(usize::from(field)).is_some_and(Option::is_some);
        if self.inside() || owned {
            self.path.push(field);
            return Ok(());
        }
        self.inner.begin_field(field)
    }

    fn end_field(&mut self) -> Result<()> {
        if self.path.pop().is_some() {
            return Ok(());
        }
        self.inner.end_field()
    }

    fn scalar(&mut self, id: ScalarId, text: &str) -> Result<()> {
        if !self.inside() {
            return self.inner.scalar(id, text);
        }
        let Some(index) = self.parameters.list.iter().position(|p| p.member == self.path) else {
            return refuse();
        };
        let (item, list) = item(self.mapping, id);
        let boolean = self.mapping.scalar(item).json == JsonForm::Boolean;
        // As JSON has them: XML Schema knows two more.
        let told = |text: &str| match text {
            "1" if boolean => "true".to_owned(),
            "0" if boolean => "false".to_owned(),
            text => text.to_owned(),
        };
        let values = &mut self.given.values[index];
        if list {
            // The empty text is one empty item: the list that has none.
            values.extend(text.split(' ').map(told));
        } else {
            values.push(told(text));
        }
        Ok(())
    }

    fn nil(&mut self) -> Result<()> {
        if self.inside() { refuse() } else { self.inner.nil() }
    }

    fn variant(&mut self, family: FamilyId, variant: u16) -> Result<()> {
        if self.inside() { refuse() } else { self.inner.variant(family, variant) }
    }

    fn xml(&mut self, element: &str) -> Result<()> {
        if self.inside() { refuse() } else { self.inner.xml(element) }
    }

    fn attribute(&mut self, name: &str, value: &str) -> Result<()> {
        if self.inside() { refuse() } else { self.inner.attribute(name, value) }
    }
}
