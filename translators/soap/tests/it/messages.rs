// SPDX-License-Identifier: EUPL-1.2
//! Messages in envelopes.

use fachwerk_contract::QName;
use fachwerk_mapping::MessageShape;
use fachwerk_message::{Discard, ErrorKind, Limits, Recorder};
use fachwerk_soap::{Envelope, SoapError, Version, write_message};

use crate::contract::{MAPPING, NAMES, SOAP11, SOAP12, envelope, operation};
use crate::tree::Tree;

fn read(input: &str, shape: &MessageShape) -> Result<(), SoapError> {
    Envelope::open(input.as_bytes(), &Limits::default())?.read(&MAPPING, shape, &mut Discard)
}

/// The same message, written anew.
fn rewrite(input: &str, shape: &MessageShape, version: Version) -> String {
    let limits = Limits::default();
    let bytes = write_message(&MAPPING, &NAMES, shape, version, &limits, |sink| {
        let envelope = Envelope::open(input.as_bytes(), &limits).map_err(SoapError::into_codec)?;
        envelope.read(&MAPPING, shape, sink).map_err(SoapError::into_codec)
    });
    String::from_utf8(bytes.unwrap_or_else(|e| panic!("{input}: {e}"))).unwrap()
}

#[track_caller]
fn round(content: &str, shape: &MessageShape, expected: &str) {
    for (namespace, version) in [(SOAP11, Version::Soap11), (SOAP12, Version::Soap12)] {
        let written = rewrite(&envelope(namespace, content), shape, version);
        let start = written.find(expected);
        assert!(start.is_some(), "{written}\nshould have\n{expected}");
        assert!(
            written.starts_with("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<soap:Envelope xmlns:soap=\"")
        );
        assert_eq!(rewrite(&written, shape, version), written);
        // Members in another order give the same envelope.
        let mut tree = Tree::default();
        let limits = Limits::default();
        Envelope::open(written.as_bytes(), &limits).unwrap().read(&MAPPING, shape, &mut tree).unwrap();
        let mut object = tree.root.unwrap();
        object.shuffle(&mut |_| 0);
        let again =
            write_message(&MAPPING, &NAMES, shape, version, &limits, |sink| object.replay(sink)).unwrap();
        assert_eq!(String::from_utf8(again).unwrap(), written);
    }
}

#[test]
fn one_element_with_headers() {
    let shape = &operation("search").input;
    round(
        "<s:Header><t:trace>x</t:trace><t:tenant s:mustUnderstand='1'><t:id>7</t:id></t:tenant></s:Header>\
         <s:Body wsu:Id='b' xmlns:wsu='http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-utility-1.0.xsd'>\
         <t:search mode='fast' s:encodingStyle=''><t:text>a</t:text><t:limit>1</t:limit></t:search></s:Body>",
        shape,
        "<soap:Header><n2:tenant><n2:id>7</n2:id></n2:tenant><n2:trace>x</n2:trace></soap:Header><soap:Body>\
         <n2:search mode=\"fast\"><n2:text>a</n2:text><n2:limit>1</n2:limit></n2:search></soap:Body></soap:Envelope>"
            .replace("n2", prefix())
            .as_str(),
    );
    round(
        "<s:Body><t:search><t:text>a</t:text></t:search></s:Body>",
        shape,
        &"><soap:Body><n2:search><n2:text>a</n2:text></n2:search></soap:Body></soap:Envelope>"
            .replace("n2", prefix()),
    );
}

/// Prefix of the contract's namespace.
fn prefix() -> &'static str {
    let id = MAPPING.namespace_id("urn:t").unwrap();
    Box::leak(format!("n{}", id.0).into_boxed_str())
}

#[test]
fn several_elements() {
    let p = prefix();
    round(
        "<s:Header><t:tenant><t:id>7</t:id></t:tenant></s:Header>\
         <s:Body><t:first>a</t:first><t:second line='1'><t:sku>s</t:sku></t:second></s:Body>",
        &operation("multi").input,
        &format!(
            "<soap:Header><{p}:tenant><{p}:id>7</{p}:id></{p}:tenant></soap:Header><soap:Body><{p}:first>a</{p}:first>\
             <{p}:second line=\"1\"><{p}:sku>s</{p}:sku></{p}:second></soap:Body></soap:Envelope>"
        ),
    );
    round("<s:Body/>", &operation("ping").input, "<soap:Body/></soap:Envelope>");
    round("<s:Body> </s:Body>", &operation("ping").input, "<soap:Body/></soap:Envelope>");
    round(
        "<s:Body><t:event>e</t:event></s:Body>",
        &operation("notify").input,
        &format!("<soap:Body><{p}:event>e</{p}:event></soap:Body></soap:Envelope>"),
    );
}

