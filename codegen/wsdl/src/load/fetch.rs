// SPDX-License-Identifier: EUPL-1.2
//! From a location to a parsed document, each only once.

use std::collections::HashMap;

use super::Closure;
use super::reference::{Kind, Reference};
use crate::diagnostic::Diagnostics;
use crate::document::Document;
use crate::source::{Source, SourceError, Target, decode, is_remote, read, resolve};
use crate::tree::{Positions, Problem};
use crate::{Code, Diagnostic, Options, builtin};

/// More `..` than this leads to something else than a sibling project directory.
const FAR: usize = 3;

pub(super) struct Fetcher<'a> {
    source: &'a dyn Source,
    options: &'a Options,
    known: HashMap<String, Option<u32>>,
    bytes: usize,
    full: bool,
}

/// What became of a reference.
pub(super) enum Fetched {
    Document(u32),
    /// Served by this crate where something refers to it.
    BuiltIn,
    /// Not there; it has been reported.
    Missing,
}

impl<'a> Fetcher<'a> {
    pub(super) fn new(source: &'a dyn Source, options: &'a Options) -> Self {
        Self { source, options, known: HashMap::new(), bytes: 0, full: false }
    }

    pub(super) fn fetch(
        &mut self,
        reference: &Reference,
        closure: &mut Closure,
        diagnostics: &mut Diagnostics,
    ) -> Fetched {
        let base = reference.from.map_or("", |(document, _)| closure.document(document).path.as_str());
        let target = if reference.kind == Kind::Entry {
            Target::Path(reference.location.clone())
        } else if reference.location.is_empty() {
            let known = self.source.catalog(None, reference.namespace.as_deref());
            let Some(known) = known else { return Fetched::BuiltIn };
            located(known)
        } else {
            let as_written = resolve(self.source, base, &reference.location);
            self.catalogued(reference, &as_written).unwrap_or(as_written)
        };
        // an include or redefinition is of the including schema's namespace
        let own = reference.namespace.as_deref().filter(|_| reference.kind != Kind::Wsdl);
        let well_known = own.is_some_and(|n| builtin::schema(n).is_some());
        match target {
            Target::Path(path) => self.path(&path, reference, well_known, closure, diagnostics),
            Target::Remote(url) => self.remote(url, reference, well_known, closure, diagnostics),
            Target::Refused(_) if well_known => Fetched::BuiltIn,
            Target::Refused(why) => {
                let message = format!("`{}` is not read: {why}", reference.location);
                report(
                    reference,
                    closure,
                    diagnostics,
                    Code::LocationRefused,
                    message,
                    "use a relative path within the input",
                );
                Fetched::Missing
            }
        }
    }

    /// What a catalog says of a location: as it is written, then as the URL that it means, then of the namespace of an
    /// import that leads nowhere else.
    fn catalogued(&self, reference: &Reference, as_written: &Target) -> Option<Target> {
        let written = Some(reference.location.as_str());
        let url = match as_written {
            Target::Remote(url) => Some(url.as_str()),
            _ => None,
        };
        let namespace = reference.namespace.as_deref().filter(|_| reference.kind == Kind::Import);
        let lost = || match as_written {
            Target::Path(path) => {
                !self.known.contains_key(path) && matches!(self.source.read(path, 0), Ok(None))
            }
            _ => true,
        };
        let found = self
            .source
            .catalog(written, None)
            .or_else(|| url.and_then(|url| self.source.catalog(Some(url), None)))
            .or_else(|| namespace.filter(|_| lost()).and_then(|n| self.source.catalog(None, Some(n))))?;
        Some(located(found))
    }

    fn path(
        &mut self,
        path: &str,
        reference: &Reference,
        well_known: bool,
        closure: &mut Closure,
        diagnostics: &mut Diagnostics,
    ) -> Fetched {
        if let Some(known) = self.known.get(path) {
            return match known {
                Some(document) => Fetched::Document(*document),
                None if well_known => Fetched::BuiltIn,
                None => Fetched::Missing,
            };
        }
        if !self.room(reference, closure, diagnostics) {
            return Fetched::Missing;
        }
        let outcome = match read(self.source, path, self.limit()) {
            Ok(None) if well_known => return Fetched::BuiltIn,
            outcome => outcome,
        };
        self.known.insert(path.to_owned(), None);
        let Some(bytes) = bytes(path, outcome, reference, closure, diagnostics) else {
            return Fetched::Missing;
        };
        if path.split('/').take_while(|segment| *segment == "..").count() > FAR {
            let message = format!("`{path}` is far above the directory of the entry");
            report(
                reference,
                closure,
                diagnostics,
                Code::FarOutside,
                message,
                "check that it is the file that is meant",
            );
        }
        self.parse(path.to_owned(), bytes, closure, diagnostics)
    }

    fn remote(
        &mut self,
        url: String,
        reference: &Reference,
        well_known: bool,
        closure: &mut Closure,
        diagnostics: &mut Diagnostics,
    ) -> Fetched {
        if let Some(Some(document)) = self.known.get(&url) {
            return Fetched::Document(*document);
        }
        if well_known {
            return Fetched::BuiltIn;
        }
        if self.known.contains_key(&url) || !self.room(reference, closure, diagnostics) {
            return Fetched::Missing;
        }
        self.known.insert(url.clone(), None);
        if !self.options.allow_network {
            let message = format!("`{url}` is not read: network access is not allowed");
            let advice = "name a copy in a catalog, put one beside the WSDL and change the location, or allow the network";
            report(reference, closure, diagnostics, Code::RemoteLocation, message, advice);
            return Fetched::Missing;
        }
        let outcome = self.source.fetch(&url, self.limit());
        match bytes(&url, outcome, reference, closure, diagnostics) {
            Some(bytes) => self.parse(url, bytes, closure, diagnostics),
            None => Fetched::Missing,
        }
    }

