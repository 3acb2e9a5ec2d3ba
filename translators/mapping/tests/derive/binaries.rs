// SPDX-License-Identifier: EUPL-1.2
//! Places of binary values in a message.

use fachwerk_mapping::Binaries;

use crate::mapped;

fn places(content: &str) -> Binaries {
    let schema = format!(
        r#"<xs:complexType name="File"><xs:sequence><xs:element name="data" type="xs:base64Binary"/></xs:sequence></xs:complexType>
           <xs:complexType name="Tree"><xs:sequence><xs:element name="data" type="xs:base64Binary"/>
             <xs:element name="child" type="t:Tree" minOccurs="0"/></xs:sequence></xs:complexType>
           <xs:complexType name="Chain"><xs:sequence><xs:element name="next" type="t:Link" minOccurs="0"/></xs:sequence></xs:complexType>
           <xs:complexType name="Link"><xs:sequence><xs:element name="chain" type="t:Chain" minOccurs="0"/>
             <xs:element name="n" type="xs:int"/></xs:sequence></xs:complexType>
           <xs:element name="a"><xs:complexType>{content}</xs:complexType></xs:element>"#
    );
    let (mapping, _) = mapped(
        &schema,
        r#"<message name="m"><part name="p" element="t:a"/></message>
           <portType name="P"><operation name="o"><input message="t:m"/></operation></portType>
           <binding name="B" type="t:P"><s:binding transport="http://schemas.xmlsoap.org/soap/http"/>
             <operation name="o"><s:operation soapAction=""/><input><s:body use="literal"/></input></operation></binding>"#,
    );
    mapping.operations[0].input.binaries.clone()
}

#[test]
fn none_one_or_several() {
    let sequence = |content: &str| places(&format!("<xs:sequence>{content}</xs:sequence>"));
    let one = Binaries::One { media_types: None };
    assert_eq!(sequence(r#"<xs:element name="x" type="xs:hexBinary"/>"#), Binaries::None);
    assert_eq!(sequence(r#"<xs:element name="x" type="t:Chain"/>"#), Binaries::None);
    assert_eq!(sequence(r#"<xs:element name="x" type="t:File" minOccurs="0"/>"#), one);
    assert_eq!(places(r#"<xs:attribute name="x" type="xs:base64Binary"/>"#), one);
    assert_eq!(sequence(r#"<xs:element name="x" type="t:File" maxOccurs="2"/>"#), Binaries::Several);
    let two = r#"<xs:element name="x" type="t:File"/><xs:element name="y" type="t:File"/>"#;
    assert_eq!(sequence(two), Binaries::Several);
    assert_eq!(sequence(r#"<xs:element name="x" type="t:Tree"/>"#), Binaries::Several);
    let both = r#"<xs:element name="x" type="t:Chain"/><xs:element name="y" type="t:File"/>"#;
    assert_eq!(sequence(both), one, "an object that holds itself, and no binary value");
}
