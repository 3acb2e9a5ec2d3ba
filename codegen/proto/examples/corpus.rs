// SPDX-License-Identifier: EUPL-1.2
//! Writes the .proto of every WSDL below some directories, in one process: for `protoc` and `buf` to judge.
//!
//! `cargo run --profile quick -p fachwerk-proto --example corpus -- OUT DIRECTORY…`
//!
//! What is loadable comes out as `OUT/{number}/…`, beside its `descriptor.binpb`; `OUT/index.tsv` says which number
//! is which WSDL.
#![allow(clippy::print_stdout, reason = "an example talks to people")]

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use fachwerk_mapping::{Lock, derive};
use fachwerk_proto::{Options, generate};
use prost::Message as _;

fn main() {
    let mut arguments = std::env::args_os().skip(1).map(PathBuf::from);
    let out = arguments.next().expect("a directory to write to");
    let mut entries = Vec::new();
    for directory in arguments {
        wsdls(&directory, &mut entries);
    }
    entries.sort();
    std::fs::create_dir_all(&out).expect("the directory can be made");
    let mut index = String::new();
    let mut loaded = 0;
    for (number, entry) in entries.iter().enumerate() {
        let options = fachwerk_wsdl::Options::default();
        let Ok(input) = fachwerk_wsdl::open(entry, &options.limits) else { continue };
        let Some(contract) = fachwerk_wsdl::read(&input, &options).contract else { continue };
        let (mapping, _, _) = derive(&contract, &Lock::new());
        if mapping.operations.is_empty() {
            continue;
        }
        loaded += 1;
        let proto = generate(&contract, &mapping, &Options::default());
        let directory = out.join(format!("{number:04}"));
        for (path, text) in &proto.files {
            write(&directory.join(path), text.as_bytes());
        }
        write(&directory.join("descriptor.binpb"), &proto.descriptor.encode_to_vec());
        let _ = writeln!(index, "{number:04}\t{}\t{}", proto.files[0].0, entry.display());
    }
    write(&out.join("index.tsv"), index.as_bytes());
    println!("{} WSDLs, {loaded} facades in {}", entries.len(), out.display());
}

fn write(path: &Path, bytes: &[u8]) {
    std::fs::create_dir_all(path.parent().expect("a file in a directory"))
        .expect("the directory can be made");
    std::fs::write(path, bytes).expect("the file can be written");
}

fn wsdls(directory: &Path, found: &mut Vec<PathBuf>) {
    let Ok(entries) = std::fs::read_dir(directory) else { return };
    for path in entries.flatten().map(|entry| entry.path()) {
        if path.is_dir() {
            wsdls(&path, found);
        } else if path.extension().is_some_and(|e| e.eq_ignore_ascii_case("wsdl")) {
            found.push(path);
        }
    }
}
