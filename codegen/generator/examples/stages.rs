// SPDX-License-Identifier: EUPL-1.2
//! Where the processor time and memory of a generation go (Linux): `cargo run --profile quick -p fachwerk-generator --example stages -- WSDL [N]`.
//! N is how often; 0: all files once, without the stages before, whose memory would count.
#![allow(clippy::print_stdout, reason = "an example talks to people")]

use std::io;
use std::path::Path;

use fachwerk_generator::{Decisions, Files, prepare};
use fachwerk_mapping::Lock;

/// Milliseconds that this process was on a processor; elapsed time says nothing on a busy machine.
fn cpu() -> f64 {
    let text = std::fs::read_to_string("/proc/self/schedstat").unwrap_or_default();
    text.split(' ').next().and_then(|t| t.parse::<f64>().ok()).unwrap_or(0.0) / 1e6
}

/// Peak of resident memory in kB.
fn peak() -> u64 {
    let text = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = text.lines().find(|l| l.starts_with("VmHWM")).unwrap_or_default();
    line.split_whitespace().nth(1).and_then(|t| t.parse().ok()).unwrap_or(0)
}

/// Counts what is written.
#[derive(Default)]
struct Counter(usize);

impl io::Write for Counter {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0 += bytes.len();
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Files for Counter {
    fn file(
        &mut self,
        _path: &str,
        write: &mut dyn FnMut(&mut dyn io::Write) -> io::Result<()>,
    ) -> io::Result<()> {
        write(self)
    }
}

/// Everything that `fachwerk generate` does but the writing to disk; the tables are left to the end of the process.
fn all(path: &str, options: &fachwerk_wsdl::Options) -> usize {
    let input = fachwerk_wsdl::open(Path::new(path), &options.limits).expect("an input");
    let decisions = Decisions::default();
    let facade = prepare(&input, options, &decisions).expect("a facade");
    let mut all = Counter::default();
    std::mem::forget(facade.write(&mut all).expect("its files"));
    all.0
}

fn main() {
    let path = std::env::args().nth(1).expect("a WSDL");
    let times: usize = std::env::args().nth(2).and_then(|n| n.parse().ok()).unwrap_or(1);
    let options = fachwerk_wsdl::Options::default();
    if times == 0 {
        let bytes = all(&path, &options);
        println!("{:<12} {:>8.1} ms {bytes:>10} B {:>8} kB", "all", cpu(), peak());
    }
    for _ in 0..times {
        let mut clock = cpu();
        let mut lap = |what: &str, bytes: usize| {
            let (before, now) = (clock, cpu());
            println!("{what:<12} {:>8.1} ms {bytes:>10} B {:>8} kB", now - before, peak());
            clock = cpu();
        };
        let written = |write: &dyn Fn(&mut dyn io::Write)| {
            let mut counter = Counter::default();
            write(&mut counter);
            counter.0
        };
        let input = fachwerk_wsdl::open(Path::new(&path), &options.limits).expect("an input");
        let contract = fachwerk_wsdl::read(&input, &options).contract.expect("a contract");
        lap("read", 0);
        let (mapping, lock, _) = fachwerk_mapping::derive(&contract, &Lock::new());
        lap("derive", 0);
        let openapi = fachwerk_openapi::Options::default();
        let bytes = written(&|out| {
            fachwerk_openapi::write(&contract, &mapping, &openapi, out).expect("a document");
        });
        lap("openapi", bytes);
        let proto = fachwerk_proto::Options::default();
        let bytes = written(&|out| {
            let descriptor = fachwerk_proto::write(&contract, &mapping, &proto, out).expect("a file");
            descriptor.write(out).expect("its descriptor");
        });
        lap("proto", bytes);
        lap("contract", written(&|out| contract.write_json(out).expect("a contract")));
        lap("lock", written(&|out| lock.write_json(out).expect("a lock")));
        drop((contract, mapping, lock));
        lap("drop", 0);
        lap("all", all(&path, &options));
    }
}
