// SPDX-License-Identifier: EUPL-1.2
//! `fachwerk explain`.

use fachwerk_explain::{Entry, explain, names};

use crate::arguments::{Explain, Format};
use crate::failure::Failure;
use crate::output::Paint;
use crate::{FINE, facade_directory, output};

/// Entries that are shown to people; more are counted.
const SHOWN: usize = 20;

pub(crate) fn run(arguments: &Explain, format: Format) -> Result<u8, Failure> {
    let (contract, mapping) = facade_directory::contract_and_mapping(&arguments.contract)?;
    let entries = explain(&contract, &mapping, &arguments.name);
    if entries.is_empty() {
        let message = format!("nothing has the name `{}` in any form", arguments.name);
        let mut failure = Failure::new("FW-1708", message).advice("use one of those listed, or TYPE.MEMBER");
        failure.details = facade_directory::nearest(names(&mapping), &arguments.name);
        return Err(failure);
    }
    match format {
        Format::Json => {
            let text = serde_json::to_string_pretty(&entries).expect("entries always serialise");
            output::print(&format!("{text}\n"));
        }
        Format::Text => output::print(&text(&entries, Paint::stdout())),
    }
    Ok(FINE)
}

fn text(entries: &[Entry], paint: Paint) -> String {
    let mut out = String::new();
    for entry in entries.iter().take(SHOWN) {
        let place = entry.declared.as_ref().map(|p| format!("  {p}")).unwrap_or_default();
        out.push_str(&format!(
            "{} {}{}\n",
            paint.dim(entry.kind.name()),
            paint.bold(&entry.name),
            paint.cyan(&place)
        ));
        let forms = [
            ("XML", &entry.xml),
            ("JSON", &entry.json),
            ("OpenAPI", &entry.openapi),
            ("protobuf", &entry.protobuf),
        ];
        for (form, said) in forms {
            out.push_str(&format!("  {form:<9} {said}\n"));
        }
        for note in &entry.notes {
            for (number, line) in note.trim().lines().enumerate() {
                let mark = if number == 0 { "·" } else { " " };
                out.push_str(&format!("  {} {}\n", paint.dim(mark), line.trim()));
            }
        }
        out.push('\n');
    }
    if entries.len() > SHOWN {
        out.push_str(&format!(
            "… and {} more; write TYPE.MEMBER for one of them, or --format json for all\n",
            entries.len() - SHOWN
        ));
    }
    out
}
