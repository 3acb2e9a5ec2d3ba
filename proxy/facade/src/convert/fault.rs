// SPDX-License-Identifier: EUPL-1.2
//! A declared fault from one form to another.

use fachwerk_mapping::{MessageShape, OperationId};
use fachwerk_message::{CodecError, ErrorKind, Limits, Result};
use fachwerk_soap::{Envelope, Package, SoapError, Version};

use super::document::Document;
use super::{Form, check, protocol, status};
use crate::outcome::{DeclaredFault, ProblemKind, RpcStatus, write_fault};
use crate::translate::{Detail, Fault, Plain, Source, Tables, Target, write};

/// A declared fault from one form to another.
pub(super) struct Conversion<'a> {
    pub(super) tables: Tables<'a>,
    pub(super) operation: OperationId,
    /// Index into the operation's faults.
    pub(super) index: usize,
    pub(super) limits: &'a Limits,
}

impl Conversion<'_> {
    pub(super) fn run(&self, from: Form, to: Form, bytes: &[u8]) -> Result<Vec<u8>> {
        if bytes.len() > self.limits.max_bytes {
            let message = format!("the message is larger than {} bytes", self.limits.max_bytes);
            return Err(CodecError::new(ErrorKind::Limit, message));
        }
        let declared = self.declared()?;
        match from {
            Form::Soap => {
                let package = Package::open(None, bytes, self.limits).map_err(SoapError::into_codec)?;
                let envelope =
                    Envelope::open_package(&package, self.limits).map_err(SoapError::into_codec)?;
                let parts = envelope.fault().map_err(SoapError::into_codec)?;
                let fault = Fault::of(&parts, envelope.version());
                self.write(&Detail(&envelope), from, "", fault, Some(envelope.version()), to)
            }
            Form::Json => {
                let document = Document::read(bytes, &declared.name)?;
                let detail = Plain { form: from, bytes: document.detail.get().as_bytes() };
                // The detail lies within the document, so its places are moved by where it begins.
                let start = detail.bytes.as_ptr().addr().saturating_sub(bytes.as_ptr().addr());
                let below = format!("/fault/{}", declared.name.replace('~', "~0").replace('/', "~1"));
                self.write(&detail, from, &below, document.fault, None, to).map_err(|mut error| {
                    error.offset = error.offset.map(|offset| offset + start);
                    error.path = error.path.map(|path| format!("{below}{path}"));
                    error
                })
            }
            Form::Protobuf => {
                let (detail, fault) = status::read(self.tables.mapping, &declared.message, bytes)?;
                self.write(&Plain { form: from, bytes: &detail }, from, "", fault, None, to)
            }
        }
    }

    fn write<M: Source>(
        &self,
        detail: &M,
        from: Form,
        below: &str,
        fault: Fault,
        version: Option<Version>,
        to: Form,
    ) -> Result<Vec<u8>> {
        let shape: &MessageShape = &self.declared()?.message;
        let through =
            |target| write(self.tables, shape, self.limits, check(from, below), detail, target, 256);
        if to == Form::Soap {
            let (parts, words) = fault.into_parts();
            let usual = Version::from(protocol(self.tables.mapping.operation(self.operation)));
            let version = version.or(words).unwrap_or(usual);
            return Ok(through(Target::SoapFault(version, &parts))?.bytes);
        }
        let target = if to == Form::Json { Target::Json } else { Target::Protobuf };
        let detail = through(target)?.bytes;
        let declared = Some(DeclaredFault { index: self.index, detail });
        let report = fault.report(ProblemKind::DeclaredFault, declared);
        let mapping = self.tables.mapping;
        Ok(match to {
            Form::Protobuf => RpcStatus::of_fault(mapping, self.operation, &report, None).encode(),
            _ => write_fault(mapping, self.operation, &report, None),
        })
    }

    fn declared(&self) -> Result<&fachwerk_mapping::Fault> {
        let operation = self.tables.mapping.operation(self.operation);
        operation
            .faults
            .get(self.index)
            .ok_or_else(|| CodecError::new(ErrorKind::Structure, "there is no such fault"))
    }
}
