// SPDX-License-Identifier: EUPL-1.2
//! Server-streaming twins: lists of a legacy service, item by item.

use std::process::Command;
use std::sync::OnceLock;
use std::time::Duration;

use http_body_util::BodyExt as _;
use prost::Message as _;
use prost_reflect::DynamicMessage;
use serde_json::{Value, json};

use crate::harness::canned::{Behaviour, Canned, response};
use crate::harness::facade::{self, Facade};
use crate::harness::grpc::{self, Connection, Outcome, frame, request};
use crate::harness::proxy::{Config, Proxy};
use crate::harness::runtime::block_on;
use crate::harness::{peers, reflection, scratch};

const XML: &str = "text/xml; charset=utf-8";
const OPENING: &str = "<?xml version='1.0' encoding='utf-8'?>\n<e:Envelope xmlns:e='http://schemas.xmlsoap.org/soap/envelope/'><e:Header/><e:Body><n:listResponse xmlns:n='urn:people'><n:persons>";
const END: &str = "\n</n:persons></n:listResponse></e:Body></e:Envelope>\n";

/// The facade of a service with a list, generated once.
fn people() -> &'static (tempfile::TempDir, Facade) {
    static PEOPLE: OnceLock<(tempfile::TempDir, Facade)> = OnceLock::new();
    PEOPLE.get_or_init(|| {
        let directory = scratch();
        let wsdl = directory.path().join("people.wsdl");
        std::fs::write(&wsdl, WSDL).expect("people.wsdl");
        let facade = facade::generate(&wsdl, &directory.path().join("facade"));
        (directory, facade)
    })
}

fn path() -> String {
    format!("/{}", people().1.operation("list")["grpc_stream"].as_str().expect("a twin"))
}

fn proxy(legacy: &Canned) -> Proxy {
    let config = Config { contract: people().1.path.clone(), ..Config::new(legacy.url()) };
    Proxy::start(&config.backend_setting("timeout: 3s"))
}

fn ask() -> http::Request<bytes::Bytes> {
    let message = facade::message(people().1.method_at(&path()).input(), &json!({"name": "A*"}));
    request(&path(), frame(&message.encode_to_vec()))
}

fn person(number: usize) -> String {
    format!("\n  <n:person id='{number}'><n:name>Person &lt;{number}&gt;</n:name></n:person>")
}

fn list(count: usize) -> String {
    let persons: String = (0..count).map(person).collect();
    format!("{OPENING}{persons}{END}")
}

#[track_caller]
fn items(outcome: &Outcome) -> Vec<Value> {
    let method = people().1.method_at(&path());
    assert!(method.is_server_streaming());
    let decode = |bytes: &bytes::Bytes| {
        let message = DynamicMessage::decode(method.output(), bytes.clone()).expect("protobuf");
        assert_eq!(message.unknown_fields().count(), 0, "unknown fields");
        facade::to_json(&message)
    };
    outcome.messages.iter().map(decode).collect()
}

#[test]
fn many_thousand_items_come_one_by_one_and_in_order() {
    const COUNT: usize = 10_000;
    let legacy = Canned::answering("200 OK", XML, list(COUNT).as_bytes());
    let mut proxy = proxy(&legacy);
    let outcome = grpc::send(proxy.address, ask());
    assert_eq!((outcome.code, outcome.http.as_u16()), (0, 200), "{}", outcome.message);
    assert_eq!(outcome.headers["content-type"], "application/grpc");
    assert!(!outcome.headers.contains_key("grpc-status"), "the status comes after the items");
    let items = items(&outcome);
    assert_eq!(items.len(), COUNT);
    for (number, item) in items.iter().enumerate() {
        assert_eq!(*item, json!({"person": {"id": number, "name": format!("Person <{number}>")}}));
    }
    // The same list in one message.
    let unary = grpc::call(proxy.address, &people().1, "list", &json!({"name": "A*"}));
    let unary = unary.output(&people().1, "list");
    let persons: Vec<Value> = items.into_iter().map(|item| item["person"].clone()).collect();
    assert_eq!(unary, json!({"persons": {"person": persons}}));
    proxy.assert_alive();
}

