// SPDX-License-Identifier: EUPL-1.2
//! Where the time of a generation goes: `cargo run --profile quick -p fachwerk-generator --example stages -- WSDL [N]`.
#![allow(clippy::print_stdout, reason = "an example talks to people")]

use std::path::Path;
use std::time::Instant;

use fachwerk_mapping::Lock;
use prost::Message as _;

fn main() {
    let path = std::env::args().nth(1).expect("a WSDL");
    let times: usize = std::env::args().nth(2).and_then(|n| n.parse().ok()).unwrap_or(1);
    let options = fachwerk_wsdl::Options::default();
    for _ in 0..times {
        let mut clock = Instant::now();
        let mut lap = |what: &str, bytes: usize| {
            println!("{what:<12} {:>8.1} ms {bytes:>10} B", clock.elapsed().as_secs_f64() * 1e3);
            clock = Instant::now();
        };
        let input = fachwerk_wsdl::open(Path::new(&path), &options.limits).expect("an input");
        let contract = fachwerk_wsdl::read(&input, &options).contract.expect("a contract");
        lap("read", 0);
        let (mapping, lock, _) = fachwerk_mapping::derive(&contract, &Lock::new());
        lap("derive", 0);
        let openapi = fachwerk_openapi::generate(&contract, &mapping, &fachwerk_openapi::Options::default());
        lap("openapi", 0);
        lap("yaml", openapi.to_yaml().len());
        let proto = fachwerk_proto::generate(&contract, &mapping, &fachwerk_proto::Options::default());
        lap("proto", proto.files[0].1.len());
        lap("descriptor", proto.descriptor.encode_to_vec().len());
        lap("contract", contract.to_json().len());
        lap("lock", lock.to_json().len());
        drop((contract, mapping, openapi, proto, lock));
        lap("drop", 0);
        let input = fachwerk_wsdl::open(Path::new(&path), &options.limits).expect("an input");
        let generated = fachwerk_generator::generate(&input, &options, None).expect("a facade");
        lap("all", generated.files.values().map(Vec::len).sum());
    }
}
