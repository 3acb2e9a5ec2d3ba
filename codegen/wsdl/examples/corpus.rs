// SPDX-License-Identifier: EUPL-1.2
//! Reads every entry of a corpus and compares the number of operations with its manifest.
//!
//! `cargo run --release -p fachwerk-wsdl --example corpus -- [-v] [--strict] [SHARED]`, where SHARED has
//! `corpus/MANIFEST.tsv` and `corpus-catalog/catalog.xml` (default: `$FACHWERK_SHARED`, or `../shared`).
#![allow(clippy::print_stdout, reason = "an example talks to people")]

use std::collections::{BTreeMap, HashMap};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use fachwerk_wsdl::{Catalog, Code, Limits, Options, Outcome, Severity, open, read};

fn main() {
    let mut arguments: Vec<String> = std::env::args().skip(1).collect();
    let verbose = arguments.first().is_some_and(|a| a == "-v");
    if verbose {
        arguments.remove(0);
    }
    let strict = arguments.first().is_some_and(|a| a == "--strict");
    if strict {
        arguments.remove(0);
    }
    let shared = arguments.first().cloned().or_else(|| std::env::var("FACHWERK_SHARED").ok());
    let shared = PathBuf::from(shared.unwrap_or_else(|| "../shared".to_owned()));
    let Ok(manifest) = std::fs::read_to_string(shared.join("corpus/MANIFEST.tsv")) else {
        println!("skipped: no corpus in {}", shared.display());
        return;
    };
    let malformed = std::fs::read_to_string(shared.join("corpus/MALFORMED.tsv")).unwrap_or_default();
    let malformed: HashMap<&str, &str> =
        malformed.lines().filter_map(|l| l.split_once('\t')?.1.split_once('\t')).collect();
    let catalog = shared.join("corpus-catalog/catalog.xml");

    let mut totals = Totals::default();
    let mut codes: BTreeMap<String, usize> = BTreeMap::new();
    for line in manifest.lines().skip(1) {
        let columns: Vec<&str> = line.split('\t').collect();
        let [_, case, _, entry, ..] = columns.as_slice() else { continue };
        let expected: usize = columns.get(8).and_then(|c| c.parse().ok()).unwrap_or(0);
        let unresolved = columns.get(14).copied().unwrap_or_default();
        let path = shared.join("corpus").join(entry.split_once('/').map_or(*entry, |(_, rest)| rest));
        let started = Instant::now();
        let outcome = load(&path, &catalog, strict);
        let time = started.elapsed();
        totals.entries += 1;
        totals.time += time;
        totals.slowest = totals.slowest.max((time, (*case).to_owned()));
        let Some(outcome) = outcome else {
            println!("{case}\tcannot be opened: {}", path.display());
            continue;
        };
        for diagnostic in &outcome.diagnostics {
            *codes
                .entry(format!("{} {} {}", diagnostic.code, diagnostic.severity, diagnostic.code.name()))
                .or_default() += 1;
        }
        let count = count(&outcome);
        let errors = outcome.diagnostics.iter().filter(|d| d.severity == Severity::Error).count();
        totals.loaded += usize::from(count > 0);
        totals.clean += usize::from(errors == 0);
        totals.equal += usize::from(count == expected);
        let known = if malformed.contains_key(entry) { "malformed" } else { unresolved };
        if count != expected || verbose && errors > 0 {
            let why = explanation(&outcome);
            totals.explained += usize::from(count != expected && !why.is_empty());
            println!("{case}\t{entry}\tops {count} of {expected}\t{errors} errors\t{known}");
            for reason in why {
                println!("    because {reason}");
            }
            let shown = outcome.diagnostics.iter().filter(|d| verbose && d.severity != Severity::Note);
            for diagnostic in shown.take(6) {
                println!("    {diagnostic}");
            }
        }
    }
    println!("\n{totals:#?}");
    for (code, count) in codes {
        println!("{count:6} {code}");
    }
}

#[derive(Debug, Default)]
#[allow(dead_code, reason = "printed")]
struct Totals {
    entries: usize,
    /// With at least one operation.
    loaded: usize,
    /// Without an error.
    clean: usize,
    /// With as many operations as the manifest says.
    equal: usize,
    /// With another number, where a diagnostic tells which operation is not there.
    explained: usize,
    time: Duration,
    slowest: (Duration, String),
}

fn load(path: &Path, catalog: &Path, strict: bool) -> Option<Outcome> {
    let catalog = Catalog::open(&[catalog], &Limits::default()).ok()?;
    let input = open(path, &Limits::default()).ok()?.with_catalog(catalog);
    Some(read(&input, &Options { strict, ..Options::default() }))
}

/// What is said of operations that are not there.
fn explanation(outcome: &Outcome) -> Vec<String> {
    let left_out = |code: Code| {
        matches!(
            code,
            Code::OperationLeftOut | Code::DoctypeRefused | Code::NotWellFormed | Code::MissingAttribute
        )
    };
    outcome.diagnostics.iter().filter(|d| left_out(d.code)).map(ToString::to_string).collect()
}

/// Operations of all port types.
fn count(outcome: &Outcome) -> usize {
    outcome.contract.as_ref().map_or(0, |c| c.interfaces.iter().map(|i| i.operations.len()).sum())
}
