// SPDX-License-Identifier: EUPL-1.2
//! Events as text.

use fachwerk_mapping::{FamilyId, Layout, Mapping, Name, ScalarId, StructId};
use fachwerk_message::{CodecError, Limits, Result, Sink};
use fachwerk_xml::{Enclosure, XmlNames, XmlWriter, read_document};

use crate::schema::{NS, OTHER};

/// Writes `Struct(field=value,value;field=…)`.
pub(crate) struct Trace<'m> {
    mapping: &'m Mapping,
    open: Vec<StructId>,
    pub(crate) text: String,
}

impl<'m> Trace<'m> {
    pub(crate) fn new(mapping: &'m Mapping) -> Self {
        Self { mapping, open: Vec::new(), text: String::new() }
    }

    #[expect(clippy::unnecessary_wraps, reason = "ends the methods of a sink")]
    fn value(&mut self, text: &str) -> Result<()> {
        if !self.text.ends_with(['=', '!']) && !self.text.is_empty() {
            self.text.push(',');
        }
        self.text.push_str(text);
        Ok(())
    }
}

impl Sink for Trace<'_> {
    fn begin_struct(&mut self, id: StructId, nil: bool) -> Result<()> {
        self.open.push(id);
        self.value(&self.mapping.structure(id).name)?;
        self.text.push_str(if nil { "~(" } else { "(" });
        Ok(())
    }
    fn end_struct(&mut self) -> Result<()> {
        self.open.pop().expect("balanced");
        if self.text.ends_with(';') {
            self.text.pop();
        }
        self.text.push(')');
        Ok(())
    }
    fn begin_field(&mut self, field: u16) -> Result<()> {
        let id = *self.open.last().expect("within a struct");
        self.text.push_str(&self.mapping.structure(id).fields[field as usize].name);
        self.text.push('=');
        Ok(())
    }
    fn end_field(&mut self) -> Result<()> {
        self.text.push(';');
        Ok(())
    }
    fn scalar(&mut self, _: ScalarId, text: &str) -> Result<()> {
        self.value(&format!("'{text}'"))
    }
    fn nil(&mut self) -> Result<()> {
        self.value("nil")
    }
    fn variant(&mut self, family: FamilyId, variant: u16) -> Result<()> {
        let tag = self.mapping.family(family).variants[variant as usize].tag.clone();
        self.value(&format!("{tag}!"))
    }
    fn xml(&mut self, element: &str) -> Result<()> {
        self.value(element)
    }
    fn attribute(&mut self, name: &str, value: &str) -> Result<()> {
        self.value(&format!("{name}='{value}'"))
    }
}

pub(crate) fn root(mapping: &Mapping) -> (&Name, StructId) {
    let shape = &mapping.operations[0].input;
    let Layout::Direct { element, .. } = &shape.layout else { panic!("the root is one element") };
    (element, shape.root)
}

/// A document with this content, its namespaces declared as `x` and `o`, and `xsi`.
pub(crate) fn document(content: &str) -> String {
    format!(
        "<x:root xmlns:x='{NS}' xmlns:o='{OTHER}' xmlns:xsi='http://www.w3.org/2001/XMLSchema-instance' \
         xmlns:xs='http://www.w3.org/2001/XMLSchema'>{content}</x:root>"
    )
}

/// Events of a document with this content, without the root's parentheses.
pub(crate) fn read(mapping: &Mapping, content: &str) -> Result<String> {
    read_whole(mapping, &document(content))
}

pub(crate) fn read_whole(mapping: &Mapping, input: &str) -> Result<String> {
    let (name, id) = root(mapping);
    let mut trace = Trace::new(mapping);
    read_document(mapping, input.as_bytes(), &Limits::default(), name, id, &mut trace)?;
    let text = trace.text;
    let inner = text.strip_prefix("Root(").and_then(|t| t.strip_suffix(')')).expect("a root");
    Ok(inner.to_owned())
}

/// What a writer makes of events.
pub(crate) fn write(
    mapping: &Mapping,
    events: impl FnOnce(&mut XmlWriter<'_>, StructId) -> Result<()>,
) -> Result<String> {
    let names = XmlNames::new(mapping);
    let (name, id) = root(mapping);
    let enclosure = Enclosure::document(&names, name, id);
    let mut writer = XmlWriter::new(mapping, &names, enclosure, &Limits::default(), Vec::new());
    events(&mut writer, id)?;
    Ok(String::from_utf8(writer.finish()?).expect("UTF-8"))
}

/// What the writer makes of what the reader read.
pub(crate) fn rewrite(mapping: &Mapping, content: &str) -> Result<String> {
    write(mapping, |writer, id| {
        read_document(mapping, document(content).as_bytes(), &Limits::default(), root(mapping).0, id, writer)
    })
}

/// The content of a document that a writer wrote.
pub(crate) fn content(document: &str) -> &str {
    let start = document.find('>').expect("a start tag") + 1;
    if start == document.len() {
        return "";
    }
    &document[start..document.rfind("</").expect("an end tag")]
}

pub(crate) fn message(error: &CodecError) -> &str {
    &error.message
}
