// SPDX-License-Identifier: EUPL-1.2
//! Each mistake has its code and its place, and the rest is read all the same.

use fachwerk_wsdl::Code;

use crate::{assert_reported, definitions, document, read_files};

/// Mistakes in a schema; its content begins in line 2.
#[track_caller]
fn schema(content: &str, expected: &[(Code, u32, u32)]) {
    let outcome = read_files(&[("t.xsd", &document("", content))]);
    let expected: Vec<_> =
        expected.iter().map(|(code, line, column)| (*code, "t.xsd", *line, *column)).collect();
    assert_reported(&outcome, &expected);
    assert!(outcome.contract.is_some());
}

/// Mistakes in definitions that have a message `m` and otherwise this content, from line 2.
#[track_caller]
fn wsdl(content: &str, expected: &[(Code, u32, u32)]) {
    let outcome = read_files(&[("a.wsdl", &definitions(content))]);
    let expected: Vec<_> =
        expected.iter().map(|(code, line, column)| (*code, "a.wsdl", *line, *column)).collect();
    assert_reported(&outcome, &expected);
    assert!(outcome.contract.is_some());
}

#[test]
fn in_schemas() {
    schema("<xs:elemnt name='a'/>\n<xs:element name='b'/>", &[(Code::UnexpectedElement, 2, 1)]);
    schema("<xs:element name='a' type='xs:int' minOcurs='0'/>", &[(Code::UnknownAttribute, 2, 36)]);
    schema("<xs:element/>", &[(Code::MissingName, 2, 1)]);
    schema("<xs:element name='a b'/>", &[(Code::BadValue, 2, 13)]);
    schema("<xs:element name='a' nillable='yes'/>", &[(Code::BadValue, 2, 22)]);
    schema(
        "<xs:element name='a' type='q:int'/>",
        &[(Code::ReadAsAnything, 2, 1), (Code::UndeclaredPrefix, 2, 22)],
    );
    schema(
        "<xs:element name='a' type='xs:int'><xs:simpleType/></xs:element>",
        &[(Code::BadDerivation, 2, 36)],
    );
    schema("<xs:simpleType name='a'/>", &[(Code::BadDerivation, 2, 1)]);
    schema(
        "<xs:simpleType name='a'><xs:restriction base='xs:int'><xs:length value='x'/></xs:restriction></xs:simpleType>",
        &[(Code::BadValue, 2, 66)],
    );
    schema("<xs:simpleType name='a'><xs:restriction/></xs:simpleType>", &[(Code::MissingAttribute, 2, 25)]);
    schema("<xs:simpleType name='a'><xs:union/></xs:simpleType>", &[(Code::MissingAttribute, 2, 25)]);
    schema("<xs:complexType name='a'><xs:complexContent/></xs:complexType>", &[(Code::BadDerivation, 2, 26)]);
    schema(
        "<xs:complexType name='a'><xs:sequence/><xs:choice/></xs:complexType>",
        &[(Code::UnexpectedElement, 2, 40)],
    );
    schema(
        "<xs:complexType name='a'><xs:sequence maxOccurs='2' minOccurs='3'/></xs:complexType>",
        &[(Code::BadValue, 2, 39)],
    );
    schema(
        "<xs:complexType name='a'><xs:attribute name='b' use='maybe'/></xs:complexType>",
        &[(Code::BadValue, 2, 49)],
    );
    schema(
        "<xs:complexType name='a'><xs:sequence><xs:any processContents='none'/></xs:sequence></xs:complexType>",
        &[(Code::BadValue, 2, 47)],
    );
    schema("<xs:complexType name='a'><xs:assert test='1'/></xs:complexType>", &[(Code::Xsd11, 2, 26)]);
    schema("<xs:group name='g'/>", &[(Code::MissingAttribute, 2, 1)]);
}

#[test]
fn references_that_lead_nowhere() {
    schema(
        "<xs:element name='a'>\n<xs:complexType><xs:sequence><xs:element ref='t:no'/></xs:sequence></xs:complexType></xs:element>\n<xs:element name='fine' type='xs:int'/>",
        &[(Code::Undeclared, 3, 1), (Code::ReadAsAnything, 3, 1)],
    );
    schema(
        "<xs:element name='a' type='T'/>\n<xs:complexType name='T'/>",
        &[(Code::ReferenceInTargetNamespace, 2, 1)],
    );
    schema("<xs:element name='a' type='string'/>", &[(Code::ReferenceInTargetNamespace, 2, 1)]);
    schema(
        "<xs:element name='a' type='xs:sting'/>",
        &[(Code::Undeclared, 2, 1), (Code::ReadAsAnything, 2, 1)],
    );
}

