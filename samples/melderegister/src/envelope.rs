// SPDX-License-Identifier: EUPL-1.2
//! SOAP envelopes, both versions.

use crate::answer;
use crate::fault::Fault;
use crate::names::{BT, MR, SOAP11, SOAP12, XSI};
use crate::request::check_tenant;
use crate::xml::{Element, Writer};

/// Version of SOAP.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Version {
    /// SOAP 1.1.
    Soap11,
    /// SOAP 1.2.
    Soap12,
}

impl Version {
    /// The version that has this media type.
    pub(crate) fn of_media_type(media_type: &str) -> Option<Self> {
        match media_type {
            "text/xml" => Some(Self::Soap11),
            "application/soap+xml" => Some(Self::Soap12),
            _ => None,
        }
    }

    /// Content type of answers.
    pub(crate) fn content_type(self) -> &'static str {
        match self {
            Self::Soap11 => "text/xml; charset=utf-8",
            Self::Soap12 => "application/soap+xml; charset=utf-8",
        }
    }

    fn namespace(self) -> &'static str {
        match self {
            Self::Soap11 => SOAP11,
            Self::Soap12 => SOAP12,
        }
    }
}

/// Checks envelope and header, returns the one element of the body.
pub(crate) fn payload(root: &Element, version: Version) -> Result<&Element, Fault> {
    let soap = version.namespace();
    if !root.name.is(soap, "Envelope") {
        return Err(Fault::VersionMismatch(format!(
            "element '{}' of namespace '{}' is not the envelope of namespace '{soap}'",
            root.name.local, root.name.namespace
        )));
    }
    let (header, body) = match root.children.as_slice() {
        [body] => (None, body),
        [header, body] if header.name.is(soap, "Header") => (Some(header), body),
        _ => {
            return Err(Fault::Client(
                "element 'Envelope' must hold an optional Header and a Body".to_owned(),
            ));
        }
    };
    if !body.name.is(soap, "Body") {
        return Err(Fault::Client(format!("element '{}' stands where 'Body' is expected", body.name.local)));
    }
    if let Some(header) = header {
        check_header(header, version)?;
    }
    match body.children.as_slice() {
        [payload] => Ok(payload),
        children => {
            Err(Fault::Client(format!("element 'Body' must hold one element, it has {}", children.len())))
        }
    }
}

fn check_header(header: &Element, version: Version) -> Result<(), Fault> {
    let mut seen = false;
    for block in header.children.iter().filter(|block| is_for_us(block, version)) {
        let mandatory = block.attribute(version.namespace(), "mustUnderstand");
        if block.name.is(MR, "Mandant") {
            if seen {
                return Err(Fault::Client("element 'Mandant' occurs twice in the header".to_owned()));
            }
            check_tenant(block)?;
            seen = true;
        } else if mandatory.is_some_and(|flag| matches!(flag.trim(), "1" | "true")) {
            return Err(Fault::MustUnderstand(format!("header '{}' is not understood", block.name.local)));
        }
    }
    Ok(())
}

fn is_for_us(block: &Element, version: Version) -> bool {
    let (name, ours): (_, [&str; 2]) = match version {
        Version::Soap11 => ("actor", ["", "http://schemas.xmlsoap.org/soap/actor/next"]),
        Version::Soap12 => (
            "role",
            [
                "http://www.w3.org/2003/05/soap-envelope/role/next",
                "http://www.w3.org/2003/05/soap-envelope/role/ultimateReceiver",
            ],
        ),
    };
    block.attribute(version.namespace(), name).is_none_or(|role| ours.contains(&role))
}

/// An envelope around what `body` writes.
pub(crate) fn write(version: Version, body: impl FnOnce(&mut Writer)) -> String {
    let mut out = Writer::default();
    out.raw("<?xml version=\"1.0\" encoding=\"UTF-8\"?>");
    let namespaces =
        [("xmlns:soap", version.namespace()), ("xmlns:mr", MR), ("xmlns:bt", BT), ("xmlns:xsi", XSI)];
    out.open("soap:Envelope", &namespaces);
    out.open("soap:Body", &[]);
    body(&mut out);
    out.close("soap:Body");
    out.close("soap:Envelope");
    out.finish()
}

/// An envelope with a fault.
pub(crate) fn write_fault(version: Version, fault: &Fault) -> String {
    write(version, |out| match version {
        Version::Soap11 => fault11(out, fault),
        Version::Soap12 => fault12(out, fault),
    })
}

fn fault11(out: &mut Writer, fault: &Fault) {
    let mut detail = Writer::default();
    let (code, message) = parts(fault, &mut detail, ["soap:Client", "soap:Server"]);
    out.open("soap:Fault", &[]);
    out.leaf("faultcode", code);
    out.leaf("faultstring", message);
    let detail = detail.finish();
    if !detail.is_empty() {
        out.open("detail", &[]);
        out.raw(&detail);
        out.close("detail");
    }
    out.close("soap:Fault");
}

fn fault12(out: &mut Writer, fault: &Fault) {
    let mut detail = Writer::default();
    let (code, message) = parts(fault, &mut detail, ["soap:Sender", "soap:Receiver"]);
    out.open("soap:Fault", &[]);
    out.open("soap:Code", &[]);
    out.leaf("soap:Value", code);
    out.close("soap:Code");
    out.open("soap:Reason", &[]);
    let language = if matches!(fault, Fault::Declared(_)) { "de" } else { "en" };
    out.leaf_with("soap:Text", &[("xml:lang", language)], message);
    out.close("soap:Reason");
    let detail = detail.finish();
    if !detail.is_empty() {
        out.open("soap:Detail", &[]);
        out.raw(&detail);
        out.close("soap:Detail");
    }
    out.close("soap:Fault");
}

fn parts<'f>(fault: &'f Fault, detail: &mut Writer, codes: [&'static str; 2]) -> (&'static str, &'f str) {
    let [client, server] = codes;
    match fault {
        Fault::VersionMismatch(message) => ("soap:VersionMismatch", message),
        Fault::MustUnderstand(message) => ("soap:MustUnderstand", message),
        Fault::Client(message) => (client, message),
        // what servers written in Java answer for a checked exception
        Fault::Declared(declared) => (server, answer::detail(detail, declared)),
    }
}
