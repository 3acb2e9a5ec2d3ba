// SPDX-License-Identifier: EUPL-1.2
//! One `xs:schema` element: defaults, global components, and what all constructs need.

use std::str::FromStr;

use fachwerk_contract::schema::DerivationSet;
use fachwerk_contract::{Location, QName};

use super::{Components, Kind};
use crate::Code;
use crate::datatypes::is_built_in;
use crate::diagnostic::Diagnostics;
use crate::document::Document;
use crate::documentation::dedent;
use crate::load::{Closure, SchemaUnit};
use crate::names::{XSD, undeclared};
use crate::tree::{Node, is_ncname};

/// Constructs of XML Schema 1.1.
const XSD11: [&str; 7] = [
    "assert",
    "assertion",
    "alternative",
    "openContent",
    "defaultOpenContent",
    "override",
    "explicitTimezone",
];

/// Reads the constructs of one schema document.
pub(super) struct Reader<'a> {
    pub(super) document: &'a Document,
    unit: &'a SchemaUnit,
    pub(super) elements_qualified: bool,
    pub(super) attributes_qualified: bool,
    block_default: &'a str,
    final_default: &'a str,
    pub(super) components: &'a mut Components,
    pub(super) diagnostics: &'a mut Diagnostics,
}

/// Read all global components of a unit.
pub(crate) fn read_unit(
    closure: &Closure,
    unit: &SchemaUnit,
    components: &mut Components,
    diagnostics: &mut Diagnostics,
) {
    let mut reader = Reader::new(closure, unit, components, diagnostics);
    let schema = reader.document.tree.node(unit.node);
    reader.check_attribute_names(schema);
    for child in schema.children() {
        if child.namespace() != XSD {
            reader.unexpected(child, "schema");
            continue;
        }
        match child.local() {
            "element" | "complexType" | "simpleType" | "attribute" | "group" | "attributeGroup" => {
                reader.global(child);
            }
            "import" | "include" | "redefine" | "override" | "annotation" | "notation" => {}
            _ => reader.unexpected(child, "schema"),
        }
    }
}

impl<'a> Reader<'a> {
    pub(super) fn new(
        closure: &'a Closure,
        unit: &'a SchemaUnit,
        components: &'a mut Components,
        diagnostics: &'a mut Diagnostics,
    ) -> Self {
        let document = closure.document(unit.document);
        let schema = document.tree.node(unit.node);
        let default = |name| schema.attribute(name).unwrap_or_default();
        Self {
            document,
            unit,
            elements_qualified: default("elementFormDefault") == "qualified",
            attributes_qualified: default("attributeFormDefault") == "qualified",
            block_default: default("blockDefault"),
            final_default: default("finalDefault"),
            components,
            diagnostics,
        }
    }

    /// Read a child of `xs:schema` and add it to the components.
    pub(super) fn global(&mut self, node: Node<'a>) {
        let Some(name) = self.name(node) else { return };
        let kind = kind_of(node);
        // The schema for schemas writes down the built-in types, too, but only as far as facets can (part 2, appendix A).
        if kind == Kind::Type && name.namespace == XSD && is_built_in(&name.local) {
            return;
        }
        if self.components.contains(kind, &name) {
            self.duplicate(kind, &name, node);
            return;
        }
        self.components.origins.insert((kind, name.clone()), (self.document.index, node.index()));
        self.insert(kind, name, node);
    }

    /// Read a component and put it in, whatever is there.
    pub(super) fn insert(&mut self, kind: Kind, name: QName, node: Node<'a>) {
        match kind {
            Kind::Element => {
                let element = self.global_element(node, name.clone());
                self.components.schema.elements.insert(name, element);
            }
            Kind::Type => {
                let definition = if node.local() == "complexType" {
                    fachwerk_contract::schema::Type::Complex(self.complex_type(node, Some(name.clone())))
                } else {
                    fachwerk_contract::schema::Type::Simple(self.simple_type(node, Some(name.clone())))
                };
                self.components.schema.types.insert(name, definition);
            }
            Kind::Attribute => {
                let attribute = self.attribute(node, name.clone());
                self.components.schema.attributes.insert(name, attribute);
            }
            Kind::Group => {
                let group = self.model_group(node, name.clone());
                self.components.schema.groups.insert(name, group);
            }
            Kind::AttributeGroup => {
                let group = self.attribute_group(node, name.clone());
                self.components.schema.attribute_groups.insert(name, group);
            }
        }
    }

