// SPDX-License-Identifier: EUPL-1.2
//! Old callers: what they send and get is what it was without the proxy.

use bytes::Bytes;
use http::Request;

use crate::harness::http1::{Answer, get, send};
use crate::harness::proxy::{Proxy, SOAP};
use crate::harness::register::Register;
use crate::harness::sample_message;

/// Messages of the sample: name, operation, SOAP version.
const CALLS: &[(&str, &str, &str)] = &[
    ("suchePerson", "suchePerson", "1.1"),
    ("lesePerson", "lesePerson", "1.1"),
    ("lesePerson-soap12", "lesePerson", "1.2"),
    ("meldeUmzug", "meldeUmzug", "1.1"),
    ("holeBescheinigung", "holeBescheinigung", "1.1"),
    ("fault-PersonNichtGefunden", "lesePerson", "1.1"),
    ("fault-Auskunftssperre", "lesePerson", "1.1"),
    ("fault-Auskunftssperre-soap12", "holeBescheinigung", "1.2"),
    ("fault-UngueltigeAnfrage", "suchePerson", "1.1"),
    ("fault-Client", "lesePerson", "1.1"),
];

fn request(operation: &str, version: &str, body: Vec<u8>) -> Request<Bytes> {
    let action = format!("https://fachwerk.example/ns/melderegister/dienst/1/{operation}");
    let request = Request::post(SOAP).header("x-fachverfahren", "alt");
    let request = if version == "1.1" {
        request
            .header("content-type", "text/xml; charset=utf-8")
            .header("SOAPAction", format!("\"{action}\""))
    } else {
        request.header("content-type", format!("application/soap+xml; charset=utf-8; action=\"{action}\""))
    };
    request.body(body.into()).expect("a request")
}

#[test]
fn every_message_is_relayed_byte_by_byte() {
    let register = Register::start();
    let proxy = Proxy::before(register.url());
    for (name, operation, version) in CALLS {
        let body = sample_message(&format!("{name}-request.xml"));
        let answer = send(proxy.address, request(operation, version, body.clone()));
        let seen = register.last();
        assert_eq!(seen.request_body, body, "{name}: the request has changed");
        assert_eq!(answer.body, seen.response_body, "{name}: the answer has changed");
        assert_eq!(answer.status, seen.status, "{name}");
        assert_eq!(
            answer.header("content-type"),
            seen.response_headers["content-type"].to_str().expect("text"),
            "{name}"
        );
        assert_eq!(seen.uri.path(), "/melderegister", "{name}");
        assert_eq!(seen.request_headers["x-fachverfahren"], "alt", "{name}: an own header is lost");
        let host = seen.request_headers["host"].to_str().expect("text");
        assert_eq!(host, register.address().to_string(), "{name}: the host is the backend's");
    }
    let answer =
        send(proxy.address, request("benachrichtige", "1.1", sample_message("benachrichtige-request.xml")));
    assert_eq!((answer.status.as_u16(), answer.body.len()), (202, 0));
}

#[test]
fn what_the_service_refuses_is_for_the_service_to_refuse() {
    let register = Register::start();
    let proxy = Proxy::before(register.url());
    // Not our dialect of strictness, and nothing in it for the proxy to look at.
    let body = b"<?xml version='1.0'?><!DOCTYPE a><a/>".to_vec();
    let answer = send(proxy.address, request("lesePerson", "1.1", body.clone()));
    let seen = register.last();
    assert_eq!((seen.request_body.as_ref(), answer.status), (body.as_slice(), seen.status));
    assert_eq!(answer.body, seen.response_body);
    let answer = send(
        proxy.address,
        Request::post(SOAP).header("content-type", "text/plain").body("hallo".into()).expect("a request"),
    );
    assert!(answer.status.is_client_error(), "{}", answer.status);
}

/// Addresses that a WSDL or schema names in this attribute.
pub(crate) fn named(text: &str, attribute: &str) -> Vec<String> {
    let start = format!(" {attribute}=\"");
    let values = text.split(start.as_str()).skip(1);
    values.filter_map(|rest| rest.split('"').next()).map(|value| value.replace("&amp;", "&")).collect()
}

fn fetch(proxy: &Proxy, url: &str) -> Answer {
    let own = format!("http://{}", proxy.address);
    let path = url.strip_prefix(&own).unwrap_or(url);
    let path = if path.starts_with('/') { path.to_owned() } else { format!("{SOAP}{path}") };
    let answer = get(proxy.address, &path);
    assert_eq!(answer.status, 200, "{url}: {}", answer.text());
    assert!(answer.header("content-type").contains("xml"), "{url}: {}", answer.header("content-type"));
    answer
}

/// The WSDL as the proxy serves it and every schema it imports, fetched from where it says they are.
pub(crate) fn description(proxy: &Proxy, query: &str) -> (String, Vec<String>) {
    let wsdl = fetch(proxy, &format!("{SOAP}{query}")).text();
    let mut open = named(&wsdl, "schemaLocation");
    let mut schemas = std::collections::BTreeMap::new();
    while let Some(url) = open.pop() {
        if schemas.contains_key(&url) {
            continue;
        }
        let schema = fetch(proxy, &url).text();
        assert!(schema.contains("schema") && schema.contains("targetNamespace"), "{url}: {schema}");
        open.extend(named(&schema, "schemaLocation"));
        schemas.insert(url, schema);
        assert!(schemas.len() < 10, "schemas import each other for ever");
    }
    (wsdl, schemas.into_values().collect())
}

#[test]
fn the_wsdl_names_the_proxy_and_everything_it_imports_is_there() {
    let register = Register::start();
    let proxy = Proxy::before(register.url());
    for query in ["?wsdl", "?WSDL"] {
        let (wsdl, schemas) = description(&proxy, query);
        let own = format!("http://{}{SOAP}", proxy.address);
        assert_eq!(named(&wsdl, "location"), [own.as_str(), own.as_str()], "addresses of the two ports");
        assert_eq!(schemas.len(), 2, "melderegister.xsd and basistypen.xsd");
        for text in schemas.iter().chain([&wsdl]) {
            assert!(!text.contains(&register.address().to_string()), "the legacy address shows");
        }
    }
}
