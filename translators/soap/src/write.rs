// SPDX-License-Identifier: EUPL-1.2
//! Messages as envelopes.

use fachwerk_mapping::{FamilyId, Layout, Mapping, MessageShape, ScalarId, StructId};
use fachwerk_message::{Limits, Result, Sink};
use fachwerk_xml::{Enclosure, HeaderTags, XmlNames, XmlWriter};

use crate::Version;

/// What ends every envelope.
pub(crate) const END: &str = "</soap:Body></soap:Envelope>";

/// The beginning of an envelope, with these namespace declarations.
pub(crate) fn begin(version: Version, declarations: &[u8]) -> Vec<u8> {
    let mut out = b"<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<soap:Envelope xmlns:soap=\"".to_vec();
    out.extend_from_slice(version.namespace().as_bytes());
    out.push(b'"');
    out.extend_from_slice(declarations);
    out.push(b'>');
    out
}

/// A sink that writes a message as an envelope.
///
/// All namespaces that the message may need are declared on the envelope. Members may come in any order; declared
/// header blocks go into the header.
#[derive(Debug)]
pub struct EnvelopeWriter<'m> {
    writer: XmlWriter<'m>,
}

impl<'m> EnvelopeWriter<'m> {
    /// A writer of one message of this shape.
    pub fn new(
        mapping: &'m Mapping,
        names: &'m XmlNames,
        shape: &MessageShape,
        version: impl Into<Version>,
        limits: &Limits,
    ) -> Self {
        let mut declarations = Vec::new();
        let mut enclosure = match &shape.layout {
            Layout::Direct { element, .. } => {
                names.declarations(shape.root, Some(element.namespace), &mut declarations);
                let mut enclosure = Enclosure::element(names, element);
                enclosure.start = [b"<soap:Body>", enclosure.start.as_slice()].concat();
                enclosure.after = END.as_bytes().to_vec();
                enclosure
            }
            Layout::Fields { .. } => {
                names.declarations(shape.root, None, &mut declarations);
                Enclosure {
                    start: b"<soap:Body".to_vec(),
                    end: b"</soap:Body>".to_vec(),
                    after: b"</soap:Envelope>".to_vec(),
                    headers: None,
                }
            }
        };
        enclosure.headers = shape.layout.headers().map(|field| HeaderTags {
            field,
            start: "<soap:Header>",
            end: "</soap:Header>",
        });
        let out = begin(version.into(), &declarations);
        Self { writer: XmlWriter::new(mapping, names, enclosure, limits, out) }
    }

    /// The envelope, once the message is complete.
    pub fn finish(self) -> Result<Vec<u8>> {
        self.writer.finish()
    }
}

/// A message of this shape, which `message` gives as events, as an envelope.
pub fn write_message(
    mapping: &Mapping,
    names: &XmlNames,
    shape: &MessageShape,
    version: impl Into<Version>,
    limits: &Limits,
    message: impl FnOnce(&mut EnvelopeWriter<'_>) -> Result<()>,
) -> Result<Vec<u8>> {
    let mut writer = EnvelopeWriter::new(mapping, names, shape, version, limits);
    message(&mut writer)?;
    writer.finish()
}

impl Sink for EnvelopeWriter<'_> {
    fn begin_struct(&mut self, id: StructId, nil: bool) -> Result<()> {
        self.writer.begin_struct(id, nil)
    }
    fn end_struct(&mut self) -> Result<()> {
        self.writer.end_struct()
    }
    fn begin_field(&mut self, field: u16) -> Result<()> {
        self.writer.begin_field(field)
    }
    fn end_field(&mut self) -> Result<()> {
        self.writer.end_field()
    }
    fn scalar(&mut self, id: ScalarId, text: &str) -> Result<()> {
        self.writer.scalar(id, text)
    }
    fn nil(&mut self) -> Result<()> {
        self.writer.nil()
    }
    fn variant(&mut self, family: FamilyId, variant: u16) -> Result<()> {
        self.writer.variant(family, variant)
    }
    fn xml(&mut self, element: &str) -> Result<()> {
        self.writer.xml(element)
    }
    fn attribute(&mut self, name: &str, value: &str) -> Result<()> {
        self.writer.attribute(name, value)
    }
}