    fn duplicate(&mut self, kind: Kind, name: &QName, node: Node<'a>) {
        // copies of one schema under several paths are the rule in the wild; only a different one is worth a word
        if let Some(&(document, first)) = self.components.origins.get(&(kind, name.clone()))
            && document == self.document.index
            && same(self.document.tree.node(first).source(), node.source())
        {
            return;
        }
        self.components.origins.entry((kind, name.clone())).or_insert((self.document.index, node.index()));
        self.components_differ(kind, name, node);
    }

    fn components_differ(&mut self, kind: Kind, name: &QName, node: Node<'a>) {
        // read the second one aside and compare what it says, not how it is written
        let mut aside = Components::default();
        let mut silent = Diagnostics::default();
        let mut reader = Reader {
            document: self.document,
            unit: self.unit,
            elements_qualified: self.elements_qualified,
            attributes_qualified: self.attributes_qualified,
            block_default: self.block_default,
            final_default: self.final_default,
            components: &mut aside,
            diagnostics: &mut silent,
        };
        reader.insert(kind, name.clone(), node);
        if !super::visit::equal_but_for_places(&self.components.schema, &aside.schema, kind, name) {
            let message = format!("the {kind} `{name}` is declared a second time, and differently");
            self.warn(node, Code::DuplicateComponent, message, "keep one of the two; the first is read");
        }
    }

    /// The expanded name of a global component.
    fn name(&mut self, node: Node<'a>) -> Option<QName> {
        match self.local_name(node) {
            Some(local) => Some(QName::new(self.target(), local)),
            None => {
                self.warn(
                    node,
                    Code::MissingName,
                    format!("`{}` without a name", node.local()),
                    "give it one",
                );
                None
            }
        }
    }

    /// The `name` attribute.
    pub(super) fn local_name(&mut self, node: Node<'a>) -> Option<&'a str> {
        let name = node.attribute("name")?.trim();
        if !is_ncname(name) {
            let at = node.attribute_offset("name");
            self.error(
                at,
                Code::BadValue,
                format!("`{name}` is no name for a component"),
                "use an XML name without `:`",
            );
        }
        (!name.is_empty()).then_some(name)
    }

    pub(super) fn target(&self) -> &'a str {
        &self.unit.target
    }

    pub(super) fn location(&self, node: Node<'a>) -> Location {
        self.document.location(node)
    }

    /// A reference to a component in an attribute.
    pub(super) fn reference(&mut self, node: Node<'a>, attribute: &str) -> Option<QName> {
        let value = node.attribute(attribute)?;
        Some(self.expand(node, value, node.attribute_offset(attribute)))
    }

    /// Expand a QName that names a component.
    pub(super) fn expand(&mut self, node: Node<'a>, value: &'a str, offset: usize) -> QName {
        match node.qname(value) {
            Ok(name) if name.local.is_empty() => {
                self.error(
                    offset,
                    Code::BadValue,
                    "an empty reference",
                    "name a component, or remove the attribute",
                );
                QName::new(undeclared(""), "")
            }
            // a schema without a target namespace means the including one's when it is included
            Ok(name) if name.namespace.is_empty() && self.unit.chameleon => {
                QName::new(self.target(), name.local)
            }
            Ok(name) => {
                if !value.contains(':') && name.namespace != XSD && name.namespace != self.target() {
                    self.components.unprefixed.insert(name.clone(), self.target().to_owned());
                }
                modern(name)
            }
            Err(prefix) => {
                let message = format!("the prefix `{prefix}` is not declared");
                self.error(offset, Code::UndeclaredPrefix, message, "add an `xmlns:` declaration for it");
                QName::new(undeclared(prefix), value)
            }
        }
    }

    /// `xs:annotation/xs:documentation`, all of them.
    pub(super) fn documentation(node: Node<'a>) -> Option<String> {
        let mut texts = Vec::new();
        for annotation in node.children().filter(|c| c.is(XSD, "annotation")) {
            for documentation in annotation.children().filter(|c| c.is(XSD, "documentation")) {
                texts.extend(dedent(&documentation.text()));
            }
        }
        if texts.is_empty() { None } else { Some(texts.join("\n\n")) }
    }

