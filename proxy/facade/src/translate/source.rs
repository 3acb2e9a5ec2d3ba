// SPDX-License-Identifier: EUPL-1.2
//! A message, wherever it comes from.

use fachwerk_mapping::{Mapping, MessageShape};
use fachwerk_message::{Limits, Result, Sink};
use fachwerk_parameters::{Given, Merge, Parameters};
use fachwerk_soap::{Envelope, Package, SoapError};

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
}

/// A message that is nothing but itself: JSON or protobuf.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Plain<'a> {
    pub(crate) form: Form,
    pub(crate) bytes: &'a [u8],
}

impl Source for Plain<'_> {
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
    fn read<S: Sink>(&self, mapping: &Mapping, shape: &MessageShape, _: &Limits, sink: &mut S) -> Result<()> {
        self.0.read(mapping, shape, sink).map_err(SoapError::into_codec)
    }
}

/// The detail of the fault in an envelope that is open already.
#[derive(Clone, Copy)]
pub(crate) struct Detail<'a>(pub(crate) &'a Envelope<'a>);

impl Source for Detail<'_> {
    fn read<S: Sink>(&self, mapping: &Mapping, shape: &MessageShape, _: &Limits, sink: &mut S) -> Result<()> {
        self.0.read_detail(mapping, shape, sink).map_err(SoapError::into_codec)
    }
}
