// SPDX-License-Identifier: EUPL-1.2
//! Attachments: packages as others send them, and as they are written.

use std::sync::LazyLock;

use base64::Engine as _;
use fachwerk_json::JsonWriter;
use fachwerk_mapping::{Mapping, MessageRole, Operation};
use fachwerk_message::{CodecError, ErrorKind, Limits};
use fachwerk_soap::{Envelope, EnvelopeWriter, Package, SoapError, Version, Written};
use fachwerk_xml::XmlNames;
use proptest::prelude::*;

use crate::contract::mapping;

const WSDL: &str = r##"<definitions xmlns="http://schemas.xmlsoap.org/wsdl/" xmlns:t="urn:t" targetNamespace="urn:t"
    xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:soap="http://schemas.xmlsoap.org/wsdl/soap/"
    xmlns:mime="http://schemas.xmlsoap.org/wsdl/mime/" xmlns:wsp="http://www.w3.org/ns/ws-policy"
    xmlns:wsu="http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-utility-1.0.xsd"
    xmlns:m="http://schemas.xmlsoap.org/ws/2004/09/policy/optimizedmimeserialization">
  <wsp:Policy wsu:Id="mtom"><m:OptimizedMimeSerialization/></wsp:Policy>
  <types><xs:schema targetNamespace="urn:t" elementFormDefault="qualified" xmlns:r="http://ws-i.org/profiles/basic/1.1/xsd">
    <xs:import namespace="http://ws-i.org/profiles/basic/1.1/xsd"/>
    <xs:complexType name="Store"><xs:sequence><xs:element name="title" type="xs:string"/>
      <xs:element name="scan" type="r:swaRef" minOccurs="0"/><xs:element name="data" type="xs:base64Binary" minOccurs="0"/>
      </xs:sequence></xs:complexType>
    <xs:element name="store" type="t:Store"/>
    <xs:element name="plain" type="t:Store"/>
  </xs:schema></types>
  <message name="store"><part name="body" element="t:store"/><part name="photo" type="xs:base64Binary"/>
    <part name="notes" type="xs:string"/></message>
  <message name="plain"><part name="body" element="t:plain"/></message>
  <portType name="P"><operation name="store"><input message="t:store"/></operation>
    <operation name="plain"><input message="t:plain"/></operation></portType>
  <portType name="M"><operation name="optimised"><input message="t:plain"/></operation></portType>
  <binding name="B" type="t:P"><soap:binding transport="http://schemas.xmlsoap.org/soap/http"/>
    <operation name="store"><soap:operation soapAction=""/><input><mime:multipartRelated>
      <mime:part><soap:body use="literal" parts="body"/></mime:part>
      <mime:part><mime:content part="photo" type="image/png"/><mime:content part="photo" type="image/jpeg"/></mime:part>
      <mime:part><mime:content part="notes" type="text/plain"/></mime:part></mime:multipartRelated></input></operation>
    <operation name="plain"><soap:operation soapAction=""/><input><soap:body use="literal"/></input></operation></binding>
  <binding name="MB" type="t:M"><wsp:PolicyReference URI="#mtom"/>
    <soap:binding transport="http://schemas.xmlsoap.org/soap/http"/>
    <operation name="optimised"><soap:operation soapAction="urn:o"/><input><soap:body use="literal"/></input></operation></binding>
  <service name="S"><port name="P" binding="t:B"><soap:address location="http://localhost/"/></port>
    <port name="M" binding="t:MB"><soap:address location="http://localhost/"/></port></service>
</definitions>"##;

static MAPPING: LazyLock<Mapping> = LazyLock::new(|| mapping(WSDL));
static NAMES: LazyLock<XmlNames> = LazyLock::new(|| XmlNames::new(&MAPPING));

fn operation(name: &str) -> &'static Operation {
    MAPPING.operation(MAPPING.find_operation(name).unwrap())
}

fn read(name: &str, media: Option<&str>, bytes: &[u8]) -> Result<String, Box<CodecError>> {
    let limits = Limits::default();
    let shape = operation(name).message(&MessageRole::Input).unwrap();
    let package = Package::open(media, bytes, &limits).map_err(SoapError::into_codec)?;
    let envelope = Envelope::open_package(&package, &limits).map_err(SoapError::into_codec)?;
    let mut writer = JsonWriter::new(&MAPPING, Vec::new());
    envelope.read(&MAPPING, shape, &mut writer).map_err(SoapError::into_codec)?;
    Ok(String::from_utf8(writer.finish()?).unwrap())
}

