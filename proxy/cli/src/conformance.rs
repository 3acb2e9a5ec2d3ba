// SPDX-License-Identifier: EUPL-1.2
//! `fachwerk conformance`.

use std::io::IsTerminal;
use std::time::Duration;

use fachwerk_conformance::{Case, Options, Progress, Summary, discover, read_manifest};

use crate::arguments::{Conformance, Format};
use crate::failure::Failure;
use crate::{FINDINGS, FINE, output};

pub(crate) fn run(arguments: &Conformance, format: Format) -> Result<u8, Failure> {
    let cases = cases(arguments)?;
    // Better said once than in every case.
    fachwerk_wsdl::Catalog::open(&arguments.catalog, &fachwerk_wsdl::Limits::default())
        .map_err(|e| Failure::coded(&e))?;
    let options = Options {
        samples: arguments.samples,
        seed: arguments.seed,
        jobs: arguments.jobs,
        timeout: Duration::from_secs(arguments.timeout),
        catalogs: arguments.catalog.clone(),
        dump: arguments.dump.clone(),
        ..Options::default()
    };
    let mut progress = Progress::new(cases.len());
    let mut summary = Summary::default();
    let terminal = std::io::stderr().is_terminal();
    fachwerk_conformance::run(&cases, &options, |record| {
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

fn cases(arguments: &Conformance) -> Result<Vec<Case>, Failure> {
    let mut cases = Vec::new();
    for path in &arguments.paths {
        match &arguments.manifest {
            Some(manifest) => cases.extend(
                read_manifest(path, manifest, arguments.malformed.as_deref())
                    .map_err(|e| Failure::coded(&e))?,
            ),
            None => cases.extend(discover(path).map_err(|e| Failure::coded(&e))?),
        }
    }
    Ok(cases)
}
