// SPDX-License-Identifier: EUPL-1.2
//! `fachwerk conformance` without the proxy, so that it builds fast:
//! `cargo run --profile quick -p fachwerk-conformance --example conformance -- ../shared/corpus --manifest
//! ../shared/corpus/MANIFEST.tsv --catalog ../shared/corpus-catalog/catalog.xml --samples 20`.
#![allow(clippy::print_stdout, clippy::print_stderr, reason = "an example talks to people")]

use std::io::{IsTerminal, Write};
use std::path::PathBuf;
use std::process::ExitCode;

use clap::Parser;
use fachwerk_conformance::{Arguments, Progress, Summary, run};

#[derive(Parser)]
struct Command {
    #[command(flatten)]
    measure: Arguments,
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
    let arguments = Command::parse();
    match measure(&arguments) {
        Ok(findings) => ExitCode::from(u8::from(findings)),
        Err(message) => {
            eprintln!("error {message}");
            ExitCode::from(2)
        }
    }
}

fn measure(arguments: &Command) -> Result<bool, String> {
    let mut cases = arguments.measure.cases().map_err(|e| e.to_string())?;
    if let Some(only) = &arguments.only {
        cases.retain(|case| case.name.contains(only) || case.label.contains(only));
    }
    let mut lines = match &arguments.lines {
        Some(path) => Some(std::fs::File::create(path).map_err(|e| format!("{}: {e}", path.display()))?),
        None => None,
    };
    let mut unwritten = None;
    let mut progress = Progress::new(cases.len());
    let mut summary = Summary::default();
    let terminal = std::io::stderr().is_terminal();
    run(&cases, &arguments.measure.options, |record| {
        summary.add(record);
        progress.add(record);
        if arguments.json {
            println!("{}", record.to_json());
        }
        if let Some(file) = &mut lines
            && let Err(error) = writeln!(file, "{}", record.to_json())
        {
            unwritten.get_or_insert(error);
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
    match (unwritten, &arguments.lines) {
        // What is measured is told all the same; the file is not what it should be.
        (Some(error), Some(path)) => Err(format!("{}: {error}", path.display())),
        _ => Ok(summary.has_findings()),
    }
}
