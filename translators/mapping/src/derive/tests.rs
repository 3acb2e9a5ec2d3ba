// SPDX-License-Identifier: EUPL-1.2
use fachwerk_contract::Contract;

use super::derive;
use crate::{
    Field, FieldKind, JsonForm, Layout, Lock, Mapping, NamespaceId, ParticleTerm, ProtoForm, Struct,
    StructId, ValueType,
};

/// A contract with one operation whose input is element `anfrage` and whose schema has this content.
fn contract(schema: &str) -> Contract {
    let wsdl = format!(
        r#"<w:definitions xmlns:w="http://schemas.xmlsoap.org/wsdl/" xmlns:s="http://schemas.xmlsoap.org/wsdl/soap/"
            xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:t="urn:t" targetNamespace="urn:t">
          <w:types><xs:schema targetNamespace="urn:t" elementFormDefault="qualified">{schema}</xs:schema></w:types>
          <w:message name="in"><w:part name="p" element="t:anfrage"/></w:message>
          <w:portType name="P"><w:operation name="frage"><w:input message="t:in"/></w:operation></w:portType>
          <w:binding name="B" type="t:P"><s:binding transport="http://schemas.xmlsoap.org/soap/http"/>
            <w:operation name="frage"><s:operation soapAction="urn:frage"/><w:input><s:body use="literal"/></w:input></w:operation>
          </w:binding>
          <w:service name="S"><w:port name="A" binding="t:B"><s:address location="http://localhost/"/></w:port></w:service>
        </w:definitions>"#
    );
    let input = fachwerk_wsdl::Input::new("t.wsdl", fachwerk_wsdl::Memory::from_iter([("t.wsdl", wsdl)]));
    let outcome = fachwerk_wsdl::read(&input, &fachwerk_wsdl::Options::default());
    outcome.contract.unwrap_or_else(|| panic!("{:#?}", outcome.diagnostics))
}

fn mapping(schema: &str) -> Mapping {
    derive(&contract(schema), &Lock::new()).0
}

fn root(mapping: &Mapping) -> &Struct {
    mapping.structure(mapping.operations[0].input.root)
}

fn element(content: &str) -> String {
    format!(r#"<xs:element name="anfrage"><xs:complexType>{content}</xs:complexType></xs:element>"#)
}

fn names(structure: &Struct) -> Vec<&str> {
    structure.fields.iter().map(|f| f.name.as_str()).collect()
}

fn item<'m>(mapping: &'m Mapping, field: &Field) -> &'m Struct {
    match field.value {
        ValueType::Struct(id) => mapping.structure(id),
        ref other => panic!("{other:?} is no struct"),
    }
}

fn of_namespace(mapping: &Mapping) -> NamespaceId {
    mapping.namespace_id("urn:t").expect("urn:t")
}

#[test]
fn groups_that_occur_once_are_transparent() {
    let mapping = mapping(&element(
        r#"<xs:sequence><xs:element name="a" type="xs:string"/>
           <xs:choice><xs:element name="b" type="xs:string"/>
             <xs:sequence><xs:element name="c" type="xs:string"/><xs:element name="d" type="xs:string" minOccurs="0"/></xs:sequence>
           </xs:choice></xs:sequence>"#,
    ));
    let root = root(&mapping);
    assert_eq!(names(root), ["a", "b", "c", "d"]);
    assert_eq!(root.fields.iter().map(|f| f.required).collect::<Vec<_>>(), [true, false, false, false]);
    assert!(root.may_follow(Some(0), 1) && root.may_follow(Some(0), 2) && root.may_follow(Some(2), 3));
    assert!(!root.may_follow(Some(1), 2), "b and c exclude each other");
    assert!(!root.may_follow(Some(1), 0));
    assert!(matches!(mapping.operations[0].input.layout, Layout::Direct { headers: None, .. }));
}

#[test]
fn a_repeated_choice_is_an_array_of_items_and_keeps_order() {
    let mapping = mapping(&element(
        r#"<xs:choice maxOccurs="unbounded"><xs:element name="a" type="xs:string"/><xs:element name="b" type="xs:int"/></xs:choice>"#,
    ));
    let root = root(&mapping);
    assert_eq!(names(root), ["items"]);
    assert!(root.fields[0].array && matches!(root.fields[0].kind, FieldKind::Group));
    let item = item(&mapping, &root.fields[0]);
    assert_eq!(names(item), ["a", "b"]);
    assert_eq!(item.fields[0].oneof, Some(0));
    let namespace = of_namespace(&mapping);
    assert_eq!(root.element_fields(namespace, "b"), [0], "the group field is found by its members' names");
    assert_eq!(item.element_fields(namespace, "b"), [1]);
}

#[test]
fn a_repeated_group_of_one_multiplies_its_occurrences() {
    let mapping = mapping(&element(
        r#"<xs:sequence minOccurs="0" maxOccurs="unbounded"><xs:sequence><xs:element name="a" type="xs:string"/></xs:sequence></xs:sequence>"#,
    ));
    let field = &root(&mapping).fields[0];
    assert_eq!((field.name.as_str(), field.min, field.max, field.array), ("a", 0, None, true));
}

