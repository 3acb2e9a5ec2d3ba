// SPDX-License-Identifier: EUPL-1.2
//! Faults.

use fachwerk_contract::QName;
use fachwerk_message::{ErrorKind, Limits};
use fachwerk_soap::{
    Envelope, FaultCode, FaultParts, Reason, SoapError, Version, write_declared_fault, write_fault,
};

use crate::contract::{MAPPING, NAMES, SOAP11, SOAP12, envelope, operation};
use crate::tree::Tree;

fn fault(input: &str) -> FaultParts {
    Envelope::open(input.as_bytes(), &Limits::default())
        .unwrap()
        .fault()
        .unwrap_or_else(|e| panic!("{input}: {e}"))
}

fn fault11(content: &str) -> FaultParts {
    fault(&envelope(SOAP11, &format!("<s:Body><s:Fault>{content}</s:Fault></s:Body>")))
}

#[test]
fn codes_of_soap_1_1() {
    let code = |code: &str| {
        let parts =
            fault11(&format!("<faultcode xmlns:x='urn:x'>{code}</faultcode><faultstring>r</faultstring>"));
        (parts.code, parts.subcodes)
    };
    assert_eq!(code("s:Client"), (FaultCode::Sender, vec![]));
    assert_eq!(code(" s:Server\n"), (FaultCode::Receiver, vec![]));
    assert_eq!(code("Server"), (FaultCode::Receiver, vec![]));
    assert_eq!(code("s:VersionMismatch"), (FaultCode::VersionMismatch, vec![]));
    assert_eq!(code("s:MustUnderstand"), (FaultCode::MustUnderstand, vec![]));
    assert_eq!(
        code("s:Client.Auth.Expired"),
        (FaultCode::Sender, vec![QName::new(SOAP11, "Client.Auth.Expired")])
    );
    assert_eq!(code("x:Server"), (FaultCode::Other(QName::new("urn:x", "Server")), vec![]));
    assert_eq!(code("500"), (FaultCode::Other(QName::new("", "500")), vec![]));
    assert_eq!(code("y:Odd"), (FaultCode::Other(QName::new("", "y:Odd")), vec![]));
    assert_eq!(fault11("").code, FaultCode::Receiver);
}

#[test]
fn parts_of_soap_1_1() {
    let input = envelope(
        SOAP11,
        "<s:Body><s:Fault><faultcode>s:Client</faultcode><faultstring xml:lang='de'>Gründe &amp; mehr</faultstring>\
         <faultactor>urn:me</faultactor><detail> <t:notFound><t:what>x</t:what></t:notFound>\
         <stack xmlns='urn:s'>at</stack></detail></s:Fault></s:Body>",
    );
    let parts = fault(&input);
    assert_eq!(parts.reasons, [Reason { language: Some("de".into()), text: "Gründe & mehr".into() }]);
    assert_eq!(parts.role.as_deref(), Some("urn:me"));
    let [not_found, stack] = parts.detail.as_slice() else { panic!("two details") };
    assert_eq!(not_found.name, QName::new("urn:t", "notFound"));
    assert_eq!(&input[not_found.span.clone()], "<t:notFound><t:what>x</t:what></t:notFound>");
    assert_eq!(stack.name, QName::new("urn:s", "stack"));
    let opened = Envelope::open(input.as_bytes(), &Limits::default()).unwrap();
    assert_eq!(
        opened.detail_xml().unwrap().as_deref(),
        Some("<t:notFound xmlns:t=\"urn:t\"><t:what>x</t:what></t:notFound><stack xmlns='urn:s'>at</stack>")
    );
    let search = operation("search");
    assert_eq!(opened.match_fault(&MAPPING, search).unwrap(), Some(0));
    assert_eq!(opened.match_fault(&MAPPING, operation("ping")).unwrap(), None);
    let mut tree = Tree::default();
    opened.read_detail(&MAPPING, &search.faults[0].message, &mut tree).unwrap();
    assert_eq!(tree.root.unwrap().fields.len(), 1);
    let error = opened.read_detail(&MAPPING, &search.faults[1].message, &mut Tree::default()).unwrap_err();
    assert!(matches!(error, SoapError::Message(e) if e.kind == ErrorKind::Missing));
}

#[test]
fn parts_of_soap_1_2() {
    let input = envelope(
        SOAP12,
        "<s:Body><s:Fault><s:Code><s:Value>s:Sender</s:Value><s:Subcode><s:Value>t:a</s:Value><s:Subcode>\
         <s:Value>t:b</s:Value></s:Subcode></s:Subcode></s:Code><s:Reason><s:Text xml:lang='en'>e</s:Text>\
         <s:Text xml:lang='de'>d</s:Text></s:Reason><s:Node>urn:n</s:Node><s:Role>urn:r</s:Role>\
         <s:Detail><t:trouble>x</t:trouble></s:Detail></s:Fault></s:Body>",
    );
    let parts = fault(&input);
    assert_eq!(parts.code, FaultCode::Sender);
    assert_eq!(parts.subcodes, [QName::new("urn:t", "a"), QName::new("urn:t", "b")]);
    assert_eq!(parts.reasons.len(), 2);
    assert_eq!((parts.node.as_deref(), parts.role.as_deref()), (Some("urn:n"), Some("urn:r")));
    assert_eq!(parts.detail.len(), 1);
    let opened = Envelope::open(input.as_bytes(), &Limits::default()).unwrap();
    assert_eq!(opened.match_fault(&MAPPING, operation("search")).unwrap(), Some(1));
    opened.read_detail(&MAPPING, &operation("search").faults[1].message, &mut Tree::default()).unwrap();
}

