// SPDX-License-Identifier: EUPL-1.2
//! protoc, compiling the text, finds the descriptor that was generated beside it.

use std::path::Path;
use std::process::{Command, Stdio};

use fachwerk_contract::Contract;
use fachwerk_mapping::{Lock, Mapping, derive};
use fachwerk_proto::{Options, Proto, generate};
use prost::Message as _;
use prost_types::{FileDescriptorProto, FileDescriptorSet};

use crate::everything;

#[expect(clippy::print_stderr, reason = "a skipped test says so")]
/// Whether protoc is there. Where tests must not be skipped (`CI=true`) it has to be.
pub(crate) fn protoc_is_there() -> bool {
    let found =
        Command::new("protoc").arg("--version").stdout(Stdio::null()).status().is_ok_and(|s| s.success());
    if !found {
        assert_ne!(std::env::var("CI").as_deref(), Ok("true"), "protoc is not installed");
        eprintln!("skipped: protoc is not installed");
    }
    found
}

fn compile(directory: &Path, proto: &Proto) -> FileDescriptorSet {
    for (path, text) in &proto.files {
        let path = directory.join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }
    let set = directory.join("set.binpb");
    let output = Command::new("protoc")
        .args(["--include_imports", "--include_source_info"])
        .arg(format!("--descriptor_set_out={}", set.display()))
        .arg("-I")
        .arg(directory)
        .arg(&proto.files[0].0)
        .current_dir(directory)
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    assert!(output.stderr.is_empty(), "{}", String::from_utf8_lossy(&output.stderr));
    FileDescriptorSet::decode(std::fs::read(set).unwrap().as_slice()).unwrap()
}

/// Text and encoded descriptor as they are written part by part.
pub(crate) fn in_parts(contract: &Contract, mapping: &Mapping) -> (Vec<u8>, Vec<u8>) {
    let (mut text, mut descriptor) = (Vec::new(), Vec::new());
    let written = fachwerk_proto::write(contract, mapping, &Options::default(), &mut text).unwrap();
    written.write(&mut descriptor).unwrap();
    (text, descriptor)
}

#[test]
fn parts_are_the_whole() {
    for contract in [Contract::default(), everything::contract()] {
        let (mapping, _, _) = derive(&contract, &Lock::new());
        let proto = generate(&contract, &mapping, &Options::default());
        let (text, descriptor) = in_parts(&contract, &mapping);
        assert_eq!(String::from_utf8(text).unwrap(), proto.files[0].1);
        assert!(descriptor == proto.descriptor.encode_to_vec());
    }
}

pub(crate) fn without_source(file: &FileDescriptorProto) -> FileDescriptorProto {
    FileDescriptorProto { source_code_info: None, ..file.clone() }
}

/// Path, comment, first line and column.
fn comments(file: &FileDescriptorProto) -> Vec<(Vec<i32>, String, Vec<i32>)> {
    let mut all: Vec<_> = file
        .source_code_info
        .iter()
        .flat_map(|info| &info.location)
        .filter(|l| l.leading_comments.is_some())
        .map(|l| (l.path.clone(), l.leading_comments().to_owned(), l.span[..2].to_vec()))
        .collect();
    all.sort();
    all
}

/// Both ways to the descriptor give the same.
pub(crate) fn check(contract: &Contract) {
    let (mapping, _, _) = derive(contract, &Lock::new());
    check_mapping(contract, &mapping);
}

pub(crate) fn check_mapping(contract: &Contract, mapping: &Mapping) {
    let proto = generate(contract, mapping, &Options::default());
    prost_reflect::DescriptorPool::from_file_descriptor_set(proto.descriptor.clone()).unwrap();
    if !protoc_is_there() {
        return;
    }
    let directory = tempfile::tempdir().unwrap();
    let compiled = compile(directory.path(), &proto);
    assert_eq!(compiled.file.len(), proto.descriptor.file.len());
    for (theirs, ours) in compiled.file.iter().zip(&proto.descriptor.file) {
        assert_eq!(theirs.name, ours.name);
        let (left, right) = (without_source(theirs), without_source(ours));
        for (theirs, ours) in left.message_type.iter().zip(&right.message_type) {
            assert_eq!(theirs, ours);
        }
        assert_eq!(left, right);
        if ours.source_code_info.is_some() {
            assert_eq!(comments(theirs), comments(ours));
        }
    }
}

#[test]
fn everything_compiles_to_the_same() {
    check(&everything::contract());
}
