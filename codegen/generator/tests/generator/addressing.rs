// SPDX-License-Identifier: EUPL-1.2
//! What callers have to send where WS-Addressing is asked for (WS-Addressing 1.0 - Metadata, section 4.4).

use fachwerk_generator::{ActionFrom, Report, generate};
use fachwerk_wsdl::{Input, Memory, Options};

const ADDRESSING: &str = "http://www.w3.org/2007/05/addressing/metadata";

/// A service with two operations, and these extensions in its binding, its port, and the binding of the first operation.
fn wsdl(namespace: &str, binding: &str, port: &str, operation: &str) -> String {
    format!(
        r#"<definitions xmlns="http://schemas.xmlsoap.org/wsdl/" xmlns:soap="http://schemas.xmlsoap.org/wsdl/soap/"
  xmlns:wsp="http://www.w3.org/ns/ws-policy" xmlns:wsam="{ADDRESSING}" xmlns:wsaw="http://www.w3.org/2006/05/addressing/wsdl"
  xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:t="{namespace}" targetNamespace="{namespace}">
  <types><xs:schema targetNamespace="{namespace}"><xs:element name="e" type="xs:string"/></xs:schema></types>
  <message name="m"><part name="p" element="t:e"/></message>
  <portType name="Stock">
    <operation name="price"><input message="t:m"/><output message="t:m" name="told"/><fault name="closed" message="t:m"/></operation>
    <operation name="note"><input message="t:m" wsam:Action="urn:given"/></operation>
  </portType>
  <binding name="B" type="t:Stock">{binding}<soap:binding transport="http://schemas.xmlsoap.org/soap/http"/>
    <operation name="price">{operation}<soap:operation soapAction=""/><input><soap:body use="literal"/></input><output><soap:body use="literal"/></output></operation>
    <operation name="note"><soap:operation soapAction="urn:soap"/><input><soap:body use="literal"/></input></operation>
  </binding>
  <service name="S"><port name="p" binding="t:B">{port}<soap:address location="http://x.example/"/></port></service>
</definitions>"#
    )
}

fn report(wsdl: &str) -> Report {
    let input = Input::new("a.wsdl", Memory::from_iter([("a.wsdl", wsdl)]));
    generate(&input, &Options::default(), None).expect("a facade").report
}

/// `operation message action (from)`, of every requirement.
fn actions(wsdl: &str) -> Vec<String> {
    let from = |from| match from {
        ActionFrom::Given => "given",
        ActionFrom::SoapAction => "soap",
        ActionFrom::Default => "default",
    };
    let report = report(wsdl);
    let all = report.requirements.iter().flat_map(|requirement| &requirement.actions);
    all.map(|a| format!("{} {} {} ({})", a.operation, a.message, a.action, from(a.from))).collect()
}

#[test]
fn actions_are_given_or_follow_the_default_pattern() {
    let policy = "<wsp:Policy><wsam:Addressing/></wsp:Policy>";
    let extension = "<wsaw:UsingAddressing/>";
    let expected = [
        "price input http://x.example/stock/Stock/priceRequest (default)",
        "price output http://x.example/stock/Stock/told (default)",
        "price fault:closed http://x.example/stock/Stock/price/Fault/closed (default)",
        "note input urn:given (given)",
    ];
    for (binding, port) in [(policy, ""), (extension, ""), ("", policy), ("", extension)] {
        assert_eq!(actions(&wsdl("http://x.example/stock", binding, port, "")), expected, "{binding} {port}");
    }
    let slash = actions(&wsdl("http://x.example/stock/", policy, "", ""));
    assert_eq!(slash, expected, "a delimiter that is there is not repeated");
    let urn = actions(&wsdl("urn:x:stock", policy, "", ""));
    assert_eq!(urn[2], "price fault:closed urn:x:stock:Stock:price:Fault:closed (default)");
}

#[test]
fn a_soap_action_is_that_of_an_input_without_one() {
    let with =
        wsdl("urn:x", "<wsaw:UsingAddressing/>", "", "").replace("soapAction=\"\"", "soapAction=\"urn:ask\"");
    let found = actions(&with);
    assert_eq!(found[..2], ["price input urn:ask (soap)", "price output urn:x:Stock:told (default)"]);
    assert_eq!(found[3], "note input urn:given (given)");
}

#[test]
fn a_policy_is_about_what_it_is_attached_to() {
    let policy = "<wsp:Policy><wsam:Addressing/></wsp:Policy>";
    let one = actions(&wsdl("urn:x", "", "", policy));
    assert_eq!(one.len(), 3, "{one:?}");
    assert!(one.iter().all(|action| action.starts_with("price ")), "{one:?}");
    let message =
        wsdl("urn:x", "", "", "").replacen("<output><soap:body", &format!("<output>{policy}<soap:body"), 1);
    assert_eq!(actions(&message), ["price output urn:x:Stock:told (default)"]);
}

#[test]
fn nothing_is_asked_where_nobody_asks() {
    assert_eq!(actions(&wsdl("urn:x", "", "", "")), Vec::<String>::new());
    let other = "<wsp:Policy><b:Tls xmlns:b='urn:b'/></wsp:Policy>";
    let report = report(&wsdl("urn:x", other, "", ""));
    assert_eq!(report.requirements.len(), 1);
    assert!(report.requirements[0].actions.is_empty());
    assert!(!report.to_json().contains("\"actions\""));
}

#[test]
fn faults_of_wsdl_20_belong_to_their_interface() {
    let description = r#"<description xmlns="http://www.w3.org/ns/wsdl" targetNamespace="http://x.example/two"
  xmlns:t="http://x.example/two" xmlns:wsoap="http://www.w3.org/ns/wsdl/soap" xmlns:xs="http://www.w3.org/2001/XMLSchema"
  xmlns:wsp="http://www.w3.org/ns/ws-policy" xmlns:wsam="http://www.w3.org/2007/05/addressing/metadata">
  <types><xs:schema targetNamespace="http://x.example/two"><xs:element name="e" type="xs:string"/></xs:schema></types>
  <interface name="Base"><fault name="closed" element="t:e"/></interface>
  <interface name="Stock" extends="t:Base">
    <operation name="price" pattern="http://www.w3.org/ns/wsdl/in-out">
      <input element="t:e"/><output element="t:e"/><outfault ref="t:closed"/>
    </operation>
  </interface>
  <binding name="B" interface="t:Stock" type="http://www.w3.org/ns/wsdl/soap" wsoap:protocol="http://www.w3.org/2003/05/soap/bindings/HTTP/">
    <wsp:Policy><wsam:Addressing/></wsp:Policy>
  </binding>
  <service name="S" interface="t:Stock"><endpoint name="p" binding="t:B" address="http://x.example/"/></service>
</description>"#;
    let found = actions(description);
    assert_eq!(
        found.iter().map(|line| line.rsplit_once(' ').map_or("", |(line, _)| line)).collect::<Vec<_>>(),
        [
            "price input http://x.example/two/Stock/priceRequest",
            "price output http://x.example/two/Stock/priceResponse",
            "price fault:closed http://x.example/two/Base/closed",
        ]
    );
}
