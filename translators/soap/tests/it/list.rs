// SPDX-License-Identifier: EUPL-1.2
//! Answers in pieces say what they say as a whole.

use std::sync::LazyLock;

use fachwerk_json::JsonWriter;
use fachwerk_mapping::{Mapping, Operation};
use fachwerk_message::Limits;
use fachwerk_soap::{Envelope, List, Piece, Pieces};
use proptest::prelude::*;

use super::contract::{SOAP11, envelope, mapping, operation};

static PEOPLE: LazyLock<Mapping> = LazyLock::new(|| mapping(WSDL));

fn list() -> &'static Operation {
    PEOPLE.operation(PEOPLE.find_operation("list").unwrap())
}

/// The answer as one JSON text, read as a whole.
fn whole(bytes: &[u8]) -> Result<String, String> {
    let shape = list().output.as_ref().unwrap();
    let envelope = Envelope::open(bytes, &Limits::default()).map_err(|e| e.to_string())?;
    let mut writer = JsonWriter::new(&PEOPLE, Vec::new());
    envelope.read(&PEOPLE, shape, &mut writer).map_err(|e| e.to_string())?;
    Ok(String::from_utf8(writer.finish().unwrap()).unwrap())
}

/// The same, read in pieces that come `step` bytes at a time; and whether it was read in pieces at all.
fn in_pieces(bytes: &[u8], step: usize) -> (Result<String, String>, bool) {
    let (operation, limits) = (list(), Limits::default());
    let (shape, stream) = (operation.output.as_ref().unwrap(), operation.stream.as_ref().unwrap());
    let mut pieces = Pieces::new(&PEOPLE, shape, stream, &limits);
    let mut chunks = bytes.chunks(step);
    let mut next = || loop {
        match pieces.next_piece() {
            Ok(Some(piece)) => return piece,
            Ok(None) => match chunks.next() {
                Some(chunk) => pieces.push(chunk),
                None => pieces.complete(),
            },
            Err(error) => panic!("{error}"),
        }
    };
    let Piece::Opening(opening) = next() else { return (whole(bytes), false) };
    let Some(list) = List::open(&opening, &PEOPLE, shape, stream, &limits) else {
        return (whole(bytes), false);
    };
    let (mut items, mut reader) = (Vec::new(), list.reader());
    loop {
        match next() {
            Piece::Item(item) => {
                let mut writer = JsonWriter::new(&PEOPLE, Vec::new());
                if let Err(error) = list.item(&mut reader, &item, &mut writer) {
                    return (Err(error.to_string()), true);
                }
                let text = String::from_utf8(writer.finish().unwrap()).unwrap();
                items.push(text[r#"{"person":"#.len()..text.len() - 1].to_owned());
            }
            Piece::End(end) => {
                let text = format!(r#"{{"persons":{{"person":[{}]}}}}"#, items.join(","));
                return (list.end(&end).map(|()| text).map_err(|e| e.to_string()), true);
            }
            other => panic!("{other:?}"),
        }
    }
}

fn answer(items: &str) -> String {
    let body = format!("<t:listResponse><t:persons>{items}</t:persons></t:listResponse>");
    format!("<?xml version='1.0'?>{}", envelope(SOAP11, &format!("<s:Header/> <s:Body>\n{body}</s:Body>")))
}

const THREE: &str = "\n  <t:person id='1'><t:name>A&amp;B</t:name></t:person><!-- </t:persons> -->
    <u:person xmlns:u='urn:t' id='2'><u:name><![CDATA[</u:name>]]></u:name><u:note a='>'/></u:person>
    <t:person id='3'/>\n";

#[test]
fn every_way_to_cut_an_answer_gives_the_same_items() {
    let text = answer(&THREE.replace("<t:person id='3'/>", "<t:person id='3'><t:name/></t:person>"));
    let expected = whole(text.as_bytes()).unwrap();
    assert!(expected.contains(r#""id":2,"name":"</u:name>""#), "{expected}");
    for step in 1..=text.len() {
        assert_eq!(in_pieces(text.as_bytes(), step), (Ok(expected.clone()), true), "{step} bytes at a time");
    }
}

#[test]
fn what_is_no_list_with_items_is_read_as_a_whole() {
    let fault = "<s:Fault><faultcode>s:Client</faultcode><faultstring>no</faultstring></s:Fault>";
    for body in [
        fault,
        "<t:listResponse><t:persons/></t:listResponse>",
        "<t:listResponse/>",
        "",
        "<t:listResponse><t:persons xsi:nil='true'></t:persons></t:listResponse>",
        "<t:listResponse x='y'><t:persons><t:person/></t:persons></t:listResponse>",
        "<t:other><t:persons><t:person/></t:persons></t:other>",
    ] {
        let text = envelope(SOAP11, &format!("<s:Body>{body}</s:Body>"));
        for step in [1, 7, text.len()] {
            let (found, pieces) = in_pieces(text.as_bytes(), step);
            assert_eq!((found, pieces), (whole(text.as_bytes()), false), "{body}");
        }
    }
    let latin = answer(THREE).replace("'1.0'", "'1.0' encoding='ISO-8859-1'");
    assert!(!in_pieces(latin.as_bytes(), 11).1);
    let without_items = answer("<!-- none -->");
    assert_eq!(in_pieces(without_items.as_bytes(), 3).0, Ok(r#"{"persons":{"person":[]}}"#.to_owned()));
}

#[test]
fn an_item_that_does_not_end_is_bounded() {
    let (operation, limits) = (list(), Limits { max_bytes: 1000, ..Limits::default() });
    let (shape, stream) = (operation.output.as_ref().unwrap(), operation.stream.as_ref().unwrap());
    let mut pieces = Pieces::new(&PEOPLE, shape, stream, &limits);
    let text = answer("<t:person><t:name>");
    pieces.push(&text.as_bytes()[..text.find("</t:persons").unwrap()]);
    assert!(matches!(pieces.next_piece(), Ok(Some(Piece::Opening(_)))));
    assert!(matches!(pieces.next_piece(), Ok(None)));
    pieces.push(&[b'x'; 1000]);
    assert!(pieces.next_piece().unwrap_err().to_string().starts_with("FW-2003"));
}

#[test]
fn only_lists_have_a_twin() {
    assert!(operation("search").stream.is_some());
    assert!(operation("multi").stream.is_none());
}

proptest! {
    /// What is refused as a whole is refused in pieces, and the other way round.
    #[test]
    fn mistakes_are_found_as_in_a_whole(at in 0usize..2000, kind in 0u8..3, other: prop::sample::Index, step in 1usize..64) {
        let mut bytes = answer(THREE).into_bytes();
        let at = at % bytes.len();
        match kind {
            0 => { bytes.remove(at); }
            1 => bytes.insert(at, b"<>/'\"&!-]? x"[other.index(12)]),
            _ => bytes.truncate(at),
        }
        let (found, _) = in_pieces(&bytes, step);
        prop_assert_eq!(found.is_ok(), whole(&bytes).is_ok(), "{}", String::from_utf8_lossy(&bytes));
        if let (Ok(found), Ok(expected)) = (found, whole(&bytes)) {
            // A list without items and no list are the same to a caller that gets items.
            prop_assert!(found == expected || expected == "{}" || !expected.contains("person\":["), "{} {}", found, expected);
        }
    }
}

const WSDL: &str = r#"<definitions xmlns="http://schemas.xmlsoap.org/wsdl/" xmlns:t="urn:t" targetNamespace="urn:t"
    xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:soap="http://schemas.xmlsoap.org/wsdl/soap/">
  <types><xs:schema targetNamespace="urn:t" elementFormDefault="qualified">
    <xs:complexType name="Person"><xs:sequence><xs:element name="name" type="xs:string" minOccurs="0"/>
      <xs:element name="note" minOccurs="0"><xs:complexType><xs:attribute name="a" type="xs:string"/></xs:complexType></xs:element></xs:sequence>
      <xs:attribute name="id" type="xs:int"/></xs:complexType>
    <xs:complexType name="Persons"><xs:sequence>
      <xs:element name="person" type="t:Person" minOccurs="0" maxOccurs="unbounded"/></xs:sequence></xs:complexType>
    <xs:element name="list"><xs:complexType/></xs:element>
    <xs:element name="listResponse"><xs:complexType><xs:sequence>
      <xs:element name="persons" type="t:Persons" minOccurs="0" nillable="true"/></xs:sequence></xs:complexType></xs:element>
  </xs:schema></types>
  <message name="in"><part name="p" element="t:list"/></message>
  <message name="out"><part name="p" element="t:listResponse"/></message>
  <portType name="P"><operation name="list"><input message="t:in"/><output message="t:out"/></operation></portType>
  <binding name="B" type="t:P"><soap:binding transport="http://schemas.xmlsoap.org/soap/http"/>
    <operation name="list"><soap:operation soapAction=""/><input><soap:body use="literal"/></input>
      <output><soap:body use="literal"/></output></operation></binding>
  <service name="S"><port name="P" binding="t:B"><soap:address location="http://x/"/></port></service>
</definitions>"#;
