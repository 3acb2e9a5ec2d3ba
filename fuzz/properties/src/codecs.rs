// SPDX-License-Identifier: EUPL-1.2
//! Readers and writers of one contract that has everything.

use std::sync::LazyLock;

use fachwerk_json::JsonWriter;
use fachwerk_mapping::{Lock, Mapping, MessageShape, Operation};
use fachwerk_message::value::Patterns;
use fachwerk_message::{Discard, Limits, PathStyle, Recorded, Recorder, Result, Validate};
use fachwerk_protobuf::ProtobufWriter;
use fachwerk_soap::{
    Envelope, FaultCode, FaultParts, Package, SoapError, Version, write_declared_fault, write_message,
};
use fachwerk_wsdl::{Input, Memory, Options};
use fachwerk_xml::XmlNames;

const WSDL: &str = include_str!("../contract/everything.wsdl");

pub(crate) static MAPPING: LazyLock<Mapping> = LazyLock::new(|| {
    let files = Memory::from_iter([("everything.wsdl", WSDL)]);
    let outcome = fachwerk_wsdl::read(&Input::new("everything.wsdl", files), &Options::default());
    fachwerk_mapping::derive(&outcome.contract.expect("a contract"), &Lock::default()).0
});

static NAMES: LazyLock<XmlNames> = LazyLock::new(|| XmlNames::new(&MAPPING));

/// The only operation.
pub(crate) fn operation() -> &'static Operation {
    &MAPPING.operations[0]
}

/// What readers may take. Small, so that a limit is reached within a small input.
pub(crate) fn limits() -> Limits {
    Limits { max_bytes: 1 << 20, max_depth: 30, max_text_bytes: 1 << 16, ..Limits::default() }
}

static PATTERNS: LazyLock<Patterns> = LazyLock::new(|| Patterns::new(&MAPPING));

/// Whether the contract allows a message: what is not has no form that must survive everywhere.
pub(crate) fn is_valid(message: &Recorded) -> bool {
    let mut validate = Validate::new(&MAPPING, &PATTERNS, PathStyle::XPath, Discard);
    message.replay(&mut validate).is_ok() && validate.finish().is_ok_and(|(_, findings)| findings.is_empty())
}

/// What a reader says.
pub(crate) fn record(read: impl FnOnce(&mut Recorder) -> Result<()>) -> Result<Recorded> {
    let mut recorder = Recorder::new();
    read(&mut recorder)?;
    Ok(recorder.finish().normalised(&MAPPING))
}

pub(crate) fn read_json(shape: &MessageShape, bytes: &[u8]) -> Result<Recorded> {
    record(|sink| fachwerk_json::read(&MAPPING, shape.root, bytes, &roomy(), sink))
}

pub(crate) fn write_json(message: &Recorded) -> Result<Vec<u8>> {
    let mut writer = JsonWriter::new(&MAPPING, Vec::new());
    message.replay(&mut writer)?;
    writer.finish()
}

pub(crate) fn read_protobuf(shape: &MessageShape, bytes: &[u8]) -> Result<Recorded> {
    record(|sink| fachwerk_protobuf::read(&MAPPING, shape.root, bytes, &roomy(), sink))
}

pub(crate) fn write_protobuf(message: &Recorded) -> Result<Vec<u8>> {
    let mut writer = ProtobufWriter::new(&MAPPING, Vec::new());
    message.replay(&mut writer)?;
    writer.finish()
}

pub(crate) fn write_soap(shape: &MessageShape, version: Version, message: &Recorded) -> Result<Vec<u8>> {
    write_message(&MAPPING, &NAMES, shape, version, &roomy(), |sink| message.replay(sink))
}

pub(crate) fn read_soap(shape: &MessageShape, soap: &[u8]) -> Result<Recorded> {
    let package = Package::open(None, soap, &roomy()).map_err(SoapError::into_codec)?;
    let envelope = Envelope::open_package(&package, &roomy()).map_err(SoapError::into_codec)?;
    record(|sink| envelope.read(&MAPPING, shape, sink).map_err(SoapError::into_codec))
}

pub(crate) fn write_fault(
    shape: &MessageShape,
    version: Version,
    parts: &FaultParts,
    message: &Recorded,
) -> Result<Vec<u8>> {
    write_declared_fault(&MAPPING, &NAMES, (version, parts), shape, &roomy(), |sink| message.replay(sink))
}

pub(crate) fn plain_fault() -> FaultParts {
    FaultParts::new(FaultCode::Receiver, "trouble")
}

/// What we wrote ourselves may be longer than what it was read from.
fn roomy() -> Limits {
    Limits { max_bytes: 1 << 26, max_depth: 200, max_text_bytes: 1 << 26, ..Limits::default() }
}
