// SPDX-License-Identifier: EUPL-1.2
//! From bytes to an element tree.
//!
//! Refuses what SOAP refuses (document types, processing instructions) and what XML 1.0 refuses but the
//! tokenizer below lets pass (stray characters, text beside the root, undeclared prefixes).

use std::str;

use quick_xml::XmlVersion;
use quick_xml::events::{BytesDecl, BytesRef, BytesStart, Event};
use quick_xml::name::{Prefix, QName, ResolveResult};
use quick_xml::reader::NsReader;

use super::characters::{check_name, is_blank, is_char};
use super::{Attribute, Element, Name, Violation};
use crate::names;

const MAX_DEPTH: usize = 32;
const MAX_ATTRIBUTES: usize = 32;

/// Reads a whole document.
pub(crate) fn parse(bytes: &[u8]) -> Result<Element, Violation> {
    let text = str::from_utf8(bytes).map_err(|_| Violation::new("the message is not UTF-8"))?;
    let text = text.strip_prefix('\u{FEFF}').unwrap_or(text);
    if let Some(c) = text.chars().find(|c| !is_char(*c)) {
        return Err(Violation::new(format!("character U+{:04X} is not allowed in XML", u32::from(c))));
    }
    Parser { reader: NsReader::from_str(text), open: Vec::new(), root: None }.run(text)
}

struct Parser<'t> {
    reader: NsReader<&'t [u8]>,
    open: Vec<Element>,
    root: Option<Element>,
}

impl Parser<'_> {
    fn run(mut self, text: &str) -> Result<Element, Violation> {
        self.reader.config_mut().check_comments = true;
        loop {
            let at_start = self.reader.buffer_position() == 0;
            let event =
                self.reader.read_event().map_err(|e| Violation::new(format!("not well-formed: {e}")))?;
            match event {
                Event::Decl(declaration) if at_start && text.starts_with("<?xml") => {
                    check_declaration(&declaration)?;
                }
                Event::Decl(_) => return Err(Violation::new("XML declaration not at the start")),
                Event::Start(start) => {
                    let element = self.element(&start)?;
                    self.open.push(element);
                }
                Event::Empty(start) => {
                    let element = self.element(&start)?;
                    self.place(element)?;
                }
                Event::End(_) => {
                    let element = self.open.pop().ok_or_else(|| Violation::new("unexpected end tag"))?;
                    self.place(element)?;
                }
                Event::Text(part) => {
                    if part.contains("]]>") {
                        return Err(Violation::new("']]>' in character data"));
                    }
                    self.text(&part.xml10_content())?;
                }
                Event::CData(part) => self.text(&part.xml10_content())?,
                Event::GeneralRef(reference) => {
                    let c = resolve(&reference)?;
                    self.text(c.encode_utf8(&mut [0; 4]))?;
                }
                Event::Comment(_) => {}
                Event::PI(_) => {
                    return Err(Violation::new("processing instructions are not allowed in SOAP"));
                }
                Event::DocType(_) => {
                    return Err(Violation::new("document type declarations are not allowed in SOAP"));
                }
                Event::Eof => {
                    return match (self.open.pop(), self.root) {
                        (None, Some(root)) => Ok(root),
                        (Some(open), _) => {
                            Err(Violation::new(format!("element '{}' is not closed", open.path)))
                        }
                        (None, None) => Err(Violation::new("there is no root element")),
                    };
                }
            }
        }
    }

    fn element(&self, start: &BytesStart<'_>) -> Result<Element, Violation> {
        if self.open.len() >= MAX_DEPTH {
            return Err(Violation::new("the message is nested too deeply"));
        }
        check_name(start.name().into_inner())?;
        let (namespace, local) = self.reader.resolver().resolve_element(start.name());
        let name = qualified(&namespace, local.into_inner())?;
        let path = match self.open.last() {
            Some(parent) if self.open.len() > 2 => format!("{}/{}", parent.path, name.local),
            _ => name.local.clone(),
        };
        let attributes = self.attributes(start)?;
        Ok(Element { name, path, attributes, children: Vec::new(), text: String::new() })
    }

    fn attributes(&self, start: &BytesStart<'_>) -> Result<Vec<Attribute>, Violation> {
        let mut attributes: Vec<Attribute> = Vec::new();
        for attribute in start.attributes() {
            let attribute = attribute.map_err(|e| Violation::new(format!("not well-formed: {e}")))?;
            check_name(attribute.key.into_inner())?;
            if attribute.value.contains('<') {
                return Err(Violation::new("'<' in an attribute value"));
            }
            if attribute.key.as_namespace_binding().is_some() {
                continue;
            }
            let (namespace, local) = self.reader.resolver().resolve_attribute(attribute.key);
            let name = qualified(&namespace, local.into_inner())?;
            let value = attribute
                .normalized_value(XmlVersion::Explicit1_0)
                .map_err(|e| Violation::new(format!("attribute '{}': {e}", name.local)))?
                .into_owned();
            if !value.chars().all(is_char) {
                return Err(Violation::new(format!(
                    "attribute '{}' has a character outside XML",
                    name.local
                )));
            }
            if attributes.len() >= MAX_ATTRIBUTES || attributes.iter().any(|a| a.name == name) {
                return Err(Violation::new(format!("attribute '{}' is one too many", name.local)));
            }
            let type_name =
                if name.is(names::XSI, "type") { Some(self.type_name(value.trim())?) } else { None };
            attributes.push(Attribute { name, value, type_name });
        }
        Ok(attributes)
    }

    /// A qualified name in content: unlike attribute names, the default namespace applies.
    fn type_name(&self, value: &str) -> Result<Name, Violation> {
        check_name(value)?;
        let name = QName(value);
        let prefix: Option<Prefix<'_>> = name.prefix();
        let namespace = self.reader.resolver().resolve_prefix(prefix, true);
        qualified(&namespace, name.local_name().into_inner())
    }

    fn text(&mut self, part: &str) -> Result<(), Violation> {
        match self.open.last_mut() {
            Some(element) => element.text.push_str(part),
            None if is_blank(part) => {}
            None => return Err(Violation::new("text outside the root element")),
        }
        Ok(())
    }

    /// Puts a finished element where it belongs.
    fn place(&mut self, mut element: Element) -> Result<(), Violation> {
        if !element.children.is_empty() {
            if !is_blank(&element.text) {
                return Err(Violation::new(format!("text beside elements in '{}'", element.path)));
            }
            element.text.clear();
        }
        match self.open.last_mut() {
            Some(parent) => parent.children.push(element),
            None if self.root.is_none() => self.root = Some(element),
            None => return Err(Violation::new("there is a second root element")),
        }
        Ok(())
    }
}

