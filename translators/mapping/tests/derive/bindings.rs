// SPDX-License-Identifier: EUPL-1.2
//! Bindings of literal messages.

use fachwerk_mapping::{FieldKind, HttpBinding, HttpInput, Layout, Lock, ValueType, derive};

use crate::{input, mapped, names, within};

const ELEMENTS: &str = r#"
    <xs:element name="a"><xs:complexType><xs:sequence><xs:element name="x" type="xs:int"/></xs:sequence></xs:complexType></xs:element>
    <xs:element name="b" type="xs:string"/>
    <xs:complexType name="Quota"><xs:sequence><xs:element name="limit" type="xs:int"/></xs:sequence></xs:complexType>"#;

#[test]
fn overloads_are_named_by_what_tells_them_apart() {
    let (mapping, _) = mapped(
        ELEMENTS,
        r#"<message name="one"><part name="p" element="t:a"/></message>
           <message name="findByNameInput"><part name="p" element="t:b"/></message>
           <message name="three"><part name="p" element="t:b"/><part name="q" element="t:a"/></message>
           <portType name="P">
             <operation name="find"><input name="findByIdRequest" message="t:one"/></operation>
             <operation name="find"><input name="findRequest" message="t:findByNameInput"/></operation>
             <operation name="find"><input name="find" message="t:three"/></operation>
             <operation name="other"><input name="otherwise" message="t:one"/></operation></portType>
           <binding name="B" type="t:P"><s:binding transport="http://schemas.xmlsoap.org/soap/http"/>
             <operation name="find"><s:operation soapAction="1"/><input name="findByIdRequest"><s:body use="literal"/></input></operation>
             <operation name="find"><s:operation soapAction="2"/><input name="findRequest"><s:body use="literal"/></input></operation>
             <operation name="find"><s:operation soapAction="3"/><input name="find"><s:body use="literal"/></input></operation>
             <operation name="other"><s:operation soapAction="4"/><input><s:body use="literal"/></input></operation></binding>"#,
    );
    let found: Vec<(&str, Option<&str>)> =
        mapping.operations.iter().map(|o| (o.name.as_str(), o.bindings[0].soap_action.as_deref())).collect();
    assert_eq!(
        found,
        [("findById", Some("1")), ("findByName", Some("2")), ("three", Some("3")), ("other", Some("4"))]
    );
}

#[test]
fn headers_with_a_type_and_header_faults() {
    let (mapping, notes) = mapped(
        ELEMENTS,
        r#"<message name="in"><part name="p" element="t:a"/></message>
           <message name="head"><part name="session" type="xs:string"/><part name="tenant" type="t:Quota"/></message>
           <message name="trouble"><part name="quota" type="t:Quota"/></message>
           <portType name="P"><operation name="do"><input message="t:in"/></operation></portType>
           <binding name="B" type="t:P"><s:binding transport="http://schemas.xmlsoap.org/soap/http"/>
             <operation name="do"><s:operation soapAction=""/><input><s:body use="literal"/>
               <s:header message="t:head" part="session" use="literal" namespace="urn:h">
                 <s:headerfault message="t:trouble" part="quota" use="literal"/></s:header>
               <s:header message="t:head" part="tenant" use="literal" w:required="true"/></input></operation></binding>"#,
    );
    assert!(notes.is_empty(), "{notes:?}");
    let root = input(&mapping, "do");
    assert_eq!(names(root), ["headers", "x"]);
    let headers = within(&mapping, root, "headers");
    assert_eq!(names(headers), ["session", "tenant"]);
    let spaces: Vec<&str> = headers
        .fields
        .iter()
        .map(|f| match &f.kind {
            FieldKind::Element(name) => mapping.namespace(name.namespace),
            other => panic!("{other:?}"),
        })
        .collect();
    assert_eq!(spaces, ["urn:h", "urn:t"]);
    assert!(!headers.fields[0].required && headers.fields[1].required);
    let [fault] = mapping.operations[0].faults.as_slice() else { panic!("one fault") };
    assert_eq!(fault.name, "quota");
    assert!(matches!(fault.message.layout, Layout::Fields { headers: Some(0) }));
    let fault = mapping.structure(fault.message.root);
    assert_eq!(names(fault), ["headers"]);
    assert_eq!(names(within(&mapping, within(&mapping, fault, "headers"), "quota")), ["limit"]);
}

