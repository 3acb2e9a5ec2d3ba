// SPDX-License-Identifier: EUPL-1.2
//! Twins whose attachments come in chunks.

use std::path::Path;

use fachwerk_mapping::{Lock, derive};
use fachwerk_proto::{Options, generate};

use crate::protoc;

#[test]
fn twins_are_what_protoc_finds_and_keep_their_names() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/it/fixtures/archive.wsdl");
    let options = fachwerk_wsdl::Options::default();
    let input = fachwerk_wsdl::open(&path, &options.limits).unwrap();
    let contract = fachwerk_wsdl::read(&input, &options).contract.unwrap();
    protoc::check(&contract);
    let (mapping, lock, _) = derive(&contract, &Lock::new());
    let text = generate(&contract, &mapping, &Options::default()).files.remove(0).1;
    for part in [
        "  rpc StoreChunked(stream StoreChunkedRequest) returns (stream StoreChunkedResponse);\n",
        "  rpc KeepChunked(stream KeepChunkedRequest) returns (KeepChunkedResponse);\n",
        "  rpc GetChunked(GetChunkedRequest) returns (stream GetChunkedResponse);\n",
        "message KeepChunkedResponse {\n  // Required.\n  int32 number = 1;\n}\n",
    ] {
        assert!(text.contains(part), "no\n{part}in\n{text}");
    }
    let piece = &text[text.find("message StoreChunkedRequest {").unwrap()..];
    assert!(piece.contains("    StoreRequest message = 1;\n    Chunk chunk = 2;\n"), "{piece}");
    assert!(piece.contains("    bytes content = 3;\n"), "{piece}");
    // What was given out stays, whatever else is called so later.
    let (again, lock_again, _) = derive(&contract, &lock);
    let names = |mapping: &fachwerk_mapping::Mapping| -> Vec<_> {
        mapping.operations.iter().map(|operation| operation.chunked.clone()).collect()
    };
    assert_eq!(names(&again), names(&mapping));
    assert_eq!(lock.to_json(), lock_again.to_json());
}
