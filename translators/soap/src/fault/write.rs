// SPDX-License-Identifier: EUPL-1.2
//! Faults as envelopes.

use fachwerk_contract::QName;
use fachwerk_mapping::{Layout, Mapping, MessageShape};
use fachwerk_message::{Limits, Result};
use fachwerk_xml::{Enclosure, HeaderTags, XmlNames, XmlWriter, escape_attribute, escape_text, is_ncname};

use super::{FaultCode, FaultParts};
use crate::Version;
use crate::write::{END, Names, begin};

/// A fault as an envelope. `detail` is XML: the child elements of the detail, self-contained.
pub fn write_fault(version: Version, fault: &FaultParts, detail: Option<&[u8]>) -> Vec<u8> {
    let mut out = begin(version, b"");
    before_detail(version, fault, &mut out);
    if let Some(detail) = detail {
        let tag = detail_tag(version);
        out.extend_from_slice(format!("<{tag}>").as_bytes());
        out.extend_from_slice(detail);
        out.extend_from_slice(format!("</{tag}>").as_bytes());
    }
    out.extend_from_slice(b"</soap:Fault>");
    out.extend_from_slice(END.as_bytes());
    out
}

/// A fault whose detail is a message of this shape, which `message` gives as events.
pub fn write_declared_fault(
    mapping: &Mapping,
    names: &XmlNames,
    (version, fault): (Version, &FaultParts),
    shape: &MessageShape,
    limits: &Limits,
    message: impl FnOnce(&mut XmlWriter<'_>) -> Result<()>,
) -> Result<Vec<u8>> {
    let Names { tags: names, mut declarations, .. } = Names::of(names, shape, version);
    let tag = detail_tag(version);
    let mut enclosure = match &shape.layout {
        Layout::Direct { element, .. } => {
            names.declarations(shape.root, Some(element.namespace), &mut declarations);
            let mut enclosure = Enclosure::element(names, element);
            enclosure.start = [format!("<{tag}>").as_bytes(), &enclosure.start].concat();
            enclosure.after = format!("</{tag}>").into_bytes();
            enclosure
        }
        Layout::Fields { .. } => {
            names.declarations(shape.root, None, &mut declarations);
            Enclosure {
                start: format!("<{tag}").into_bytes(),
                end: format!("</{tag}>").into_bytes(),
                after: Vec::new(),
                headers: None,
            }
        }
    };
    enclosure.after.extend_from_slice(b"</soap:Fault>");
    enclosure.after.extend_from_slice(END.as_bytes());
    let mut out = begin(version, &declarations);
    if let Some(field) = shape.layout.headers() {
        // What is wrong with a header block is said in a header block, before the fault.
        let mut start = Vec::new();
        before_detail(version, fault, &mut start);
        enclosure.start.splice(0..0, start);
        enclosure.headers = Some(HeaderTags { field, start: "<soap:Header>", end: "</soap:Header>" });
        let mut writer = XmlWriter::new(mapping, names, enclosure, limits, out);
        message(&mut writer)?;
        let mut out = writer.finish()?;
        // And not in the detail (SOAP 1.1, section 4.4).
        let end = format!("</soap:Fault>{END}");
        if out.ends_with(format!("<{tag}/>{end}").as_bytes()) {
            out.truncate(out.len() - end.len() - tag.len() - 3);
            out.extend_from_slice(end.as_bytes());
        }
        return Ok(out);
    }
    before_detail(version, fault, &mut out);
    let mut writer = XmlWriter::new(mapping, names, enclosure, limits, out);
    message(&mut writer)?;
    writer.finish()
}

fn detail_tag(version: Version) -> &'static str {
    match version {
        Version::Soap11 => "detail",
        Version::Soap12 => "soap:Detail",
    }
}

