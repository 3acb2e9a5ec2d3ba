// SPDX-License-Identifier: EUPL-1.2
//! Where a message goes, and validation on the way.

use fachwerk_config::Check as Mode;
use fachwerk_contract::service::Protocol;
use fachwerk_json::JsonWriter;
use fachwerk_mapping::{Layout, MessageShape, OperationBinding};
use fachwerk_message::{CodecError, Finding, Limits, MAX_FINDINGS, PathStyle, Result, Sink, Validate};
use fachwerk_protobuf::ProtobufWriter;
use fachwerk_soap::{EnvelopeWriter, FaultParts, Version, write_declared_fault};

use super::{Source, Tables};
use crate::convert::Form;

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
    pub(crate) rule: Rule,
    /// How places are named: as who sent the message knows them.
    pub(crate) style: PathStyle,
    /// Written before every path.
    pub(crate) below: &'a str,
    /// A field of the message's object that stands elsewhere, and what is written before paths below it.
    pub(crate) elsewhere: Option<(u16, &'a str)>,
}

/// What becomes of what is wrong with a message.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Rule {
    pub(crate) mode: Mode,
    /// Findings that are told one by one.
    pub(crate) most: usize,
}

impl Rule {
    /// Nobody looks.
    pub(crate) const OFF: Self = Self { mode: Mode::Off, most: 1 };
    /// A message is right, or nothing.
    pub(crate) const ENFORCE: Self = Self { mode: Mode::Enforce, most: MAX_FINDINGS };

    /// For a message that is nothing but itself.
    pub(crate) fn on(self, form: Form) -> Check<'static> {
        let style = match form {
            Form::Json => PathStyle::JsonPointer,
            Form::Protobuf => PathStyle::FieldPath,
            Form::Soap => PathStyle::XPath,
        };
        Check { rule: self, style, below: "", elsewhere: None }
    }
}

/// Where the message of an envelope stands, as XPath.
pub(crate) fn in_envelope(shape: &MessageShape) -> String {
    match &shape.layout {
        Layout::Direct { element, .. } => format!("/Envelope/Body/{}", element.local),
        Layout::Fields { .. } => "/Envelope/Body".to_owned(),
    }
}

impl Rule {
    /// For a message in an envelope; `below` is [where](in_envelope) it stands.
    pub(crate) fn in_envelope<'a>(self, shape: &MessageShape, below: &'a str) -> Check<'a> {
        let elsewhere = shape.layout.headers().map(|field| (field, "/Envelope/Header"));
        Check { rule: self, style: PathStyle::XPath, below, elsewhere }
    }
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
        let Check { rule, style, below, elsewhere } = self.check;
        if rule.mode == Mode::Off {
            self.message.read(mapping, self.shape, self.limits, &mut writer)?;
            return Ok((writer, Vec::new()));
        }
        let validate = Validate::new(mapping, &codecs.patterns, style, writer)
            .with_references(self.message.has_references());
        let mut validate =
            validate.below(below).at_most(rule.most).constrained(&self.shape.identities).knowing(codecs);
        if let Some((field, below)) = elsewhere {
            validate = validate.below_field(field, below);
        }
        let read = self.message.read(mapping, self.shape, self.limits, &mut validate);
        let result = match read {
            Ok(()) => validate.finish(),
            Err(error) => Err(validate.failed(error)),
        };
        match result {
            Ok((writer, findings)) if findings.is_empty() => Ok((writer, findings)),
            Ok((writer, mut findings)) => {
                self.message.place(self.limits, &mut findings);
                match rule.mode {
                    Mode::Enforce => Err(CodecError::invalid(findings)),
                    _ => Ok((writer, findings)),
                }
            }
            Err(mut error) => {
                self.message.place(self.limits, &mut error.findings);
                Err(error)
            }
        }
    }
}
