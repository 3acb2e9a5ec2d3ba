// SPDX-License-Identifier: EUPL-1.2
//! XML for people: tags as they are, elements with elements over several lines.

use quick_xml::events::Event;
use quick_xml::reader::Reader;

use crate::{Outcome, text};

#[derive(Debug, Default)]
struct Element {
    start: String,
    children: Vec<Node>,
    end: String,
}

#[derive(Debug)]
enum Node {
    Element(Element),
    Text(String),
}

/// Puts elements on lines of their own where there is no text beside them.
pub(crate) fn indent(xml: &str) -> Outcome<String> {
    let mut reader = Reader::from_str(xml);
    let mut open = vec![Element::default()];
    let mut at = 0;
    loop {
        let event = reader.read_event().map_err(text)?;
        let end = usize::try_from(reader.buffer_position()).map_err(text)?;
        let raw = xml[at..end].to_owned();
        at = end;
        match event {
            Event::Eof => break,
            Event::Decl(_) => {}
            Event::Start(_) => open.push(Element { start: raw, ..Element::default() }),
            Event::End(_) => {
                let mut element = open.pop().ok_or("an end without a start")?;
                element.end = raw;
                open.last_mut().ok_or("an end without a start")?.children.push(Node::Element(element));
            }
            Event::Empty(_) => {
                let element = Element { start: raw, ..Element::default() };
                open.last_mut().ok_or("nothing open")?.children.push(Node::Element(element));
            }
            _ => open.last_mut().ok_or("nothing open")?.children.push(Node::Text(raw)),
        }
    }
    let mut out = String::new();
    for node in open.pop().map(|root| root.children).unwrap_or_default() {
        put(&node, 0, &mut out);
    }
    Ok(out)
}

fn put(node: &Node, depth: usize, out: &mut String) {
    match node {
        Node::Text(text) if text.trim().is_empty() => {}
        Node::Text(text) => out.push_str(&format!("{}{text}\n", "  ".repeat(depth))),
        Node::Element(element) => {
            let indentation = "  ".repeat(depth);
            if element.children.iter().any(|n| matches!(n, Node::Text(_))) || element.children.is_empty() {
                out.push_str(&indentation);
                one_line(element, out);
                out.push('\n');
                return;
            }
            out.push_str(&format!("{indentation}{}\n", element.start));
            element.children.iter().for_each(|child| put(child, depth + 1, out));
            out.push_str(&format!("{indentation}{}\n", element.end));
        }
    }
}

fn one_line(element: &Element, out: &mut String) {
    out.push_str(&element.start);
    for child in &element.children {
        match child {
            Node::Text(text) => out.push_str(text),
            Node::Element(element) => one_line(element, out),
        }
    }
    out.push_str(&element.end);
}

#[test]
fn text_is_left_alone() {
    let made = indent("<a><b x='1'><c/></b><d>t <e/></d></a>").unwrap();
    assert_eq!(made, "<a>\n  <b x='1'>\n    <c/>\n  </b>\n  <d>t <e/></d>\n</a>\n");
}
