// SPDX-License-Identifier: EUPL-1.2
//! Packages and forms that are not what they should be.

use serde_json::{Value, json};

use super::package::{FORM, RELATED, begin, drain, form, package};
use super::{archive, config, done, envelope};
use crate::harness::archive::{Archive, Said};
use crate::harness::proxy::Proxy;
use crate::harness::runtime::block_on;

const INCLUDE: &str = "<i:Include xmlns:i='http://www.w3.org/2004/08/xop/include' href='cid:f'/>";

fn bytes(content: &str) -> Vec<Said> {
    vec![Said::Bytes(content.to_owned().into())]
}

/// Status and JSON of the answer; `None` where it was cut.
fn call(proxy: &Proxy, operation: &str, headers: &[(&str, &str)], body: Vec<Said>) -> Option<(u16, Value)> {
    block_on(async {
        let response =
            begin(proxy.address, &archive().rest_path(operation), headers, body).await.expect("a head");
        let status = response.status().as_u16();
        let (body, _) = drain(response.into_body(), 1 << 20).await.ok()?;
        Some((status, serde_json::from_slice(&body).unwrap_or(Value::Null)))
    })
}

#[test]
fn bad_forms_are_refused_and_the_service_gets_no_whole_request() {
    let backend = Archive::answering("text/xml", bytes(&done()));
    let settings = "attachments: { max_total: 2MiB, max_parts: 3, max_part_header: 1KiB }";
    let mut proxy = Proxy::start(&config(&backend).setting(settings));
    let message = r#"{"title":"x","data":"cid:d"}"#;
    let one = |fields: &'static str, content: &'static str| form(message, vec![(fields, bytes(content))]);
    let large = || vec![Said::Pattern(1 << 20)];
    let long: &'static str = Box::leak(format!("name=d\nX: {}", "x".repeat(2000)).into_boxed_str());
    let cut = || {
        let mut cut = form(message, vec![("name=d", large())]);
        cut.pop();
        cut
    };
    let cases: Vec<(&str, Vec<Said>, u16, &str)> = vec![
        ("no part for a reference", form(message, vec![]), 400, "FW-4008"),
        ("a part that nothing refers to", one("name=e", "x"), 400, "FW-4008"),
        ("a part without a name", one("filename=d", "x"), 400, "FW-4008"),
        (
            "the same part twice",
            form(message, vec![("name=d", large()), ("name=d", bytes("y"))]),
            400,
            "FW-4008",
        ),
        (
            "two references to one part",
            form(r#"{"title":"x","data":"cid:d","more":"cid:d"}"#, vec![("name=d", bytes("x"))]),
            400,
            "FW-4008",
        ),
        (
            "no message first",
            bytes("--xyz\r\nContent-Disposition: form-data; name=d\r\n\r\nx\r\n--xyz--\r\n"),
            400,
            "FW-4007",
        ),
        ("no JSON", form("{", vec![]), 400, "FW-4007"),
        (
            "not what the contract says",
            form(r#"{"data":"cid:d"}"#, vec![("name=d", bytes("x"))]),
            400,
            "FW-4008",
        ),
        ("a reference where none belongs", form(r#"{"title":"x","more":"cid"}"#, vec![]), 400, "FW-4008"),
        ("cut before its last boundary", cut(), 400, "FW-4007"),
        ("no boundary at all", bytes("hello"), 400, "FW-4007"),
        ("too many parts", form(message, vec![("name=a", bytes("")); 4]), 400, "FW-4008"),
        ("header fields without end", one(long, "x"), 413, "FW-4005"),
        ("bad base64", one("name=d\nContent-Transfer-Encoding: base64", "*"), 400, "FW-4007"),
        (
            "an unknown transfer encoding",
            one("name=d\nContent-Transfer-Encoding: x-uue", "*"),
            400,
            "FW-4008",
        ),
        ("two identifiers", one("name=d\nContent-ID: <d>\nContent-ID: <e>", "x"), 400, "FW-4007"),
        (
            "more than everything may have",
            form(message, vec![("name=d", vec![Said::Pattern(3 << 20)])]),
            413,
            "FW-4005",
        ),
    ];
    for (what, body, status, code) in cases {
        let (found, problem) = call(&proxy, "send", &[("content-type", FORM)], body).expect("an answer");
        println!("{what}: {found} {}", problem["detail"]);
        assert_eq!((found, problem["code"].as_str()), (status, Some(code)), "{what}: {problem}");
    }
    assert!(
        backend.received().iter().all(|received| !received.complete),
        "a bad request was sent to its end"
    );
    // No boundary in the media type; and operations without attachments.
    let media = [("content-type", "multipart/form-data")];
    let (status, problem) = call(&proxy, "send", &media, form(message, vec![])).expect("an answer");
    assert_eq!((status, problem["code"].as_str()), (400, Some("FW-4007")), "{problem}");
    let (status, problem) =
        call(&proxy, "get", &[("content-type", FORM)], form("{}", vec![])).expect("an answer");
    assert_eq!((status, problem["code"].as_str()), (415, Some("FW-4006")), "{problem}");
    // In plain JSON a reference is what it always was: no base64.
    let (status, problem) =
        call(&proxy, "send", &[("content-type", "application/json")], bytes(message)).expect("an answer");
    assert_eq!((status, problem["code"].as_str()), (400, Some("FW-4008")), "{problem}");
    proxy.assert_alive();
}

#[test]
fn bad_packages_are_never_taken_for_whole_ones() {
    let backend = Archive::answering("text/xml", bytes(&done()));
    let settings = "attachments: { max_parts: 3, max_part_header: 1KiB }";
    let mut proxy = Proxy::start(&config(&backend).setting(settings));
    let record = envelope(&format!("<a:record><a:title>x</a:title><a:data>{INCLUDE}</a:data></a:record>"));
    let pack = |parts| package(&record, parts);
    let good = || ("Content-ID: <f>", bytes("x"));
    let long: &'static str = Box::leak(format!("Content-ID: <f>\nX: {}", "x".repeat(2000)).into_boxed_str());
    let without_end = |parts| {
        let mut said = pack(parts);
        said.pop();
        said
    };
    // What is known before anything was said is a problem …
    let early: Vec<(&str, Vec<Said>, &str)> = vec![
        ("no part for a reference", pack(vec![]), "FW-4105"),
        ("another part", pack(vec![("Content-ID: <g>", bytes("x"))]), "FW-4105"),
        ("no last boundary", without_end(vec![]), "FW-4104"),
        ("header fields without end", pack(vec![(long, bytes("x"))]), "FW-4106"),
        (
            "an unknown transfer encoding",
            pack(vec![("Content-ID: <f>\nContent-Transfer-Encoding: x-uue", bytes("x"))]),
            "FW-4105",
        ),
        ("no parts", bytes("nothing"), "FW-4104"),
        (
            "another root",
            package(&record, vec![])
                .into_iter()
                .map(|said| match said {
                    Said::Bytes(bytes) => {
                        Said::Bytes(String::from_utf8_lossy(&bytes).replace("root@x", "toor@x").into())
                    }
                    other => other,
                })
                .collect(),
            "FW-4105",
        ),
        ("it breaks", vec![Said::Break], "FW-4103"),
    ];
    let headers = [("content-type", "application/json"), ("accept", "multipart/related")];
    for (what, said, code) in early {
        backend.answer(RELATED, said);
        let (status, problem) = call(&proxy, "get", &headers, bytes("{\"title\":\"x\"}")).expect("an answer");
        println!("{what}: {status} {}", problem["detail"]);
        assert_eq!((status, problem["code"].as_str()), (502, Some(code)), "{what}: {problem}");
    }
    // … and what comes later ends the answer before its last boundary.
    let late: Vec<(&str, Vec<Said>, &str)> = vec![
        ("the same part twice", pack(vec![good(), good()]), "FW-4105"),
        ("a part that nothing refers to", pack(vec![good(), ("Content-ID: <g>", bytes("x"))]), "FW-4105"),
        ("no last boundary", without_end(vec![good()]), "FW-4104"),
        (
            "it breaks",
            without_end(vec![("Content-ID: <f>", vec![Said::Pattern(8 << 20), Said::Break])]),
            "FW-4103",
        ),
        (
            "bad base64",
            pack(vec![("Content-ID: <f>\nContent-Transfer-Encoding: base64", bytes("*"))]),
            "FW-4104",
        ),
    ];
    for (what, said, code) in late {
        backend.answer(RELATED, said);
        let answer = call(&proxy, "get", &headers, bytes("{\"title\":\"x\"}"));
        assert_eq!(answer, None, "{what}");
        let log = proxy.log();
        let line = log.lines().rfind(|line| line.contains("Request served")).expect("a line");
        assert!(line.contains(code), "{what}: {line}");
    }
    proxy.assert_alive();
}

#[test]
fn a_root_that_is_not_first_is_found_all_the_same() {
    let record = envelope(&format!("<a:record><a:title>x</a:title><a:data>{INCLUDE}</a:data></a:record>"));
    let body = format!(
        "----=_b 1\nContent-ID: <f>\n\nFachwerk\n----=_b 1\nContent-Type: text/xml\nContent-ID: <root@x>\n\n{record}\n----=_b 1--\n"
    );
    let backend = Archive::answering(RELATED, bytes(&body.replace('\n', "\r\n")));
    let proxy = Proxy::start(&config(&backend));
    let headers = [("content-type", "application/json"), ("accept", "multipart/related")];
    let text = block_on(async {
        let path = archive().rest_path("get");
        let response =
            begin(proxy.address, &path, &headers, bytes("{\"title\":\"x\"}")).await.expect("a head");
        let (body, _) = drain(response.into_body(), 1 << 20).await.expect("all of it");
        String::from_utf8_lossy(&body).into_owned()
    });
    assert!(text.contains(r#"{"title":"x","data":"cid:f"}"#) && text.contains("Fachwerk"), "{text}");
    let inline = json!({"title": "x", "data": "RmFjaHdlcms="});
    let headers = [("content-type", "application/json")];
    assert_eq!(call(&proxy, "get", &headers, bytes("{\"title\":\"x\"}")), Some((200, inline)));
}
