// SPDX-License-Identifier: EUPL-1.2
//! Two WSDLs that differ in one thing.

use fachwerk_contract::Contract;
use fachwerk_diff::{Version, contracts};
use fachwerk_mapping::{Lock, derive};
use fachwerk_wsdl::{Input, Memory, Options, read};

use crate::short;

/// What a service looks like, with holes.
#[derive(Clone)]
struct Service {
    namespace: &'static str,
    action: &'static str,
    /// Content of the type of the request element `q`.
    request: &'static str,
    /// Content of the type of the answer element `a`.
    answer: &'static str,
    /// Further schema components.
    types: &'static str,
    /// Further operations of the port type and of the binding.
    more: bool,
}

impl Default for Service {
    fn default() -> Self {
        Self {
            namespace: "urn:t",
            action: "go",
            request: r#"<xs:sequence><xs:element name="x" type="xs:string"/></xs:sequence>"#,
            answer: r#"<xs:sequence><xs:element name="y" type="xs:string"/></xs:sequence>"#,
            types: "",
            more: false,
        }
    }
}

impl Service {
    fn wsdl(&self) -> String {
        let Self { namespace, action, request, answer, types, .. } = self;
        let (port, bound) = if self.more {
            (
                r#"<w:operation name="more"><w:input message="t:in"/></w:operation>"#,
                r#"<w:operation name="more"><s:operation soapAction="more"/><w:input><s:body use="literal"/></w:input></w:operation>"#,
            )
        } else {
            ("", "")
        };
        format!(
            r#"<w:definitions xmlns:w="http://schemas.xmlsoap.org/wsdl/" xmlns:s="http://schemas.xmlsoap.org/wsdl/soap/"
                xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:t="{namespace}" targetNamespace="{namespace}">
              <w:types><xs:schema targetNamespace="{namespace}" elementFormDefault="qualified">
                <xs:element name="q"><xs:complexType>{request}</xs:complexType></xs:element>
                <xs:element name="a"><xs:complexType>{answer}</xs:complexType></xs:element>{types}
              </xs:schema></w:types>
              <w:message name="in"><w:part name="p" element="t:q"/></w:message>
              <w:message name="out"><w:part name="p" element="t:a"/></w:message>
              <w:portType name="P">
                <w:operation name="go"><w:input message="t:in"/><w:output message="t:out"/></w:operation>{port}
              </w:portType>
              <w:binding name="B" type="t:P"><s:binding transport="http://schemas.xmlsoap.org/soap/http"/>
                <w:operation name="go"><s:operation soapAction="{action}"/>
                  <w:input><s:body use="literal"/></w:input><w:output><s:body use="literal"/></w:output></w:operation>{bound}
              </w:binding>
              <w:service name="S"><w:port name="p" binding="t:B"><s:address location="http://x.example/"/></w:port></w:service>
            </w:definitions>"#
        )
    }

    fn contract(&self) -> Contract {
        let text = self.wsdl();
        let input = Input::new("t.wsdl", Memory::from_iter([("t.wsdl", text.as_str())]));
        let outcome = read(&input, &Options::default());
        assert!(!outcome.has_errors(), "{:?}\n{text}", outcome.diagnostics);
        outcome.contract.expect("a contract")
    }
}

fn compare(old: &Service, new: &Service) -> Vec<String> {
    let (old, new) = (old.contract(), new.contract());
    let (before, lock, _) = derive(&old, &Lock::new());
    let (after, _, _) = derive(&new, &lock);
    short(&contracts(
        &Version { contract: &old, mapping: &before },
        &Version { contract: &new, mapping: &after },
    ))
}

fn request(old: &'static str, new: &'static str) -> Vec<String> {
    let plain = Service::default();
    compare(&Service { request: old, ..plain.clone() }, &Service { request: new, ..plain })
}

fn answer(old: &'static str, new: &'static str) -> Vec<String> {
    let plain = Service::default();
    compare(&Service { answer: old, ..plain.clone() }, &Service { answer: new, ..plain })
}

const ONE: &str = r#"<xs:sequence><xs:element name="x" type="xs:string"/></xs:sequence>"#;

#[test]
fn the_same_is_the_same() {
    assert_eq!(compare(&Service::default(), &Service::default()), Vec::<String>::new());
}

