// SPDX-License-Identifier: EUPL-1.2
//! Read, map, emit.

use std::collections::BTreeMap;

use fachwerk_contract::Contract;
use fachwerk_mapping::{Lock, Mapping};
use fachwerk_wsdl::{Input, Options};
use prost::Message as _;

use crate::example::Examples;
use crate::report::{Remark, Report};
use crate::shape::Shaped;
use crate::{Decisions, describe, files, overlays, requirements, shape};

/// Everything that goes into a facade directory.
#[derive(Debug, Clone)]
pub struct Generated {
    /// Content by path, `/`-separated.
    pub files: BTreeMap<String, Vec<u8>>,
    /// What the report file says.
    pub report: Report,
    /// What the input says.
    pub contract: Contract,
    /// What callers see of it.
    pub mapping: Mapping,
}

/// Nothing could be generated; the report says why.
#[derive(Debug, Clone, thiserror::Error)]
#[error("FW-1401: nothing could be generated; see the remarks")]
pub struct Failed(pub Report);

/// Generate a facade. `lock` is the one of an earlier generation, if there was one.
///
/// # Errors
/// The input has no operation that could be mapped.
pub fn generate(input: &Input, options: &Options, lock: Option<&Lock>) -> Result<Generated, Failed> {
    generate_as(input, options, &Decisions { lock: lock.cloned(), ..Decisions::default() })
}

/// Generate a facade as people decided. What they decided is among the files, so that generating again follows it.
///
/// # Errors
/// The input has no operation that could be mapped, or what was decided cannot be.
pub fn generate_as(input: &Input, options: &Options, decisions: &Decisions) -> Result<Generated, Failed> {
    let mut report = Report { fachwerk_report: 1, ..Report::default() };
    let outcome = fachwerk_wsdl::read(input, options);
    for diagnostic in outcome.diagnostics {
        report.push(Remark {
            severity: diagnostic.severity.to_string(),
            code: diagnostic.code.to_string(),
            file: diagnostic.path,
            line: diagnostic.line,
            column: diagnostic.column,
            message: diagnostic.message,
            advice: diagnostic.advice,
            caret: diagnostic.snippet.as_ref().map(|_| diagnostic.caret),
            snippet: diagnostic.snippet,
        });
    }
    let Some(contract) = outcome.contract else { return Err(Failed(report)) };
    report.requirements = requirements::requirements(&contract);
    report.documents = contract.documents.iter().map(|d| d.path.clone()).collect();

    let Some(shaped) = shape::shape(&contract, decisions, &mut report) else { return Err(Failed(report)) };
    let Shaped { mapping, lock, notes, why } = shaped;
    for note in notes {
        report.push(Remark {
            severity: "warning".to_owned(),
            code: note.code.to_owned(),
            file: document(&contract, note.location.document),
            line: note.location.line,
            column: note.location.column,
            message: note.message,
            advice: String::new(),
            snippet: None,
            caret: None,
        });
    }
    let errors = (report.counts.errors, report.counts.warnings);
    report.counts = describe::counts(&mapping);
    (report.counts.errors, report.counts.warnings) = errors;
    report.services = describe::services(&mapping, &why);
    if mapping.operations.is_empty() {
        return Err(Failed(report));
    }

    let mut generated = BTreeMap::new();
    let made = Examples::new(&mapping);
    let examples = |operation, role| made.of(operation, role);
    let openapi_options = fachwerk_openapi::Options {
        specification: decisions.specification,
        examples: Some(&examples),
        ..Default::default()
    };
    let mut openapi = fachwerk_openapi::generate(&contract, &mapping, &openapi_options);
    for warning in &openapi.warnings {
        report.push(Remark {
            severity: "warning".to_owned(),
            code: warning.code.to_owned(),
            file: document(&contract, warning.location.document),
            line: warning.location.line,
            column: warning.location.column,
            message: warning.message.clone(),
            advice: String::new(),
            snippet: None,
            caret: None,
        });
    }
    if !overlays::apply(&mut openapi, &decisions.overlays, &mut report) {
        return Err(Failed(report));
    }
    if let Some(overrides) = &decisions.overrides {
        generated.insert(files::OVERRIDES.to_owned(), overrides.text.clone().into_bytes());
    }
    for overlay in &decisions.overlays {
        generated.insert(format!("{}/{}", files::OVERLAYS, overlay.name), overlay.text.clone().into_bytes());
    }
    generated.insert(files::OPENAPI.to_owned(), openapi.to_yaml().into_bytes());
    let proto = fachwerk_proto::generate(&contract, &mapping, &fachwerk_proto::Options::default());
    for (path, text) in proto.files {
        generated.insert(format!("{}/{path}", files::PROTO), text.into_bytes());
    }
    generated.insert(files::DESCRIPTOR.to_owned(), proto.descriptor.encode_to_vec());
    generated.insert(files::CONTRACT.to_owned(), contract.to_json().into_bytes());
    generated.insert(files::LOCK.to_owned(), lock.to_json().into_bytes());
    for path in &report.documents {
        // Built-in schemas are named by their URI and need no copy.
        if let Ok(Some(bytes)) = input.source.read(path, options.limits.file_bytes) {
            generated.insert(format!("{}/{}", files::SOURCES, copy_name(path)), bytes);
        }
    }
    generated.insert(files::REPORT.to_owned(), report.to_json().into_bytes());
    Ok(Generated { files: generated, report, contract, mapping })
}

/// Where the copy of a source goes: a URL by its host and path.
fn copy_name(path: &str) -> String {
    if path == "-" {
        return "stdin.wsdl".to_owned();
    }
    match path.split_once("://") {
        None => path.trim_start_matches("../").to_owned(),
        Some((_, rest)) => {
            let plain = |c: char| if c.is_ascii_alphanumeric() || "./-_".contains(c) { c } else { '_' };
            let segments: Vec<String> = rest
                .split('/')
                .filter(|segment| !matches!(*segment, "" | "." | ".."))
                .map(|segment| segment.chars().map(plain).collect())
                .collect();
            segments.join("/")
        }
    }
}

fn document(contract: &Contract, index: u32) -> String {
    contract.documents.get(index as usize).map(|d| d.path.clone()).unwrap_or_default()
}