#[test]
fn circles() {
    schema(
        "<xs:group name='a'><xs:sequence><xs:group ref='t:b'/></xs:sequence></xs:group>\n<xs:group name='b'><xs:choice><xs:group ref='t:a'/></xs:choice></xs:group>",
        &[(Code::Circular, 2, 1)],
    );
    schema(
        "<xs:attributeGroup name='a'><xs:attributeGroup ref='t:a'/></xs:attributeGroup>",
        &[(Code::Circular, 2, 1)],
    );
    schema(
        "<xs:simpleType name='a'><xs:union memberTypes='xs:int t:b'/></xs:simpleType>\n<xs:simpleType name='b'><xs:list itemType='t:a'/></xs:simpleType>",
        &[(Code::Circular, 2, 1)],
    );
    schema(
        "<xs:complexType name='a'><xs:complexContent><xs:extension base='t:a'/></xs:complexContent></xs:complexType>",
        &[(Code::Circular, 2, 1)],
    );
    schema(
        "<xs:element name='a' substitutionGroup='t:b'/>\n<xs:element name='b' substitutionGroup='t:a'/>",
        &[(Code::Circular, 2, 1)],
    );
    // a type that contains itself is a tree
    schema(
        "<xs:complexType name='a'><xs:sequence><xs:element name='b' type='t:a' minOccurs='0'/></xs:sequence></xs:complexType>",
        &[],
    );
    schema(
        "<xs:group name='g'><xs:sequence><xs:element name='b' minOccurs='0'><xs:complexType><xs:group ref='t:g'/></xs:complexType></xs:element></xs:sequence></xs:group>",
        &[],
    );
}

#[test]
fn in_definitions() {
    const REST: &str = "<message name='m'/><portType name='P'><operation name='o'><input message='t:m'/></operation></portType>";
    let with = |content: &str| format!("{REST}\n{content}");
    wsdl(&with("<mesage name='x'/>"), &[(Code::UnexpectedDefinition, 3, 1)]);
    wsdl(&with("<message/>"), &[(Code::MissingAttribute, 3, 1)]);
    wsdl(
        &with("<message name='m'><part name='p' type='xs:int'/></message>"),
        &[(Code::DuplicateDefinition, 3, 1)],
    );
    wsdl(&with("<message name='n'><part name='p'/></message>"), &[(Code::PartWithoutContent, 3, 19)]);
    wsdl(
        &with("<message name='n'><part name='p' element='q:x'/></message>"),
        &[(Code::UndeclaredPrefix, 3, 34)],
    );
    wsdl(
        &with("<portType name='Q'>\n<operation name='x'><input message='t:none'/></operation></portType>"),
        &[(Code::UnknownMessage, 4, 1), (Code::OperationLeftOut, 4, 1)],
    );
    wsdl(
        &with("<portType name='Q'>\n<operation name='x'><input message='m'/></operation></portType>"),
        &[(Code::NameInTargetNamespace, 4, 1)],
    );
    wsdl(
        &with("<portType name='Q'><operation name='x'/></portType>"),
        &[(Code::MissingAttribute, 3, 20), (Code::OperationLeftOut, 3, 20)],
    );
    wsdl(
        &with("<binding name='B' type='t:None'><soap:binding/></binding>"),
        &[(Code::UnknownPortType, 3, 1)],
    );
    wsdl(
        &with("<binding name='B' type='t:P'><soap:binding style='odd'/>\n<operation name='x'/></binding>"),
        &[(Code::BadDefinitionValue, 3, 44), (Code::UnknownOperation, 4, 1)],
    );
    wsdl(
        &with(
            "<binding name='B' type='t:P'><soap:binding/>\n<operation name='o'><input><soap:body parts='x'/><soap:header message='t:m' part='y'/></input></operation></binding>",
        ),
        &[(Code::UnknownPart, 4, 1), (Code::UnknownPart, 4, 1)],
    );
    wsdl(
        &with("<service name='S'><port name='p' binding='t:None'/></service>"),
        &[(Code::UnknownBinding, 3, 19)],
    );
    wsdl(
        &with(
            "<binding name='B' type='t:P'><soap:binding/><p:PolicyReference xmlns:p='http://www.w3.org/ns/ws-policy' URI='#no'/><operation name='o'/></binding>",
        ),
        &[(Code::UnknownPolicy, 3, 45)],
    );
    wsdl(
        &with("<x:y xmlns:x='urn:x' xmlns:w='http://schemas.xmlsoap.org/wsdl/' w:required='true'/>"),
        &[(Code::UnknownExtension, 3, 1)],
    );
    wsdl("<message name='m'/>", &[(Code::NothingToOffer, 1, 1)]);
}

