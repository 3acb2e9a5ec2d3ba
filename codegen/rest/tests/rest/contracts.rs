// SPDX-License-Identifier: EUPL-1.2
//! Small contracts, written as lists of operations.

use fachwerk_contract::Contract;
use fachwerk_mapping::{Lock, Mapping, RestStyle, derive};
use fachwerk_rest::{Overrides, Plan, plan, prepared};
use fachwerk_wsdl::{Input, Memory, Options, read};

/// A contract of one service. Each line is `operation: members`; a member is `name` (a required string), `name?`,
/// `name*`, `name:type`, or `name:nil`.
pub(crate) fn contract(service: &str, operations: &str) -> Contract {
    let (mut types, mut messages, mut port, mut binding) =
        (String::new(), String::new(), String::new(), String::new());
    for line in operations.lines().map(str::trim).filter(|line| !line.is_empty()) {
        let (name, members) = line.split_once(':').expect("operation: members");
        let members: String = members.split_whitespace().map(element).collect();
        types.push_str(&format!(
            r#"<xs:element name="{name}"><xs:complexType><xs:sequence>{members}</xs:sequence></xs:complexType></xs:element>
               <xs:element name="{name}Response"><xs:complexType/></xs:element>"#
        ));
        messages.push_str(&format!(
            r#"<message name="{name}In"><part name="p" element="t:{name}"/></message>
               <message name="{name}Out"><part name="p" element="t:{name}Response"/></message>"#
        ));
        port.push_str(&format!(
            r#"<operation name="{name}"><input message="t:{name}In"/><output message="t:{name}Out"/></operation>"#
        ));
        binding.push_str(&format!(
            r#"<operation name="{name}"><soap:operation soapAction="{name}"/><input><soap:body use="literal"/></input><output><soap:body use="literal"/></output></operation>"#
        ));
    }
    let wsdl = format!(
        r#"<definitions xmlns="http://schemas.xmlsoap.org/wsdl/" xmlns:soap="http://schemas.xmlsoap.org/wsdl/soap/"
          xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:t="urn:t" targetNamespace="urn:t">
          <types><xs:schema targetNamespace="urn:t" elementFormDefault="qualified">
            <xs:complexType name="Thing"><xs:sequence><xs:element name="a" type="xs:string"/><xs:any/></xs:sequence></xs:complexType>
            <xs:complexType name="Pair"><xs:sequence><xs:element name="from" type="xs:date"/><xs:element name="to" type="xs:date" minOccurs="0"/></xs:sequence></xs:complexType>
            {types}</xs:schema></types>
          {messages}
          <portType name="P">{port}</portType>
          <binding name="B" type="t:P"><soap:binding transport="http://schemas.xmlsoap.org/soap/http"/>{binding}</binding>
          <service name="{service}"><port name="p" binding="t:B"><soap:address location="http://x.example/"/></port></service>
        </definitions>"#
    );
    let files = Memory::from_iter([("t.wsdl", wsdl.as_str())]);
    let outcome = read(&Input::new("t.wsdl", files), &Options::default());
    assert!(!outcome.has_errors(), "{:#?}", outcome.diagnostics);
    outcome.contract.expect("a contract")
}

fn element(member: &str) -> String {
    let (name, kind) = member.split_once(':').unwrap_or((member, "xs:string"));
    let occurs = match name.chars().last() {
        Some('?') => r#" minOccurs="0""#,
        Some('*') => r#" minOccurs="0" maxOccurs="unbounded""#,
        _ => "",
    };
    let name = name.trim_end_matches(['?', '*']);
    match kind {
        "nil" => format!(r#"<xs:element name="{name}" type="xs:string" nillable="true"{occurs}/>"#),
        kind => format!(r#"<xs:element name="{name}" type="{kind}"{occurs}/>"#),
    }
}

/// A contract with a plan.
pub(crate) struct Planned {
    pub(crate) mapping: Mapping,
    pub(crate) lock: Lock,
    pub(crate) plan: Plan,
}

/// Plan a contract, after what a lock keeps.
pub(crate) fn planned(contract: &Contract, style: RestStyle, overrides: &str, kept: &Lock) -> Planned {
    let overrides = Overrides::from_yaml(overrides).expect("overrides");
    let before = prepared(kept, style);
    let (mut mapping, mut lock, _) = derive(contract, &before);
    let plan = plan(&mut mapping, style, &overrides, &before);
    lock.rest_style = style;
    for (operation, route) in mapping.operations.iter().zip(&plan.routes) {
        let service = mapping.services[operation.service].source.to_string();
        let routes = &mut lock.services.get_mut(&service).expect("a service").routes;
        routes.remove(&operation.key);
        if let Some(route) = route {
            routes.insert(operation.key.clone(), route.clone());
        }
    }
    Planned { mapping, lock, plan }
}

/// Method, path and parameters of each operation, one line each: `GET /a/{b} query:c header:d`.
pub(crate) fn shapes(mapping: &Mapping) -> Vec<String> {
    mapping
        .operations
        .iter()
        .map(|operation| {
            let mut line = format!("{} {}", operation.method, operation.path);
            for parameter in operation.parameters.iter().filter(|p| p.location.as_str() != "path") {
                line.push_str(&format!(" {}:{}", parameter.location.as_str(), parameter.name));
            }
            line
        })
        .collect()
}

/// What is proposed for these operations.
pub(crate) fn proposed(service: &str, operations: &str) -> Vec<String> {
    let found = planned(&contract(service, operations), RestStyle::Resource, "", &Lock::new());
    assert!(found.plan.mistakes.is_empty(), "{:?}", found.plan.mistakes);
    shapes(&found.mapping)
}
