// SPDX-License-Identifier: EUPL-1.2
//! `cargo bench -p fachwerk-bench-codec`: MB/s of the input on one thread, beside the bare event loop of quick-xml.

#![allow(missing_docs, reason = "the macros of criterion make public items")]

use std::hint::black_box;
use std::time::Duration;

use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use fachwerk_bench_codec::{Tables, envelope};
use fachwerk_message::{Discard, Result};

const SIZES: [(&str, usize); 5] =
    [("1 KB", 1_000), ("10 KB", 10_000), ("100 KB", 100_000), ("1 MB", 1_000_000), ("10 MB", 10_000_000)];

fn events_of_quick_xml(xml: &str) -> usize {
    let mut reader = quick_xml::Reader::from_str(xml);
    let mut count = 0;
    loop {
        match reader.read_event().expect("well-formed") {
            quick_xml::events::Event::Eof => return count,
            _ => count += 1,
        }
    }
}

fn routes(criterion: &mut Criterion) {
    let tables = Tables::default();
    let mut group = criterion.benchmark_group("codec");
    group.warm_up_time(Duration::from_millis(500)).measurement_time(Duration::from_secs(2)).sample_size(20);
    for (size, bytes) in SIZES {
        let xml = envelope(bytes);
        let json = tables.xml_to_json(xml.as_bytes()).expect("JSON");
        let protobuf = tables.xml_to_protobuf(xml.as_bytes()).expect("protobuf");
        // All ways lead to the same message.
        assert_eq!(tables.json_to_protobuf(&json).expect("protobuf"), protobuf);
        assert_eq!(tables.json_to_xml(&json).expect("XML"), tables.protobuf_to_xml(&protobuf).expect("XML"));
        group.throughput(Throughput::BytesDecimal(xml.len() as u64));
        group.bench_function(BenchmarkId::new("quick-xml events", size), |b| {
            b.iter(|| black_box(events_of_quick_xml(black_box(&xml))));
        });
        group.bench_function(BenchmarkId::new("XML read", size), |b| {
            b.iter(|| tables.from_xml(black_box(xml.as_bytes()), &mut Discard).expect("a message"));
        });
        type Way = fn(&Tables, &[u8]) -> Result<Vec<u8>>;
        let ways: [(&str, &[u8], Way); 5] = [
            ("XML to JSON", xml.as_bytes(), Tables::xml_to_json),
            ("JSON to XML", &json, Tables::json_to_xml),
            ("XML to protobuf", xml.as_bytes(), Tables::xml_to_protobuf),
            ("protobuf to XML", &protobuf, Tables::protobuf_to_xml),
            ("JSON to protobuf", &json, Tables::json_to_protobuf),
        ];
        for (name, input, way) in ways {
            group.throughput(Throughput::BytesDecimal(input.len() as u64));
            group.bench_function(BenchmarkId::new(name, size), |b| {
                b.iter(|| black_box(way(&tables, black_box(input)).expect("a message")));
            });
        }
    }
    group.finish();
}

criterion_group!(benches, routes);
criterion_main!(benches);
