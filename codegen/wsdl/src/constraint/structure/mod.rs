// SPDX-License-Identifier: EUPL-1.2
//! One schema document by itself: the schema for schemas and the constraints on XML representations (`src-…`).

mod grammar;
mod lexical;
mod representation;
mod xpath;

use std::collections::HashSet;

use grammar::Context;

use crate::Code;
use crate::diagnostic::Diagnostics;
use crate::document::Document;
use crate::names::{XML, XSD};
use crate::tree::{Node, is_ncname};

/// Check a document's `xs:schema`.
pub(super) fn check<'a>(document: &'a Document, schema: Node<'a>, diagnostics: &'a mut Diagnostics) {
    let target = schema.attribute("targetNamespace").unwrap_or_default();
    let attribute_form = schema.attribute("attributeFormDefault");
    let mut checker = Checker { document, diagnostics, ids: HashSet::new(), target, attribute_form };
    // a list instead of recursion keeps the order of the document, because children are put in backwards
    let mut open = vec![(schema, Context::Schema)];
    while let Some((node, context)) = open.pop() {
        checker.attributes(node, context);
        checker.representation(node, context);
        if matches!(context, Context::Appinfo | Context::Documentation) {
            continue;
        }
        if node.has_own_text() {
            checker.say(node.offset(), format!("`{}` has text in it", node.local()));
        }
        let mark = open.len();
        checker.children(node, context, &mut open);
        open[mark..].reverse();
    }
}

struct Checker<'a> {
    document: &'a Document,
    diagnostics: &'a mut Diagnostics,
    ids: HashSet<&'a str>,
    target: &'a str,
    attribute_form: Option<&'a str>,
}

impl<'a> Checker<'a> {
    fn say(&mut self, offset: usize, message: String) {
        let advice = "see the schema for schemas, XML Schema part 1, appendix A";
        self.report(offset, Code::SchemaStructure, message, advice);
    }

    fn report(&mut self, offset: usize, code: Code, message: String, advice: &str) {
        self.diagnostics.push(self.document.diagnostic(offset, code, message, advice));
    }

    fn attributes(&mut self, node: Node<'a>, context: Context) {
        let known = context.attributes();
        for attribute in node.attributes() {
            let (name, value) = (attribute.local, attribute.value);
            if attribute.namespace == XSD {
                self.say(attribute.offset, format!("`{name}` must not have the prefix of XML Schema"));
            } else if attribute.namespace == XML && name == "lang" {
                if !is_language(value.trim()) {
                    self.say(attribute.offset, format!("`xml:lang` is `{value}`, which is no language"));
                }
            } else if !attribute.namespace.is_empty() {
                // every element of a schema document may have attributes of other namespaces
            } else if name == "id" && !matches!(context, Context::Appinfo | Context::Documentation) {
                self.id(attribute.offset, value.trim());
            } else if let Some((_, lexical, _)) = known.iter().find(|(known, ..)| *known == name) {
                if let Some(flaw) = lexical.flaw(node, value) {
                    let shown: String = value.chars().take(80).collect();
                    self.say(attribute.offset, format!("`{name}` cannot be `{shown}`: {flaw}"));
                }
            } else {
                self.say(attribute.offset, format!("`{}` has no attribute `{name}` here", node.local()));
            }
        }
        for (name, _, required) in known {
            if *required && node.attribute(name).is_none() {
                self.say(node.offset(), format!("`{}` has no `{name}`", node.local()));
            }
        }
    }

    fn id(&mut self, offset: usize, id: &'a str) {
        if !is_ncname(id) {
            self.say(offset, format!("`id` is `{id}`, which is no name without colon"));
        } else if !self.ids.insert(id) {
            self.say(offset, format!("the `id` `{id}` stands twice in the document"));
        }
    }

    fn children(&mut self, node: Node<'a>, context: Context, open: &mut Vec<(Node<'a>, Context)>) {
        let slots = context.slots();
        let mut at = 0;
        let mut count = 0;
        for child in node.children() {
            let name = if child.namespace() == XSD { child.local() } else { "" };
            let found = slots[at.min(slots.len())..].iter().enumerate().find_map(|(ahead, slot)| {
                slot.children.iter().find(|(local, _)| *local == name).map(|(_, context)| (ahead, *context))
            });
            let Some((ahead, inner)) = found else {
                let known = slots.iter().flat_map(|slot| slot.children).any(|(local, _)| *local == name);
                let what = if known { "stands too late" } else { "cannot stand" };
                self.say(child.offset(), format!("`{}` {what} in `{}`", child.local(), node.local()));
                continue;
            };
            if ahead > 0 {
                self.missing(node, &slots[at..at + ahead], count);
                at += ahead;
                count = 0;
            }
            count += 1;
            if count > slots[at].max {
                self.say(
                    child.offset(),
                    format!("`{}` is one too many in `{}`", child.local(), node.local()),
                );
            }
            open.push((child, inner));
        }
        self.missing(node, &slots[at..], count);
    }

    /// Places that were passed without what they need; `count` children stand at the first.
    fn missing(&mut self, node: Node<'a>, passed: &[grammar::Slot], count: usize) {
        for (index, slot) in passed.iter().enumerate() {
            let count = if index == 0 { count } else { 0 };
            if count < slot.min {
                let names: Vec<&str> = slot.children.iter().map(|(name, _)| *name).collect();
                let message = format!("`{}` needs {}", node.local(), names.join(" or "));
                self.say(node.offset(), message);
            }
        }
    }
}

/// RFC 3066.
fn is_language(value: &str) -> bool {
    let mut parts = value.split('-');
    let part = |part: &str| (1..=8).contains(&part.len());
    parts.next().is_some_and(|first| part(first) && first.bytes().all(|b| b.is_ascii_alphabetic()))
        && parts.all(|next| part(next) && next.bytes().all(|b| b.is_ascii_alphanumeric()))
}