#[test]
fn the_same_element_twice_gets_a_number() {
    let mapping = mapping(&element(
        r#"<xs:sequence><xs:element name="a" type="xs:string"/><xs:element name="b" type="xs:string"/><xs:element name="a" type="xs:string"/></xs:sequence>"#,
    ));
    let root = root(&mapping);
    assert_eq!(names(root), ["a", "b", "a2"]);
    assert_eq!(root.element_fields(of_namespace(&mapping), "a"), [0, 2]);
}

#[test]
fn attributes_give_way_to_elements() {
    let mapping = mapping(&element(
        r#"<xs:sequence><xs:element name="id" type="xs:string"/></xs:sequence><xs:attribute name="id" type="xs:string" use="required"/>"#,
    ));
    let root = root(&mapping);
    assert_eq!(names(root), ["idAttribute", "id"]);
    assert_eq!(root.first_child, 1);
    assert_eq!(root.fields[0].proto_name, "id_attribute");
}

#[test]
fn derived_types_are_a_family_with_tags() {
    let mapping = mapping(
        r#"<xs:complexType name="Form" abstract="true"><xs:sequence><xs:element name="farbe" type="xs:string"/></xs:sequence></xs:complexType>
           <xs:complexType name="Kreis"><xs:complexContent><xs:extension base="t:Form"><xs:sequence><xs:element name="radius" type="xs:double"/></xs:sequence></xs:extension></xs:complexContent></xs:complexType>
           <xs:complexType name="Ring"><xs:complexContent><xs:extension base="t:Kreis"><xs:attribute name="innen" type="xs:double"/></xs:extension></xs:complexContent></xs:complexType>
           <xs:element name="anfrage"><xs:complexType><xs:sequence><xs:element name="form" type="t:Form"/></xs:sequence></xs:complexType></xs:element>"#,
    );
    let ValueType::Family(family) = root(&mapping).fields[0].value else { panic!("no family") };
    let family = mapping.family(family);
    assert_eq!(family.declared, None, "the declared type is abstract");
    assert_eq!(family.variants.iter().map(|v| v.tag.as_str()).collect::<Vec<_>>(), ["Kreis", "Ring"]);
    let ValueType::Struct(ring) = family.variants[1].value else { panic!("no struct") };
    let ring = mapping.structure(ring);
    assert!(ring.tagged);
    assert_eq!(names(ring), ["innen", "farbe", "radius"]);
}

#[test]
fn a_substitution_group_is_a_family_of_elements() {
    let mapping = mapping(
        r#"<xs:element name="kopf" type="xs:string" abstract="true"/>
           <xs:element name="eins" type="xs:string" substitutionGroup="t:kopf"/>
           <xs:element name="zwei" type="xs:int" substitutionGroup="t:kopf"/>
           <xs:element name="anfrage"><xs:complexType><xs:sequence><xs:element ref="t:kopf" maxOccurs="2"/></xs:sequence></xs:complexType></xs:element>"#,
    );
    let root = root(&mapping);
    assert!(matches!(root.fields[0].kind, FieldKind::Substitution));
    assert_eq!(root.element_fields(of_namespace(&mapping), "zwei"), [0]);
    let ValueType::Family(family) = root.fields[0].value else { panic!("no family") };
    let tags: Vec<_> = mapping.family(family).variants.iter().map(|v| v.tag.clone()).collect();
    assert_eq!(tags, ["eins", "zwei"]);
}

#[test]
fn numbers_are_numbers_only_where_a_double_holds_them() {
    let mapping = mapping(&element(
        r#"<xs:sequence><xs:element name="a" type="xs:int"/><xs:element name="b" type="xs:long"/>
           <xs:element name="c" type="xs:decimal"/><xs:element name="d" type="xs:unsignedInt"/>
           <xs:element name="e" type="xs:integer"/></xs:sequence>"#,
    ));
    let forms: Vec<_> = root(&mapping)
        .fields
        .iter()
        .map(|f| match f.value {
            ValueType::Scalar(id) => (mapping.scalar(id).json, mapping.scalar(id).proto),
            ref other => panic!("{other:?}"),
        })
        .collect();
    assert_eq!(
        forms,
        [
            (JsonForm::Number, ProtoForm::Int32),
            (JsonForm::String, ProtoForm::Int64),
            (JsonForm::String, ProtoForm::String),
            (JsonForm::Number, ProtoForm::UInt32),
            (JsonForm::String, ProtoForm::String),
        ]
    );
}

#[test]
fn mixed_content_is_text_and_elements_in_order() {
    let mapping = mapping(
        r#"<xs:element name="anfrage"><xs:complexType mixed="true"><xs:choice minOccurs="0" maxOccurs="unbounded">
           <xs:element name="b" type="xs:string"/><xs:element name="i" type="xs:string"/></xs:choice></xs:complexType></xs:element>"#,
    );
    let root = root(&mapping);
    assert_eq!(names(root), ["content"]);
    let item = item(&mapping, &root.fields[0]);
    assert_eq!(names(item), ["text", "b", "i"]);
    assert!(matches!(item.particle.term, ParticleTerm::Choice(_)));
}

