// SPDX-License-Identifier: EUPL-1.2
//! Messages whose binary values travel apart from them.

use fachwerk_json::JsonWriter;
use fachwerk_mapping::MessageShape;
use fachwerk_message::{Finding, Limits, Result};
use fachwerk_parameters::{Given, Parameters};
use fachwerk_protobuf::ProtobufWriter;
use fachwerk_soap::{Awaited, Envelope, EnvelopeWriter, Package, SoapError, Streamed};

use super::answer::{Found, Read};
use super::references::{Extract, Referring, Taken};
use super::{Enveloped, Parted, Plain, Rule, Source, Translation, Wire, in_envelope, through};
use crate::backend::Answer;
use crate::convert::Form;
use crate::outcome::Problem;

/// A message and what of it travels apart.
#[derive(Debug)]
pub(crate) struct Apart {
    /// In the caller's form, with references.
    pub(crate) message: Vec<u8>,
    /// What was in the message.
    pub(crate) taken: Vec<Taken>,
}

/// A message whose parts are still to come.
#[derive(Debug)]
pub(crate) struct Awaiting {
    pub(crate) apart: Apart,
    /// The parts that it refers to.
    pub(crate) awaited: Vec<Awaited>,
    /// What was found wrong with a message that passes all the same.
    pub(crate) findings: Vec<Finding>,
}

/// How an answer is written whose binary values travel apart.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Way<'a> {
    pub(crate) limits: &'a Limits,
    pub(crate) rule: Rule,
    /// Binary values in the envelope of so many characters travel apart.
    pub(crate) least: usize,
}

impl Translation<'_> {
    /// The request of a message whose binary values may be references to what is still to come. `token` is something
    /// that no message contains.
    ///
    /// # Errors
    /// The message cannot be read or, where that is enforced, does not match the contract.
    pub(crate) fn streamed_request(
        &self,
        message: &[u8],
        given: Option<(&Parameters, &Given)>,
        wire: Wire<'_>,
        (limits, rule): (&Limits, Rule),
        token: &str,
    ) -> Result<(Streamed, Vec<Finding>)> {
        let mapping = self.tables.mapping;
        let shape = &mapping.operation(self.operation).input;
        let names = &self.tables.codecs.xml;
        let mut writer = EnvelopeWriter::new(mapping, names, shape, wire.protocol, limits);
        if wire.mtom {
            writer = writer.with_mtom(mapping, shape);
        }
        let writer = writer.with_references(mapping, shape, token);
        let body = Plain { form: self.form, bytes: message };
        let check = rule.on(self.form);
        let (writer, findings) = match given {
            Some((parameters, given)) => {
                let message = &Parted { body, parameters, given };
                through(self.tables, shape, limits, check, &Referring { message, form: self.form }, writer)
            }
            None => {
                let message = &body;
                through(self.tables, shape, limits, check, &Referring { message, form: self.form }, writer)
            }
        }?;
        Ok((writer.finish_streamed(wire.action)?, findings))
    }

    /// An answer that is there as a whole, its binary values apart.
    ///
    /// # Errors
    /// It is not SOAP, or not what the contract says.
    pub(crate) fn apart(&self, answer: &Answer, way: Way<'_>) -> std::result::Result<Read<Apart>, Problem> {
        self.answer_by(answer, way.limits, |found, shape| {
            let below = found.place(shape);
            match found {
                Found::Envelope(envelope) => self.take_apart(&Enveloped(envelope), shape, way, &below),
                Found::Document(document) => self.take_apart(&document, shape, way, &below),
            }
        })
    }

    /// The answer in an envelope that was taken out of its package, whose parts are still to come; `None` where the
    /// envelope holds something else than the answer.
    ///
    /// # Errors
    /// It is not SOAP, or not what the contract says.
    pub(crate) fn before_parts(
        &self,
        media_type: Option<&str>,
        envelope: &[u8],
        way: Way<'_>,
    ) -> Result<Option<Awaiting>> {
        let Some(shape) = &self.tables.mapping.operation(self.operation).output else { return Ok(None) };
        let package =
            Package::before_parts(media_type, envelope, way.limits).map_err(SoapError::into_codec)?;
        let opened = Envelope::open_package(&package, way.limits).map_err(SoapError::into_codec)?;
        if opened.is_fault() {
            return Ok(None);
        }
        let (apart, findings) = self.take_apart(&Enveloped(&opened), shape, way, &in_envelope(shape))?;
        drop(opened);
        Ok(Some(Awaiting { apart, awaited: package.awaited(), findings }))
    }

    fn take_apart<M: Source>(
        &self,
        message: &M,
        shape: &MessageShape,
        way: Way<'_>,
        below: &str,
    ) -> Result<(Apart, Vec<Finding>)> {
        let mapping = self.tables.mapping;
        let check = way.rule.in_envelope(shape, below);
        let message = &Referring { message, form: Form::Soap };
        let limits = way.limits;
        match self.form {
            Form::Protobuf => {
                let writer = ProtobufWriter::new(mapping, Vec::new());
                let writer = Extract::new(mapping, self.form, way.least, writer);
                let (writer, findings) = through(self.tables, shape, limits, check, message, writer)?;
                let (writer, taken) = writer.finish();
                Ok((Apart { message: writer.finish()?, taken }, findings))
            }
            Form::Json | Form::Soap => {
                let writer = JsonWriter::with_names(mapping, self.tables.codecs.json.clone(), Vec::new());
                let writer = Extract::new(mapping, Form::Json, way.least, writer);
                let (writer, findings) = through(self.tables, shape, limits, check, message, writer)?;
                let (writer, taken) = writer.finish();
                Ok((Apart { message: writer.finish()?, taken }, findings))
            }
        }
    }
}
