// SPDX-License-Identifier: EUPL-1.2
//! WSDL 1.1, construct by construct.

use fachwerk_contract::service::{HttpSerialization, MimePart, PartContent, Pattern, Protocol, Style, Use};
use fachwerk_wsdl::Code;

use crate::{assert_reported, contract_of, definitions, read_files, t, xs};

const TYPES: &str = "<types><xs:schema targetNamespace='urn:t'><xs:element name='a' type='xs:int'/><xs:element name='b' type='xs:int'/></xs:schema></types>
<message name='in'><documentation> The request. </documentation><part name='body' element='t:a'/><part name='head' element='t:b'/></message>
<message name='out'><part name='body' element='t:a'/><part name='file' type='xs:base64Binary'/></message>
<message name='extra'><part name='token' element='t:b'/></message>
<message name='wrong'><part name='fault' element='t:b'/></message>";

#[test]
fn a_document_binding_with_everything() {
    let contract = contract_of(&[("a.wsdl", &definitions(&format!("{TYPES}
<portType name='P'><documentation>What it does.</documentation><operation name='o' parameterOrder='body head'>
  <input message='t:in' xmlns:w='http://www.w3.org/2007/05/addressing/metadata' w:Action='urn:go'/><output name='done' message='t:out'/><fault name='f' message='t:wrong'/></operation></portType>
<binding name='B' type='t:P'><soap12:binding transport='http://schemas.xmlsoap.org/soap/http'/><operation name='o'><documentation>Bound.</documentation>
  <soap12:operation soapAction='' style='document'/>
  <input><soap12:body use='literal' parts='body'/><soap12:header message='t:in' part='head' use='literal' required='x' xmlns:w='http://schemas.xmlsoap.org/wsdl/' w:required='true'/>
    <soap12:header message='t:extra' part='token' use='literal'><soap12:headerfault message='t:wrong' part='fault' use='literal'/></soap12:header></input>
  <output><mime:multipartRelated><mime:part><soap12:body use='literal'/></mime:part>
    <mime:part><mime:content part='file' type='image/png'/><mime:content part='file' type='image/gif'/></mime:part></mime:multipartRelated></output>
  <fault name='f'><soap12:fault name='f' use='literal'/></fault></operation></binding>
<service name='S'><documentation>All.</documentation><port name='p' binding='t:B'><soap12:address location=' http://x/ '/></port></service>")))]);
    let interface = &contract.interfaces[0];
    let operation = &interface.operations[0];
    assert_eq!(interface.documentation.as_deref(), Some("What it does."));
    assert_eq!(operation.pattern, Pattern::RequestResponse);
    let input = operation.input.as_ref().unwrap();
    assert_eq!((input.name.as_str(), input.action.as_deref()), ("oRequest", Some("urn:go")));
    assert_eq!(operation.output.as_ref().unwrap().name, "done");
    assert_eq!((operation.faults[0].name.as_str(), operation.parameter_order.len()), ("f", 2));
    let binding = &contract.bindings[0];
    assert_eq!((binding.protocol, &binding.interface), (Protocol::Soap12, &t("P")));
    let bound = &binding.operations[0];
    assert_eq!((bound.soap_action.as_deref(), bound.documentation.as_deref()), (Some(""), Some("Bound.")));
    let input = bound.input.as_ref().unwrap();
    assert_eq!(input.parts.as_deref(), Some(&["body".to_owned()][..]));
    assert!(input.headers[0].required && !input.headers[1].required);
    assert_eq!(input.headers[1].faults, [(t("wrong"), "fault".to_owned())]);
    let output = bound.output.as_ref().unwrap();
    assert_eq!(
        output.mime_parts,
        [MimePart { part: "file".into(), types: vec!["image/png".into(), "image/gif".into()] }]
    );
    assert_eq!(bound.faults[0].name, "f");
    assert_eq!(contract.services[0].ports[0].address.as_deref(), Some("http://x/"));
    assert_eq!(contract.message(&t("in")).unwrap().documentation.as_deref(), Some("The request."));
    assert_eq!(contract.message(&t("out")).unwrap().parts[1].content, PartContent::Type(xs("base64Binary")));
}

#[test]
fn rpc_and_patterns() {
    let contract = contract_of(&[("a.wsdl", &definitions("<message name='m'/><message name='n'/>
<portType name='P'>
<operation name='one'><input message='t:m'/></operation><operation name='two'><output message='t:n'/><input message='t:m'/></operation>
<operation name='three'><output message='t:n'/></operation></portType>
<binding name='B' type='t:P'><soap:binding style='rpc' transport='x'/>
<operation name='one'><soap:operation soapAction='urn:1'/><input><soap:body use='encoded' namespace='urn:rpc' encodingStyle='http://schemas.xmlsoap.org/soap/encoding/'/></input></operation>
<operation name='two'><soap:operation style='document'/><input/><output/></operation></binding>
<service name='S'><port name='p' binding='t:B'><soap:address location='http://x/'/></port></service>"))]);
    let operations = &contract.interfaces[0].operations;
    assert_eq!(
        operations.iter().map(|o| o.pattern).collect::<Vec<_>>(),
        [Pattern::OneWay, Pattern::SolicitResponse, Pattern::Notification]
    );
    assert_eq!(operations[0].input.as_ref().unwrap().name, "one");
    assert_eq!(operations[1].output.as_ref().unwrap().name, "twoSolicit");
    assert_eq!(operations[1].input.as_ref().unwrap().name, "twoResponse");
    let bound = &contract.bindings[0].operations;
    assert_eq!(
        (bound[0].style, bound[1].style, bound[1].soap_action.as_deref()),
        (Style::Rpc, Style::Document, None)
    );
    let input = bound[0].input.as_ref().unwrap();
    assert_eq!((input.body_use, input.namespace.as_deref()), (Use::Encoded, Some("urn:rpc")));
    assert!(bound[0].output.is_none());
}

#[test]
fn overloads_are_paired_by_the_names_of_their_messages() {
    let contract = contract_of(&[("a.wsdl", &definitions("<message name='m'/><message name='n'/>
<portType name='P'><operation name='o'><input name='first' message='t:m'/></operation><operation name='x'><input message='t:m'/></operation>
<operation name='o'><input name='second' message='t:n'/></operation></portType>
<binding name='B' type='t:P'><soap:binding/>
<operation name='o'><soap:operation soapAction='2'/><input name='second'/></operation><operation name='x'><soap:operation soapAction='x'/></operation>
<operation name='o'><soap:operation soapAction='1'/><input name='first'/></operation></binding>"))]);
    let actions: Vec<_> =
        contract.bindings[0].operations.iter().map(|o| o.soap_action.as_deref().unwrap()).collect();
    assert_eq!(actions, ["1", "x", "2"]);
}

#[test]
fn several_services_and_other_protocols() {
    let outcome = read_files(&[("a.wsdl", &definitions("<message name='m'/><portType name='P'><operation name='o'><input message='t:m'/></operation></portType>
<binding name='Get' type='t:P'><http:binding verb='GET'/><operation name='o'><http:operation location='/o'/><input><http:urlEncoded/></input></operation></binding>
<binding name='Odd' type='t:P'><odd:binding xmlns:odd='urn:odd'/></binding>
<service name='S'><port name='get' binding='t:Get'><http:address location='http://x'/></port><port name='odd' binding='t:Odd'/></service>
<service name='R'><port name='get' binding='t:Get'/></service>"))]);
    assert_reported(&outcome, &[(Code::UnsupportedBinding, "a.wsdl", 4, 1)]);
    let contract = outcome.contract.unwrap();
    assert_eq!(contract.services.iter().map(|s| s.ports.len()).collect::<Vec<_>>(), [1, 1]);
    let binding = &contract.bindings[0];
    assert_eq!((binding.protocol, binding.transport.as_deref()), (Protocol::Http, Some("GET")));
    let sent = binding.operations[0].input.as_ref().unwrap().http.as_ref().unwrap();
    assert_eq!((sent.method.as_str(), sent.location.as_str()), ("GET", "/o"));
    assert_eq!(sent.serialization, HttpSerialization::UrlEncoded);
}

#[test]
fn a_binding_and_a_service_are_assumed() {
    let outcome = read_files(&[(
        "a.wsdl",
        &definitions(
            "<message name='m'><part name='p' type='xs:int'/></message>
<portType name='P'><operation name='o'><input message='t:m'/><output message='t:m'/></operation></portType>",
        ),
    )]);
    assert!(outcome.diagnostics.iter().any(|d| d.code == Code::BindingAssumed && d.line == 3));
    let contract = outcome.contract.unwrap();
    assert_eq!(contract.services[0].ports[0].binding, contract.bindings[0].name);
    let bound = &contract.bindings[0].operations[0];
    assert_eq!(
        (bound.style, bound.input.as_ref().unwrap().namespace.as_deref()),
        (Style::Rpc, Some("urn:t"))
    );
}

#[test]
fn policies_are_followed_to_their_assertions() {
    let wsp = "xmlns:wsp='http://www.w3.org/ns/ws-policy' xmlns:u='http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-utility-1.0.xsd'";
    let contract = contract_of(&[("a.wsdl", &definitions(&format!("<wsp:Policy {wsp} u:Id='p'><wsp:ExactlyOne><wsp:All><a:Sign xmlns:a='urn:a'><wsp:Policy><a:Body/></wsp:Policy></a:Sign></wsp:All></wsp:ExactlyOne></wsp:Policy>
<message name='m'/><portType name='P'><operation name='o'><input message='t:m'/></operation></portType>
<binding name='B' type='t:P'><wsp:PolicyReference {wsp} URI='#p'/><soap:binding/><operation name='o'><input><wsp:Policy {wsp}><wsp:PolicyReference URI='#p'/><c:Once xmlns:c='urn:c'/></wsp:Policy></input></operation></binding>
<service name='S'><port name='p' binding='t:B' xmlns:wsp='http://www.w3.org/ns/ws-policy' wsp:PolicyURIs='#p'/></service>")))]);
    let read: Vec<(String, String)> = contract
        .policies
        .iter()
        .map(|p| {
            (p.subject.clone(), p.assertions.iter().map(|a| a.local.as_str()).collect::<Vec<_>>().join(" "))
        })
        .collect();
    let expected = [
        ("binding/B", "Sign Body"),
        ("binding/B/operation/o/input", "Sign Body Once"),
        ("service/S/port/p", "Sign Body"),
    ];
    assert_eq!(read, expected.map(|(a, b)| (a.to_owned(), b.to_owned())));
}

#[test]
fn policies_say_what_is_optional_and_what_is_a_choice() {
    let contract = contract_of(&[("a.wsdl", &definitions("<message name='m'/><portType name='P'><operation name='o'><input message='t:m'/></operation></portType>
<binding name='B' type='t:P' xmlns:w='http://www.w3.org/ns/ws-policy'><w:Policy><w:ExactlyOne><w:All><a:Mtom xmlns:a='urn:a' w:Optional='true'/></w:All><w:All><b:Tls xmlns:b='urn:b'/></w:All></w:ExactlyOne></w:Policy>
<soap:binding/><x:UsingAddressing xmlns:x='http://www.w3.org/2006/05/addressing/wsdl' required='true' xmlns:d='http://schemas.xmlsoap.org/wsdl/' d:required='true'/></binding>
<service name='S'><port name='p' binding='t:B'><x:UsingAddressing xmlns:x='http://www.w3.org/2006/05/addressing/wsdl'/></port></service>"))]);
    let [bound, port] = contract.policies.as_slice() else { panic!("{:?}", contract.policies) };
    let names = |list: &[fachwerk_contract::QName]| {
        list.iter().map(|n| n.local.clone()).collect::<Vec<_>>().join(" ")
    };
    assert_eq!(names(&bound.assertions), "Mtom Tls UsingAddressing");
    assert_eq!(names(&bound.optional), "Mtom");
    assert_eq!(bound.alternatives.iter().map(|a| names(a)).collect::<Vec<_>>(), ["Mtom", "Tls"]);
    assert_eq!(
        (port.subject.as_str(), names(&port.optional).as_str()),
        ("service/S/port/p", "UsingAddressing")
    );
}

#[test]
fn a_service_whose_ports_lead_nowhere_is_as_good_as_none() {
    let outcome = read_files(&[(
        "a.wsdl",
        &definitions(
            "<message name='m'/><portType name='P'><operation name='o'><input message='t:m'/></operation></portType>
<service name='S'><port name='p' binding='t:Gone'/></service>",
        ),
    )]);
    assert_reported(&outcome, &[(Code::UnknownBinding, "a.wsdl", 3, 19)]);
    assert!(outcome.diagnostics.iter().any(|d| d.code == Code::BindingAssumed && d.line == 2));
    let contract = outcome.contract.unwrap();
    assert_eq!(contract.services.last().unwrap().ports.len(), 1);
}

#[test]
fn a_binding_that_leaves_out_what_can_be_told() {
    let body = |binding: &str| {
        definitions(&format!(
            "<types><xs:schema targetNamespace='urn:t'><xs:element name='e' type='xs:string'/></xs:schema></types>
<message name='m'><part name='p' element='t:e'/></message>
<portType name='P'><operation name='o'><input message='t:m'/></operation></portType>
<binding name='B' type='t:P'>{binding}</binding>
<service name='S'><port name='p' binding='t:B'><soap:address location='http://h/'/></port></service>"
        ))
    };
    let operation = "<operation name='o'><soap12:operation soapAction='urn:a'/><input><soap12:body use='literal'/></input></operation>";
    let outcome = read_files(&[("a.wsdl", &body(operation))]);
    assert_reported(&outcome, &[(Code::ProtocolAssumed, "a.wsdl", 5, 1)]);
    let contract = outcome.contract.unwrap();
    assert_eq!(contract.bindings[0].protocol, Protocol::Soap12);
    assert_eq!(contract.bindings[0].operations[0].soap_action.as_deref(), Some("urn:a"));

    let outcome = read_files(&[("a.wsdl", &body("<soap:binding style='rpc'/>"))]);
    assert_reported(&outcome, &[(Code::OperationsAssumed, "a.wsdl", 5, 1)]);
    let contract = outcome.contract.unwrap();
    let bound = &contract.bindings[0].operations[0];
    assert_eq!((bound.style, bound.soap_action.as_deref()), (Style::Rpc, None));
    assert_eq!(bound.input.as_ref().unwrap().namespace.as_deref(), Some("urn:t"));
    assert!(bound.output.is_none());

    // a binding for something else stays one
    let outcome = read_files(&[("a.wsdl", &body("<operation name='o'/>"))]);
    assert_reported(&outcome, &[(Code::UnsupportedBinding, "a.wsdl", 5, 1)]);
}
