// SPDX-License-Identifier: EUPL-1.2
//! Envelopes as such.

use fachwerk_contract::QName;
use fachwerk_message::{CodecError, ErrorKind, Limits};
use fachwerk_soap::{Envelope, FaultCode, SoapError, Version};

use crate::contract::{SOAP11, SOAP12, envelope};

fn open(input: &str) -> Result<Envelope<'_>, SoapError> {
    Envelope::open(input.as_bytes(), &Limits::default())
}

#[test]
fn versions_and_bodies_are_told_apart() {
    for (namespace, version) in [(SOAP11, Version::Soap11), (SOAP12, Version::Soap12)] {
        let input = envelope(namespace, "<s:Header/> <s:Body>\n<t:search/></s:Body>");
        let found = open(&input).unwrap();
        assert_eq!(found.version(), version);
        assert_eq!(found.body(), Some(&QName::new("urn:t", "search")));
        assert!(!found.is_fault());
        let input = envelope(namespace, "<s:Body><s:Fault/></s:Body>");
        assert!(open(&input).unwrap().is_fault());
        let input = envelope(namespace, "<s:Body/>");
        assert_eq!(open(&input).unwrap().body(), None);
        let input = envelope(namespace, "<s:Body><t:Fault/></s:Body>");
        assert!(!open(&input).unwrap().is_fault());
    }
}

#[test]
fn header_blocks_are_listed() {
    let input = envelope(
        SOAP11,
        "<s:Header><a xmlns='urn:a' s:mustUnderstand='1'>x<b/></a><t:c s:actor='urn:me'> y </t:c></s:Header><s:Body/>",
    );
    let found = open(&input).unwrap();
    let [a, c] = found.headers() else { panic!("two blocks") };
    assert_eq!(
        (a.name.to_string().as_str(), a.must_understand, a.is_for_receiver()),
        ("{urn:a}a", true, true)
    );
    assert_eq!(
        (c.name.to_string().as_str(), c.must_understand, c.is_for_receiver()),
        ("{urn:t}c", false, false)
    );
    assert_eq!(c.role.as_deref(), Some("urn:me"));
    assert_eq!(&input[c.span.clone()], "<t:c s:actor='urn:me'> y </t:c>");
    assert_eq!(found.header_text(&QName::new("urn:t", "c")).unwrap().as_deref(), Some("y"));
    assert_eq!(found.header_text(&QName::new("urn:a", "a")).unwrap(), None);
    assert_eq!(found.header_text(&QName::new("urn:a", "none")).unwrap(), None);
    let input = envelope(
        SOAP12,
        "<s:Header><t:a s:mustUnderstand='true' s:role='http://www.w3.org/2003/05/soap-envelope/role/next'/></s:Header><s:Body/>",
    );
    let found = open(&input).unwrap();
    assert!(found.headers()[0].must_understand && found.headers()[0].is_for_receiver());
}

#[test]
fn what_is_no_envelope_is_refused() {
    let codec = |input: &str| match open(input) {
        Err(SoapError::Message(error)) => error.kind,
        other => panic!("{input}: {other:?}"),
    };
    assert_eq!(codec("<a/>"), ErrorKind::Structure);
    assert_eq!(codec("{}"), ErrorKind::Syntax);
    assert_eq!(codec("<html>"), ErrorKind::Structure);
    // A package has to be opened first.
    assert_eq!(codec("--boundary\r\nContent-Type: text/xml\r\n"), ErrorKind::Syntax);
    assert_eq!(codec("<!DOCTYPE a><a/>"), ErrorKind::Forbidden);
    for content in [
        "",
        "<s:Header/>",
        "<s:Body2/>",
        "<t:Body/>",
        "<s:Header/><s:Header/><s:Body/>",
        "<s:Header>text</s:Header><s:Body/>",
        "text<s:Body/>",
        "<t:x/><s:Body/>",
    ] {
        assert_eq!(codec(&envelope(SOAP11, content)), ErrorKind::Structure, "{content}");
    }
    let error = open("<Envelope xmlns='http://www.w3.org/2001/12/soap-envelope'/>").unwrap_err();
    assert!(matches!(&error, SoapError::VersionMismatch { offset: 0, .. }));
    assert_eq!(error.fault_code(), FaultCode::VersionMismatch);
    let error: Box<CodecError> = error.into_codec();
    assert_eq!(error.kind, ErrorKind::Unsupported);
    assert!(error.message.starts_with("the envelope has namespace"), "{error}");
}
