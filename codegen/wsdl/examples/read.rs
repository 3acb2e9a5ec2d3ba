// SPDX-License-Identifier: EUPL-1.2
//! `cargo run -p fachwerk-wsdl --example read -- PATH`: the contract of an input on standard output, diagnostics on
//! standard error.
#![allow(clippy::print_stdout, clippy::print_stderr, reason = "an example talks to people")]

use fachwerk_wsdl::{Limits, Options, open, read};

fn main() {
    let Some(path) = std::env::args().nth(1) else {
        eprintln!("usage: read PATH");
        return;
    };
    match open(path.as_ref(), &Limits::default()) {
        Ok(input) => {
            let outcome = read(&input, &Options::default());
            for diagnostic in &outcome.diagnostics {
                eprintln!("{diagnostic}");
            }
            if let Some(contract) = outcome.contract {
                print!("{}", contract.to_json());
            }
        }
        Err(error) => eprintln!("{error}"),
    }
}
