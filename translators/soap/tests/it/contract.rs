// SPDX-License-Identifier: EUPL-1.2
//! A contract with every way in which messages lie in envelopes.

use std::sync::LazyLock;

use fachwerk_mapping::{Lock, Mapping, Operation, derive};
use fachwerk_wsdl::{Input, Memory, Options, read};
use fachwerk_xml::XmlNames;

pub(crate) static MAPPING: LazyLock<Mapping> = LazyLock::new(|| mapping(WSDL));
pub(crate) static NAMES: LazyLock<XmlNames> = LazyLock::new(|| XmlNames::new(&MAPPING));

pub(crate) const SOAP11: &str = "http://schemas.xmlsoap.org/soap/envelope/";
pub(crate) const SOAP12: &str = "http://www.w3.org/2003/05/soap-envelope";

pub(crate) fn mapping(wsdl: &str) -> Mapping {
    let outcome = read(&Input::new("a.wsdl", Memory::from_iter([("a.wsdl", wsdl)])), &Options::default());
    assert!(!outcome.has_errors(), "{:?}", outcome.diagnostics);
    derive(&outcome.contract.expect("a contract"), &Lock::new()).0
}

pub(crate) fn operation(name: &str) -> &'static Operation {
    MAPPING.operation(MAPPING.find_operation(name).unwrap_or_else(|| panic!("no operation {name}")))
}

/// An envelope of a version, whose namespace has the prefix `s`, the contract's `t`.
pub(crate) fn envelope(namespace: &str, content: &str) -> String {
    format!(
        "<s:Envelope xmlns:s='{namespace}' xmlns:t='urn:t' xmlns:xsi='http://www.w3.org/2001/XMLSchema-instance'>{content}</s:Envelope>"
    )
}

const WSDL: &str = r#"<definitions xmlns="http://schemas.xmlsoap.org/wsdl/" xmlns:t="urn:t" targetNamespace="urn:t"
    xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:soap="http://schemas.xmlsoap.org/wsdl/soap/">
  <types><xs:schema targetNamespace="urn:t" elementFormDefault="qualified">
    <xs:element name="tenant"><xs:complexType><xs:sequence>
      <xs:element name="id" type="xs:int"/></xs:sequence></xs:complexType></xs:element>
    <xs:element name="trace" type="xs:string"/>
    <xs:complexType name="Item"><xs:sequence><xs:element name="sku" type="xs:string"/></xs:sequence>
      <xs:attribute name="line" type="xs:int"/></xs:complexType>
    <xs:element name="search"><xs:complexType><xs:sequence>
      <xs:element name="text" type="xs:string"/><xs:element name="limit" type="xs:int" minOccurs="0"/>
      </xs:sequence><xs:attribute name="mode" type="xs:token"/></xs:complexType></xs:element>
    <xs:element name="searchResponse"><xs:complexType><xs:sequence>
      <xs:element name="item" type="t:Item" minOccurs="0" maxOccurs="unbounded"/></xs:sequence></xs:complexType></xs:element>
    <xs:element name="notFound"><xs:complexType><xs:sequence>
      <xs:element name="what" type="xs:string"/></xs:sequence></xs:complexType></xs:element>
    <xs:element name="trouble" type="xs:string"/>
    <xs:element name="first" type="xs:string"/>
    <xs:element name="second" type="t:Item"/>
    <xs:element name="shared"><xs:complexType><xs:sequence/></xs:complexType></xs:element>
    <xs:element name="event" type="xs:string"/>
  </xs:schema></types>
  <message name="tenant"><part name="tenant" element="t:tenant"/></message>
  <message name="trace"><part name="trace" element="t:trace"/></message>
  <message name="search"><part name="parameters" element="t:search"/></message>
  <message name="searchResponse"><part name="parameters" element="t:searchResponse"/></message>
  <message name="notFound"><part name="fault" element="t:notFound"/></message>
  <message name="trouble"><part name="fault" element="t:trouble"/></message>
  <message name="multi"><part name="a" element="t:first"/><part name="b" element="t:second"/></message>
  <message name="empty"/>
  <message name="shared"><part name="parameters" element="t:shared"/></message>
  <message name="event"><part name="event" element="t:event"/></message>
  <message name="add"><part name="a" type="xs:int"/><part name="b" type="t:Item"/></message>
  <message name="sum"><part name="sum" type="xs:int"/></message>
  <portType name="P">
    <operation name="search"><input message="t:search"/><output message="t:searchResponse"/>
      <fault name="notFound" message="t:notFound"/><fault name="trouble" message="t:trouble"/></operation>
    <operation name="multi"><input message="t:multi"/><output message="t:multi"/></operation>
    <operation name="ping"><input message="t:empty"/><output message="t:empty"/></operation>
    <operation name="sharedA"><input message="t:shared"/><output message="t:shared"/></operation>
    <operation name="sharedB"><input message="t:shared"/><output message="t:shared"/></operation>
    <operation name="notify"><input message="t:event"/></operation>
  </portType>
  <portType name="R"><operation name="add"><input message="t:add"/><output message="t:sum"/></operation></portType>
  <binding name="B" type="t:P">
    <soap:binding transport="http://schemas.xmlsoap.org/soap/http"/>
    <operation name="search"><soap:operation soapAction="urn:t/search"/>
      <input><soap:body use="literal"/><soap:header message="t:tenant" part="tenant" use="literal"/>
        <soap:header message="t:trace" part="trace" use="literal"/></input>
      <output><soap:body use="literal"/></output>
      <fault name="notFound"><soap:fault name="notFound" use="literal"/></fault>
      <fault name="trouble"><soap:fault name="trouble" use="literal"/></fault></operation>
    <operation name="multi"><soap:operation soapAction="urn:t/multi"/>
      <input><soap:body use="literal"/><soap:header message="t:tenant" part="tenant" use="literal"/></input>
      <output><soap:body use="literal"/></output></operation>
    <operation name="ping"><soap:operation soapAction="urn:t/ping"/>
      <input><soap:body use="literal"/></input><output><soap:body use="literal"/></output></operation>
    <operation name="sharedA"><soap:operation soapAction="urn:t/sharedA"/>
      <input><soap:body use="literal"/></input><output><soap:body use="literal"/></output></operation>
    <operation name="sharedB"><soap:operation soapAction="urn:t/sharedB"/>
      <input><soap:body use="literal"/></input><output><soap:body use="literal"/></output></operation>
    <operation name="notify"><soap:operation soapAction=""/><input><soap:body use="literal"/></input></operation>
  </binding>
  <binding name="RB" type="t:R">
    <soap:binding style="rpc" transport="http://schemas.xmlsoap.org/soap/http"/>
    <operation name="add"><soap:operation soapAction="urn:t/add"/>
      <input><soap:body use="literal" namespace="urn:r"/></input>
      <output><soap:body use="literal" namespace="urn:r"/></output></operation>
  </binding>
  <service name="S"><port name="P" binding="t:B"><soap:address location="http://localhost/"/></port></service>
  <service name="R"><port name="R" binding="t:RB"><soap:address location="http://localhost/r"/></port></service>
</definitions>"#;
