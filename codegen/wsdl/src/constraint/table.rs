// SPDX-License-Identifier: EUPL-1.2
//! Global declarations by name, and how references find them (part 1, sections 3.15.3 and 4.2).

use std::collections::{HashMap, HashSet};

use fachwerk_contract::QName;

use super::Checker;
use super::model::Place;
use crate::Code;
use crate::names::{XML, XSD};
use crate::tree::Node;

/// The symbol spaces.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Symbol {
    Element,
    Type,
    Attribute,
    Group,
    AttributeGroup,
    Notation,
}

impl Symbol {
    pub(super) fn of(local: &str) -> Option<Self> {
        Some(match local {
            "element" => Self::Element,
            "complexType" | "simpleType" => Self::Type,
            "attribute" => Self::Attribute,
            "group" => Self::Group,
            "attributeGroup" => Self::AttributeGroup,
            "notation" => Self::Notation,
            _ => return None,
        })
    }
}

/// A declaration at the top of a schema or in a redefinition.
#[derive(Debug)]
pub(super) struct Declaration {
    pub(super) symbol: Symbol,
    pub(super) name: QName,
    pub(super) place: Place,
    /// What it redefines.
    pub(super) original: Option<usize>,
}

/// All declarations.
#[derive(Debug, Default)]
pub(super) struct Table {
    pub(super) declarations: Vec<Declaration>,
    index: HashMap<(Symbol, QName), usize>,
    /// Namespaces that a unit may refer to.
    visible: Vec<HashSet<String>>,
}

impl<'a> Checker<'a> {
    /// Enter all declarations; duplicates are reported (sch-props-correct.2).
    pub(super) fn declare(&mut self) {
        for unit in 0..self.closure.schemas.len() {
            let schema = self.schema_node(unit);
            let visible = schema
                .children()
                .filter(|c| c.is(XSD, "import"))
                .map(|c| c.attribute("namespace").unwrap_or_default().trim().to_owned())
                .chain([self.closure.schemas[unit].target.clone(), XSD.to_owned()])
                .collect();
            self.table.visible.push(visible);
            for child in schema.children().filter(|c| c.namespace() == XSD) {
                let Some(symbol) = Symbol::of(child.local()) else { continue };
                let Some(name) = child.attribute("name").map(str::trim) else { continue };
                let name = QName::new(self.closure.schemas[unit].target.clone(), name);
                let place = Place { unit, node: child.index() };
                if let Some(first) = self.table.index.get(&(symbol, name.clone())) {
                    let first = self.table.declarations[*first].place;
                    if !self.is_same(first, place) {
                        let message =
                            format!("`{}` is declared a second time (sch-props-correct.2)", name.local);
                        self.report(place, Code::DuplicateDeclaration, message);
                    }
                    continue;
                }
                let declaration = Declaration { symbol, name: name.clone(), place, original: None };
                self.table.index.insert((symbol, name), self.table.declarations.len());
                self.table.declarations.push(declaration);
            }
        }
        for redefinition in self.closure.redefinitions.iter().rev() {
            self.redefine(redefinition.unit, redefinition.node);
        }
    }

    /// One file may be loaded as two units; its declarations are the same ones.
    fn is_same(&self, a: Place, b: Place) -> bool {
        self.closure.schemas[a.unit].document == self.closure.schemas[b.unit].document && a.node == b.node
    }

    fn redefine(&mut self, unit: usize, node: u32) {
        let node = self.document(unit).tree.node(node);
        let mut seen = HashSet::new();
        for child in node.children().filter(|c| c.namespace() == XSD) {
            let Some(symbol) = Symbol::of(child.local()) else { continue };
            let Some(name) = child.attribute("name").map(str::trim) else { continue };
            let name = QName::new(self.closure.schemas[unit].target.clone(), name);
            let place = Place { unit, node: child.index() };
            if !seen.insert((symbol, name.clone())) {
                let message = format!("`{}` is redefined twice (src-redefine)", name.local);
                self.report(place, Code::RedefinitionInvalid, message);
                continue;
            }
            // what is not there has been reported by the reader
            let original = self.table.index.get(&(symbol, name.clone())).copied();
            self.table.index.insert((symbol, name.clone()), self.table.declarations.len());
            self.table.declarations.push(Declaration { symbol, name, place, original });
        }
    }

    pub(super) fn schema_node(&self, unit: usize) -> Node<'a> {
        let unit = &self.closure.schemas[unit];
        self.closure.document(unit.document).tree.node(unit.node)
    }

    pub(super) fn node(&self, place: Place) -> Node<'a> {
        self.document(place.unit).tree.node(place.node)
    }

    pub(super) fn target(&self, unit: usize) -> &'a str {
        &self.closure.schemas[unit].target
    }

    /// Expand a QName of a schema document; `None` where its prefix is not declared.
    pub(super) fn expand(&self, unit: usize, node: Node<'a>, text: &'a str) -> Option<QName> {
        let name = node.qname(text).ok()?;
        if name.namespace.is_empty() && self.closure.schemas[unit].chameleon {
            return Some(QName::new(self.target(unit), name.local));
        }
        Some(name)
    }

    /// Find what a name refers to from within a declaration: a redefinition means what it redefines by its own name.
    pub(super) fn find(&self, symbol: Symbol, name: &QName, from: Option<usize>) -> Option<usize> {
        if let Some(from) = from.map(|from| &self.table.declarations[from])
            && from.symbol == symbol
            && from.name == *name
            && from.original.is_some()
        {
            return from.original;
        }
        self.table.index.get(&(symbol, name.clone())).copied()
    }

    /// A reference in an attribute: the name, after the namespace was found to be imported (src-resolve.4).
    pub(super) fn reference(&mut self, place: Place, node: Node<'a>, attribute: &str) -> Option<QName> {
        let name = self.expand(place.unit, node, node.attribute(attribute)?)?;
        self.check_import(place.unit, node, &name);
        Some(name)
    }

    pub(super) fn check_import(&mut self, unit: usize, node: Node<'a>, name: &QName) {
        let built_in = self.document(unit).built_in;
        if !built_in && !self.table.visible[unit].contains(&name.namespace) && name.namespace != XML_BUILT_IN
        {
            let message =
                format!("the namespace of `{name}` is not imported in this document (src-resolve.4)");
            let place = Place { unit, node: node.index() };
            self.report(place, Code::NotImported, message);
        }
    }
}

/// Nobody complains about `xml:` attributes without an import: the well-known schema is there.
const XML_BUILT_IN: &str = XML;
