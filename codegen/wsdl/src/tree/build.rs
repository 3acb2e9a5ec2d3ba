// SPDX-License-Identifier: EUPL-1.2
//! From text to tree, with the checks that quick-xml leaves to its caller.

use std::collections::HashMap;

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use super::position::Positions;
use super::problem::{Fatal, Problem, fatal, resolve, sentence};
use super::{AttributeData, Kind, NONE, NodeData, Scope, Tree, Value, split};
use crate::{Code, Limits};

const XSD: &str = fachwerk_contract::schema::XSD;

/// Parse a document. `Err` has the text back for the position of the problems.
pub(crate) fn parse(text: String, limits: &Limits) -> (Result<Tree, String>, Vec<Problem>) {
    let mut builder = Builder::new(&text, limits);
    let outcome = builder.run();
    let Builder { nodes, attributes, scopes, namespaces, owned, mut problems, root, old, .. } = builder;
    if let Err(Fatal(problem)) = outcome {
        problems.push(problem);
        return (Err(text), problems);
    }
    let positions = Positions::new(&text);
    let tree = Tree {
        text,
        positions,
        nodes,
        attributes,
        scopes,
        namespaces,
        owned,
        root,
        old_schema_namespace: old,
    };
    (Ok(tree), problems)
}

struct Open {
    node: u32,
    last_child: u32,
}

pub(super) struct Builder<'t> {
    pub(super) text: &'t str,
    pub(super) limits: &'t Limits,
    nodes: Vec<NodeData>,
    pub(super) attributes: Vec<AttributeData>,
    pub(super) scopes: Vec<Scope>,
    namespaces: Vec<String>,
    namespace_ids: HashMap<String, u32>,
    owned: Vec<String>,
    pub(super) problems: Vec<Problem>,
    open: Vec<Open>,
    root: u32,
    doctype: Option<usize>,
    pub(super) old: Option<usize>,
}

impl<'t> Builder<'t> {
    fn new(text: &'t str, limits: &'t Limits) -> Self {
        Self {
            text,
            limits,
            nodes: Vec::new(),
            attributes: Vec::new(),
            scopes: Vec::new(),
            namespaces: vec![String::new()],
            namespace_ids: HashMap::from([(String::new(), 0)]),
            owned: Vec::new(),
            problems: Vec::new(),
            open: Vec::new(),
            root: NONE,
            doctype: None,
            old: None,
        }
    }

    fn run(&mut self) -> Result<(), Fatal> {
        let text = self.text;
        let mut reader = Reader::from_str(text);
        reader.config_mut().check_comments = false;
        // white space after a reference belongs to the text around it, elsewhere it is indentation
        let mut after_reference = false;
        loop {
            let offset = reader.buffer_position() as usize;
            let event = reader.read_event().map_err(|error| {
                let at = (reader.error_position() as usize).min(text.len());
                fatal(
                    at,
                    Code::NotWellFormed,
                    sentence(&error.to_string()),
                    "mend the document; nothing of it is read",
                )
            })?;
            let reference = matches!(event, Event::GeneralRef(_));
            match event {
                Event::Start(start) => {
                    self.start(&start, offset, false, reader.buffer_position() as usize)?;
                }
                Event::Empty(start) => self.start(&start, offset, true, reader.buffer_position() as usize)?,
                Event::End(_) => self.end(reader.buffer_position() as usize),
                Event::Text(_) => self.text(offset, reader.buffer_position() as usize, after_reference)?,
                Event::CData(data) => {
                    self.inside(offset)?;
                    let start = offset + "<![CDATA[".len();
                    self.push_text(Value::Span(start as u32, (start + data.len()) as u32), offset)?;
                }
                Event::GeneralRef(name) => {
                    self.inside(offset)?;
                    let character = resolve(&name, offset)?;
                    let value = self.own(character.to_string());
                    self.push_text(value, offset)?;
                }
                Event::DocType(content) => self.doctype(&content, offset)?,
                Event::Decl(_) if offset != 0 => {
                    return Err(fatal(
                        offset,
                        Code::NotWellFormed,
                        "an XML declaration after the start of the document",
                        "remove whatever stands before `<?xml`",
                    ));
                }
                Event::Eof => break,
                Event::Decl(_) | Event::Comment(_) | Event::PI(_) => {}
            }
            after_reference = reference;
        }
        if let Some(open) = self.open.last() {
            let node = &self.nodes[open.node as usize];
            let message = format!("`{}` is never closed", self.span(node.value));
            return Err(fatal(node.offset as usize, Code::NotWellFormed, message, "add the end tag"));
        }
        if self.root == NONE {
            return Err(fatal(0, Code::NotWellFormed, "there is no element", "is this the right file?"));
        }
        Ok(())
    }

    pub(super) fn span(&self, value: Value) -> &str {
        match value {
            Value::Span(start, end) => &self.text[start as usize..end as usize],
            Value::Owned(index) => &self.owned[index as usize],
        }
    }

    pub(super) fn own(&mut self, text: String) -> Value {
        self.owned.push(text);
        Value::Owned(self.owned.len() as u32 - 1)
    }

    pub(super) fn intern(&mut self, namespace: &str) -> u32 {
        if let Some(id) = self.namespace_ids.get(namespace) {
            return *id;
        }
        let id = self.namespaces.len() as u32;
        self.namespaces.push(namespace.to_owned());
        self.namespace_ids.insert(namespace.to_owned(), id);
        id
    }

