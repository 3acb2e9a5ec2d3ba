// SPDX-License-Identifier: EUPL-1.2
//! Encoded messages as others write them (SOAP 1.1, section 5; SOAP 1.2 part 2, section 3).

use std::sync::LazyLock;

use fachwerk_json::JsonWriter;
use fachwerk_mapping::{Mapping, MessageRole};
use fachwerk_message::value::Patterns;
use fachwerk_message::{CodecError, Discard, ErrorKind, Limits, PathStyle, Validate};
use fachwerk_soap::{Envelope, SoapError, Version, write_message};
use fachwerk_xml::XmlNames;

use crate::contract::{SOAP11, SOAP12, mapping};

const WSDL: &str = r#"<definitions xmlns="http://schemas.xmlsoap.org/wsdl/" xmlns:t="urn:t" targetNamespace="urn:t"
    xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:soap="http://schemas.xmlsoap.org/wsdl/soap/"
    xmlns:e="http://schemas.xmlsoap.org/soap/encoding/" xmlns:wsdl="http://schemas.xmlsoap.org/wsdl/">
  <types><xs:schema targetNamespace="urn:t" elementFormDefault="qualified">
    <xs:import namespace="http://schemas.xmlsoap.org/soap/encoding/"/>
    <xs:complexType name="Person"><xs:sequence>
      <xs:element name="name" type="e:string"/><xs:element name="age" type="xs:int"/>
      <xs:element name="friend" type="t:Person" minOccurs="0"/></xs:sequence></xs:complexType>
    <xs:complexType name="Employee"><xs:complexContent><xs:extension base="t:Person"><xs:sequence>
      <xs:element name="salary" type="xs:decimal"/></xs:sequence></xs:extension></xs:complexContent></xs:complexType>
    <xs:complexType name="People"><xs:complexContent><xs:restriction base="e:Array">
      <xs:attribute ref="e:arrayType" wsdl:arrayType="t:Person[]"/></xs:restriction></xs:complexContent></xs:complexType>
    <xs:complexType name="Table"><xs:complexContent><xs:restriction base="e:Array">
      <xs:attribute ref="e:arrayType" wsdl:arrayType="xs:int[][]"/></xs:restriction></xs:complexContent></xs:complexType>
    <xs:complexType name="Words"><xs:complexContent><xs:restriction base="e:Array"><xs:sequence>
      <xs:element name="word" type="xs:string" minOccurs="0" maxOccurs="unbounded" nillable="true"/></xs:sequence>
      </xs:restriction></xs:complexContent></xs:complexType>
    <xs:complexType name="Trouble"><xs:sequence><xs:element name="why" type="xs:string"/></xs:sequence></xs:complexType>
  </xs:schema></types>
  <message name="call"><part name="people" type="t:People"/><part name="table" type="t:Table"/>
    <part name="words" type="t:Words"/><part name="any" type="e:Array"/><part name="count" type="xs:int"/></message>
  <message name="answer"><part name="return" type="t:Person"/></message>
  <message name="trouble"><part name="trouble" type="t:Trouble"/></message>
  <portType name="P"><operation name="call"><input message="t:call"/><output message="t:answer"/>
    <fault name="trouble" message="t:trouble"/></operation></portType>
  <binding name="B" type="t:P"><soap:binding style="rpc" transport="http://schemas.xmlsoap.org/soap/http"/>
    <operation name="call"><soap:operation soapAction=""/>
      <input><soap:body use="encoded" namespace="urn:c" encodingStyle="http://schemas.xmlsoap.org/soap/encoding/"/></input>
      <output><soap:body use="encoded" namespace="urn:c" encodingStyle="http://schemas.xmlsoap.org/soap/encoding/"/></output>
      <fault name="trouble"><soap:fault name="trouble" use="encoded" namespace="urn:c"
        encodingStyle="http://schemas.xmlsoap.org/soap/encoding/"/></fault></operation></binding>
  <service name="S"><port name="P" binding="t:B"><soap:address location="http://localhost/"/></port></service>
</definitions>"#;

