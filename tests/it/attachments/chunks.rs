// SPDX-License-Identifier: EUPL-1.2
//! gRPC: the message first, then attachments in chunks.

use std::process::Command;

use bytes::{Bytes, BytesMut};
use http_body_util::BodyExt as _;
use prost::Message as _;
use prost_reflect::{DynamicMessage, MethodDescriptor};
use serde_json::{Value, json};

use super::package::{RELATED, package, split};
use super::{LARGE, archive, assert_little, config, done, envelope, proxy};
use crate::harness::archive::{Archive, Said, pattern};
use crate::harness::facade;
use crate::harness::grpc::{self, Connection, Outcome, frame, request};
use crate::harness::peers;
use crate::harness::proxy::Proxy;
use crate::harness::runtime::block_on;

fn path(operation: &str) -> String {
    format!("/{}", archive().operation(operation)["grpc_chunked"].as_str().expect("a twin"))
}

fn twin(operation: &str) -> MethodDescriptor {
    archive().method_at(&path(operation))
}

/// Pieces, each in its frame.
fn pieces(operation: &str, pieces: &[Value]) -> Bytes {
    let mut all = BytesMut::new();
    for piece in pieces {
        all.extend_from_slice(&frame(&facade::message(twin(operation).input(), piece).encode_to_vec()));
    }
    all.freeze()
}

fn call(proxy: &Proxy, operation: &str, parts: &[Value]) -> Outcome {
    grpc::send(proxy.address, request(&path(operation), pieces(operation, parts)))
}

#[track_caller]
fn outputs(operation: &str, outcome: &Outcome) -> Vec<Value> {
    let decode = |bytes: &Bytes| {
        let message = DynamicMessage::decode(twin(operation).output(), bytes.clone()).expect("protobuf");
        assert_eq!(message.unknown_fields().count(), 0, "unknown fields");
        facade::to_json(&message)
    };
    outcome.messages.iter().map(decode).collect()
}

fn base64(bytes: &[u8]) -> String {
    use base64::Engine as _;
    base64::engine::general_purpose::STANDARD.encode(bytes)
}

#[test]
fn twins_stream_where_there_are_attachments() {
    let streams = |operation| (twin(operation).is_client_streaming(), twin(operation).is_server_streaming());
    assert_eq!(streams("store"), (true, true));
    assert_eq!(streams("keep"), (true, false));
    assert_eq!(streams("send"), (true, false));
    assert_eq!(streams("get"), (false, true));
    assert_eq!(streams("show"), (false, true));
}

#[test]
fn requests_and_answers_in_chunks() {
    let stored = envelope("<a:stored><a:title>y</a:title></a:stored>");
    let parts = vec![
        ("Content-Type: text/plain\nContent-ID: <note=1@x>", vec![]),
        ("Content-Type: image/png\nContent-ID: <photo=2@x>", vec![Said::Pattern(300_000)]),
    ];
    let backend = Archive::answering(RELATED, package(&stored, parts));
    let mut proxy = proxy(&backend);
    let chunk = |id: &str, media: &str, content: &[u8]| json!({"chunk": {"id": id, "content_type": media, "content": base64(content)}});
    let outcome = call(
        &proxy,
        "store",
        &[
            json!({"message": {"title": "x", "attachments": {"photo": {"value": base64(b"cid:p")}, "note": {"value": base64(b"cid:n")}}}}),
            chunk("n", "text/plain", b""),
            chunk("p", "image/png", b"\x89P"),
            chunk("p", "", b"NG"),
        ],
    );
    assert_eq!((outcome.code, outcome.http.as_u16()), (0, 200), "{}", outcome.message);
    let received = backend.last();
    let sent = split(received.headers["content-type"].to_str().expect("ASCII"), &received.first);
    assert_eq!(sent.len(), 3);
    assert!(sent[1].fields.starts_with("Content-Type: text/plain") && sent[1].content.is_empty());
    assert!(sent[2].fields.starts_with("Content-Type: image/png"));
    assert_eq!(sent[2].content, b"\x89PNG");

    let outputs = outputs("store", &outcome);
    assert_eq!(
        outputs[0],
        json!({"message": {"title": "y", "attachments": {"photo": {"value": base64(b"cid:photo")}, "note": {"value": base64(b"cid:note")}}}})
    );
    assert_eq!(
        outputs[1],
        json!({"chunk": {"id": "note", "content_type": "text/plain"}}),
        "an empty attachment"
    );
    assert_eq!(outputs[2]["chunk"]["content_type"], "image/png");
    let mut content = Vec::new();
    for output in &outputs[2..] {
        assert_eq!(output["chunk"]["id"], "photo");
        use base64::Engine as _;
        let text = output["chunk"]["content"].as_str().expect("bytes");
        content.extend(base64::engine::general_purpose::STANDARD.decode(text).expect("base64"));
    }
    assert!(content == pattern(0, 300_000));
    proxy.assert_alive();
}

