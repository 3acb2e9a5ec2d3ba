// SPDX-License-Identifier: EUPL-1.2
//! Constraints on XML representations that no table holds (`src-element`, `src-attribute`, `src-simple-type` …).

use super::Checker;
use super::grammar::Context;
use crate::Code;
use crate::names::XSD;
use crate::tree::Node;

const XSI: &str = "http://www.w3.org/2001/XMLSchema-instance";

impl<'a> Checker<'a> {
    pub(super) fn representation(&mut self, node: Node<'a>, context: Context) {
        match context {
            Context::TopElement | Context::LocalElement | Context::AllElement => self.element(node, context),
            Context::TopAttribute | Context::LocalAttribute => self.attribute(node, context),
            Context::Restriction => self.either(node, "base", "src-simple-type.2"),
            Context::List => self.either(node, "itemType", "src-simple-type.3"),
            Context::Union => {
                let named = node.attribute("memberTypes").is_some_and(|m| !m.trim().is_empty());
                if !named && !has_type(node) {
                    self.rule(node, "src-union-memberTypes-or-simpleTypes", "a union has no member");
                }
            }
            Context::Import => {
                let namespace = node.attribute("namespace").map(str::trim);
                if namespace == Some("") {
                    self.rule(node, "src-import", "the namespace of an import is not empty, but left away");
                } else if namespace == Some(self.target) {
                    self.rule(node, "src-import.1.1", "a schema imports its own namespace");
                } else if namespace.is_none() && self.target.is_empty() {
                    self.rule(
                        node,
                        "src-import.1.2",
                        "an import without namespace stands in a schema without",
                    );
                }
            }
            Context::TopComplexType | Context::LocalComplexType => {
                let derived = |c: &Node<'a>| c.is(XSD, "simpleContent") || c.is(XSD, "complexContent");
                let others = node.children().filter(|c| !derived(c) && !c.is(XSD, "annotation")).count();
                if others > 0 && node.children().any(|c| derived(&c)) {
                    self.say(node.offset(), "simple or complex content stands alone in its type".to_owned());
                }
            }
            Context::Notation if node.attribute("public").is_none() && node.attribute("system").is_none() => {
                self.rule(node, "src-notation", "a notation has neither `public` nor `system`");
            }
            Context::Schema if node.attribute("targetNamespace").is_some_and(|t| t.trim().is_empty()) => {
                self.rule(node, "sch-props-correct", "`targetNamespace` is empty");
            }
            _ => {}
        }
        self.occurrences(node, context);
        if matches!(context, Context::Restriction | Context::SimpleRestriction) {
            self.facets_once(node);
        }
    }

    fn rule(&mut self, node: Node<'a>, rule: &str, message: &str) {
        let message = format!("{message} ({rule})");
        self.report(
            node.offset(),
            Code::SchemaStructure,
            message,
            "see XML Schema part 1, the constraint in brackets",
        );
    }

    fn element(&mut self, node: Node<'a>, context: Context) {
        if node.attribute("default").is_some() && node.attribute("fixed").is_some() {
            self.rule(node, "src-element.1", "`default` and `fixed` exclude each other");
        }
        if node.attribute("type").is_some() && has_type(node) {
            self.rule(node, "src-element.3", "an element has `type` and a type inside");
        }
        if context == Context::TopElement {
            return;
        }
        self.name_or_reference(node, "src-element.2.1");
        if node.attribute("ref").is_some() {
            let allowed = ["ref", "minOccurs", "maxOccurs", "id"];
            let extra = node
                .attributes()
                .any(|a| a.namespace.is_empty() && a.local != "name" && !allowed.contains(&a.local));
            if extra || node.children().any(|c| !c.is(XSD, "annotation")) {
                self.rule(
                    node,
                    "src-element.2.2",
                    "a reference to an element says more than how often it occurs",
                );
            }
        }
    }

    fn attribute(&mut self, node: Node<'a>, context: Context) {
        if node.attribute("default").is_some() && node.attribute("fixed").is_some() {
            self.rule(node, "src-attribute.1", "`default` and `fixed` exclude each other");
        }
        let usage = node.attribute("use").map(str::trim);
        if node.attribute("default").is_some() && usage.is_some_and(|usage| usage != "optional") {
            self.rule(node, "src-attribute.2", "an attribute with `default` is optional");
        }
        if node.attribute("type").is_some() && has_type(node) {
            self.rule(node, "src-attribute.4", "an attribute has `type` and a type inside");
        }
        if context == Context::LocalAttribute {
            self.name_or_reference(node, "src-attribute.3.1");
            let more = node.attribute("form").is_some() || node.attribute("type").is_some() || has_type(node);
            if node.attribute("ref").is_some() && more {
                self.rule(node, "src-attribute.3.2", "a reference to an attribute has `form` or a type");
            }
        }
        if node.attribute("name").map(str::trim) == Some("xmlns") {
            self.rule(node, "no-xmlns", "no attribute is called `xmlns`");
        }
        let form = node.attribute("form").or(self.attribute_form);
        let qualified = context == Context::TopAttribute || form.map(str::trim) == Some("qualified");
        if self.target == XSI && qualified && node.attribute("name").is_some() {
            self.rule(node, "no-xsi", "nobody declares attributes in the namespace of `xsi:`");
        }
    }

    fn name_or_reference(&mut self, node: Node<'a>, rule: &str) {
        if node.attribute("name").is_some() == node.attribute("ref").is_some() {
            self.rule(node, rule, "exactly one of `name` and `ref` has to be there");
        }
    }

    /// A type by name or inside, not both.
    fn either(&mut self, node: Node<'a>, attribute: &str, rule: &str) {
        if node.attribute(attribute).is_some() == has_type(node) {
            let message = format!("exactly one of `{attribute}` and a type inside has to be there");
            self.rule(node, rule, &message);
        }
    }

    fn occurrences(&mut self, node: Node<'a>, context: Context) {
        if context == Context::All && node.attribute("maxOccurs").is_some_and(|m| m.trim() == "0") {
            return;
        }
        let read = |name| match node.attribute(name).map(str::trim) {
            None => Some(1_u64),
            Some("unbounded") => None,
            // beyond what a number holds there is no need to compare exactly
            Some(text) => Some(text.trim_start_matches('+').parse().unwrap_or(u64::MAX)),
        };
        let particle = matches!(
            context,
            Context::LocalElement
                | Context::AllElement
                | Context::GroupRef
                | Context::Model
                | Context::All
                | Context::Any
        );
        if particle
            && let (Some(min), Some(max)) = (read("minOccurs"), read("maxOccurs"))
            && max < min
        {
            self.rule(node, "p-props-correct.2.1", "`maxOccurs` is less than `minOccurs`");
        }
    }

    fn facets_once(&mut self, node: Node<'a>) {
        let mut seen: Vec<&str> = Vec::new();
        for child in node.children().filter(|c| c.namespace() == XSD) {
            let name = child.local();
            if matches!(
                name,
                "pattern" | "enumeration" | "annotation" | "attribute" | "attributeGroup" | "simpleType"
            ) {
                continue;
            }
            if seen.contains(&name) {
                self.rule(child, "src-single-facet-value", "a facet stands twice in one step");
            }
            seen.push(name);
        }
    }
}

fn has_type(node: Node<'_>) -> bool {
    node.children().any(|c| c.is(XSD, "simpleType") || c.is(XSD, "complexType"))
}