#[test]
fn parts_of_the_body() {
    let operation = |name: &str, body: &str| {
        format!(
            "<operation name=\"{name}\"><s:operation soapAction=\"{name}\"/><input>{body}</input></operation>"
        )
    };
    let bound = [
        operation("several", r#"<s:body use="literal"/>"#),
        operation("one", r#"<s:body use="literal" parts="q"/>"#),
        operation("none", r#"<s:body use="literal" parts=""/>"#),
    ];
    let (mapping, _) = mapped(
        ELEMENTS,
        &format!(
            r#"<message name="in"><part name="p" element="t:a"/><part name="q" element="t:b"/></message>
           <portType name="P"><operation name="several"><input message="t:in"/></operation>
             <operation name="one"><input message="t:in"/></operation><operation name="none"><input message="t:in"/></operation></portType>
           <binding name="B" type="t:P"><s:binding transport="http://schemas.xmlsoap.org/soap/http"/>{}</binding>"#,
            bound.concat()
        ),
    );
    assert_eq!(names(input(&mapping, "several")), ["a", "b"]);
    assert_eq!(names(input(&mapping, "one")), ["b"]);
    assert_eq!(names(input(&mapping, "none")), [""; 0]);
    for operation in &mapping.operations {
        assert!(matches!(operation.input.layout, Layout::Fields { headers: None }), "{}", operation.name);
    }
}

#[test]
fn attachments_are_members_beside_the_body() {
    let (mapping, notes) = mapped(
        ELEMENTS,
        r#"<message name="in"><part name="p" element="t:a"/><part name="photo" type="xs:base64Binary"/>
             <part name="text" type="xs:string"/></message>
           <portType name="P"><operation name="do"><input message="t:in"/></operation></portType>
           <binding name="B" type="t:P"><s:binding transport="http://schemas.xmlsoap.org/soap/http"/>
             <operation name="do"><s:operation soapAction=""/><input><m:multipartRelated>
               <m:part><s:body use="literal"/></m:part>
               <m:part><m:content part="photo" type="image/png"/><m:content part="photo" type="image/gif"/></m:part>
               <m:part><m:content part="text" type="text/plain"/></m:part>
               <m:part><m:content part="nobody" type="text/plain"/></m:part></m:multipartRelated></input></operation></binding>"#,
    );
    assert_eq!(notes.iter().map(|n| n.code).collect::<Vec<_>>(), ["FW-1604"]);
    let root = input(&mapping, "do");
    assert_eq!(names(root), ["x", "attachments"]);
    assert_eq!(mapping.operations[0].input.attachments, Some(1));
    assert!(root.fields[1].required);
    let attachments = within(&mapping, root, "attachments");
    assert_eq!(names(attachments), ["photo", "text"]);
    assert_eq!(attachments.fields[0].content_types.as_deref(), Some("image/png, image/gif"));
    let attachment = within(&mapping, attachments, "photo");
    assert!(attachment.attachment);
    assert_eq!(names(attachment), ["contentType", "value"]);
    assert!(matches!(attachment.fields[1].value, ValueType::Scalar(_)) && attachment.fields[1].required);
    // Nothing beside the envelope is looked for in the body.
    let none = mapping.namespace_id("").unwrap();
    assert!(root.element_fields(none, "photo").is_empty());
}

#[test]
fn what_the_service_starts_is_said_and_left_out() {
    let (mapping, notes) = mapped(
        ELEMENTS,
        r#"<message name="in"><part name="p" element="t:a"/></message>
           <portType name="P"><operation name="ask"><output message="t:in"/><input message="t:in"/></operation>
             <operation name="tell"><output message="t:in"/></operation><operation name="do"><input message="t:in"/></operation></portType>
           <binding name="B" type="t:P"><s:binding transport="http://schemas.xmlsoap.org/soap/http"/>
             <operation name="ask"><output><s:body use="literal"/></output><input><s:body use="literal"/></input></operation>
             <operation name="tell"><output><s:body use="literal"/></output></operation>
             <operation name="do"><input><s:body use="literal"/></input></operation></binding>"#,
    );
    assert_eq!(mapping.operations.iter().map(|o| o.name.as_str()).collect::<Vec<_>>(), ["do"]);
    let said: Vec<(&str, bool)> =
        notes.iter().map(|n| (n.code, n.message.contains("`ask`") || n.message.contains("`tell`"))).collect();
    assert_eq!(said, [("FW-1602", true), ("FW-1602", true)]);
    assert!(notes.iter().all(|n| n.location.line > 0));
}

#[test]
fn http_bindings_of_wsdl_20() {
    let wsdl = r#"<description xmlns="http://www.w3.org/ns/wsdl" xmlns:t="urn:t" targetNamespace="urn:t"
        xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:h="http://www.w3.org/ns/wsdl/http" xmlns:x="http://www.w3.org/ns/wsdl-extensions">
      <types><xs:schema targetNamespace="urn:t" elementFormDefault="qualified">
        <xs:element name="ask"><xs:complexType><xs:sequence><xs:element name="town" type="xs:string"/>
          <xs:element name="day" type="xs:date" maxOccurs="3"/></xs:sequence></xs:complexType></xs:element>
        <xs:element name="deep"><xs:complexType><xs:sequence><xs:element ref="t:ask"/></xs:sequence></xs:complexType></xs:element>
        <xs:element name="answer" type="xs:int"/></xs:schema></types>
      <interface name="I">
        <operation name="path" pattern="http://www.w3.org/ns/wsdl/in-out"><input element="t:ask"/><output element="t:answer"/></operation>
        <operation name="query" pattern="http://www.w3.org/ns/wsdl/in-out"><input element="t:ask"/><output element="t:answer"/></operation>
        <operation name="document" pattern="http://www.w3.org/ns/wsdl/in-out"><input element="t:deep"/><output element="t:answer"/></operation>
        <operation name="no" pattern="http://www.w3.org/ns/wsdl/in-out"><input element="t:deep"/><output element="t:answer"/></operation>
      </interface>
      <binding name="B" interface="t:I" type="http://www.w3.org/ns/wsdl/http">
        <operation ref="t:path" h:method="GET" h:location="weather/{town}"/>
        <operation ref="t:query" h:method="GET" h:location="weather"/>
        <operation ref="t:document" h:method="PUT" h:location="deep"/>
        <operation ref="t:no" h:method="GET" h:location="deep"/>
      </binding>
      <service name="S" interface="t:I"><endpoint name="E" binding="t:B" address="http://localhost/"/></service>
    </description>"#;
    let input = fachwerk_wsdl::Input::new("t.wsdl", fachwerk_wsdl::Memory::from_iter([("t.wsdl", wsdl)]));
    let outcome = fachwerk_wsdl::read(&input, &fachwerk_wsdl::Options::default());
    let (mapping, _, notes) = derive(&outcome.contract.expect("a contract"), &Lock::new());
    let http = |name: &str| {
        let operation = mapping.operation(mapping.find_operation(name).expect("an operation"));
        operation.bindings[0].http.clone().expect("HTTP")
    };
    let binding = |method: &str, location: &str, has_templates, input| HttpBinding {
        method: method.to_owned(),
        location: location.to_owned(),
        has_templates,
        input,
    };
    assert_eq!(http("path"), binding("GET", "weather/{town}", true, HttpInput::Query));
    assert_eq!(http("query"), binding("GET", "weather", false, HttpInput::Query));
    let xml = HttpInput::Xml("application/xml".to_owned());
    assert_eq!(http("document"), binding("PUT", "deep", false, xml));
    assert!(mapping.find_operation("no").is_none());
    let notes: Vec<_> = notes.iter().map(|n| (n.code, n.message.as_str())).collect();
    assert!(
        matches!(notes.as_slice(), [("FW-1620", why)] if why.contains("the members of `deep` are not all simple values")),
        "{notes:?}"
    );
}
