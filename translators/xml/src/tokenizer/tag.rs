// SPDX-License-Identifier: EUPL-1.2
//! Start and end tags (XML 1.0, section 3.1; Namespaces in XML 1.0).

use std::borrow::Cow;

use fachwerk_message::{CodecError, ErrorKind, Result};

use super::name::RawName;
use super::text::reference;
use super::{Attribute, Namespace, Open, Token, Tokenizer, syntax};
use crate::characters::{is_same_name, skip_space};
use crate::{XML, XMLNS};

/// Up to so many, comparing each with each is faster than sorting.
const FEW: usize = 12;

impl<'a> Tokenizer<'a> {
    pub(super) fn start_tag(&mut self) -> Result<Token> {
        let input = self.input;
        let bytes = input.as_bytes();
        let offset = self.position;
        self.offset = offset;
        if self.open.is_empty() && self.root_seen {
            return Err(syntax(offset, "a second root element"));
        }
        if self.open.len() >= self.limits.max_depth {
            return Err(self.limit(format!("elements are nested more than {} deep", self.limits.max_depth)));
        }
        let expected = self.seen.expected(&bytes[offset + 1..]);
        let name = match expected {
            // Read before, so it is a name and within limits.
            Some(name) => {
                let end = offset + 1 + name.full.len();
                RawName { start: offset + 1, local: end - name.local.len(), end }
            }
            None => self.raw_name(offset + 1)?,
        };
        self.attributes.clear();
        let outside = self.scope.len();
        let mut count = 0;
        let mut at = name.end;
        loop {
            let gap = at;
            at = skip_space(bytes, at);
            match bytes.get(at) {
                Some(b'>') => {
                    at += 1;
                    break;
                }
                Some(b'/') if bytes.get(at + 1) == Some(&b'>') => {
                    at += 2;
                    self.end_is_due = true;
                    break;
                }
                None => return Err(self.ends_within(at, "the input ends within a start tag")),
                Some(_) if at == gap => {
                    return Err(syntax(at, "a character that does not belong into a start tag"));
                }
                Some(_) => {
                    count += 1;
                    if count > self.limits.max_attributes {
                        return Err(self.limit(format!(
                            "an element has more than {} attributes",
                            self.limits.max_attributes
                        )));
                    }
                    at = self.raw_attribute(at)?;
                }
            }
        }
        self.nodes += 1 + count;
        if self.nodes > self.limits.max_nodes {
            return Err(self.limit(format!(
                "the message has more than {} elements and attributes",
                self.limits.max_nodes
            )));
        }
        if let Some(parent) = self.open.last_mut() {
            parent.children += 1;
            if parent.children > self.limits.max_children {
                return Err(self
                    .limit(format!("an element has more than {} child elements", self.limits.max_children)));
            }
        }
        self.root_seen = true;
        self.position = at;
        (self.name, self.local) = match expected {
            Some(name) => (name.full, name.local),
            None => (&input[name.start..name.end], &input[name.local..name.end]),
        };
        self.open.push(Open { name: self.name, scope: outside, children: 0 });
        if count > 0 {
            self.resolve_attributes(outside)?;
        }
        let declarations = self.scope.declarations();
        self.namespace = match expected.filter(|name| name.declarations == declarations) {
            Some(name) => name.namespace,
            None => self.resolve_name(name.start)?,
        };
        match expected {
            Some(known) if known.declarations == declarations => {}
            Some(_) => self.seen.resolved(self.namespace, declarations),
            None => self.seen.add(self.name, self.local, self.namespace, declarations),
        }
        Ok(Token::Start)
    }

    /// The namespace of the element's name, which stands at `offset`.
    fn resolve_name(&self, offset: usize) -> Result<Namespace> {
        let length = (self.name.len() - self.local.len()).saturating_sub(1);
        let prefix = &self.name.as_bytes()[..length];
        match self.scope.find(prefix) {
            Some(namespace) => Ok(namespace),
            None if prefix.is_empty() => Ok(Namespace::NONE),
            None => Err(undeclared(offset, &self.name[..length])),
        }
    }

    pub(super) fn end_tag(&mut self) -> Result<Token> {
        let bytes = self.input.as_bytes();
        self.offset = self.position;
        let start = self.position + 2;
        let Some(open) = self.open.last().copied() else {
            return Err(syntax(self.position, "an end tag without a start tag"));
        };
        let after = start + open.name.len();
        if bytes.get(start..after).is_some_and(|name| is_same_name(name, open.name.as_bytes())) {
            let end = skip_space(bytes, after);
            if bytes.get(end) == Some(&b'>') {
                self.position = end + 1;
                self.close();
                return Ok(Token::End);
            }
        }
        let found = self.raw_name(start)?;
        let expected = open.name;
        let name = &self.input[found.start..found.end];
        Err(if name == expected {
            syntax(after, format!("the end tag of `{expected}` is not complete"))
        } else {
            syntax(start, format!("`{name}` is closed, but `{expected}` is open"))
        })
    }

    /// The innermost element is over.
    pub(super) fn close(&mut self) {
        if let Some(open) = self.open.pop() {
            self.scope.truncate(open.scope);
        }
    }

    fn limit(&self, message: String) -> Box<CodecError> {
        CodecError::at(ErrorKind::Limit, self.offset, message)
    }

