// SPDX-License-Identifier: EUPL-1.2
//! WSDL 2.0, construct by construct.

use fachwerk_contract::service::{EffectClass, HttpSerialization, PartContent, Pattern, Protocol, Style};
use fachwerk_wsdl::{Code, Severity};

use crate::{assert_reported, contract_of, read_files, t, xs};

fn description(content: &str) -> String {
    format!(
        "<description xmlns='http://www.w3.org/ns/wsdl' xmlns:wsoap='http://www.w3.org/ns/wsdl/soap' xmlns:whttp='http://www.w3.org/ns/wsdl/http' xmlns:wsdlx='http://www.w3.org/ns/wsdl-extensions' xmlns:wsam='http://www.w3.org/2007/05/addressing/metadata' xmlns:xs='http://www.w3.org/2001/XMLSchema' xmlns:t='urn:t' targetNamespace='urn:t'>\n{content}\n</description>"
    )
}

const TYPES: &str = "<types><xs:schema targetNamespace='urn:t'><xs:element name='a' type='xs:int'/><xs:element name='b' type='xs:int'/></xs:schema></types>";

#[test]
fn interfaces_faults_and_a_soap_binding() {
    let contract = contract_of(&[("a.wsdl", &description(&format!("{TYPES}
<interface name='Base'><documentation>The base.</documentation><fault name='Lost' element='t:b'/>
  <operation name='get' wsdlx:safe='true'><input element='t:a' wsam:Action='urn:get'/><output element='t:b'/><outfault ref='t:Lost'/></operation></interface>
<interface name='I' extends='t:Base'>
  <operation name='tell' pattern='http://www.w3.org/ns/wsdl/in-only'><input element='#none'/></operation>
  <operation name='push' pattern='http://www.w3.org/ns/wsdl/out-only'><output element='t:a'/></operation>
  <operation name='ask' pattern='http://www.w3.org/ns/wsdl/out-in'><output element='t:a'/><input element='t:b'/></operation></interface>
<binding name='B' interface='t:I' type='http://www.w3.org/ns/wsdl/soap' wsoap:protocol='http://www.w3.org/2003/05/soap/bindings/HTTP/'>
  <fault ref='t:Lost' wsoap:code='soap:Sender'/>
  <operation ref='t:get' wsoap:action='urn:action'><input><wsoap:header element='t:b' required='true'/></input></operation></binding>
<binding name='B11' interface='t:I' type='http://www.w3.org/ns/wsdl/soap' wsoap:version='1.1'/>
<service name='S' interface='t:I'><endpoint name='e' binding='t:B' address='http://x/'/><endpoint name='f' binding='t:B11'/></service>")))]);
    let interface = &contract.interfaces[1];
    let names: Vec<&str> = interface.operations.iter().map(|o| o.name.as_str()).collect();
    assert_eq!(names, ["get", "tell", "push", "ask"]);
    let patterns: Vec<Pattern> = interface.operations.iter().map(|o| o.pattern).collect();
    assert_eq!(
        patterns,
        [Pattern::RequestResponse, Pattern::OneWay, Pattern::Notification, Pattern::SolicitResponse]
    );
    let get = &interface.operations[0];
    assert_eq!(get.effect, EffectClass::Read);
    assert_eq!(get.input.as_ref().unwrap().action.as_deref(), Some("urn:get"));
    assert_eq!(get.faults[0].name, "Lost");
    let fault = contract.message(&get.faults[0].message).unwrap();
    assert_eq!(fault.parts[0].content, PartContent::Element(t("b")));
    let tell = contract.message(&interface.operations[1].input.as_ref().unwrap().message).unwrap();
    assert!(tell.parts.is_empty());

    let [soap12, soap11] = contract.bindings.as_slice() else { panic!("two bindings") };
    assert_eq!((soap12.protocol, soap11.protocol), (Protocol::Soap12, Protocol::Soap11));
    assert_eq!((soap12.operations.len(), soap11.operations.len()), (4, 4));
    let bound = &soap12.operations[0];
    assert_eq!((bound.soap_action.as_deref(), bound.style), (Some("urn:action"), Style::Document));
    assert_eq!(bound.faults[0].name, "Lost");
    let header = &bound.input.as_ref().unwrap().headers[0];
    assert!(header.required);
    let carrier = contract.message(&header.message).unwrap();
    assert_eq!(carrier.parts[0].content, PartContent::Element(t("b")));
    assert_eq!(contract.services[0].ports[0].address.as_deref(), Some("http://x/"));
}

#[test]
fn http_bindings_and_bindings_for_any_interface() {
    let contract = contract_of(&[("a.wsdl", &description(&format!("{TYPES}
<interface name='I'><operation name='read' wsdlx:safe='true'><input element='t:a'/><output element='t:b'/></operation>
  <operation name='write'><input element='t:a'/><output element='t:b'/></operation></interface>
<interface name='J'><operation name='other'><input element='t:a'/><output element='t:b'/></operation></interface>
<binding name='H' interface='t:I' type='http://www.w3.org/ns/wsdl/http'>
  <operation ref='t:read' whttp:location='things/{{id}}'/><operation ref='t:write' whttp:method='PUT' whttp:inputSerialization='application/json'/></binding>
<binding name='Any' type='http://www.w3.org/ns/wsdl/soap'/>
<service name='S' interface='t:I'><endpoint name='h' binding='t:H'/><endpoint name='s' binding='t:Any'/></service>
<service name='T' interface='t:J'><endpoint name='s' binding='t:Any'/></service>")))]);
    let request = |index: usize| contract.bindings[0].operations[index].input.as_ref().unwrap();
    let read = request(0).http.as_ref().unwrap();
    assert_eq!((read.method.as_str(), read.location.as_str()), ("GET", "things/{id}"));
    assert_eq!(read.serialization, HttpSerialization::UrlReplacement);
    let write = request(1).http.as_ref().unwrap();
    assert_eq!((write.method.as_str(), write.serialization), ("PUT", HttpSerialization::Body));
    assert_eq!(request(1).mime_parts[0].types, ["application/json"]);
    let bound: Vec<(&str, &str)> =
        contract.bindings.iter().map(|b| (b.name.local.as_str(), b.interface.local.as_str())).collect();
    assert_eq!(bound, [("H", "I"), ("Any", "I"), ("Any.J", "J")]);
    assert_eq!(contract.services[1].ports[0].binding, t("Any.J"));
}

#[test]
fn circles_and_things_that_lead_nowhere() {
    let outcome = read_files(&[("a.wsdl", &description(
        "<interface name='A' extends='t:B t:None'><operation name='a'><input element='#any'/><output element='#none'/><outfault ref='t:No'/></operation></interface>
<interface name='B' extends='t:A'><operation name='b' pattern='urn:odd'><input element='#none'/></operation></interface>
<binding name='X' interface='t:A' type='urn:smoke-signals'/>
<binding name='Y' interface='t:A' type='http://www.w3.org/ns/wsdl/soap'>
<operation ref='t:c'/></binding>
<service name='S' interface='t:A'><endpoint name='x' binding='t:X'/><endpoint name='y' binding='t:Y'/></service>",
    ))]);
    assert_reported(
        &outcome,
        &[
            (Code::UnknownPortType, "a.wsdl", 2, 1),
            (Code::Circular, "a.wsdl", 2, 1),
            (Code::FaultLeftOut, "a.wsdl", 2, 42),
            (Code::Circular, "a.wsdl", 3, 1),
            (Code::BadDefinitionValue, "a.wsdl", 3, 55),
            (Code::UnsupportedBinding, "a.wsdl", 4, 1),
            (Code::UnknownOperation, "a.wsdl", 6, 1),
        ],
    );
    assert!(
        outcome
            .diagnostics
            .iter()
            .any(|d| d.code == Code::ContentNotDescribed && d.severity == Severity::Note)
    );
    let contract = outcome.contract.unwrap();
    assert_eq!(contract.interfaces[0].operations.len(), 2);
    assert_eq!(contract.interfaces[1].operations.len(), 2);
    assert_eq!(contract.services[0].ports.len(), 1);
    let any = contract.messages.iter().find(|m| m.name == t("A.a.input")).unwrap();
    assert_eq!(any.parts[0].content, PartContent::Type(xs("anyType")));
}
