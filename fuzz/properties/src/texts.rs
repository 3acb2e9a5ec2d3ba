// SPDX-License-Identifier: EUPL-1.2
use fachwerk_mapping::{FamilyId, ScalarId, StructId};
use fachwerk_message::{Result, Sink};

/// Takes all text of a message: values, attributes.
#[derive(Default)]
pub(crate) struct Texts(pub(crate) Vec<String>);

impl Sink for Texts {
    fn scalar(&mut self, _: ScalarId, text: &str) -> Result<()> {
        self.0.push(text.to_owned());
        Ok(())
    }
    fn begin_struct(&mut self, _: StructId, _: bool) -> Result<()> {
        Ok(())
    }
    fn end_struct(&mut self) -> Result<()> {
        Ok(())
    }
    fn begin_field(&mut self, _: u16) -> Result<()> {
        Ok(())
    }
    fn end_field(&mut self) -> Result<()> {
        Ok(())
    }
    fn nil(&mut self) -> Result<()> {
        Ok(())
    }
    fn variant(&mut self, _: FamilyId, _: u16) -> Result<()> {
        Ok(())
    }
    fn xml(&mut self, _: &str) -> Result<()> {
        self.0.push("<>".to_owned());
        Ok(())
    }
    fn attribute(&mut self, name: &str, value: &str) -> Result<()> {
        self.0.push(format!("{name}={value}"));
        Ok(())
    }
}
