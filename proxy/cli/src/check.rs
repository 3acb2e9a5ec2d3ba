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
    /// Part of it in full, although a specification forbids to say it like this.
    Invalid,
    /// To be known.
    Note,
}

impl Class {
    /// Errors leave something out, but for those that strict reading alone looks for; other warnings change or narrow
    /// something.
    fn of(remark: &Remark) -> Self {
        let code = remark.code.as_str();
        match remark.severity.as_str() {
            "error" | "warning" if TOLERATED.contains(&code) => Self::Invalid,
            "error" => Self::Unsupported,
            "warning" if LEFT_OUT.contains(&code) => Self::Unsupported,
            "warning" => Self::Lossy,
            _ => Self::Note,
        }
    }

    fn name(self) -> &'static str {
        match self {
            Self::Unsupported => "unsupported",
            Self::Lossy => "lossy",
            Self::Invalid => "invalid",
            Self::Note => "note",
        }
    }
}

/// Warnings that say that something is left out.
const LEFT_OUT: &[&str] = &[
    "FW-1203", "FW-1207", "FW-1208", "FW-1211", "FW-1219", "FW-1220", "FW-1310", "FW-1601", "FW-1602",
    "FW-1604", "FW-1607", "FW-1620",
];

/// What is read as it was meant: what strict reading looks for (docs/xsd-conformance.md), encodings, references and
/// namespaces that are not as the specifications have them, attributes that stand where they mean nothing.
const TOLERATED: &[&str] = &[
    "FW-1009", "FW-1215", "FW-1224", "FW-1307", "FW-1311", "FW-1315", "FW-1316", "FW-1317", "FW-1318",
    "FW-1319", "FW-1320", "FW-1321", "FW-1322", "FW-1323", "FW-1324", "FW-1325", "FW-1326", "FW-1327",
    "FW-1328", "FW-1329", "FW-1330",
];

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
    invalid: usize,
    features: &'a [Feature],
    remarks: Vec<Classified<'a>>,
}

pub(crate) fn run(arguments: &Check, format: Format) -> Result<u8, Failure> {
    let mut options = arguments.imports.options();
    options.strict = arguments.strict;
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
    let invalid = if arguments.strict { checked.invalid } else { 0 };
    Ok(match (contract, checked.unsupported + checked.lossy + invalid) {
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
        invalid: count(Class::Invalid),
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
        let label = match classified.class {
            Class::Unsupported => paint.red(&label),
            _ => paint.yellow(&label),
        };
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
        "{} operations, {} in the facade; {} unsupported, {} lossy, {} invalid; {verbatim} features carried verbatim",
        checked.operations, checked.mapped_operations, checked.unsupported, checked.lossy, checked.invalid
    );
    let fine = checked.unsupported + checked.lossy + checked.invalid == 0;
    out.push_str(&if fine { paint.green(&line) } else { paint.bold(&line) });
    out.push('\n');
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Code, severity and meaning of what reading and mapping say, as docs/errors.md has them.
    fn documented() -> Vec<(String, String, String)> {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/errors.md");
        let text = std::fs::read_to_string(path).expect("the list of codes");
        let row = |line: &str| {
            let cells: Vec<String> = line.split('|').map(|cell| cell.trim().to_owned()).collect();
            match cells.as_slice() {
                [_, code, severity, meaning, _] => Some((code.clone(), severity.clone(), meaning.clone())),
                // Remarks of the mapping are all warnings.
                [_, code, meaning, _] if code.starts_with("FW-16") => {
                    Some((code.clone(), "warning".to_owned(), meaning.clone()))
                }
                _ => None,
            }
        };
        text.lines().filter(|line| line.starts_with("| FW-1")).filter_map(row).collect()
    }

    fn class(code: &str, severity: &str) -> Class {
        Class::of(&Remark {
            severity: severity.to_owned(),
            code: code.to_owned(),
            file: String::new(),
            line: 1,
            column: 1,
            message: String::new(),
            advice: String::new(),
            snippet: None,
            caret: None,
        })
    }

    #[test]
    fn what_is_left_out_is_unsupported() {
        let documented = documented();
        assert!(documented.len() > 70, "{documented:?}");
        for (code, severity, meaning) in &documented {
            let class = class(code, severity);
            if severity == "warning" && (meaning.contains("left out") || meaning.contains("skipped")) {
                assert_eq!(class, Class::Unsupported, "{code}: {meaning}");
            }
            if severity == "note" {
                assert_eq!(class, Class::Note, "{code}: {meaning}");
            }
            let strict = ("FW-1316".."FW-1331").contains(&code.as_str());
            assert!(!strict || class == Class::Invalid, "{code}: {meaning}");
        }
    }

    #[test]
    fn every_code_is_a_documented_one() {
        let documented = documented();
        for code in LEFT_OUT.iter().chain(TOLERATED) {
            assert!(documented.iter().any(|(known, _, _)| known == code), "{code}");
        }
    }
}