    fn parse(
        &mut self,
        path: String,
        bytes: Vec<u8>,
        closure: &mut Closure,
        diagnostics: &mut Diagnostics,
    ) -> Fetched {
        self.bytes += bytes.len();
        let decoded = match decode(bytes) {
            Ok(decoded) => decoded,
            Err(error) => {
                let problem = Problem {
                    offset: error.before.len(),
                    code: Code::Encoding,
                    message: error.message,
                    advice: "save the file as UTF-8",
                };
                diagnostics.push(unparsed(&path, &error.before, problem));
                return Fetched::Missing;
            }
        };
        let index = closure.documents.len() as u32;
        let (tree, problems) = crate::tree::parse(decoded.text, &self.options.limits);
        let document = match tree {
            Ok(tree) => Document { index, path: path.clone(), tree, built_in: false },
            Err(text) => {
                for problem in problems {
                    diagnostics.push(unparsed(&path, &text, problem));
                }
                return Fetched::Missing;
            }
        };
        for problem in problems {
            diagnostics.push(document.diagnostic(
                problem.offset,
                problem.code,
                problem.message,
                problem.advice,
            ));
        }
        if let Some(remark) = decoded.remark {
            diagnostics.push(document.diagnostic(
                0,
                Code::EncodingMismatch,
                remark,
                "correct the XML declaration",
            ));
        }
        if let Some(offset) = document.tree.old_schema_namespace {
            let message = "a namespace of XML Schema of before 2001 is read as the one of 2001";
            let advice = format!("write `{}`", crate::names::XSD);
            diagnostics.push(document.diagnostic(offset, Code::OldSchemaNamespace, message, advice));
        }
        closure.documents.push(document);
        self.known.insert(path, Some(index));
        Fetched::Document(index)
    }

    fn limit(&self) -> usize {
        self.options.limits.file_bytes.min(self.options.limits.total_bytes.saturating_sub(self.bytes))
    }

    /// Whether one more file may be read; the refusal is said once.
    fn room(&mut self, reference: &Reference, closure: &Closure, diagnostics: &mut Diagnostics) -> bool {
        if self.known.len() < self.options.limits.files {
            return true;
        }
        if !self.full {
            self.full = true;
            let message = format!("more than {} files", self.options.limits.files);
            report(reference, closure, diagnostics, Code::TooManyFiles, message, "the rest is not read");
        }
        false
    }
}

/// What a catalog answered.
fn located(found: String) -> Target {
    if is_remote(&found) { Target::Remote(found) } else { Target::Path(found) }
}

fn bytes(
    path: &str,
    outcome: Result<Option<Vec<u8>>, SourceError>,
    reference: &Reference,
    closure: &Closure,
    diagnostics: &mut Diagnostics,
) -> Option<Vec<u8>> {
    let entry = reference.kind == Kind::Entry;
    let (code, message, advice) = match outcome {
        Ok(Some(bytes)) => return Some(bytes),
        Ok(None) if entry => (Code::EntryUnreadable, format!("there is no `{path}`"), "check the path"),
        Ok(None) => (
            Code::ImportNotFound,
            format!("there is no `{path}`, which is imported here"),
            "add the file; what depends on it is left out",
        ),
        Err(SourceError::TooLarge { limit }) => (
            Code::TooLarge,
            format!("`{path}` has more than {limit} bytes"),
            "raise the limit where it is meant to",
        ),
        Err(error) if entry => {
            (Code::EntryUnreadable, format!("`{path}` cannot be read: {error}"), "check the file")
        }
        Err(error) if is_remote(path) => (
            Code::FetchFailed,
            format!("`{path}` cannot be fetched: {error}"),
            "put a copy beside the WSDL, or name one in a catalog",
        ),
        Err(error) => (Code::ImportNotFound, format!("`{path}` cannot be read: {error}"), "check the file"),
    };
    report(reference, closure, diagnostics, code, message, advice);
    None
}

fn report(
    reference: &Reference,
    closure: &Closure,
    diagnostics: &mut Diagnostics,
    code: Code,
    message: String,
    advice: &str,
) {
    diagnostics.push(match reference.from {
        Some((document, offset)) => closure.document(document).diagnostic(offset, code, message, advice),
        None => Diagnostic {
            severity: code.severity(),
            code,
            path: reference.location.clone(),
            line: 1,
            column: 1,
            message,
            advice: advice.to_owned(),
            snippet: None,
            caret: 0,
        },
    });
}

/// A diagnostic in a document of which there is no tree.
fn unparsed(path: &str, text: &str, problem: Problem) -> Diagnostic {
    let positions = Positions::new(text);
    let (line, column) = positions.at(text, problem.offset);
    let (snippet, caret) = positions.snippet(text, line, column);
    Diagnostic {
        severity: problem.code.severity(),
        code: problem.code,
        path: path.to_owned(),
        line,
        column,
        message: problem.message,
        advice: problem.advice.to_owned(),
        snippet: Some(snippet),
        caret,
    }
}
