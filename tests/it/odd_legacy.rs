// SPDX-License-Identifier: EUPL-1.2
//! Legacy services whose answers are right and yet not as everybody writes them.

use serde_json::json;

use crate::harness::canned::{Behaviour, Canned, response};
use crate::harness::http1::{self, request, send};
use crate::harness::proxy::{Proxy, SOAP};
use crate::harness::{facade, grpc, sample_message};

fn good() -> String {
    String::from_utf8(sample_message("lesePerson-response.xml")).expect("UTF-8")
}

fn rest(proxy: &Proxy) -> http1::Answer {
    let path = facade::melderegister().rest_path("lesePerson");
    http1::post_json(proxy.address, &path, &json!({"personId": "MR00000001"}))
}

/// A body in two chunks, with an extension and a trailer.
fn chunked(body: &[u8]) -> Vec<u8> {
    let (first, second) = body.split_at(body.len() / 2);
    let mut bytes =
        b"HTTP/1.1 200 OK\r\nContent-Type: text/xml\r\nTransfer-Encoding: chunked\r\nTrailer: X-Sum\r\n\r\n"
            .to_vec();
    for chunk in [first, second] {
        bytes.extend_from_slice(format!("{:X};name=value\r\n", chunk.len()).as_bytes());
        bytes.extend_from_slice(chunk);
        bytes.extend_from_slice(b"\r\n");
    }
    bytes.extend_from_slice(b"0\r\nX-Sum: 1\r\n\r\n");
    bytes
}

#[test]
fn every_way_to_write_the_same_answer_is_understood() {
    let legacy = Canned::start(Behaviour::Silence);
    let mut proxy = Proxy::before(legacy.url());
    let good = good();
    let xml = |text: &str| response("200 OK", "text/xml; charset=utf-8", text.as_bytes());
    let envelope = good.split_once("-->").expect("a comment").1.trim_start();
    let cases: Vec<(&str, Vec<u8>)> = vec![
        ("as it is", xml(&good)),
        ("a byte order mark", xml(&format!("\u{feff}{good}"))),
        ("no XML declaration", xml(envelope)),
        ("blanks around it", xml(&format!("\r\n  {envelope}\r\n\r\n"))),
        ("single quotes", xml(&good.replace('"', "'"))),
        (
            "other prefixes",
            xml(&good
                .replace("mr:", "ns2:")
                .replace("xmlns:mr", "xmlns:ns2")
                .replace("soap:", "S:")
                .replace("xmlns:soap", "xmlns:S")),
        ),
        (
            "comments",
            xml(&good
                .replace("<mr:name>", "<!-- Name --><mr:name><!-- x -->")
                .replace("Jürgen", "Jür<!-- x -->gen")),
        ),
        ("CDATA", xml(&good.replace("Jürgen", "<![CDATA[Jürgen]]>"))),
        ("character references", xml(&good.replace('ü', "&#xFC;").replace("Öhringen", "&#214;hringen"))),
        ("windows line ends", xml(&good.replace('\n', "\r\n"))),
        (
            "a header that nobody knows",
            xml(&good.replace(
                "<soap:Body>",
                "<soap:Header><a:x xmlns:a='urn:a'><a:y>1</a:y></a:x></soap:Header><soap:Body>",
            )),
        ),
        ("an empty header", xml(&good.replace("<soap:Body>", "<soap:Header/><soap:Body>"))),
        (
            "hints for schemas",
            xml(&good.replace("<mr:person ", "<mr:person xsi:schemaLocation=\"urn:x x.xsd\" ")),
        ),
        (
            "types that are clear anyway",
            xml(&good.replace("<mr:person ", "<mr:person xsi:type=\"mr:Person\" ").replace(
                "<mr:geburtsdatum>",
                "<mr:geburtsdatum xsi:type=\"xs:date\" xmlns:xs=\"http://www.w3.org/2001/XMLSchema\">",
            )),
        ),
        ("an encoding style", xml(&good.replace("<soap:Body>", "<soap:Body soap:encodingStyle=\"\">"))),
        ("text/xml without a charset", response("200 OK", "text/xml", good.as_bytes())),
        ("another media type of XML", response("200 OK", "application/xml", good.as_bytes())),
        ("in chunks", chunked(good.as_bytes())),
        (
            "until it closes",
            [&b"HTTP/1.1 200 OK\r\ncontent-type: text/xml\r\n\r\n"[..], good.as_bytes()].concat(),
        ),
        ("HTTP/1.0", [&b"HTTP/1.0 200 OK\r\nContent-Type: text/xml\r\n\r\n"[..], good.as_bytes()].concat()),
        ("after 100 Continue", [&b"HTTP/1.1 100 Continue\r\n\r\n"[..], &xml(&good)].concat()),
    ];
    for (name, bytes) in cases {
        legacy.set(Behaviour::Bytes(bytes));
        println!("--- {name}");
        let person = rest(&proxy).ok()["person"].clone();
        assert_eq!(person["name"]["vorname"], json!(["Jürgen", "Karl"]), "{name}");
        assert_eq!(person["geburtsort"], "Öhringen", "{name}");
        assert_eq!(person["meldeanschrift"][1]["anschrift"]["@type"], "AuslandsAnschrift", "{name}");
    }
    proxy.assert_alive();
}