fn check_declaration(declaration: &BytesDecl<'_>) -> Result<(), Violation> {
    if !declaration.version().is_ok_and(|version| version == "1.0") {
        return Err(Violation::new("only XML 1.0 is accepted"));
    }
    match declaration.encoding() {
        None => Ok(()),
        Some(Ok(encoding)) if encoding.eq_ignore_ascii_case("utf-8") => Ok(()),
        Some(_) => Err(Violation::new("only encoding UTF-8 is accepted")),
    }
}

fn resolve(reference: &BytesRef<'_>) -> Result<char, Violation> {
    let refused = || Violation::new(format!("reference '&{};' is not allowed", reference.xml10_content()));
    match reference.resolve_char_ref() {
        Ok(Some(c)) if is_char(c) => Ok(c),
        Ok(None) => match &*reference.xml10_content() {
            "amp" => Ok('&'),
            "lt" => Ok('<'),
            "gt" => Ok('>'),
            "quot" => Ok('"'),
            "apos" => Ok('\''),
            _ => Err(refused()),
        },
        _ => Err(refused()),
    }
}

fn qualified(namespace: &ResolveResult<'_>, local: &str) -> Result<Name, Violation> {
    let namespace = match namespace {
        ResolveResult::Bound(namespace) => namespace.into_inner().to_owned(),
        ResolveResult::Unbound => String::new(),
        ResolveResult::Unknown(prefix) => {
            return Err(Violation::new(format!("prefix '{prefix}' of '{local}' is not declared")));
        }
    };
    Ok(Name { namespace, local: local.to_owned() })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refusal(text: &str) -> String {
        parse(text.as_bytes()).unwrap_err().0
    }

    #[test]
    fn resolves_names_text_and_references() {
        let root = parse(
            b"<?xml version='1.0'?>\n<p:a xmlns:p='u'><b c='1&lt;2'>x&amp;<![CDATA[<y>]]>&#228;</b></p:a>\n",
        )
        .unwrap();
        assert!(root.name.is("u", "a"));
        assert_eq!(root.children[0].text, "x&<y>\u{e4}");
        assert_eq!(root.children[0].attribute("", "c"), Some("1<2"));
    }

    #[test]
    fn refuses_what_soap_refuses() {
        assert!(refusal("<!DOCTYPE a [<!ENTITY e 'x'>]><a>&e;</a>").contains("document type"));
        assert!(refusal("<a><?b c?></a>").contains("processing instruction"));
        assert!(refusal("<a>&e;</a>").contains("&e;"));
    }

    #[test]
    fn refuses_what_is_not_well_formed() {
        for text in [
            "",
            "<a>",
            "<a></b>",
            "<a/><b/>",
            "<a/>x",
            "x<a/>",
            "<a><b/>x</a>",
            "<p:a/>",
            "<a b='1' b='2'/>",
            "<a xmlns:p='u' xmlns:q='u' p:b='1' q:b='2'/>",
            "<a b='<'/>",
            "<a>]]></a>",
            "<a>\u{1}</a>",
            "<a>&#1;</a>",
            "<a b='&#1;'/>",
            "<1a/>",
            "<a b=1/>",
            "<?xml version='1.1'?><a/>",
            "<?xml version='1.0' encoding='iso-8859-1'?><a/>",
            " <?xml version='1.0'?><a/>",
        ] {
            assert!(parse(text.as_bytes()).is_err(), "{text}");
        }
        assert!(parse(b"<a>\xff</a>").is_err());
        assert!(parse("<a>".repeat(40).as_bytes()).is_err());
    }
}
