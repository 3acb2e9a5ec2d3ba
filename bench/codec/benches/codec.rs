// SPDX-License-Identifier: EUPL-1.2
//! `cargo bench -p fachwerk-bench-codec`: MB/s of the input on one thread, beside the bare event loop of quick-xml.

#![allow(missing_docs, reason = "the macros of criterion make public items")]

use std::hint::black_box;
use std::time::Duration;

use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use fachwerk_bench_codec::{Tables, Way, envelope, others, reordered};
use fachwerk_message::Discard;

const SIZES: [(&str, usize); 4] =
    [("1 KB", 1_000), ("10 KB", 10_000), ("100 KB", 100_000), ("1 MB", 1_000_000)];

fn routes(criterion: &mut Criterion) {
    let tables = Tables::default();
    let descriptor = others::descriptor(&tables);
    let mut group = criterion.benchmark_group("codec");
    group.warm_up_time(Duration::from_millis(500)).measurement_time(Duration::from_secs(2)).sample_size(20);
    for (size, bytes) in SIZES {
        let xml = envelope(bytes).into_bytes();
        let json = tables.convert(Way::XmlToJson, &xml).expect("JSON");
        let protobuf = tables.convert(Way::XmlToProtobuf, &xml).expect("protobuf");
        let reordered = reordered(bytes).into_bytes();
        let written = tables.convert(Way::JsonToXml, &json).expect("XML");
        // All ways lead to the same message.
        assert_eq!(tables.convert(Way::JsonToProtobuf, &json).expect("protobuf"), protobuf);
        assert_eq!(tables.convert(Way::ProtobufToXml, &protobuf).expect("XML"), written);
        assert_eq!(tables.convert(Way::ProtobufToJson, &protobuf).expect("JSON"), json);
        assert_eq!(tables.convert(Way::JsonToXml, &reordered).expect("XML"), written);
        assert_eq!(others::dynamic_message(&descriptor, &protobuf), protobuf);
        let mut measure = |name: &str, input: &[u8], run: &dyn Fn(&[u8])| {
            group.throughput(Throughput::BytesDecimal(input.len() as u64));
            group.bench_function(BenchmarkId::new(name, size), |b| b.iter(|| run(black_box(input))));
        };
        measure("XML read", &xml, &|xml| tables.from_xml(xml, &mut Discard).expect("a message"));
        for way in Way::ALL {
            let input = match way {
                Way::XmlToJson | Way::XmlToProtobuf => &xml,
                Way::JsonToXml | Way::JsonToProtobuf => &json,
                Way::ProtobufToXml | Way::ProtobufToJson => &protobuf,
            };
            measure(way.name(), input, &|input| {
                black_box(tables.convert(way, input).expect("a message"));
            });
            measure(&format!("{}, validated", way.name()), input, &|input| {
                black_box(tables.validate(way, input).expect("a valid message"));
            });
        }
        measure("JSON to XML, reordered", &reordered, &|input| {
            black_box(tables.convert(Way::JsonToXml, input).expect("a message"));
        });
        measure("quick-xml events", &xml, &|input| {
            black_box(others::quick_xml_events(input));
        });
        measure("serde_json Value", &json, &|input| {
            black_box(others::serde_json_value(input));
        });
        measure("prost-reflect DynamicMessage", &protobuf, &|input| {
            black_box(others::dynamic_message(&descriptor, input));
        });
    }
    group.finish();
}

criterion_group!(benches, routes);
criterion_main!(benches);
