// SPDX-License-Identifier: EUPL-1.2
//! Following pointers until there are none left.

use std::collections::HashSet;

use super::fetch::{Fetched, Fetcher};
use super::reference::{Kind, Reference};
use super::{Closure, Redefinition, SchemaUnit};
use crate::diagnostic::Diagnostics;
use crate::names::{WSDL, WSDL20, WSDL20_DRAFTS, XSD};
use crate::tree::Node;
use crate::{Code, Input, Options};

/// Load everything that an input refers to.
pub(crate) fn load(input: &Input, options: &Options, diagnostics: &mut Diagnostics) -> Closure {
    let mut loader = Loader {
        fetcher: Fetcher::new(&*input.source, options),
        closure: Closure::default(),
        pending: Vec::new(),
        visited: HashSet::new(),
        imported: HashSet::new(),
        unlocated: Vec::new(),
        diagnostics,
    };
    for entry in &input.entries {
        // an entry that was found, and that another one imported in the meantime, needs no second reading
        loader.pending.push(Reference {
            kind: Kind::Entry,
            from: None,
            location: entry.clone(),
            namespace: None,
        });
        loader.run();
    }
    // what nobody else had, a catalog may have
    while let Some(reference) = loader.unlocated.pop() {
        if !loader.closure.has_schema(reference.namespace.as_deref().unwrap_or_default()) {
            loader.pending.push(reference);
            loader.run();
        }
    }
    loader.closure
}

struct Loader<'a> {
    fetcher: Fetcher<'a>,
    closure: Closure,
    /// A stack: the closure is in the order of a depth-first walk, without recursion over chains of imports.
    pending: Vec<Reference>,
    visited: HashSet<u32>,
    imported: HashSet<u32>,
    /// Imports that name a namespace and no location.
    unlocated: Vec<Reference>,
    diagnostics: &'a mut Diagnostics,
}

