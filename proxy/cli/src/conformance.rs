// SPDX-License-Identifier: EUPL-1.2
//! `fachwerk conformance`.

use std::io::IsTerminal;

use fachwerk_conformance::{Arguments, Progress, Summary};

use crate::arguments::{Conformance, Format};
use crate::failure::Failure;
use crate::{FINDINGS, FINE, output};

pub(crate) fn run(arguments: &Conformance, format: Format) -> Result<u8, Failure> {
    let Arguments { options, .. } = &arguments.measure;
    let cases = arguments.measure.cases().map_err(|e| Failure::coded(&e))?;
    // Better said once than in every case.
    fachwerk_wsdl::Catalog::open(&options.catalogs, &fachwerk_wsdl::Limits::default())
        .map_err(|e| Failure::coded(&e))?;
    let mut progress = Progress::new(cases.len());
    let mut summary = Summary::default();
    let terminal = std::io::stderr().is_terminal();
    fachwerk_conformance::run(&cases, options, |record| {
        summary.add(record);
        progress.add(record);
        if terminal {
            output::say_again(progress.clear());
        }
        if format == Format::Json {
            output::print(&format!("{}\n", record.to_json()));
        }
        if terminal {
            output::say_again(&progress.line());
        }
    });
    if terminal {
        output::say_again(progress.clear());
    }
    match format {
        Format::Json => output::print(&format!("{}\n", summary.to_json())),
        Format::Text => output::print(&summary.to_text()),
    }
    Ok(if summary.has_findings() { FINDINGS } else { FINE })
}
