// SPDX-License-Identifier: EUPL-1.2
use std::sync::LazyLock;

use fachwerk_mapping::{HttpBinding, Lock, Mapping, MessageShape};
use fachwerk_message::value::Patterns;
use fachwerk_message::{Discard, Limits, PathStyle, Recorded, Recorder, Result, Validate};
use fachwerk_parameters::{UrlEncoded, percent};
use fachwerk_soap::{Envelope, EnvelopeWriter, Package, SoapError, Version};
use fachwerk_wsdl::{Input, Memory, Options};
use fachwerk_xml::XmlNames;

use crate::texts::Texts;

const WSDL: &str = include_str!("../contract/beside.wsdl");

static MAPPING: LazyLock<Mapping> = LazyLock::new(|| {
    let files = Memory::from_iter([("beside.wsdl", WSDL)]);
    let outcome = fachwerk_wsdl::read(&Input::new("beside.wsdl", files), &Options::default());
    fachwerk_mapping::derive(&outcome.contract.expect("a contract"), &Lock::default()).0
});

static NAMES: LazyLock<XmlNames> = LazyLock::new(|| XmlNames::new(&MAPPING));
static PATTERNS: LazyLock<Patterns> = LazyLock::new(|| Patterns::new(&MAPPING));

fn limits() -> Limits {
    Limits { max_bytes: 1 << 20, max_depth: 30, ..Limits::default() }
}

fn record(read: impl FnOnce(&mut Recorder) -> Result<()>) -> Result<Recorded> {
    let mut recorder = Recorder::new();
    read(&mut recorder)?;
    Ok(recorder.finish().normalised(&MAPPING))
}

fn is_valid(message: &Recorded) -> bool {
    let mut validate = Validate::new(&MAPPING, &PATTERNS, PathStyle::XPath, Discard);
    message.replay(&mut validate).is_ok() && validate.finish().is_ok_and(|(_, findings)| findings.is_empty())
}

fn shape() -> &'static MessageShape {
    let id = MAPPING.find_operation("file").expect("the operation");
    &MAPPING.operation(id).input
}

fn read(media: Option<&str>, bytes: &[u8], limits: &Limits) -> Result<Recorded> {
    let package = Package::open(media, bytes, limits).map_err(SoapError::into_codec)?;
    let envelope = Envelope::open_package(&package, limits).map_err(SoapError::into_codec)?;
    record(|sink| envelope.read(&MAPPING, shape(), sink).map_err(SoapError::into_codec))
}

/// A message with attachments, as JSON or as a package: written as a package, with and without MTOM, it is read again as
/// the same message, whether the transport says what it is or not.
pub fn package(data: &[u8]) {
    let json = record(|sink| fachwerk_json::read(&MAPPING, shape().root, data, &limits(), sink));
    let boundary = "multipart/related; boundary=b; start=\"<a>\"";
    let message =
        json.or_else(|_| read(None, data, &limits())).or_else(|_| read(Some(boundary), data, &limits()));
    let Ok(message) = message else { return };
    let is_valid = is_valid(&message);
    // What we wrote ourselves may be longer than what it was read from.
    let roomy = Limits { max_bytes: 1 << 26, ..Limits::default() };
    for (version, mtom) in [(Version::Soap11, false), (Version::Soap12, true)] {
        let mut writer = EnvelopeWriter::new(&MAPPING, &NAMES, shape(), version, &roomy);
        if mtom {
            writer = writer.with_mtom(&MAPPING, shape());
        }
        let written = message.replay(&mut writer).and_then(|()| writer.finish_package(Some("urn:file")));
        let Ok(written) = written else {
            assert!(!is_valid, "{written:?} of {message:?}");
            return;
        };
        let shown = || String::from_utf8_lossy(&written.bytes).into_owned();
        let by_media = read(written.content_type.as_deref(), &written.bytes, &roomy);
        let alone = read(None, &written.clone().into_document(), &roomy);
        for found in [by_media, alone] {
            match found {
                Ok(found) => {
                    assert!(!is_valid || found == message, "{found:?} of {message:?} in {}", shown());
                }
                Err(error) => assert!(!is_valid, "{error} of {message:?} in {}", shown()),
            }
        }
    }
}

/// The input of an operation without SOAP: what becomes of it is a request line and a form of ASCII, in which every value
/// is found again.
pub fn http_binding(data: &[u8]) {
    for operation in &MAPPING.operations {
        let Some(binding) = operation.bindings.iter().find_map(|binding| binding.http.as_ref()) else {
            continue;
        };
        let read = record(|sink| fachwerk_json::read(&MAPPING, operation.input.root, data, &limits(), sink));
        let Ok(message) = read else { continue };
        let mut writer = UrlEncoded::new(&MAPPING);
        let request = message.replay(&mut writer).and_then(|()| writer.finish(binding));
        let Ok(request) = request else { continue };
        let shown = || format!("{request:?} of {message:?}");
        let text = format!("{}{}", request.target, request.form);
        assert!(text.bytes().all(|byte| byte.is_ascii_graphic()), "{}", shown());
        assert!(request.target.starts_with('/') && !request.target.contains("//"), "{}", shown());
        let texts = texts(&message);
        let mut found = values(binding, &request.target, &request.form);
        found.sort();
        assert_eq!(found, texts, "{}", shown());
    }
}

/// All values of a message, sorted.
fn texts(message: &Recorded) -> Vec<String> {
    let mut texts = Texts::default();
    message.replay(&mut texts).expect("a sink that takes all");
    texts.0.sort();
    texts.0
}

/// The values of a request: in its path, its query and its form.
fn values(binding: &HttpBinding, target: &str, form: &str) -> Vec<String> {
    let (path, query) = target.split_once('?').unwrap_or((target, ""));
    let templates = binding.location.split('/');
    let in_path = path.split('/').zip(templates).filter(|(_, template)| template.starts_with('('));
    let in_path: Vec<_> =
        in_path.map(|(value, _)| percent::decode(value).expect("percent-encoded")).collect();
    let pairs = query.split('&').chain(form.split('&')).filter(|pair| !pair.is_empty());
    let pairs = pairs.map(|pair| pair.split_once('=').expect("a pair").1);
    in_path
        .into_iter()
        .chain(pairs.map(|value| percent::decode_form(value).expect("percent-encoded")))
        .collect()
}
