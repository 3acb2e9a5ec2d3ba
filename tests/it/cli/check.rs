// SPDX-License-Identifier: EUPL-1.2
//! `fachwerk check`.

use std::ffi::OsStr;

use serde_json::Value;

use crate::harness::{cli, scratch};

const WSDL: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../samples/melderegister/wsdl/melderegister.wsdl");

#[test]
fn the_sample_is_supported_as_a_whole() {
    let ran = cli::fachwerk(&["check", WSDL]);
    assert_eq!(ran.status, 0, "{}{}", ran.text(), ran.stderr);
    assert!(ran.text().contains("5 operations, 5 in the facade; 0 unsupported, 0 lossy"), "{}", ran.text());
    let text = ran.text();
    let row = |name: &str| text.lines().find(|line| line.starts_with(name)).unwrap_or_default();
    assert!(row("document/literal").contains("supported"), "{}", ran.text());
    assert!(row("declared fault").contains("problem details"), "{}", ran.text());
}

/// A WSDL with an operation that works and one whose message is missing, and with a notification.
const MIXED: &str = r#"<definitions xmlns="http://schemas.xmlsoap.org/wsdl/" xmlns:t="urn:t" targetNamespace="urn:t"
  xmlns:xs="http://www.w3.org/2001/XMLSchema">
  <types><xs:schema targetNamespace="urn:t"><xs:element name="a" type="xs:string"/></xs:schema></types>
  <message name="in"><part name="p" element="t:a"/></message>
  <portType name="P">
    <operation name="good"><input message="t:in"/></operation>
    <operation name="bad"><input message="t:missing"/></operation>
    <operation name="told"><output message="t:in"/></operation>
  </portType>
</definitions>"#;

#[test]
fn what_is_not_supported_is_listed_with_its_place() {
    let directory = scratch();
    let path = directory.path().join("mixed.wsdl");
    std::fs::write(&path, MIXED).expect("a file");
    let ran = cli::fachwerk(&[OsStr::new("check"), path.as_os_str()]);
    assert_eq!(ran.status, 1, "{}{}", ran.text(), ran.stderr);
    assert!(ran.text().contains("mixed.wsdl:7:"), "{}", ran.text());
    assert!(ran.text().contains("unsupported FW-1204"), "{}", ran.text());

    let ran =
        cli::fachwerk(&[OsStr::new("check"), path.as_os_str(), OsStr::new("--format"), OsStr::new("json")]);
    assert_eq!(ran.status, 1, "{}", ran.stderr);
    let checked: Value = serde_json::from_str(&ran.text()).expect("JSON");
    assert!(checked["unsupported"].as_u64() >= Some(1), "{checked:#}");
    let first = &checked["remarks"][0];
    assert_eq!(
        (&first["class"], &first["line"]),
        (&Value::from("unsupported"), &Value::from(7)),
        "{checked:#}"
    );
}

#[test]
fn what_cannot_be_read_cannot_be_checked() {
    let directory = scratch();
    let path = directory.path().join("broken.wsdl");
    std::fs::write(&path, "<definitions").expect("a file");
    let ran = cli::fachwerk(&[OsStr::new("check"), path.as_os_str()]);
    assert_eq!(ran.status, 2, "{}{}", ran.text(), ran.stderr);
    assert!(ran.text().contains("FW-1101"), "{}", ran.text());
}

/// The row of a feature in the table.
fn row(text: &str, name: &str) -> String {
    text.lines().find(|line| line.starts_with(name)).unwrap_or_else(|| panic!("no {name}: {text}")).to_owned()
}

#[test]
fn what_is_carried_is_told_feature_by_feature() {
    let encoded = concat!(env!("CARGO_MANIFEST_DIR"), "/it/fixtures/register-encoded.wsdl");
    let text = cli::fachwerk(&["check", encoded]).fine_text();
    assert!(row(&text, "rpc/encoded").contains("supported"), "{text}");
    assert!(row(&text, "array of SOAP encoding").contains("supported"), "{text}");

    let directory = scratch();
    let path = directory.path().join("mixed.wsdl");
    std::fs::write(&path, MIXED).expect("a file");
    let text = cli::fachwerk(&[OsStr::new("check"), path.as_os_str()]).text();
    assert!(row(&text, "operation that the service starts").contains("left out"), "{text}");
    assert!(row(&text, "one-way operation").contains("supported"), "{text}");
}

/// A schema that can be read although an element may be one of two particles.
const AMBIGUOUS: &str = r#"<definitions xmlns="http://schemas.xmlsoap.org/wsdl/" xmlns:t="urn:t" targetNamespace="urn:t"
  xmlns:xs="http://www.w3.org/2001/XMLSchema">
  <types><xs:schema targetNamespace="urn:t"><xs:element name="a"><xs:complexType><xs:sequence>
    <xs:element name="b" type="xs:string" minOccurs="0"/>
    <xs:element name="b" type="xs:string"/>
  </xs:sequence></xs:complexType></xs:element></xs:schema></types>
  <message name="in"><part name="p" element="t:a"/></message>
  <portType name="P"><operation name="o"><input message="t:in"/></operation></portType>
</definitions>"#;

#[test]
fn strict_looks_at_the_constraints_of_xml_schema() {
    let directory = scratch();
    let path = directory.path().join("ambiguous.wsdl");
    std::fs::write(&path, AMBIGUOUS).expect("a file");
    let check = |more: &[&str]| {
        let fixed = [OsStr::new("check"), path.as_os_str()];
        cli::fachwerk(&fixed.into_iter().chain(more.iter().map(OsStr::new)).collect::<Vec<_>>())
    };
    let text = check(&[]).fine_text();
    assert!(!text.contains("FW-1327"), "{text}");
    let ran = check(&["--strict"]);
    assert_eq!(ran.status, 1, "{}{}", ran.text(), ran.stderr);
    let text = ran.text();
    assert!(text.contains("ambiguous.wsdl:3:") && text.contains("invalid FW-1327"), "{text}");
    assert!(text.contains("1 operations, 1 in the facade; 0 unsupported, 0 lossy, 1 invalid"), "{text}");
    let checked: Value =
        serde_json::from_str(&check(&["--strict", "--format", "json"]).text()).expect("JSON");
    assert_eq!((&checked["invalid"], &checked["unsupported"]), (&Value::from(1), &Value::from(0)));
    assert_eq!(cli::fachwerk(&["check", WSDL, "--strict"]).status, 0, "the sample is valid");
}
