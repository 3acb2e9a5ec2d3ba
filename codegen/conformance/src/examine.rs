// SPDX-License-Identifier: EUPL-1.2
//! One case from its input to its last sample.

use std::path::Path;
use std::time::Instant;

use fachwerk_generator::{Report, files};
use fachwerk_mapping::StructId;
use fachwerk_message::value::Patterns;
use fachwerk_sample::Sampler;

use crate::codecs::Codecs;
use crate::deadline::Deadline;
use crate::dump::Dump;
use crate::facade::{Facade, file, generate};
use crate::messages::messages;
use crate::proto::Descriptors;
use crate::rounds::Rounds;
use crate::schema::Schemas;
use crate::{Case, Check, Finding, Options, Record, openapi};

/// Measure one case.
pub(crate) fn examine(case: &Case, options: &Options, deadline: &Deadline) -> Record {
    let began = Instant::now();
    let mut record = Record::new(case);
    match generate(case, options) {
        Ok(facade) => {
            record.generate_ms = millis(began);
            loaded(case, Some(&facade.report), &mut record);
            judge(case, &facade, options, deadline, &mut record);
        }
        Err((report, mut finding)) => {
            record.generate_ms = millis(began);
            loaded(case, report.as_ref(), &mut record);
            if !record.findings.iter().any(|f| f.check == Check::Load) {
                finding.known = case.known.is_some();
                record.bad(finding);
            }
        }
    }
    record.total_ms = millis(began);
    record.close();
    record
}

/// Errors of reading are findings, known ones where the input is known to be incomplete or broken.
fn loaded(case: &Case, report: Option<&Report>, record: &mut Record) {
    let Some(report) = report else { return };
    let errors: Vec<_> = report.remarks.iter().filter(|r| r.severity == "error").collect();
    if errors.is_empty() {
        record.good(Check::Load);
    }
    for error in errors {
        let place = format!("{}:{}:{}", error.file, error.line, error.column);
        let mut finding = Finding::new(Check::Load, place, format!("{} {}", error.code, error.message));
        finding.known = case.known.is_some();
        record.bad(finding);
    }
    for remark in report.remarks.iter().filter(|r| r.severity == "warning" && r.code.starts_with("FW-16")) {
        let place = format!("{}:{}:{}", remark.file, remark.line, remark.column);
        record.bad(Finding::new(Check::Map, place, format!("{} {}", remark.code, remark.message)));
    }
}

fn judge(case: &Case, facade: &Facade, options: &Options, deadline: &Deadline, record: &mut Record) {
    let mapping = &facade.mapping;
    record.measured.operations = facade.contract.interfaces.iter().map(|i| i.operations.len()).sum();
    record.measured.mapped_operations = mapping.operations.len();
    if let Some(expected) = case.operations {
        if expected == record.measured.operations {
            record.good(Check::Operations);
        } else {
            let message =
                format!("{} operations, and the manifest says {expected}", record.measured.operations);
            let mut finding = Finding::new(Check::Operations, case.label.clone(), message);
            finding.known = case.known.is_some();
            record.bad(finding);
        }
    }
    if facade.notes.is_empty() {
        record.good(Check::Map);
    }
    let messages = messages(mapping);
    record.measured.messages = messages.len();
    let mut roots: Vec<StructId> = messages.iter().map(|m| m.shape.root).collect();
    roots.sort_unstable();
    roots.dedup();
    let schemas = match file(&facade.files, files::OPENAPI) {
        Ok(yaml) => schemas(yaml, facade, &roots, record),
        Err(message) => {
            record.bad(Finding::new(Check::Openapi, case.label.clone(), message));
            None
        }
    };
    let protos: Vec<(&str, &[u8])> = facade
        .files
        .iter()
        .filter_map(|(path, text)| {
            Some((path.strip_prefix(files::PROTO)?.strip_prefix('/')?, text.as_slice()))
        })
        .filter(|(path, _)| Path::new(path).extension().is_some_and(|e| e == "proto"))
        .collect();
    let descriptors = file(&facade.files, files::DESCRIPTOR)
        .map_err(|message| Finding::new(Check::Proto, case.label.clone(), message))
        .and_then(|descriptor| Descriptors::read(&mapping.package, descriptor, &protos));
    let descriptors = match descriptors {
        Ok(descriptors) => {
            record.good(Check::Proto);
            Some(descriptors)
        }
        Err(finding) => {
            record.bad(finding);
            None
        }
    };

    let mut dump = match options.dump.as_ref().map(|root| Dump::begin(root, case, &facade.files)) {
        Some(Ok(dump)) => Some(dump),
        Some(Err(finding)) => {
            record.bad(finding);
            None
        }
        None => None,
    };
    let codecs = Codecs::new(mapping);
    let patterns = Patterns::new(mapping);
    let rounds = Rounds {
        codecs: &codecs,
        patterns: &patterns,
        schemas: schemas.as_ref(),
        descriptors: descriptors.as_ref(),
    };
    // The first sample of each message has as little in it as possible, the others all that may be there.
    let smallest = Sampler::new(mapping, &fachwerk_sample::Options::minimal());
    let sampler = Sampler::new(mapping, &fachwerk_sample::Options::default());
    // Sample by sample over all messages: where time runs out, each message has had about as many.
    'samples: for number in 0..options.samples {
        for message in &messages {
            if deadline.is_over() {
                let text = format!("FW-1705: time is up after {} samples", record.measured.samples);
                record.bad(Finding::new(Check::Run, message.name.clone(), text));
                break 'samples;
            }
            let seed = options.seed.wrapping_add(number);
            let sampler = if number == 0 { &smallest } else { &sampler };
            let wire = rounds.go(sampler, message, seed, record);
            let wanted = dump.as_mut().filter(|_| number < options.dump_samples).zip(wire);
            if let Some(Err(finding)) = wanted.map(|(dump, wire)| dump.sample(&message.name, seed, &wire)) {
                record.bad(finding);
            }
        }
    }
    if let Some(Err(finding)) = dump.map(Dump::finish) {
        record.bad(finding);
    }
    if !record.findings.iter().any(|f| f.check == Check::Run) {
        record.good(Check::Run);
    }
}

/// Read the OpenAPI document back, judge it, and compile its schemas.
fn schemas(yaml: &[u8], facade: &Facade, roots: &[StructId], record: &mut Record) -> Option<Schemas> {
    let document = match openapi::read(yaml) {
        Ok(document) => document,
        Err(finding) => {
            record.bad(finding);
            return None;
        }
    };
    let found = openapi::judge(&document, &facade.mapping);
    if found.is_empty() {
        record.good(Check::Openapi);
    }
    for finding in found {
        record.bad(finding);
    }
    match Schemas::compile(&document, &facade.mapping, roots) {
        Ok(schemas) => Some(schemas),
        Err(finding) => {
            record.bad(finding);
            None
        }
    }
}

fn millis(began: Instant) -> u64 {
    u64::try_from(began.elapsed().as_millis()).unwrap_or(u64::MAX)
}