#[test]
fn the_lock_keeps_names_and_numbers() {
    let before = element(
        r#"<xs:sequence><xs:element name="a" type="xs:string"/><xs:element name="b" type="xs:string"/></xs:sequence>"#,
    );
    let after = element(
        r#"<xs:sequence><xs:element name="neu" type="xs:string"/><xs:element name="b" type="xs:string"/></xs:sequence>"#,
    );
    let (_, lock, _) = derive(&contract(&before), &Lock::new());
    let (mapping, lock, _) = derive(&contract(&after), &lock);
    let root = root(&mapping);
    let numbers: Vec<_> = root.fields.iter().map(|f| (f.name.as_str(), f.number)).collect();
    assert_eq!(numbers, [("neu", 3), ("b", 2)]);
    assert_eq!(root.reserved, [(1, "a".to_owned())]);
    // And back again: the old number comes back, nothing is given out twice.
    let (mapping, again, _) = derive(&contract(&before), &lock);
    let root = mapping.structure(StructId(0));
    assert_eq!(root.fields.iter().map(|f| f.number).collect::<Vec<_>>(), [1, 2]);
    assert_eq!(again, lock);
    assert_eq!(Lock::from_json(lock.to_json().as_bytes()).expect("lock"), lock);
}

#[test]
fn deriving_is_deterministic() {
    let schema = element(r#"<xs:sequence><xs:element name="a" type="xs:string"/></xs:sequence>"#);
    let contract = contract(&schema);
    let (first, second) = (derive(&contract, &Lock::new()), derive(&contract, &Lock::new()));
    assert_eq!(format!("{:?}", first.0.operations), format!("{:?}", second.0.operations));
    assert_eq!(first.1.to_json(), second.1.to_json());
}

#[test]
fn recursion_is_a_reference() {
    let mapping = mapping(
        r#"<xs:complexType name="Knoten"><xs:sequence><xs:element name="kind" type="t:Knoten" minOccurs="0"/></xs:sequence></xs:complexType>
           <xs:element name="anfrage" type="t:Knoten"/>"#,
    );
    let root_id = mapping.operations[0].input.root;
    assert_eq!(root(&mapping).fields[0].value, ValueType::Struct(root_id));
}

#[test]
fn a_named_type_has_its_name_and_what_is_within_another() {
    let mapping = mapping(&format!(
        r#"<xs:simpleType name="Gilt"><xs:union memberTypes="xs:date"><xs:simpleType><xs:restriction base="xs:token">
             <xs:enumeration value="immer"/></xs:restriction></xs:simpleType></xs:union></xs:simpleType>{}"#,
        element(r#"<xs:sequence><xs:element name="gilt" type="t:Gilt"/></xs:sequence>"#)
    ));
    let ValueType::Scalar(id) = root(&mapping).fields[0].value else { panic!("a scalar") };
    assert_eq!(mapping.scalar(id).name.as_deref(), Some("Gilt"));
    assert!(mapping.scalars.iter().any(|s| s.name.as_deref() == Some("GiltMember")));
}

#[test]
fn identity_constraints_are_documentation() {
    let constraint = r#"<xs:unique name="Nur"><xs:selector xpath="t:a"/><xs:field xpath="@id"/></xs:unique>"#;
    let mapping = mapping(&format!(
        r#"<xs:complexType name="Liste"/><xs:element name="anfrage" type="t:Anfrage">{constraint}</xs:element>
           <xs:complexType name="Anfrage"><xs:sequence><xs:element name="liste" type="t:Liste">{constraint}</xs:element>
           </xs:sequence></xs:complexType>"#
    ));
    let sentence = Some("Unique `Nur`: no two `t:a` have the same `@id`.");
    assert_eq!(root(&mapping).fields[0].documentation.as_deref(), sentence);
    // The element of the message has a type that others may have as well.
    assert_eq!(mapping.operations[0].documentation.as_deref(), sentence);
}

#[test]
fn simple_types_below_a_declared_one_are_known() {
    let mapping = mapping(&format!(
        r#"<xs:simpleType name="Kurz"><xs:restriction base="xs:token"/></xs:simpleType>
           <xs:simpleType name="Farbe"><xs:restriction base="t:Kurz"><xs:enumeration value="rot"/></xs:restriction></xs:simpleType>
           <xs:simpleType name="Zahl"><xs:restriction base="xs:int"/></xs:simpleType>{}"#,
        element(r#"<xs:sequence><xs:element name="k" type="t:Kurz"/></xs:sequence>"#)
    ));
    let name = |local| fachwerk_contract::QName::new("urn:t", local);
    let (values, id) = mapping.simple_types.derived(&name("Farbe")).expect("it is derived");
    assert_eq!(values.scalar(id).facets.enumeration[0].value, "rot");
    assert!(mapping.simple_types.derived(&name("Zahl")).is_none(), "nothing is declared above it");
    assert!(mapping.simple_types.derives(&name("Farbe"), &name("Kurz")));
    assert!(mapping.scalars.iter().all(|s| s.name.as_deref() != Some("Farbe")), "no component comes of it");
}