#[test]
fn faults_come_back_as_written() {
    let full = FaultParts {
        code: FaultCode::Sender,
        subcodes: vec![QName::new("urn:x", "a"), QName::new("urn:y&", "b")],
        reasons: vec![
            Reason { language: Some("de".into()), text: "<&>\r\n\"".into() },
            Reason { language: Some("en".into()), text: "x".into() },
        ],
        role: Some("urn:r".into()),
        node: Some("urn:n".into()),
        detail: Vec::new(),
    };
    let written = write_fault(Version::Soap12, &full, None);
    assert_eq!(fault(std::str::from_utf8(&written).unwrap()), full);
    // SOAP 1.1 has fewer words.
    let written =
        String::from_utf8(write_fault(Version::Soap11, &full, Some(b"<a xmlns=\"urn:a\"/>"))).unwrap();
    let parts = fault(&written);
    assert_eq!(
        (parts.code, parts.reasons.len(), parts.subcodes.len(), parts.node),
        (FaultCode::Sender, 1, 0, None)
    );
    assert_eq!(parts.detail[0].name, QName::new("urn:a", "a"));
    assert!(written.contains("<faultcode>soap:Client</faultcode>"), "{written}");

    let dotted = FaultParts {
        subcodes: vec![QName::new(SOAP11, "Server.Down")],
        ..FaultParts::new(FaultCode::Receiver, "r")
    };
    assert_eq!(fault(std::str::from_utf8(&write_fault(Version::Soap11, &dotted, None)).unwrap()), dotted);

    let other = FaultParts::new(FaultCode::Other(QName::new("urn:x", "Odd")), "r");
    assert_eq!(fault(std::str::from_utf8(&write_fault(Version::Soap11, &other, None)).unwrap()), other);
    let parts = fault(std::str::from_utf8(&write_fault(Version::Soap12, &other, None)).unwrap());
    assert_eq!((parts.code, parts.subcodes), (FaultCode::Receiver, vec![QName::new("urn:x", "Odd")]));

    let encoding = FaultParts::new(FaultCode::DataEncodingUnknown, "r");
    let parts = fault(std::str::from_utf8(&write_fault(Version::Soap11, &encoding, None)).unwrap());
    assert_eq!(parts.code, FaultCode::Sender);
}

#[test]
fn faults_get_out_whatever_is_in_them() {
    for text in ["\0\u{FFFE}", "]]>", "<", ""] {
        for version in [Version::Soap11, Version::Soap12] {
            let mut odd = FaultParts::new(FaultCode::Other(QName::new(text, text)), text);
            odd.role = Some(text.into());
            odd.reasons[0].language = Some(text.into());
            let written = write_fault(version, &odd, None);
            fault(std::str::from_utf8(&written).unwrap());
            odd.reasons.clear();
            fault(std::str::from_utf8(&write_fault(version, &odd, None)).unwrap());
        }
    }
}

#[test]
fn declared_faults_come_back_as_written() {
    let search = operation("search");
    let contents = ["<t:notFound><t:what>a&lt;</t:what></t:notFound>", "<t:trouble>x</t:trouble>"];
    for (index, content) in contents.into_iter().enumerate() {
        let shape = &search.faults[index].message;
        let input = envelope(
            SOAP11,
            &format!(
                "<s:Body><s:Fault><faultcode>s:Client</faultcode><detail>{content}</detail></s:Fault></s:Body>"
            ),
        );
        let opened = Envelope::open(input.as_bytes(), &Limits::default()).unwrap();
        for version in [Version::Soap11, Version::Soap12] {
            let parts = FaultParts::new(FaultCode::Sender, "r");
            let limits = Limits::default();
            let written = write_declared_fault(&MAPPING, &NAMES, (version, &parts), shape, &limits, |sink| {
                opened.read_detail(&MAPPING, shape, sink).map_err(SoapError::into_codec)
            });
            let written = String::from_utf8(written.unwrap()).unwrap();
            let again = Envelope::open(written.as_bytes(), &limits).unwrap();
            assert_eq!(again.match_fault(&MAPPING, search).unwrap(), Some(index), "{written}");
            assert_eq!(again.fault().unwrap().reason(), "r");
            again.read_detail(&MAPPING, shape, &mut Tree::default()).unwrap();
        }
    }
}

#[test]
fn what_is_no_fault_has_none() {
    let input = envelope(SOAP11, "<s:Body><t:search/></s:Body>");
    let opened = Envelope::open(input.as_bytes(), &Limits::default()).unwrap();
    assert!(opened.fault().is_err());
    assert!(opened.detail_xml().is_err());
    for rest in [
        "<s:Body><s:Fault><faultcode>",
        "<s:Body><s:Fault></s:Fault>x</s:Body>",
        "<s:Body><s:Fault/></s:Body><x/>",
    ] {
        let input = format!("<s:Envelope xmlns:s='{SOAP11}'>{rest}</s:Envelope>");
        assert!(Envelope::open(input.as_bytes(), &Limits::default()).unwrap().fault().is_err(), "{rest}");
    }
}