static MAPPING: LazyLock<Mapping> = LazyLock::new(|| mapping(WSDL));

fn json_of(input: &str, role: MessageRole, limits: &Limits) -> Result<String, Box<CodecError>> {
    let shape = MAPPING.operations[0].message(&role).unwrap();
    let mut writer = JsonWriter::new(&MAPPING, Vec::new());
    let envelope = Envelope::open(input.as_bytes(), limits).map_err(SoapError::into_codec)?;
    match role {
        MessageRole::Fault(_) => envelope.read_detail(&MAPPING, shape, &mut writer),
        _ => envelope.read(&MAPPING, shape, &mut writer),
    }
    .map_err(SoapError::into_codec)?;
    Ok(String::from_utf8(writer.finish().unwrap()).unwrap())
}

fn read(body: &str, role: MessageRole) -> Result<String, Box<CodecError>> {
    json_of(&envelope(SOAP11, "http://schemas.xmlsoap.org/soap/encoding/", body), role, &Limits::default())
}

fn envelope(soap: &str, encoding: &str, body: &str) -> String {
    format!(
        "<s:Envelope xmlns:s='{soap}' xmlns:e='{encoding}' xmlns:x='http://www.w3.org/2001/XMLSchema-instance' \
         xmlns:d='http://www.w3.org/2001/XMLSchema' xmlns:t='urn:t' xmlns:c='urn:c'><s:Body>{body}</s:Body></s:Envelope>"
    )
}

fn write(json: &str, role: MessageRole, version: Version) -> String {
    let shape = MAPPING.operations[0].message(&role).unwrap();
    let names = XmlNames::new(&MAPPING);
    let limits = Limits::default();
    let bytes = write_message(&MAPPING, &names, shape, version, &limits, |sink| {
        fachwerk_json::read(&MAPPING, shape.root, json.as_bytes(), &limits, sink)
    });
    String::from_utf8(bytes.unwrap()).unwrap()
}

const CALL: &str = r#"{"people":[{"name":"A","age":1},{"@type":"Employee","name":null,"age":2,"salary":"3.0"}],"table":[[1,2],[],[3]],"words":["a",null],"any":["<item xmlns:x=\"http://www.w3.org/2001/XMLSchema-instance\" x:type=\"d:int\" xmlns:d=\"http://www.w3.org/2001/XMLSchema\">7</item>"],"count":4}"#;

#[test]
fn arrays_are_arrays_and_types_stand_everywhere() {
    let written = write(CALL, MessageRole::Input, Version::Soap11);
    for part in [
        "<n1:call soap:encodingStyle=\"http://schemas.xmlsoap.org/soap/encoding/\">",
        "<people xsi:type=\"enc:Array\" enc:arrayType=\"n2:Person[2]\"><item xsi:type=\"n2:Person\"><name xsi:type=\"xsd:string\">A</name><age xsi:type=\"xsd:int\">1</age></item>",
        "<item xsi:type=\"n2:Employee\"><name xsi:type=\"xsd:string\" xsi:nil=\"true\"/>",
        "<table xsi:type=\"enc:Array\" enc:arrayType=\"xsd:int[][3]\"><item xsi:type=\"enc:Array\" enc:arrayType=\"xsd:int[2]\">",
        "<item xsi:type=\"enc:Array\" enc:arrayType=\"xsd:int[0]\"></item>",
        "<word xsi:type=\"xsd:string\" xsi:nil=\"true\"/>",
        "<count xsi:type=\"xsd:int\">4</count>",
    ] {
        assert!(written.contains(part), "{part}\n{written}");
    }
    let again = json_of(&written, MessageRole::Input, &Limits::default()).unwrap();
    assert!(
        again.starts_with(
            r#"{"people":[{"@type":"Person","name":"A","age":1},{"@type":"Employee","name":null"#
        )
    );
    assert_eq!(
        json_of(&write(&again, MessageRole::Input, Version::Soap11), MessageRole::Input, &Limits::default())
            .unwrap(),
        again
    );
    let written = write(CALL, MessageRole::Input, Version::Soap12);
    for part in [
        "soap:encodingStyle=\"http://www.w3.org/2003/05/soap-encoding\"",
        "<people enc:itemType=\"n2:Person\" enc:arraySize=\"2\">",
        "<table enc:arraySize=\"3\"><item enc:itemType=\"xsd:int\" enc:arraySize=\"2\">",
    ] {
        assert!(written.contains(part), "{part}\n{written}");
    }
    assert_eq!(json_of(&written, MessageRole::Input, &Limits::default()).unwrap(), again);
}

