// SPDX-License-Identifier: EUPL-1.2
//! Namespace declarations and the names that need them.

use super::attributes::Raw;
use super::build::Builder;
use super::problem::{Fatal, Problem, fatal};
use super::{NONE, Scope, is_ncname, split};
use crate::Code;

/// A chain of this many namespace declarations is no schema, and each name would walk it.
const MAX_SCOPE: u32 = 1_024;
const XSD: &str = fachwerk_contract::schema::XSD;
const OLD_XSD: [&str; 2] = ["http://www.w3.org/1999/XMLSchema", "http://www.w3.org/2000/10/XMLSchema"];

impl Builder<'_> {
    /// Take the namespace declarations of an element into scope.
    pub(super) fn declare(&mut self, raw: &[Raw], mut scope: u32) -> Result<u32, Fatal> {
        for attribute in raw {
            let name = &self.text[attribute.start..attribute.end];
            let prefix_start = match name.strip_prefix("xmlns") {
                Some("") => attribute.end,
                Some(rest) if rest.starts_with(':') => attribute.start + "xmlns:".len(),
                _ => continue,
            };
            let value = self.span(attribute.value).trim().to_owned();
            let namespace = if OLD_XSD.contains(&value.as_str()) {
                self.old.get_or_insert(attribute.start);
                self.intern(XSD)
            } else {
                self.intern(&value)
            };
            if let Some(odd) = value.chars().find(|c| c.is_whitespace() || "<>{}|\\^`\"".contains(*c)) {
                self.problems.push(Problem {
                    offset: attribute.start,
                    code: Code::NamespaceNotUri,
                    message: format!("the namespace name `{value}` is not a URI: it contains `{odd}`"),
                    advice: "it is read as it stands; give the service's real namespace",
                });
            }
            if value.is_empty() && prefix_start < attribute.end {
                let problem = Problem {
                    offset: attribute.start,
                    code: Code::UndeclaredPrefix,
                    message: format!(
                        "the prefix `{}` is bound to no namespace",
                        &self.text[prefix_start..attribute.end]
                    ),
                    advice: "only the default namespace can be undeclared",
                };
                self.problems.push(problem);
            }
            let depth = if scope == NONE { 1 } else { self.scopes[scope as usize].depth + 1 };
            if depth > MAX_SCOPE {
                let message = format!("more than {MAX_SCOPE} namespace declarations in scope");
                return Err(fatal(
                    attribute.start,
                    Code::TooManyAttributes,
                    message,
                    "the document is refused",
                ));
            }
            self.scopes.push(Scope {
                prefix: (prefix_start as u32, attribute.end as u32),
                namespace,
                outer: scope,
                depth,
            });
            scope = self.scopes.len() as u32 - 1;
        }
        Ok(scope)
    }

    /// The namespace of a prefix. An undeclared one is a mistake of this name only: it gets a namespace that
    /// nothing else has, so that the rest of the document is still read.
    pub(super) fn lookup(&mut self, prefix: &str, mut scope: u32, offset: usize, attribute: bool) -> u32 {
        if prefix.is_empty() && attribute {
            return 0;
        }
        while scope != NONE {
            let entry = &self.scopes[scope as usize];
            if &self.text[entry.prefix.0 as usize..entry.prefix.1 as usize] == prefix {
                return entry.namespace;
            }
            scope = entry.outer;
        }
        match prefix {
            "" => 0,
            "xml" => self.intern("http://www.w3.org/XML/1998/namespace"),
            _ => {
                self.problems.push(Problem {
                    offset,
                    code: Code::UndeclaredPrefix,
                    message: format!("the prefix `{prefix}` is not declared"),
                    advice: "add an `xmlns:` declaration for it",
                });
                // what everybody writes for one namespace is meant for it
                match prefix {
                    "xs" | "xsd" if !attribute => self.intern(XSD),
                    "wsdl" if !attribute => self.intern(crate::names::WSDL),
                    "soap" if !attribute => self.intern(crate::names::SOAP11),
                    "soap12" if !attribute => self.intern(crate::names::SOAP12),
                    _ => self.intern(&crate::names::undeclared(prefix)),
                }
            }
        }
    }

    pub(super) fn check_name(name: &str, offset: usize) -> Result<(), Fatal> {
        let (prefix, local) = split(name);
        if is_ncname(local) && (name.len() == local.len() || is_ncname(prefix)) {
            return Ok(());
        }
        let message = format!("`{}` is not an XML name", name.chars().take(80).collect::<String>());
        Err(fatal(
            offset,
            Code::BadName,
            message,
            "names begin with a letter or `_` and have at most one `:`",
        ))
    }
}
