// SPDX-License-Identifier: EUPL-1.2
//! Everything about the codecs in one table: MB/s of the input by CPU time of this thread, without and with validation,
//! allocations of one message and the most memory that it takes at a time (input not counted, output counted), beside
//! what others do with the same bytes.
//!
//! `table [KB…]`, sizes in KB; 1, 10, 100 and 1000 without. `table --envelope KB` prints an input.

#![expect(clippy::print_stdout, reason = "prints what it measured")]
#![allow(clippy::cast_precision_loss, reason = "a rate needs no more")]

use std::hint::black_box;
use std::time::Duration;

use fachwerk_bench_codec::{Tables, Way, envelope, others, reordered};
use rustix::time::{ClockId, clock_gettime};

/// What one cell of the table may cost.
const BUDGET: Duration = Duration::from_millis(200);
/// Of so many parts of it the best counts: other programs disturb less than on the average.
const PARTS: u32 = 10;

fn cpu() -> Duration {
    Duration::try_from(clock_gettime(ClockId::ThreadCPUTime)).expect("time goes forward")
}

/// MB/s.
fn rate(bytes: usize, run: &dyn Fn()) -> f64 {
    let start = cpu();
    run();
    let once = cpu().saturating_sub(start).max(Duration::from_nanos(100));
    let rounds = (BUDGET / PARTS).as_nanos() / once.as_nanos();
    let rounds = u32::try_from(rounds).unwrap_or(u32::MAX).max(1);
    let mut best = Duration::MAX;
    for _ in 0..PARTS {
        let start = cpu();
        for _ in 0..rounds {
            run();
        }
        best = best.min(cpu().saturating_sub(start) / rounds);
    }
    bytes as f64 / 1e6 / best.as_secs_f64()
}

fn row(name: &str, input: &[u8], validated: Option<&dyn Fn()>, run: &dyn Fn()) {
    let memory = allocation_counter::measure(run);
    let plain = rate(input.len(), run);
    let validated = validated.map_or_else(|| "-".to_owned(), |run| format!("{:.0}", rate(input.len(), run)));
    println!(
        "{name:28} {:>9} {plain:>8.0} {validated:>9} {:>11} {:>9}",
        input.len(),
        memory.count_total,
        memory.bytes_max / 1024,
    );
}

fn main() {
    // The same message for those who are measured by other programs.
    if let [_, option, size] = std::env::args().collect::<Vec<_>>().as_slice()
        && option == "--envelope"
    {
        return print!("{}", envelope(size.parse::<usize>().expect("a number of KB") * 1000));
    }
    let mut sizes: Vec<usize> = std::env::args().skip(1).filter_map(|text| text.parse().ok()).collect();
    if sizes.is_empty() {
        sizes = vec![1, 10, 100, 1000];
    }
    let tables = Tables::default();
    let descriptor = others::descriptor(&tables);
    println!(
        "{:28} {:>9} {:>8} {:>9} {:>11} {:>9}",
        "", "bytes", "MB/s", "validated", "allocations", "peak KiB"
    );
    for size in sizes {
        let xml = envelope(size * 1000).into_bytes();
        let json = tables.convert(Way::XmlToJson, &xml).expect("JSON");
        let reordered = reordered(size * 1000).into_bytes();
        let protobuf = tables.convert(Way::XmlToProtobuf, &xml).expect("protobuf");
        for way in Way::ALL {
            let input = match way {
                Way::XmlToJson | Way::XmlToProtobuf => &xml,
                Way::JsonToXml | Way::JsonToProtobuf => &json,
                Way::ProtobufToXml | Way::ProtobufToJson => &protobuf,
            };
            let measure = |name: &str, input: &[u8]| {
                row(
                    name,
                    input,
                    Some(&|| {
                        drop(black_box(tables.validate(way, black_box(input)).expect("a valid message")));
                    }),
                    &|| drop(black_box(tables.convert(way, black_box(input)).expect("a message"))),
                );
            };
            measure(way.name(), input);
            if way == Way::JsonToXml {
                measure("JSON to XML, reordered", &reordered);
            }
        }
        row("quick-xml, events", &xml, None, &|| {
            black_box(others::quick_xml_events(black_box(&xml)));
        });
        row("serde_json, by Value", &json, None, &|| {
            drop(black_box(others::serde_json_value(black_box(&json))));
        });
        row("prost-reflect, by message", &protobuf, None, &|| {
            drop(black_box(others::dynamic_message(&descriptor, black_box(&protobuf))));
        });
    }
}
