// SPDX-License-Identifier: EUPL-1.2
//! The document's text, piece by piece.
//!
//! Each operation and each component is built, put into text and dropped. Components are named while they are built and
//! stand sorted by name, so their texts are kept until all are there; their trees would take many times as much.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::io;
use std::ops::Range;

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
    let mut items: IndexMap<&str, IndexMap<String, Range<usize>>> = IndexMap::new();
    let mut operations = Operations::default();
    while let Some((path, method, operation)) = operations.next(schemas, options) {
        let from = text.len();
        let operation = Node::from_iter([(method.clone().into(), operation.into())]);
        put_node(&mut text, &node([("paths", tree!({ path: operation }))]));
        items.entry(path).or_default().insert(method, from..text.len());
        for (name, schema) in schemas.take_named() {
            components.add(Cow::Owned(name), schema);
        }
    }
    if items.is_empty() {
        put_node(&mut text, &node([("paths", tree!({}))]));
        return out.write_all(text.as_bytes());
    }
    out.write_all(b"paths:\n")?;
    for methods in items.values() {
        // Each piece begins with `paths:` and the path.
        for (index, range) in methods.values().enumerate() {
            let piece = without_lines(&text[range.clone()], if index == 0 { 1 } else { 2 });
            out.write_all(piece.as_bytes())?;
        }
    }
    Ok(())
}

/// Schemas as text, until all are there.
#[derive(Default)]
struct Components<'a> {
    text: String,
    pieces: BTreeMap<Cow<'a, str>, Range<usize>>,
}

impl<'a> Components<'a> {
    fn add(&mut self, name: Cow<'a, str>, schema: Node<'a>) {
        let from = self.text.len();
        let schema = Node::from_iter([(name.clone(), schema.into())]);
        put_node(&mut self.text, &node([("components", tree!({ "schemas": schema }))]));
        self.pieces.insert(name, from..self.text.len());
    }

    fn write(self, out: &mut dyn io::Write) -> io::Result<()> {
        out.write_all(b"components:\n  schemas:\n")?;
        for range in self.pieces.into_values() {
            out.write_all(without_lines(&self.text[range], 2).as_bytes())?;
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
