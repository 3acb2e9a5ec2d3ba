// SPDX-License-Identifier: EUPL-1.2
//! From a request to a reply.

use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use fachwerk_contract::service::Protocol;
use fachwerk_facade::convert::{Form, convert};
use fachwerk_mapping::{Mapping, MessageRole, Operation, OperationId};
use fachwerk_message::{CodecError, Limits};
use fachwerk_sample::{Options, Sampler};
use fachwerk_soap::{
    Direction, Envelope, FaultCode, FaultParts, Match, OperationIndex, Package, SoapError, Version, action,
    write_declared_fault, write_fault, write_message,
};
use fachwerk_xml::XmlNames;
use serde_json::Value;

use crate::script::{Rule, What};
use crate::{Reply, Script, ScriptError, Source};

/// What HTTP says about a request.
#[derive(Clone, Copy, Debug, Default)]
pub struct Asked<'a> {
    /// The `SOAPAction` header.
    pub soap_action: Option<&'a str>,
    /// The `Content-Type` header.
    pub content_type: Option<&'a str>,
}

/// A service that knows a contract and answers by it.
#[derive(Debug)]
pub struct Mock {
    mapping: Mapping,
    names: XmlNames,
    index: OperationIndex,
    rules: Vec<(Option<OperationId>, Rule, AtomicU64)>,
    seed: u64,
    limits: Limits,
}

impl Mock {
    /// A service with this contract. Where no rule fits it answers by chance; another `seed` gives other answers.
    ///
    /// # Errors
    /// A rule names what the contract does not have, or its message is none.
    pub fn new(mapping: Mapping, script: Script, seed: u64) -> Result<Self, ScriptError> {
        let mut mock = Self {
            names: XmlNames::new(&mapping),
            index: OperationIndex::new(&mapping),
            mapping,
            rules: Vec::new(),
            seed,
            limits: Limits::default(),
        };
        for (index, rule) in script.rules.into_iter().enumerate() {
            let wrong = |message: String| ScriptError::Rule { number: index + 1, message };
            let named = rule.operation.as_deref();
            let operation = named
                .map(|name| {
                    mock.mapping
                        .find_operation(name)
                        .ok_or_else(|| wrong(format!("there is no operation `{name}`")))
                })
                .transpose()?;
            if let Some(id) = operation {
                mock.written(id, &rule.what, 0).map_err(wrong)?;
            }
            mock.rules.push((operation, rule, AtomicU64::new(0)));
        }
        Ok(mock)
    }

    /// Operations that it cannot answer, since they have no SOAP binding.
    pub fn left_out(&self) -> Vec<&str> {
        let operations = self.mapping.operations.iter();
        let soap = |operation: &Operation| operation.bindings.iter().any(|b| b.protocol != Protocol::Http);
        operations.filter(|operation| !soap(operation)).map(|operation| operation.name.as_str()).collect()
    }

    /// How many operations it answers.
    pub fn operations(&self) -> usize {
        self.mapping.operations.len() - self.left_out().len()
    }

    /// What is sent for a request.
    pub fn reply(&self, asked: &Asked<'_>, body: &[u8]) -> Reply {
        match self.recognise(asked, body) {
            Ok((id, version, request)) => self.answer(id, version, &request),
            Err(refusal) => {
                let fault = FaultParts::new(FaultCode::Sender, refusal.why);
                let body = write_fault(refusal.version, &fault, None);
                Reply {
                    status: if refusal.version == Version::Soap12 { 400 } else { 500 },
                    content_type: media_type(refusal.version),
                    body,
                    delay: Duration::ZERO,
                    cut: None,
                    operation: refusal.operation,
                    source: Source::Refusal,
                }
            }
        }
    }

    /// Which operation is called, in which version of SOAP, and with what: the request as JSON.
    fn recognise(&self, asked: &Asked<'_>, body: &[u8]) -> Result<(OperationId, Version, Value), Refusal> {
        let mut refusal = Refusal { version: Version::Soap11, operation: None, why: String::new() };
        let codec = |error: SoapError| said(&error.into_codec());
        let package = match Package::open(asked.content_type, body, &self.limits) {
            Ok(package) => package,
            Err(error) => return Err(refusal.because(codec(error))),
        };
        let envelope = match Envelope::open_package(&package, &self.limits) {
            Ok(envelope) => envelope,
            Err(error) => return Err(refusal.because(codec(error))),
        };
        refusal.version = envelope.version();
        let action = action(asked.soap_action, asked.content_type);
        let seen = Match {
            action: action.as_deref(),
            body: envelope.body().cloned(),
            direction: Direction::Request,
            ..Match::default()
        };
        let (id, _) = match self.index.find(&self.mapping, &seen) {
            Ok(found) => found,
            Err(error) => return Err(refusal.because(error.to_string())),
        };
        refusal.operation = Some(self.mapping.operation(id).name.clone());
        let json = convert(&self.mapping, id, MessageRole::Input, Form::Soap, Form::Json, body, &self.limits);
        match json.map(|json| serde_json::from_slice(&json)) {
            Ok(Ok(request)) => Ok((id, refusal.version, request)),
            Ok(Err(_)) => Err(refusal.because("the request has no form in JSON".to_owned())),
            Err(error) => Err(refusal.because(said(&error))),
        }
    }

