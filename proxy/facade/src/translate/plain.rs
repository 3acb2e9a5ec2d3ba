// SPDX-License-Identifier: EUPL-1.2
//! Messages of HTTP bindings: no envelope around them.

use fachwerk_mapping::{HttpBinding, HttpInput, Layout, Mapping, MessageShape};
use fachwerk_message::{CodecError, ErrorKind, Finding, Limits, Result, Sink};
use fachwerk_parameters::{Addressed, Given, Parameters, UrlEncoded};
use fachwerk_xml::{Children, Enclosure, Reader, Tokenizer, XmlWriter};

use super::source::place_in;
use super::{Parted, Plain, Rule, Source, Translation, through};

/// A request of an HTTP binding.
#[derive(Clone, Debug)]
pub(crate) struct PlainRequest {
    /// Below the address of the service.
    pub(crate) target: String,
    pub(crate) body: Vec<u8>,
    pub(crate) findings: Vec<Finding>,
}

impl Translation<'_> {
    /// The request of an operation that is called without SOAP.
    ///
    /// # Errors
    /// The message cannot be read or, where that is enforced, does not match the contract.
    pub(crate) fn plain_request(
        &self,
        message: &[u8],
        given: Option<(&Parameters, &Given)>,
        http: &HttpBinding,
        limits: &Limits,
        rule: Rule,
    ) -> Result<PlainRequest> {
        let mapping = self.tables.mapping;
        let shape = &mapping.operation(self.operation).input;
        let body = Plain { form: self.form, bytes: message };
        let (writer, findings) = match (&http.input, &shape.layout) {
            (HttpInput::Xml(_), Layout::Direct { element, .. }) => {
                let names = &self.tables.codecs.xml;
                let out = b"<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n".to_vec();
                let enclosure = Enclosure::document(names, element, shape.root);
                let writer = XmlWriter::new(mapping, names, enclosure, limits, out);
                let (writer, findings) = self.given(body, given, shape, limits, rule, writer)?;
                let (target, body) = (UrlEncoded::new(mapping).finish(http)?.target, writer.finish()?);
                return Ok(PlainRequest { target, body, findings });
            }
            (HttpInput::Xml(_), Layout::Fields { .. }) => {
                return Err(CodecError::new(ErrorKind::Unsupported, "the input is no document"));
            }
            _ => self.given(body, given, shape, limits, rule, UrlEncoded::new(mapping))?,
        };
        let Addressed { target, form } = writer.finish(http)?;
        Ok(PlainRequest { target, body: form.into_bytes(), findings })
    }

    fn given<S: Sink>(
        &self,
        body: Plain<'_>,
        given: Option<(&Parameters, &Given)>,
        shape: &MessageShape,
        limits: &Limits,
        rule: Rule,
        sink: S,
    ) -> Result<(S, Vec<Finding>)> {
        let check = rule.on(self.form);
        match given {
            Some((parameters, given)) => {
                let message = Parted { body, parameters, given };
                through(self.tables, shape, limits, check, &message, sink)
            }
            None => through(self.tables, shape, limits, check, &body, sink),
        }
    }
}

/// An XML document that is a message.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Document<'a>(pub(crate) &'a [u8]);

impl Source for Document<'_> {
    fn place(&self, limits: &Limits, findings: &mut [Finding]) {
        if let Ok(document) = fachwerk_xml::Document::decode(self.0, None, limits) {
            place_in(&document, limits, findings);
        }
    }

    fn read<S: Sink>(
        &self,
        mapping: &Mapping,
        shape: &MessageShape,
        limits: &Limits,
        sink: &mut S,
    ) -> Result<()> {
        if let Layout::Direct { element, .. } = &shape.layout {
            return fachwerk_xml::read_document(mapping, self.0, limits, element, shape.root, sink);
        }
        // The element is the one member.
        let mut tokens = Tokenizer::new(self.0, limits)?;
        tokens.know(&mapping.namespaces);
        tokens.next_token()?;
        let mut reader = Reader::new(mapping);
        reader.open(shape.root, Children::InOrder, sink)?;
        reader.read_child(&mut tokens, sink)?;
        reader.close(sink)?;
        tokens.next_token().map(|_| ())
    }
}
