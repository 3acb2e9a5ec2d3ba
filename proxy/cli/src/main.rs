// SPDX-License-Identifier: EUPL-1.2
//! The command line of Fachwerk: arguments, wiring, what people see. How anything is done is in the libraries.

mod arguments;
mod check;
mod completions;
mod configuration;
#[cfg(feature = "conformance")]
mod conformance;
mod convert;
mod decisions;
mod demo;
mod diff;
mod directory;
mod explain;
mod facade_directory;
mod failure;
mod generate;
mod input;
mod log;
mod man;
mod mock;
mod network;
mod operators;
mod output;
mod reload;
mod sample;
mod serve;

use std::process::ExitCode;

use clap::Parser;

use arguments::{Arguments, Command};

/// Facades and messages are many small pieces of text.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// Everything was fine.
const FINE: u8 = 0;
/// There are findings.
const FINDINGS: u8 = 1;
/// It could not run.
const COULD_NOT_RUN: u8 = 2;

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let format = arguments.format;
    let done = match arguments.command {
        Command::Generate(arguments) => generate::run(&arguments, format),
        Command::Convert(arguments) => convert::run(&arguments),
        Command::Sample(arguments) => sample::run(&arguments, format),
        Command::Diff(arguments) => diff::run(&arguments, format),
        Command::Check(arguments) => check::run(&arguments, format),
        Command::Explain(arguments) => explain::run(&arguments, format),
        #[cfg(feature = "conformance")]
        Command::Conformance(arguments) => conformance::run(&arguments, format),
        Command::Completions(arguments) => completions::run(&arguments),
        Command::Man(arguments) => man::run(&arguments),
        Command::Serve(arguments) => serve::run(&arguments),
        Command::CheckConfig(arguments) => configuration::check(&arguments, format),
        Command::ExplainConfig(arguments) => configuration::explain(&arguments, format),
        Command::DiffConfig(arguments) => configuration::diff(&arguments, format),
        Command::Mock(arguments) => mock::run(&arguments),
        Command::Demo(arguments) => demo::run(&arguments),
    };
    match done {
        Ok(status) => ExitCode::from(status),
        Err(failure) => {
            output::failure(&failure, format);
            ExitCode::from(failure.status)
        }
    }
}
