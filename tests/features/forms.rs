// SPDX-License-Identifier: EUPL-1.2
//! One message in all forms, as the proxy translates it; what others say of them.

use fachwerk_facade::convert::{Form, convert, recognise};
use fachwerk_generator::{Generated, files};
use fachwerk_mapping::{Lock, Mapping, MessageRole, OperationId};
use fachwerk_message::{CodecError, Limits};
use prost_reflect::text_format::FormatOptions;
use prost_reflect::{DescriptorPool, DynamicMessage, MessageDescriptor, prost::Message as _};
use serde_json::{Value, json};

use crate::sources::Sources;
use crate::{Outcome, status, text};

/// A generated facade, with its documents as others read them.
pub(crate) struct Facade {
    pub(crate) generated: Generated,
    pub(crate) openapi: String,
    document: Value,
    pool: DescriptorPool,
}

/// Which message of a facade.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Place {
    pub(crate) operation: OperationId,
    pub(crate) role: MessageRole,
}

impl Facade {
    /// What is generated from the sources; `lock` is that of an earlier generation.
    pub(crate) fn generate(sources: &Sources, lock: Option<&Lock>) -> Outcome<Self> {
        let options = fachwerk_wsdl::Options::default();
        let (input, _kept) = sources.input()?;
        let generated = fachwerk_generator::generate(&input, &options, lock)
            .map_err(|failed| format!("{failed}: {:#?}", failed.0.remarks))?;
        let file = |name: &str| generated.files.get(name).map(Vec::as_slice).unwrap_or_default();
        let openapi = String::from_utf8(file(files::OPENAPI).to_vec()).map_err(text)?;
        let document = serde_saphyr::from_str(&openapi).map_err(text)?;
        let mut pool = DescriptorPool::decode(file(files::DESCRIPTOR)).map_err(text)?;
        status::add(&mut pool)?;
        Ok(Self { generated, openapi, document, pool })
    }

    pub(crate) fn mapping(&self) -> &Mapping {
        &self.generated.mapping
    }

    pub(crate) fn lock(&self) -> Outcome<Lock> {
        Lock::from_json(&self.generated.files[files::LOCK]).map_err(text)
    }

    /// The .proto files.
    pub(crate) fn protos(&self) -> Vec<(&str, &str)> {
        let prefix = format!("{}/", files::PROTO);
        let all = self.generated.files.iter();
        all.filter_map(|(path, bytes)| Some((path.strip_prefix(&prefix)?, std::str::from_utf8(bytes).ok()?)))
            .filter(|(path, _)| path.ends_with(".proto"))
            .collect()
    }

    /// The message of an envelope; `operation` where it has to be said.
    pub(crate) fn recognise(&self, envelope: &[u8], operation: Option<&str>) -> Outcome<Place> {
        let known = operation.map(|name| self.operation(name)).transpose()?;
        let found =
            recognise(self.mapping(), envelope, &Limits::default(), known).map_err(|e| describe(&e))?;
        Ok(Place { operation: found.0, role: found.1 })
    }

    /// A message by name.
    pub(crate) fn place(&self, operation: &str, role: &str) -> Outcome<Place> {
        let operation = self.operation(operation)?;
        let role = match role {
            "input" => MessageRole::Input,
            "output" => MessageRole::Output,
            other => return Err(format!("no message `{other}`")),
        };
        Ok(Place { operation, role })
    }

    fn operation(&self, name: &str) -> Outcome<OperationId> {
        self.mapping().find_operation(name).ok_or_else(|| format!("there is no operation `{name}`"))
    }

    /// From one form to another, checked as the proxy checks it.
    pub(crate) fn convert(&self, place: Place, from: Form, to: Form, bytes: &[u8]) -> Outcome<Vec<u8>> {
        convert(self.mapping(), place.operation, place.role, from, to, bytes, &Limits::default())
            .map_err(|e| describe(&e))
    }

    /// JSON is what the OpenAPI document says about this message.
    pub(crate) fn hold_schema(&self, place: Place, bytes: &[u8]) -> Outcome<()> {
        let operation = self.mapping().operation(place.operation);
        let method = operation.method.to_lowercase();
        let at = &self.document["paths"][operation.path.as_str()][method.as_str()];
        let status;
        let content = match place.role {
            MessageRole::Input => &at["requestBody"]["content"]["application/json"],
            MessageRole::Output => &at["responses"]["200"]["content"]["application/json"],
            MessageRole::Fault(index) => {
                status = operation.faults[index].status.to_string();
                &at["responses"][status.as_str()]["content"]["application/problem+json"]
            }
        };
        let Some(schema) = content["schema"].as_object() else {
            return Err(format!("openapi.yaml has no schema for {:?} of {}", place.role, operation.path));
        };
        let whole = json!({
            "$schema": "https://json-schema.org/draft/2020-12/schema",
            "allOf": [schema],
            "components": self.document["components"],
        });
        let validator = jsonschema::validator_for(&whole).map_err(|e| format!("openapi.yaml: {e}"))?;
        let value: Value = serde_json::from_slice(bytes).map_err(text)?;
        validator.validate(&value).map_err(|e| format!("openapi.yaml refuses the JSON: {e}"))
    }