#[test]
fn operations_come_and_go() {
    let more = Service { more: true, ..Service::default() };
    assert_eq!(compare(&Service::default(), &more), ["S/more: operation is new (ccc)"]);
    assert_eq!(compare(&more, &Service::default()), ["S/more: operation is gone (BBB)"]);
    let action = Service { action: "run", ..Service::default() };
    assert_eq!(compare(&Service::default(), &action), ["S/go: SOAPAction is `run`, was `go` (B--)"]);
}

#[test]
fn statuses_are_for_rest_callers() {
    let contract = Service::default().contract();
    let (before, _, _) = derive(&contract, &Lock::new());
    let (mut after, _, _) = derive(&contract, &Lock::new());
    after.operations[0].status = 201;
    let version = |mapping| Version { contract: &contract, mapping };
    assert_eq!(
        short(&contracts(&version(&before), &version(&after))),
        ["S/go: answers with status 201, was 200 (-B-)"]
    );
}

#[test]
fn members_that_are_new_or_gone_by_direction() {
    const OPTIONAL: &str = r#"<xs:sequence><xs:element name="x" type="xs:string"/>
        <xs:element name="z" type="xs:string" minOccurs="0"/></xs:sequence>"#;
    const REQUIRED: &str = r#"<xs:sequence><xs:element name="x" type="xs:string"/>
        <xs:element name="z" type="xs:string"/></xs:sequence>"#;
    assert_eq!(request(ONE, OPTIONAL), ["Q.z: optional element `z` is new (ccc)"]);
    assert_eq!(request(ONE, REQUIRED), ["Q.z: required element `z` is new (BBB)"]);
    assert_eq!(answer(ONE, OPTIONAL), ["A.z: optional element `z` is new (Bcc)"]);
    assert_eq!(answer(ONE, REQUIRED), ["A.z: required element `z` is new (Bcc)"]);
    assert_eq!(request(OPTIONAL, ONE), ["Q.z: element `z` is gone (BBB)"]);
    assert_eq!(answer(OPTIONAL, ONE), ["A.z: element `z` is gone (ccc)"]);
    assert_eq!(answer(REQUIRED, ONE), ["A.z: element `z` is gone (BBB)"]);
    assert_eq!(request(OPTIONAL, REQUIRED), ["Q.z: is now required (BBB)"]);
    assert_eq!(answer(OPTIONAL, REQUIRED), ["A.z: is now required (ccc)"]);
    assert_eq!(answer(REQUIRED, OPTIONAL), ["A.z: is now optional (BBc)"]);
}

#[test]
fn occurrences_and_nil() {
    const MANY: &str =
        r#"<xs:sequence><xs:element name="x" type="xs:string" maxOccurs="unbounded"/></xs:sequence>"#;
    const FEW: &str = r#"<xs:sequence><xs:element name="x" type="xs:string" maxOccurs="3"/></xs:sequence>"#;
    const NIL: &str = r#"<xs:sequence><xs:element name="x" type="xs:string" nillable="true"/></xs:sequence>"#;
    assert_eq!(request(ONE, MANY), ["Q.x: may now repeat (cBB)"]);
    let gone = "S/go: server-streaming twin `GoStream` is gone: the answer is not one list any more (--B)";
    assert_eq!(answer(MANY, ONE), [gone, "A.x: repeats no longer (cBB)"]);
    assert_eq!(request(MANY, FEW), ["Q.x: occurs 1..3, was 1..unbounded (BBB)"]);
    let new = "S/go: server-streaming twin `GoStream` is new (--c)";
    assert_eq!(answer(FEW, MANY), [new, "A.x: occurs 1..unbounded, was 1..3 (BBc)"]);
    assert_eq!(request(ONE, NIL), ["Q.x: may now be nil (ccB)"]);
    assert_eq!(answer(ONE, NIL), ["A.x: may now be nil (BBB)"]);
}

#[test]
fn order_matters_to_xml_alone_and_choices_to_all_but_protobuf() {
    const XZ: &str = r#"<xs:sequence><xs:element name="x" type="xs:string"/><xs:element name="z" type="xs:string"/></xs:sequence>"#;
    const ZX: &str = r#"<xs:sequence><xs:element name="z" type="xs:string"/><xs:element name="x" type="xs:string"/></xs:sequence>"#;
    assert_eq!(request(XZ, ZX), ["Q: elements stand in another order (B--)"]);
    const OR: &str = r#"<xs:choice><xs:element name="x" type="xs:string"/><xs:element name="z" type="xs:string"/></xs:choice>"#;
    let found = request(XZ, OR);
    assert!(found.contains(&"Q: other members may, or must, stand together (BBc)".to_owned()), "{found:?}");
    assert!(found.contains(&"Q.x: has moved into or out of a oneof (--B)".to_owned()), "{found:?}");
}

