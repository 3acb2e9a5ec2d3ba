// SPDX-License-Identifier: EUPL-1.2
//! A message, wherever it comes from.

use fachwerk_mapping::{Mapping, MessageShape};
use fachwerk_message::{Finding, Limits, Result, Sink};
use fachwerk_parameters::{Given, Merge, Parameters};
use fachwerk_soap::{Envelope, Package, SoapError};
use fachwerk_xml::Document;

use crate::convert::Form;

/// A message, wherever it comes from.
pub(crate) trait Source {
    /// Gives the message as events.
    fn read<S: Sink>(
        &self,
        mapping: &Mapping,
        shape: &MessageShape,
        limits: &Limits,
        sink: &mut S,
    ) -> Result<()>;

    /// Looks up lines and columns of what was found.
    fn place(&self, limits: &Limits, findings: &mut [Finding]);

    /// Whether binary values may be references to what travels apart.
    fn has_references(&self) -> bool {
        false
    }
}

/// The same in a document.
pub(super) fn place_in(document: &Document<'_>, limits: &Limits, findings: &mut [Finding]) {
    if !findings.is_empty() {
        let locate = |paths: &[&str]| fachwerk_xml::locate(document, limits, paths);
        Finding::place(findings, document.text().as_bytes(), locate);
    }
}

/// A message that is nothing but itself: JSON or protobuf.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Plain<'a> {
    pub(crate) form: Form,
    pub(crate) bytes: &'a [u8],
}

impl Source for Plain<'_> {
    fn place(&self, limits: &Limits, findings: &mut [Finding]) {
        match self.form {
            Form::Json if !findings.is_empty() => {
                Finding::place(findings, self.bytes, |paths| {
                    fachwerk_json::locate(self.bytes, limits, paths)
                });
            }
            // Bytes have no lines.
            Form::Json | Form::Protobuf => {}
            Form::Soap => {
                if let Ok(package) = Package::open(None, self.bytes, limits) {
                    place_in(package.document(), limits, findings);
                }
            }
        }
    }

    fn read<S: Sink>(
        &self,
        mapping: &Mapping,
        shape: &MessageShape,
        limits: &Limits,
        sink: &mut S,
    ) -> Result<()> {
        match self.form {
            Form::Json => fachwerk_json::read(mapping, shape.root, self.bytes, limits, sink),
            Form::Protobuf => fachwerk_protobuf::read(mapping, shape.root, self.bytes, limits, sink),
            Form::Soap => {
                let package = Package::open(None, self.bytes, limits).map_err(SoapError::into_codec)?;
                Envelope::open_package(&package, limits)
                    .and_then(|envelope| envelope.read(mapping, shape, sink))
                    .map_err(SoapError::into_codec)
            }
        }
    }
}

/// A message whose members come in two ways: some as parameters, the rest in a body.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Parted<'a> {
    pub(crate) body: Plain<'a>,
    pub(crate) parameters: &'a Parameters,
    pub(crate) given: &'a Given,
}

impl Source for Parted<'_> {
    fn place(&self, limits: &Limits, findings: &mut [Finding]) {
        // What came as a parameter stands in no text.
        let in_body = |finding: &&mut Finding| self.parameters.at(&finding.path).is_none();
        let mut placed: Vec<Finding> = findings.iter_mut().filter(in_body).map(|f| f.clone()).collect();
        self.body.place(limits, &mut placed);
        for (finding, placed) in findings.iter_mut().filter(in_body).zip(placed) {
            *finding = placed;
        }
    }

    fn read<S: Sink>(
        &self,
        mapping: &Mapping,
        shape: &MessageShape,
        limits: &Limits,
        sink: &mut S,
    ) -> Result<()> {
        let mut merge = Merge::new(mapping, self.parameters, self.given, sink);
        self.body.read(mapping, shape, limits, &mut merge)
    }
}

/// The message in an envelope that is open already.
#[derive(Clone, Copy)]
pub(crate) struct Enveloped<'a>(pub(crate) &'a Envelope<'a>);

impl Source for Enveloped<'_> {
    fn place(&self, limits: &Limits, findings: &mut [Finding]) {
        if let Some(document) = self.0.document() {
            place_in(document, limits, findings);
        }
    }

    fn read<S: Sink>(&self, mapping: &Mapping, shape: &MessageShape, _: &Limits, sink: &mut S) -> Result<()> {
        self.0.read(mapping, shape, sink).map_err(SoapError::into_codec)
    }
}

/// The detail of the fault in an envelope that is open already.
#[derive(Clone, Copy)]
pub(crate) struct Detail<'a>(pub(crate) &'a Envelope<'a>);

impl Source for Detail<'_> {
    fn place(&self, limits: &Limits, findings: &mut [Finding]) {
        Enveloped(self.0).place(limits, findings);
    }

    fn read<S: Sink>(&self, mapping: &Mapping, shape: &MessageShape, _: &Limits, sink: &mut S) -> Result<()> {
        self.0.read_detail(mapping, shape, sink).map_err(SoapError::into_codec)
    }
}
