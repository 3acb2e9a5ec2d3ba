// SPDX-License-Identifier: EUPL-1.2
//! Bindings of encoded messages, and the types of SOAP encoding.

use fachwerk_mapping::{FieldKind, Mapping, Note, ScalarKind, Struct, ValueType};

use crate::{input, mapped, names, within};

fn array(name: &str, inside: &str) -> String {
    format!(
        "<xs:complexType name=\"{name}\"><xs:complexContent><xs:restriction base=\"e:Array\">{inside}</xs:restriction></xs:complexContent></xs:complexType>"
    )
}

fn of(item: &str) -> String {
    format!("<xs:attribute ref=\"e:arrayType\" w:arrayType=\"{item}\"/>")
}

fn call(schema: &str, parts: &str) -> (Mapping, Vec<Note>) {
    mapped(
        schema,
        &format!(
            r#"<message name="in">{parts}</message>
               <portType name="P"><operation name="call"><input message="t:in"/></operation></portType>
               <binding name="B" type="t:P"><s:binding style="rpc" transport="http://schemas.xmlsoap.org/soap/http"/>
                 <operation name="call"><s:operation soapAction=""/><input><s:body use="encoded" namespace="urn:c"
                   encodingStyle="http://schemas.xmlsoap.org/soap/encoding/"/></input></operation></binding>"#
        ),
    )
}

/// The items of a member that is an array.
fn items<'m>(mapping: &'m Mapping, root: &Struct, name: &str) -> &'m fachwerk_mapping::Field {
    let array = within(mapping, root, name);
    assert!(array.array.is_some(), "{name}");
    let [items] = array.fields.as_slice() else { panic!("{name}: {:?}", names(array)) };
    assert!(items.array && items.max.is_none() && matches!(items.kind, FieldKind::Element(_)));
    items
}

fn kind(mapping: &Mapping, value: ValueType) -> &ScalarKind {
    match value {
        ValueType::Scalar(id) => &mapping.scalar(id).kind,
        other => panic!("{other:?}"),
    }
}

#[test]
fn arrays_in_the_ways_they_are_declared() {
    let schema = [
        r#"<xs:complexType name="Item"><xs:sequence><xs:element name="x" type="e:int"/></xs:sequence></xs:complexType>"#.to_owned(),
        array("Items", &of("t:Item[]")),
        array("Ints", &of("xs:int[3]")),
        array("Strings", &of("e:string[]")),
        array("Nested", &of("xs:int[][]")),
        array("Bare", ""),
        array("Element", r#"<xs:sequence><xs:element name="word" type="xs:token" minOccurs="0" maxOccurs="unbounded"/></xs:sequence>"#),
        array("Both", &format!(r#"<xs:sequence><xs:element name="thing" type="t:Item" minOccurs="0" maxOccurs="unbounded" nillable="true"/></xs:sequence>{}"#, of("t:Item[]"))),
        r#"<xs:complexType name="Again"><xs:complexContent><xs:restriction base="t:Ints"/></xs:complexContent></xs:complexType>"#.to_owned(),
        r#"<xs:complexType name="Extended"><xs:complexContent><xs:extension base="e:Array"><xs:attribute ref="e:arrayType" w:arrayType="xs:date[]"/></xs:extension></xs:complexContent></xs:complexType>"#.to_owned(),
        array("Matrix", &of("xs:int[,]")),
    ];
    let types =
        ["Items", "Ints", "Strings", "Nested", "Bare", "Element", "Both", "Again", "Extended", "Matrix"];
    let parts: String = types.iter().map(|t| format!("<part name=\"{t}\" type=\"t:{t}\"/>")).collect();
    let (mapping, notes) = call(
        &schema.concat(),
        &(parts + "<part name=\"any\" type=\"e:Array\"/><part name=\"s\" type=\"e:string\"/>"),
    );
    assert!(mapping.operations[0].input.encoded);
    let root = input(&mapping, "call");
    assert!(matches!(items(&mapping, root, "Items").value, ValueType::Struct(_)));
    assert_eq!(kind(&mapping, items(&mapping, root, "Ints").value), &ScalarKind::Integer);
    assert!(!items(&mapping, root, "Ints").nillable);
    assert!(items(&mapping, root, "Strings").nillable);
    let inner = match items(&mapping, root, "Nested").value {
        ValueType::Struct(id) => mapping.structure(id),
        other => panic!("{other:?}"),
    };
    assert_eq!(
        (inner.name.as_str(), kind(&mapping, inner.fields[0].value)),
        ("ArrayOfInt", &ScalarKind::Integer)
    );
    assert_eq!(items(&mapping, root, "Bare").value, ValueType::Xml);
    assert_eq!(items(&mapping, root, "Element").name, "word");
    let both = items(&mapping, root, "Both");
    assert!(both.nillable && both.name == "thing");
    assert_eq!(kind(&mapping, items(&mapping, root, "Again").value), &ScalarKind::Integer);
    assert_eq!(kind(&mapping, items(&mapping, root, "Extended").value), &ScalarKind::Date);
    assert_eq!(items(&mapping, root, "any").value, ValueType::Xml);
    let matrix = &root.fields[root.member("Matrix").unwrap() as usize];
    assert_eq!(matrix.value, ValueType::Xml);
    assert_eq!(notes.iter().map(|n| n.code).collect::<Vec<_>>(), ["FW-1606"]);
    let text = &root.fields[root.member("s").unwrap() as usize];
    assert!(text.nillable && kind(&mapping, text.value) == &ScalarKind::String);
}

#[test]
fn attributes_of_the_encoding_are_no_members() {
    let schema = r#"<xs:complexType name="Item"><xs:sequence><xs:element name="x" type="xs:int"/></xs:sequence>
        <xs:attribute name="own" type="xs:int"/><xs:attributeGroup ref="e:commonAttributes"/></xs:complexType>"#;
    let (mapping, _) = call(schema, r#"<part name="item" type="t:Item"/>"#);
    assert_eq!(names(within(&mapping, input(&mapping, "call"), "item")), ["own", "x"]);
}

#[test]
fn a_body_that_is_an_array_is_a_member_of_its_message() {
    let (mapping, _) = mapped(
        &(array("Ints", &of("xs:int[]")) + "<xs:element name=\"ints\" type=\"t:Ints\"/>"),
        r#"<message name="in"><part name="p" element="t:ints"/></message>
           <portType name="P"><operation name="call"><input message="t:in"/></operation></portType>
           <binding name="B" type="t:P"><s:binding transport="http://schemas.xmlsoap.org/soap/http"/>
             <operation name="call"><s:operation soapAction=""/><input><s:body use="literal"/></input></operation></binding>"#,
    );
    assert_eq!(names(input(&mapping, "call")), ["ints"]);
}