    fn start(&mut self, start: &BytesStart<'_>, offset: usize, empty: bool, end: usize) -> Result<(), Fatal> {
        if self.open.is_empty() && self.root != NONE {
            return Err(fatal(
                offset,
                Code::NotWellFormed,
                "a second root element",
                "a document has one root element",
            ));
        }
        if self.open.len() >= self.limits.depth {
            let message = format!("elements are nested more than {} deep", self.limits.depth);
            return Err(fatal(
                offset,
                Code::TooDeep,
                message,
                "no schema of the wild is; the document is refused",
            ));
        }
        let scope = self.open.last().map_or(NONE, |open| self.nodes[open.node as usize].scope);
        let raw = self.attributes_of(start, offset)?;
        let scope = self.declare(&raw, scope)?;
        let name = start.name().into_inner();
        Self::check_name(name, offset + 1)?;
        let (prefix, local) = split(name);
        let namespace = self.lookup(prefix, scope, offset, false);
        let first = self.attributes.len() as u32;
        for attribute in &raw {
            let name = &self.text[attribute.start..attribute.end];
            if name == "xmlns" || name.starts_with("xmlns:") {
                continue;
            }
            Self::check_name(name, attribute.start)?;
            let (prefix, local) = split(name);
            let namespace = self.lookup(prefix, scope, attribute.start, true);
            let local = ((attribute.end - local.len()) as u32, attribute.end as u32);
            self.attributes.push(AttributeData {
                namespace,
                local,
                offset: attribute.start as u32,
                value: attribute.value,
            });
        }
        self.check_expanded_duplicates(first);
        let name_start = offset + 1 + (name.len() - local.len());
        let index = self.nodes.len() as u32;
        self.push(NodeData {
            kind: Kind::Element,
            value: Value::Span(name_start as u32, (name_start + local.len()) as u32),
            namespace,
            offset: offset as u32,
            end: end as u32,
            attributes: (first, self.attributes.len() as u32),
            scope,
            first_child: NONE,
            next: NONE,
        })?;
        if self.root == NONE {
            self.root = index;
            self.check_doctype()?;
        }
        if !empty {
            self.open.push(Open { node: index, last_child: NONE });
        }
        Ok(())
    }

    fn end(&mut self, end: usize) {
        if let Some(open) = self.open.pop() {
            self.nodes[open.node as usize].end = end as u32;
        }
    }

    fn push(&mut self, node: NodeData) -> Result<(), Fatal> {
        if self.nodes.len() >= self.limits.nodes {
            let message = format!("more than {} elements", self.limits.nodes);
            return Err(fatal(node.offset as usize, Code::TooLarge, message, "split the document"));
        }
        let index = self.nodes.len() as u32;
        self.nodes.push(node);
        if let Some(open) = self.open.last_mut() {
            if open.last_child == NONE {
                self.nodes[open.node as usize].first_child = index;
            } else {
                self.nodes[open.last_child as usize].next = index;
            }
            open.last_child = index;
        }
        Ok(())
    }

    fn text(&mut self, start: usize, end: usize, after_reference: bool) -> Result<(), Fatal> {
        let text = &self.text[start..end];
        let blank = text.bytes().all(|b| matches!(b, b' ' | b'\t' | b'\r' | b'\n'));
        if blank && (!after_reference || self.open.is_empty()) {
            return Ok(());
        }
        let first = start + text.len() - text.trim_start().len();
        self.inside(first)?;
        if let Some(at) = text.find("]]>") {
            return Err(fatal(start + at, Code::NotWellFormed, "`]]>` in text", "write `]]&gt;`"));
        }
        self.push_text(Value::Span(start as u32, end as u32), start)
    }

    fn push_text(&mut self, value: Value, offset: usize) -> Result<(), Fatal> {
        self.push(NodeData {
            kind: Kind::Text,
            value,
            namespace: 0,
            offset: offset as u32,
            end: offset as u32,
            attributes: (0, 0),
            scope: NONE,
            first_child: NONE,
            next: NONE,
        })
    }

    fn inside(&self, offset: usize) -> Result<(), Fatal> {
        if self.open.is_empty() {
            let message = if self.root == NONE {
                "text before the root element"
            } else {
                "text after the root element"
            };
            return Err(fatal(offset, Code::NotWellFormed, message, "remove it; is this the right file?"));
        }
        Ok(())
    }

    fn doctype(&mut self, content: &str, offset: usize) -> Result<(), Fatal> {
        // an external entity is an attempt to read files, in whatever document it stands
        let external = content.split("<!ENTITY").skip(1).any(|declaration| {
            let declaration = declaration.split('>').next().unwrap_or_default();
            declaration.split_ascii_whitespace().any(|word| word == "SYSTEM" || word == "PUBLIC")
        });
        if external {
            let message = "a document type declaration that declares an external entity";
            return Err(fatal(offset, Code::DoctypeRefused, message, "remove the declaration"));
        }
        self.doctype = Some(offset);
        Ok(())
    }

    /// W3C's own schemas (XML Signature, WS-Addressing) have document type declarations, and copies of them lie
    /// beside many a WSDL; so have catalogs. There it is passed over unread; anywhere else it is refused.
    fn check_doctype(&mut self) -> Result<(), Fatal> {
        let Some(offset) = self.doctype else { return Ok(()) };
        let root = &self.nodes[self.root as usize];
        if ![XSD, crate::names::CATALOG].contains(&self.namespaces[root.namespace as usize].as_str()) {
            let message = "a document type declaration";
            let advice =
                "remove it: declarations and entities are never read, because they can pull in other files";
            return Err(fatal(offset, Code::DoctypeRefused, message, advice));
        }
        self.problems.push(Problem {
            offset,
            code: Code::DoctypeIgnored,
            message: "the document type declaration is passed over, nothing in it is read".to_owned(),
            advice: "remove it where the file is yours",
        });
        Ok(())
    }
}
