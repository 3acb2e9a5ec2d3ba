// SPDX-License-Identifier: EUPL-1.2
//! A service's answer as what the caller gets.

use std::cell::Cell;

use fachwerk_mapping::{Layout, ListStream, MessageShape};
use fachwerk_message::{CodecError, ErrorKind, Finding, Limits};
use fachwerk_soap::{Envelope, Package, SoapError};
use http::{HeaderMap, HeaderValue, StatusCode, header};

use super::fault::kind;
use super::items::Items;
use super::{Detail, Document, Enveloped, Fault, Rule, Target, Translation, in_envelope, through, write};
use crate::backend::Answer;
use crate::convert::Form;
use crate::outcome::{DeclaredFault, FaultReport, Outcome, Problem, ProblemKind};

/// An answer as what the caller gets.
#[derive(Debug)]
pub(crate) struct Answered {
    pub(crate) outcome: Outcome,
    /// What was found wrong with an answer that passes all the same.
    pub(crate) findings: Vec<Finding>,
}

/// Where the message is.
pub(super) enum Found<'a> {
    Envelope(&'a Envelope<'a>),
    Document(Document<'a>),
}

impl Found<'_> {
    /// Where the message stands, as XPath.
    pub(super) fn place(&self, shape: &MessageShape) -> String {
        match (self, &shape.layout) {
            (Found::Envelope(_), _) => in_envelope(shape),
            (Found::Document(_), Layout::Direct { element, .. }) => format!("/{}", element.local),
            (Found::Document(_), Layout::Fields { .. }) => String::new(),
        }
    }
}

fn without_fault(status: StatusCode, what: &str) -> Problem {
    Problem::new(ProblemKind::BackendInvalid, "the service reports an error without a fault")
        .with_internal(format!("HTTP status {} with {what}", status.as_u16()))
}

/// What is wrong with a document: it is no SOAP, and need not be.
fn of_document(answer: &Answer, error: &CodecError) -> Problem {
    let mut problem = Problem::of_answer(error);
    if problem.kind == ProblemKind::BackendNotSoap {
        "the answer is not a well-formed XML document".clone_into(&mut problem.detail);
    }
    problem.internal = Some(format!("HTTP status {}: {error}", answer.status.as_u16()));
    problem
}

/// A message that was read, or what came instead, and what was found wrong with it.
pub(crate) type Read<T> = (Result<T, Outcome>, Vec<Finding>);

