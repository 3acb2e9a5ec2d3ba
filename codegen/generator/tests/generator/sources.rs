// SPDX-License-Identifier: EUPL-1.2
//! Copies of the documents that a facade was made from.

use std::cell::RefCell;
use std::collections::{BTreeMap, HashMap};

use fachwerk_generator::{Generated, files, generate};
use fachwerk_wsdl::{Input, Memory, Options, Source, SourceError};

const WSDL: &str = r#"<definitions xmlns="http://schemas.xmlsoap.org/wsdl/" xmlns:soap="http://schemas.xmlsoap.org/wsdl/soap/"
  xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:t="urn:t" targetNamespace="urn:t">
  <types><xs:schema targetNamespace="urn:t" xmlns:a="http://www.w3.org/2005/08/addressing">
    <xs:import namespace="http://www.w3.org/2005/08/addressing"/><xs:include schemaLocation="the%20types.xsd"/>
    <xs:element name="e" type="t:T"/><xs:element name="to" type="a:EndpointReferenceType"/>
  </xs:schema></types>
  <message name="m"><part name="p" element="t:e"/></message><message name="n"><part name="p" element="t:to"/></message>
  <portType name="P"><operation name="o"><input message="t:m"/><output message="t:n"/></operation></portType>
  <binding name="B" type="t:P"><soap:binding transport="http://schemas.xmlsoap.org/soap/http"/>
    <operation name="o"><soap:operation soapAction=""/><input><soap:body use="literal"/></input><output><soap:body use="literal"/></output></operation>
  </binding>
  <service name="S"><port name="p" binding="t:B"><soap:address location="http://x.example/"/></port></service>
</definitions>"#;
const XSD: &str = r#"<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" targetNamespace="urn:t">
  <xs:complexType name="T"><xs:sequence><xs:element name="a" type="xs:string"/></xs:sequence></xs:complexType></xs:schema>"#;

fn files() -> Memory {
    Memory::from_iter([("a.wsdl", WSDL), ("the types.xsd", XSD)])
}

fn copies(generated: &Generated) -> BTreeMap<&str, &[u8]> {
    let copies = generated
        .files
        .iter()
        .filter_map(|(path, bytes)| Some((path.strip_prefix(files::SOURCES)?, &**bytes)));
    copies.collect()
}

#[test]
fn what_was_read_is_copied_and_what_this_program_serves_is_not() {
    let generated = generate(&Input::new("a.wsdl", files()), &Options::default(), None).unwrap();
    assert!(generated.report.documents.contains(&"http://www.w3.org/2005/08/addressing".to_owned()));
    let expected = BTreeMap::from([("/a.wsdl", WSDL.as_bytes()), ("/the%20types.xsd", XSD.as_bytes())]);
    assert_eq!(copies(&generated), expected);
    assert!(generated.report.remarks.iter().all(|remark| remark.code != "FW-1511"));
}

/// Has the schema once, and then no more, or not any more as a file.
struct Fleeting {
    files: Memory,
    asked: RefCell<HashMap<String, u32>>,
    gone: bool,
}

impl Source for Fleeting {
    fn read(&self, path: &str, limit: usize) -> Result<Option<Vec<u8>>, SourceError> {
        let mut asked = self.asked.borrow_mut();
        let times = asked.entry(path.to_owned()).or_default();
        *times += 1;
        match self.files.read(path, limit)? {
            Some(_) if *times > 1 && path == "the types.xsd" => {
                if self.gone {
                    Ok(None)
                } else {
                    Err(SourceError::Refused("not a regular file".to_owned()))
                }
            }
            bytes => Ok(bytes),
        }
    }
}

#[test]
fn a_document_that_cannot_be_copied_is_an_error() {
    for (gone, why) in [(true, "it is not there any more"), (false, "not a regular file")] {
        let source = Fleeting { files: files(), asked: RefCell::default(), gone };
        let generated = generate(&Input::new("a.wsdl", source), &Options::default(), None).unwrap();
        assert_eq!(copies(&generated).into_keys().collect::<Vec<_>>(), ["/a.wsdl"]);
        let [remark] =
            generated.report.remarks.iter().filter(|r| r.code == "FW-1511").collect::<Vec<_>>()[..]
        else {
            panic!("{:?}", generated.report.remarks)
        };
        assert_eq!(
            (remark.severity.as_str(), remark.file.as_str(), remark.line),
            ("error", "the%20types.xsd", 1)
        );
        assert!(remark.message.ends_with(why), "{}", remark.message);
        assert_eq!(generated.report.counts.errors, 1);
        let report = String::from_utf8(generated.files[files::REPORT].clone()).unwrap();
        assert!(report.contains("FW-1511"), "the file says it, too");
    }
}