    /// One attribute or namespace declaration; the position after it.
    fn raw_attribute(&mut self, start: usize) -> Result<usize> {
        let input = self.input;
        let bytes = input.as_bytes();
        let name = self.raw_name(start)?;
        let equals = skip_space(bytes, name.end);
        if bytes.get(equals) != Some(&b'=') {
            return Err(syntax(equals, "an attribute without a value"));
        }
        let open = skip_space(bytes, equals + 1);
        let Some(quote @ (b'"' | b'\'')) = bytes.get(open).copied() else {
            return Err(syntax(open, "an attribute value without quotation marks"));
        };
        let value_start = open + 1;
        let mut plain = true;
        let mut at = value_start;
        loop {
            match bytes.get(at) {
                None => return Err(self.ends_within(open, "an attribute value does not end")),
                Some(&byte) if byte == quote => break,
                Some(b'<') => return Err(syntax(at, "`<` in an attribute value")),
                Some(b'&' | b'\t' | b'\n' | b'\r') => plain = false,
                Some(_) => {}
            }
            at += 1;
        }
        if at - value_start > self.limits.max_text_bytes {
            return Err(CodecError::at(
                ErrorKind::Limit,
                value_start,
                format!("an attribute value has more than {} bytes", self.limits.max_text_bytes),
            ));
        }
        let value =
            if plain { Cow::Borrowed(&input[value_start..at]) } else { normalise(input, value_start, at)? };
        let full = &input[name.start..name.end];
        let local = &input[name.local..name.end];
        if full == "xmlns" {
            self.declare(name.start, "", value)?;
        } else if full.len() != local.len() && full.starts_with("xmlns:") {
            self.declare(name.start, local, value)?;
        } else {
            let namespace = Namespace::NONE;
            self.attributes.push(Attribute { name: full, local, value, namespace, offset: name.start });
        }
        Ok(at + 1)
    }

    /// A namespace declaration (Namespaces in XML 1.0, section 3).
    fn declare(&mut self, offset: usize, prefix: &'a str, name: Cow<'a, str>) -> Result<()> {
        let wrong = |message: &str| Err(syntax(offset, message));
        if prefix == "xmlns" || name == XMLNS {
            return wrong("the prefix `xmlns` and its namespace cannot be declared");
        }
        if (prefix == "xml") != (name == XML) {
            return wrong("the prefix `xml` and its namespace belong to each other only");
        }
        if name.is_empty() && !prefix.is_empty() {
            return wrong("a prefix cannot be declared for no namespace");
        }
        self.scope.declare(prefix, name);
        if self.scope.len() > self.limits.max_namespaces {
            return Err(self.limit(format!(
                "more than {} namespace declarations are in scope",
                self.limits.max_namespaces
            )));
        }
        Ok(())
    }

    /// Give attributes their namespaces and see that no two are the same.
    fn resolve_attributes(&mut self, outside: usize) -> Result<()> {
        for attribute in &mut self.attributes {
            let prefix = attribute.prefix();
            // An attribute without a prefix is in no namespace, whatever the default is.
            if !prefix.is_empty() {
                match self.scope.find(prefix.as_bytes()) {
                    Some(namespace) => attribute.namespace = namespace,
                    None => return Err(undeclared(attribute.offset, prefix)),
                }
            }
        }
        let offset = self.offset;
        let twice = |name: &str| Err(syntax(offset, format!("attribute `{name}` is there twice")));
        let declared = self.scope.since(outside);
        if let Some(at) = repeated(declared, |b| (b.prefix, "")) {
            return twice(&format!("xmlns:{}", declared[at].prefix));
        }
        if let Some(at) = repeated(&self.attributes, |a| (a.local, self.scope.name(a.namespace))) {
            return twice(self.attributes[at].name);
        }
        Ok(())
    }
}

/// Index of an item whose key another one has too. Never quadratic in a number that the input chooses.
fn repeated<T>(items: &[T], key: impl for<'i> Fn(&'i T) -> (&'i str, &'i str)) -> Option<usize> {
    if items.len() <= FEW {
        return (1..items.len()).find(|&at| items[..at].iter().any(|other| key(other) == key(&items[at])));
    }
    let mut order: Vec<usize> = (0..items.len()).collect();
    order.sort_unstable_by(|a, b| key(&items[*a]).cmp(&key(&items[*b])));
    order.windows(2).find(|pair| key(&items[pair[0]]) == key(&items[pair[1]])).map(|pair| pair[1])
}

fn undeclared(offset: usize, prefix: &str) -> Box<CodecError> {
    syntax(offset, format!("prefix `{prefix}` is not declared"))
}

/// Attribute value normalisation after line ends (XML 1.0, sections 2.11 and 3.3.3).
fn normalise(input: &str, start: usize, end: usize) -> Result<Cow<'_, str>> {
    let bytes = input.as_bytes();
    let mut value = String::with_capacity(end - start);
    let mut from = start;
    let mut at = start;
    while at < end {
        match bytes[at] {
            b'&' => {
                value.push_str(&input[from..at]);
                let (c, after) = reference(input, at)?;
                value.push(c);
                at = after;
                from = at;
            }
            b'\t' | b'\n' | b'\r' => {
                value.push_str(&input[from..at]);
                value.push(' ');
                let pair = bytes[at] == b'\r' && bytes[at + 1] == b'\n';
                at += if pair { 2 } else { 1 };
                from = at;
            }
            _ => at += 1,
        }
    }
    value.push_str(&input[from..end]);
    Ok(Cow::Owned(value))
}
