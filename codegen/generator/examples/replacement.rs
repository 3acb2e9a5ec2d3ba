// SPDX-License-Identifier: EUPL-1.2
//! Writes the crate of a replacement for one WSDL: `replacement INPUT DIRECTORY [rpc|resource]`. For checks over many
//! inputs, which need no command line.
#![expect(clippy::print_stderr, reason = "this is where the program talks to people")]

use std::path::Path;
use std::process::ExitCode;

use fachwerk_generator::Decisions;
use fachwerk_mapping::RestStyle;
use fachwerk_wsdl::Options;

fn main() -> ExitCode {
    let mut arguments = std::env::args().skip(1);
    let (Some(input), Some(directory)) = (arguments.next(), arguments.next()) else {
        eprintln!("usage: replacement INPUT DIRECTORY [rpc|resource]");
        return ExitCode::FAILURE;
    };
    let style = match arguments.next().as_deref() {
        Some("resource") => RestStyle::Resource,
        _ => RestStyle::Rpc,
    };
    match write(&input, Path::new(&directory), style) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{input}: {error}");
            ExitCode::FAILURE
        }
    }
}

fn write(input: &str, directory: &Path, style: RestStyle) -> Result<(), Box<dyn std::error::Error>> {
    let options = Options::default();
    let input = fachwerk_wsdl::open(Path::new(input), &options.limits)?;
    let decisions = Decisions { style: Some(style), ..Decisions::default() };
    let generated = fachwerk_generator::generate_as(&input, &options, &decisions)?;
    let written = fachwerk_generator::rust(&generated);
    for file in &written.files {
        let path = directory.join(&file.path);
        if let Some(parent) = path.parent() {
            std::fs::create_dir_all(parent)?;
        }
        std::fs::write(path, &file.bytes)?;
    }
    for remark in &written.remarks {
        eprintln!("{}: {}", remark.code, remark.message);
    }
    Ok(())
}
