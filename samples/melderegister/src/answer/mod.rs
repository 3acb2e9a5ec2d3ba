// SPDX-License-Identifier: EUPL-1.2
//! From results to elements.

mod fault;
mod money;
mod person;
mod remark;

pub(crate) use fault::detail;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use crate::record::{Document, Money};
use crate::register::{Page, Receipt};
use crate::xml::Writer;

/// `mr:suchePersonAntwort`.
pub(crate) fn page(out: &mut Writer, page: &Page<'_>) {
    out.open("mr:suchePersonAntwort", &[]);
    for hit in &page.hits {
        person::hit(out, hit);
    }
    out.leaf("mr:gesamtzahl", &page.total.to_string());
    out.leaf("mr:weitere", bool_text(page.more));
    out.close("mr:suchePersonAntwort");
}

/// `mr:lesePersonAntwort`.
pub(crate) fn record(out: &mut Writer, found: &crate::record::Person, history: bool) {
    out.open("mr:lesePersonAntwort", &[]);
    person::full(out, found, history);
    out.close("mr:lesePersonAntwort");
}

/// `mr:meldeUmzugAntwort`.
pub(crate) fn receipt(out: &mut Writer, receipt: &Receipt) {
    out.open("mr:meldeUmzugAntwort", &[]);
    out.open("mr:quittung", &[]);
    out.leaf("mr:vorgang", &receipt.number);
    out.leaf("mr:eingegangenAm", &receipt.received);
    money::write(out, "mr:gebuehr", &receipt.fee);
    for hint in &receipt.hints {
        out.leaf("mr:hinweis", hint);
    }
    out.close("mr:quittung");
    out.close("mr:meldeUmzugAntwort");
}

/// `mr:holeBescheinigungAntwort`.
pub(crate) fn certificate(out: &mut Writer, document: &Document, fee: &Money) {
    out.open("mr:holeBescheinigungAntwort", &[]);
    let attributes =
        [("dateiname", document.file_name.as_str()), ("medientyp", document.media_type.as_str())];
    out.open("mr:bescheinigung", &attributes);
    out.optional("bt:titel", document.title.as_deref());
    out.leaf("bt:inhalt", &STANDARD.encode(&document.content));
    out.close("mr:bescheinigung");
    money::write(out, "mr:gebuehr", fee);
    out.close("mr:holeBescheinigungAntwort");
}

fn bool_text(value: bool) -> &'static str {
    if value { "true" } else { "false" }
}
