// SPDX-License-Identifier: EUPL-1.2
//! Requests with attachments, of callers that speak HTTP.

use std::time::Duration;

use serde_json::{Value, json};

use super::package::{FORM, begin, drain, form, split};
use super::{LARGE, archive, assert_little, done, envelope, proxy};
use crate::harness::archive::{Archive, Said, pattern};
use crate::harness::proxy::Proxy;
use crate::harness::runtime::{block_on, spawn};

fn answered() -> Archive {
    Archive::answering("text/xml", vec![Said::Bytes(done().into())])
}

/// Send a form; status and JSON of the answer.
fn sent(proxy: &Proxy, operation: &str, media: &str, body: Vec<Said>) -> (u16, Value) {
    block_on(async {
        let headers = [("content-type", media)];
        let response =
            begin(proxy.address, &archive().rest_path(operation), &headers, body).await.expect("a head");
        let status = response.status().as_u16();
        let (body, _) = drain(response.into_body(), 1 << 20).await.expect("all of it");
        (status, serde_json::from_slice(&body).unwrap_or(Value::Null))
    })
}

fn bytes(content: &'static [u8]) -> Vec<Said> {
    vec![Said::Bytes(content.into())]
}

#[test]
fn declared_attachments_go_beside_the_envelope() {
    let stored = envelope("<a:stored><a:title>x</a:title></a:stored>");
    let backend = Archive::answering("text/xml", vec![Said::Bytes(stored.into())]);
    let proxy = proxy(&backend);
    let message = json!({"title": "Ä", "attachments": {
        "photo": {"contentType": "image/png", "value": "cid:photo"}, "note": {"value": "cid:n"}}});
    let body = form(
        &message.to_string(),
        vec![
            ("name=\"n\"; filename=\"n.txt\"\nContent-Type: text/plain", bytes(b"note")),
            ("name=\"photo\"; filename=\"p\"\nContent-Type: image/jpeg", bytes(b"\x89PNG\r\n")),
        ],
    );
    let (status, answer) = sent(&proxy, "store", FORM, body);
    assert_eq!((status, &answer["title"]), (200, &json!("x")), "{answer}");
    let received = backend.last();
    assert!(received.headers.contains_key("content-length"), "a small request says how long it is");
    assert_eq!(received.headers["soapaction"], "\"urn:store\"");
    let media = received.headers["content-type"].to_str().expect("ASCII");
    assert!(
        media.starts_with("multipart/related; type=\"text/xml\"; start=\"<envelope@fachwerk>\"; boundary="),
        "{media}"
    );
    let parts = split(media, &received.first);
    assert!(parts[0].text().contains("<n1:store><n1:title>Ä</n1:title></n1:store>"), "{}", parts[0].text());
    // In the order in which they came.
    assert_eq!(
        parts[1].fields,
        "Content-Type: text/plain\r\nContent-Transfer-Encoding: binary\r\nContent-ID: <note=2@fachwerk>"
    );
    assert_eq!(parts[1].text(), "note");
    assert!(
        parts[2].fields.starts_with("Content-Type: image/png"),
        "what the message says counts: {}",
        parts[2].fields
    );
    assert_eq!(parts[2].content, b"\x89PNG\r\n");
}

#[test]
fn references_and_values_of_the_envelope() {
    let backend = answered();
    let proxy = proxy(&backend);
    // `keep` has no MTOM: binary values belong into the envelope, and a reference beside it.
    let message = json!({"title": "x", "scan": {"value": "cid:s"}, "data": "cid:d@x", "more": "AAAA"});
    let related = "multipart/related; boundary=xyz";
    let body = |parts: &str| {
        let head = format!("--xyz\nContent-Type: application/json\n\n{message}\n");
        vec![Said::Bytes(format!("{head}{parts}--xyz--\n").replace('\n', "\r\n").into())]
    };
    let data = "--xyz\nContent-ID: <d@x>\nContent-Transfer-Encoding: base64\n\nRmFjaHdlcms=\n";
    let scan = "--xyz\nContent-ID: <s>\nContent-Type: application/pdf\n\n%PDF\n";
    let (status, answer) = sent(&proxy, "keep", related, body(&format!("{data}{scan}")));
    assert_eq!((status, answer), (200, json!({"number": 7})));
    let received = backend.last();
    let parts = split(received.headers["content-type"].to_str().expect("ASCII"), &received.first);
    let text = parts[0].text();
    assert!(text.contains("<n1:scan>cid:attachment=1@fachwerk</n1:scan><n1:data>RmFjaHdlcms=</n1:data><n1:more>AAAA</n1:more>"), "{text}");
    assert!(parts[1].fields.contains("Content-Type: application/pdf"), "{}", parts[1].fields);
    assert_eq!(parts[1].text(), "%PDF");
    // What goes into the envelope has to come first.
    let (status, problem) = sent(&proxy, "keep", related, body(&format!("{scan}{data}")));
    assert_eq!((status, &problem["code"]), (400, &json!("FW-4008")), "{problem}");
    assert!(problem["detail"].as_str().is_some_and(|detail| detail.contains("order")), "{problem}");
}