#[test]
fn items_of_arrays_of_anything_may_have_any_name() {
    let body = "<c:call xmlns:c='urn:c'><any><x>1</x><c:y>2</c:y></any></c:call>";
    let text = envelope(SOAP11, "http://schemas.xmlsoap.org/soap/encoding/", body);
    let envelope = Envelope::open(text.as_bytes(), &Limits::default()).unwrap();
    let patterns = Patterns::new(&MAPPING);
    let mut validate = Validate::new(&MAPPING, &patterns, PathStyle::XPath, Discard);
    envelope.read(&MAPPING, &MAPPING.operations[0].input, &mut validate).unwrap();
    let (_, findings) = validate.finish().unwrap();
    let named = findings.iter().find(|finding| finding.message.contains("has to hold the element"));
    assert_eq!(named, None);
}

#[test]
fn values_that_stand_elsewhere_are_read_where_they_are_referred_to() {
    let axis = "<c:callResponse s:encodingStyle='http://schemas.xmlsoap.org/soap/encoding/'><return href='#id0'/></c:callResponse>\
        <multiRef id='id0' e:root='0' x:type='p:Employee' xmlns:p='urn:t'><salary href='#id3'/><age x:type='d:int'>1</age>\
        <friend href='#id1'/><name href='#id2'/></multiRef>\
        <multiRef id='id2' e:root='0' x:type='e:string'>A&amp;B</multiRef>\
        <multiRef id='id3' e:root='0' x:type='e:decimal'>1.50</multiRef>\
        <multiRef id='id1' e:root='0' x:type='q:Person' xmlns:q='urn:t'><name href='#id2'/><age>2</age></multiRef>";
    let expected = r#"{"return":{"@type":"Employee","salary":"1.50","age":1,"friend":{"@type":"Person","name":"A&B","age":2},"name":"A&B"}}"#;
    assert_eq!(read(axis, MessageRole::Output).unwrap(), expected);
    // As SOAP 1.2 says it, with the first of two equal values in place.
    let soap12 = envelope(
        SOAP12,
        "http://www.w3.org/2003/05/soap-encoding",
        "<c:callResponse><r:result xmlns:r='http://www.w3.org/2003/05/soap-rpc'>return</r:result>\
         <return x:type='t:Person'><name e:id='n'>A</name><age>1</age><friend><name e:ref='n'/><age>2</age></friend></return></c:callResponse>",
    );
    assert_eq!(
        json_of(&soap12, MessageRole::Output, &Limits::default()).unwrap(),
        r#"{"return":{"@type":"Person","name":"A","age":1,"friend":{"@type":"Person","name":"A","age":2}}}"#
    );
    // An independent value before the wrapper, and items under any name, by reference and in place.
    let people = "<t:Person e:root='0' id='p'><name>A</name><age>1</age></t:Person>\
        <c:call><people e:arrayType='t:Person[2]'><x href='#p'/><t:Person id='q'><age>2</age></t:Person></people>\
        <words e:arrayType='d:string[1]' x:type='e:Array'><d:string>w</d:string></words></c:call>";
    assert_eq!(
        read(people, MessageRole::Input).unwrap(),
        r#"{"people":[{"@type":"Person","name":"A","age":1},{"@type":"Person","age":2}],"words":["w"]}"#
    );
}

#[test]
fn null_may_be_said_or_left_out() {
    let body = "<c:callResponse><return x:type='t:Person'><t:friend x:nil='1'/><age x:type='d:long'>1</age><name x:nil='true'/></return></c:callResponse>";
    assert_eq!(
        read(body, MessageRole::Output).unwrap(),
        r#"{"return":{"@type":"Person","age":1,"name":null}}"#
    );
}

