// SPDX-License-Identifier: EUPL-1.2
//! Parameters and body to the message.

use fachwerk_mapping::{FamilyId, Mapping, ScalarId, StructId};
use fachwerk_message::{CodecError, ErrorKind, Result, Sink};

use crate::{Given, Parameters};

/// A sink that adds the parameters' members to the message that is pushed through it, right after its object begins. A
/// body that says one of them, too, is an error.
#[derive(Debug)]
pub struct Merge<'a, S> {
    mapping: &'a Mapping,
    parameters: &'a Parameters,
    given: &'a Given,
    depth: usize,
    inner: S,
}

impl<'a, S: Sink> Merge<'a, S> {
    /// Add these values on the way to `inner`.
    pub fn new(mapping: &'a Mapping, parameters: &'a Parameters, given: &'a Given, inner: S) -> Self {
        Self { mapping, parameters, given, depth: 0, inner }
    }

    /// The inner sink.
    pub fn into_inner(self) -> S {
        self.inner
    }
}

impl<S: Sink> Sink for Merge<'_, S> {
    fn begin_struct(&mut self, id: StructId, nil: bool) -> Result<()> {
        self.inner.begin_struct(id, nil)?;
        self.depth += 1;
        if self.depth == 1 {
            self.given.push(self.mapping, self.parameters, &mut self.inner)?;
        }
        Ok(())
    }

    fn end_struct(&mut self) -> Result<()> {
        self.depth = self.depth.saturating_sub(1);
        self.inner.end_struct()
    }

    fn begin_field(&mut self, field: u16) -> Result<()> {
        if self.depth == 1
            && let Some(Some(index)) = self.parameters.owned.get(usize::from(field))
        {
            let parameter = &self.parameters.list[*index];
            let message = format!(
                "this member is told by the {} parameter `{}`, not in the body",
                parameter.location.as_str(),
                parameter.name
            );
            return Err(CodecError::new(ErrorKind::Structure, message));
        }
        self.inner.begin_field(field)
    }

    fn end_field(&mut self) -> Result<()> {
        self.inner.end_field()
    }

    fn scalar(&mut self, id: ScalarId, text: &str) -> Result<()> {
        self.inner.scalar(id, text)
    }

    fn nil(&mut self) -> Result<()> {
        self.inner.nil()
    }

    fn variant(&mut self, family: FamilyId, variant: u16) -> Result<()> {
        self.inner.variant(family, variant)
    }

    fn xml(&mut self, element: &str) -> Result<()> {
        self.inner.xml(element)
    }

    fn reject(&mut self, error: Box<CodecError>) -> Result<()> {
        self.inner.reject(error)
    }

    fn attribute(&mut self, name: &str, value: &str) -> Result<()> {
        self.inner.attribute(name, value)
    }
}