impl Translation<'_> {
    /// What an answer means to the caller.
    ///
    /// # Errors
    /// It is not SOAP, or not what the contract says.
    pub(crate) fn answer(
        &self,
        answer: &Answer,
        (limits, inline): (&Limits, u64),
        rule: Rule,
    ) -> Result<Answered, Problem> {
        let target = target(self.form);
        let size = answer.body.len();
        let too_large = Cell::new(false);
        let read = self.answer_by(answer, limits, |found, shape| {
            let below = found.place(shape);
            let check = rule.in_envelope(shape, &below);
            let translated = match found {
                Found::Envelope(envelope) => {
                    if envelope.beside() > inline {
                        too_large.set(true);
                        return Err(CodecError::new(ErrorKind::Limit, "attachments are too large"));
                    }
                    write(self.tables, shape, limits, check, &Enveloped(envelope), target, size)
                }
                Found::Document(document) => {
                    write(self.tables, shape, limits, check, &document, target, size)
                }
            }?;
            Ok((Outcome::Answer(translated.bytes), translated.findings))
        });
        let (outcome, findings) = read.map_err(|problem| {
            if !too_large.get() {
                return problem;
            }
            let why = format!("the service has answered, and its attachments have more than {inline} bytes");
            Problem::new(ProblemKind::AttachmentsTooLarge, why)
        })?;
        Ok(Answered { outcome: outcome.unwrap_or_else(|other| other), findings })
    }

    /// The items of an answer that is one list, for a caller of protobuf; or what else came of the call.
    ///
    /// # Errors
    /// It is not SOAP, or not what the contract says.
    pub(crate) fn items(
        &self,
        stream: &ListStream,
        answer: &Answer,
        limits: &Limits,
        rule: Rule,
    ) -> Result<Read<Vec<Vec<u8>>>, Problem> {
        self.answer_by(answer, limits, |found, shape| {
            let below = found.place(shape);
            let check = rule.in_envelope(shape, &below);
            let items = Items::new(self.tables.mapping, stream);
            let (items, findings) = match found {
                Found::Envelope(envelope) => {
                    through(self.tables, shape, limits, check, &Enveloped(envelope), items)
                }
                Found::Document(document) => through(self.tables, shape, limits, check, &document, items),
            }?;
            Ok((items.messages, findings))
        })
    }

    /// What an answer means, where `read` reads the message of an envelope.
    pub(super) fn answer_by<T>(
        &self,
        answer: &Answer,
        limits: &Limits,
        read: impl FnOnce(Found<'_>, &MessageShape) -> fachwerk_message::Result<(T, Vec<Finding>)>,
    ) -> Result<Read<T>, Problem> {
        let other = |outcome: Outcome| Ok((Err(outcome), Vec::new()));
        let operation = self.tables.mapping.operation(self.operation);
        let status = answer.status;
        if answer.body.trim_ascii().is_empty() {
            return match operation.output {
                None if status.is_success() => other(Outcome::Accepted),
                _ => Err(not_soap(answer, "the answer is empty")),
            };
        }
        if self.plain {
            if !status.is_success() {
                return Err(without_fault(status, "an answer of an HTTP binding"));
            }
            let Some(shape) = &operation.output else { return other(Outcome::Accepted) };
            let found = Found::Document(Document(&answer.body));
            let (message, findings) = read(found, shape).map_err(|error| of_document(answer, &error))?;
            return Ok((Ok(message), findings));
        }
        if !may_be_soap(&answer.headers) {
            return Err(not_soap(answer, "the answer has another media type than SOAP"));
        }
        let content_type = answer.headers.get(header::CONTENT_TYPE).and_then(|media| media.to_str().ok());
        // Who names no media type sends an envelope.
        let package = Package::open(Some(content_type.unwrap_or_default()), &answer.body, limits)
            .map_err(|error| unreadable(answer, error))?;
        let envelope = Envelope::open_package(&package, limits).map_err(|error| unreadable(answer, error))?;
        if envelope.is_fault() {
            let fault = self.fault(&envelope, limits).map_err(|error| unreadable(answer, error))?;
            return other(Outcome::Fault(Box::new(fault)));
        }
        if !status.is_success() {
            return Err(without_fault(status, "an envelope that holds no fault"));
        }
        let Some(shape) = &operation.output else { return other(Outcome::Accepted) };
        let (message, findings) =
            read(Found::Envelope(&envelope), shape).map_err(|error| Problem::of_answer(&error))?;
        Ok((Ok(message), findings))
    }

    fn fault(&self, envelope: &Envelope<'_>, limits: &Limits) -> Result<FaultReport, SoapError> {
        let operation = self.tables.mapping.operation(self.operation);
        let parts = envelope.fault()?;
        let declared = envelope.match_fault(self.tables.mapping, operation)?;
        let declared = declared.and_then(|index| {
            let shape = &operation.faults.get(index)?.message;
            // What a fault says is passed on as it is: an answer that is slightly wrong helps more than none.
            let check = Rule::OFF.on(Form::Soap);
            let detail = write(self.tables, shape, limits, check, &Detail(envelope), target(self.form), 256);
            match detail {
                Ok(detail) => Some(DeclaredFault { index, detail: detail.bytes }),
                Err(error) => {
                    tracing::warn!(%error, fault = operation.faults[index].name, "Detail of a fault is not what the contract declares");
                    None
                }
            }
        });
        let kind = if declared.is_some() { ProblemKind::DeclaredFault } else { kind(&parts.code) };
        Ok(Fault::of(&parts, envelope.version()).report(kind, declared))
    }
}

/// The caller's form as a target. No caller of this lane speaks SOAP.
fn target(form: Form) -> Target<'static> {
    match form {
        Form::Protobuf => Target::Protobuf,
        Form::Json | Form::Soap => Target::Json,
    }
}

/// Whether a media type allows for SOAP. Services that name none are given the benefit of the doubt.
pub(crate) fn may_be_soap(headers: &HeaderMap) -> bool {
    let Some(essence) = essence(headers) else { return true };
    [&b"text/xml"[..], b"application/soap+xml", b"application/xml", b"multipart/related"]
        .iter()
        .any(|known| essence.eq_ignore_ascii_case(known))
}

/// The media type without its parameters.
pub(crate) fn essence(headers: &HeaderMap) -> Option<&[u8]> {
    let media_type = headers.get(header::CONTENT_TYPE).map(HeaderValue::as_bytes)?;
    Some(media_type.split(|byte| *byte == b';').next().unwrap_or_default().trim_ascii())
}

fn not_soap(answer: &Answer, why: &str) -> Problem {
    let media_type = answer.headers.get(header::CONTENT_TYPE);
    Problem::new(ProblemKind::BackendNotSoap, why).with_internal(format!(
        "HTTP status {}, content-type {}, {} bytes",
        answer.status.as_u16(),
        media_type.map_or("none".to_owned(), |media_type| format!("{media_type:?}")),
        answer.body.len()
    ))
}

/// What could not be read as an envelope at all is no SOAP, whatever the codec calls it.
fn unreadable(answer: &Answer, error: SoapError) -> Problem {
    let mismatch = matches!(error, SoapError::VersionMismatch { .. });
    let error: Box<CodecError> = error.into_codec();
    let mut problem = Problem::of_answer(&error);
    if error.kind == ErrorKind::Unsupported && !mismatch {
        problem.kind = ProblemKind::BackendNotSoap;
        "the answer is in a form that is not supported yet".clone_into(&mut problem.detail);
    } else if mismatch || problem.kind == ProblemKind::BackendInvalid {
        problem.kind = ProblemKind::BackendNotSoap;
        "the answer is not a SOAP envelope".clone_into(&mut problem.detail);
    }
    problem.internal = Some(format!("HTTP status {}: {error}", answer.status.as_u16()));
    problem
}