fn write(name: &str, json: &str, version: Version) -> Result<Written, Box<CodecError>> {
    let operation = operation(name);
    let shape = operation.message(&MessageRole::Input).unwrap();
    let limits = Limits::default();
    let mut writer = EnvelopeWriter::new(&MAPPING, &NAMES, shape, version, &limits);
    if operation.bindings[0].mtom {
        writer = writer.with_mtom(&MAPPING, shape);
    }
    fachwerk_json::read(&MAPPING, shape.root, json.as_bytes(), &limits, &mut writer)?;
    writer.finish_package(operation.bindings[0].soap_action.as_deref())
}

const STORE: &str = r#"{"title":"x","scan":{"contentType":"image/tiff","value":"AAEC"},"data":"/w==","attachments":{"photo":{"contentType":"image/png","value":"iVBO"},"notes":{"contentType":"text/plain; charset=utf-8","value":""}}}"#;

#[test]
fn declared_attachments_and_references_go_round() {
    let written = write("store", STORE, Version::Soap11).unwrap();
    let media = written.content_type.clone().unwrap();
    assert_eq!(
        media,
        "multipart/related; type=\"text/xml\"; start=\"<envelope@fachwerk>\"; boundary=\"fachwerk-part-0\""
    );
    let text = String::from_utf8_lossy(&written.bytes).into_owned();
    for part in [
        "<n1:scan>cid:attachment=1@fachwerk</n1:scan>",
        "<n1:data>/w==</n1:data>",
        "Content-Type: image/tiff\r\nContent-Transfer-Encoding: binary\r\nContent-ID: <attachment=1@fachwerk>\r\n\r\n\0\u{1}\u{2}\r\n",
        "Content-ID: <photo=2@fachwerk>",
    ] {
        assert!(text.contains(part), "{part}\n{text}");
    }
    assert_eq!(read("store", Some(&media), &written.bytes).unwrap(), STORE);
    // As a document by itself.
    assert_eq!(read("store", None, &written.clone().into_document()).unwrap(), STORE);
    // And from the boundary on.
    assert_eq!(read("store", None, &written.bytes).unwrap(), STORE);
    assert_eq!(write("store", STORE, Version::Soap11).unwrap(), written);
}

#[test]
fn nothing_beside_the_envelope_is_no_package() {
    let json = r#"{"title":"x","data":"AA=="}"#;
    let written = write("plain", json, Version::Soap12).unwrap();
    assert_eq!(written.content_type, None);
    assert_eq!(read("plain", None, &written.bytes).unwrap(), json);
    let json = r#"{"title":"x","scan":{"value":"AA=="}}"#;
    let written = write("plain", json, Version::Soap12).unwrap();
    assert!(written.content_type.as_deref().unwrap().contains("type=\"application/soap+xml\""));
    assert_eq!(read("plain", None, &written.into_document()).unwrap(), json);
}