#[test]
fn mtom_is_what_its_policy_asks_for() {
    let backend = answered();
    let proxy = proxy(&backend);
    let body = form(r#"{"title":"x","data":"cid:a%20b"}"#, vec![("name=\"a b\"", bytes(b"Fachwerk"))]);
    assert_eq!(sent(&proxy, "send", FORM, body), (200, json!({"number": 7})));
    let received = backend.last();
    let media = received.headers["content-type"].to_str().expect("ASCII");
    assert!(media.contains("type=\"application/xop+xml\"; start-info=\"text/xml\""), "{media}");
    let parts = split(media, &received.first);
    assert!(parts[0].text().contains("<n1:data><xop:Include xmlns:xop=\"http://www.w3.org/2004/08/xop/include\" href=\"cid:binary=1@fachwerk\"/></n1:data>"), "{}", parts[0].text());
    assert!(parts[1].fields.contains("Content-ID: <binary=1@fachwerk>"));
    assert_eq!(parts[1].text(), "Fachwerk");
}

#[test]
fn large_attachments_cost_no_memory() {
    let backend = answered();
    let mut proxy = proxy(&backend);
    let message = r#"{"title":"x","data":"cid:d"}"#;
    sent(&proxy, "send", FORM, form(message, vec![("name=d", bytes(b"x"))]));
    let before = proxy.resident();
    // As a part of a package, and as base64 within an envelope.
    for (operation, expected) in [("send", LARGE), ("keep", LARGE / 3 * 4)] {
        let body = form(message, vec![("name=d", vec![Said::Pattern(LARGE)])]);
        assert_eq!(sent(&proxy, operation, FORM, body), (200, json!({"number": 7})));
        let received = backend.last();
        assert!(received.bytes.abs_diff(expected) < 2000, "{} bytes", received.bytes);
        assert_eq!(received.headers["transfer-encoding"], "chunked");
        assert_little(&proxy, before, operation);
    }
    let parts = String::from_utf8_lossy(&backend.last().first).into_owned();
    use base64::Engine as _;
    let begin = base64::engine::general_purpose::STANDARD.encode(pattern(0, 300));
    assert!(parts.contains(&format!("<n1:data>{begin}")), "{}", &parts[..600]);
    proxy.assert_alive();
}

#[test]
fn a_slow_service_slows_the_caller_down_and_a_caller_that_goes_ends_the_request() {
    let backend = answered();
    backend.read_slowly(true);
    let mut proxy = proxy(&backend);
    let before = proxy.resident();
    let body = form(r#"{"title":"x","data":"cid:d"}"#, vec![("name=d", vec![Said::Pattern(LARGE * 10)])]);
    let (to, path) = (proxy.address, archive().rest_path("send"));
    let caller = spawn(async move { begin(to, &path, &[("content-type", FORM)], body).await.map(|_| ()) });
    block_on(async { tokio::time::sleep(Duration::from_secs(3)).await });
    assert!(backend.counted() > 0, "it is sent on while it comes");
    assert_little(&proxy, before, "a slow service");
    caller.abort();
    backend.read_slowly(false);
    backend.await_received(1);
    assert!(!backend.received()[0].complete, "the service must not take it for complete");
    proxy.assert_alive();
}
