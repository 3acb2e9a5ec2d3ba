// SPDX-License-Identifier: EUPL-1.2
//! A message of many gigabytes from one form to another, without ever having it in memory: `stream xml-json 1000` makes
//! an envelope of 1000 MB item by item, converts it while it comes, and counts what comes out. Prints CPU time, and
//! the most memory that the process has had, beside what it had before.

#![expect(clippy::print_stdout, reason = "prints what it measured")]
#![allow(clippy::cast_precision_loss, reason = "a rate needs no more")]

use std::time::Duration;

use fachwerk_bench_codec::{Streamed, Tables, Way};
use rustix::time::{ClockId, clock_gettime};

fn cpu() -> Duration {
    Duration::try_from(clock_gettime(ClockId::ThreadCPUTime)).expect("time goes forward")
}

/// The most memory that this process has had, in KiB, where the system says so.
fn peak() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap_or_default();
    line.trim().trim_end_matches(" kB").parse().unwrap_or(0)
}

fn main() {
    let mut arguments = std::env::args().skip(1);
    let way = match arguments.next().as_deref() {
        None | Some("xml-json") => Way::XmlToJson,
        Some("json-xml") => Way::JsonToXml,
        _ => return println!("ways: xml-json json-xml"),
    };
    let megabytes: u64 = arguments.next().and_then(|text| text.parse().ok()).unwrap_or(1000);
    let tables = Tables::default();
    let mut streamed = Streamed::new(&tables, way);
    let before = peak();
    let (mut read, mut written, mut converting) = (0, 0, Duration::ZERO);
    let (mut piece, mut out) = (Vec::new(), Vec::new());
    let mut more = true;
    while more {
        piece.clear();
        more = streamed.next_piece(read >= megabytes * 1_000_000, &mut piece);
        read += piece.len() as u64;
        let start = cpu();
        streamed.push(&piece, &mut out).expect("a message");
        converting += cpu().saturating_sub(start);
        written += out.len() as u64;
        out.clear();
    }
    let start = cpu();
    written += streamed.finish().expect("a message").len() as u64;
    converting += cpu().saturating_sub(start);
    println!(
        "{} {read} bytes to {written} bytes, {:.2} s, {:.0} MB/s, peak {} KiB, {} KiB above what it was before",
        way.name(),
        converting.as_secs_f64(),
        read as f64 / 1e6 / converting.as_secs_f64(),
        peak(),
        peak() - before,
    );
}