impl Loader<'_> {
    fn run(&mut self) {
        while let Some(reference) = self.pending.pop() {
            match self.fetcher.fetch(&reference, &mut self.closure, self.diagnostics) {
                Fetched::Document(document) => self.document(document, &reference),
                // what is imported is served where something refers to it, what is redefined has to be there first
                Fetched::BuiltIn => {
                    let namespace = reference.namespace.filter(|_| reference.kind == Kind::Include);
                    if let Some(namespace) = namespace
                        && !self.closure.documents.iter().any(|d| d.built_in && d.path == namespace)
                    {
                        self.closure.add_built_in(&namespace);
                    }
                }
                Fetched::Missing => {
                    self.closure.holes.insert(reference.namespace.unwrap_or_default());
                }
            }
        }
    }

    fn document(&mut self, index: u32, reference: &Reference) {
        let document = self.closure.document(index);
        let root = document.tree.root();
        let (node, namespace, local) = (root.index(), root.namespace(), root.local());
        if namespace == XSD && local == "schema" {
            self.schema_document(index, node, reference);
        } else if namespace == WSDL && local == "definitions"
            || WSDL20.contains(&namespace) && local == "description"
        {
            self.imported.insert(index);
            if self.visited.insert(index) {
                self.closure.definitions.push(index);
                self.definitions(index);
            }
        } else {
            if self.visited.insert(index) {
                let name = fachwerk_contract::QName::new(namespace, local);
                let diagnostic = if WSDL20_DRAFTS.contains(&namespace) {
                    document.diagnostic(
                        root.offset(),
                        Code::Wsdl20,
                        format!("`{namespace}` is a draft of WSDL 2.0 that is not supported"),
                        "give the service's WSDL 1.1, or WSDL 2.0 as recommended",
                    )
                } else {
                    document.diagnostic(
                        root.offset(),
                        Code::UnexpectedRoot,
                        format!("the root element is `{name}`"),
                        "a `wsdl:definitions` (WSDL 2.0: `description`) or `xs:schema` is expected",
                    )
                };
                self.diagnostics.push(diagnostic);
            }
            self.closure.holes.insert(reference.namespace.clone().unwrap_or_default());
        }
    }

    /// Imports and inline schemas of a WSDL.
    fn definitions(&mut self, index: u32) {
        let mut references = Vec::new();
        let mut schemas = Vec::new();
        let document = self.closure.document(index);
        let root = document.tree.root();
        for child in root.children().filter(|c| c.namespace() == root.namespace()) {
            match child.local() {
                "import" | "include" => match child.attribute("location") {
                    Some(location) => references.push(Reference {
                        kind: Kind::Wsdl,
                        from: Some((index, child.attribute_offset("location"))),
                        location: location.to_owned(),
                        namespace: child.attribute("namespace").map(str::to_owned),
                    }),
                    None => self.diagnostics.push(document.diagnostic(
                        child.offset(),
                        Code::MissingAttribute,
                        "an import without `location`",
                        "say which file is meant",
                    )),
                },
                "types" => {
                    schemas.extend(child.children().filter(|c| c.is(XSD, "schema")).map(Node::index));
                    // imports directly in wsdl:types are not allowed, and seen
                    references.extend(
                        child
                            .children()
                            .filter(|c| c.is(XSD, "import"))
                            .filter_map(|c| schema_reference(index, c, "")),
                    );
                }
                _ => {}
            }
        }
        let mark = self.pending.len();
        self.pending.extend(references);
        for node in schemas {
            self.schema(index, node, None);
        }
        self.pending[mark..].reverse();
    }

    fn schema_document(&mut self, index: u32, node: u32, reference: &Reference) {
        let document = self.closure.document(index);
        let own = document.tree.node(node).attribute("targetNamespace").unwrap_or_default();
        let expected = reference.namespace.as_deref();
        let chameleon =
            reference.kind == Kind::Include && own.is_empty() && expected.is_some_and(|e| !e.is_empty());
        let mismatch = match reference.kind {
            Kind::Import => expected.unwrap_or_default() != own,
            Kind::Include => !own.is_empty() && expected.unwrap_or_default() != own,
            Kind::Wsdl => expected.is_some_and(|e| e != own),
            Kind::Entry => false,
        };
        if mismatch && let Some((from, offset)) = reference.from {
            let expected = expected.unwrap_or_default();
            self.diagnostics.push(self.closure.document(from).diagnostic(
                offset,
                Code::NamespaceMismatch,
                format!("`{}` has the target namespace `{own}`, not `{expected}`", document.path),
                "it is read with its own; correct the namespace here or there",
            ));
        }
        let target = if chameleon { expected.map(str::to_owned) } else { None };
        let mark = self.pending.len();
        self.schema(index, node, target);
        self.pending[mark..].reverse();
    }

    /// One `xs:schema`, with the target namespace of an including schema where it has none.
    fn schema(&mut self, index: u32, node: u32, including: Option<String>) {
        let document = self.closure.document(index);
        let schema = document.tree.node(node);
        let own = schema.attribute("targetNamespace").unwrap_or_default().trim().to_owned();
        let chameleon = including.is_some();
        let target = including.unwrap_or(own);
        let key = (index, node, target.clone());
        if self.closure.units.contains_key(&key) {
            return;
        }
        let unit = self.closure.schemas.len();
        let mut references = Vec::new();
        let mut redefinitions = Vec::new();
        let mut unlocated = Vec::new();
        for child in schema.children().filter(|c| c.namespace() == XSD) {
            match child.local() {
                "redefine" | "override" => {
                    redefinitions.push(Redefinition { unit, node: child.index() });
                    references.extend(schema_reference(index, child, &target));
                }
                "import" | "include" => match schema_reference(index, child, &target) {
                    Some(reference) => references.push(reference),
                    None if child.local() == "import" => unlocated.push(Reference {
                        kind: Kind::Import,
                        from: Some((index, child.offset())),
                        location: String::new(),
                        namespace: child.attribute("namespace").map(str::to_owned),
                    }),
                    None => {}
                },
                _ => {}
            }
        }
        self.closure.units.insert(key, unit);
        self.closure.add_schema(SchemaUnit { document: index, node, target, chameleon });
        self.closure.redefinitions.append(&mut redefinitions);
        self.pending.append(&mut references);
        self.unlocated.append(&mut unlocated);
    }
}

/// An import without a location names a namespace that stands elsewhere; references to it tell whether it is there.
fn schema_reference(document: u32, node: Node<'_>, target: &str) -> Option<Reference> {
    let import = node.local() == "import";
    let attribute =
        if node.attribute("schemaLocation").is_some() { "schemaLocation" } else { "schemalocation" };
    let location = node.attribute(attribute).filter(|l| !l.trim().is_empty())?;
    Some(Reference {
        kind: if import { Kind::Import } else { Kind::Include },
        from: Some((document, node.attribute_offset(attribute))),
        location: location.to_owned(),
        namespace: if import {
            node.attribute("namespace").map(str::to_owned)
        } else {
            Some(target.to_owned())
        },
    })
}