fn before_detail(version: Version, fault: &FaultParts, out: &mut Vec<u8>) {
    out.extend_from_slice(b"<soap:Body><soap:Fault>");
    match version {
        Version::Soap11 => {
            let dotted = fault.subcodes.first().filter(|sub| {
                sub.namespace == version.namespace()
                    && fault.code.local_name(version).is_some_and(|code| sub.local.starts_with(code))
            });
            let code = match (&fault.code, dotted) {
                (_, Some(dotted)) => dotted.clone(),
                (FaultCode::Other(name), None) => name.clone(),
                (code, None) => own(version, code),
            };
            qualified(version, "faultcode", &code, out);
            element("faultstring", language(fault, None), fault.reason(), out);
            if let Some(role) = &fault.role {
                element("faultactor", None, role, out);
            }
        }
        Version::Soap12 => {
            out.extend_from_slice(b"<soap:Code>");
            qualified(version, "soap:Value", &own(version, &fault.code), out);
            let other = match &fault.code {
                FaultCode::Other(name) => Some(name),
                _ => None,
            };
            let subcodes: Vec<&QName> = other.into_iter().chain(&fault.subcodes).collect();
            for subcode in &subcodes {
                out.extend_from_slice(b"<soap:Subcode>");
                qualified(version, "soap:Value", subcode, out);
            }
            for _ in &subcodes {
                out.extend_from_slice(b"</soap:Subcode>");
            }
            out.extend_from_slice(b"</soap:Code><soap:Reason>");
            // There has to be one, and each has to say its language.
            if fault.reasons.is_empty() {
                element("soap:Text", Some("en"), "", out);
            }
            for reason in &fault.reasons {
                element("soap:Text", Some(reason.language.as_deref().unwrap_or("en")), &reason.text, out);
            }
            out.extend_from_slice(b"</soap:Reason>");
            if let Some(node) = &fault.node {
                element("soap:Node", None, node, out);
            }
            if let Some(role) = &fault.role {
                element("soap:Role", None, role, out);
            }
        }
    }
}

fn language<'f>(fault: &'f FaultParts, default: Option<&'f str>) -> Option<&'f str> {
    fault.reasons.first().and_then(|reason| reason.language.as_deref()).or(default)
}

/// A code in a version's own namespace; one that SOAP does not define is the receiver's.
fn own(version: Version, code: &FaultCode) -> QName {
    let local = code.local_name(version).or(FaultCode::Receiver.local_name(version)).unwrap_or_default();
    QName::new(version.namespace(), local)
}

/// An element that holds a qualified name.
fn qualified(version: Version, tag: &str, name: &QName, out: &mut Vec<u8>) {
    // Faults must get out whatever is in them: what is no name becomes the receiver's fault.
    let fallback = own(version, &FaultCode::Receiver);
    let name = if is_ncname(&name.local) { name } else { &fallback };
    out.push(b'<');
    out.extend_from_slice(tag.as_bytes());
    let prefix = if name.namespace.is_empty() {
        ""
    } else if name.namespace == version.namespace() {
        "soap:"
    } else {
        out.extend_from_slice(b" xmlns:code=\"");
        let _ = escape_attribute(&legal(&name.namespace), out);
        out.push(b'"');
        "code:"
    };
    out.push(b'>');
    out.extend_from_slice(prefix.as_bytes());
    out.extend_from_slice(name.local.as_bytes());
    out.extend_from_slice(format!("</{tag}>").as_bytes());
}

fn element(tag: &str, language: Option<&str>, text: &str, out: &mut Vec<u8>) {
    out.push(b'<');
    out.extend_from_slice(tag.as_bytes());
    if let Some(language) = language {
        out.extend_from_slice(b" xml:lang=\"");
        let _ = escape_attribute(&legal(language), out);
        out.push(b'"');
    }
    out.push(b'>');
    let _ = escape_text(&legal(text), out);
    out.extend_from_slice(format!("</{tag}>").as_bytes());
}

/// The text without characters that XML cannot carry: a fault that cannot be sent helps nobody.
fn legal(text: &str) -> String {
    let is_illegal = |c: char| matches!(c, '\0'..='\u{8}' | '\u{B}' | '\u{C}' | '\u{E}'..='\u{1F}' | '\u{FFFE}' | '\u{FFFF}');
    text.chars().map(|c| if is_illegal(c) { char::REPLACEMENT_CHARACTER } else { c }).collect()
}