#[test]
fn an_answer_that_never_ends_costs_no_memory_and_can_be_cancelled() {
    let opening = format!("HTTP/1.1 200 OK\r\ncontent-type: {XML}\r\n\r\n{OPENING}");
    let large = |number| person(number).replace("Person", &"x".repeat(16 << 10));
    let chunk: String = (0..10).map(large).collect();
    let legacy = Canned::start(Behaviour::Endless(opening.into_bytes(), chunk.into_bytes()));
    let mut proxy = proxy(&legacy);
    let before = proxy.resident();
    let received = block_on(async {
        let connection = Connection::open(proxy.address).await.expect("a connection");
        let mut body = connection.begin(ask()).await.expect("a head").into_body();
        let mut received = 0;
        // And at first a caller who does not read.
        tokio::time::sleep(Duration::from_secs(2)).await;
        while received < 64 << 20 {
            let frame = body.frame().await.expect("it never ends").expect("data");
            received += frame.into_data().expect("data").len();
        }
        received
    });
    // The caller has gone. The operation may be a write, so its answer is read on for the time that an answer has.
    legacy.await_closed(1);
    let grown = proxy.resident().saturating_sub(before);
    println!("{received} bytes of items received, {grown} bytes of memory more");
    assert!(grown < 24 << 20, "{grown} bytes");
    assert!(proxy.log().contains("Request was carried through after its caller had gone"), "{}", proxy.log());
    proxy.assert_alive();
}

#[test]
fn lists_without_items_are_empty_streams() {
    let legacy = Canned::start(Behaviour::Silence);
    let mut proxy = proxy(&legacy);
    let envelope = |body: &str| {
        format!(
            "<e:Envelope xmlns:e='http://schemas.xmlsoap.org/soap/envelope/'><e:Body>{body}</e:Body></e:Envelope>"
        )
    };
    for body in [
        list(0),
        envelope("<n:listResponse xmlns:n='urn:people'><n:persons/></n:listResponse>"),
        envelope("<n:listResponse xmlns:n='urn:people'/>"),
    ] {
        legacy.set(Behaviour::Bytes(response("200 OK", XML, body.as_bytes())));
        let outcome = grpc::send(proxy.address, ask());
        assert_eq!((outcome.code, outcome.messages.len()), (0, 0), "{body}: {}", outcome.message);
    }
    // Something that only the whole message explains.
    let typed = list(3).replace(
        "<n:persons>",
        "<n:persons xmlns:i='http://www.w3.org/2001/XMLSchema-instance' i:type='n:Persons'>",
    );
    legacy.set(Behaviour::Bytes(response("200 OK", XML, typed.as_bytes())));
    assert_eq!(items(&grpc::send(proxy.address, ask())).len(), 3);
    proxy.assert_alive();
}

#[test]
fn faults_and_mistakes_end_the_stream_with_a_status() {
    let legacy = Canned::start(Behaviour::Silence);
    let mut proxy = proxy(&legacy);
    let facade = &people().1;
    let fault = "<e:Envelope xmlns:e='http://schemas.xmlsoap.org/soap/envelope/'><e:Body><e:Fault><faultcode>e:Client</faultcode><faultstring>too many</faultstring><detail><n:tooMany xmlns:n='urn:people'><n:limit>10</n:limit></n:tooMany></detail></e:Fault></e:Body></e:Envelope>";
    legacy.set(Behaviour::Bytes(response("500 Internal Server Error", XML, fault.as_bytes())));
    let outcome = grpc::send(proxy.address, ask());
    assert_eq!(outcome.detail(facade, 9, "TooMany"), json!({"limit": 10}));
    assert_eq!(outcome.headers["grpc-status"], "9", "nothing but trailers");

    // After good items: those are given, then the status says that there would have been more.
    let text = list(5);
    let cut = text.find(END).expect("an end");
    for (what, body, reason) in [
        (
            "an item of another kind",
            text.replace("<n:person id='3'>", "<n:person id='x'>"),
            "BACKEND_INVALID",
        ),
        (
            "another element",
            text.replace("<n:person id='3'>", "<n:other/><n:person id='3'>"),
            "BACKEND_INVALID",
        ),
        ("no end", text[..cut].to_owned(), "BACKEND_NOT_SOAP"),
        ("not well-formed", text.replace("<n:person id='3'>", "<n:person id=3>"), "BACKEND_NOT_SOAP"),
        ("an entity", text.replace("Person &lt;3", "Person &x;3"), "BACKEND_NOT_SOAP"),
        (
            "text between items",
            text.replace("\n  <n:person id='3'>", "x<n:person id='3'>"),
            "BACKEND_INVALID",
        ),
    ] {
        legacy.set(Behaviour::Bytes(response("200 OK", XML, body.as_bytes())));
        let outcome = grpc::send(proxy.address, ask());
        println!("{what}: {} after {} items", outcome.message, outcome.messages.len());
        assert_eq!(outcome.code, 13, "{what}");
        assert!(outcome.messages.len() >= 3, "{what}: {} items", outcome.messages.len());
        let status = outcome.status.as_ref().expect("details");
        let info = status.details.iter().find(|any| any.type_url.ends_with("ErrorInfo")).expect("a reason");
        assert_eq!(
            grpc::ErrorInfo::decode(info.value.as_slice()).expect("protobuf").reason,
            reason,
            "{what}"
        );
    }
    // The connection breaks in the middle of an item.
    let mut broken = response("200 OK", XML, text.as_bytes());
    broken.truncate(broken.len() - END.len() - 20);
    legacy.set(Behaviour::Bytes(broken));
    let outcome = grpc::send(proxy.address, ask());
    assert_eq!((outcome.code, outcome.messages.len()), (14, 4), "{}", outcome.message);
    // A request that the contract does not allow never leaves.
    let before = legacy.requests();
    let outcome = grpc::send(proxy.address, request(&path(), frame(b"\x0f")));
    assert_eq!((outcome.code, legacy.requests()), (3, before));
    proxy.assert_alive();
}

