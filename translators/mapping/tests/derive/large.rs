// SPDX-License-Identifier: EUPL-1.2
//! Schemas that stand for more than can be mapped.

use fachwerk_contract::schema::Term;
use fachwerk_mapping::{Lock, Mapping, Note, ValueType, derive};

use crate::{contract, input, names};

/// One operation with an element of type `Large` in its request.
const DEFINITIONS: &str = r#"<message name="in"><part name="p" element="t:ask"/></message>
   <portType name="P"><operation name="ask"><input message="t:in"/></operation></portType>
   <binding name="B" type="t:P"><s:binding transport="http://schemas.xmlsoap.org/soap/http"/>
     <operation name="ask"><s:operation soapAction=""/><input><s:body use="literal"/></input></operation></binding>"#;

const ASK: &str = r#"<xs:element name="ask"><xs:complexType><xs:sequence>
   <xs:element name="large" type="t:Large"/><xs:element name="small" type="t:Small"/></xs:sequence></xs:complexType></xs:element>
   <xs:complexType name="Small"><xs:sequence><xs:element name="x" type="xs:int"/></xs:sequence></xs:complexType>"#;

fn mapped(schema: &str) -> (Mapping, Vec<Note>) {
    let (mapping, _, notes) = derive(&contract(&format!("{ASK}{schema}"), DEFINITIONS), &Lock::new());
    (mapping, notes)
}

/// The one type that is too large is kept as XML, and everything else is as ever.
fn assert_kept((mapping, notes): &(Mapping, Vec<Note>), line: u32) {
    let [note] = notes.as_slice() else { panic!("{notes:?}") };
    assert_eq!((note.code, note.location.line), ("FW-1510", line), "{}", note.message);
    assert!(note.message.contains("`Large`") && note.message.contains("kept as XML"), "{}", note.message);
    let ask = input(mapping, "ask");
    assert_eq!(names(ask), ["large", "small"]);
    assert_eq!(ask.fields[0].value, ValueType::Xml);
    assert!(matches!(ask.fields[1].value, ValueType::Struct(_)));
}

#[test]
fn groups_that_refer_to_the_next_twice() {
    let mut schema = "\n<xs:complexType name=\"Large\"><xs:group ref=\"t:g0\"/></xs:complexType>".to_owned();
    for i in 0..64 {
        let next = i + 1;
        schema.push_str(&format!(
            "<xs:group name=\"g{i}\"><xs:sequence><xs:group ref=\"t:g{next}\"/><xs:group ref=\"t:g{next}\"/></xs:sequence></xs:group>"
        ));
    }
    for last in [
        r#"<xs:group name="g64"><xs:sequence><xs:element name="x" type="xs:int"/></xs:sequence></xs:group>"#,
        // Even if nothing comes of it in the end.
        r#"<xs:group name="g64"><xs:sequence/></xs:group>"#,
    ] {
        assert_kept(&mapped(&format!("{schema}{last}")), 8);
    }
}

#[test]
fn attribute_groups_that_refer_to_the_next_twice() {
    let mut schema =
        "\n<xs:complexType name=\"Large\"><xs:attributeGroup ref=\"t:g0\"/></xs:complexType>".to_owned();
    for i in 0..40 {
        let next = i + 1;
        schema.push_str(&format!(
            "<xs:attributeGroup name=\"g{i}\"><xs:attributeGroup ref=\"t:g{next}\"/><xs:attributeGroup ref=\"t:g{next}\"/></xs:attributeGroup>"
        ));
    }
    schema.push_str(
        r#"<xs:attributeGroup name="g40"><xs:attribute name="x" type="xs:int"/></xs:attributeGroup>"#,
    );
    assert_kept(&mapped(&schema), 8);
}

#[test]
fn more_members_than_an_index_can_count() {
    let mut schema = "\n<xs:complexType name=\"Large\"><xs:sequence>".to_owned();
    for i in 0..65_600 {
        schema.push_str(&format!("<xs:element name=\"x{i}\" type=\"xs:int\"/>"));
    }
    schema.push_str("</xs:sequence></xs:complexType>");
    assert_kept(&mapped(&schema), 8);
}

#[test]
fn what_is_derived_from_it_is_as_large() {
    let mut schema = r#"<xs:complexType name="Base"><xs:group ref="t:g0"/></xs:complexType>"#.to_owned();
    for i in 0..20 {
        let next = i + 1;
        schema.push_str(&format!(
            "<xs:group name=\"g{i}\"><xs:sequence><xs:group ref=\"t:g{next}\"/><xs:group ref=\"t:g{next}\"/></xs:sequence></xs:group>"
        ));
    }
    schema.push_str(
        r#"<xs:group name="g20"><xs:sequence><xs:element name="x" type="xs:int"/></xs:sequence></xs:group>
           <xs:complexType name="Large"><xs:complexContent><xs:extension base="t:Base"/></xs:complexContent></xs:complexType>"#,
    );
    assert_kept(&mapped(&schema), 8);
}

/// The reader refuses circles; a contract file may come from anywhere.
#[test]
fn a_contract_with_a_group_that_is_made_of_itself() {
    let schema = format!(
        r#"{ASK}<xs:complexType name="Large"><xs:group ref="t:g"/></xs:complexType>
           <xs:group name="g"><xs:sequence><xs:element name="x" type="xs:int"/><xs:element name="y" type="xs:int"/></xs:sequence></xs:group>"#
    );
    let mut contract = contract(&schema, DEFINITIONS);
    let group = contract.schema.groups.values_mut().next().expect("the group");
    let name = group.name.clone();
    if let Term::Sequence(children) = &mut group.particle.term {
        for child in &mut *children {
            child.term = Term::GroupRef(name.clone());
        }
    }
    let (mapping, _, notes) = derive(&contract, &Lock::new());
    assert_kept(&(mapping, notes), 7);
}

#[test]
fn a_message_of_too_many_parts_is_left_out() {
    let parts: String = (0..65_001).map(|i| format!("<part name=\"p{i}\" type=\"xs:int\"/>")).collect();
    let definitions = format!(
        r#"<message name="in"><part name="p" element="t:ask"/></message><message name="many">{parts}</message>
           <portType name="P"><operation name="ask"><input message="t:in"/></operation><operation name="all"><input message="t:many"/></operation></portType>
           <binding name="B" type="t:P"><s:binding style="rpc" transport="http://schemas.xmlsoap.org/soap/http"/>
             <operation name="ask"><s:operation soapAction="" style="document"/><input><s:body use="literal"/></input></operation>
             <operation name="all"><s:operation soapAction=""/><input><s:body use="literal" namespace="urn:c"/></input></operation></binding>"#
    );
    let schema = format!("{ASK}<xs:complexType name=\"Large\"><xs:sequence/></xs:complexType>");
    let (mapping, _, notes) = derive(&contract(&schema, &definitions), &Lock::new());
    assert_eq!(notes.iter().map(|n| n.code).collect::<Vec<_>>(), ["FW-1510"], "{notes:?}");
    assert!(notes[0].message.contains("`all`") && notes[0].location.line > 1);
    assert_eq!(mapping.operations.len(), 1);
}
