// SPDX-License-Identifier: EUPL-1.2
//! Schemas that everybody refers to and nobody ships, written for this crate from their specifications.
//!
//! They say what a message looks like, not everything the specifications say: signatures and encrypted data, which no
//! facade takes apart, are open content.

/// The schema of a well-known namespace.
pub(crate) fn schema(namespace: &str) -> Option<&'static str> {
    Some(match namespace {
        crate::names::XSD => include_str!("xmlschema.xsd"),
        crate::names::XML => include_str!("xml.xsd"),
        crate::names::SOAP_ENCODING => include_str!("soap-encoding.xsd"),
        "http://schemas.xmlsoap.org/soap/envelope/" => include_str!("soap-envelope.xsd"),
        "http://www.w3.org/2003/05/soap-envelope" => include_str!("soap12-envelope.xsd"),
        "http://www.w3.org/2005/05/xmlmime" => include_str!("xmime.xsd"),
        "http://www.w3.org/2004/08/xop/include" => include_str!("xop.xsd"),
        "http://ws-i.org/profiles/basic/1.1/xsd" => include_str!("swaref.xsd"),
        "http://www.w3.org/2005/08/addressing" => include_str!("addressing.xsd"),
        "http://schemas.xmlsoap.org/ws/2004/08/addressing" => include_str!("addressing-2004.xsd"),
        "http://www.w3.org/2000/09/xmldsig#" => include_str!("xmldsig.xsd"),
        "http://www.w3.org/2001/04/xmlenc#" => include_str!("xmlenc.xsd"),
        "http://www.w3.org/2009/xmlenc11#" => include_str!("xmlenc11.xsd"),
        crate::names::WSU => include_str!("wsu.xsd"),
        "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-secext-1.0.xsd" => {
            include_str!("wsse.xsd")
        }
        "http://www.w3.org/2003/05/soap-encoding" => include_str!("soap12-encoding.xsd"),
        "http://www.w3.org/1999/xlink" => include_str!("xlink.xsd"),
        "http://www.w3.org/2004/06/xmlmime" => include_str!("xmime-2004-06.xsd"),
        "http://www.w3.org/2004/11/xmlmime" => include_str!("xmime-2004-11.xsd"),
        "http://xml.apache.org/xml-soap" => include_str!("apache-soap.xsd"),
        _ => return None,
    })
}

/// All well-known namespaces.
#[cfg(test)]
const ALL: [&str; 20] = [
    crate::names::XSD,
    crate::names::XML,
    crate::names::SOAP_ENCODING,
    "http://schemas.xmlsoap.org/soap/envelope/",
    "http://www.w3.org/2003/05/soap-envelope",
    "http://www.w3.org/2005/05/xmlmime",
    "http://www.w3.org/2004/08/xop/include",
    "http://ws-i.org/profiles/basic/1.1/xsd",
    "http://www.w3.org/2005/08/addressing",
    "http://schemas.xmlsoap.org/ws/2004/08/addressing",
    "http://www.w3.org/2000/09/xmldsig#",
    "http://www.w3.org/2001/04/xmlenc#",
    "http://www.w3.org/2009/xmlenc11#",
    crate::names::WSU,
    "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-secext-1.0.xsd",
    "http://www.w3.org/2003/05/soap-encoding",
    "http://www.w3.org/1999/xlink",
    "http://www.w3.org/2004/06/xmlmime",
    "http://www.w3.org/2004/11/xmlmime",
    "http://xml.apache.org/xml-soap",
];

#[cfg(test)]
mod tests {
    use crate::{Input, Memory, Options, read};

    #[test]
    fn each_reads_without_a_word_and_is_of_its_namespace() {
        for namespace in super::ALL {
            let text = super::schema(namespace).unwrap();
            assert!(text.contains(&format!("targetNamespace=\"{namespace}\"")), "{namespace}");
            let outcome =
                read(&Input::new("a.xsd", Memory::from_iter([("a.xsd", text)])), &Options::default());
            assert!(outcome.diagnostics.is_empty(), "{:#?}", outcome.diagnostics);
        }
    }
}
