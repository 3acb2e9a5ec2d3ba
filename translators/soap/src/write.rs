// SPDX-License-Identifier: EUPL-1.2
//! Messages as envelopes.

use fachwerk_mapping::{FamilyId, Layout, Mapping, MessageShape, ScalarId, StructId};
use fachwerk_message::{CodecError, ErrorKind, Limits, Result, Sink};
use fachwerk_xml::{Enclosure, HeaderTags, XmlNames, XmlWriter};

use crate::Version;
use crate::mime::{Binding, Outgoing, Step, Streamed, Written, package, streamed};

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

/// Names for one message: literal ones, or those of an encoding.
pub(crate) struct Names<'m> {
    pub(crate) tags: &'m XmlNames,
    /// Declarations that it needs on top of its own.
    pub(crate) declarations: Vec<u8>,
    /// `encodingStyle`, where there is one.
    pub(crate) style: String,
}

impl<'m> Names<'m> {
    pub(crate) fn of(names: &'m XmlNames, shape: &MessageShape, version: Version) -> Self {
        let encoding = version.encoding();
        match names.encoded(encoding).filter(|_| shape.encoded) {
            None => Self { tags: names, declarations: Vec::new(), style: String::new() },
            Some(names) => Self {
                tags: names,
                declarations: encoding.declarations().into_bytes(),
                style: format!(" soap:encodingStyle=\"{}\"", encoding.uri()),
            },
        }
    }
}

/// A sink that writes a message as an envelope.
///
/// All namespaces that the message may need are declared on the envelope. Members may come in any order; declared
/// header blocks go into the header.
#[derive(Debug)]
pub struct EnvelopeWriter<'m> {
    writer: XmlWriter<'m>,
    root: StructId,
    version: Version,
    mtom: bool,
    has_attachments: bool,
    /// Where something of the message may travel beside the envelope.
    outgoing: Option<Box<Outgoing<'m>>>,
    /// Something that no message contains.
    token: Option<String>,
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
        let version = version.into();
        let Names { tags: names, mut declarations, style } = Names::of(names, shape, version);
        let mut enclosure = match &shape.layout {
            Layout::Direct { element, .. } => {
                names.declarations(shape.root, Some(element.namespace), &mut declarations);
                let mut enclosure = Enclosure::element(names, element);
                enclosure.start = [b"<soap:Body>", enclosure.start.as_slice(), style.as_bytes()].concat();
                enclosure.after = END.as_bytes().to_vec();
                enclosure
            }
            Layout::Fields { .. } => {
                names.declarations(shape.root, None, &mut declarations);
                Enclosure {
                    start: format!("<soap:Body{style}").into_bytes(),
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
        let out = begin(version, &declarations);
        let has_attachments = shape.attachments.is_some();
        let outgoing = (has_attachments || names.has_attachments())
            .then(|| Box::new(Outgoing::new(mapping, shape.attachments, false)));
        let writer = XmlWriter::new(mapping, names, enclosure, limits, out).with_references();
        Self { writer, root: shape.root, version, mtom: false, has_attachments, outgoing, token: None }
    }

    /// The envelope will have about so many bytes.
    #[must_use]
    pub fn of_about(mut self, bytes: usize) -> Self {
        self.writer.reserve(bytes);
        self
    }

    /// Put binary values beside the envelope (MTOM).
    #[must_use]
    pub fn with_mtom(mut self, mapping: &'m Mapping, shape: &MessageShape) -> Self {
        self.mtom = true;
        self.outgoing = Some(Box::new(Outgoing::new(mapping, shape.attachments, true)));
        self
    }

    /// Binary values may be references, [`REFERENCE`](fachwerk_mapping::REFERENCE) and an identifier, to what is still to
    /// come: see [`finish_streamed`](Self::finish_streamed). `token` is something that no message contains, of ASCII
    /// letters and digits.
    #[must_use]
    pub fn with_references(mut self, mapping: &'m Mapping, shape: &MessageShape, token: &str) -> Self {
        let outgoing =
            self.outgoing.get_or_insert_with(|| Box::new(Outgoing::new(mapping, shape.attachments, false)));
        outgoing.with_references(token);
        self.token = Some(token.to_owned());
        self
    }

    /// The message as it is sent, while what it refers to is still to come.
    pub fn finish_streamed(self, action: Option<&str>) -> Result<Streamed> {
        let envelope = self.writer.finish()?;
        let binding = Binding { version: self.version, mtom: self.mtom, action };
        let bare = !self.has_attachments && !self.mtom;
        Ok(streamed(envelope, self.outgoing.map(|o| *o), bare, binding, &self.token.unwrap_or_default()))
    }

    /// The message as it is sent: in a package where something travels beside the envelope. SOAP 1.2 tells `action` in
    /// a package's media type.
    pub fn finish_package(self, action: Option<&str>) -> Result<Written> {
        let envelope = self.writer.finish()?;
        let parts = self.outgoing.map(|outgoing| outgoing.parts).unwrap_or_default();
        if parts.is_empty() && !self.has_attachments && !self.mtom {
            return Ok(Written { bytes: envelope, content_type: None });
        }
        Ok(package(&envelope, &parts, Binding { version: self.version, mtom: self.mtom, action }))
    }

    /// Take out what has been written so far and stays as it is: see [`XmlWriter::take`].
    pub fn take(&mut self, out: &mut Vec<u8>) {
        self.writer.take(out);
    }

    /// The envelope, once the message is complete.
    ///
    /// # Errors
    /// The message is not complete, or does not fit into an envelope: see [`finish_package`](Self::finish_package).
    pub fn finish(self) -> Result<Vec<u8>> {
        if self.outgoing.is_some_and(|outgoing| !outgoing.parts.is_empty()) {
            return Err(CodecError::new(
                ErrorKind::Unsupported,
                "a message with attachments as a bare envelope",
            ));
        }
        self.writer.finish()
    }
}

/// A message of this shape, which `message` gives as events, as an envelope, or as a whole MIME document where something
/// travels beside the envelope.
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
    Ok(writer.finish_package(None)?.into_document())
}