#[test]
fn details_of_faults_are_encoded_too() {
    let body = "<s:Fault><faultcode>s:Server</faultcode><faultstring>x</faultstring><detail>\
        <trouble href='#f'/></detail></s:Fault><multiRef id='f' x:type='t:Trouble'><why x:type='d:string'>so</why></multiRef>";
    assert_eq!(read(body, MessageRole::Fault(0)).unwrap(), r#"{"trouble":{"why":"so"}}"#);
}

#[test]
fn what_cannot_be_expanded_is_refused() {
    let refused = |body: &str, kind: ErrorKind, words: &str| {
        let role = if body.contains("callResponse") { MessageRole::Output } else { MessageRole::Input };
        let error = read(body, role).unwrap_err();
        assert!(error.kind == kind && error.message.contains(words), "{body}: {error:?}");
    };
    let person = |id: &str, friend: &str| {
        format!("<p id='{id}'><name>A</name><age>1</age><friend href='#{friend}'/></p>")
    };
    let answer = |more: &str| format!("<c:callResponse><return href='#a'/></c:callResponse>{more}");
    refused(&answer(&person("a", "a")), ErrorKind::Unsupported, "part of");
    refused(&answer(&[person("a", "b"), person("b", "a")].concat()), ErrorKind::Unsupported, "part of");
    refused(&answer("<p id='a' href='#b'/><p id='b' href='#a'/>"), ErrorKind::Unsupported, "part of");
    refused(&answer(""), ErrorKind::Structure, "not there");
    refused(&answer("<p id='a'/><p id='a'/>"), ErrorKind::Structure, "same `id`");
    refused(
        "<c:callResponse><return href='http://e.example/'/></c:callResponse>",
        ErrorKind::Unsupported,
        "outside",
    );
    let call = |array: &str| format!("<c:call>{array}</c:call>");
    refused(
        &call("<words e:arrayType='d:string[9]' e:offset='[3]'><a/></words>"),
        ErrorKind::Unsupported,
        "offset",
    );
    refused(&call("<words><a e:position='[3]'/></words>"), ErrorKind::Unsupported, "position");
    refused(&call("<people><a x:nil='1'/></people>"), ErrorKind::Structure, "nil");
    refused(
        &call("<any><a href='#b'/></any><p id='b'><q href='#b'/></p>"),
        ErrorKind::Unsupported,
        "leaves open",
    );
}

#[test]
fn shared_values_are_no_bomb() {
    // Each level refers to the next one ten times: 10^9 values in 3 KB.
    let mut body = String::from("<c:call><table e:arrayType='d:int[][10]'>");
    body.push_str(&"<i href='#l1'/>".repeat(10));
    body.push_str("</table></c:call>");
    // The contract's nesting ends after two levels, so the bomb has to be broad.
    body.push_str(&format!("<m id='l1' e:arrayType='d:int[100000]'>{}</m>", "<i>1</i>".repeat(100_000)));
    let input = envelope(SOAP11, "http://schemas.xmlsoap.org/soap/encoding/", &body);
    let error =
        json_of(&input, MessageRole::Input, &Limits { max_nodes: 500_000, ..Limits::default() }).unwrap_err();
    assert_eq!(error.kind, ErrorKind::Limit, "{error}");
    // One long text, over and over.
    let words = "<w href='#t'/>".repeat(1000);
    let body = format!(
        "<c:call><words e:arrayType='d:string[1000]'>{words}</words></c:call><t id='t'>{}</t>",
        "a".repeat(100_000)
    );
    let input = envelope(SOAP11, "http://schemas.xmlsoap.org/soap/encoding/", &body);
    let error = json_of(&input, MessageRole::Input, &Limits::default()).unwrap_err();
    assert_eq!(error.kind, ErrorKind::Limit, "{error}");
    assert!(error.message.contains("referred to"), "{error}");
}
