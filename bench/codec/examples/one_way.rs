// SPDX-License-Identifier: EUPL-1.2
//! One way, again and again, for profilers: `one_way xml-json 10000 1000` goes a thousand times from XML to JSON with
//! a message of 10 KB, and prints the CPU time of one round.

#![expect(clippy::print_stdout, reason = "prints what it measured")]
#![allow(clippy::cast_precision_loss, reason = "a rate needs no more")]

use std::hint::black_box;
use std::time::Duration;

use fachwerk_bench_codec::{Tables, Way, envelope, others, reordered};
use fachwerk_message::{Discard, Limits};
use fachwerk_xml::{Token, Tokenizer};
use rustix::time::{ClockId, clock_gettime};

/// What this thread has used.
fn cpu() -> Duration {
    let time = clock_gettime(ClockId::ThreadCPUTime);
    Duration::try_from(time).expect("time goes forward")
}

fn main() {
    let mut arguments = std::env::args().skip(1);
    let way = arguments.next().unwrap_or_else(|| "xml-json".to_owned());
    let mut number = |default| arguments.next().and_then(|text| text.parse().ok()).unwrap_or(default);
    let (bytes, rounds): (usize, usize) = (number(10_000), number(1_000));
    let tables = Tables::default();
    let xml = envelope(bytes);
    let json = tables.convert(Way::XmlToJson, xml.as_bytes()).expect("JSON");
    let protobuf = tables.convert(Way::XmlToProtobuf, xml.as_bytes()).expect("protobuf");
    let reordered = reordered(bytes);
    let limits = Limits { max_bytes: 1 << 30, max_nodes: 1 << 30, ..Limits::default() };
    type Run<'a> = &'a dyn Fn(&[u8]);
    let (input, run): (&[u8], Run<'_>) = match way.as_str() {
        "tokens" => (xml.as_bytes(), &|input| {
            let mut tokens = Tokenizer::new(input, &limits).expect("a document");
            while tokens.next_token().expect("well-formed") != Token::Eof {}
        }),
        // What a parser that others wrote needs for its events alone.
        "quick-xml" => (xml.as_bytes(), &|input| {
            black_box(others::quick_xml_events(input));
        }),
        "xml" => (xml.as_bytes(), &|input| tables.from_xml(input, &mut Discard).expect("a message")),
        "xml-json" => (xml.as_bytes(), &|input| drop(black_box(tables.convert(Way::XmlToJson, input)))),
        "json-xml" => (&json, &|input| drop(black_box(tables.convert(Way::JsonToXml, input)))),
        "reordered-xml" => {
            (reordered.as_bytes(), &|input| drop(black_box(tables.convert(Way::JsonToXml, input))))
        }
        "xml-protobuf" => {
            (xml.as_bytes(), &|input| drop(black_box(tables.convert(Way::XmlToProtobuf, input))))
        }
        "protobuf-xml" => (&protobuf, &|input| drop(black_box(tables.convert(Way::ProtobufToXml, input)))),
        "json-protobuf" => (&json, &|input| drop(black_box(tables.convert(Way::JsonToProtobuf, input)))),
        "protobuf-json" => (&protobuf, &|input| drop(black_box(tables.convert(Way::ProtobufToJson, input)))),
        _ => {
            return println!(
                "ways: quick-xml tokens xml xml-json json-xml reordered-xml xml-protobuf protobuf-xml json-protobuf \
                 protobuf-json"
            );
        }
    };
    // The best of ten tenths: other programs disturb less than on the average.
    let tenth = u32::try_from(rounds / 10).unwrap_or(u32::MAX).max(1);
    let mut best = Duration::MAX;
    for _ in 0..10 {
        let start = cpu();
        for _ in 0..tenth {
            run(black_box(input));
        }
        best = best.min(cpu().saturating_sub(start) / tenth);
    }
    let rate = input.len() as f64 / 1e6 / best.as_secs_f64();
    println!("{way:14} {:9} bytes  {:9} ns  {rate:6.0} MB/s", input.len(), best.as_nanos());
}
