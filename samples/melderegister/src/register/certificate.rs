// SPDX-License-Identifier: EUPL-1.2
//! A certificate of registration: the smallest PDF that viewers open.

use std::fmt::Write as _;

use crate::clock::Moment;
use crate::record::{Document, Person};

/// Issues the certificate. Its text is plain ASCII: the point is the attachment, not the typesetting.
pub(super) fn issue(person: &Person, now: &Moment) -> Document {
    Document {
        title: Some(format!("Meldebescheinigung {} {}", person.name.given.join(" "), person.name.family)),
        content: pdf(&format!("Meldebescheinigung {} vom {}", person.id, now.day)).into_bytes(),
        file_name: format!("meldebescheinigung-{}.pdf", person.id),
        media_type: "application/pdf".to_owned(),
    }
}

/// One page, one line; `text` must not contain parentheses or backslashes.
fn pdf(text: &str) -> String {
    let stream = format!("BT /F1 14 Tf 60 760 Td ({text}) Tj ET");
    let objects = [
        "<< /Type /Catalog /Pages 2 0 R >>".to_owned(),
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>".to_owned(),
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R \
         /Resources << /Font << /F1 5 0 R >> >> >>"
            .to_owned(),
        format!("<< /Length {} >>\nstream\n{stream}\nendstream", stream.len()),
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>".to_owned(),
    ];
    let mut out = String::from("%PDF-1.4\n");
    let mut table = format!("xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1);
    for (number, object) in (1..).zip(&objects) {
        let _ = writeln!(table, "{:010} 00000 n ", out.len());
        let _ = write!(out, "{number} 0 obj\n{object}\nendobj\n");
    }
    let start = out.len();
    let size = objects.len() + 1;
    let _ = write!(out, "{table}trailer\n<< /Size {size} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n");
    out
}

#[cfg(test)]
mod tests {
    #[test]
    fn cross_references_point_at_objects() {
        let pdf = super::pdf("x");
        let (_, start) = pdf.split_once("startxref\n").unwrap();
        let start: usize = start.lines().next().unwrap().parse().unwrap();
        let table: Vec<_> = pdf[start..].lines().skip(3).take(5).collect();
        for (number, line) in (1..).zip(table) {
            let offset: usize = line[..10].parse().unwrap();
            assert!(pdf[offset..].starts_with(&format!("{number} 0 obj")));
        }
    }
}
