// SPDX-License-Identifier: EUPL-1.2
//! `fachwerk diff`.

mod load;
mod reduce;
mod show;

use fachwerk_diff::Counts;

use crate::arguments::{Diff, Format};
use crate::failure::Failure;
use crate::{FINDINGS, FINE, output};

pub(crate) fn run(arguments: &Diff, format: Format) -> Result<u8, Failure> {
    let old = load::load(&arguments.old)?;
    let new = load::load(&arguments.new)?;
    let mut changes = reduce::compare(old, new)?;
    if arguments.breaking {
        changes.retain(|change| change.worst() == fachwerk_diff::Impact::Breaking);
    }
    let counts = Counts::of(&changes);
    output::print(&match format {
        Format::Json => show::json(&changes, counts),
        Format::Text => show::text(&changes, counts),
    });
    Ok(if counts.breaking() { FINDINGS } else { FINE })
}