#[test]
fn reflection_and_grpcurl_know_the_twin() {
    let legacy = Canned::answering("200 OK", XML, list(3).as_bytes());
    let proxy = proxy(&legacy);
    let path = path();
    let (service, method) = path[1..].split_once('/').expect("/service/method");
    let files = reflection::files(proxy.address, service);
    let services = files.iter().flat_map(|file| &file.service);
    let found = services.flat_map(|s| &s.method).find(|found| found.name() == method).expect("the twin");
    assert!(found.server_streaming());
    let Some(program) = peers::grpcurl() else { skip!("grpcurl is not installed (tests/peers/install)") };
    let said = peers::run(
        Command::new(program)
            .args(["-plaintext", "-d", "{\"name\": \"A*\"}"])
            .args([proxy.address.to_string(), path[1..].to_owned()]),
    );
    let said = said.content();
    let persons: Vec<Value> =
        serde_json::Deserializer::from_str(&said).into_iter().map(|value| value.expect("JSON")).collect();
    assert_eq!(persons.len(), 3, "{said}");
    assert_eq!(persons[2]["person"], json!({"id": 2, "name": "Person <2>"}));
}

const WSDL: &str = r#"<definitions xmlns="http://schemas.xmlsoap.org/wsdl/" xmlns:t="urn:people" targetNamespace="urn:people"
    xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:soap="http://schemas.xmlsoap.org/wsdl/soap/">
  <types><xs:schema targetNamespace="urn:people" elementFormDefault="qualified">
    <xs:complexType name="Person"><xs:sequence><xs:element name="name" type="xs:string"/></xs:sequence>
      <xs:attribute name="id" type="xs:int"/></xs:complexType>
    <xs:complexType name="Persons"><xs:sequence>
      <xs:element name="person" type="t:Person" minOccurs="0" maxOccurs="unbounded"/></xs:sequence></xs:complexType>
    <xs:element name="list"><xs:complexType><xs:sequence>
      <xs:element name="name" type="xs:string"/></xs:sequence></xs:complexType></xs:element>
    <xs:element name="listResponse"><xs:complexType><xs:sequence>
      <xs:element name="persons" type="t:Persons" minOccurs="0"/></xs:sequence></xs:complexType></xs:element>
    <xs:element name="tooMany"><xs:complexType><xs:sequence>
      <xs:element name="limit" type="xs:int"/></xs:sequence></xs:complexType></xs:element>
  </xs:schema></types>
  <message name="in"><part name="p" element="t:list"/></message>
  <message name="out"><part name="p" element="t:listResponse"/></message>
  <message name="bad"><part name="p" element="t:tooMany"/></message>
  <portType name="P"><operation name="list"><input message="t:in"/><output message="t:out"/>
    <fault name="tooMany" message="t:bad"/></operation></portType>
  <binding name="B" type="t:P"><soap:binding transport="http://schemas.xmlsoap.org/soap/http"/>
    <operation name="list"><soap:operation soapAction=""/><input><soap:body use="literal"/></input>
      <output><soap:body use="literal"/></output><fault name="tooMany"><soap:fault name="tooMany" use="literal"/></fault></operation></binding>
  <service name="S"><port name="P" binding="t:B"><soap:address location="http://x/"/></port></service>
</definitions>"#;
