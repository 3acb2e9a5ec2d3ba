// SPDX-License-Identifier: EUPL-1.2
//! Answers with attachments, to callers that speak HTTP.

use std::time::Duration;

use http_body_util::BodyExt as _;
use serde_json::{Value, json};

use super::package::{RELATED, begin, drain, package, split};
use super::{LARGE, archive, assert_little, config, envelope, proxy};
use crate::harness::archive::{Archive, Said, pattern};
use crate::harness::http1::{Answer, post_json, request, send};
use crate::harness::proxy::{Proxy, SOAP};
use crate::harness::runtime::block_on;

const TITLE: &str = "{\"title\":\"x\"}";
const INCLUDE: &str = "<i:Include xmlns:i='http://www.w3.org/2004/08/xop/include' href='cid:";

/// The record, with a binary value that stands apart.
fn record() -> String {
    envelope(&format!("<a:record><a:title>x</a:title><a:data>{INCLUDE}f%40x'/></a:data></a:record>"))
}

fn film() -> String {
    envelope(&format!("<a:film><a:film>{INCLUDE}f%40x'/></a:film></a:film>"))
}

fn asked(proxy: &Proxy, operation: &str, accept: &str) -> Answer {
    let mut request = request(&archive().rest_path(operation), "application/json", TITLE);
    request.headers_mut().insert("accept", accept.parse().expect("a header"));
    send(proxy.address, request)
}

fn small(bytes: &'static [u8]) -> Vec<Said> {
    vec![Said::Bytes(bytes.into())]
}

