// SPDX-License-Identifier: EUPL-1.2
//! Readers and writers of one mapping, with what they share.

use std::sync::Arc;

use fachwerk_json::{JsonNames, JsonWriter};
use fachwerk_mapping::{Mapping, MessageRole, MessageShape};
use fachwerk_message::{Limits, Recorded, Recorder, Result, Sink};
use fachwerk_protobuf::ProtobufWriter;
use fachwerk_soap::{
    Envelope, FaultCode, FaultParts, Package, SoapError, Version, write_declared_fault, write_message,
};
use fachwerk_xml::XmlNames;

/// Readers and writers of one mapping.
#[derive(Debug)]
pub(crate) struct Codecs<'m> {
    pub(crate) mapping: &'m Mapping,
    xml: XmlNames,
    json: Arc<JsonNames>,
    limits: Limits,
}

/// One message of a contract.
#[derive(Debug, Clone)]
pub(crate) struct Message<'m> {
    /// `operation input`, `operation output`, `operation fault NAME`: the first operation that has it.
    pub(crate) name: String,
    /// gRPC service and method of that operation.
    pub(crate) rpc: (&'m str, &'m str),
    pub(crate) role: MessageRole,
    pub(crate) shape: &'m MessageShape,
    pub(crate) version: Version,
}

/// Gives a message to a sink.
pub(crate) type Source<'a> = &'a dyn Fn(&mut dyn Sink) -> Result<()>;

impl<'m> Codecs<'m> {
    pub(crate) fn new(mapping: &'m Mapping) -> Self {
        // Samples may be larger than what a service should take by default.
        let limits =
            Limits { max_bytes: 1 << 30, max_nodes: usize::MAX, max_depth: 1000, ..Limits::default() };
        Self { mapping, xml: XmlNames::new(mapping), json: Arc::new(JsonNames::new(mapping)), limits }
    }

    pub(crate) fn write_soap(&self, message: &Message<'_>, events: Source<'_>) -> Result<Vec<u8>> {
        let Message { shape, version, .. } = message;
        match message.role {
            MessageRole::Fault(_) => {
                let fault = FaultParts::new(FaultCode::Receiver, "conformance");
                write_declared_fault(self.mapping, &self.xml, (*version, &fault), shape, &self.limits, |s| {
                    events(s)
                })
            }
            _ => write_message(self.mapping, &self.xml, shape, *version, &self.limits, |s| events(s)),
        }
    }

    pub(crate) fn read_soap(
        &self,
        message: &Message<'_>,
        bytes: &[u8],
        mut sink: &mut dyn Sink,
    ) -> Result<()> {
        let package = Package::open(None, bytes, &self.limits).map_err(SoapError::into_codec)?;
        let envelope = Envelope::open_package(&package, &self.limits).map_err(SoapError::into_codec)?;
        match message.role {
            MessageRole::Fault(_) => envelope.read_detail(self.mapping, message.shape, &mut sink),
            _ => envelope.read(self.mapping, message.shape, &mut sink),
        }
        .map_err(SoapError::into_codec)
    }

    pub(crate) fn write_json(&self, events: Source<'_>) -> Result<Vec<u8>> {
        let mut writer = JsonWriter::with_names(self.mapping, Arc::clone(&self.json), Vec::new());
        events(&mut writer)?;
        writer.finish()
    }

    pub(crate) fn read_json(
        &self,
        message: &Message<'_>,
        bytes: &[u8],
        mut sink: &mut dyn Sink,
    ) -> Result<()> {
        fachwerk_json::read(self.mapping, message.shape.root, bytes, &self.limits, &mut sink)
    }

    pub(crate) fn write_protobuf(&self, events: Source<'_>) -> Result<Vec<u8>> {
        let mut writer = ProtobufWriter::new(self.mapping, Vec::new());
        events(&mut writer)?;
        writer.finish()
    }

    pub(crate) fn read_protobuf(
        &self,
        message: &Message<'_>,
        bytes: &[u8],
        mut sink: &mut dyn Sink,
    ) -> Result<()> {
        fachwerk_protobuf::read(self.mapping, message.shape.root, bytes, &self.limits, &mut sink)
    }
}

/// What a reader says, in memory.
pub(crate) fn record(read: impl FnOnce(&mut dyn Sink) -> Result<()>) -> Result<Recorded> {
    let mut recorder = Recorder::new();
    read(&mut recorder)?;
    Ok(recorder.finish())
}