#[test]
fn large_attachments_cost_no_memory() {
    let backend = Archive::answering("text/xml", vec![Said::Bytes(done().into())]);
    let mut proxy = proxy(&backend);
    let message = json!({"message": {"title": "x", "data": base64(b"cid:d")}});
    let small = call(&proxy, "send", &[message.clone(), json!({"chunk": {"id": "d", "content": "AAAA"}})]);
    assert_eq!(small.code, 0, "{}", small.message);
    let before = proxy.resident();
    // Up.
    let mut body = BytesMut::from(&pieces("send", &[message])[..]);
    let chunk = pieces("send", &[json!({"chunk": {"id": "d", "content": base64(&pattern(0, 500_000))}})]);
    for _ in 0..LARGE / 500_000 {
        body.extend_from_slice(&chunk);
    }
    let outcome = grpc::send(proxy.address, request(&path("send"), body.freeze()));
    assert_eq!(outcome.code, 0, "{}", outcome.message);
    assert_eq!(outputs("send", &outcome), [json!({"number": 7})]);
    assert!(backend.last().bytes > LARGE - 500_000, "{}", backend.last().bytes);
    assert_little(&proxy, before, "chunks to the service");
    // And down, to a caller who takes a while to begin.
    let film = envelope(
        "<a:film><a:film><i:Include xmlns:i='http://www.w3.org/2004/08/xop/include' href='cid:f'/></a:film></a:film>",
    );
    backend.answer(RELATED, package(&film, vec![("Content-ID: <f>", vec![Said::Pattern(LARGE)])]));
    let input = facade::message(twin("show").input(), &json!({"title": "x"}));
    let count = block_on(async {
        let connection = Connection::open(proxy.address).await.expect("a connection");
        let head =
            connection.begin(request(&path("show"), frame(&input.encode_to_vec()))).await.expect("a head");
        tokio::time::sleep(std::time::Duration::from_secs(1)).await;
        let (mut body, mut count) = (head.into_body(), 0);
        while let Some(piece) = body.frame().await {
            count += piece.expect("a piece").into_data().map_or(0, |data| data.len() as u64);
        }
        count
    });
    assert!(count > LARGE, "{count}");
    assert_little(&proxy, before, "chunks to the caller");
    proxy.assert_alive();
}

#[test]
fn what_is_wrong_is_a_status() {
    let backend = Archive::answering("text/xml", vec![Said::Bytes(done().into())]);
    let mut proxy =
        Proxy::start(&config(&backend).setting("attachments: { max_total: 1MiB, max_inline: 1KiB }"));
    let message = json!({"message": {"title": "x", "data": base64(b"cid:d")}});
    let chunk = |id: &str| json!({"chunk": {"id": id, "content": "AAAA"}});
    let two = json!({"message": {"title": "x", "data": base64(b"cid:d"), "more": base64(b"cid:e")}});
    for (what, parts, code) in [
        ("nothing", vec![], 3),
        ("no message first", vec![chunk("d")], 3),
        ("no chunk", vec![message.clone()], 3),
        ("another one", vec![message.clone(), chunk("e")], 3),
        ("twice", vec![two, chunk("d"), chunk("e"), chunk("d")], 3),
        ("two messages", vec![message.clone(), message.clone()], 3),
    ] {
        let outcome = call(&proxy, "send", &parts);
        println!("{what}: {}", outcome.message);
        outcome.failed_with(code);
    }
    assert!(backend.received().iter().all(|received| !received.complete));
    let large = vec![json!({"chunk": {"id": "d", "content": base64(&pattern(0, 300_000))}}); 5];
    let outcome = call(&proxy, "send", &[vec![message], large].concat());
    outcome.failed_with(8);
    // The other twin takes one message.
    let two = [frame(b""), frame(b"")].concat();
    grpc::send(proxy.address, request(&path("get"), two.into())).failed_with(3);
    // A fault, and what is too large for one message.
    let fault = envelope(
        "<e:Fault><faultcode>e:Client</faultcode><faultstring>no</faultstring><detail><a:closed><a:until>2027-01-01</a:until></a:closed></detail></e:Fault>",
    );
    backend.answer(RELATED, package(&fault, vec![]));
    let outcome = call(&proxy, "get", &[json!({"title": "x"})]);
    assert_eq!(outcome.detail(archive(), 9, "Closed"), json!({"until": "2027-01-01"}));
    let film = envelope(
        "<a:film><a:film><i:Include xmlns:i='http://www.w3.org/2004/08/xop/include' href='cid:f'/></a:film></a:film>",
    );
    backend.answer(RELATED, package(&film, vec![("Content-ID: <f>", vec![Said::Pattern(5000)])]));
    let unary = grpc::call(proxy.address, archive(), "show", &json!({"title": "x"}));
    assert_eq!(unary.reason(8), "ATTACHMENTS_TOO_LARGE");
    assert!(unary.message.contains("chunks"), "{}", unary.message);
    // A package that ends too early, when chunks were given already.
    backend.answer(
        RELATED,
        package(&film, vec![("Content-ID: <f>", vec![Said::Pattern(500_000)]), ("Content-ID: <f>", vec![])]),
    );
    let outcome = call(&proxy, "show", &[json!({"title": "x"})]);
    assert_eq!(outcome.code, 13, "{}", outcome.message);
    assert!(outcome.messages.len() > 1);
    proxy.assert_alive();
}

#[test]
fn grpcurl_knows_the_twins() {
    let Some(program) = peers::grpcurl() else { skip!("grpcurl is not installed (tests/peers/install)") };
    let backend = Archive::answering("text/xml", vec![Said::Bytes(done().into())]);
    let proxy = proxy(&backend);
    let parts = json!({"message": {"title": "x", "data": base64(b"cid:d")}}).to_string()
        + &json!({"chunk": {"id": "d", "content": "AAAA"}}).to_string();
    let said = peers::run(
        Command::new(program)
            .args(["-plaintext", "-d", &parts])
            .args([proxy.address.to_string(), path("send")[1..].to_owned()]),
    );
    assert_eq!(serde_json::from_str::<Value>(&said.content()).expect("JSON"), json!({"number": 7}));
}