#[test]
fn attachments_are_parts_behind_the_message() {
    let parts = vec![("Content-Type: application/pdf\nContent-ID: <f@x>", small(b"%PDF\r\n--no"))];
    let backend = Archive::answering(RELATED, package(&record(), parts));
    let mut proxy = proxy(&backend);

    let answer = asked(&proxy, "get", "multipart/related");
    assert_eq!(answer.status, 200, "{}", answer.text());
    let media = answer.header("content-type");
    assert!(media.starts_with(
        "multipart/related; type=\"application/json\"; start=\"<message@fachwerk>\"; boundary="
    ));
    let parts = split(media, &answer.body);
    assert_eq!(parts.len(), 2);
    assert_eq!(parts[0].fields, "Content-ID: <message@fachwerk>\r\nContent-Type: application/json");
    assert_eq!(parts[0].text(), r#"{"title":"x","data":"cid:f@x"}"#);
    assert_eq!(parts[1].fields, "Content-ID: <f@x>\r\nContent-Type: application/pdf");
    assert_eq!(parts[1].text(), "%PDF\r\n--no");

    let answer = asked(&proxy, "get", "multipart/form-data");
    let parts = split(answer.header("content-type"), &answer.body);
    assert_eq!(
        parts[0].fields,
        "Content-Disposition: form-data; name=\"message\"\r\nContent-Type: application/json"
    );
    assert_eq!(
        parts[1].fields,
        "Content-Disposition: form-data; name=\"f@x\"; filename=\"f@x\"\r\nContent-Type: application/pdf"
    );
    assert_eq!(parts[1].text(), "%PDF\r\n--no");

    // As it always was.
    let inline = asked(&proxy, "get", "*/*").ok();
    assert_eq!(inline, json!({"title": "x", "data": "JVBERg0KLS1ubw=="}));
    proxy.assert_alive();
}

#[test]
fn declared_attachments_and_references_keep_their_names() {
    let stored = envelope("<a:stored><a:title>x</a:title></a:stored>");
    let parts = vec![
        ("Content-Type: text/plain\nContent-ID: <note=2@x>", small(b"n")),
        (
            "Content-Type: image/png\nContent-ID: <photo=1@x>\nContent-Transfer-Encoding: base64",
            small(b"iVBO\r\nRw=="),
        ),
    ];
    let backend = Archive::answering(RELATED, package(&stored, parts));
    let proxy = proxy(&backend);
    let mut request = request(
        &archive().rest_path("store"),
        "application/json",
        json!({"title": "x", "attachments": {"photo": {"value": ""}, "note": {"value": ""}}}).to_string(),
    );
    request.headers_mut().insert("accept", "multipart/related".parse().expect("a header"));
    let answer = send(proxy.address, request);
    let parts = split(answer.header("content-type"), &answer.body);
    let message: Value = serde_json::from_slice(&parts[0].content).expect("JSON");
    assert_eq!(
        message,
        json!({"title": "x", "attachments": {"photo": {"value": "cid:photo"}, "note": {"value": "cid:note"}}})
    );
    assert_eq!(
        (parts[1].fields.as_str(), parts[1].text().as_str()),
        ("Content-ID: <note>\r\nContent-Type: text/plain", "n")
    );
    assert_eq!(parts[2].fields, "Content-ID: <photo>\r\nContent-Type: image/png");
    assert_eq!(parts[2].content, b"\x89PNG");
}

#[test]
fn the_one_attachment_can_be_had_alone() {
    let parts = vec![("Content-ID: <f@x>", vec![Said::Pattern(100_000)])];
    let backend = Archive::answering(RELATED, package(&film(), parts));
    let mut proxy = proxy(&backend);
    for accept in ["application/octet-stream", "video/mp4", "video/*, application/json;q=0.5"] {
        let answer = asked(&proxy, "show", accept);
        assert_eq!(
            (answer.status.as_u16(), answer.header("content-type")),
            (200, "video/mp4"),
            "{}",
            answer.text()
        );
        assert!(answer.body == pattern(0, 100_000));
    }
    // Within the envelope it is the same.
    let inline = envelope("<a:film><a:film>AAEC</a:film></a:film>");
    backend.answer("text/xml", vec![Said::Bytes(inline.into())]);
    assert_eq!(asked(&proxy, "show", "video/mp4").body, b"\0\x01\x02".as_slice());
    backend.answer("text/xml", vec![Said::Bytes(envelope("<a:film/>").into())]);
    asked(&proxy, "show", "video/mp4").problem(404, "no-attachment");
    // `get` has several places for them.
    asked(&proxy, "get", "application/octet-stream").problem(406, "not-acceptable");
    proxy.assert_alive();
}

#[test]
fn large_values_of_an_envelope_become_parts_as_well() {
    let inline = envelope(&format!(
        "<a:record><a:title>x</a:title><a:data>{}</a:data><a:more>AAAA</a:more></a:record>",
        "QUJD".repeat(1000)
    ));
    let backend = Archive::answering("text/xml", vec![Said::Bytes(inline.into())]);
    let proxy = proxy(&backend);
    let answer = asked(&proxy, "get", "multipart/related");
    let parts = split(answer.header("content-type"), &answer.body);
    assert_eq!(parts[0].text(), r#"{"title":"x","data":"cid:binary-1@fachwerk","more":"AAAA"}"#);
    assert_eq!(parts[1].fields, "Content-ID: <binary-1@fachwerk>\r\nContent-Type: application/octet-stream");
    assert_eq!(parts[1].text(), "ABC".repeat(1000));
}

#[test]
fn large_attachments_cost_no_memory() {
    let parts = || vec![("Content-ID: <f@x>", vec![Said::Pattern(LARGE)])];
    let backend = Archive::answering(RELATED, package(&film(), parts()));
    let mut proxy = proxy(&backend);
    let path = archive().rest_path("show");
    // Whatever the first call of each kind costs.
    asked(&proxy, "show", "application/json").problem(502, "backend-too-large");
    let before = proxy.resident();
    for accept in ["multipart/related", "video/mp4"] {
        let headers = [("content-type", "application/json"), ("accept", accept)];
        let (first, count) = block_on(async {
            let response =
                begin(proxy.address, &path, &headers, small(b"{\"title\":\"x\"}")).await.expect("a head");
            assert_eq!(response.status(), 200);
            drain(response.into_body(), 4096).await.expect("all of it")
        });
        assert!((LARGE..LARGE + 1000).contains(&count), "{count}");
        if accept == "video/mp4" {
            assert_eq!(first, pattern(0, 4096));
        }
        assert_little(&proxy, before, accept);
    }
    proxy.assert_alive();
}

#[test]
fn a_slow_caller_slows_the_service_down_and_one_that_goes_stops_it() {
    let parts = vec![("Content-ID: <f@x>", vec![Said::Pattern(LARGE * 10)])];
    let backend = Archive::answering(RELATED, package(&film(), parts));
    let mut proxy = proxy(&backend);
    let headers = [("content-type", "application/json"), ("accept", "multipart/related")];
    block_on(async {
        let path = archive().rest_path("show");
        let response =
            begin(proxy.address, &path, &headers, small(b"{\"title\":\"x\"}")).await.expect("a head");
        let mut body = response.into_body();
        body.frame().await.expect("a piece").expect("data");
        tokio::time::sleep(Duration::from_secs(2)).await;
    });
    // What the systems' buffers hold, and no more.
    assert!(backend.said() < LARGE / 2, "{} bytes were taken for a caller who takes none", backend.said());
    backend.await_dropped(1);
    proxy.assert_alive();
}

#[test]
fn what_is_too_large_for_json_says_how_to_have_it() {
    let parts = || vec![("Content-ID: <f@x>", vec![Said::Pattern(3 << 20)])];
    let backend = Archive::answering(RELATED, package(&film(), parts()));
    let proxy = Proxy::start(&config(&backend).setting("attachments: { max_inline: 2MiB, max_total: 4MiB }"));
    let path = archive().rest_path("show");
    let problem =
        post_json(proxy.address, &path, &json!({"title": "x"})).problem(406, "attachments-too-large");
    assert_eq!(problem["code"], "FW-4011");
    assert!(
        problem["detail"].as_str().is_some_and(|detail| detail.contains("Accept: multipart/related")),
        "{problem}"
    );
    assert_eq!(asked(&proxy, "show", "multipart/related").status, 200);
    // And there the limit is that of everything.
    backend.answer(RELATED, package(&film(), vec![("Content-ID: <f@x>", vec![Said::Pattern(5 << 20)])]));
    let cut = block_on(async {
        let headers = [("content-type", "application/json"), ("accept", "multipart/related")];
        let response =
            begin(proxy.address, &path, &headers, small(b"{\"title\":\"x\"}")).await.expect("a head");
        drain(response.into_body(), 0).await
    });
    assert!(cut.is_err(), "{cut:?}");
    assert!(proxy.log().contains("FW-4106"), "{}", proxy.log());
}

#[test]
fn faults_stay_problems() {
    let fault = envelope(
        "<e:Fault><faultcode>e:Client</faultcode><faultstring>no</faultstring><detail><a:closed><a:until>2027-01-01</a:until></a:closed></detail></e:Fault>",
    );
    let backend = Archive::answering(RELATED, package(&fault, vec![]));
    let proxy = proxy(&backend);
    for accept in ["multipart/related", "application/json"] {
        let answer = asked(&proxy, "get", accept);
        assert_eq!(answer.status, 422, "{}", answer.text());
        assert_eq!(answer.json()["fault"]["closed"], json!({"until": "2027-01-01"}));
    }
}

#[test]
fn packages_pass_through_to_soap_callers_as_they_are() {
    let parts = vec![("Content-ID: <f@x>", vec![Said::Pattern(LARGE)])];
    let backend = Archive::answering(RELATED, package(&film(), parts));
    let mut proxy = Proxy::start(&config(&backend).setting("limits: { max_relayed: 1GiB }"));
    let before = proxy.resident();
    let sent = package(
        &envelope("<a:show><a:title>x</a:title></a:show>"),
        vec![("Content-ID: <g@x>", vec![Said::Pattern(LARGE)])],
    );
    let headers = [("content-type", RELATED), ("soapaction", "\"urn:show\"")];
    let (_, count) = block_on(async {
        let response = begin(proxy.address, SOAP, &headers, sent).await.expect("a head");
        assert_eq!(response.headers()["content-type"], RELATED);
        drain(response.into_body(), 0).await.expect("all of it")
    });
    assert!(count > LARGE && backend.last().bytes > LARGE, "{count}");
    assert_little(&proxy, before, "relayed both ways");
    proxy.assert_alive();
}