    /// `xs:boolean`.
    pub(super) fn flag(&mut self, node: Node<'a>, attribute: &str) -> bool {
        match node.attribute(attribute).map(str::trim) {
            None | Some("false" | "0") => false,
            Some("true" | "1") => true,
            Some(value) => {
                let message = format!("`{attribute}` is `{value}`");
                let at = node.attribute_offset(attribute);
                self.error(at, Code::BadValue, message, "write `true` or `false`; it is read as `false`");
                false
            }
        }
    }

    /// A number.
    pub(super) fn number<N: FromStr>(&mut self, node: Node<'a>, attribute: &str) -> Option<N> {
        let value = node.attribute(attribute)?.trim();
        let number = value.strip_prefix('+').unwrap_or(value).parse().ok();
        if number.is_none() {
            let message = format!("`{attribute}` is `{value}`, which is not a number that fits");
            self.error(
                node.attribute_offset(attribute),
                Code::BadValue,
                message,
                "write a whole number; it is ignored",
            );
        }
        number
    }

    /// `form` and its default.
    pub(super) fn qualified(&mut self, node: Node<'a>, default: bool) -> bool {
        match node.attribute("form").map(str::trim) {
            None => default,
            Some("qualified") => true,
            Some("unqualified") => false,
            Some(value) => {
                let message = format!("`form` is `{value}`");
                let at = node.attribute_offset("form");
                self.error(at, Code::BadValue, message, "write `qualified` or `unqualified`");
                default
            }
        }
    }

    pub(super) fn block(&self, node: Node<'a>) -> DerivationSet {
        derivations(node.attribute("block").unwrap_or(self.block_default))
    }

    pub(super) fn finals(&self, node: Node<'a>) -> DerivationSet {
        let mut set = derivations(node.attribute("final").unwrap_or(self.final_default));
        // only elements can be substituted, and their `final` is not in the model
        set.substitution = false;
        set
    }

    /// A child that has no business where it is.
    pub(super) fn unexpected(&mut self, node: Node<'a>, parent: &str) {
        if node.is(XSD, "annotation") {
            return;
        }
        let name = node.local();
        if node.namespace() == XSD && XSD11.contains(&name) {
            let message = format!("`{name}` is of XML Schema 1.1 and is not evaluated");
            self.warn(node, Code::Xsd11, message, "messages that it forbids pass");
        } else {
            let name = QName::new(if node.namespace() == XSD { "" } else { node.namespace() }, name);
            let message = format!("`{name}` cannot stand in `{parent}`");
            self.warn(node, Code::UnexpectedElement, message, "it is ignored; is the name right?");
        }
    }

    pub(super) fn warn(&mut self, node: Node<'a>, code: Code, message: impl Into<String>, advice: &str) {
        self.error(node.offset(), code, message, advice);
    }

    /// Report at a byte offset; the code says how bad it is.
    pub(super) fn error(&mut self, offset: usize, code: Code, message: impl Into<String>, advice: &str) {
        self.diagnostics.push(self.document.diagnostic(offset, code, message, advice));
    }
}

pub(super) fn kind_of(node: Node<'_>) -> Kind {
    match node.local() {
        "element" => Kind::Element,
        "attribute" => Kind::Attribute,
        "group" => Kind::Group,
        "attributeGroup" => Kind::AttributeGroup,
        _ => Kind::Type,
    }
}

fn derivations(list: &str) -> DerivationSet {
    let mut set = DerivationSet::default();
    for word in list.split_ascii_whitespace() {
        match word {
            "#all" => set = DerivationSet { extension: true, restriction: true, substitution: true },
            "extension" => set.extension = true,
            "restriction" => set.restriction = true,
            "substitution" => set.substitution = true,
            _ => {}
        }
    }
    set
}

/// Equal apart from white space.
fn same(a: &str, b: &str) -> bool {
    a.split_ascii_whitespace().eq(b.split_ascii_whitespace())
}

/// Types of the drafts of XML Schema by their names of 2001.
fn modern(mut name: QName) -> QName {
    if name.namespace == XSD {
        let renamed = match name.local.as_str() {
            "timeInstant" => "dateTime",
            "timeDuration" => "duration",
            "uriReference" => "anyURI",
            "binary" => "base64Binary",
            "ur-type" => "anyType",
            "CDATA" => "normalizedString",
            "recurringDate" => "gMonthDay",
            "recurringDay" => "gDay",
            "month" => "gYearMonth",
            "year" => "gYear",
            _ => return name,
        };
        renamed.clone_into(&mut name.local);
    }
    name
}
