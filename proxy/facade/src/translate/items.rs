// SPDX-License-Identifier: EUPL-1.2
//! The items of an answer that is one list, each as a message of its own.

use std::cell::RefCell;

use fachwerk_mapping::{FamilyId, ListStream, Mapping, MessageShape, ScalarId, StructId};
use fachwerk_message::{Finding, Limits, Result, Sink};
use fachwerk_protobuf::ProtobufWriter;
use fachwerk_soap::List;
use fachwerk_xml::Reader;

use super::Source;

/// One item, as it was cut from an answer.
pub(crate) struct Item<'a, 'r> {
    pub(crate) list: &'a List<'a>,
    pub(crate) reader: RefCell<&'a mut Reader<'r>>,
    pub(crate) piece: &'a [u8],
}

impl Source for Item<'_, '_> {
    /// The text around it has gone.
    fn place(&self, _: &Limits, _: &mut [Finding]) {}

    fn read<S: Sink>(&self, _: &Mapping, _: &MessageShape, _: &Limits, sink: &mut S) -> Result<()> {
        self.list.item(&mut self.reader.borrow_mut(), self.piece, sink)
    }
}

/// Takes a whole answer and makes a message of each item of its list.
pub(crate) struct Items<'m> {
    mapping: &'m Mapping,
    item: StructId,
    /// Objects and members that are open when the list is.
    around: usize,
    /// Objects and members that are open, up to the list.
    outside: usize,
    /// Objects that are open within the item.
    inside: usize,
    writer: Option<ProtobufWriter<'m>>,
    pub(crate) messages: Vec<Vec<u8>>,
}

impl<'m> Items<'m> {
    pub(crate) fn new(mapping: &'m Mapping, stream: &ListStream) -> Self {
        Self {
            mapping,
            item: stream.item,
            around: stream.path.len() * 2,
            outside: 0,
            inside: 0,
            writer: None,
            messages: Vec::new(),
        }
    }

    /// The writer of the item at hand; `None` outside of the list.
    fn writer(&mut self) -> Result<Option<&mut ProtobufWriter<'m>>> {
        if self.outside < self.around {
            return Ok(None);
        }
        if self.writer.is_none() {
            let mut writer = ProtobufWriter::new(self.mapping, Vec::new());
            writer.begin_struct(self.item, false)?;
            writer.begin_field(0)?;
            self.writer = Some(writer);
        }
        Ok(self.writer.as_mut())
    }

    /// An item without an object of its own is complete, and so is one whose object is.
    fn complete(&mut self) -> Result<()> {
        if self.inside == 0
            && let Some(mut writer) = self.writer.take()
        {
            writer.end_field()?;
            writer.end_struct()?;
            self.messages.push(writer.finish()?);
        }
        Ok(())
    }

    fn value(&mut self, write: impl FnOnce(&mut ProtobufWriter<'m>) -> Result<()>) -> Result<()> {
        if let Some(writer) = self.writer()? {
            write(writer)?;
        }
        self.complete()
    }
}

impl Sink for Items<'_> {
    fn begin_struct(&mut self, id: StructId, nil: bool) -> Result<()> {
        match self.writer()? {
            None => self.outside += 1,
            Some(writer) => {
                writer.begin_struct(id, nil)?;
                self.inside += 1;
            }
        }
        Ok(())
    }

    fn end_struct(&mut self) -> Result<()> {
        if self.inside == 0 {
            self.outside -= 1;
            return Ok(());
        }
        self.inside -= 1;
        self.value(Sink::end_struct)
    }

    fn begin_field(&mut self, field: u16) -> Result<()> {
        match self.writer()? {
            None => self.outside += 1,
            Some(writer) => writer.begin_field(field)?,
        }
        Ok(())
    }

    fn end_field(&mut self) -> Result<()> {
        match &mut self.writer {
            Some(writer) if self.inside > 0 => writer.end_field(),
            _ => {
                self.outside -= 1;
                Ok(())
            }
        }
    }

    fn scalar(&mut self, id: ScalarId, text: &str) -> Result<()> {
        self.value(|writer| writer.scalar(id, text))
    }

    fn nil(&mut self) -> Result<()> {
        self.value(Sink::nil)
    }

    fn variant(&mut self, family: FamilyId, variant: u16) -> Result<()> {
        match self.writer()? {
            None => Ok(()),
            Some(writer) => writer.variant(family, variant),
        }
    }

    fn xml(&mut self, element: &str) -> Result<()> {
        self.value(|writer| writer.xml(element))
    }

    fn attribute(&mut self, name: &str, value: &str) -> Result<()> {
        self.value(|writer| writer.attribute(name, value))
    }
}
