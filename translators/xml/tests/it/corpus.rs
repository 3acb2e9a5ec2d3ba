// SPDX-License-Identifier: EUPL-1.2
//! Documents of the W3C XML Schema suite and of public projects: what is well-formed is read, what is not is refused.

use std::path::{Path, PathBuf};

use fachwerk_message::{ErrorKind, Limits, Result};
use fachwerk_xml::{Document, Token, Tokenizer};

/// The corpus, where it is at hand. Continuous integration has to have it.
pub(crate) fn corpus() -> Option<PathBuf> {
    let path = crate::shared("corpus");
    if path.is_dir() {
        return Some(path);
    }
    assert!(std::env::var("CI").as_deref() != Ok("true"), "the corpus is missing: {}", path.display());
    println!("skipped: no corpus at {}", path.display());
    None
}

fn check(path: &Path) -> Result<()> {
    let input = std::fs::read(path).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
    let limits = Limits { max_attributes: 4096, max_depth: 4096, ..Limits::default() };
    let document = Document::decode(&input, None, &limits)?;
    let mut tokens = Tokenizer::over(&document, &limits)?;
    while tokens.next_token()? != Token::Eof {}
    Ok(())
}

/// Files with these extensions, wherever they lie.
pub(crate) fn documents(directory: &Path, extensions: &[&str], found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(directory).expect("a directory") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            documents(&path, extensions, found);
        } else if path.extension().is_some_and(|e| extensions.iter().any(|x| e == *x)) {
            found.push(path);
        }
    }
}

#[test]
fn the_schema_suite_is_well_formed_but_for_these() {
    const EXPECTED: [(&str, ErrorKind); 7] = [
        ("msData/attribute/attZ009.xml", ErrorKind::Forbidden),
        ("msData/schema/not-wf.xsd", ErrorKind::Syntax),
        ("msData/schema/schB4_b.xsd", ErrorKind::Syntax),
        ("msData/schema/schE5_b.xsd", ErrorKind::Syntax),
        ("sunData/Wildcard/psContents/psContents00201m/psContents00201m1_n.xml", ErrorKind::Syntax),
        ("sunData/Wildcard/psContents/psContents00301m/psContents00301m2_n.xml", ErrorKind::Syntax),
        ("sunData/Wildcard/psContents/psContents00302m/psContents00302m2_n.xml", ErrorKind::Syntax),
    ];
    let Some(corpus) = corpus() else { return };
    let suite = corpus.join("w3c__xsdtests");
    let mut paths = Vec::new();
    documents(&suite, &["xml", "xsd"], &mut paths);
    paths.sort();
    assert!(paths.len() > 1000, "only {} documents", paths.len());
    let refused: Vec<(String, ErrorKind)> = paths
        .iter()
        .filter_map(|path| {
            let error = check(path).err()?;
            let name = path.strip_prefix(&suite).unwrap_or(path).display().to_string();
            Some((name, error.kind))
        })
        .collect();
    let refused: Vec<(&str, ErrorKind)> = refused.iter().map(|(name, kind)| (name.as_str(), *kind)).collect();
    assert_eq!(refused, EXPECTED);
}

#[test]
fn ill_formed_messages_are_refused() {
    const REFUSED: &[(&str, ErrorKind)] = &[
        ("savonrb__savon/spec/fixtures/response/soap_fault_invalid_encoding.xml", ErrorKind::Syntax),
        (
            "apache__axis-axis2-java-core/modules/integration/test-resources/SOAP12Testing/RequestMessages/SOAP12ReqT7_A.xml",
            ErrorKind::Syntax,
        ),
        (
            "apache__axis-axis2-java-core/modules/integration/test-resources/SOAP12Testing/RequestMessages/SOAP12ReqT25.xml",
            ErrorKind::Forbidden,
        ),
        (
            "apache__axis-axis2-java-core/modules/integration/test-resources/SOAP12Testing/RequestMessages/SOAP12ReqT26.xml",
            ErrorKind::Forbidden,
        ),
        (
            "apache__cxf/rt/bindings/soap/src/test/resources/org/apache/cxf/binding/soap/test-no-endenv.xml",
            ErrorKind::Syntax,
        ),
        (
            "apache__cxf/services/ws-discovery/ws-discovery-api/src/test/java/org/apache/cxf/ws/discovery/msg1.xml",
            ErrorKind::Syntax,
        ),
        (
            "apache__cxf/systests/jaxws/src/test/java/org/apache/cxf/systest/dispatch/resources/GreetMeDocLiteralRespMalformed.xml",
            ErrorKind::Syntax,
        ),
        (
            "apache__cxf/rt/wsdl/src/test/resources/org/apache/cxf/wsdl11/wsdl_xxe_import_malicious.xsd",
            ErrorKind::Forbidden,
        ),
        ("apigee__wsdl2apigee/src/test/resources/externalEntity.wsdl", ErrorKind::Forbidden),
        (
            "jbossws__jbossws-cxf/modules/testsuite/shared-tests/src/test/resources/jaxws/jbws1582/attack-message-1.xml",
            ErrorKind::Forbidden,
        ),
        (
            "jbossws__jbossws-cxf/modules/testsuite/shared-tests/src/test/resources/jaxws/jbws1582/attack-message-2.xml",
            ErrorKind::Forbidden,
        ),
        ("debian__php8.2/derived/bugs/bug65018/in-0.xml", ErrorKind::Syntax),
        ("debian__php8.2/derived/typemap001/in-0.xml", ErrorKind::Syntax),
        ("loopbackio__strong-soap/test/wsdl/ws-policy.wsdl", ErrorKind::Syntax),
        (
            "vpulim__node-soap/test/request-response-samples/addPets__force_namespaces/request.xml",
            ErrorKind::Syntax,
        ),
        ("WsdlToPhp__PackageGenerator/tests/resources/empty.wsdl", ErrorKind::Syntax),
    ];
    let Some(corpus) = corpus() else { return };
    for (path, kind) in REFUSED {
        assert_eq!(check(&corpus.join(path)).map_err(|e| e.kind), Err(*kind), "{path}");
    }
}