#[test]
fn a_policy_asks_for_mtom() {
    let json = format!(r#"{{"title":"x","data":"{}"}}"#, "AAAA".repeat(400));
    let written = write("optimised", &json, Version::Soap12).unwrap();
    let media = written.content_type.clone().unwrap();
    assert_eq!(
        media,
        "multipart/related; type=\"application/xop+xml\"; start-info=\"application/soap+xml\"; start=\"<envelope@fachwerk>\"; boundary=\"fachwerk-part-0\"; action=\"urn:o\""
    );
    let text = String::from_utf8_lossy(&written.bytes).into_owned();
    assert!(text.contains("<n1:data><xop:Include xmlns:xop=\"http://www.w3.org/2004/08/xop/include\" href=\"cid:binary=1@fachwerk\"/></n1:data>"), "{text}");
    assert!(text.contains(
        "Content-Type: application/xop+xml; charset=UTF-8; type=\"application/soap+xml\"; action=\"urn:o\""
    ));
    assert_eq!(read("optimised", Some(&media), &written.bytes).unwrap(), json);
}

/// A package as others write it; line ends are made those of MIME.
fn foreign(root: &str, parts: &[(&str, &str)]) -> Vec<u8> {
    let mut text = format!("preamble\n--b 1\nContent-Type: text/xml\n\n{root}\n");
    for (fields, content) in parts {
        text.push_str(&format!("--b 1  \n{fields}\n\n{content}\n"));
    }
    text.push_str("--b 1--\nepilogue");
    text.replace('\n', "\r\n").into_bytes()
}

fn envelope(body: &str) -> String {
    format!(
        "<s:Envelope xmlns:s='http://schemas.xmlsoap.org/soap/envelope/' xmlns='urn:t'><s:Body>{body}</s:Body></s:Envelope>"
    )
}

#[test]
fn packages_of_others_are_read() {
    let media = Some("Multipart/Related; charset=x; boundary=\"b 1\"");
    let xop = envelope(
        "<plain><title>x</title><data>\n <i:Include xmlns:i='http://www.w3.org/2004/08/xop/include' href='cid:a%40b'/>\n</data></plain>",
    );
    let bytes = foreign(&xop, &[("content-id: <a@b>\ncontent-transfer-encoding: BASE64", "AAE\nC")]);
    assert_eq!(read("plain", media, &bytes).unwrap(), r#"{"title":"x","data":"AAEC"}"#);
    // In no order that means anything, one named after its part and one not.
    let store = envelope("<store><title>x</title></store>");
    let bytes = foreign(
        &store,
        &[
            ("Content-Type: text/plain\nContent-ID: <7@x>", "n"),
            ("Content-Type: image/png\nContent-ID: <photo=8@x>", "p"),
        ],
    );
    assert_eq!(
        read("store", media, &bytes).unwrap(),
        r#"{"title":"x","attachments":{"photo":{"contentType":"image/png","value":"cA=="},"notes":{"contentType":"text/plain","value":"bg=="}}}"#
    );
    // The root is where `start` says.
    let media = Some("multipart/related; boundary=\"b 1\"; start=\"<root@x>\"");
    let bytes = foreign("n", &[("Content-Type: text/xml\nContent-ID: <root@x>", &store)]);
    assert!(
        read("store", media, &bytes)
            .unwrap()
            .contains(r#""photo":{"contentType":"text/xml","value":"bg=="}"#)
    );
}

#[test]
fn bad_packages_are_refused() {
    let media = Some("multipart/related; boundary=\"b 1\"");
    let refused = |bytes: &[u8], media: Option<&str>, kind: ErrorKind| {
        let error = read("plain", media, bytes).unwrap_err();
        assert_eq!(error.kind, kind, "{error}");
    };
    let plain = envelope("<plain><title>x</title></plain>");
    refused(&foreign(&plain, &[("Content-ID: <a@b>", "x")]), media, ErrorKind::Structure);
    let missing = envelope("<plain><title>x</title><scan>cid:none</scan></plain>");
    refused(&foreign(&missing, &[]), media, ErrorKind::Structure);
    refused(missing.as_bytes(), None, ErrorKind::Structure);
    refused(b"--b\r\nContent-Type: text/xml\r\n\r\n<a/>\r\n", None, ErrorKind::Syntax);
    refused(b"nothing", media, ErrorKind::Syntax);
    refused(
        &foreign(&plain, &[]),
        Some("multipart/related; boundary=\"b 1\"; start=\"<z>\""),
        ErrorKind::Structure,
    );
    refused(&foreign(&plain, &[("Content-Transfer-Encoding: rot13", "x")]), media, ErrorKind::Unsupported);
    let many: Vec<(&str, &str)> = vec![("A: b", ""); 1001];
    refused(&foreign(&plain, &many), media, ErrorKind::Limit);
    // An inclusion where text belongs.
    let wrong = envelope(
        "<plain><title><i:Include xmlns:i='http://www.w3.org/2004/08/xop/include' href='cid:a'/></title></plain>",
    );
    refused(&foreign(&wrong, &[("Content-ID: <a>", "x")]), media, ErrorKind::Structure);
    let json = r#"{"title":"x","scan":{"contentType":"a/b\r\nX: y","value":""}}"#;
    assert_eq!(write("plain", json, Version::Soap11).unwrap_err().kind, ErrorKind::Value);
}

proptest! {
    #[test]
    fn any_bytes_go_round(bytes in proptest::collection::vec(any::<u8>(), 0..200), boundary in "(fachwerk-part-[0-9]{0,20}|\r\n--fachwerk-part-0(--)?\r\n){0,3}") {
        let all = [boundary.as_bytes(), &bytes].concat();
        let mut json = Vec::new();
        json.extend_from_slice(b"{\"title\":\"x\",\"scan\":{\"value\":\"");
        json.extend_from_slice(base64::engine::general_purpose::STANDARD.encode(&all).as_bytes());
        json.extend_from_slice(b"\"}}");
        let json = String::from_utf8(json).unwrap();
        let written = write("plain", &json, Version::Soap11).unwrap();
        prop_assert_eq!(read("plain", written.content_type.as_deref(), &written.bytes).unwrap(), json);
    }

    #[test]
    fn whatever_comes_is_read_or_refused(text in "(--b|\r\n|\n|Content-ID: <a>|content-transfer-encoding: base64|=|:| |<a/>|--){0,30}") {
        let media = Some("multipart/related; boundary=b");
        let _ = read("plain", media, text.as_bytes());
        let _ = read("plain", None, text.as_bytes());
    }
}