impl Sink for EnvelopeWriter<'_> {
    fn begin_struct(&mut self, id: StructId, nil: bool) -> Result<()> {
        match self.outgoing.as_mut().map_or(Step::Forward, |outgoing| outgoing.begin_struct(id, nil)) {
            Step::Forward => self.writer.begin_struct(id, nil),
            _ => Ok(()),
        }
    }
    fn end_struct(&mut self) -> Result<()> {
        match self.outgoing.as_mut().map_or(Step::Forward, |outgoing| outgoing.end_struct()) {
            Step::Forward => self.writer.end_struct(),
            Step::Swallow => Ok(()),
            Step::Refer(uri) => self.writer.end_with_text(&uri),
        }
    }
    fn begin_field(&mut self, field: u16) -> Result<()> {
        let root = self.root;
        match self.outgoing.as_mut().map_or(Step::Forward, |outgoing| outgoing.begin_field(root, field)) {
            Step::Forward => self.writer.begin_field(field),
            _ => Ok(()),
        }
    }
    fn end_field(&mut self) -> Result<()> {
        match self.outgoing.as_mut().map_or(Step::Forward, |outgoing| outgoing.end_field()) {
            Step::Forward => self.writer.end_field(),
            _ => Ok(()),
        }
    }
    fn scalar(&mut self, id: ScalarId, text: &str) -> Result<()> {
        let Some(outgoing) = &mut self.outgoing else { return self.writer.scalar(id, text) };
        match outgoing.scalar(id, text)? {
            Step::Refer(uri) if self.writer.include(id, &uri)? => outgoing.include(text),
            Step::Forward | Step::Refer(_) => {
                let mark = outgoing.within(id, text);
                self.writer.scalar(id, mark.as_deref().unwrap_or(text))
            }
            Step::Swallow => Ok(()),
        }
    }
    fn nil(&mut self) -> Result<()> {
        self.outgoing.as_ref().map_or(Ok(()), |outgoing| outgoing.other())?;
        self.writer.nil()
    }
    fn variant(&mut self, family: FamilyId, variant: u16) -> Result<()> {
        self.outgoing.as_ref().map_or(Ok(()), |outgoing| outgoing.other())?;
        self.writer.variant(family, variant)
    }
    fn xml(&mut self, element: &str) -> Result<()> {
        self.outgoing.as_ref().map_or(Ok(()), |outgoing| outgoing.other())?;
        self.writer.xml(element)
    }
    fn member(&mut self, field: u16, id: ScalarId, text: &str) -> Result<()> {
        if self.outgoing.is_none() {
            return self.writer.member(field, id, text);
        }
        self.begin_field(field)?;
        self.scalar(id, text)?;
        self.end_field()
    }
    fn attribute(&mut self, name: &str, value: &str) -> Result<()> {
        self.outgoing.as_ref().map_or(Ok(()), |outgoing| outgoing.other())?;
        self.writer.attribute(name, value)
    }
}
