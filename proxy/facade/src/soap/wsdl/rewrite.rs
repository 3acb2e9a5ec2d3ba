// SPDX-License-Identifier: EUPL-1.2
//! Replaces addresses in the tokens of a description; every other byte stays as it is.

use quick_xml::escape::{escape, unescape};
use quick_xml::events::{BytesStart, Event};
use quick_xml::name::{Namespace, ResolveResult};
use quick_xml::reader::NsReader;

use super::Base;
use super::links::authority;

const WSDL: &str = "http://schemas.xmlsoap.org/wsdl/";
const WSDL_SOAP11: &str = "http://schemas.xmlsoap.org/wsdl/soap/";
const WSDL_SOAP12: &str = "http://schemas.xmlsoap.org/wsdl/soap12/";
const WSDL_HTTP: &str = "http://schemas.xmlsoap.org/wsdl/http/";
const WSDL20: &str = "http://www.w3.org/ns/wsdl";
const XSD: &str = "http://www.w3.org/2001/XMLSchema";
const WSA: &str = "http://www.w3.org/2005/08/addressing";

/// What the proxy puts in.
pub(crate) struct Rewriting<'a> {
    /// Where the document comes from.
    pub(crate) base: &'a Base,
    /// The backend's authority as it is configured.
    pub(crate) backend: &'a str,
    /// URL of this service at the proxy.
    pub(crate) here: &'a str,
    /// URL of a service at the proxy, by its name in the WSDL.
    pub(crate) service: &'a dyn Fn(&str) -> Option<String>,
    /// Whether there is a copy at a path.
    pub(crate) has_copy: &'a dyn Fn(&str) -> bool,
}

/// Why a document is not passed on.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum NotADescription {
    #[error("the document is not well-formed XML")]
    Malformed,
    #[error("the document has a DTD")]
    Dtd,
    #[error("the root element is that of neither a WSDL nor a schema")]
    Root,
}

/// The document with the proxy's addresses.
pub(crate) fn rewrite(document: &str, rewriting: &Rewriting<'_>) -> Result<String, NotADescription> {
    let mut own = vec![rewriting.backend.to_ascii_lowercase()];
    walk(document, |found| {
        // The names by which the service knows itself.
        if let Found::Address { value, .. } = found {
            own.extend(authority(value));
        }
        None
    })?;
    let is_backend = |authority: &str| own.contains(&authority.to_ascii_lowercase());
    walk(document, |found| match found {
        Found::Address { service, .. } => {
            let known = service.and_then(|service| (rewriting.service)(service));
            Some(known.unwrap_or_else(|| rewriting.here.to_owned()))
        }
        Found::Import { value } => {
            let query = rewriting.base.query(value, is_backend, rewriting.has_copy)?;
            Some(format!("{}?{query}", rewriting.here))
        }
    })
}

/// An address in a document.
enum Found<'a> {
    /// Of an endpoint of a service.
    Address { service: Option<&'a str>, value: &'a str },
    /// Of another document.
    Import { value: &'a str },
}

/// Shows every address to `replace` and puts in what it returns.
fn walk(
    document: &str,
    mut replace: impl FnMut(Found<'_>) -> Option<String>,
) -> Result<String, NotADescription> {
    let mut reader = NsReader::from_str(document);
    let mut out = String::with_capacity(document.len() + 256);
    let mut copied = 0;
    let mut put = |raw: &str, by: Option<String>, out: &mut String| {
        // Tokens borrow from the document, so their place in it is the distance of their first bytes.
        let at = raw.as_ptr().addr().wrapping_sub(document.as_ptr().addr());
        if let (Some(by), Some(between)) = (by, document.get(copied..at)) {
            out.push_str(between);
            out.push_str(&escape(by.as_str()));
            copied = at + raw.len();
        }
    };
    let (mut root, mut depth, mut service, mut in_address) = (false, 0_usize, None::<String>, false);
    loop {
        let (namespace, event) = reader.read_resolved_event().map_err(|_| NotADescription::Malformed)?;
        let namespace = match namespace {
            ResolveResult::Bound(Namespace(name)) => name,
            _ => "",
        };
        match &event {
            Event::DocType(_) => return Err(NotADescription::Dtd),
            Event::Start(element) | Event::Empty(element) => {
                let local = element.local_name();
                let local = local.as_ref();
                if !std::mem::replace(&mut root, true) && !is_root(namespace, local) {
                    return Err(NotADescription::Root);
                }
                if matches!(event, Event::Start(_)) {
                    depth += 1;
                    in_address = (namespace, local) == (WSA, "Address");
                }
                if matches!(namespace, WSDL | WSDL20) && local == "service" {
                    service = attribute(element, "name")?.map(|name| name.1);
                }
                if let Some((name, address)) = place(namespace, local)
                    && let Some((raw, value)) = attribute(element, name)?
                {
                    let value = value.as_str();
                    let service = service.as_deref();
                    let by = replace(if address {
                        Found::Address { service, value }
                    } else {
                        Found::Import { value }
                    });
                    put(raw, by, &mut out);
                }
            }
            Event::Text(text) if in_address && service.is_some() => {
                let raw: &str = text;
                let by = replace(Found::Address { service: service.as_deref(), value: raw });
                put(raw, by, &mut out);
            }
            Event::End(element) => {
                in_address = false;
                depth = depth.saturating_sub(1);
                if matches!(namespace, WSDL | WSDL20) && element.local_name().as_ref() == "service" {
                    service = None;
                }
            }
            Event::Eof => break,
            _ => {}
        }
    }
    if !root || depth > 0 {
        return Err(NotADescription::Malformed);
    }
    out.push_str(document.get(copied..).unwrap_or_default());
    Ok(out)
}

fn is_root(namespace: &str, local: &str) -> bool {
    matches!((namespace, local), (WSDL, "definitions") | (WSDL20, "description") | (XSD, "schema"))
}

/// The attribute in which an element has an address, and whether it is that of an endpoint.
fn place(namespace: &str, local: &str) -> Option<(&'static str, bool)> {
    match (namespace, local) {
        (WSDL_SOAP11 | WSDL_SOAP12 | WSDL_HTTP, "address") => Some(("location", true)),
        (WSDL20, "endpoint") => Some(("address", true)),
        (WSDL, "import") | (WSDL20, "import" | "include") => Some(("location", false)),
        (XSD, "import" | "include" | "redefine") => Some(("schemaLocation", false)),
        _ => None,
    }
}

/// An attribute without a namespace: as it stands in the document, and its value.
fn attribute<'a>(
    element: &'a BytesStart<'_>,
    name: &str,
) -> Result<Option<(&'a str, String)>, NotADescription> {
    for attribute in element.attributes() {
        let attribute = attribute.map_err(|_| NotADescription::Malformed)?;
        if attribute.key.0 == name {
            let std::borrow::Cow::Borrowed(raw) = attribute.value else { return Ok(None) };
            let value = unescape(raw).map_err(|_| NotADescription::Malformed)?;
            return Ok(Some((raw, value.trim().to_owned())));
        }
    }
    Ok(None)
}

