// SPDX-License-Identifier: EUPL-1.2
//! Events into memory.

use fachwerk_mapping::{FamilyId, ScalarId, StructId};

use super::Recorded;
use super::recorded::Event;
use crate::{CodecError, ErrorKind, Result, Sink};

/// A sink that keeps everything it is told.
#[derive(Debug, Default)]
pub struct Recorder {
    recorded: Recorded,
}

impl Recorder {
    /// Nothing recorded yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// What has been recorded.
    pub fn finish(self) -> Recorded {
        self.recorded
    }

    fn keep(&mut self, event: Event) {
        self.recorded.events.push(event);
    }

    fn text(&mut self, text: &str) -> Result<u32> {
        let length = u32::try_from(text.len())
            .map_err(|_| CodecError::new(ErrorKind::Limit, "a text is too large to be recorded"))?;
        self.recorded.text.push_str(text);
        Ok(length)
    }
}

impl Sink for Recorder {
    fn begin_struct(&mut self, id: StructId, nil: bool) -> Result<()> {
        self.keep(Event::BeginStruct(id, nil));
        Ok(())
    }
    fn end_struct(&mut self) -> Result<()> {
        self.keep(Event::EndStruct);
        Ok(())
    }
    fn begin_field(&mut self, field: u16) -> Result<()> {
        self.keep(Event::BeginField(field));
        Ok(())
    }
    fn end_field(&mut self) -> Result<()> {
        self.keep(Event::EndField);
        Ok(())
    }
    fn scalar(&mut self, id: ScalarId, text: &str) -> Result<()> {
        let length = self.text(text)?;
        self.keep(Event::Scalar(id, length));
        Ok(())
    }
    fn nil(&mut self) -> Result<()> {
        self.keep(Event::Nil);
        Ok(())
    }
    fn variant(&mut self, family: FamilyId, variant: u16) -> Result<()> {
        self.keep(Event::Variant(family, variant));
        Ok(())
    }
    fn xml(&mut self, element: &str) -> Result<()> {
        let length = self.text(element)?;
        self.keep(Event::Xml(length));
        Ok(())
    }
    fn attribute(&mut self, name: &str, value: &str) -> Result<()> {
        let name = self.text(name)?;
        let value = self.text(value)?;
        self.keep(Event::Attribute(name, value));
        Ok(())
    }
}