    fn answer(&self, id: OperationId, version: Version, request: &Value) -> Reply {
        let operation = self.mapping.operation(id);
        let chance = seed(self.seed, &operation.name, request);
        let chosen = self.rules.iter().enumerate().find(|(_, (only, rule, used))| {
            only.is_none_or(|only| only == id)
                && rule.fits(request)
                && rule.times.is_none_or(|times| used.fetch_add(1, Ordering::Relaxed) < times)
        });
        let default = Rule::default();
        let (source, rule) = match chosen {
            Some((index, (_, rule, _))) => (Source::Rule(index + 1), rule),
            None => (Source::Sample, &default),
        };
        let one_way = operation.output.is_none() && !matches!(rule.what, What::Bytes(_) | What::Fault(_));
        let (body, usual) = if one_way {
            (Vec::new(), 202)
        } else {
            let is_fault = matches!(rule.what, What::Fault(_));
            // What a rule says was tried at the start. What cannot be made by chance is the contract's own trouble.
            match self.written(id, &rule.what, chance) {
                Ok(body) => (body, if is_fault { 500 } else { 200 }),
                Err(why) => (write_fault(version, &FaultParts::new(FaultCode::Receiver, why), None), 500),
            }
        };
        let media = if body.is_empty() { String::new() } else { media_of(&body, version) };
        Reply {
            status: rule.status.unwrap_or(usual),
            content_type: rule.content_type.clone().unwrap_or(media),
            body: without_head(body),
            delay: rule.delay,
            cut: rule.cut,
            operation: Some(operation.name.clone()),
            source,
        }
    }

    /// The bytes of an answer: an envelope, or a whole MIME document.
    fn written(&self, id: OperationId, what: &What, chance: u64) -> Result<Vec<u8>, String> {
        let operation = self.mapping.operation(id);
        let version = version(operation);
        let said = |error: Box<CodecError>| said(&error);
        let sampler = || Options::default();
        match what {
            What::Bytes(bytes) => Ok(bytes.clone()),
            What::Json(json) => {
                convert(&self.mapping, id, MessageRole::Output, Form::Json, Form::Soap, json, &self.limits)
                    .map_err(said)
            }
            What::Fault(name) => {
                let fault = operation.faults.iter().find(|fault| fault.name == *name);
                let fault =
                    fault.ok_or_else(|| format!("`{}` declares no fault `{name}`", operation.name))?;
                let parts = FaultParts::new(FaultCode::Receiver, name.clone());
                let options = sampler();
                let sampler = Sampler::new(&self.mapping, &options);
                let shape = &fault.message;
                write_declared_fault(
                    &self.mapping,
                    &self.names,
                    (version, &parts),
                    shape,
                    &self.limits,
                    |sink| sampler.sample(shape.root, chance, sink),
                )
                .map_err(said)
            }
            What::Sample => {
                let Some(shape) = &operation.output else { return Ok(Vec::new()) };
                let options = sampler();
                let sampler = Sampler::new(&self.mapping, &options);
                write_message(&self.mapping, &self.names, shape, version, &self.limits, |sink| {
                    sampler.sample(shape.root, chance, sink)
                })
                .map_err(said)
            }
        }
    }
}

/// Why a request is refused, as far as it was understood.
struct Refusal {
    version: Version,
    operation: Option<String>,
    why: String,
}

impl Refusal {
    fn because(self, why: String) -> Self {
        Self { why, ..self }
    }
}

fn said(error: &CodecError) -> String {
    let mut text = error.message.clone();
    if let Some(path) = &error.path {
        text.push_str(&format!(" (at {path})"));
    }
    for finding in error.findings.iter().take(5) {
        text.push_str(&format!("; {}: {}", finding.path, finding.message));
    }
    text
}

fn version(operation: &Operation) -> Version {
    match operation
        .bindings
        .iter()
        .map(|binding| binding.protocol)
        .find(|protocol| *protocol != Protocol::Http)
    {
        Some(Protocol::Soap12) => Version::Soap12,
        _ => Version::Soap11,
    }
}

fn media_type(version: Version) -> String {
    match version {
        Version::Soap12 => "application/soap+xml; charset=utf-8".to_owned(),
        Version::Soap11 => "text/xml; charset=utf-8".to_owned(),
    }
}

/// The media type of a body: that of its own head where it is a MIME document.
fn media_of(body: &[u8], version: Version) -> String {
    match head(body) {
        Some((media, _)) => media,
        None => media_type(version),
    }
}

/// The body without the head of a MIME document, which HTTP has in its own.
fn without_head(body: Vec<u8>) -> Vec<u8> {
    match head(&body) {
        Some((_, start)) => body[start..].to_vec(),
        None => body,
    }
}

/// `Content-Type` of a MIME document, and where what follows its head begins.
fn head(body: &[u8]) -> Option<(String, usize)> {
    let end = body.windows(4).take(4096).position(|window| window == b"\r\n\r\n")?;
    let head = std::str::from_utf8(&body[..end]).ok()?;
    let unfolded = head.replace("\r\n ", " ").replace("\r\n\t", " ");
    let media = unfolded.lines().find_map(|line| {
        let (name, value) = line.split_once(':')?;
        name.eq_ignore_ascii_case("content-type").then(|| value.trim().to_owned())
    })?;
    Some((media, end + 4))
}

/// The same request gets the same answer (FNV-1a over the operation's name and the request).
fn seed(seed: u64, operation: &str, request: &Value) -> u64 {
    let text = request.to_string();
    let bytes = operation.bytes().chain([0]).chain(text.bytes());
    bytes.fold(seed ^ 0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    })
}
