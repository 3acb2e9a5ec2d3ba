// SPDX-License-Identifier: EUPL-1.2
//! Namespace names, each written once.

pub(crate) use fachwerk_contract::schema::XSD;

pub(crate) const WSDL: &str = "http://schemas.xmlsoap.org/wsdl/";
/// WSDL 2.0, and the drafts that differ from it in nothing that is read here.
pub(crate) const WSDL20: [&str; 3] =
    ["http://www.w3.org/ns/wsdl", "http://www.w3.org/2006/01/wsdl", "http://www.w3.org/2005/08/wsdl"];
/// Drafts of WSDL 2.0 that are another language.
pub(crate) const WSDL20_DRAFTS: [&str; 3] =
    ["http://www.w3.org/2004/08/wsdl", "http://www.w3.org/2004/03/wsdl", "http://www.w3.org/2003/11/wsdl"];
pub(crate) const SOAP11: &str = "http://schemas.xmlsoap.org/wsdl/soap/";
pub(crate) const SOAP12: &str = "http://schemas.xmlsoap.org/wsdl/soap12/";
pub(crate) const HTTP: &str = "http://schemas.xmlsoap.org/wsdl/http/";
pub(crate) const MIME: &str = "http://schemas.xmlsoap.org/wsdl/mime/";
/// The namespace of the note on media types, and those of its drafts.
pub(crate) const XMIME: [&str; 3] = [
    "http://www.w3.org/2005/05/xmlmime",
    "http://www.w3.org/2004/11/xmlmime",
    "http://www.w3.org/2004/06/xmlmime",
];
pub(crate) const SOAP_ENCODING: &str = "http://schemas.xmlsoap.org/soap/encoding/";
pub(crate) const WSU: &str =
    "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-utility-1.0.xsd";
pub(crate) const CATALOG: &str = "urn:oasis:names:tc:entity:xmlns:xml:catalog";
pub(crate) const XML: &str = "http://www.w3.org/XML/1998/namespace";

/// Namespaces in which `Action` on a WSDL input, output or fault is the WS-Addressing action.
pub(crate) const ACTION: [&str; 5] = [
    "http://www.w3.org/2007/05/addressing/metadata",
    "http://www.w3.org/2006/05/addressing/wsdl",
    "http://www.w3.org/2006/02/addressing/wsdl",
    "http://www.w3.org/2005/08/addressing",
    "http://schemas.xmlsoap.org/ws/2004/08/addressing",
];

/// Namespaces of WS-Policy.
pub(crate) const POLICY: [&str; 4] = [
    "http://www.w3.org/ns/ws-policy",
    "http://www.w3.org/2006/07/ws-policy",
    "http://schemas.xmlsoap.org/ws/2004/09/policy",
    "http://schemas.xmlsoap.org/ws/2002/12/policy",
];

/// Whether a namespace is that of WSDL 2.0, or of its extensions for SOAP and HTTP.
pub(crate) fn is_wsdl20(namespace: &str) -> bool {
    let own =
        extension_of_wsdl20(namespace).map_or(namespace, |kind| &namespace[..namespace.len() - kind.len()]);
    WSDL20.contains(&own) || own != namespace && WSDL20_DRAFTS.contains(&own)
}

/// Of a namespace or binding type of WSDL 2.0, what it is for.
pub(crate) fn extension_of_wsdl20(namespace: &str) -> Option<&'static str> {
    ["/soap12", "/soap", "/http"].into_iter().find(|kind| namespace.ends_with(kind))
}

const UNDECLARED: &str = "undeclared-prefix:";

/// A namespace name for a prefix that is not declared: nothing is ever found in it, and [`is_undeclared`] keeps
/// the second complaint about the same mistake away.
pub(crate) fn undeclared(prefix: &str) -> String {
    format!("{UNDECLARED}{prefix}")
}

pub(crate) fn is_undeclared(namespace: &str) -> bool {
    namespace.starts_with(UNDECLARED)
}
