// SPDX-License-Identifier: EUPL-1.2
//! The files of a feature: what its section shows, with what every WSDL has around it.

use fachwerk_wsdl::{Catalog, Input, Memory};

use crate::section::{Fence, Section};
use crate::{Outcome, text};

/// The namespace that all examples are in unless they say otherwise, `p:` or no prefix.
pub(crate) const NAMESPACE: &str = "http://example.org/permit";

/// Where a section keeps what its catalog refers to.
const CATALOG: &str = "catalog/";

const XS: &str = "http://www.w3.org/2001/XMLSchema";

/// The files of one feature, the first one being the entry.
#[derive(Debug, Clone)]
pub(crate) struct Sources {
    pub(crate) files: Vec<(String, String)>,
    /// Complete schemas, for a judge of messages.
    pub(crate) schemas: Vec<String>,
}

impl Sources {
    /// What the blocks of a section say; `next`: in its next version.
    pub(crate) fn of(section: &Section, next: bool) -> Self {
        let fences: Vec<&Fence> = section.written().filter(|f| !f.is("next") || next).collect();
        let of_kind = |kind: &str| {
            let newer = next && fences.iter().any(|f| f.is(kind) && f.is("next"));
            fences.iter().filter(move |f| f.is(kind) && f.is("next") == newer).copied().collect::<Vec<_>>()
        };
        let schemas: Vec<String> = of_kind("schema").iter().map(|f| schema(&f.body)).collect();
        let mut files: Vec<(String, String)> =
            fences.iter().filter_map(|f| Some((f.option("file")?.to_owned(), f.body.clone()))).collect();
        match files.iter().position(|(name, _)| name.ends_with(".wsdl")) {
            Some(entry) => files.swap(0, entry),
            None => {
                let imported = files.iter().filter(|(name, _)| schemas.is_empty() && !name.starts_with(CATALOG)).take(1).map(|(name, _)| {
                    format!("<xs:schema><xs:import namespace=\"{NAMESPACE}\" schemaLocation=\"{name}\"/></xs:schema>")
                });
                let types: String = schemas.iter().cloned().chain(imported).collect();
                let body: String = of_kind("wsdl").iter().map(|f| f.body.as_str()).collect();
                files.insert(0, ("permit.wsdl".to_owned(), wsdl(&types, &body, &element(section))));
            }
        }
        Self { files, schemas }
    }

    /// What is read. Files below `catalog/` are where the catalog there says.
    pub(crate) fn input(&self) -> Outcome<(Input, tempfile::TempDir)> {
        let apart = tempfile::tempdir().map_err(text)?;
        let (catalog, files): (Vec<_>, Vec<_>) =
            self.files.clone().into_iter().partition(|(name, _)| name.starts_with(CATALOG));
        for (name, content) in &catalog {
            std::fs::write(apart.path().join(&name[CATALOG.len()..]), content).map_err(text)?;
        }
        let input = Input::new(self.files[0].0.clone(), Memory::from_iter(files));
        if catalog.is_empty() {
            return Ok((input, apart));
        }
        let limits = fachwerk_wsdl::Options::default().limits;
        let catalog = Catalog::open(&[apart.path().join("catalog.xml")], &limits).map_err(text)?;
        Ok((input.with_catalog(catalog), apart))
    }
}

/// The element that is sent: as said, or the first one of the first schema.
fn element(section: &Section) -> String {
    section.option("element").map_or_else(
        || {
            let global = |fence: &Fence| {
                let outer = if fence.body.contains("<xs:schema") { 2 } else { 0 };
                fence.body.lines().find_map(|line| {
                    let rest = line.strip_prefix(&" ".repeat(outer))?.strip_prefix("<xs:element name=\"")?;
                    Some(rest.split('"').next()?.to_owned())
                })
            };
            section.written().find_map(global).unwrap_or_default()
        },
        str::to_owned,
    )
}

/// A whole schema around its content; a whole one gets the prefixes it uses.
fn schema(body: &str) -> String {
    if body.contains("<xs:schema") {
        return declare(body, "<xs:schema", &[("xmlns:xs", XS)]);
    }
    format!(
        "<xs:schema xmlns:xs=\"{XS}\" xmlns=\"{NAMESPACE}\" xmlns:p=\"{NAMESPACE}\" targetNamespace=\"{NAMESPACE}\" \
         elementFormDefault=\"qualified\">\n{body}</xs:schema>\n"
    )
}

/// A start tag with declarations, unless it has them.
pub(crate) fn declare(xml: &str, tag: &str, names: &[(&str, &str)]) -> String {
    let Some(at) = xml.find(tag) else { return xml.to_owned() };
    let end = xml[at..].find('>').map_or(xml.len(), |end| at + end);
    let mut out = xml[..at + tag.len()].to_owned();
    for (name, value) in names {
        if !xml[at..end].contains(&format!("{name}=")) {
            out.push_str(&format!(" {name}=\"{value}\""));
        }
    }
    out.push_str(&xml[at + tag.len()..]);
    out
}

/// A WSDL around the schemas: around what a section says, or around one operation that sends the element.
fn wsdl(types: &str, body: &str, element: &str) -> String {
    let head = format!(
        "<definitions xmlns=\"http://schemas.xmlsoap.org/wsdl/\" xmlns:soap=\"http://schemas.xmlsoap.org/wsdl/soap/\" \
         xmlns:soap12=\"http://schemas.xmlsoap.org/wsdl/soap12/\" xmlns:mime=\"http://schemas.xmlsoap.org/wsdl/mime/\" \
         xmlns:wsdl=\"http://schemas.xmlsoap.org/wsdl/\" xmlns:soapenc=\"http://schemas.xmlsoap.org/soap/encoding/\" \
         xmlns:xs=\"{XS}\" xmlns:p=\"{NAMESPACE}\" targetNamespace=\"{NAMESPACE}\">\n<types>{types}</types>\n"
    );
    let usual = format!(
        "<message name=\"send\"><part name=\"body\" element=\"p:{element}\"/></message>\n\
         <portType name=\"Permit\"><operation name=\"send\"><input message=\"p:send\"/></operation></portType>\n\
         <binding name=\"Permit\" type=\"p:Permit\"><soap:binding transport=\"http://schemas.xmlsoap.org/soap/http\"/>\
         <operation name=\"send\"><soap:operation/><input><soap:body use=\"literal\"/></input></operation></binding>\n"
    );
    let body = if body.is_empty() { &usual } else { body };
    let service = if body.contains("<service") {
        ""
    } else {
        "<service name=\"Permit\"><port name=\"Permit\" binding=\"p:Permit\">\
         <soap:address location=\"http://localhost/\"/></port></service>\n"
    };
    format!("{head}{body}{service}</definitions>\n")
}
