// SPDX-License-Identifier: EUPL-1.2
//! Read and map; then write every file, one after the other.

use std::collections::BTreeMap;
use std::io;

use fachwerk_contract::{Contract, Location};
use fachwerk_mapping::{Lock, Mapping, MessageRole, OperationId};
use fachwerk_openapi::{Document, Warning};
use fachwerk_wsdl::{Input, Options};

use crate::example::Examples;
use crate::report::{Remark, Report};
use crate::shape::Shaped;
use crate::{Decisions, Failed, describe, files, overlays, requirements, shape};

/// Takes files as they are written. What a file holds is handed over piece by piece, so that nobody needs all of them,
/// or one as a whole, in memory.
pub trait Files {
    /// Take one file: its path, `/`-separated, and what writes its content.
    ///
    /// # Errors
    /// Those of `write`, and of wherever the files go.
    fn file(
        &mut self,
        path: &str,
        write: &mut dyn FnMut(&mut dyn io::Write) -> io::Result<()>,
    ) -> io::Result<()>;
}

/// Content by path.
impl Files for BTreeMap<String, Vec<u8>> {
    fn file(
        &mut self,
        path: &str,
        write: &mut dyn FnMut(&mut dyn io::Write) -> io::Result<()>,
    ) -> io::Result<()> {
        let mut bytes = Vec::new();
        write(&mut bytes)?;
        self.insert(path.to_owned(), bytes);
        Ok(())
    }
}

/// What is left of a facade whose files are written.
#[derive(Debug)]
pub struct Outcome {
    /// What the report file says.
    pub report: Report,
    /// What the input says.
    pub contract: Contract,
    /// What callers see of it.
    pub mapping: Mapping,
}

/// A facade that can be written.
pub struct Facade<'a> {
    /// What the report file will say, as far as it is known before the files are written.
    pub report: Report,
    /// What the input says.
    pub contract: Contract,
    /// What callers see of it.
    pub mapping: Mapping,
    lock: Lock,
    /// Paths of the documents to copy.
    sources: Vec<String>,
    input: &'a Input,
    options: &'a Options,
    decisions: &'a Decisions,
    /// The OpenAPI document, where overlays change it.
    overlaid: Option<Document>,
}

/// Read an input and map it as people decided.
///
/// # Errors
/// The input has no operation that could be mapped, or what was decided cannot be.
pub fn prepare<'a>(
    input: &'a Input,
    options: &'a Options,
    decisions: &'a Decisions,
) -> Result<Facade<'a>, Failed> {
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
        report.push(warning(&contract, note.code, note.location, note.message));
    }
    let errors = (report.counts.errors, report.counts.warnings);
    report.counts = describe::counts(&mapping);
    (report.counts.errors, report.counts.warnings) = errors;
    report.services = describe::services(&mapping, &why);
    if mapping.operations.is_empty() {
        return Err(Failed(report));
    }
    let mut facade = Facade {
        report,
        contract,
        mapping,
        lock,
        sources: outcome.sources,
        input,
        options,
        decisions,
        overlaid: None,
    };
    if !decisions.overlays.is_empty() {
        let mut document = document(&facade.contract, &facade.mapping, decisions);
        warn(&mut facade.report, &facade.contract, std::mem::take(&mut document.warnings));
        if !overlays::apply(&mut document, &decisions.overlays, &mut facade.report) {
            return Err(Failed(facade.report));
        }
        facade.overlaid = Some(document);
    }
    Ok(facade)
}