#[test]
fn rpc_wraps_its_parts() {
    let r = format!("n{}", MAPPING.namespace_id("urn:r").unwrap().0);
    let p = prefix();
    round(
        "<s:Body><r:add xmlns:r='urn:r' s:encodingStyle='x'><a>1</a><b line='2'><t:sku>s</t:sku></b></r:add></s:Body>",
        &operation("add").input,
        &format!(
            "<soap:Body><{r}:add><a>1</a><b line=\"2\"><{p}:sku>s</{p}:sku></b></{r}:add></soap:Body></soap:Envelope>"
        ),
    );
    round(
        "<s:Body><r:addResponse xmlns:r='urn:r'><sum xsi:type='xs:int' xmlns:xs='http://www.w3.org/2001/XMLSchema'>1\
         </sum></r:addResponse></s:Body>",
        operation("add").output.as_ref().unwrap(),
        &format!("<{r}:addResponse><sum>1</sum></{r}:addResponse>"),
    );
}

#[test]
fn what_does_not_fit_is_refused() {
    let kind = |content: &str, name: &str| match read(&envelope(SOAP11, content), &operation(name).input) {
        Err(SoapError::Message(error)) => error.kind,
        other => panic!("{content}: {other:?}"),
    };
    let body = "<t:search><t:text>a</t:text></t:search>";
    assert_eq!(kind("<s:Body/>", "search"), ErrorKind::Missing);
    assert_eq!(kind("<s:Body><t:other/></s:Body>", "search"), ErrorKind::Structure);
    assert_eq!(kind("<s:Body><search><t:text>a</t:text></search></s:Body>", "search"), ErrorKind::Structure);
    assert_eq!(kind(&format!("<s:Body>{body}{body}</s:Body>"), "search"), ErrorKind::Structure);
    assert_eq!(kind(&format!("<s:Body>text{body}</s:Body>"), "search"), ErrorKind::Structure);
    assert_eq!(kind(&format!("<s:Body>{body}text</s:Body>"), "search"), ErrorKind::Structure);
    assert_eq!(kind(&format!("<s:Body>{body}</s:Body><s:Body/>"), "search"), ErrorKind::Structure);
    assert_eq!(kind(&format!("<s:Body>{body}</s:Body>text"), "search"), ErrorKind::Structure);
    assert_eq!(kind("<s:Body><s:Fault/></s:Body>", "search"), ErrorKind::Structure);
    assert_eq!(kind("<s:Body><t:search xsi:nil='true'/></s:Body>", "search"), ErrorKind::Structure);
    assert_eq!(kind("<s:Body><t:shared xsi:nil='true'/></s:Body>", "sharedA"), ErrorKind::Structure);
    assert_eq!(kind("<s:Body><t:first/><t:first/></s:Body>", "multi"), ErrorKind::Structure);
    assert_eq!(kind("<s:Body><t:second/><t:first/></s:Body>", "multi"), ErrorKind::Structure);
    assert_eq!(kind("<s:Body>text</s:Body>", "ping"), ErrorKind::Structure);
    let twice = "<s:Header><t:trace/><t:trace/></s:Header>";
    assert_eq!(kind(&format!("{twice}<s:Body>{body}</s:Body>"), "search"), ErrorKind::Structure);
    let whole = envelope(SOAP11, &format!("<s:Body>{body}</s:Body>"));
    for trailing in ["x", "<a/>", "<!--", "</s:Envelope>", "<?p?>"] {
        assert!(read(&format!("{whole}{trailing}"), &operation("search").input).is_err(), "{trailing}");
    }
    for end in 0..whole.len() {
        assert!(read(&whole[..end], &operation("search").input).is_err(), "{end}");
    }
    assert!(read(&whole, &operation("search").input).is_ok());
}

#[test]
fn headers_that_must_be_understood() {
    let shape = &operation("search").input;
    let input = |attributes: &str| {
        envelope(
            SOAP11,
            &format!(
                "<s:Header><x xmlns='urn:x' {attributes}/></s:Header><s:Body><t:search><t:text/></t:search></s:Body>"
            ),
        )
    };
    assert!(read(&input(""), shape).is_ok());
    assert!(read(&input("s:mustUnderstand='0'"), shape).is_ok());
    assert!(read(&input("s:mustUnderstand='1' s:actor='urn:other'"), shape).is_ok());
    for attributes in
        ["s:mustUnderstand='1'", "s:mustUnderstand='1' s:actor='http://schemas.xmlsoap.org/soap/actor/next'"]
    {
        let error = read(&input(attributes), shape).unwrap_err();
        assert!(matches!(&error, SoapError::MustUnderstand { header, .. } if header.local == "x"), "{error}");
    }
    let input = input("s:mustUnderstand='1'");
    let mut opened = Envelope::open(input.as_bytes(), &Limits::default()).unwrap();
    opened.understand(QName::new("urn:x", "x"));
    assert!(opened.read(&MAPPING, shape, &mut Discard).is_ok());
}

#[test]
fn recordings_are_equal() {
    let shape = &operation("search").input;
    let record = |input: &str| {
        let mut recorder = Recorder::default();
        Envelope::open(input.as_bytes(), &Limits::default())
            .unwrap()
            .read(&MAPPING, shape, &mut recorder)
            .unwrap();
        recorder.finish()
    };
    let input = envelope(SOAP12, "<s:Body><t:search mode='a'><t:text>x&#13;</t:text></t:search></s:Body>");
    let written = rewrite(&input, shape, Version::Soap11);
    assert_eq!(record(&input), record(&written));
}
