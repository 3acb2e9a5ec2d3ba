// SPDX-License-Identifier: EUPL-1.2
//! `fachwerk check`.

use fachwerk_contract::Contract;
use fachwerk_explain::{Feature, Level, survey};
use fachwerk_generator::{Failed, Remark, Report, files};
use fachwerk_mapping::Lock;
use serde::Serialize;

use crate::arguments::{Check, Format};
use crate::failure::Failure;
use crate::output::Paint;
use crate::{COULD_NOT_RUN, FINDINGS, FINE, input, output};

/// How bad a remark is for a facade.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
enum Class {
    /// Not part of the facade.
    Unsupported,
    /// Part of it, and something is lost or not checked.
    Lossy,
    /// To be known.
    Note,
}

impl Class {
    /// Errors leave something out, as remarks of the mapping do; other warnings change or narrow something.
    fn of(remark: &Remark) -> Self {
        match remark.severity.as_str() {
            "error" => Self::Unsupported,
            "warning" if LEFT_OUT.iter().any(|code| remark.code.starts_with(code)) => Self::Unsupported,
            "warning" => Self::Lossy,
            _ => Self::Note,
        }
    }

    fn name(self) -> &'static str {
        match self {
            Self::Unsupported => "unsupported",
            Self::Lossy => "lossy",
            Self::Note => "note",
        }
    }
}

/// Warnings that say that something is left out.
const LEFT_OUT: &[&str] = &["FW-1203", "FW-1211", "FW-1219", "FW-1220", "FW-1310", "FW-16"];

/// A remark with its class.
#[derive(Debug, Serialize)]
struct Classified<'a> {
    class: Class,
    #[serde(flatten)]
    remark: &'a Remark,
}

/// Everything that a check says.
#[derive(Debug, Serialize)]
struct Checked<'a> {
    operations: usize,
    mapped_operations: usize,
    unsupported: usize,
    lossy: usize,
    features: &'a [Feature],
    remarks: Vec<Classified<'a>>,
}

pub(crate) fn run(arguments: &Check, format: Format) -> Result<u8, Failure> {
    let options = arguments.imports.options();
    let input = input::open(&arguments.input, &arguments.imports, &options.limits)?;
    let (report, contract) = match fachwerk_generator::generate(&input, &options, None) {
        Ok(generated) => {
            let bytes = generated.files.get(files::CONTRACT).map(Vec::as_slice).unwrap_or_default();
            (generated.report, Some(Contract::from_json(bytes).map_err(|e| Failure::coded(&e))?))
        }
        Err(Failed(report)) => (report, None),
    };
    let (features, operations, mapped_operations) = match &contract {
        Some(contract) => {
            let (mapping, _, _) = fachwerk_mapping::derive(contract, &Lock::new());
            let operations = contract.interfaces.iter().map(|i| i.operations.len()).sum();
            (survey(contract, &mapping), operations, mapping.operations.len())
        }
        None => (Vec::new(), 0, 0),
    };
    let checked = checked(&report, &features, operations, mapped_operations);
    match format {
        Format::Json => {
            let text = serde_json::to_string_pretty(&checked).expect("a check always serialises");
            output::print(&format!("{text}\n"));
        }
        Format::Text => output::print(&text(&checked, Paint::stdout())),
    }
    Ok(match (contract, checked.unsupported + checked.lossy) {
        (None, _) => COULD_NOT_RUN,
        (Some(_), 0) => FINE,
        (Some(_), _) => FINDINGS,
    })
}

fn checked<'a>(report: &'a Report, features: &'a [Feature], operations: usize, mapped: usize) -> Checked<'a> {
    let mut remarks: Vec<Classified<'a>> =
        report.remarks.iter().map(|remark| Classified { class: Class::of(remark), remark }).collect();
    // Within a class in the order of the report.
    remarks.sort_by_key(|r| r.class);
    let count = |class| remarks.iter().filter(|r| r.class == class).count();
    Checked {
        operations,
        mapped_operations: mapped,
        unsupported: count(Class::Unsupported),
        lossy: count(Class::Lossy),
        features,
        remarks,
    }
}

fn text(checked: &Checked<'_>, paint: Paint) -> String {
    let mut out = String::new();
    if !checked.features.is_empty() {
        let rows: Vec<Vec<String>> = checked
            .features
            .iter()
            .map(|f| {
                vec![f.name.to_owned(), f.count.to_string(), f.level.name().to_owned(), f.mapped.to_owned()]
            })
            .collect();
        out.push_str(&output::table(&["feature", "times", "carried", "callers see"], &rows, paint));
        out.push('\n');
    }
    for classified in checked.remarks.iter().filter(|r| r.class != Class::Note) {
        let remark = classified.remark;
        let label = format!("{} {}", classified.class.name(), remark.code);
        let label =
            if classified.class == Class::Unsupported { paint.red(&label) } else { paint.yellow(&label) };
        out.push_str(&format!(
            "{}:{}:{}: {label}: {}\n",
            remark.file, remark.line, remark.column, remark.message
        ));
        if !remark.advice.is_empty() {
            out.push_str(&format!("  {} {}\n", paint.dim("→"), remark.advice));
        }
    }
    let verbatim = checked.features.iter().filter(|f| f.level == Level::Verbatim).count();
    let line = format!(
        "{} operations, {} in the facade; {} unsupported, {} lossy; {verbatim} features carried verbatim",
        checked.operations, checked.mapped_operations, checked.unsupported, checked.lossy
    );
    let fine = checked.unsupported + checked.lossy == 0;
    out.push_str(&if fine { paint.green(&line) } else { paint.bold(&line) });
    out.push('\n');
    out
}
