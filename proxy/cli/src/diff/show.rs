// SPDX-License-Identifier: EUPL-1.2
//! Changes for people and for machines.

use fachwerk_diff::{Change, Counts, Impact, Place};

use crate::output::{self, Paint};

pub(super) fn json(changes: &[Change], counts: Counts) -> String {
    let value = serde_json::json!({ "counts": counts, "changes": changes });
    format!("{value:#}\n")
}

pub(super) fn text(changes: &[Change], counts: Counts) -> String {
    let paint = Paint::stdout();
    if changes.is_empty() {
        return format!("{}\n", paint.green("no change that a caller could see"));
    }
    let rows: Vec<Vec<String>> = changes
        .iter()
        .map(|change| {
            vec![
                change.subject.clone(),
                change.what.clone(),
                word(change.soap),
                word(change.rest),
                word(change.grpc),
                place(change.new.as_ref().or(change.old.as_ref())),
            ]
        })
        .collect();
    let mut text = output::table(&["what", "change", "SOAP", "REST", "gRPC", "where"], &rows, paint);
    let summary = format!(
        "\n{} changes; breaking for SOAP callers: {}, REST callers: {}, gRPC callers: {}\n",
        counts.changes, counts.soap, counts.rest, counts.grpc
    );
    text.push_str(&if counts.breaking() { paint.red(&summary) } else { paint.green(&summary) });
    text
}

fn word(impact: Impact) -> String {
    match impact {
        Impact::None => "–",
        Impact::Compatible => "compatible",
        Impact::Breaking => "BREAKING",
    }
    .to_owned()
}

fn place(place: Option<&Place>) -> String {
    place.map_or_else(String::new, |place| format!("{}:{}", place.file, place.line))
}
