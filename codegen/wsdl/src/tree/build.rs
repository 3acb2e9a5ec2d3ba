// SPDX-License-Identifier: EUPL-1.2
//! From text to tree, with the checks that quick-xml leaves to its caller.

use std::collections::HashMap;

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use super::position::Positions;
use super::{AttributeData, Kind, NONE, NodeData, Scope, Tree, Value, is_ncname, split};
use crate::{Code, Limits};

/// Something wrong at a byte offset.
#[derive(Debug)]
pub(crate) struct Problem {
    pub(crate) offset: usize,
    pub(crate) code: Code,
    pub(crate) message: String,
    pub(crate) advice: &'static str,
}

/// What ends the reading of a document.
struct Fatal(Problem);

/// A chain of this many namespace declarations is no schema, and each name would walk it.
const MAX_SCOPE: u32 = 1_024;
const XSD: &str = fachwerk_contract::schema::XSD;
const OLD_XSD: [&str; 2] = ["http://www.w3.org/1999/XMLSchema", "http://www.w3.org/2000/10/XMLSchema"];

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

struct Builder<'t> {
    text: &'t str,
    limits: &'t Limits,
    nodes: Vec<NodeData>,
    attributes: Vec<AttributeData>,
    scopes: Vec<Scope>,
    namespaces: Vec<String>,
    namespace_ids: HashMap<String, u32>,
    owned: Vec<String>,
    problems: Vec<Problem>,
    open: Vec<Open>,
    root: u32,
    doctype: Option<usize>,
    old: Option<usize>,
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
                fatal(at, Code::NotWellFormed, sentence(&error.to_string()), "mend the document; nothing of it is read")
            })?;
            let reference = matches!(event, Event::GeneralRef(_));
            match event {
                Event::Start(start) => self.start(&start, offset, false, reader.buffer_position() as usize)?,
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

    fn span(&self, value: Value) -> &str {
        match value {
            Value::Span(start, end) => &self.text[start as usize..end as usize],
            Value::Owned(index) => &self.owned[index as usize],
        }
    }

    fn own(&mut self, text: String) -> Value {
        self.owned.push(text);
        Value::Owned(self.owned.len() as u32 - 1)
    }

    fn intern(&mut self, namespace: &str) -> u32 {
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
            return Err(fatal(offset, Code::NotWellFormed, "a second root element", "a document has one root element"));
        }
        if self.open.len() >= self.limits.depth {
            let message = format!("elements are nested more than {} deep", self.limits.depth);
            return Err(fatal(offset, Code::TooDeep, message, "no schema of the wild is; the document is refused"));
        }
        let scope = self.open.last().map_or(NONE, |open| self.nodes[open.node as usize].scope);
        let raw = self.attributes_of(start, offset)?;
        let scope = self.declare(&raw, scope)?;
        let name = start.name().into_inner();
        self.check_name(name, offset + 1)?;
        let (prefix, local) = split(name);
        let namespace = self.lookup(prefix, scope, offset, false);
        let first = self.attributes.len() as u32;
        for attribute in &raw {
            let name = &self.text[attribute.start..attribute.end];
            if name == "xmlns" || name.starts_with("xmlns:") {
                continue;
            }
            self.check_name(name, attribute.start)?;
            let (prefix, local) = split(name);
            let namespace = self.lookup(prefix, scope, attribute.start, true);
            let local = ((attribute.end - local.len()) as u32, attribute.end as u32);
            self.attributes.push(AttributeData { namespace, local, offset: attribute.start as u32, value: attribute.value });
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
        if blank && !(after_reference && !self.open.is_empty()) {
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
            let message = if self.root == NONE { "text before the root element" } else { "text after the root element" };
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
    /// beside many a WSDL. There it is passed over unread; anywhere else it is refused.
    fn check_doctype(&mut self) -> Result<(), Fatal> {
        let Some(offset) = self.doctype else { return Ok(()) };
        let root = &self.nodes[self.root as usize];
        if self.namespaces[root.namespace as usize] != XSD {
            let message = "a document type declaration";
            let advice = "remove it: declarations and entities are never read, because they can pull in other files";
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

/// A raw attribute: span of its name, and its value.
struct Raw {
    start: usize,
    end: usize,
    value: Value,
}

impl Builder<'_> {
    fn attributes_of(&mut self, start: &BytesStart<'_>, offset: usize) -> Result<Vec<Raw>, Fatal> {
        let source: &str = start;
        let base = source.as_ptr() as usize;
        let content = offset + 1;
        let mut raw = Vec::new();
        let mut attributes = start.attributes();
        // duplicates are looked for below, after the limit: quick-xml compares each with each
        attributes.with_checks(false);
        let mut previous_end = None;
        for attribute in attributes {
            let attribute = attribute.map_err(|error| {
                use quick_xml::events::attributes::AttrError;
                let at = match &error {
                    AttrError::ExpectedEq(at)
                    | AttrError::ExpectedValue(at)
                    | AttrError::UnquotedValue(at)
                    | AttrError::ExpectedQuote(at, _)
                    | AttrError::Duplicated(at, _) => *at,
                };
                let message = match error {
                    AttrError::ExpectedEq(_) => "an attribute without a value",
                    AttrError::ExpectedValue(_) => "an attribute without a value after `=`",
                    AttrError::UnquotedValue(_) => "an attribute value without quotes",
                    AttrError::ExpectedQuote(..) => "an attribute value without its closing quote",
                    AttrError::Duplicated(..) => "an attribute twice",
                };
                fatal(content + at, Code::NotWellFormed, message, "write `name=\"value\"`")
            })?;
            if raw.len() >= self.limits.attributes {
                let message = format!("more than {} attributes on one element", self.limits.attributes);
                return Err(fatal(offset, Code::TooManyAttributes, message, "the document is refused"));
            }
            let key = attribute.key.into_inner();
            let start = content + (key.as_ptr() as usize - base);
            let end = start + key.len();
            let value: &str = &attribute.value;
            let value_start = content + (value.as_ptr() as usize - base);
            if previous_end.is_some_and(|previous| start <= previous) {
                return Err(fatal(start, Code::NotWellFormed, "no space between attributes", "separate them"));
            }
            previous_end = Some(value_start + value.len() + 1);
            if value.len() > self.limits.attribute_bytes {
                let message = format!("an attribute of more than {} bytes", self.limits.attribute_bytes);
                return Err(fatal(start, Code::TooManyAttributes, message, "the document is refused"));
            }
            let value = self.attribute_value(value, value_start)?;
            raw.push(Raw { start, end, value });
        }
        self.check_duplicates(&mut raw);
        Ok(raw)
    }

    fn check_duplicates(&mut self, raw: &mut Vec<Raw>) {
        let mut seen: Vec<&str> = Vec::with_capacity(raw.len());
        let mut problems = Vec::new();
        raw.retain(|attribute| {
            let name = &self.text[attribute.start..attribute.end];
            let fresh = !seen.contains(&name);
            if fresh {
                seen.push(name);
            } else {
                problems.push(duplicate(attribute.start, name));
            }
            fresh
        });
        self.problems.append(&mut problems);
    }

    fn check_expanded_duplicates(&mut self, first: u32) {
        let list = &self.attributes[first as usize..];
        let prefixed = list.iter().filter(|a| a.namespace != 0);
        let mut seen: Vec<(u32, &str)> = Vec::new();
        for attribute in prefixed {
            let key = (attribute.namespace, &self.text[attribute.local.0 as usize..attribute.local.1 as usize]);
            if seen.contains(&key) {
                self.problems.push(duplicate(attribute.offset as usize, key.1));
            }
            seen.push(key);
        }
    }

    /// Attribute-value normalisation (XML 1.0, section 3.3.3); a span where nothing changes.
    fn attribute_value(&mut self, raw: &str, start: usize) -> Result<Value, Fatal> {
        if !raw.bytes().any(|b| matches!(b, b'&' | b'<' | b'\t' | b'\n' | b'\r')) {
            return Ok(Value::Span(start as u32, (start + raw.len()) as u32));
        }
        let mut value = String::with_capacity(raw.len());
        let mut rest = raw;
        while let Some(at) = rest.find(['&', '<', '\t', '\n', '\r']) {
            value.push_str(&rest[..at]);
            let offset = start + (raw.len() - rest.len()) + at;
            rest = &rest[at..];
            match rest.as_bytes()[0] {
                b'<' => {
                    let advice = "write `&lt;`; is a closing quote missing?";
                    return Err(fatal(offset, Code::NotWellFormed, "`<` in an attribute value", advice));
                }
                b'&' => {
                    let Some(end) = rest.find(';') else {
                        return Err(fatal(offset, Code::NotWellFormed, "`&` without `;`", "write `&amp;`"));
                    };
                    value.push(resolve(&rest[1..end], offset)?);
                    rest = &rest[end + 1..];
                }
                b'\r' if rest.as_bytes().get(1) == Some(&b'\n') => {
                    value.push(' ');
                    rest = &rest[2..];
                }
                _ => {
                    value.push(' ');
                    rest = &rest[1..];
                }
            }
        }
        value.push_str(rest);
        Ok(self.own(value))
    }

    /// Take the namespace declarations of an element into scope.
    fn declare(&mut self, raw: &[Raw], mut scope: u32) -> Result<u32, Fatal> {
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
            if value.is_empty() && prefix_start < attribute.end {
                let problem = Problem {
                    offset: attribute.start,
                    code: Code::UndeclaredPrefix,
                    message: format!("the prefix `{}` is bound to no namespace", &self.text[prefix_start..attribute.end]),
                    advice: "only the default namespace can be undeclared",
                };
                self.problems.push(problem);
            }
            let depth = if scope == NONE { 1 } else { self.scopes[scope as usize].depth + 1 };
            if depth > MAX_SCOPE {
                let message = format!("more than {MAX_SCOPE} namespace declarations in scope");
                return Err(fatal(attribute.start, Code::TooManyAttributes, message, "the document is refused"));
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
    fn lookup(&mut self, prefix: &str, mut scope: u32, offset: usize, attribute: bool) -> u32 {
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
                self.intern(&crate::names::undeclared(prefix))
            }
        }
    }

    fn check_name(&self, name: &str, offset: usize) -> Result<(), Fatal> {
        let (prefix, local) = split(name);
        if is_ncname(local) && (name.len() == local.len() || is_ncname(prefix)) {
            return Ok(());
        }
        let message = format!("`{}` is not an XML name", name.chars().take(80).collect::<String>());
        Err(fatal(offset, Code::BadName, message, "names begin with a letter or `_` and have at most one `:`"))
    }
}

/// The character of a reference, without `&` and `;`.
fn resolve(name: &str, offset: usize) -> Result<char, Fatal> {
    let character = match name {
        "lt" => Some('<'),
        "gt" => Some('>'),
        "amp" => Some('&'),
        "quot" => Some('"'),
        "apos" => Some('\''),
        _ => {
            let Some(number) = name.strip_prefix('#') else {
                let shown: String = name.chars().take(40).collect();
                let message = format!("a reference to the entity `{shown}`");
                let advice = "write the text itself: only &lt; &gt; &amp; &quot; &apos; and character references are read";
                return Err(fatal(offset, Code::EntityRefused, message, advice));
            };
            let code = match number.strip_prefix('x') {
                Some(hex) => u32::from_str_radix(hex, 16),
                None => number.parse(),
            };
            code.ok().and_then(char::from_u32).filter(|c| crate::source::is_xml_character(*c))
        }
    };
    character.ok_or_else(|| fatal(offset, Code::NotWellFormed, "a reference to no character", "remove it"))
}

fn duplicate(offset: usize, name: &str) -> Problem {
    Problem {
        offset,
        code: Code::DuplicateAttribute,
        message: format!("the attribute `{name}` stands twice on one element"),
        advice: "remove one; the first is read",
    }
}

fn fatal(offset: usize, code: Code, message: impl Into<String>, advice: &'static str) -> Fatal {
    Fatal(Problem { offset, code, message: message.into(), advice })
}

/// quick-xml's messages, without their prefix.
fn sentence(message: &str) -> String {
    let message = message.strip_prefix("ill-formed document: ").unwrap_or(message);
    message.strip_prefix("syntax error: ").unwrap_or(message).to_owned()
}