#[test]
fn an_answer_in_a_package_is_read() {
    let legacy = Canned::start(Behaviour::Silence);
    let mut proxy = Proxy::before(legacy.url());
    let package = |envelope: &str, more: &str| {
        let body = format!(
            "--b\r\nContent-Type: application/xop+xml; type=\"text/xml\"\r\nContent-ID: <a>\r\n\r\n{envelope}\r\n{more}--b--\r\n"
        );
        response("200 OK", "multipart/related; boundary=b; type=\"application/xop+xml\"", body.as_bytes())
    };
    legacy.set(Behaviour::Bytes(package(&good(), "")));
    let answer = rest(&proxy);
    assert_eq!(answer.status, 200, "{}", answer.text());
    assert_eq!(answer.json()["person"]["geburtsort"], "Öhringen", "{}", answer.text());
    // Something beside the envelope that nothing refers to.
    legacy.set(Behaviour::Bytes(package(&good(), "--b\r\nContent-ID: <x>\r\n\r\nx\r\n")));
    let answer = rest(&proxy);
    assert_eq!(answer.status, 502, "{}", answer.text());
    proxy.assert_alive();
}

/// A text in ISO-8859-1.
fn latin_1(text: &str) -> Vec<u8> {
    text.chars().map(|c| u8::try_from(u32::from(c)).expect("a character of ISO-8859-1")).collect()
}

fn utf_16(text: &str) -> Vec<u8> {
    text.encode_utf16().flat_map(u16::to_le_bytes).collect()
}

#[test]
fn answers_in_other_encodings_are_read() {
    let legacy = Canned::start(Behaviour::Silence);
    let mut proxy = Proxy::before(legacy.url());
    let good = good().replace(['–', '—', '…'], "-");
    let declared = |name: &str| good.replace("UTF-8", name);
    let bare = good.split_once("?>").expect("a declaration").1;
    let xml = |media: &str, body: &[u8]| response("200 OK", media, body);
    let cases = [
        ("the transport says ISO 8859-1", xml("text/xml; charset=iso-8859-1", &latin_1(bare))),
        ("both say ISO 8859-1", xml("text/xml;charset=\"ISO-8859-1\"", &latin_1(&declared("ISO-8859-1")))),
        ("the document says windows-1252", xml("text/xml", &latin_1(&declared("windows-1252")))),
        ("the transport is right", xml("text/xml; charset=windows-1252", &latin_1(&good))),
        ("UTF-16 by the transport", xml("text/xml; charset=utf-16", &utf_16(bare))),
        ("UTF-16 with a mark", xml("application/xml", &utf_16(&format!("\u{feff}{}", declared("UTF-16"))))),
        ("UTF-16 by its first bytes", xml("text/xml", &utf_16(&declared("UTF-16")))),
    ];
    for (name, bytes) in cases {
        legacy.set(Behaviour::Bytes(bytes.clone()));
        println!("--- {name}");
        let person = rest(&proxy).ok()["person"].clone();
        assert_eq!(person["name"]["vorname"], json!(["Jürgen", "Karl"]), "{name}");
        assert_eq!(person["geburtsort"], "Öhringen", "{name}");
        let call = json!({"person_id": "MR00000001"});
        let answer = grpc::call(proxy.address, facade::melderegister(), "lesePerson", &call);
        assert_eq!(answer.code, 0, "{name}: {answer:?}");
        // Who speaks SOAP gets what the service sent.
        let sent = send(
            proxy.address,
            request(SOAP, "text/xml; charset=utf-8", sample_message("lesePerson-request.xml")),
        );
        assert_eq!(sent.status, 200, "{name}");
        assert!(bytes.ends_with(&sent.body), "{name}");
    }
    proxy.assert_alive();
}

#[test]
fn what_is_not_supported_says_so() {
    let legacy = Canned::start(Behaviour::Silence);
    let mut proxy = Proxy::before(legacy.url());
    let mut zipped = response("200 OK", "text/xml", b"\x1f\x8b\x08\0\0\0\0\0\0\x03");
    let head = b"HTTP/1.1 200 OK\r\n".len();
    zipped.splice(head..head, b"content-encoding: gzip\r\n".iter().copied());
    let unknown = response("200 OK", "text/xml; charset=shift_jis", good().as_bytes());
    let not_so = response("200 OK", "text/xml; charset=utf-8", &latin_1(&good()));
    for (name, bytes) in
        [("an unknown encoding", unknown), ("not the encoding said", not_so), ("gzip", zipped)]
    {
        legacy.set(Behaviour::Bytes(bytes));
        let answer = rest(&proxy);
        println!("--- {name}: {}", answer.text());
        assert_eq!(answer.status, 502, "{name}: {}", answer.text());
        assert!(
            grpc::call(
                proxy.address,
                facade::melderegister(),
                "lesePerson",
                &json!({"person_id": "MR00000001"})
            )
            .code
                != 0
        );
    }
    proxy.assert_alive();
}

/// Services close connections that they said to keep. What has gone stale must cost nobody a request, and nothing may
/// be sent twice.
#[test]
fn connections_that_were_closed_in_the_meantime() {
    let mut answer = response("200 OK", "text/xml; charset=utf-8", good().as_bytes());
    let text = b"connection: close\r\n";
    let at = answer.windows(text.len()).position(|window| window == text).expect("the header");
    answer.drain(at..at + text.len());
    let legacy = Canned::start(Behaviour::Bytes(answer));
    let mut proxy = Proxy::before(legacy.url());
    let soap = || request(SOAP, "text/xml; charset=utf-8", sample_message("lesePerson-request.xml"));
    for round in 0..10 {
        assert_eq!(rest(&proxy).status, 200, "round {round}");
        legacy.await_closed(2 * round + 1);
        assert_eq!(send(proxy.address, soap()).status, 200, "round {round}");
        legacy.await_closed(2 * round + 2);
    }
    assert_eq!(legacy.requests(), 20);
    proxy.assert_alive();
}