#[test]
fn prefixes_that_nobody_declared() {
    // the only element of that name is meant
    let outcome = read_files(&[(
        "a.wsdl",
        &definitions(
            "<types><xs:schema targetNamespace='urn:o'><xs:element name='x' type='xs:int'/></xs:schema></types>
<message name='m'><part name='p' element='o:x'/></message>
<portType name='P'><operation name='o'><input message='q:m'/></operation></portType>",
        ),
    )]);
    assert_reported(
        &outcome,
        &[
            (Code::NameInTargetNamespace, "a.wsdl", 3, 1),
            (Code::UndeclaredPrefix, "a.wsdl", 3, 34),
            (Code::NameInTargetNamespace, "a.wsdl", 4, 20),
            (Code::UndeclaredPrefix, "a.wsdl", 4, 47),
        ],
    );
    let contract = outcome.contract.unwrap();
    assert_eq!(contract.interfaces[0].operations.len(), 1);
    // everybody's prefix of XML Schema is meant for it
    let outcome = read_files(&[("t.xsd", &document("", "<xsd:element name='e' type='xs:int'/>"))]);
    assert_reported(&outcome, &[(Code::UndeclaredPrefix, "t.xsd", 2, 1)]);
    assert_eq!(outcome.contract.unwrap().schema.elements.len(), 1);
}

#[test]
fn between_files() {
    let outcome = read_files(&[
        ("t.xsd", &document("", "<xs:import namespace='urn:x' schemaLocation='o.xsd'/>")),
        ("o.xsd", &document("", "")),
    ]);
    assert_reported(&outcome, &[(Code::NamespaceMismatch, "t.xsd", 2, 30)]);
    let outcome = read_files(&[
        (
            "t.xsd",
            &document(
                "",
                "<xs:redefine schemaLocation='o.xsd'>\n<xs:group name='g'><xs:sequence/></xs:group></xs:redefine>",
            ),
        ),
        ("o.xsd", &document("", "")),
    ]);
    assert_reported(&outcome, &[(Code::RedefinitionOfNothing, "t.xsd", 3, 1)]);
    let outcome =
        read_files(&[("t.xsd", &document("", "<xs:include schemaLocation='o.xml'/>")), ("o.xml", "<html/>")]);
    assert_reported(&outcome, &[(Code::UnexpectedRoot, "o.xml", 1, 1)]);
    let outcome = read_files(&[("a.wsdl", "<definitions xmlns='http://www.w3.org/2003/11/wsdl'/>")]);
    assert_reported(&outcome, &[(Code::Wsdl20, "a.wsdl", 1, 1)]);
    assert!(outcome.contract.is_none());
    let outcome = read_files(&[("a.wsdl", &definitions("<import namespace='urn:t' location='b.wsdl'/>"))]);
    assert_reported(
        &outcome,
        &[(Code::NothingToOffer, "a.wsdl", 1, 1), (Code::ImportNotFound, "a.wsdl", 2, 27)],
    );
}

#[test]
fn snippets_and_lines() {
    let outcome = read_files(&[("t.xsd", &document("", "<xs:elemnt name='ä'/>"))]);
    let diagnostic = &outcome.diagnostics[0];
    assert_eq!(diagnostic.snippet.as_deref(), Some("<xs:elemnt name='ä'/>"));
    assert_eq!(
        diagnostic.to_string(),
        "t.xsd:2:1: warning: FW-1301: `elemnt` cannot stand in `schema`; it is ignored; is the name right?"
    );
}