#[test]
fn values_and_facets() {
    const INTEGER: &str = r#"<xs:sequence><xs:element name="x" type="xs:integer"/></xs:sequence>"#;
    const INT: &str = r#"<xs:sequence><xs:element name="x" type="xs:int"/></xs:sequence>"#;
    let found = request(INT, INTEGER);
    assert_eq!(found[0], "Q.x: is string in json and string in protobuf, was number and int32 (-BB)");
    assert!(
        found[1..].iter().all(|line| line.contains("is none, was") && line.ends_with("(ccc)")),
        "{found:?}"
    );
    let types = |values: &'static str| Service {
        answer: r#"<xs:sequence><xs:element name="y" type="t:E"/></xs:sequence>"#,
        types: values,
        ..Service::default()
    };
    let two = types(
        r#"<xs:simpleType name="E"><xs:restriction base="xs:string"><xs:enumeration value="a"/><xs:enumeration value="b"/></xs:restriction></xs:simpleType>"#,
    );
    let three = types(
        r#"<xs:simpleType name="E"><xs:restriction base="xs:string"><xs:enumeration value="a"/><xs:enumeration value="b"/><xs:enumeration value="c"/></xs:restriction></xs:simpleType>"#,
    );
    assert_eq!(compare(&two, &three), ["E: value `c` is new (BBc)"]);
    assert_eq!(compare(&three, &two), ["E: value `c` is gone (ccc)"]);
}

#[test]
fn a_renamed_type_is_the_same_type_for_all_but_protobuf() {
    let with = |types: &'static str, answer: &'static str| Service { answer, types, ..Service::default() };
    let old = with(
        r#"<xs:complexType name="Old"><xs:sequence><xs:element name="v" type="xs:string"/></xs:sequence></xs:complexType>"#,
        r#"<xs:sequence><xs:element name="y" type="t:Old"/></xs:sequence>"#,
    );
    let new = with(
        r#"<xs:complexType name="New"><xs:sequence><xs:element name="v" type="xs:string"/></xs:sequence></xs:complexType>"#,
        r#"<xs:sequence><xs:element name="y" type="t:New"/></xs:sequence>"#,
    );
    assert_eq!(compare(&old, &new), ["A.y: is a `New`, was a `Old` (--B)"]);
}

#[test]
fn a_new_namespace_is_told_once() {
    let new = Service { namespace: "urn:t:2", ..Service::default() };
    let found = compare(&Service::default(), &new);
    let told: Vec<_> = found.iter().filter(|line| line.starts_with("namespace urn:t:")).collect();
    assert_eq!(told.len(), 1, "{found:?}");
    assert!(told[0].ends_with("(B--)"), "{told:?}");
}

#[test]
fn derived_types() {
    const BASE: &str = r#"<xs:complexType name="Base"><xs:sequence><xs:element name="v" type="xs:string"/></xs:sequence></xs:complexType>
        <xs:complexType name="One"><xs:complexContent><xs:extension base="t:Base"/></xs:complexContent></xs:complexType>"#;
    const TWO: &str = r#"<xs:complexType name="Base"><xs:sequence><xs:element name="v" type="xs:string"/></xs:sequence></xs:complexType>
        <xs:complexType name="One"><xs:complexContent><xs:extension base="t:Base"/></xs:complexContent></xs:complexType>
        <xs:complexType name="Two"><xs:complexContent><xs:extension base="t:Base"/></xs:complexContent></xs:complexType>"#;
    let with = |types| Service {
        answer: r#"<xs:sequence><xs:element name="y" type="t:Base"/></xs:sequence>"#,
        types,
        ..Service::default()
    };
    let found = compare(&with(BASE), &with(TWO));
    assert_eq!(found.len(), 1, "{found:?}");
    assert!(found[0].ends_with("alternative `Two` is new (BBc)"), "{found:?}");
}
