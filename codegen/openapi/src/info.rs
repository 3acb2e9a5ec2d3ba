// SPDX-License-Identifier: EUPL-1.2
//! What stands before the paths.

use std::collections::HashSet;

use fachwerk_contract::Contract;
use fachwerk_mapping::Mapping;

use crate::Options;
use crate::nodes::{node, put};
use crate::schema::Schemas;
use crate::text;
use crate::tree::{Tree, tree};

/// Said in every document, because a schema cannot say it.
const CONVENTIONS: &str = "\
This document was generated from a SOAP service's WSDL. Conventions:

* Members keep the names of the XML elements and attributes. Unknown members are refused.
* `null` stands for `xsi:nil` and nothing else; a member without a value is left out.
* Where several types are possible, `@type` names the one that is meant.
* Numbers that a double cannot hold exactly are strings of digits.
* Dates and times are written as in XML Schema: the time zone may be missing, also from a date and time.
* `x-fachwerk` and `xml` say how a message looks in XML.";

pub(crate) fn info(mapping: &Mapping, options: &Options<'_>) -> Tree<'static> {
    let title = options.title.map_or_else(|| title(mapping), str::to_owned);
    let version = options.version.map_or_else(|| version(mapping), str::to_owned);
    let documentation = match mapping.services.as_slice() {
        [only] => only.documentation.as_deref().and_then(text::description),
        _ => None,
    };
    let description = match documentation {
        Some(documentation) => format!("{documentation}\n\n{CONVENTIONS}"),
        None => CONVENTIONS.to_owned(),
    };
    tree!({ "title": title, "description": description, "version": version })
}

fn title(mapping: &Mapping) -> String {
    const MANY: usize = 3;
    let names: Vec<&str> = mapping.services.iter().map(|s| s.name.as_str()).collect();
    match names.as_slice() {
        [] => "No service".to_owned(),
        names if names.len() <= MANY => names.join(", "),
        names => format!("{} and {} more", names[..MANY].join(", "), names.len() - MANY),
    }
}

fn version(mapping: &Mapping) -> String {
    let namespace = mapping.services.first().map_or("", |s| s.source.namespace.as_str());
    version_of(namespace).unwrap_or_else(|| "1.0.0".to_owned())
}

/// The version that a namespace name ends in: a date, or digits and dots.
fn version_of(namespace: &str) -> Option<String> {
    let segments: Vec<&str> = namespace.split(['/', ':', '#']).filter(|s| !s.is_empty()).collect();
    let is_number = |s: &str, least: usize, most: usize| {
        (least..=most).contains(&s.len()) && s.bytes().all(|b| b.is_ascii_digit())
    };
    let is_date = |parts: &[&str]| {
        let (Some(year), rest) = (parts.first(), &parts[1.min(parts.len())..]) else { return false };
        is_number(year, 4, 4)
            && (year.starts_with("19") || year.starts_with("20"))
            && matches!(rest.len(), 1 | 2)
            && rest.iter().all(|p| is_number(p, 1, 2))
    };
    for count in [3, 2] {
        if let Some(parts) = segments.len().checked_sub(count).map(|from| &segments[from..])
            && is_date(parts)
        {
            return Some(parts.join("-"));
        }
    }
    let last = *segments.last()?;
    if is_date(&last.split('-').collect::<Vec<_>>()) {
        return Some(last.to_owned());
    }
    let digits = last.strip_prefix(['v', 'V']).unwrap_or(last);
    let mut parts: Vec<&str> = digits.split(['.', '_']).collect();
    if parts.len() > 4 || !parts.iter().all(|p| is_number(p, 1, 9)) {
        return None;
    }
    while parts.len() < 3 {
        parts.push("0");
    }
    Some(parts.join("."))
}

pub(crate) fn servers<'a>(options: &Options<'a>) -> Tree<'a> {
    if options.servers.is_empty() {
        return tree!([{ "url": "/", "description": "Where this document comes from." }]);
    }
    Tree::list(options.servers.iter().map(|url| tree!({ "url": url })))
}

pub(crate) fn tags(mapping: &Mapping) -> Tree<'_> {
    let services: Vec<&str> = mapping.services.iter().map(|service| service.name.as_str()).collect();
    let mut own: Vec<&str> = mapping
        .operations
        .iter()
        .flat_map(|operation| operation.tags.iter().map(String::as_str))
        .filter(|tag| !services.contains(tag))
        .collect();
    let mut seen = HashSet::new();
    own.retain(|tag| seen.insert(*tag));
    let tags = mapping
        .services
        .iter()
        .filter(|service| {
            // A service whose operations all have other tags is none itself.
            service.operations.is_empty()
                || service.operations.iter().any(|id| {
                    let tags = &mapping.operation(*id).tags;
                    tags.is_empty() || tags.contains(&service.name)
                })
        })
        .map(|service| {
            let mut tag = node([("name", (&service.name).into())]);
            let description = service.documentation.as_deref().and_then(text::description);
            let description = description
                .unwrap_or_else(|| format!("Operations of the SOAP service `{}`.", service.source));
            put(&mut tag, "description", Some(description));
            Tree::Node(tag)
        })
        .chain(own.into_iter().map(|name| tree!({ "name": name })));
    Tree::list(tags)
}

/// What holds for the whole document: prefixes, and what policies of the WSDL ask of a caller of the SOAP service.
pub(crate) fn extension<'a>(contract: &'a Contract, schemas: &Schemas<'a>) -> Tree<'a> {
    let mut extension = node([("namespaces", schemas.prefixes.table(schemas.mapping).into())]);
    if !contract.policies.is_empty() {
        let list = contract.policies.iter().map(|policy| {
            let assertions: Vec<String> = policy.assertions.iter().map(ToString::to_string).collect();
            tree!({ "subject": (&policy.subject), "assertions": assertions })
        });
        extension.insert("policies", Tree::list(list));
    }
    Tree::Node(extension)
}

#[cfg(test)]
mod tests {
    use super::version_of;

    #[test]
    fn versions_in_namespaces() {
        for (namespace, version) in [
            ("https://fachwerk.example/ns/melderegister/dienst/1", Some("1.0.0")),
            ("http://example.org/v2.3", Some("2.3.0")),
            ("http://example.org/api/2011/10/05/", Some("2011-10-05")),
            ("http://example.org/2011/10", Some("2011-10")),
            ("urn:example:2020-01-31", Some("2020-01-31")),
            ("urn:example:v1_2_3_4", Some("1.2.3.4")),
            ("urn:example:2020", Some("2020.0.0")),
            ("http://example.org/service", None),
            ("http://example.org:8080/service", None),
            ("", None),
        ] {
            assert_eq!(version_of(namespace).as_deref(), version, "{namespace}");
        }
    }
}
