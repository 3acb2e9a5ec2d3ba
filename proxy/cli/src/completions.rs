// SPDX-License-Identifier: EUPL-1.2
//! `fachwerk completions`.

use clap::CommandFactory;

use crate::arguments::{Arguments, Completions};
use crate::failure::Failure;
use crate::{FINE, output};

#[expect(clippy::unnecessary_wraps, reason = "every command returns the same")]
pub(crate) fn run(arguments: &Completions) -> Result<u8, Failure> {
    let mut script = Vec::new();
    clap_complete::generate(arguments.shell, &mut Arguments::command(), "fachwerk", &mut script);
    output::print_bytes(&script);
    Ok(FINE)
}
