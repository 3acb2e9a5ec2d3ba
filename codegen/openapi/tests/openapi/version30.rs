// SPDX-License-Identifier: EUPL-1.2
//! OpenAPI 3.0.3: nothing that it does not know, whatever the contract has.

use std::path::Path;

use serde_json::Value;

use crate::facade::Facade;

/// Keywords of JSON Schema that OpenAPI 3.0.3 does not have.
const UNKNOWN: &[&str] = &[
    "const",
    "contentEncoding",
    "contentMediaType",
    "dependentRequired",
    "dependentSchemas",
    "if",
    "patternProperties",
    "prefixItems",
    "propertyNames",
    "unevaluatedProperties",
    "$defs",
    "$comment",
];

fn check(schema: &Value, place: &str) {
    let Some(node) = schema.as_object() else { return };
    for (key, value) in node {
        assert!(!UNKNOWN.contains(&key.as_str()), "{place}: {key}");
        match (key.as_str(), value) {
            ("$ref", _) => assert_eq!(node.len(), 1, "{place}: beside $ref"),
            ("type", value) => assert!(value.is_string() && value != "null", "{place}: {value}"),
            ("nullable", _) => assert!(node.contains_key("type"), "{place}: nullable without type"),
            ("exclusiveMinimum" | "exclusiveMaximum", value) => assert!(value.is_boolean(), "{place}"),
            ("properties", Value::Object(members)) => {
                members.iter().for_each(|(name, member)| check(member, &format!("{place}/{name}")));
            }
            ("allOf" | "anyOf" | "oneOf", Value::Array(list)) => {
                for part in list {
                    check(part, &format!("{place}/{key}"));
                }
            }
            ("items" | "not" | "additionalProperties", value) => check(value, &format!("{place}/{key}")),
            _ => {}
        }
    }
    assert!(node.get("type").is_none_or(|t| t != "array" || node.contains_key("items")), "{place}: no items");
}

#[test]
fn nothing_newer_is_said() {
    let path =
        Path::new(env!("CARGO_MANIFEST_DIR")).join("../../samples/melderegister/wsdl/melderegister.wsdl");
    let document = Facade::open(&path).document_30();
    assert_eq!(document.value()["openapi"], "3.0.3");
    for (name, schema) in document.value()["components"]["schemas"].as_object().unwrap() {
        check(schema, name);
    }
}

#[test]
fn null_is_said_in_the_old_way() {
    let xsd = r#"<xs:simpleType name="E"><xs:restriction base="xs:string"><xs:enumeration value="x"/></xs:restriction></xs:simpleType>
        <xs:element name="root"><xs:complexType><xs:sequence>
        <xs:element name="t" type="xs:string" nillable="true"/><xs:element name="e" type="t:E" nillable="true"/>
        <xs:element name="d" type="xs:date" nillable="true" fixed="2024-05-17"/></xs:sequence></xs:complexType></xs:element>"#;
    let document = Facade::of_schema(xsd).document_30();
    let schemas = &document.value()["components"]["schemas"];
    check(&schemas["Root"], "Root");
    let members = &schemas["Root"]["properties"];
    assert_eq!((&members["t"]["type"], &members["t"]["nullable"]), (&"string".into(), &true.into()));
    assert_eq!(members["e"]["nullable"], true);
    assert_eq!(members["e"]["allOf"][0]["$ref"], "#/components/schemas/E");
}
