// SPDX-License-Identifier: EUPL-1.2
//! The document's text, piece by piece.
//!
//! Each operation and each component is built, put into text and dropped. Components are named while they are built and
//! stand sorted by name, so their texts are kept until all are there; their trees would take many times as much.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::io;

use fachwerk_contract::Contract;
use fachwerk_mapping::Mapping;
use indexmap::IndexMap;

use crate::document::HEADER;
use crate::nodes::{Node, node};
use crate::operations::Operations;
use crate::schema::Schemas;
use crate::tree::tree;
use crate::tree::yaml::put_node;
use crate::{Options, Specification, Warning, components, extensions, faults, generate, head, info};

/// Write the OpenAPI document of a facade: the text of [`Document::to_yaml`](crate::Document::to_yaml), without the tree
/// of the whole. What it could not say comes back.
///
/// # Errors
/// Those of `out`.
pub fn write(
    contract: &Contract,
    mapping: &Mapping,
    options: &Options<'_>,
    out: &mut dyn io::Write,
) -> io::Result<Vec<Warning>> {
    if options.specification == Specification::OpenApi30 {
        // What a reference allows is known once all components are there.
        let document = generate(contract, mapping, options);
        out.write_all(document.to_yaml().as_bytes())?;
        return Ok(document.warnings);
    }
    let mut schemas = Schemas::new(contract, mapping);
    let mut text = String::from(HEADER);
    put_node(&mut text, &head(mapping, options));
    out.write_all(text.as_bytes())?;
    let mut components = Components::default();
    write_paths(&mut schemas, options, &mut components, out)?;
    components::each(&mut schemas, &mut |name, schema| components.add(name, schema));
    components.write(out)?;
    text.clear();
    put_node(&mut text, &node([(extensions::KEY, info::extension(contract, &schemas))]));
    out.write_all(text.as_bytes())?;
    Ok(schemas.into_warnings())
}

fn write_paths<'a>(
    schemas: &mut Schemas<'a>,
    options: &Options<'_>,
    components: &mut Components<'a>,
    out: &mut dyn io::Write,
) -> io::Result<()> {
    let mut text = String::new();
    if schemas.mapping.operations.is_empty() {
        put_node(&mut text, &node([("paths", tree!({}))]));
        return out.write_all(text.as_bytes());
    }
    out.write_all(b"paths:\n")?;
    let mut paths = Paths::of(schemas.mapping);
    let mut operations = Operations::default();
    while let Some((path, method, operation)) = operations.next(schemas, options) {
        text.clear();
        let operation = Node::from_iter([(method.clone().into(), operation.into())]);
        put_node(&mut text, &node([("paths", tree!({ path: operation }))]));
        paths.add(path, method, &text, out)?;
        for (name, schema) in schemas.take_named() {
            components.add(Cow::Owned(name), schema);
        }
    }
    Ok(())
}

/// Operations by path, in the order in which their paths are met first. A path is written once all its operations are
/// there and those before it are written.
struct Paths<'a> {
    items: IndexMap<&'a str, PathItem>,
    /// How many are written.
    written: usize,
}

#[derive(Default)]
struct PathItem {
    /// Operations to come.
    missing: usize,
    /// Text by method.
    methods: IndexMap<String, String>,
}

impl<'a> Paths<'a> {
    fn of(mapping: &'a Mapping) -> Self {
        let mut items: IndexMap<&str, PathItem> = IndexMap::with_capacity(mapping.operations.len());
        for operation in &mapping.operations {
            items.entry(&operation.path).or_default().missing += 1;
        }
        Self { items, written: 0 }
    }

    /// `text` begins with `paths:` and the path.
    fn add(&mut self, path: &str, method: String, text: &str, out: &mut dyn io::Write) -> io::Result<()> {
        if let Some(item) = self.items.get_mut(path) {
            item.missing -= 1;
            item.methods.insert(method, text.to_owned());
        }
        while let Some((_, item)) = self.items.get_index_mut(self.written).filter(|(_, i)| i.missing == 0) {
            for (index, text) in std::mem::take(&mut item.methods).into_values().enumerate() {
                out.write_all(without_lines(&text, if index == 0 { 1 } else { 2 }).as_bytes())?;
            }
            self.written += 1;
        }
        Ok(())
    }
}

/// Schemas as text, until all are there.
#[derive(Default)]
struct Components<'a> {
    texts: BTreeMap<Cow<'a, str>, Box<str>>,
    text: String,
}

impl<'a> Components<'a> {
    fn add(&mut self, name: Cow<'a, str>, schema: Node<'a>) {
        self.text.clear();
        let schema = Node::from_iter([(name.clone(), schema.into())]);
        put_node(&mut self.text, &node([("components", tree!({ "schemas": schema }))]));
        self.texts.insert(name, without_lines(&self.text, 2).into());
    }

    fn write(self, out: &mut dyn io::Write) -> io::Result<()> {
        out.write_all(b"components:\n  schemas:\n")?;
        for text in self.texts.into_values() {
            out.write_all(text.as_bytes())?;
        }
        let mut text = String::new();
        put_node(&mut text, &node([("components", tree!({ "responses": (faults::shared_responses()) }))]));
        out.write_all(without_lines(&text, 1).as_bytes())
    }
}

/// The text after its first lines.
fn without_lines(text: &str, count: usize) -> &str {
    let ends = text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n');
    ends.map(|(at, _)| at + 1).nth(count - 1).map_or("", |from| &text[from..])
}
