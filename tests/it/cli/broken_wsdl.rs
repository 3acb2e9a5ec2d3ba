// SPDX-License-Identifier: EUPL-1.2
//! `fachwerk generate` on contracts that are wrong: status, code and place.

use std::path::Path;

use serde_json::Value;

use super::{NOTES, has_code, names_place};
use crate::harness::cli::{self, Ran};
use crate::harness::scratch;

fn generate(directory: &Path, wsdl: &str) -> Ran {
    let input = directory.join("service.wsdl");
    std::fs::write(&input, wsdl).expect("a file");
    let out = directory.join("facade");
    cli::fachwerk(&["generate".as_ref(), input.as_os_str(), "--out".as_ref(), out.as_os_str()])
}

/// The line of the sound contract in which this stands.
fn line_of(text: &str) -> usize {
    NOTES[..NOTES.find(text).expect("it is there")].lines().count()
}

#[test]
fn malformed_xml_is_named_with_its_place() {
    let directory = scratch();
    let stderr = generate(directory.path(), &NOTES.replace("</wsdl:types>", "</wsdl:type>")).failed(2);
    assert!(names_place(&stderr, "service.wsdl"), "{stderr}");
    assert!(
        stderr.contains(&format!("service.wsdl:{}:", line_of("</wsdl:types>"))),
        "the wrong line: {stderr}"
    );
    assert!(!directory.path().join("facade/contract.json").exists());
}

#[test]
fn a_truncated_file_is_named_with_its_place() {
    let directory = scratch();
    let stderr = generate(directory.path(), &NOTES[..NOTES.len() / 2]).failed(2);
    assert!(names_place(&stderr, "service.wsdl"), "{stderr}");
}

#[test]
fn a_dangling_import_is_named_with_its_place() {
    let directory = scratch();
    let import =
        "<xs:import namespace=\"urn:fehlt\" schemaLocation=\"fehlt.xsd\"/><xs:element name=\"merke\">";
    let wsdl = NOTES
        .replace("<xs:element name=\"merke\">", import)
        .replace("type=\"xs:int\"", "xmlns:f=\"urn:fehlt\" type=\"f:Nummer\"");
    let ran = generate(directory.path(), &wsdl);
    assert!(ran.status == 1 || ran.status == 2, "status {}: {}", ran.status, ran.stderr);
    assert!(names_place(&ran.stderr, "service.wsdl"), "{}", ran.stderr);
    assert!(ran.stderr.contains("fehlt.xsd"), "{}", ran.stderr);
    assert!(
        ran.stderr.contains(&format!("service.wsdl:{}:", line_of("<xs:element name=\"merke\">"))),
        "the wrong line: {}",
        ran.stderr
    );
}

#[test]
fn nothing_is_fetched_from_the_network() {
    let directory = scratch();
    let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("a socket");
    listener.set_nonblocking(true).expect("non-blocking");
    let location = format!("http://{}/typen.xsd", listener.local_addr().expect("an address"));
    let import = format!(
        "<xs:import namespace=\"urn:fern\" schemaLocation=\"{location}\"/><xs:element name=\"merke\">"
    );
    let ran = generate(directory.path(), &NOTES.replace("<xs:element name=\"merke\">", &import));
    assert!(listener.accept().is_err(), "somebody called");
    assert!(has_code(&ran.stderr), "{}", ran.stderr);
    assert!(names_place(&ran.stderr, "service.wsdl"), "{}", ran.stderr);
}

#[test]
fn document_types_and_entities_are_refused() {
    let directory = scratch();
    let secret = directory.path().join("secret.txt");
    std::fs::write(&secret, "geheim-4711").expect("a file");
    let dtd = format!(
        "<!DOCTYPE wsdl:definitions [<!ENTITY x SYSTEM \"file://{}\"><!ENTITY a \"aaaa\"><!ENTITY b \"&a;&a;&a;\">]>\n<wsdl:definitions",
        secret.display()
    );
    let wsdl = NOTES.replacen("<wsdl:definitions", &dtd, 1).replace("name=\"text\"", "name=\"&x;&b;\"");
    let stderr = generate(directory.path(), &wsdl).failed(2);
    assert!(names_place(&stderr, "service.wsdl"), "{stderr}");
    assert!(!stderr.contains("geheim"), "{stderr}");
}

#[test]
fn a_file_without_operations_is_no_contract() {
    let directory = scratch();
    let stderr = generate(directory.path(), "<html><body>Anmelden</body></html>").failed(2);
    assert!(has_code(&stderr), "{stderr}");
    let stderr = generate(directory.path(), "").failed(2);
    assert!(has_code(&stderr), "{stderr}");
}

#[test]
fn machines_get_the_remarks_as_json() {
    let directory = scratch();
    let input = directory.path().join("service.wsdl");
    std::fs::write(&input, &NOTES[..NOTES.len() / 2]).expect("a file");
    let ran = cli::fachwerk(&[
        "--format".as_ref(),
        "json".as_ref(),
        "generate".as_ref(),
        input.as_os_str(),
        "--out".as_ref(),
        directory.path().as_os_str(),
    ]);
    assert_eq!(ran.status, 2);
    let report: Value = serde_json::from_slice(&ran.stdout).expect("JSON");
    let remark = &report["remarks"][0];
    assert_eq!(remark["severity"], "error", "{report}");
    assert!(remark["code"].as_str().is_some_and(|code| code.starts_with("FW-")), "{report}");
    assert!(remark["line"].as_u64().is_some_and(|line| line > 1), "{report}");
}

#[test]
fn warnings_count_where_they_are_asked_to() {
    let directory = scratch();
    // An operation that the service begins, which nobody can call, beside one that is called.
    let bound = "<wsdl:operation name=\"alt\"><soap:operation soapAction=\"\"/>\
        <wsdl:output><soap:body use=\"literal\"/></wsdl:output></wsdl:operation></wsdl:binding>";
    let port = "<wsdl:operation name=\"alt\"><wsdl:output message=\"tns:merkeAntwort\"/></wsdl:operation></wsdl:portType>";
    let wsdl = NOTES.replace("</wsdl:binding>", bound).replace("</wsdl:portType>", port);
    let ran = generate(directory.path(), &wsdl);
    assert_eq!(ran.status, 0, "{}", ran.stderr);
    assert!(ran.stderr.contains("warning") && ran.stderr.contains("alt"), "{}", ran.stderr);
    let input = directory.path().join("service.wsdl");
    let out = directory.path().join("facade");
    let strict = cli::fachwerk(&[
        "generate".as_ref(),
        input.as_os_str(),
        "--strict".as_ref(),
        "--out".as_ref(),
        out.as_os_str(),
    ]);
    assert_eq!(strict.status, 1, "{}", strict.stderr);
}
