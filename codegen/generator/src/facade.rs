// SPDX-License-Identifier: EUPL-1.2
//! Read and map; then write every file, one after the other.

use std::collections::BTreeMap;
use std::io;

use fachwerk_contract::{Contract, Location};
use fachwerk_mapping::{Lock, Mapping, MessageRole, OperationId};
use fachwerk_openapi::Document;
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

/// A facade that can be written.
pub struct Facade<'a> {
    /// What the report file says; complete once the files are written.
    pub report: Report,
    /// What the input says.
    pub contract: Contract,
    /// What callers see of it.
    pub mapping: Mapping,
    /// Until it is written.
    lock: Option<Lock>,
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
    let mut facade =
        Facade { report, contract, mapping, lock: Some(lock), input, options, decisions, overlaid: None };
    if !decisions.overlays.is_empty() {
        let mut document = facade.document();
        facade.warn(std::mem::take(&mut document.warnings));
        if !overlays::apply(&mut document, &decisions.overlays, &mut facade.report) {
            return Err(Failed(facade.report));
        }
        facade.overlaid = Some(document);
    }
    Ok(facade)
}

impl Facade<'_> {
    /// Write every file, once. What a file is made of is given up as soon as it is written.
    ///
    /// # Errors
    /// Those of wherever the files go.
    pub fn write(&mut self, files: &mut dyn Files) -> io::Result<()> {
        if let Some(overrides) = &self.decisions.overrides {
            put(files, files::OVERRIDES, overrides.text.as_bytes())?;
        }
        for overlay in &self.decisions.overlays {
            put(files, &format!("{}/{}", files::OVERLAYS, overlay.name), overlay.text.as_bytes())?;
        }
        if let Some(lock) = self.lock.take() {
            files.file(files::LOCK, &mut |out| lock.write_json(out))?;
        }
        match self.overlaid.take() {
            Some(document) => put(files, files::OPENAPI, document.to_yaml().as_bytes())?,
            None => self.write_openapi(files)?,
        }
        self.write_proto(files)?;
        files.file(files::CONTRACT, &mut |out| self.contract.write_json(out))?;
        for path in &self.report.documents {
            // Built-in schemas are named by their URI and need no copy.
            if let Ok(Some(bytes)) = self.input.source.read(path, self.options.limits.file_bytes) {
                put(files, &format!("{}/{}", files::SOURCES, copy_name(path)), &bytes)?;
            }
        }
        files.file(files::REPORT, &mut |out| self.report.write_json(out))
    }

    /// What is said to the writer of OpenAPI, whether it gives the whole document or writes it piece by piece.
    fn openapi_options<'o>(
        &self,
        examples: &'o dyn Fn(OperationId, MessageRole) -> Option<Vec<u8>>,
    ) -> fachwerk_openapi::Options<'o> {
        fachwerk_openapi::Options {
            specification: self.decisions.specification,
            examples: Some(examples),
            ..Default::default()
        }
    }

    fn document(&self) -> Document {
        let made = Examples::new(&self.mapping);
        let examples = |operation, role| made.of(operation, role);
        fachwerk_openapi::generate(&self.contract, &self.mapping, &self.openapi_options(&examples))
    }

    fn write_openapi(&mut self, files: &mut dyn Files) -> io::Result<()> {
        let mut warnings = Vec::new();
        {
            let made = Examples::new(&self.mapping);
            let examples = |operation, role| made.of(operation, role);
            let options = self.openapi_options(&examples);
            files.file(files::OPENAPI, &mut |out| {
                warnings = fachwerk_openapi::write(&self.contract, &self.mapping, &options, out)?;
                Ok(())
            })?;
        }
        self.warn(warnings);
        Ok(())
    }

    fn write_proto(&self, files: &mut dyn Files) -> io::Result<()> {
        let options = fachwerk_proto::Options::default();
        let proto = fachwerk_proto::generate(&self.contract, &self.mapping, &options);
        for (path, text) in proto.files {
            put(files, &format!("{}/{path}", files::PROTO), text.as_bytes())?;
        }
        put(files, files::DESCRIPTOR, &prost::Message::encode_to_vec(&proto.descriptor))
    }

    fn warn(&mut self, warnings: Vec<fachwerk_openapi::Warning>) {
        for found in warnings {
            self.report.push(warning(&self.contract, found.code, found.location, found.message));
        }
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
