// SPDX-License-Identifier: EUPL-1.2
//! Order of magnitude of reading and writing, on one thread: `cargo run --release -p fachwerk-xml --example throughput`.
#![expect(clippy::print_stdout, reason = "prints what it measured")]
#![allow(clippy::cast_precision_loss, reason = "a rate needs no more")]
#![allow(dead_code, missing_docs, reason = "the contract's builder is shared with the tests")]

use std::fmt::Write as _;
use std::time::{Duration, Instant};

use fachwerk_contract::QName;
use fachwerk_contract::schema::ComplexType;
use fachwerk_mapping::{Layout, Mapping};
use fachwerk_message::{Discard, Limits};
use fachwerk_xml::{Enclosure, Token, Tokenizer, XmlNames, XmlWriter, read_document};

#[path = "../tests/it/schema.rs"]
mod schema;

use schema::{Builder, attribute, elements, local, named, xs};

fn orders() -> Mapping {
    let item = elements(vec![
        local("Sku", xs("string"), 1, 1),
        local("Description", xs("string"), 0, 1),
        local("Quantity", xs("int"), 1, 1),
        local("Price", xs("decimal"), 1, 1),
        local("Delivery", xs("date"), 0, 1),
        local("Note", xs("string"), 0, 0),
    ]);
    let item = ComplexType { attributes: vec![attribute(QName::new("", "line"), xs("int"))], ..item };
    Builder::default()
        .types("Item", item)
        .root(elements(vec![local("OrderNumber", xs("token"), 1, 1), local("Item", named("Item"), 0, 0)]))
}

fn message(bytes: usize, pretty: bool) -> String {
    let gap = if pretty { "\n      " } else { "" };
    let mut out =
        String::from("<o:root xmlns:o=\"urn:test\" xmlns:x=\"urn:x\"><o:OrderNumber>4711</o:OrderNumber>");
    let mut line = 0;
    while out.len() < bytes {
        line += 1;
        let _ = write!(
            out,
            "{gap}<o:Item line=\"{line}\">{gap}  <o:Sku>A-{line:06}</o:Sku>{gap}  <o:Description>Schraube M8 &amp; \
             Mutter, größer</o:Description>{gap}  <o:Quantity>12</o:Quantity>{gap}  <o:Price>12.50</o:Price>{gap}  \
             <o:Delivery>2026-11-12</o:Delivery>{gap}  <o:Note>bitte sorgfältig verpacken</o:Note>{gap}</o:Item>"
        );
    }
    out.push_str("</o:root>");
    out
}

fn measure(name: &str, bytes: usize, mut run: impl FnMut()) {
    let mut best = Duration::MAX;
    for _ in 0..30 {
        let rounds = 20;
        let start = Instant::now();
        for _ in 0..rounds {
            run();
        }
        best = best.min(start.elapsed() / rounds);
    }
    println!("{name:32} {:7.0} MB/s  {best:?}", bytes as f64 / 1e6 / best.as_secs_f64());
}

fn main() {
    let mapping = orders();
    let names = XmlNames::new(&mapping);
    let shape = &mapping.operations[0].input;
    let Layout::Direct { element, .. } = &shape.layout else { return };
    let limits = Limits::default();
    for (what, size, pretty) in
        [("1 KB", 1_000, false), ("100 KB", 100_000, false), ("100 KB indented", 100_000, true)]
    {
        let input = message(size, pretty);
        let bytes = input.as_bytes();
        measure(&format!("tokens, {what}"), bytes.len(), || {
            let mut tokens = Tokenizer::new(bytes, &limits).expect("well-formed");
            while tokens.next_token().expect("well-formed") != Token::Eof {}
        });
        measure(&format!("read into Discard, {what}"), bytes.len(), || {
            read_document(&mapping, bytes, &limits, element, shape.root, &mut Discard).expect("reads");
        });
        let mut out = Vec::new();
        measure(&format!("read and write, {what}"), bytes.len(), || {
            out.clear();
            let enclosure = Enclosure::document(&names, element, shape.root);
            let mut writer = XmlWriter::new(&mapping, &names, enclosure, &limits, std::mem::take(&mut out));
            read_document(&mapping, bytes, &limits, element, shape.root, &mut writer).expect("reads");
            out = writer.finish().expect("complete");
        });
    }
}
