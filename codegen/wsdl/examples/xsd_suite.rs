// SPDX-License-Identifier: EUPL-1.2
//! Runs the W3C XML Schema suite and writes what it and this crate disagree about.
//!
//! `cargo run --profile quick -p fachwerk-wsdl --example xsd_suite -- [SHARED]`, where SHARED has
//! `corpus/w3c__xsdtests` (default: `$FACHWERK_SHARED`, or `../shared`). The list is written to
//! `target/xsd-suite.tsv`.
#![allow(clippy::print_stdout, missing_docs, unreachable_pub, reason = "an example talks to people")]

#[path = "../tests/suite/mod.rs"]
mod suite;

use std::path::PathBuf;

fn main() {
    let shared = std::env::args().nth(1).or_else(|| std::env::var("FACHWERK_SHARED").ok());
    let place = PathBuf::from(shared.unwrap_or_else(|| "../shared".to_owned())).join("corpus/w3c__xsdtests");
    let groups = suite::catalogue::groups(&place);
    if groups.is_empty() {
        println!("skipped: no suite in {}", place.display());
        return;
    }
    let started = std::time::Instant::now();
    let mut result = suite::run::Result::default();
    suite::run::schemas(&groups, &mut result);
    suite::run::documents(&groups, &mut result);
    println!("valid schemas accepted      {}", result.valid_schemas);
    println!("  read without strict       {}", result.usable_schemas);
    println!("invalid schemas rejected    {}", result.invalid_schemas);
    println!("valid documents accepted    {}", result.valid_documents);
    println!("invalid documents rejected  {}", result.invalid_documents);
    for (why, count) in &result.beside {
        println!("  {count} documents left out: {why}");
    }
    println!("time                        {:?}", started.elapsed());
    let mut classes: Vec<_> = result.disagreements.iter().collect();
    classes.sort_by_key(|(class, cases)| (std::cmp::Reverse(cases.len()), class.as_str()));
    let mut list = String::new();
    for (class, cases) in classes {
        println!("{:5} {class}", cases.len());
        for case in cases {
            list.push_str(&format!("{class}\t{case}\n"));
        }
    }
    std::fs::write("target/xsd-suite.tsv", list).expect("target/ can be written");
}
