// SPDX-License-Identifier: EUPL-1.2
//! Messages that are too long to have in memory.

use std::sync::Arc;

use fachwerk_contract::service::Protocol;
use fachwerk_json::{JsonNames, JsonWriter};
use fachwerk_mapping::{Mapping, MessageShape};
use fachwerk_message::value::Patterns;
use fachwerk_message::{CodecError, ErrorKind, Limits, PathStyle, Result, Sink, Validate};
use fachwerk_soap::{EnvelopeWriter, SoapError};
use fachwerk_xml::XmlNames;

use super::Form;

/// A message that is converted while its bytes come: from SOAP to JSON or from JSON to SOAP. Values are checked against
/// the contract; bytes leave before all of it has been.
///
/// What is read as a whole, such as one value, may have 1 MiB. Members of JSON have to come in the schema's order.
#[derive(Debug)]
pub struct Stream<'m>(Way<'m>);

/// Reader and writer.
#[derive(Debug)]
enum Way<'m> {
    ToJson(Box<fachwerk_soap::Incoming<'m>>, Box<Validate<'m, JsonWriter<'m>>>),
    ToSoap(Box<fachwerk_json::Incoming<'m>>, Box<Validate<'m, EnvelopeWriter<'m>>>),
}

/// Tables that a [`Stream`] needs, made once.
#[derive(Debug)]
pub struct StreamTables {
    json: Arc<JsonNames>,
    xml: XmlNames,
    patterns: Patterns,
}

impl StreamTables {
    /// Those of a mapping.
    pub fn new(mapping: &Mapping) -> Self {
        Self {
            json: Arc::new(JsonNames::new(mapping)),
            xml: XmlNames::new(mapping),
            patterns: Patterns::new(mapping),
        }
    }
}

impl<'m> Stream<'m> {
    /// A message of this shape. SOAP is written in the version of `protocol`.
    ///
    /// # Errors
    /// One of the forms cannot be had in pieces, such as protobuf, whose lengths come first.
    pub fn new(
        mapping: &'m Mapping,
        tables: &'m StreamTables,
        shape: &'m MessageShape,
        (from, to): (Form, Form),
        protocol: Protocol,
        limits: &Limits,
    ) -> Result<Self> {
        Ok(Self(match (from, to) {
            (Form::Soap, Form::Json) => {
                let reader = fachwerk_soap::Incoming::new(mapping, shape, limits)?;
                let writer = JsonWriter::with_names(mapping, Arc::clone(&tables.json), Vec::new());
                let validate = Validate::new(mapping, &tables.patterns, PathStyle::XPath, writer)
                    .constrained(&shape.identities);
                Way::ToJson(Box::new(reader), Box::new(validate))
            }
            (Form::Json, Form::Soap) if shape.attachments.is_none() => {
                let reader = fachwerk_json::Incoming::new(mapping, shape.root, limits);
                let writer = EnvelopeWriter::new(mapping, &tables.xml, shape, protocol, limits);
                let validate = Validate::new(mapping, &tables.patterns, PathStyle::JsonPointer, writer)
                    .constrained(&shape.identities);
                Way::ToSoap(Box::new(reader), Box::new(validate))
            }
            _ => {
                let message = "a message of this length can be converted from SOAP to JSON and from JSON to SOAP only, \
                               and without attachments";
                return Err(CodecError::new(ErrorKind::Unsupported, message));
            }
        }))
    }

    /// More bytes have come; what they give is appended to `out`.
    ///
    /// # Errors
    /// The message cannot be read or does not match the contract.
    pub fn push(&mut self, bytes: &[u8], out: &mut Vec<u8>) -> Result<()> {
        match &mut self.0 {
            Way::ToJson(reader, validate) => {
                reader.push(bytes, &mut **validate).map_err(SoapError::into_codec)?;
                validate.inner().take(out);
                is_clean(validate)
            }
            Way::ToSoap(reader, validate) => {
                reader.push(bytes, &mut **validate)?;
                validate.inner().take(out);
                is_clean(validate)
            }
        }
    }

    /// No more bytes come; the rest.
    ///
    /// # Errors
    /// As [`push`](Self::push), and the message is not complete.
    pub fn finish(self) -> Result<Vec<u8>> {
        match self.0 {
            Way::ToJson(reader, mut validate) => {
                reader.finish(&mut *validate).map_err(SoapError::into_codec)?;
                validate.accept()?.finish()
            }
            Way::ToSoap(reader, mut validate) => {
                reader.finish(&mut *validate)?;
                validate.accept()?.finish()
            }
        }
    }
}

/// The findings, as soon as there are some: there is no use in going on for gigabytes.
fn is_clean<S: Sink>(validate: &mut Validate<'_, S>) -> Result<()> {
    if validate.is_clean() { Ok(()) } else { Err(CodecError::invalid(validate.take_findings())) }
}
