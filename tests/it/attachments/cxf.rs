// SPDX-License-Identifier: EUPL-1.2
//! Packages that Apache CXF reads and writes.

use serde_json::{Value, json};

use super::archive;
use super::package::{FORM, ask, form, split};
use crate::harness::archive::{Said, pattern};
use crate::harness::facade;
use crate::harness::http1::post_json;
use crate::harness::peers::Cxf;
use crate::harness::proxy::{Config, Proxy};

fn bytes(content: &str) -> Vec<Said> {
    vec![Said::Bytes(content.to_owned().into())]
}

/// One test: starting CXF takes a while.
#[test]
fn cxf_takes_and_gives_attachments() {
    let Some(cxf) = Cxf::start() else { skip!("the CXF peer is not built (tests/peers/install)") };
    answers_with_mtom(&cxf);
    both_ways(&cxf);
}

fn answers_with_mtom(cxf: &Cxf) {
    let proxy = Proxy::before(cxf.at("/mtom"));
    let path = facade::melderegister().rest_path("holeBescheinigung");
    let asked = |accept: &str| {
        let headers = [("content-type", "application/json"), ("accept", accept)];
        ask(proxy.address, &path, &headers, bytes("{\"personId\":\"MR00000001\"}"))
    };
    let (status, media, body) = asked("multipart/related");
    assert_eq!(status, 200, "{}", String::from_utf8_lossy(&body));
    let parts = split(&media, &body);
    let message: Value = serde_json::from_slice(&parts[0].content).expect("JSON");
    let reference = message["bescheinigung"]["inhalt"].as_str().expect("a reference");
    let id = reference.strip_prefix("cid:").expect("a reference");
    assert!(parts[1].fields.contains(&format!("Content-ID: <{id}>")), "{reference}: {}", parts[1].fields);
    assert!(parts[1].fields.contains("Content-Type: application/pdf"), "{}", parts[1].fields);
    assert_eq!(parts[1].text(), "%PDF-1.4 CXF");
    assert_eq!(asked("application/pdf"), (200, "application/pdf".to_owned(), b"%PDF-1.4 CXF".to_vec()));
    let inline = post_json(proxy.address, &path, &json!({"personId": "MR00000001"})).ok();
    assert_eq!(inline["bescheinigung"]["inhalt"], "JVBERi0xLjQgQ1hG");
    let (status, _, body) = {
        let headers = [("content-type", "application/json"), ("accept", "multipart/related")];
        ask(proxy.address, &path, &headers, bytes("{\"personId\":\"MR00000099\"}"))
    };
    assert_eq!(status, 422, "{}", String::from_utf8_lossy(&body));
}

fn both_ways(cxf: &Cxf) {
    let config = Config { contract: archive().path.clone(), ..Config::new(cxf.at("/archive")) };
    let proxy = Proxy::start(&config);
    // SOAP with attachments: small, with its length, and large, in chunks.
    for size in [1000_u64, 2 << 20] {
        let message = json!({"title": "x", "attachments": {
            "photo": {"contentType": "image/png", "value": "cid:p"}, "note": {"value": "cid:n"}}});
        let parts =
            vec![("name=p", vec![Said::Pattern(size)]), ("name=n\nContent-Type: text/plain", bytes("hello"))];
        let headers = [("content-type", FORM), ("accept", "multipart/related")];
        let (status, media, body) =
            ask(proxy.address, &archive().rest_path("store"), &headers, form(&message.to_string(), parts));
        assert_eq!(status, 200, "{}", String::from_utf8_lossy(&body));
        let parts = split(&media, &body);
        let answer: Value = serde_json::from_slice(&parts[0].content).expect("JSON");
        assert_eq!(answer["title"], format!("store image/png {size} text/plain 5"), "what CXF saw");
        assert_eq!(
            answer["attachments"],
            json!({"photo": {"value": "cid:photo"}, "note": {"value": "cid:note"}})
        );
        assert_eq!(parts[1].content, b"\x89PNG");
        assert_eq!(parts[2].text(), "von CXF");
    }
    // MTOM.
    let body = form(r#"{"title":"x","data":"cid:d"}"#, vec![("name=d", vec![Said::Pattern(3 << 20)])]);
    let (status, _, body) = ask(proxy.address, &archive().rest_path("send"), &[("content-type", FORM)], body);
    assert_eq!(
        (status, serde_json::from_slice::<Value>(&body).ok()),
        (200, Some(json!({"number": pattern(0, 3 << 20).len()})))
    );
}