    /// protobuf in its text form, as another implementation understands it, and back.
    pub(crate) fn text_of(&self, place: Place, bytes: &[u8]) -> Outcome<(String, Vec<u8>)> {
        let descriptor = self.descriptor(place)?;
        let message = DynamicMessage::decode(descriptor.clone(), bytes).map_err(text)?;
        if message.unknown_fields().next().is_some() {
            return Err("a field that the descriptor does not know".to_owned());
        }
        let shown = sorted(&message.to_text_format_with_options(&FormatOptions::new().pretty(true)));
        let shown = readable(&shown);
        let again = DynamicMessage::parse_text_format(descriptor, &shown).map_err(text)?;
        Ok((shown, again.encode_to_vec()))
    }

    fn descriptor(&self, place: Place) -> Outcome<MessageDescriptor> {
        let mapping = self.mapping();
        let operation = mapping.operation(place.operation);
        let service = &mapping.services[operation.service].rpc_name;
        let service = self.pool.services().find(|s| s.name() == service).ok_or("no such service")?;
        let method = service.methods().find(|m| m.name() == operation.rpc_name).ok_or("no such method")?;
        match place.role {
            MessageRole::Input => Ok(method.input()),
            MessageRole::Output => Ok(method.output()),
            MessageRole::Fault(_) => {
                self.pool.get_message_by_name("google.rpc.Status").ok_or_else(|| "no Status".to_owned())
            }
        }
    }
}

/// An error with everything that validation found.
fn describe(error: &CodecError) -> String {
    if error.findings.is_empty() {
        return error.to_string();
    }
    let line = |path: &str, message: &str| {
        let place = if path.is_empty() { String::new() } else { format!(" (at {path})") };
        format!("{}: {message}{place}", error.kind.code())
    };
    error.findings.iter().map(|f| line(&f.path, &f.message)).collect::<Vec<_>>().join("\n")
}

/// Text with the entries of each map in the order of their keys.
fn sorted(shown: &str) -> String {
    let mut out: Vec<String> = Vec::new();
    let mut lines = shown.lines().peekable();
    while let Some(line) = lines.next() {
        out.push(line.to_owned());
        if !line.ends_with(": [{") || !lines.peek().is_some_and(|next| next.trim_start().starts_with("key: "))
        {
            continue;
        }
        let indentation = &line[..line.len() - line.trim_start().len()];
        let (between, end) = (format!("{indentation}}}, {{"), format!("{indentation}}}]"));
        let mut entries = vec![Vec::new()];
        for line in lines.by_ref().take_while(|line| *line != end) {
            match entries.last_mut() {
                Some(entry) if line != between => entry.push(line),
                _ => entries.push(Vec::new()),
            }
        }
        entries.sort();
        let entries: Vec<String> = entries.iter().map(|entry| entry.join("\n")).collect();
        out.push(entries.join(&format!("\n{between}\n")));
        out.push(end);
    }
    out.join("\n")
}

#[test]
fn maps_have_an_order() {
    let shown =
        "a: 1\nm: [{\n  key: \"b\"\n  value: 1\n}, {\n  key: \"a\"\n  value: 2\n}]\nz: [{\n  x: 1\n}]";
    let wanted =
        "a: 1\nm: [{\n  key: \"a\"\n  value: 2\n}, {\n  key: \"b\"\n  value: 1\n}]\nz: [{\n  x: 1\n}]";
    assert_eq!(sorted(shown), wanted);
}

/// Text with letters where the text format has their octets in octal digits.
fn readable(escaped: &str) -> String {
    let mut out = String::new();
    let mut rest = escaped;
    while let Some(at) = rest.find('\\') {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let mut octets = Vec::new();
        let mut read = 0;
        while let Some(digits) = rest[read..].strip_prefix('\\').and_then(|r| r.get(..3)) {
            match u8::from_str_radix(digits, 8) {
                Ok(octet) if octet >= 0x80 => octets.push(octet),
                _ => break,
            }
            read += 4;
        }
        match String::from_utf8(octets) {
            Ok(letters) if !letters.is_empty() => out.push_str(&letters),
            // Something else that is escaped, and what follows it belongs to it; or octets that are no text.
            _ => {
                read = read.max(2);
                out.push_str(&rest[..read]);
            }
        }
        rest = &rest[read..];
    }
    out + rest
}

#[test]
fn letters_are_readable_and_octets_stay() {
    assert_eq!(
        readable(r#"a: "Stra\303\237e \\303 \"" b: "\377\001""#),
        r#"a: "Straße \\303 \"" b: "\377\001""#
    );
}
