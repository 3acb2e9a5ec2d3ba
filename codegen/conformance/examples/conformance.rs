// SPDX-License-Identifier: EUPL-1.2
//! `fachwerk conformance` without the proxy, so that it builds fast:
//! `cargo run --profile quick -p fachwerk-conformance --example conformance -- ../shared/corpus --manifest
//! ../shared/corpus/MANIFEST.tsv --catalog ../shared/corpus-catalog/catalog.xml --samples 20`.
#![allow(clippy::print_stdout, clippy::print_stderr, reason = "an example talks to people")]

use std::io::{IsTerminal, Write};
use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Duration;

use clap::Parser;
use fachwerk_conformance::{Case, Options, Progress, Summary, discover, read_manifest, run};

#[derive(Parser)]
struct Arguments {
    /// WSDL files, archives, or directories of them.
    #[arg(required = true)]
    paths: Vec<PathBuf>,
    /// Table of the entries below the path.
    #[arg(long)]
    manifest: Option<PathBuf>,
    /// Table of entries that are known to be broken.
    #[arg(long)]
    malformed: Option<PathBuf>,
    /// OASIS XML catalog for remote imports.
    #[arg(long)]
    catalog: Vec<PathBuf>,
    /// Samples of each message.
    #[arg(long, default_value_t = 20)]
    samples: u64,
    /// First seed.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Cases at the same time.
    #[arg(long, default_value_t = 1)]
    jobs: usize,
    /// Seconds for one case.
    #[arg(long, default_value_t = 120)]
    timeout: u64,
    /// Directory for samples and generated files.
    #[arg(long)]
    dump: Option<PathBuf>,
    /// Only cases whose name or entry contains this.
    #[arg(long)]
    only: Option<String>,
    /// One line of JSON for each case, and one for all.
    #[arg(long)]
    json: bool,
    /// Write the lines of JSON to this file as well.
    #[arg(long)]
    lines: Option<PathBuf>,
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    match measure(&arguments) {
        Ok(findings) => ExitCode::from(u8::from(findings)),
        Err(message) => {
            eprintln!("error {message}");
            ExitCode::from(2)
        }
    }
}

fn measure(arguments: &Arguments) -> Result<bool, String> {
    let cases = cases(arguments)?;
    let options = Options {
        samples: arguments.samples,
        seed: arguments.seed,
        jobs: arguments.jobs,
        timeout: Duration::from_secs(arguments.timeout),
        catalogs: arguments.catalog.clone(),
        dump: arguments.dump.clone(),
        ..Options::default()
    };
    let mut lines = match &arguments.lines {
        Some(path) => Some(std::fs::File::create(path).map_err(|e| format!("{}: {e}", path.display()))?),
        None => None,
    };
    let mut progress = Progress::new(cases.len());
    let mut summary = Summary::default();
    let terminal = std::io::stderr().is_terminal();
    run(&cases, &options, |record| {
        summary.add(record);
        progress.add(record);
        if arguments.json {
            println!("{}", record.to_json());
        }
        if let Some(file) = &mut lines {
            let _ = writeln!(file, "{}", record.to_json());
        }
        if terminal {
            eprint!("{}", progress.line());
        }
    });
    if terminal {
        eprint!("{}", progress.clear());
    }
    if arguments.json {
        println!("{}", summary.to_json());
    } else {
        print!("{}", summary.to_text());
    }
    Ok(summary.has_findings())
}

fn cases(arguments: &Arguments) -> Result<Vec<Case>, String> {
    let mut cases = Vec::new();
    for path in &arguments.paths {
        match &arguments.manifest {
            Some(manifest) => cases.extend(
                read_manifest(path, manifest, arguments.malformed.as_deref()).map_err(|e| e.to_string())?,
            ),
            None => cases.extend(discover(path).map_err(|e| e.to_string())?),
        }
    }
    if let Some(only) = &arguments.only {
        cases.retain(|case| case.name.contains(only) || case.label.contains(only));
    }
    Ok(cases)
}
