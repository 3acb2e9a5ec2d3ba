// SPDX-License-Identifier: EUPL-1.2
//! Simple types, members and families, one by one.

use serde_json::{Value, json};

use crate::facade::{Facade, strict_validator, validator};

/// The schema of the only member of the root, which has this type and these attributes.
fn member(types: &str, declaration: &str) -> Value {
    let document = document(types, declaration);
    document["components"]["schemas"]["Root"]["properties"]["m"].clone()
}

fn document(types: &str, declaration: &str) -> Value {
    let xsd = format!(
        r#"{types}<xs:element name="root"><xs:complexType><xs:sequence><xs:element name="m" {declaration}/></xs:sequence></xs:complexType></xs:element>"#
    );
    Facade::of_schema(&xsd).document().value().clone()
}

fn component(types: &str, name: &str) -> Value {
    document(types, &format!(r#"type="t:{name}""#))["components"]["schemas"][name].clone()
}

fn restriction(base: &str, facets: &[(&str, &str)]) -> Value {
    let facets: Vec<String> =
        facets.iter().map(|(name, value)| format!(r#"<xs:{name} value="{value}"/>"#)).collect();
    let facets = facets.concat();
    component(
        &format!(
            r#"<xs:simpleType name="T"><xs:restriction base="{base}">{facets}</xs:restriction></xs:simpleType>"#
        ),
        "T",
    )
}

fn xml() -> Value {
    json!({ "namespace": "urn:t" })
}

#[test]
fn built_in_types() {
    for (name, schema) in [
        ("xs:string", json!({ "type": "string" })),
        ("xs:boolean", json!({ "type": "boolean" })),
        ("xs:int", json!({ "type": "integer", "format": "int32" })),
        ("xs:token", json!({ "type": "string", "x-fachwerk": { "type": "xs:token" } })),
        (
            "xs:unsignedInt",
            json!({ "type": "integer", "format": "int64", "minimum": 0, "maximum": 4_294_967_295_u32, "x-fachwerk": { "type": "xs:unsignedInt" } }),
        ),
        ("xs:anyURI", json!({ "type": "string", "x-fachwerk": { "type": "xs:anyURI" } })),
        ("xs:NCName", json!({ "type": "string", "x-fachwerk": { "type": "xs:NCName" } })),
        (
            "xs:base64Binary",
            json!({ "type": "string", "contentEncoding": "base64", "x-fachwerk": { "type": "xs:base64Binary" } }),
        ),
        (
            "xs:NMTOKENS",
            json!({ "type": "array", "items": { "type": "string", "x-fachwerk": { "type": "xs:NMTOKEN" } }, "minItems": 1, "x-fachwerk": { "type": "xs:NMTOKENS", "variety": "list" } }),
        ),
    ] {
        let mut expected = schema;
        expected["xml"] = xml();
        assert_eq!(member("", &format!(r#"type="{name}""#)), expected, "{name}");
    }
}

#[test]
fn built_in_types_with_a_form_of_their_own_are_components() {
    for (name, component, schema) in [
        (
            "xs:long",
            "XsLong",
            json!({ "type": "string", "format": "int64", "pattern": "^[+-]?[0-9]+$", "x-fachwerk": { "type": "xs:long" } }),
        ),
        (
            "xs:unsignedLong",
            "XsUnsignedLong",
            json!({ "type": "string", "format": "uint64", "pattern": "^[+-]?[0-9]+$", "x-fachwerk": { "type": "xs:unsignedLong" } }),
        ),
        (
            "xs:integer",
            "XsInteger",
            json!({ "type": "string", "pattern": "^[+-]?[0-9]+$", "x-fachwerk": { "type": "xs:integer" } }),
        ),
        (
            "xs:double",
            "XsDouble",
            json!({ "oneOf": [{ "type": "number", "format": "double" }, { "type": "string", "enum": ["INF", "-INF", "NaN"] }] }),
        ),
        (
            "xs:date",
            "XsDate",
            json!({ "type": "string", "pattern": "^-?[0-9]{4,}-[0-9]{2}-[0-9]{2}(Z|[+-][0-9]{2}:[0-9]{2})?$", "x-fachwerk": { "type": "xs:date" } }),
        ),
        (
            "xs:gYear",
            "XsGYear",
            json!({ "type": "string", "pattern": "^-?[0-9]{4,}(Z|[+-][0-9]{2}:[0-9]{2})?$", "x-fachwerk": { "type": "xs:gYear" } }),
        ),
        (
            "xs:hexBinary",
            "XsHexBinary",
            json!({ "type": "string", "contentEncoding": "base16", "pattern": "^([0-9a-fA-F]{2})*$", "x-fachwerk": { "type": "xs:hexBinary" } }),
        ),
        (
            "xs:anyType",
            "XmlElement",
            json!({ "type": "string", "contentMediaType": "application/xml", "x-fachwerk": { "type": "xs:anyType" } }),
        ),
    ] {
        let document = document("", &format!(r#"type="{name}""#));
        let schemas = &document["components"]["schemas"];
        let mut found = schemas[component].clone();
        found.as_object_mut().unwrap().shift_remove("description");
        assert_eq!(found, schema, "{name}");
        assert_eq!(
            schemas["Root"]["properties"]["m"],
            json!({ "$ref": format!("#/components/schemas/{component}"), "xml": xml() }),
            "{name}"
        );
    }
}

/// Formats that tools check must not refuse what XML Schema allows.
#[test]
fn dates_and_times_are_as_free_as_in_xml_schema() {
    for (name, valid, invalid) in [
        (
            "date",
            &["2024-05-17", "2024-05-17Z", "2024-05-17+02:00", "-0044-03-15", "12024-01-01"][..],
            "2024-5-17",
        ),
        (
            "dateTime",
            &["2024-05-17T10:30:00", "2024-05-17T10:30:00.123456789Z", "2024-05-17T24:00:00"],
            "2024-05-17",
        ),
        ("time", &["10:30:00", "10:30:00.5Z"], "10:30"),
        ("duration", &["P1Y2M3DT4H5M6.7S", "-P1D", "PT0.5S"], "1D"),
        ("gMonthDay", &["--02-29", "--02-29Z"], "02-29"),
        ("gDay", &["---31", "---31+01:00"], "31"),
        ("gMonth", &["--12"], "12"),
        ("gYearMonth", &["2024-05", "-0001-05Z"], "2024"),
        ("anyURI", &["../a b", "http://example.org/ä", ""], ""),
    ] {
        let document = document("", &format!(r#"type="xs:{name}""#));
        let validator = strict_validator(&document, "Root");
        for text in valid {
            assert!(validator.is_valid(&json!({ "m": text })), "{name} {text}");
        }
        if !invalid.is_empty() {
            assert!(!validator.is_valid(&json!({ "m": invalid })), "{name} {invalid}");
        }
    }
}

#[test]
fn facets_become_keywords_or_are_kept() {
    let extension = |base: &str| json!({ "type": "{urn:t}T", "base": base });
    assert_eq!(
        restriction("xs:short", &[("minInclusive", "-5"), ("maxExclusive", "100")]),
        json!({ "type": "integer", "format": "int32", "minimum": -5, "maximum": 99, "x-fachwerk": extension("xs:integer") })
    );
    assert_eq!(
        restriction("xs:double", &[("minInclusive", "0.1"), ("maxExclusive", "1E2")]),
        json!({ "type": "number", "format": "double", "minimum": 0.1, "exclusiveMaximum": 100.0, "x-fachwerk": extension("xs:double") })
    );
    assert_eq!(
        restriction("xs:decimal", &[("totalDigits", "5"), ("fractionDigits", "2"), ("minInclusive", "0.00")]),
        json!({
            "type": "string", "format": "decimal", "pattern": r"^[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)$",
            "x-fachwerk": { "type": "{urn:t}T", "base": "xs:decimal", "totalDigits": 5, "fractionDigits": 2, "minInclusive": "0.00" },
        })
    );
    assert_eq!(
        restriction("xs:string", &[("minLength", "1"), ("maxLength", "5")]),
        json!({ "type": "string", "minLength": 1, "maxLength": 5, "x-fachwerk": { "type": "{urn:t}T" } })
    );
    assert_eq!(
        restriction("xs:base64Binary", &[("maxLength", "5")]),
        json!({ "type": "string", "contentEncoding": "base64", "x-fachwerk": { "type": "{urn:t}T", "base": "xs:base64Binary", "maxLength": 5 } })
    );
    assert_eq!(
        restriction("xs:date", &[("minInclusive", "2000-01-01")]),
        json!({
            "type": "string", "pattern": "^-?[0-9]{4,}-[0-9]{2}-[0-9]{2}(Z|[+-][0-9]{2}:[0-9]{2})?$",
            "x-fachwerk": { "type": "{urn:t}T", "base": "xs:date", "minInclusive": "2000-01-01" },
        })
    );
}

#[test]
fn patterns_are_translated() {
    assert_eq!(restriction("xs:string", &[("pattern", "[A-Z]{3}")])["pattern"], "^[A-Z]{3}$");
    assert_eq!(restriction("xs:string", &[("pattern", "a|b"), ("pattern", "c")])["pattern"], "^(?:a|b|c)$");
    let two = r#"<xs:simpleType name="A"><xs:restriction base="xs:NCName"><xs:pattern value="a.*"/></xs:restriction></xs:simpleType>
        <xs:simpleType name="B"><xs:restriction base="t:A"><xs:pattern value=".*z"/></xs:restriction></xs:simpleType>"#;
    let schema = component(two, "B");
    assert_eq!(schema["allOf"].as_array().unwrap().len(), 2);
    assert_eq!(schema["x-fachwerk"]["base"], "xs:NCName");
    // A pattern on a number has no text to match in JSON.
    let number = restriction("xs:int", &[("pattern", "[0-9]{2}")]);
    assert_eq!((&number["pattern"], &number["x-fachwerk"]["pattern"]), (&Value::Null, &json!("[0-9]{2}")));
}

#[test]
fn enumerations_are_typed_and_described() {
    let types = r#"<xs:simpleType name="T"><xs:annotation><xs:documentation>Which.</xs:documentation></xs:annotation>
        <xs:restriction base="xs:token"><xs:enumeration value="yes"><xs:annotation><xs:documentation>It is
        so.</xs:documentation></xs:annotation></xs:enumeration><xs:enumeration value="no"/></xs:restriction></xs:simpleType>"#;
    let schema = component(types, "T");
    assert_eq!(schema["enum"], json!(["yes", "no"]));
    assert_eq!(schema["description"], "Which.\n\n* `yes`: It is so.");
    assert_eq!(schema["x-enum-descriptions"], json!(["It is so.", ""]));
    assert_eq!(
        restriction("xs:int", &[("enumeration", "1"), ("enumeration", "+2"), ("enumeration", "01")])["enum"],
        json!([1, 2])
    );
    let double = restriction("xs:double", &[("enumeration", "1.5"), ("enumeration", "2")]);
    assert_eq!((&double["type"], &double["enum"]), (&json!("number"), &json!([1.5, 2])));
}

#[test]
fn defaults_and_fixed_values() {
    assert_eq!(member("", r#"type="xs:int" default="+5""#)["default"], 5);
    assert_eq!(member("", r#"type="xs:boolean" default="1""#)["default"], true);
    assert_eq!(
        member("", r#"type="xs:token" fixed=" a ""#),
        json!({ "type": "string", "const": "a", "xml": xml(), "x-fachwerk": { "type": "xs:token" } })
    );
    assert_eq!(
        member("", r#"type="xs:boolean" fixed="1""#),
        json!({ "type": "boolean", "not": { "const": false }, "xml": xml() })
    );
    let named = r#"<xs:simpleType name="V"><xs:restriction base="xs:int"><xs:maxInclusive value="9"/></xs:restriction></xs:simpleType>"#;
    assert_eq!(
        member(named, r#"type="t:V" fixed="+3""#),
        json!({ "type": "integer", "const": 3, "xml": xml(), "x-fachwerk": { "type": "{urn:t}V", "base": "xs:integer" } })
    );
    let decimal = member("", r#"type="xs:decimal" fixed="1.0""#);
    assert_eq!((&decimal["const"], &decimal["x-fachwerk"]["fixed"]), (&Value::Null, &json!("1.0")));
}

#[test]
fn unions_travel_as_text() {
    let types = r#"<xs:simpleType name="E"><xs:restriction base="xs:string"><xs:enumeration value="x"/></xs:restriction></xs:simpleType>
        <xs:simpleType name="T"><xs:union memberTypes="t:E xs:int xs:boolean"/></xs:simpleType>"#;
    let schema = component(types, "T");
    assert_eq!(
        schema["anyOf"],
        json!([
            { "$ref": "#/components/schemas/E" },
            { "type": "string", "pattern": "^[+-]?[0-9]+$" },
            { "type": "string", "enum": ["true", "false", "1", "0"] },
        ])
    );
}

#[test]
fn occurrences_and_nil() {
    let list = member("", r#"type="xs:int" minOccurs="2" maxOccurs="5""#);
    assert_eq!(
        (&list["type"], &list["minItems"], &list["maxItems"]),
        (&json!("array"), &json!(2), &json!(5))
    );
    assert_eq!(list["items"]["xml"], xml());
    assert_eq!(member("", r#"type="xs:token" nillable="true""#)["type"], json!(["string", "null"]));
    assert_eq!(
        member("", r#"type="xs:date" nillable="true""#)["oneOf"],
        json!([{ "$ref": "#/components/schemas/XsDate" }, { "type": "null" }])
    );
    let types = r#"<xs:complexType name="C"><xs:sequence><xs:element name="a" type="xs:int"/></xs:sequence><xs:attribute name="id"/></xs:complexType>"#;
    let document = document(types, r#"type="t:C" nillable="true""#);
    let validator = validator(&document, "Root");
    for (instance, valid) in [
        (json!({ "m": null }), true),
        (json!({ "m": { "@nil": true, "id": "1" } }), true),
        (json!({ "m": { "a": 1 } }), true),
        (json!({ "m": { "@nil": true, "a": 1 } }), false),
        (json!({ "m": {} }), false),
        (json!({}), false),
        (json!({ "m": null, "x": 1 }), false),
    ] {
        assert_eq!(validator.is_valid(&instance), valid, "{instance}");
    }
}

#[test]
fn substitution_groups_are_told_by_type() {
    let xsd = r#"<xs:element name="head" type="xs:anyType" abstract="true"/>
        <xs:element name="number" type="xs:int" substitutionGroup="t:head" nillable="true"/>
        <xs:element name="plain" type="t:Plain" substitutionGroup="t:head"/>
        <xs:complexType name="Plain"><xs:sequence><xs:element name="a" type="xs:int"/></xs:sequence></xs:complexType>
        <xs:element name="root"><xs:complexType><xs:sequence>
          <xs:element ref="t:head" maxOccurs="unbounded"/><xs:element name="other" type="t:Plain" minOccurs="0"/>
        </xs:sequence></xs:complexType></xs:element>"#;
    let document = Facade::of_schema(xsd).document();
    let validator = validator(document.value(), "Root");
    for (instance, valid) in [
        (json!({ "head": [{ "@type": "number", "value": 1 }, { "@type": "number", "value": null }] }), true),
        (json!({ "head": [{ "@type": "plain", "a": 1 }], "other": { "a": 2 } }), true),
        (json!({ "head": [{ "a": 1 }] }), false),
        (json!({ "head": [{ "@type": "plain", "a": 1, "b": 2 }] }), false),
        (json!({ "head": [{ "@type": "other" }] }), false),
        (json!({ "head": [] }), false),
    ] {
        assert_eq!(validator.is_valid(&instance), valid, "{instance}");
    }
    let variant = &document.value()["components"]["schemas"]["HeadVariant"];
    assert_eq!(variant["discriminator"]["propertyName"], "@type");
    assert_eq!(variant["x-fachwerk"]["variants"]["plain"], "{urn:t}plain");
}

#[test]
fn wildcards_say_what_they_take() {
    let xsd = r###"<xs:element name="root"><xs:complexType><xs:sequence>
        <xs:any namespace="##other" processContents="lax" minOccurs="0"/></xs:sequence>
        <xs:anyAttribute namespace="##local urn:u" processContents="skip"/></xs:complexType></xs:element>"###;
    let document = Facade::of_schema(xsd).document();
    let properties = &document.value()["components"]["schemas"]["Root"]["properties"];
    assert_eq!(
        properties["any"],
        json!({ "$ref": "#/components/schemas/XmlElement", "x-fachwerk": { "kind": "any", "namespaces": "not urn:t", "process": "lax" } })
    );
    assert_eq!(properties["anyAttributes"]["x-fachwerk"]["namespaces"], "##local urn:u");
}

#[test]
fn patterns_without_a_counterpart_are_reported() {
    let xsd = r#"<xs:simpleType name="T"><xs:restriction base="xs:string"><xs:pattern value="[a-"/></xs:restriction></xs:simpleType>
        <xs:element name="root"><xs:complexType><xs:sequence><xs:element name="m" type="t:T"/></xs:sequence></xs:complexType></xs:element>"#;
    let document = Facade::of_schema(xsd).document();
    assert_eq!(document.warnings.iter().map(|w| w.code).collect::<Vec<_>>(), ["FW-1501"]);
    assert_eq!(document.value()["components"]["schemas"]["T"]["x-fachwerk"]["pattern"], "[a-");
}
