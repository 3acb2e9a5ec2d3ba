// SPDX-License-Identifier: EUPL-1.2
//! Where a message goes, and validation on the way.

use fachwerk_contract::service::Protocol;
use fachwerk_json::JsonWriter;
use fachwerk_mapping::{MessageShape, OperationBinding};
use fachwerk_message::{CodecError, Finding, Limits, PathStyle, Result, Sink, Validate};
use fachwerk_protobuf::ProtobufWriter;
use fachwerk_soap::{EnvelopeWriter, FaultParts, Version, write_declared_fault};

use super::{Source, Tables};

/// Where a message goes.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Target<'a> {
    Json,
    Protobuf,
    /// An envelope, with what travels beside it.
    Soap(Wire<'a>),
    /// An envelope whose fault has the message as its detail.
    SoapFault(Version, &'a FaultParts),
}

/// How an envelope reaches who reads it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Wire<'a> {
    pub(crate) protocol: Protocol,
    /// Binary values travel beside the envelope.
    pub(crate) mtom: bool,
    /// SOAP action.
    pub(crate) action: Option<&'a str>,
}

impl<'a> Wire<'a> {
    pub(crate) fn of(binding: &'a OperationBinding) -> Self {
        Self { protocol: binding.protocol, mtom: binding.mtom, action: binding.soap_action.as_deref() }
    }
}

/// How a message is checked on the way.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Check<'a> {
    pub(crate) mode: fachwerk_config::Check,
    /// How places are named: as who sent the message knows them.
    pub(crate) style: PathStyle,
    /// Written before every path.
    pub(crate) below: &'a str,
}

/// A message in another form.
#[derive(Clone, Debug)]
pub(crate) struct Translated {
    pub(crate) bytes: Vec<u8>,
    /// Media type of a package that holds the message.
    pub(crate) content_type: Option<String>,
    /// What was found wrong with a message that passes all the same.
    pub(crate) findings: Vec<Finding>,
}

/// Writes a message in another form. `expected` is a guess at its size.
pub(crate) fn write<M: Source>(
    tables: Tables<'_>,
    shape: &MessageShape,
    limits: &Limits,
    check: Check<'_>,
    message: &M,
    target: Target<'_>,
    expected: usize,
) -> Result<Translated> {
    let Tables { mapping, codecs } = tables;
    let job = Job { tables, shape, limits, check, message };
    let mut content_type = None;
    let (bytes, findings) = match target {
        Target::Json => {
            let writer = JsonWriter::with_names(mapping, codecs.json.clone(), Vec::with_capacity(expected));
            let (writer, findings) = job.through(writer)?;
            (writer.finish()?, findings)
        }
        Target::Protobuf => {
            let writer = ProtobufWriter::new(mapping, Vec::with_capacity(expected));
            let (writer, findings) = job.through(writer)?;
            (writer.finish()?, findings)
        }
        Target::Soap(wire) => {
            let mut writer =
                EnvelopeWriter::new(mapping, &codecs.xml, shape, wire.protocol, limits).of_about(expected);
            if wire.mtom {
                writer = writer.with_mtom(mapping, shape);
            }
            let (writer, findings) = job.through(writer)?;
            let written = writer.finish_package(wire.action)?;
            content_type = written.content_type;
            (written.bytes, findings)
        }
        Target::SoapFault(version, fault) => {
            let mut findings = Vec::new();
            let bytes =
                write_declared_fault(mapping, &codecs.xml, (version, fault), shape, limits, |writer| {
                    findings = job.through(writer)?.1;
                    Ok(())
                })?;
            (bytes, findings)
        }
    };
    Ok(Translated { bytes, content_type, findings })
}

/// Pushes a message through validation into a writer.
pub(crate) fn through<M: Source, S: Sink>(
    tables: Tables<'_>,
    shape: &MessageShape,
    limits: &Limits,
    check: Check<'_>,
    message: &M,
    writer: S,
) -> Result<(S, Vec<Finding>)> {
    Job { tables, shape, limits, check, message }.through(writer)
}

/// One message on its way.
struct Job<'a, M> {
    tables: Tables<'a>,
    shape: &'a MessageShape,
    limits: &'a Limits,
    check: Check<'a>,
    message: &'a M,
}

impl<M: Source> Job<'_, M> {
    /// Pushes the message through validation into a writer.
    fn through<S: Sink>(&self, mut writer: S) -> Result<(S, Vec<Finding>)> {
        let Tables { mapping, codecs } = self.tables;
        if self.check.mode == fachwerk_config::Check::Off {
            self.message.read(mapping, self.shape, self.limits, &mut writer)?;
            return Ok((writer, Vec::new()));
        }
        let validate = Validate::new(mapping, &codecs.patterns, self.check.style, writer);
        let mut validate = validate.below(self.check.below);
        self.message.read(mapping, self.shape, self.limits, &mut validate)?;
        let (writer, findings) = validate.finish();
        if self.check.mode == fachwerk_config::Check::Enforce && !findings.is_empty() {
            return Err(CodecError::invalid(findings));
        }
        Ok((writer, findings))
    }
}