impl Facade<'_> {
    /// Write every file. What a file is made of is given up as soon as it is written; the rest comes back.
    ///
    /// # Errors
    /// Those of wherever the files go.
    pub fn write(self, files: &mut dyn Files) -> io::Result<Outcome> {
        let Self { mut report, contract, mapping, lock, sources, input, options, decisions, overlaid } = self;
        if let Some(overrides) = &decisions.overrides {
            put(files, files::OVERRIDES, overrides.text.as_bytes())?;
        }
        for overlay in &decisions.overlays {
            put(files, &format!("{}/{}", files::OVERLAYS, overlay.name), overlay.text.as_bytes())?;
        }
        files.file(files::LOCK, &mut |out| lock.write_json(out))?;
        drop(lock);
        match overlaid {
            Some(document) => put(files, files::OPENAPI, document.to_yaml().as_bytes())?,
            None => {
                let warnings = write_openapi(&contract, &mapping, decisions, files)?;
                warn(&mut report, &contract, warnings);
            }
        }
        write_proto(&contract, &mapping, files)?;
        files.file(files::CONTRACT, &mut |out| contract.write_json(out))?;
        for path in &sources {
            match input.document(path, options.limits.file_bytes) {
                Ok(Some(bytes)) => put(files, &format!("{}/{}", files::SOURCES, copy_name(path)), &bytes)?,
                Ok(None) => report.push(not_copied(path, "it is not there any more")),
                Err(error) => report.push(not_copied(path, &error.to_string())),
            }
        }
        files.file(files::REPORT, &mut |out| report.write_json(out))?;
        Ok(Outcome { report, contract, mapping })
    }
}

/// What is said to the writer of OpenAPI, whether it gives the whole document or writes it piece by piece.
fn openapi_options<'o>(
    decisions: &Decisions,
    examples: &'o dyn Fn(OperationId, MessageRole) -> Option<Vec<u8>>,
) -> fachwerk_openapi::Options<'o> {
    fachwerk_openapi::Options {
        specification: decisions.specification,
        examples: Some(examples),
        ..Default::default()
    }
}

fn document(contract: &Contract, mapping: &Mapping, decisions: &Decisions) -> Document {
    let made = Examples::new(mapping);
    let examples = |operation, role| made.of(operation, role);
    fachwerk_openapi::generate(contract, mapping, &openapi_options(decisions, &examples))
}

fn write_openapi(
    contract: &Contract,
    mapping: &Mapping,
    decisions: &Decisions,
    files: &mut dyn Files,
) -> io::Result<Vec<Warning>> {
    let made = Examples::new(mapping);
    let examples = |operation, role| made.of(operation, role);
    let options = openapi_options(decisions, &examples);
    let mut warnings = Vec::new();
    files.file(files::OPENAPI, &mut |out| {
        warnings = fachwerk_openapi::write(contract, mapping, &options, out)?;
        Ok(())
    })?;
    Ok(warnings)
}

fn write_proto(contract: &Contract, mapping: &Mapping, files: &mut dyn Files) -> io::Result<()> {
    let path = |name: &str| format!("{}/{name}", files::PROTO);
    let mut descriptor = fachwerk_proto::Descriptor::default();
    files.file(&path(&fachwerk_proto::path(mapping)), &mut |out| {
        descriptor = fachwerk_proto::write(contract, mapping, &fachwerk_proto::Options::default(), out)?;
        Ok(())
    })?;
    let (name, text) = fachwerk_proto::CONFIGURATION;
    put(files, &path(name), text.as_bytes())?;
    files.file(files::DESCRIPTOR, &mut |out| descriptor.write(out))
}

fn warn(report: &mut Report, contract: &Contract, warnings: Vec<Warning>) {
    for found in warnings {
        report.push(warning(contract, found.code, found.location, found.message));
    }
}

/// A document that changed between reading and copying.
fn not_copied(path: &str, why: &str) -> Remark {
    Remark {
        severity: "error".to_owned(),
        code: "FW-1511".to_owned(),
        file: path.to_owned(),
        line: 1,
        column: 1,
        message: format!("the document was read, but cannot be copied: {why}"),
        advice: "generate again when nothing writes to the input; until then the facade has no copy of it to serve"
            .to_owned(),
        snippet: None,
        caret: None,
    }
}

fn put(files: &mut dyn Files, path: &str, bytes: &[u8]) -> io::Result<()> {
    files.file(path, &mut |out| out.write_all(bytes))
}

fn warning(contract: &Contract, code: &str, location: Location, message: String) -> Remark {
    Remark {
        severity: "warning".to_owned(),
        code: code.to_owned(),
        file: contract.documents.get(location.document as usize).map(|d| d.path.clone()).unwrap_or_default(),
        line: location.line,
        column: location.column,
        message,
        advice: String::new(),
        snippet: None,
        caret: None,
    }
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