#[cfg(test)]
mod tests {
    use super::*;

    const SAMPLE: &str = include_str!("../../../../../samples/melderegister/wsdl/melderegister.wsdl");

    fn rewritten(document: &str, base: &Base) -> Result<String, NotADescription> {
        rewrite(
            document,
            &Rewriting {
                base,
                backend: "legacy:8081",
                here: "https://proxy.example/soap/Here",
                service: &|name| {
                    (name == "Melderegister").then(|| "https://proxy.example/soap/Melderegister".to_owned())
                },
                has_copy: &|path| path == "melderegister.xsd",
            },
        )
    }

    fn backend() -> Base {
        Base::Backend { document: "/ws".into(), endpoint: "/ws".into() }
    }

    #[test]
    fn only_addresses_change() {
        let out = rewritten(SAMPLE, &Base::Copy { document: "melderegister.wsdl".into() }).unwrap();
        let expected = SAMPLE
            .replace(
                "\"http://localhost:8081/melderegister\"",
                "\"https://proxy.example/soap/Melderegister\"",
            )
            .replace("\"melderegister.xsd\"", "\"https://proxy.example/soap/Here?import=melderegister.xsd\"");
        assert_eq!(out, expected);
        assert!(!out.contains("localhost"));
    }

    #[test]
    fn the_services_other_names_are_known() {
        let document = "<d:definitions xmlns:d='http://schemas.xmlsoap.org/wsdl/' xmlns:s='http://schemas.xmlsoap.org/wsdl/soap/'>\
            <d:import location='http://inside:1/types.xsd'/><d:import location='http://w3.org/types.xsd'/>\
            <d:service name='X'><d:port><s:address location='http://inside:1/ws'/></d:port></d:service></d:definitions>";
        let out = rewritten(document, &backend()).unwrap();
        assert!(
            out.contains("<d:import location='https://proxy.example/soap/Here?import=/types.xsd'/>"),
            "{out}"
        );
        assert!(out.contains("location='http://w3.org/types.xsd'"), "{out}");
        assert!(out.contains("<s:address location='https://proxy.example/soap/Here'/>"), "{out}");
    }

    #[test]
    fn entities_prefixes_and_addressing() {
        let document = "<?xml version='1.0'?><!-- c --><definitions xmlns='http://schemas.xmlsoap.org/wsdl/' location='http://x'>\
            <types><xs:schema xmlns:xs='http://www.w3.org/2001/XMLSchema'><xs:include schemaLocation = '/ws?xsd=a&amp;b=1' /></xs:schema></types>\
            <service name='Melderegister'><port><EndpointReference xmlns='http://www.w3.org/2005/08/addressing'><Address>http://inside/ws</Address></EndpointReference></port></service>\
            <address location='http://not.a.soap.address'/></definitions>";
        let out = rewritten(document, &backend()).unwrap();
        let expected = document
            .replace("/ws?xsd=a&amp;b=1", "https://proxy.example/soap/Here?xsd=a&amp;b=1")
            .replace("http://inside/ws", "https://proxy.example/soap/Melderegister");
        assert_eq!(out, expected);
    }

    #[test]
    fn what_is_no_description_is_refused() {
        let refused = |document| rewritten(document, &backend()).unwrap_err();
        assert_eq!(refused("<html/>"), NotADescription::Root);
        assert_eq!(refused(""), NotADescription::Malformed);
        assert_eq!(refused("<schema xmlns='http://www.w3.org/2001/XMLSchema'>"), NotADescription::Malformed);
        assert_eq!(
            refused("<!DOCTYPE x><schema xmlns='http://www.w3.org/2001/XMLSchema'/>"),
            NotADescription::Dtd
        );
        assert_eq!(refused("<a></b>"), NotADescription::Root);
        assert_eq!(refused("not xml at all"), NotADescription::Malformed);
    }
}
