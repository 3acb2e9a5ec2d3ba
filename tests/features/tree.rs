// SPDX-License-Identifier: EUPL-1.2
//! XML as far as it matters: expanded names, attributes in any order, text; not prefixes, not white space between
//! elements.

use std::collections::BTreeMap;

use quick_xml::events::{BytesStart, Event};
use quick_xml::name::ResolveResult;
use quick_xml::reader::NsReader;

use crate::{Outcome, text};

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Element {
    name: String,
    attributes: BTreeMap<String, String>,
    children: Vec<Node>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Node {
    Element(Element),
    Text(String),
}

/// Reads an element with everything in it.
pub(crate) fn read(xml: &str) -> Outcome<Element> {
    let mut reader = NsReader::from_str(xml);
    let mut open: Vec<Element> = Vec::new();
    loop {
        let (resolved, event) = reader.read_resolved_event().map_err(text)?;
        let namespace = namespace(&resolved);
        match event {
            Event::Start(start) => {
                let element = begin(&reader, &namespace, &start)?;
                open.push(element);
            }
            Event::Empty(start) => {
                let element = begin(&reader, &namespace, &start)?;
                match open.last_mut() {
                    Some(parent) => parent.children.push(Node::Element(element)),
                    None => return Ok(element),
                }
            }
            Event::End(_) => {
                let mut element = end(open.pop().ok_or("an end without a start")?);
                if let [Node::Text(text)] = element.children.as_mut_slice() {
                    *text = expanded(&reader, text);
                }
                match open.last_mut() {
                    Some(parent) => parent.children.push(Node::Element(element)),
                    None => return Ok(element),
                }
            }
            Event::Text(piece) => add(&mut open, &piece),
            Event::CData(piece) => add(&mut open, &piece),
            Event::GeneralRef(reference) => {
                let name = &*reference;
                match reference.resolve_char_ref().map_err(text)? {
                    Some(c) => add(&mut open, c.encode_utf8(&mut [0; 4])),
                    None => {
                        let known = quick_xml::escape::resolve_predefined_entity(name);
                        add(&mut open, known.ok_or_else(|| format!("an entity `{name}`"))?);
                    }
                }
            }
            Event::Eof => return Err("no element".to_owned()),
            _ => {}
        }
    }
}

fn namespace(resolved: &ResolveResult<'_>) -> String {
    match resolved {
        ResolveResult::Bound(namespace) => namespace.into_inner().to_owned(),
        _ => String::new(),
    }
}

fn begin(reader: &NsReader<&[u8]>, namespace_of: &str, start: &BytesStart<'_>) -> Outcome<Element> {
    let local = start.local_name();
    let name = format!("{{{namespace_of}}}{}", local.as_ref());
    let mut attributes = BTreeMap::new();
    for attribute in start.attributes() {
        let attribute = attribute.map_err(text)?;
        if attribute.key.as_namespace_binding().is_some() {
            continue;
        }
        let (resolved, local) = reader.resolver().resolve_attribute(attribute.key);
        let name = format!("{{{}}}{}", namespace(&resolved), local.as_ref());
        let value = attribute.normalized_value(quick_xml::XmlVersion::default()).map_err(text)?.into_owned();
        let value = expanded(reader, &value);
        attributes.insert(name, value);
    }
    Ok(Element { name, attributes, children: Vec::new() })
}

/// A value that begins with a prefix of the document means a name, as in `xsi:type`.
fn expanded(reader: &NsReader<&[u8]>, value: &str) -> String {
    let name = quick_xml::name::QName(value.trim());
    match reader.resolver().resolve_element(name) {
        (ResolveResult::Bound(namespace), local) if name.prefix().is_some() => {
            format!("{{{}}}{}", namespace.into_inner(), local.as_ref())
        }
        _ => value.to_owned(),
    }
}

fn add(open: &mut [Element], piece: &str) {
    let Some(parent) = open.last_mut() else { return };
    match parent.children.last_mut() {
        Some(Node::Text(text)) => text.push_str(piece),
        _ => parent.children.push(Node::Text(piece.to_owned())),
    }
}

/// White space between elements is no content, except between text.
fn end(mut element: Element) -> Element {
    let blank = |node: &Node| matches!(node, Node::Text(text) if text.trim().is_empty());
    let elements = element.children.iter().any(|node| matches!(node, Node::Element(_)));
    let says_something = element.children.iter().any(|n| matches!(n, Node::Text(_)) && !blank(n));
    if elements && !says_something {
        element.children.retain(|node| !blank(node));
    }
    element
}
